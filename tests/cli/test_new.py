"""`airdate new`: an episode from an audio file, which stays as it is."""

from pathlib import Path

from tests.audio.building import FILES
from tests.cli.building import TAPE, ShowFolder


def test_new_prints_the_text_to_write_in_and_says_what_is_next(show: ShowFolder) -> None:
    """The number is one more than the highest; the title comes from the file's name."""
    tape = show.path.parent / "cold feet.mp3"
    tape.write_bytes(TAPE)
    ran = show.run("new", str(tape))
    assert (ran.code, ran.stdout) == (0, "episodes/002-cold-feet/index.md\n")
    assert ran.stderr == (
        "Write your notes there and delete the line draft: true, then: "
        "airdate publish episodes/002-cold-feet\n"
    )
    assert (show.path / "episodes/002-cold-feet/cold-feet.mp3").read_bytes() == tape.read_bytes() == TAPE


def test_tags_propose_what_is_known(show: ShowFolder) -> None:
    """Title, season and number of a tagged file; `--title` goes before."""
    assert show.run("new", str(FILES / "cbr-with-everything.mp3"), "--title", "No: 1").code == 0
    text = (show.path / "episodes/060-no-1/index.md").read_text()
    assert 'title: "No: 1"\n' in text
    assert "season: 3\n" in text
    assert "draft: true\n" in text


def test_a_long_title_still_makes_a_name(show: ShowFolder) -> None:
    """The number counts too: what new makes, check takes."""
    tape = str(FILES / "cbr-without-header.mp3")
    assert show.run("new", tape, "--title", "tendon " * 40).code == 0
    (made,) = (show.path / "episodes").glob("002-*")
    assert len(made.name) == 80
    assert f"error: episodes/{made.name}" not in show.run("check").stderr


def test_new_tells_a_machine_where_it_is(show: ShowFolder) -> None:
    """One document, with the folder and the text."""
    ran = show.run("new", str(FILES / "cbr-without-header.mp3"), "--json")
    folder = "episodes/002-cbr-without-header"
    assert (ran.code, ran.document) == (0, {"folder": folder, "index": f"{folder}/index.md"})
    assert ran.stderr == ""


def test_what_cannot_be_published_does_not_begin(show: ShowFolder) -> None:
    """The file is named as it was typed, and no folder is made."""
    before = show.tree()
    (show.path.parent / "tape.wav").write_bytes((FILES / "tape.wav").read_bytes())
    ran = show.run("new", "../tape.wav")
    assert (ran.code, ran.stdout) == (3, "")
    assert ran.stderr.startswith("error: ../tape.wav: is a WAV file")
    assert "\n  Fix: convert it: ffmpeg" in ran.stderr
    assert show.tree() == before


def test_a_file_that_is_not_there_is_wrong_usage(show: ShowFolder) -> None:
    """As for every path on the command line."""
    ran = show.run("new", "nowhere.mp3")
    assert (ran.code, ran.stdout) == (2, "")
    assert "File 'nowhere.mp3' does not exist." in ran.stderr


def test_new_needs_a_show(tmp_path: Path) -> None:
    """Outside of any show folder it says how to make one."""
    ran = ShowFolder(tmp_path).run("new", str(FILES / "cbr-without-header.mp3"))
    assert (ran.code, ran.stdout) == (3, "")
    assert ran.stderr.startswith(f"error: podcast.toml: there is none in {tmp_path}\n  Fix: ")
