"""`airdate artwork`: a new file beside the old one, its name on stdout, all about it on stderr."""

import os
import shlex
from pathlib import Path

import pytest
from PIL import Image

from pipeline.pictures.probe import probe_picture
from tests.cli.building import EPISODE, INDEX, ShowFolder, draw_picture, run


def put(
    folder: Path, name: str, kind: str = "WEBP", mode: str = "RGB", width: int = 1500, height: int = 1500
) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(draw_picture(kind, mode, width, height))
    return path


def test_a_picture_is_made_beside_the_old_one(tmp_path: Path) -> None:
    """No show is needed; the name can be piped on, and what to write is told."""
    put(tmp_path, "cover.webp")
    ran = run(tmp_path, "artwork", "cover.webp", "--size", "1400")
    assert (ran.code, ran.stdout) == (0, "cover-1400.jpg\n")
    assert ran.stderr.splitlines() == [
        "  WEBP became JPEG",
        "  scaled down from 1,500 to 1,400 pixels",
        next(line for line in ran.stderr.splitlines() if " kB became " in line),
        'In podcast.toml write: artwork = "cover-1400.jpg"',
        "In the index.md of an episode: artwork: cover-1400.jpg",
    ]
    facts = probe_picture(tmp_path / "cover-1400.jpg")
    assert (facts.content_type, facts.mode, facts.width, facts.height) == ("image/jpeg", "RGB", 1400, 1400)


def test_running_it_again_finds_the_file_there(tmp_path: Path) -> None:
    """The same picture gives the same bytes: nothing is written."""
    put(tmp_path, "cover.webp")
    first = run(tmp_path, "artwork", "cover.webp")
    os.utime(tmp_path / "cover-1500.jpg", (1, 1))
    second = run(tmp_path, "artwork", "cover.webp")
    assert first.stdout == second.stdout == "cover-1500.jpg\n"
    assert "  the same file was there already\n" in second.stderr
    assert (tmp_path / "cover-1500.jpg").stat().st_mtime == 1
    assert len(list(tmp_path.iterdir())) == 2


def test_no_file_is_ever_written_over(tmp_path: Path) -> None:
    """Another one of that name stays, and the new one gets a number."""
    put(tmp_path, "cover.webp")
    (tmp_path / "cover-1500.jpg").write_text("precious")
    ran = run(tmp_path, "artwork", "cover.webp")
    assert (ran.code, ran.stdout) == (0, "cover-1500-2.jpg\n")
    assert (tmp_path / "cover-1500.jpg").read_text() == "precious"


def test_a_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    """Where the producer chose the name, no other is made up; a link is not followed either."""
    put(tmp_path, "cover.webp")
    (tmp_path / "cover.jpg").write_text("precious")
    (tmp_path / "link.jpg").symlink_to("elsewhere.jpg")
    for name in ("cover.jpg", "link.jpg"):
        ran = run(tmp_path, "artwork", "cover.webp", "--to", name)
        assert (ran.code, ran.stdout) == (3, "")
        assert ran.stderr == f"error: {name}: there is such a file already\n  Fix: name another one\n"
    assert (tmp_path / "cover.jpg").read_text() == "precious"
    assert not (tmp_path / "elsewhere.jpg").exists()


def test_a_picture_that_is_fine_is_left_alone(tmp_path: Path) -> None:
    """Its own name is the answer; with --to, a file is made all the same."""
    put(tmp_path, "cover.jpg", "JPEG")
    ran = run(tmp_path, "artwork", "cover.jpg")
    assert (ran.code, ran.stdout) == (0, "cover.jpg\n")
    assert ran.stderr == "cover.jpg: every directory takes it as it is\n"
    assert [each.name for each in tmp_path.iterdir()] == ["cover.jpg"]
    assert run(tmp_path, "artwork", "cover.jpg", "--to", "art/new.png").code == 1
    assert run(tmp_path, "artwork", "cover.jpg", "--to", "new.png").stdout == "new.png\n"
    assert probe_picture(tmp_path / "new.png").content_type == "image/png"


def test_a_picture_that_is_not_square_needs_a_decision(tmp_path: Path) -> None:
    """The message holds both commands, and both work."""
    put(tmp_path, "my photo.png", "PNG", width=2000)
    ran = run(tmp_path, "artwork", "my photo.png")
    assert (ran.code, ran.stdout) == (3, "")
    assert "is 2000 × 1500 pixels, 500 pixels wider than high: artwork is square" in ran.stderr
    commands = [part.partition("airdate ")[2] for part in ran.stderr.splitlines()[1].split("; ")]
    made = [run(tmp_path, *shlex.split(command)).stdout for command in commands]
    assert made == ["my photo-1500.jpg\n", "my photo-2000.jpg\n"]


def test_some_of_several_pictures_can_be_made(tmp_path: Path) -> None:
    """The rest is told, and the exit code says so."""
    put(tmp_path, "a.webp")
    put(tmp_path, "small.jpg", "JPEG", width=300, height=300)
    put(tmp_path, "b.gif", "GIF", "P")
    ran = run(tmp_path, "artwork", "a.webp", "small.jpg", "none.jpg", "b.gif", "--quiet")
    assert (ran.code, ran.stdout) == (3, "a-1500.jpg\nb-1500.jpg\n")
    assert ran.stderr == (
        "error: small.jpg: is 300 × 300 pixels: directories want 1400 × 1400 or more, "
        "and enlarging helps nobody\n"
        "  Fix: export it at 3000 × 3000 pixels, from the original\n"
        "error: none.jpg: cannot be read: No such file or directory\n"
        "2 problems, 2 of them errors\n"
    )


