"""Rules of an enclosure: the one file of an episode, as the feed names it."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from pipeline.core.content_types import ENCLOSURE_TYPES
from pipeline.core.rules.candidate import EpisodeCase
from pipeline.core.rules.sources import APPLE_GUIDE, APPLE_REQUIREMENTS, PSP1, SPOTIFY_SPEC
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.core.rules.text_checks import check_https
from pipeline.errors import Level

ACCEPTED_TYPES = {
    ".mp3": ("audio/mpeg",),
    ".m4a": ("audio/x-m4a", "audio/m4a", "audio/mp4"),
    ".mp4": ("video/mp4",),
    ".m4v": ("video/x-m4v", "video/m4v"),
    ".mov": ("video/quicktime",),
    ".pdf": ("application/pdf",),
}
"""By extension, the canonical one first; imported feeds use the others."""

_UNLISTED = ("audio/mp4",)
_ALLOWED = re.compile(r"[A-Za-z0-9._~/:%?=&+,\[\]-]")
_KNOWN = ", ".join(ENCLOSURE_TYPES)


@dataclass(frozen=True)
class Enclosure:
    """What a feed says of an episode's file; `url` is None while nobody knows it."""

    url: str | None
    size_bytes: int
    content_type: str
    duration_s: float | None

    @property
    def extension(self) -> str:
        """Of the address's path, lower case, with the dot.

        >>> Enclosure("https://e.example/a/60.MP3?v=2", 1, "audio/mpeg", 1.0).extension
        '.mp3'
        """
        try:
            name = urlsplit(self.url or "").path.rpartition("/")[2]
        except ValueError:
            return ""
        return name[name.rfind(".") :].lower() if "." in name else ""


def enclosure_of(case: EpisodeCase) -> Enclosure | None:
    """The enclosure of a candidate; None while it has no file."""
    audio = case.audio
    if audio is None:
        return None
    return Enclosure(case.candidate.enclosure_url, audio.size_bytes, audio.content_type, audio.duration_s)


def check_present(case: EpisodeCase) -> Iterator[Finding]:
    front = case.front
    if front.audio is None and case.audio is None and not front.draft:
        yield Finding(
            "audio", "'audio' is missing: every episode has one file", "write audio: and the file's name"
        )


def check_url_characters(enclosure: Enclosure) -> Iterator[Finding]:
    strange = _ALLOWED.sub("", enclosure.url or "")
    if strange:
        text = (
            f"the address {enclosure.url} holds {one_line(strange[0])}; Apple takes ASCII letters and digits"
        )
        yield Finding("audio", text, "name the file, the folder and base_url with a-z, 0-9 and -")


def check_url_scheme(enclosure: Enclosure) -> Iterator[Finding]:
    url = enclosure.url
    if url is not None and not url.lower().startswith(("https://", "http://")):
        yield Finding("audio", f"the address {one_line(url)} is not one of the web", "begin it with https://")


def check_url_https(enclosure: Enclosure) -> Iterator[Finding]:
    return check_https([("audio", enclosure.url)])


def check_extension(enclosure: Enclosure) -> Iterator[Finding]:
    if enclosure.url is not None and enclosure.extension not in ACCEPTED_TYPES:
        seen = f"ends in {enclosure.extension}" if enclosure.extension else "has no extension in its path"
        yield Finding("audio", f"the address {enclosure.url} {seen}", f"use one of {_KNOWN}")


def check_size(enclosure: Enclosure) -> Iterator[Finding]:
    if enclosure.size_bytes <= 0:
        text = f"the audio has a length of {enclosure.size_bytes} bytes"
        yield Finding("audio", text, "export it again; the feed must say its full size")


def check_type(enclosure: Enclosure) -> Iterator[Finding]:
    if not any(enclosure.content_type in types for types in ACCEPTED_TYPES.values()):
        text = f"the audio's type is {one_line(enclosure.content_type)}, which directories refuse"
        yield Finding("audio", text, f"convert it to one of {_KNOWN}")


def check_type_fits(enclosure: Enclosure) -> Iterator[Finding]:
    accepted = ACCEPTED_TYPES.get(enclosure.extension)
    known = any(enclosure.content_type in types for types in ACCEPTED_TYPES.values())
    if accepted and known and enclosure.content_type not in accepted:
        text = f"the audio's type is {enclosure.content_type}, but its address ends in {enclosure.extension}"
        yield Finding("audio", text, f"give the file the extension of what it is, or the type {accepted[0]}")


