"""The whole folder: found in order, refused one by one, the same on every kind of checkout."""

import hashlib
import os
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import InputError, Level
from pipeline.source.folder import Folder, load_episodes, load_folder
from pipeline.source.show_file import parse_show

Write = Callable[[str, str | bytes], Path]
POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"ab" * 32 + b"\nsize 12345\n"


def episode(front: str = "", notes: str = "Notes.\n") -> str:
    return f"---\ntitle: Why your heel hurts\n{front}---\n\n{notes}"


def problems(folder: Folder) -> str:
    return "\n".join(str(problem) for problem in folder.all_problems)


def test_episodes_are_found_as_folders_and_as_files(write: Write, tmp_path: Path) -> None:
    """Both layouts, by slug; hidden names, drafts of folders and other files are left alone."""
    for name in (
        "010-b/index.md",
        "009-a.md",
        "011-c/index.md",
        "_ideas/index.md",
        ".trash/index.md",
        "README.md",
    ):
        write(f"episodes/{name}", episode())
    write("episodes/009-a.mp3", b"x")
    (tmp_path / "episodes/012-empty").mkdir()
    folder = load_folder(tmp_path)
    assert [each.slug for each in folder.episodes] == ["009-a", "010-b", "011-c"]
    assert [each.shown_index for each in folder.episodes][:2] == [
        "episodes/009-a.md",
        "episodes/010-b/index.md",
    ]
    assert (folder.broken, folder.problems) == ((), ())


def test_files_are_found_by_every_way_of_naming_them(write: Write, tmp_path: Path) -> None:
    """Front matter, notes, chapters and well-known names; the web is left to the web."""
    front = (
        "audio: heel.mp3\nartwork: art/own.jpg\n"
        "guests:\n  - {name: A, image: a.jpg}\n  - {name: B, image: https://x.org/b.jpg}\n"
    )
    shown = "![Heel](heel%20bone.jpg)\n\n![Load][l] <img src='load.png'> ![Web](https://x.org/w.png)"
    notes = f"{shown}\n\n[l]: ./l.webp\n"
    write("episodes/1-x/index.md", episode(front, notes))
    chapters = '{"version": "1.2.0", "chapters": [{"startTime": 0, "title": "Hi", "img": "hi.jpg"}]}'
    write("episodes/1-x/chapters.json", chapters)
    for name in ("heel.mp3", "art/own.jpg", "heel bone.jpg", "l.webp", "transcript.vtt", "transcript.de.srt"):
        write(f"episodes/1-x/{name}", name.encode())
    found = load_folder(tmp_path).episodes[0]
    states = {name: (side.state, side.line) for name, side in found.files.items()}
    assert states == {
        "art/own.jpg": ("present", 4),
        "a.jpg": ("absent", 6),
        "hi.jpg": ("absent", 1),
        "heel bone.jpg": ("present", 10),
        "l.webp": ("present", 14),
        "load.png": ("absent", 12),
        "transcript.de.srt": ("present", 0),
        "transcript.vtt": ("present", 0),
    }
    assert (found.audio, found.audio_state, found.audio_size_bytes) == (
        found.directory / "heel.mp3",
        "present",
        8,
    )
    assert found.chapters_name == "chapters.json"
    assert found.files["art/own.jpg"].sha256 == hashlib.sha256(b"art/own.jpg").hexdigest()


def test_a_flat_episode_takes_no_file_it_does_not_name(write: Write, tmp_path: Path) -> None:
    """What lies in `episodes/` may belong to any of them."""
    write("episodes/1-x.md", episode("transcript: x.vtt\n"))
    for name in ("transcript.vtt", "chapters.json", "x.vtt"):
        write(f"episodes/{name}", "{}")
    found = load_folder(tmp_path).episodes[0]
    assert (set(found.files), found.chapters) == ({"x.vtt"}, None)


