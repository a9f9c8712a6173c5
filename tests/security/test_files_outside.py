"""Nothing outside of the show folder is read or published, however it is named; nothing in it leads out."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.building import AUDIO, EPISODE, INDEX, ShowFolder, draw_picture, make_show_folder

CANARY = b"canary-8d1f3a70"
TOML = "podcast.toml"

WAYS = {
    "dots": "../../../outside/{name}",
    "more dots than folders": "../" * 40 + "{outside}/{name}",
    "absolute": "/{outside}/{name}",
    "home": "~/{name}",
    "a link": "linked-{name}",
    "a folder that is a link": "door/{name}",
    "a link to a link": "twice-{name}",
    "a link that goes in a circle": "loop-{name}",
    "backslashes": "..\\..\\..\\outside\\{name}",
    "an address of this disk": "file:///{outside}/{name}",
    "encoded dots": "%2e%2e/%2e%2e/%2e%2e/outside/{name}",
    "a pipe": "pipe-{name}",
    "a device": "device-{name}",
    "a hidden file": ".hidden-{name}",
    "a control character": "a\x7fb-{name}",
    "a folder": "folder-{name}",
}
Name = Callable[[ShowFolder, str], None]


def _audio(show: ShowFolder, path: str) -> None:
    show.change(INDEX, "heel.mp3", f"'{path}'")


def _key(line: str) -> Name:
    return lambda show, path: show.add_front(line.replace("PATH", f"'{path}'"))


def _notes(show: ShowFolder, path: str) -> None:
    show.change(INDEX, "It is rarely", f"![a heel](<{path}>) It is rarely")


def _toml(old: str, new: str) -> Name:
    return lambda show, path: show.change(TOML, old, new.replace("PATH", f"'{path}'"))


FIELDS: dict[str, tuple[str, Name]] = {
    "audio": ("tape.mp3", _audio),
    "artwork": ("heel.jpg", _key("artwork: PATH")),
    "transcript": ("talk.vtt", _key("transcript: PATH")),
    "chapters": ("chapters.json", _key("chapters: PATH")),
    "a guest": ("heel.jpg", _key("guests: [{name: Ada, image: PATH}]")),
    "an alternative": ("tape.opus", _key("alternatives: [{file: PATH}]")),
    "notes": ("heel.jpg", _notes),
    "the show's artwork": ("heel.jpg", _toml('"cover.jpg"', "PATH")),
    "a person": ("heel.jpg", _toml('name = "Anna Berg"', 'name = "Anna Berg"\nimage = PATH')),
    "an include": ("people.toml", _toml("title =", "include = [PATH]\ntitle =")),
}


def lay_traps(show: ShowFolder, name: str, content: bytes) -> Path:
    """A file beside the show that must stay where it is, and ways to it from every folder."""
    outside = show.path.parent / "outside"
    outside.mkdir()
    (outside / name).write_bytes(content)
    for home in (show.path, show.path / EPISODE):
        (home / f"linked-{name}").symlink_to(outside / name)
        (home / f"twice-{name}").symlink_to(f"linked-{name}")
        (home / "door").symlink_to(outside)
        (home / f"loop-{name}").symlink_to(f"loop-{name}")
        (home / f".hidden-{name}").write_bytes(content)
        (home / f"device-{name}").symlink_to("/dev/zero")
        (home / f"folder-{name}").mkdir()
        os.mkfifo(home / f"pipe-{name}")
    return outside


def content_of(name: str) -> bytes:
    """A file that would be published if it were inside; the canary is in it."""
    if name.endswith(".jpg"):
        return draw_picture() + CANARY
    if name.endswith((".mp3", ".opus")):
        return (Path(__file__).parents[1] / "audio/files/cbr-without-header.mp3").read_bytes() + CANARY
    return {
        "talk.vtt": b"WEBVTT\n\n00:00.000 --> 00:01.000\n" + CANARY,
        "chapters.json": b'{"version":"1.2.0","chapters":[{"startTime":0,"title":"%s"}]}' % CANARY,
        "people.toml": b'[people.bo]\nname = "%s"\n' % CANARY,
    }[name]


def require_absent(show: ShowFolder) -> None:
    """No object of the store holds the canary."""
    for path in (show.path / "out").rglob("*"):
        assert not path.is_file() or CANARY not in path.read_bytes(), path


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("field", FIELDS)
def test_no_name_leads_out_of_the_show(field: str, way: str, show: ShowFolder) -> None:
    """Refused with the file that says so; no byte of it is written or repeated anywhere."""
    name, put = FIELDS[field]
    outside = lay_traps(show, name, content_of(name))
    put(show, WAYS[way].format(name=name, outside=outside.as_posix().strip("/")))
    ran = show.publish("001-heel")
    assert CANARY.decode() not in ran.stdout + ran.stderr
    if (field, way) == ("notes", "an address of this disk"):
        require_absent(show)  # a picture of another place is only a link, and one to a disk is only words
        return
    assert ran.code == 3, ran
    assert INDEX in ran.stderr or TOML in ran.stderr
    assert not (show.path / "out").exists()


@pytest.mark.parametrize("what", ["index.md", "the episode", "all episodes", "podcast.toml", "the theme"])
def test_no_part_of_a_show_is_read_through_a_link(what: str, show: ShowFolder) -> None:
    """A folder from a stranger may hold links to what only this machine can read."""
    other = make_show_folder(show.path.parent / "other")
    other.change(INDEX, "It is rarely", f"{CANARY.decode()} It is rarely")
    other.write("theme/base.html", f'{{% extends "airdate/base.html" %}}{{# {CANARY.decode()} #}}')
    parts = {"index.md": INDEX, "the episode": EPISODE, "all episodes": "episodes", "the theme": "theme"}
    part = parts.get(what, TOML)
    if what == "podcast.toml":
        other.change(TOML, "Back on Foot", CANARY.decode())
    if (show.path / part).exists():
        (show.path / part).rename(show.path / "away")
    (show.path / part).symlink_to(other.path / part)
    ran = show.publish("001-heel")
    assert CANARY.decode() not in ran.stdout + ran.stderr
    require_absent(show)


@pytest.mark.parametrize(
    "name", ["../up", "a/../../up", "...", "CON", "a b", "up\x7f", "-rf", "a%2fb", "ünder"]
)
def test_the_name_of_a_folder_becomes_no_path_in_the_store(name: str, show: ShowFolder) -> None:
    """A slug has small letters, digits and dashes, or the episode is refused."""
    folder = name.replace("/", "\\")
    (show.path / EPISODE).rename(show.path / f"episodes/{folder}")
    show.publish(f"episodes/{folder}")
    written = [path.relative_to(show.path / "out").as_posix() for path in (show.path / "out").rglob("*")]
    assert not any(".." in path or "\\" in path or not path.isascii() for path in written)
    assert not (show.path / AUDIO).exists()