def check_type_listed(enclosure: Enclosure) -> Iterator[Finding]:
    if enclosure.content_type in _UNLISTED:
        text = f"the audio's type is {enclosure.content_type}, which Apple does not list"
        yield Finding("audio", text, "use audio/x-m4a")


def check_duration(enclosure: Enclosure) -> Iterator[Finding]:
    seconds = enclosure.duration_s
    if seconds is not None and not 0 < seconds < math.inf:
        yield Finding("audio", f"the audio's duration is {seconds:g} seconds", "export the audio again")


def check_duration_known(enclosure: Enclosure) -> Iterator[Finding]:
    if enclosure.duration_s is None and enclosure.content_type != "application/pdf":
        yield Finding("audio", "the audio's duration is unknown", "export the audio again")


ERROR, WARNING = Level.ERROR, Level.WARNING

PRESENCE_RULES: tuple[Rule[EpisodeCase], ...] = (
    Rule(
        "enclosure-missing",
        ERROR,
        *APPLE_GUIDE,
        "an episode has exactly one file",
        check_present,
        fix="Name the recording in 'audio'.",
        wrong="title: Why your Achilles hurts",
        right="title: Why your Achilles hurts\naudio: achilles.mp3",
    ),
)

ENCLOSURE_RULES: tuple[Rule[Enclosure], ...] = (
    Rule(
        "enclosure-url-ascii",
        ERROR,
        *APPLE_REQUIREMENTS,
        "the audio's address is of ASCII letters and digits",
        check_url_characters,
        fix="Name the folder and the file with a-z, 0-9 and hyphens, and write base_url so.",
        wrong="https://wind.example/füße.mp3",
        right="https://wind.example/fuesse.mp3",
    ),
    Rule(
        "enclosure-url-scheme",
        ERROR,
        *APPLE_GUIDE,
        "the audio's address is one of the web",
        check_url_scheme,
        fix="Begin the address with https://.",
        wrong="media/060-tendons.mp3",
        right="https://wind.example/media/060-tendons.mp3",
    ),
    Rule(
        "enclosure-url-https",
        WARNING,
        *APPLE_REQUIREMENTS,
        "the audio's address is encrypted",
        check_url_https,
        fix="Serve the media by https, and write base_url so.",
        wrong="http://wind.example/media/060-tendons.mp3",
        right="https://wind.example/media/060-tendons.mp3",
    ),
    Rule(
        "enclosure-extension",
        ERROR,
        *APPLE_GUIDE,
        f"the audio's address ends in one of {_KNOWN}",
        check_extension,
        fix="Give the file the extension of what it is; what stands behind a question mark does not count.",
        wrong="https://wind.example/get?file=060.mp3",
        right="https://wind.example/060.mp3",
    ),
    Rule(
        "enclosure-length",
        ERROR,
        *APPLE_GUIDE,
        "the audio's length is its size in bytes, over 0",
        check_size,
        fix="Export the audio again: the feed must tell its full size.",
        wrong='length="0"',
        right='length="34216300"',
    ),
    Rule(
        "enclosure-type",
        ERROR,
        *APPLE_GUIDE,
        "the audio's type is one that directories take",
        check_type,
        fix="Convert it to MP3 or M4A.",
        wrong='type="audio/ogg"',
        right='type="audio/mpeg"',
    ),
    Rule(
        "enclosure-type-fits",
        ERROR,
        *APPLE_GUIDE,
        "the audio's type agrees with its extension",
        check_type_fits,
        fix="Give the file the extension of what it is.",
        wrong="060-tendons.m4a: audio/mpeg",
        right="060-tendons.mp3: audio/mpeg",
    ),
    Rule(
        "enclosure-type-listed",
        WARNING,
        *PSP1,
        "the audio's type is in Apple's list",
        check_type_listed,
        fix="Write audio/x-m4a.",
        wrong='type="audio/mp4"',
        right='type="audio/x-m4a"',
    ),
    Rule(
        "enclosure-duration",
        ERROR,
        *SPOTIFY_SPEC,
        "the audio's duration is a number over 0",
        check_duration,
        fix="Export the audio again: its headers tell no duration that can be.",
        wrong="<itunes:duration>0</itunes:duration>",
        right="<itunes:duration>1711</itunes:duration>",
    ),
    Rule(
        "enclosure-duration-known",
        WARNING,
        *PSP1,
        "the audio's duration is known",
        check_duration_known,
        fix="Export the audio again: apps show how long it is before they load it.",
        wrong="060-tendons.m4a: without a duration",
        right="060-tendons.m4a: 28 minutes and 31 seconds",
    ),
)
