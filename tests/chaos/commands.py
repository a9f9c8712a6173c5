"""Every command that writes, on a small show: what is there before, what is typed, and what it may change."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from tests.audio.building import frame
from tests.chaos.invariants import BASE_URL, PRIVATE, PUBLIC, Allowed
from tests.workflows.small_show import (
    DAY,
    NOW,
    OTHER_TAPE,
    PODCAST_TOML,
    Clone,
    guid_of,
    make_clone,
    memory_roots,
    picture,
    slug_of,
)

DUE = NOW + DAY
LATER = NOW + timedelta(hours=2)
"""When the command under test runs: what was published is two hours old."""
LONG_AGO_S = 1_700_000_000
SECRET = "Quietly-forthcoming"
"""Stands in all that is not public yet: titles, notes, names of files, audio."""
NEW_GUID = guid_of(99)
LARGE_FRAMES = 34_000
"""Of 1,044 bytes each: sent in parts."""


@dataclass(frozen=True)
class Command:
    """One thing a producer, or the nightly job, does."""

    name: str
    arguments: tuple[str, ...]
    prepare: Callable[[Clone], object] = lambda _: None
    """What the producer changed in the folder before."""
    starts_empty: bool = False
    now: str = LATER.isoformat()
    leaving: tuple[str, ...] = ()
    changing: tuple[str, ...] = ()
    forbidden: tuple[bytes, ...] = (SECRET.encode(),)
    is_long: bool = False
    """Whether it is left to `make chaos`."""
    needs: str = ""
    """The command that has to exist; where it does not, nothing is tried."""
    before: tuple["Command", ...] = field(default=())
    """What was done to the store before, without faults."""

    @property
    def allowed(self) -> Allowed:
        return Allowed(self.leaving, self.changing, self.forbidden)

    @property
    def typed(self) -> list[str]:
        return [*self.arguments, "--now", self.now]


def write_show(folder: Path, endpoint_url: str) -> Clone:
    """Two episodes that go live, one that is scheduled, and a draft; nothing is published yet."""
    place = f'public = "s3://{PUBLIC}"\nprivate = "s3://{PRIVATE}"\nendpoint_url = "{endpoint_url}"\n'
    toml = place + 'region = "us-east-1"\naddressing = "path"\nacl = "public-read"\n' + PODCAST_TOML
    assert BASE_URL in toml
    clone = make_clone(folder, memory_roots(), toml)
    clone.episode(1, notes="It is rarely the tendon.\n\n![a heel](heel.png)\n")
    clone.write(f"episodes/{slug_of(1)}/heel.png", picture(40, "navy", "PNG"))
    clone.write(f"episodes/{slug_of(1)}/transcript.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nHello.\n")
    clone.episode(2, date=NOW - DAY)
    hidden_episode(clone, 3)
    clone.episode(4, title=SECRET, date=None, more="draft: true")
    return clone


def hidden_episode(clone: Clone, number: int) -> None:
    """An episode whose date is ahead, recognisable wherever a piece of it turns up."""
    title = f"{SECRET} {number}"
    slug = clone.episode(number, title=title, date=DUE, notes=f"{SECRET}.\n\n![a knee]({SECRET}.png)\n")
    clone.write(f"episodes/{slug}/{SECRET}.png", picture(40, "maroon", "PNG"))
    clone.write(f"episodes/{slug}/transcript.vtt", f"WEBVTT\n\n00:00.000 --> 00:01.000\n{SECRET}.\n")
    tape = clone.folder / f"episodes/{slug}/tape.mp3"
    tape.write_bytes(tape.read_bytes()[:-128] + b"TAG" + SECRET.encode().ljust(125, b"\0"))


def settle(folder: Path) -> None:
    """Let no file look as if an editor were still writing it."""
    for path in folder.rglob("*"):
        os.utime(path, (LONG_AGO_S, LONG_AGO_S))


def _new_audio(clone: Clone) -> None:
    other = clone.episode(50, audio=OTHER_TAPE)
    tape = clone.folder / f"episodes/{other}/tape.mp3"
    tape.replace(clone.folder / f"episodes/{slug_of(1)}/tape.mp3")
    (clone.folder / f"episodes/{other}/index.md").unlink()
    tape.parent.rmdir()


def _long_episode(clone: Clone) -> None:
    clone.episode(7, title="A long one")
    tape = frame(third=0xE0, size_bytes=1044) * LARGE_FRAMES
    clone.write(f"episodes/{slug_of(7)}/tape.mp3", tape)


def _edit(clone: Clone) -> None:
    clone.edit(1, "rarely", "never")


FIRST = Command(
    "publish (first)",
    ("publish", "--yes", *(f"episodes/{slug_of(number)}" for number in (1, 2, 3))),
    starts_empty=True,
    now=NOW.isoformat(),
)
EDIT = Command("publish (edited)", ("publish", "--yes", f"episodes/{slug_of(1)}"), _edit)
COMMANDS = (
    FIRST,
    Command("publish (new)", ("publish", "--yes", f"episodes/{slug_of(5)}"), lambda clone: clone.episode(5)),
    EDIT,
    Command(
        "publish (scheduled)",
        ("publish", "--yes", f"episodes/{slug_of(6)}"),
        lambda clone: hidden_episode(clone, 6),
    ),
    Command(
        "publish (large)",
        ("publish", "--yes", f"episodes/{slug_of(7)}"),
        _long_episode,
        is_long=True,
    ),
    Command("regenerate (due)", ("regenerate",), now=DUE.isoformat(), forbidden=()),
    Command("regenerate (nothing new)", ("regenerate",)),
    Command(
        "regenerate (show)",
        ("regenerate",),
        lambda clone: clone.edit_file("podcast.toml", "Running injuries", "All injuries"),
    ),
    Command(
        "withdraw",
        ("withdraw", "--yes", slug_of(2), "--reason", SECRET),
        leaving=(guid_of(2),),
    ),
    Command("withdraw (scheduled)", ("withdraw", "--yes", slug_of(3))),
    Command(
        "replace-audio",
        ("replace-audio", "--yes", f"episodes/{slug_of(1)}"),
        _new_audio,
        changing=(guid_of(1),),
    ),
    Command(
        "change-date",
        ("change-date", "--yes", slug_of(2), (NOW - 9 * DAY).isoformat()),
        changing=(guid_of(2),),
    ),
    Command(
        "reissue-guid",
        ("reissue-guid", "--yes", slug_of(2), "--guid", NEW_GUID),
        leaving=(guid_of(2),),
    ),
    Command(
        "rollback",
        ("rollback", "--yes", slug_of(1), "1"),
        needs="rollback",
        now=DUE.replace(hour=11).isoformat(),
        before=(EDIT,),
    ),
    Command(
        "prune",
        ("prune", "--yes"),
        needs="prune",
        now=(NOW + 60 * DAY).isoformat(),
        forbidden=(),
    ),
)
BY_NAME = {command.name: command for command in COMMANDS}


def known() -> tuple[Command, ...]:
    """Those that airdate has."""
    from pipeline.cli import program

    return tuple(command for command in COMMANDS if not command.needs or command.needs in program.COMMANDS)
