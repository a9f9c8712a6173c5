"""Rules of an episode: its title, its place in the show, its people and links."""

import re
from collections.abc import Iterator

from pipeline.core.episode import TAGS
from pipeline.core.front_matter import Guest
from pipeline.core.rules.artwork_rules import artwork_rules
from pipeline.core.rules.candidate import EpisodeCase
from pipeline.core.rules.person_roles import is_role, suggest_role
from pipeline.core.rules.sources import (
    APPLE_GUIDE,
    APPLE_REQUIREMENTS,
    PSP1,
    SPOTIFY_HELP,
    TAXONOMY,
    VALIDATOR,
    XML,
)
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.core.rules.text_checks import Texts, check_characters, check_https, check_lengths, check_trimmed
from pipeline.core.rules.titles import kind_in, without_number, without_show
from pipeline.errors import Level

_HTTP = re.compile(r"http://[^\s<>()\[\]\"']+")


def _texts(case: EpisodeCase) -> Texts:
    details = case.details
    yield from (("title", details.title), ("summary", details.summary))
    yield from ((f"guests.{index}.name", each.name) for index, each in _guests(case))
    yield from ((f"questions.{index}", each) for index, each in enumerate(case.front.questions))
    yield from ((f"chapters.{index}.title", each.title) for index, each in enumerate(details.chapters))


def _urls(case: EpisodeCase) -> Texts:
    yield "video", case.front.video
    for index, guest in _guests(case):
        yield f"guests.{index}.url", guest.url
        yield f"guests.{index}.image", guest.image


def _guests(case: EpisodeCase) -> list[tuple[int, Guest]]:
    return [(index, each) for index, each in enumerate(case.front.guests) if isinstance(each, Guest)]


def check_title_length(case: EpisodeCase) -> Iterator[Finding]:
    return check_lengths([("title", case.details.title)], 255)


def check_title_long(case: EpisodeCase) -> Iterator[Finding]:
    length = len(case.details.title)
    if 150 < length <= 255:
        text = f"'title' is {length} characters long: lists show about 60"
        yield Finding("title", text, "put what is special about the episode first")


def check_title_number(case: EpisodeCase) -> Iterator[Finding]:
    title = case.details.title
    rest = without_number(title)
    if rest is not None:
        fix = f"write {one_line(rest)}, and the number in 'episode'" if rest else "write what it is about"
        yield Finding("title", f"'title' is {one_line(title)}: it begins with a number, which apps add", fix)


def check_title_show(case: EpisodeCase) -> Iterator[Finding]:
    title = case.details.title
    rest = without_show(title, case.show.title)
    if rest and case.details.type != "trailer":
        fix = f"write {one_line(rest)}"
        yield Finding("title", f"'title' is {one_line(title)}: it repeats the show's name", fix)


def check_serial(case: EpisodeCase) -> Iterator[Finding]:
    details = case.details
    if case.show.type == "serial" and details.type == "full" and not details.number:
        text = "'episode' is missing: every episode of a serial show has a number"
        yield Finding("episode", text, "write episode: and its number")


def check_type_number(case: EpisodeCase) -> Iterator[Finding]:
    details = case.details
    source = details.sources.get("number")
    if details.type != "full" and details.number and source == TAGS:
        kind, number = details.type, details.number
        text = f"'type' is {kind}, and the {source} says {number}: apps show the {kind} of episode {number}"
        fix = f"write episode: {number} if that is meant; or take the number out of the {source}"
        yield Finding("type", text, fix)


def check_type_full(case: EpisodeCase) -> Iterator[Finding]:
    kind = kind_in(case.details.title)
    if kind and case.details.type == "full":
        text = f"'title' is {one_line(case.details.title)}, but 'type' is full"
        yield Finding("title", text, f"write type: {kind} if it is one")


def check_guid(case: EpisodeCase) -> Iterator[Finding]:
    guid = case.front.guid or ""
    if guid.isdigit() and len(guid) < 9:
        text = f"'guid' is {guid}: too short to be nobody else's"
        yield Finding(
            "guid", text, "keep it if it was ever published; or remove the line, and publish writes one"
        )


def check_notes(case: EpisodeCase) -> Iterator[Finding]:
    if case.candidate.notes is not None and not case.candidate.notes.strip():
        yield Finding("", "there are no notes", "write some below the front matter")


def check_notes_links(case: EpisodeCase) -> Iterator[Finding]:
    found = sorted(set(_HTTP.findall(case.candidate.notes or "")))
    if found:
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        text = f"the notes link to {found[0]}{more}: Spotify shows only https links"
        yield Finding("", text, f"write https{found[0][4:]} if it answers there")


def check_block(case: EpisodeCase) -> Iterator[Finding]:
    if case.front.block:
        yield Finding(
            "block", "'block' is true: directories hide this episode", "remove it unless that is meant"
        )


def check_roles(case: EpisodeCase) -> Iterator[Finding]:
    for index, guest in _guests(case):
        if not is_role(guest.role):
            meant = suggest_role(guest.role)
            fix = f'write "{meant}"' if meant else "write \"Guest\", and the profession in 'credentials'"
            text = f"'role' of {guest.name} is {one_line(guest.role)}: apps do not know it"
            yield Finding(f"guests.{index}.role", text, fix)


ERROR, WARNING, ADVICE = Level.ERROR, Level.WARNING, Level.ADVICE

EPISODE_RULES: tuple[Rule[EpisodeCase], ...] = (
    Rule("episode-title-length", ERROR, *PSP1, "a title has at most 255 characters", check_title_length),
    Rule("episode-title-long", ADVICE, *APPLE_GUIDE, "a title has at most 150 characters", check_title_long),
    Rule("episode-title-number", WARNING, *APPLE_GUIDE, "a title holds no number", check_title_number),
    Rule("episode-title-show", WARNING, *APPLE_GUIDE, "a title does not repeat the show's", check_title_show),
    Rule(
        "episode-trimmed",
        WARNING,
        *PSP1,
        "no blanks around a value",
        lambda case: check_trimmed(_texts(case)),
    ),
    Rule("episode-characters", WARNING, *XML, "texts fit XML", lambda case: check_characters(_texts(case))),
    Rule("episode-number", ERROR, *APPLE_GUIDE, "a serial show numbers its episodes", check_serial),
    Rule("episode-type-number", WARNING, *APPLE_GUIDE, "trailers have no number unasked", check_type_number),
    Rule(
        "episode-type-full", ADVICE, *APPLE_GUIDE, "a trailer or bonus says that it is one", check_type_full
    ),
    *artwork_rules("episode", WARNING, lambda case: case.picture),
    Rule("episode-guid", WARNING, *VALIDATOR, "a guid is unlike any other", check_guid),
    Rule("episode-notes", WARNING, *PSP1, "an episode has a description", check_notes),
    Rule("episode-notes-https", WARNING, *SPOTIFY_HELP, "notes link to https addresses", check_notes_links),
    Rule(
        "episode-https",
        WARNING,
        *APPLE_REQUIREMENTS,
        "links are https",
        lambda case: check_https(_urls(case)),
    ),
    Rule("episode-block", WARNING, *APPLE_GUIDE, "block is not left on by accident", check_block),
    Rule("episode-person-role", ADVICE, *TAXONOMY, "guests have roles that apps know", check_roles),
)