def test_a_bad_episode_stops_only_itself(write: Write, tmp_path: Path) -> None:
    """The others load; the bad one keeps its guid, so that its record can stand in."""
    write("episodes/1-good/index.md", episode())
    write("episodes/2-bad/index.md", "---\ntitel: x\nguid: 6f1e-2\n---\n")
    write("episodes/3-worse/index.md", b"---\ntitle: \xff\n---\n")
    write("episodes/4-bare/notes.md", episode())
    folder = load_folder(tmp_path)
    assert [each.slug for each in folder.episodes] == ["1-good"]
    assert [(each.slug, each.guid) for each in folder.broken] == [
        ("2-bad", "6f1e-2"),
        ("3-worse", None),
        ("4-bare", None),
    ]
    assert problems(folder).splitlines() == [
        "episodes/2-bad/index.md:2: 'titel' is not a known key",
        "  Fix: write 'title'",
        "episodes/3-worse/index.md:2: the file is not UTF-8: byte 0xFF",
        "  Fix: save the file as UTF-8; editors offer it under Save As or Encoding",
        "episodes/4-bare: there is no index.md, but notes.md",
        "  Fix: rename it to index.md",
    ]


def test_a_broken_show_is_reported_with_everything_else(write: Write, tmp_path: Path) -> None:
    """One run shows all there is to mend."""
    write("podcast.toml", 'titel = "x"\n')
    write("episodes/1-x/index.md", "---\n---\n")
    with pytest.raises(InputError) as caught:
        load_folder(tmp_path)
    assert {problem.path for problem in caught.value.problems} == {"podcast.toml", "episodes/1-x/index.md"}


def test_episodes_can_be_read_for_a_show_from_its_record(write: Write, tmp_path: Path) -> None:
    """A broken podcast.toml does not keep `regenerate` from the episodes."""
    show = parse_show(
        (
            write("episodes/1-x/index.md", episode("date: 2026-11-05\n")).parents[2] / "podcast.toml"
        ).read_text()
    )
    write("podcast.toml", "broken")
    assert load_episodes(tmp_path, show.show).episodes[0].date == datetime(2026, 11, 5, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("date", "message"),
    [
        (
            "2026-10-25 01:30",
            "2026-10-25 01:30 happens twice in Europe/London\n"
            "  Fix: write 2026-10-25T01:30:00+01:00 or 2026-10-25T01:30:00+00:00",
        ),
        (
            "2026-03-29 01:30",
            "2026-03-29 01:30 does not exist in Europe/London: the clocks skip it\n"
            "  Fix: write 2026-03-29T02:30:00+01:00",
        ),
        ("2026-02-30", '"2026-02-30" is not a date\n  Fix: write it as 2026-11-05 or 2026-11-05 18:30'),
    ],
)
def test_a_date_names_one_instant_or_is_refused(
    date: str, message: str, write: Write, tmp_path: Path
) -> None:
    """Summer time makes some times double and some not exist."""
    write("episodes/1-x/index.md", episode(f"date: {date}\n"))
    assert problems(load_folder(tmp_path)) == f"episodes/1-x/index.md:3: 'date': {message}"


@pytest.mark.parametrize("year", ["0000", "0001", "9999"])
def test_no_year_ends_in_a_traceback(year: str, write: Write, tmp_path: Path) -> None:
    """The ends of the calendar are read or refused."""
    write("episodes/1-x/index.md", episode(f"date: {year}-01-01 00:00\n"))
    folder = load_folder(tmp_path)
    assert len(folder.episodes) + len(folder.broken) == 1


