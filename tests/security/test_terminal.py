"""Nothing that a show, a server or a command line holds drives the terminal, whoever tells of it."""

import os
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest

from tests.cli.building import EPISODE, INDEX, NOW, TAPE, Ran, ShowFolder, make_show_folder
from tests.servers.scripted_server import Answer, answering

UNSEEN = "\x9b31m\x9d8;;http://evil.invalid\x9c\u202egnp\u2066\u200b\ufeff\u2028"
"""What notes and file names let through: C1 controls, bidi, zero width, another line end."""
HIDDEN = "\u202egnp\u2066\u200b"
"""What titles let through."""
LOUD = "\x1b]52;c;ZXZpbA==\x07\x1b]8;;http://evil.invalid\x1b\\\x1b[2J\r\x08\x7f"
"""The clipboard, a link, a wiped screen, an overwritten line."""
KEPT = "\n\t\u200c\u200d"
COMMANDS = {
    "list": ["list"],
    "next": ["next"],
    "explain": ["explain", EPISODE],
    "check": ["check"],
    "diff": ["diff"],
    "diff in short": ["diff", "--short"],
    "plan": ["publish", "--dry-run", "--verbose", EPISODE],
    "publish": ["publish", "--yes", "--verbose", EPISODE],
    "plan of nothing": ["publish", "--dry-run", EPISODE],
    "history": ["history", "--verbose", EPISODE],
    "history of the show": ["history", "--verbose"],
    "rollback": ["rollback", EPISODE, "1", "--yes"],
    "regenerate": ["regenerate", "--verbose"],
    "verify": ["verify"],
    "announce": ["announce"],
    "doctor": ["doctor", "--offline"],
    "policy": ["doctor", "--policy", "producer"],
    "artwork": ["artwork", f"cover{UNSEEN}.jpg"],
    "new": ["new", f"tape{UNSEEN}.mp3", "--title", f"Tape {UNSEEN}"],
    "build": ["build", "--to", f"built{UNSEEN}"],
    "withdraw": ["withdraw", "--yes", EPISODE],
    "prune": ["prune", "--yes"],
    "init": ["init", f"other{UNSEEN}"],
}
"""In an order in which each has something to tell."""
NO_JSON = {"build", "init", "diff in short"}
NO_CLOCK = {"policy", "artwork", "new", "init"}


def check_tame(ran: Ran, arguments: object) -> None:
    for text in (ran.stdout, ran.stderr):
        wild = {character for character in text if not character.isprintable() and character not in KEPT}
        assert not wild, (arguments, wild, text)


@pytest.fixture
def hostile(tmp_path: Path) -> ShowFolder:
    """A show that can be published, with what hides in every text and name."""
    show = make_show_folder(tmp_path / "show")
    show.change(INDEX, "Why", f"Why{HIDDEN}")
    show.change(INDEX, "rarely", f"rarely \x9b31m{HIDDEN} [a](https://a.example/)")
    show.change("podcast.toml", "Back on Foot", f"Back{HIDDEN} on Foot")
    show.add_front('tags: ["a\u202eb"]')
    show.write(f"cover{UNSEEN}.jpg", (show.path / "cover.jpg").read_bytes())
    show.write(f"tape{UNSEEN}.mp3", TAPE)
    show.write(f"{EPISODE}/stray{UNSEEN}.mp3", TAPE)
    return show


def arguments_of(name: str, *, as_json: bool) -> list[str]:
    clock = [] if name in NO_CLOCK else ["--now", NOW]
    return [*COMMANDS[name], *clock, *(["--json"] if as_json else [])]


@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
def test_no_command_lets_a_show_drive_the_terminal(hostile: ShowFolder, *, as_json: bool) -> None:
    """Through the life of an episode, as people and as machines read it."""
    told = []
    for name in COMMANDS:
        ran = hostile.run(*arguments_of(name, as_json=as_json and name not in NO_JSON))
        check_tame(ran, name)
        assert ran.code != 2, (name, ran.stderr)
        if "\ufffd" in ran.stdout + ran.stderr or "\\u202e" in ran.stdout:
            told.append(name)
    assert {"list", "explain", "plan", "publish", "withdraw", "artwork"} <= set(told), told
    assert (hostile.path / "out/public/feed.xml").exists()


def in_title(show: ShowFolder) -> None:
    show.change(INDEX, "Why", f"Why{LOUD}")


def in_quotes(show: ShowFolder) -> None:
    show.change(INDEX, "title: Why your heel hurts", 'title: "Why \\e]52;c;x\\a \\x9b2J \\r"')


def in_settings(show: ShowFolder) -> None:
    show.change("podcast.toml", "Back on Foot", "Back \\u001b]52;c;x\\u0007 on Foot")