def test_artwork_as_a_document(tmp_path: Path) -> None:
    """One document with stable keys, and no conversation but problems."""
    put(tmp_path, "a.webp", mode="RGBA")
    put(tmp_path, "fine.jpg", "JPEG")
    put(tmp_path, "small.jpg", "JPEG", width=300, height=300)
    ran = run(tmp_path, "artwork", "a.webp", "fine.jpg", "small.jpg", "--json")
    assert ran.code == 3
    made, fine = ran.document["pictures"]
    assert (made["picture"], made["path"], made["new"], made["side"]) == ("a.webp", "a-1500.jpg", True, 1500)
    assert made["size_bytes"] == (tmp_path / "a-1500.jpg").stat().st_size
    assert "WEBP became JPEG" in made["changes"]
    assert (fine["path"], fine["new"], fine["changes"]) == ("fine.jpg", False, [])
    assert [each["path"] for each in ran.document["problems"]] == ["small.jpg"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("", "Missing argument"),
        ("a.webp --crop --pad", "--crop and --pad exclude each other"),
        ("a.webp b.webp --to c.jpg", "--to names one file"),
        ("a.webp --to c.webp", "--to c.webp ends in neither .jpg nor .png"),
        ("a.webp --to c.jpeg", "ends in neither"),
        ("a.webp --size 800", "1400<=x<=3000"),
        ("a.webp --size 4000", "1400<=x<=3000"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(arguments: str, said: str, tmp_path: Path) -> None:
    """Before anything is looked at."""
    ran = run(tmp_path, "artwork", *arguments.split())
    assert (ran.code, ran.stdout) == (2, "")
    assert said in ran.stderr


def test_the_line_to_write_is_that_of_the_file_around(show: ShowFolder) -> None:
    """podcast.toml beside a show's picture, index.md beside an episode's; and it can be pasted."""
    put(show.path, "new cover.webp")
    put(show.path, f"{EPISODE}/heel #2.webp")
    of_show = show.run("artwork", "new cover.webp").stderr.splitlines()[-1]
    of_episode = show.run("artwork", f"{EPISODE}/heel #2.webp").stderr.splitlines()[-1]
    assert of_show == 'In podcast.toml write: artwork = "new cover-1500.jpg"'
    assert of_episode == f'In {INDEX} write: artwork: "heel #2-1500.jpg"'
    show.change("podcast.toml", 'artwork = "cover.jpg"', of_show.partition("write: ")[2])
    show.add_front(of_episode.partition("write: ")[2])
    assert show.run("check", "--level", "warning").stdout.startswith("No problems found.\n")


@pytest.mark.parametrize(
    ("name", "kind", "mode", "rule"),
    [
        ("art.webp", "WEBP", "RGB", "format"),
        ("art.jpg", "JPEG", "CMYK", "colours"),
        ("art.png", "PNG", "RGBA", "alpha"),
    ],
)
def test_the_fix_of_a_rule_is_a_command_that_works(
    name: str, kind: str, mode: str, rule: str, show: ShowFolder
) -> None:
    """Typed as it stands in the show folder, it makes a picture that the rules let pass."""
    put(show.path, f"{EPISODE}/{name}", kind, mode)
    show.add_front(f"artwork: {name}")
    before = show.run("check", "--json").document["problems"]
    fix = next(each["fix"] for each in before if each["rule"] == f"episode-artwork-{rule}")
    assert fix == f"run: airdate artwork {EPISODE}/{name}"
    made = show.run(*shlex.split(fix.removeprefix("run: airdate "))).stdout.strip()
    show.change(INDEX, f"artwork: {name}", f"artwork: {Path(made).name}")
    after = show.run("check", "--json").document["problems"]
    assert not any((each["rule"] or "").startswith("episode-artwork") for each in after)


def test_artwork_is_looked_at_whatever_it_is_called(show: ShowFolder) -> None:
    """A TIFF would be published as a file of no kind; the command makes a picture of it."""
    Image.new("RGB", (1500, 1500)).save(show.path / "cover.tif")
    show.change("podcast.toml", "cover.jpg", "cover.tif")
    ran = show.run("check")
    assert ran.code == 3
    assert "error: cover.tif: is a TIFF picture, which browsers do not show" in ran.stdout
    assert "airdate artwork cover.tif" in ran.stdout
    assert show.run("artwork", "cover.tif").stdout == "cover-1500.jpg\n"


def test_seasons_and_chapters_have_pictures_too(show: ShowFolder) -> None:
    """Told at the lines that name them."""
    put(show.path, "two.webp")
    put(show.path, f"{EPISODE}/why.webp", width=400, height=300)
    text = (show.path / "podcast.toml").read_text()
    show.write("podcast.toml", f'{text}\n[seasons.2]\nartwork = "two.webp"\n')
    show.write(
        f"{EPISODE}/chapters.json",
        '{"version": "1.2.0", "chapters": [{"startTime": 0, "title": "A", "img": "why.webp"}]}',
    )
    found = {each["rule"]: each for each in show.run("check", "--json").document["problems"]}
    season, chapter = found["season-artwork-format"], found["chapters-picture-format"]
    assert (season["path"], season["fix"]) == ("podcast.toml", "run: airdate artwork two.webp")
    assert season["text"].startswith("'seasons.2.artwork' two.webp is WEBP")
    assert season["line"] == text.count("\n") + 3
    assert chapter["path"] == f"{EPISODE}/chapters.json"
    assert chapter["text"].startswith("why.webp, the picture of chapter 1, is WEBP")