@pytest.mark.parametrize("key", ["audio", "artwork", "transcript", "chapters", "notes", "guests"])
@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("../../../secret.jpg", "leaves the show folder"),
        ("/etc/passwd", "is not inside the show folder"),
        ("link.jpg", "leaves the show folder"),
        ("door/secret.jpg", "leaves the show folder"),
        ("sub", "is not a file"),
        ("../../.git/config", "is not the name of a file that can be published"),
        ("hidden.jpg", "is a hidden file"),
        ("loop.jpg", "leaves the show folder"),
    ],
)
def test_nothing_outside_of_the_show_folder_is_published(
    key: str, path: str, reason: str, write: Write, tmp_path: Path
) -> None:
    """Not by dots, not by a link, not by a link on the way; nor what is hidden or no file."""
    (tmp_path / "show").mkdir()
    for name in ("podcast.toml", "cover.jpg"):
        (tmp_path / name).rename(tmp_path / "show" / name)
    write("secret.jpg", "secret")
    write("show/.git/config", "token")
    front = f"guests: [{{name: A, image: {path}}}]\n" if key == "guests" else f"{key}: {path}\n"
    text = episode(notes=f"![x]({path})\n") if key == "notes" else episode(front)
    home = write("show/episodes/1-x/index.md", text).parent
    (home / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    (home / "door").symlink_to(tmp_path)
    (home / "hidden.jpg").symlink_to(tmp_path / "show/.git/config")
    (home / "loop.jpg").symlink_to("loop.jpg")
    (home / "sub").mkdir()
    folder = load_folder(tmp_path / "show")
    assert folder.episodes == ()
    assert reason in folder.broken[0].problems[0].text
    assert folder.broken[0].problems[0].line == (5 if key == "notes" else 3)


def test_a_web_address_is_no_audio_file(write: Write, tmp_path: Path) -> None:
    """Somebody who moves in from another host is told what to do."""
    write("episodes/1-x/index.md", episode("audio: https://x.org/a.mp3\n"))
    text = "'audio': \"https://x.org/a.mp3\" is a web address, not a file"
    assert problems(load_folder(tmp_path)) == (
        f"episodes/1-x/index.md:3: {text}\n  Fix: put the file beside it and write its name"
    )


def test_files_elsewhere_in_the_show_folder_may_be_named(write: Write, tmp_path: Path) -> None:
    """Some keep all audio in one place, or link to it."""
    write("audio/a.mp3", b"x")
    index = write("episodes/1-x/index.md", episode("audio: ../../audio/a.mp3\nartwork: linked.jpg\n"))
    (index.parent / "linked.jpg").symlink_to(tmp_path / "cover.jpg")
    found = load_folder(tmp_path).episodes[0]
    assert (found.audio_state, found.files["linked.jpg"].state) == ("present", "present")


def test_the_text_itself_may_not_be_a_link_out(write: Write, tmp_path: Path) -> None:
    """Nor may the folder around it be one."""
    (tmp_path / "show/episodes/1-x").mkdir(parents=True)
    for name in ("podcast.toml", "cover.jpg"):
        (tmp_path / name).rename(tmp_path / "show" / name)
    outside = write("outside/index.md", episode())
    (tmp_path / "show/episodes/1-x/index.md").symlink_to(outside)
    (tmp_path / "show/episodes/2-y").symlink_to(outside.parent)
    folder = load_folder(tmp_path / "show")
    assert folder.episodes == ()
    assert {problem.text for problem in folder.all_problems} == {'the file "index.md" leaves the show folder'}


def test_git_lfs_pointers_say_what_they_stand_for(write: Write, tmp_path: Path) -> None:
    """A checkout without the files knows their hashes and sizes: enough to compare with the record."""
    write("episodes/1-x/index.md", episode("audio: a.mp3\nartwork: b.jpg\n"))
    write("episodes/1-x/a.mp3", POINTER)
    write("episodes/1-x/b.jpg", POINTER.replace(b"\n", b"\r\n"))
    found = load_folder(tmp_path).episodes[0]
    assert (found.audio_state, found.audio_size_bytes, found.audio_sha256) == ("lfs", 12345, "ab" * 32)
    side = found.files["b.jpg"]
    assert (side.state, side.sha256, side.size_bytes, side.bytes_sha256) == ("lfs", "ab" * 32, 12345, None)


def test_texts_have_one_hash_on_every_checkout(write: Write, tmp_path: Path) -> None:
    """Git on Windows gives transcripts other line ends: that is no edit."""
    write("episodes/1-x/index.md", episode())
    write("episodes/2-y/index.md", episode())
    write("episodes/1-x/transcript.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nHi\n")
    write("episodes/2-y/transcript.vtt", "WEBVTT\r\n\r\n00:00.000 --> 00:01.000\r\nHi\r\n")
    unix, windows = (each.files["transcript.vtt"] for each in load_folder(tmp_path).episodes)
    assert unix.sha256 == windows.sha256 == unix.bytes_sha256
    assert windows.bytes_sha256 != windows.sha256


def test_decomposed_names_are_found(write: Write, tmp_path: Path) -> None:
    """macOS stores accents apart; what is typed is composed."""
    name = "Ferse-für-zwei.jpg"
    write("episodes/1-x/index.md", episode(f"artwork: {name}\n", f"![x](sub/{name})\n"))
    apart = unicodedata.normalize("NFD", name)
    write(f"episodes/1-x/{apart}", b"x")
    write(f"episodes/1-x/sub/{apart}", b"x")
    assert {side.state for side in load_folder(tmp_path).episodes[0].files.values()} == {"present"}


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("060 Why it hurts/index.md", "060-why-it-hurts"),
        ("060-Füße/index.md", "060-fusse"),
        ("Ep1.md", "ep1.md"),
        (f"{'x' * 81}/index.md", "x" * 80),
    ],
)
def test_a_folder_that_is_no_slug_is_told_a_better_name(
    name: str, fix: str, write: Write, tmp_path: Path
) -> None:
    """The name becomes part of addresses, for good."""
    write(f"episodes/{name}", episode("guid: 6f1e\n"))
    broken = load_folder(tmp_path).broken[0]
    assert (broken.problems[0].fix, broken.guid) == (f"rename it to {fix}", "6f1e")