def in_key(show: ShowFolder) -> None:
    show.change("podcast.toml", "[people.anna]", '"\\u001b[2J" = 1\n[people.anna]')


def in_notes(show: ShowFolder) -> None:
    show.change(INDEX, "rarely", LOUD)


def in_slug(show: ShowFolder) -> None:
    (show.path / EPISODE).rename(show.path / f"episodes/001-{LOUD.replace('/', '')}")


def in_audio_name(show: ShowFolder) -> None:
    show.add_front('chapters: "\\e[2J.json"')


def in_transcript(show: ShowFolder) -> None:
    show.write(f"{EPISODE}/transcript.vtt", f"WEBVTT\n\n{LOUD}\n{LOUD} --> x\n")


def in_name_that_is_no_text(show: ShowFolder) -> None:
    show.write(
        f"episodes/{os.fsdecode(b'caf' + bytes([0xE9]) + b'-')}{LOUD.replace('/', '')}/index.md", "---\n"
    )


PLACES = (
    in_title,
    in_quotes,
    in_settings,
    in_key,
    in_notes,
    in_slug,
    in_audio_name,
    in_transcript,
    in_name_that_is_no_text,
)


@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
@pytest.mark.parametrize("place", PLACES)
def test_what_is_refused_drives_no_terminal_either(
    place: Callable[[ShowFolder], None], show: ShowFolder, *, as_json: bool
) -> None:
    """The message repeats the value, and not what it does."""
    place(show)
    for name in ("list", "next", "explain", "check", "diff", "plan", "publish", "history", "doctor"):
        check_tame(show.run(*arguments_of(name, as_json=as_json)), name)


@pytest.mark.parametrize(
    "arguments",
    [
        [f"li{LOUD}st"],
        ["list", f"--{LOUD}"],
        ["list", LOUD],
        ["list", "--now", LOUD],
        ["list", "--show", LOUD],
        ["artwork", LOUD],
        ["artwork", "cover.jpg", "--to", f"{LOUD}.gif"],
        ["new", LOUD],
        ["check", "--explain", LOUD],
        ["check", "--for", LOUD],
        ["doctor", "--policy", LOUD],
        ["publish", LOUD],
        ["withdraw", LOUD],
        ["rollback", LOUD, LOUD],
        ["diff", LOUD, LOUD],
        ["explain", LOUD],
        ["schema", LOUD],
    ],
    ids=lambda arguments: str(arguments).encode("unicode_escape").decode()[:30],
)
def test_what_was_typed_is_repeated_tamely(arguments: list[str], show: ShowFolder) -> None:
    """Lines are pasted from anywhere."""
    ran = show.run(*arguments)
    assert ran.code != 0
    check_tame(ran, arguments)


@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
def test_a_store_that_answers_wildly_drives_no_terminal(show: ShowFolder, *, as_json: bool) -> None:
    """Its errors are told in its own words, where they can be shown."""
    words = escape(UNSEEN).encode("ascii", "xmlcharrefreplace").decode() + "&#xD;"
    body = f"<Error><Code>Odd{words}</Code><Message>{words}</Message></Error>".encode()
    headers = {"Content-Type": "application/xml", "x-amz-request-id": "\x9b2J"}
    with answering(lambda asked: Answer(400, body, headers)) as server:
        show.use_bucket(server.endpoint_url)
        for name in ("list", "publish", "regenerate", "history", "withdraw", "prune", "diff", "next"):
            keys = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}
            ran = show.run(*arguments_of(name, as_json=as_json), **keys)
            assert ran.code == 4, (name, ran)
            check_tame(ran, name)
    assert server.asked


@pytest.mark.parametrize(
    "answer",
    [
        Answer(302, headers={"Location": "http://127.0.0.1:9/\x1b]52;c;x\x07\x9b2J"}),
        Answer(404, headers={"Content-Type": "text/\x1b[2J\x9b2J"}),
        Answer(200, f"<rss><channel><title>{UNSEEN}</title><item><title>x{UNSEEN}</title></item>".encode()),
        Answer(200, f"<rss>{LOUD}{UNSEEN}</rss>".encode()),
        Answer(200, b"x", {"Content-Encoding": "\x1b[2J"}),
    ],
    ids=["redirect", "type", "titles", "controls", "coding"],
)
@pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
def test_a_feed_that_is_looked_at_drives_no_terminal(
    answer: Answer, form: list[str], show: ShowFolder
) -> None:
    """Nor does the server that it comes from."""
    with answering(lambda asked: answer) as server:
        feed = f"{server.endpoint_url}/feed.xml"
        for arguments in (["check", feed, "--allow-private"], ["diff", feed, feed, "--allow-private"]):
            check_tame(show.run(*arguments, *form), arguments)
    assert server.asked