def test_other_endings_are_not_overlooked(write: Write, tmp_path: Path) -> None:
    """A file that was meant as an episode is never skipped in silence."""
    write("episodes/1-x.markdown", episode())
    assert problems(load_folder(tmp_path)) == (
        "episodes/1-x.markdown: an episode's file ends in .md\n  Fix: rename it to 1-x.md"
    )


def test_two_episodes_with_one_guid_are_both_refused(write: Write, tmp_path: Path) -> None:
    """Nobody can tell which of them is the one that listeners know."""
    for name in ("1-x", "2-y"):
        write(f"episodes/{name}/index.md", episode("guid: 6f1e\n"))
    write("episodes/3-z/index.md", episode())
    folder = load_folder(tmp_path)
    assert [each.slug for each in folder.episodes] == ["3-z"]
    assert problems(folder).splitlines()[:2] == [
        "episodes/1-x/index.md:3: 'guid' is the same as in episodes/2-y/index.md",
        "  Fix: in the copy, remove the line: airdate publish writes a new one",
    ]


def test_a_draft_copy_does_not_stop_the_original(write: Write, tmp_path: Path) -> None:
    """Copying the last episode as a start for the next is a habit of many."""
    write("episodes/1-x/index.md", episode("guid: 6f1e\n"))
    write("episodes/2-y/index.md", episode("guid: 6f1e\ndraft: true\n"))
    folder = load_folder(tmp_path)
    assert ([each.slug for each in folder.episodes], folder.broken[0].slug) == (["1-x"], "2-y")


def test_two_episodes_with_one_slug_are_both_refused(write: Write, tmp_path: Path) -> None:
    """A folder and a flat file of the same name would share an address."""
    write("episodes/1-x/index.md", episode())
    write("episodes/1-x.md", episode())
    folder = load_folder(tmp_path)
    assert folder.episodes == ()
    assert {problem.text for problem in folder.all_problems} == {
        "the name is the same as that of episodes/1-x.md",
        "the name is the same as that of episodes/1-x/index.md",
    }


def test_a_number_given_twice_in_a_season_is_a_problem_of_both(write: Write, tmp_path: Path) -> None:
    """They still load: what is live stays served."""
    write("episodes/060-x/index.md", episode())
    write("episodes/061-y/index.md", episode("episode: 60\n"))
    for name, front in [
        ("060-trailer", "type: trailer\n"),
        ("060-next-season", "season: 2\n"),
        ("060-draft", "draft: true\n"),
        ("2026-11-05-a", ""),
        ("2026-11-12-b", ""),
    ]:
        write(f"episodes/{name}/index.md", episode(front))
    folder = load_folder(tmp_path)
    assert len(folder.episodes) == 7
    assert problems(folder).splitlines() == [
        "episodes/060-x/index.md:1: the name begins with 60, the same number as episodes/061-y/index.md",
        "  Fix: write episode: with a number of its own in one of the two",
        "episodes/061-y/index.md:3: 'episode' is 60, the same number as episodes/060-x/index.md",
        "  Fix: write episode: with a number of its own in one of the two",
    ]


def test_unknown_ids_are_problems_but_the_episode_loads(write: Write, tmp_path: Path) -> None:
    """A sponsor who left podcast.toml must not take old episodes down."""
    write("episodes/1-x/index.md", episode("hosts: [ana]\nguests: [ben]\nsponsors: [shoes]\n"))
    folder = load_folder(tmp_path)
    assert len(folder.episodes) == 1
    assert problems(folder).splitlines() == [
        "episodes/1-x/index.md:3: 'hosts' names \"ana\", which is not in podcast.toml",
        "  Fix: write anna",
        "episodes/1-x/index.md:4: 'guests' names \"ben\", which is not in podcast.toml",
        "  Fix: add [people.ben] to podcast.toml, or correct the id",
        "episodes/1-x/index.md:5: 'sponsors' names \"shoes\", which is not in podcast.toml",
        "  Fix: add [sponsors.shoes] to podcast.toml, or correct the id",
    ]


def test_missing_files_are_explained(write: Write, tmp_path: Path) -> None:
    """With a name that is near, where there is one."""
    write("episodes/1-x/index.md", episode("audio: tape.mp3\nartwork: own.jpg\n", "![x](Heel.JPG)\n"))
    write("episodes/1-x/heel.jpg", b"x")
    write("episodes/1-x/transcript.vtt", POINTER)
    found = load_folder(tmp_path).episodes[0]
    assert [str(found.missing_file_problem(name)) for name in ("tape.mp3", *found.files)] == [
        "episodes/1-x/index.md:3: audio file tape.mp3 does not exist\n"
        "  Fix: put it next to index.md, or correct 'audio'",
        "episodes/1-x/index.md:4: artwork own.jpg does not exist\n"
        "  Fix: put it next to index.md, or correct 'artwork'",
        "episodes/1-x/index.md: transcript.vtt is a Git LFS pointer, not the file itself\n"
        '  Fix: run git lfs pull --include="**/transcript.vtt"',
        "episodes/1-x/index.md:7: Heel.JPG does not exist\n  Fix: write heel.jpg, which is there",
    ]


def test_a_chapters_file_that_is_none_stops_its_episode(write: Write, tmp_path: Path) -> None:
    """Published chapters must not vanish because of a comma."""
    write("episodes/1-x/index.md", episode())
    write("episodes/1-x/chapters.json", "{")
    broken = load_folder(tmp_path).broken[0]
    assert broken.problems[0].path == "episodes/1-x/chapters.json"


def test_a_picture_that_a_chapters_file_names_is_missed_there(write: Write, tmp_path: Path) -> None:
    """The producer has to know which file to open."""
    write("episodes/1-x/index.md", episode())
    row = '{"startTime": 0, "title": "Hi", "img": "%s"}'
    write(
        "episodes/1-x/chapters.json",
        f'{{"chapters": [\n{row % "https://x.org/a.png"},\n{row % "heel.png"}]}}',
    )
    (found,) = load_folder(tmp_path).episodes
    assert str(found.missing_file_problem("heel.png")) == (
        "episodes/1-x/chapters.json:3: heel.png does not exist\n"
        "  Fix: put it next to chapters.json, or correct 'img'"
    )
    write(
        "episodes/1-x/chapters.json",
        f'{{"chapters": [\n{row % "../../../a.png"},\n{row % "../../../a.png"}]}}',
    )
    (broken,) = load_folder(tmp_path).broken
    assert [str(each) for each in broken.problems] == [
        "episodes/1-x/chapters.json:2: 'img': \"../../../a.png\" leaves the show folder\n"
        "  Fix: put the file beside it and write its name"
    ]


def test_a_folder_without_episodes_is_only_warned_of(write: Write, tmp_path: Path) -> None:
    """A new show has none; so has a checkout that went wrong, and the records know better."""
    for _ in range(2):
        (found,) = load_folder(tmp_path).problems
        assert (found.text, found.level) == ("there are no episodes here", Level.WARNING)
        (tmp_path / "episodes").mkdir(exist_ok=True)


def test_pictures_of_the_show_are_looked_up(write: Write, tmp_path: Path) -> None:
    """Artwork and people, absent or not; outside is refused."""
    toml = (tmp_path / "podcast.toml").read_text()
    write("podcast.toml", toml + 'image = "anna.jpg"\n[people.ben]\nname = "Ben"\nimage = "../ben.jpg"\n')
    folder = load_folder(tmp_path)
    files = {name: side.state for name, side in folder.show_file.files.items()}
    assert files == {"cover.jpg": "present", "anna.jpg": "absent"}
    assert str(folder.problems[0]).startswith(
        "podcast.toml:16: 'people.ben.image': \"../ben.jpg\" leaves the show"
    )


def test_what_is_no_plain_file_is_never_opened(write: Write, tmp_path: Path) -> None:
    """A named pipe would wait for ever."""
    (tmp_path / "episodes/1-x").mkdir(parents=True)
    os.mkfifo(tmp_path / "episodes/1-x/index.md")
    assert problems(load_folder(tmp_path)) == (
        'episodes/1-x/index.md: the file "index.md" is not a file\n  Fix: put the real file there'
    )
