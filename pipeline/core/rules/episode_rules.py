"""Rules of an episode: its title, its place in the show, its people and links."""

import re
from collections.abc import Iterator

from pipeline.core.episode import TAGS
from pipeline.core.front_matter import Guest
from pipeline.core.notes.alt_text import pictures_without_words
from pipeline.core.rules.artwork_rules import artwork_rules, chapter_picture_rules
from pipeline.core.rules.candidate import EpisodeCase
from pipeline.core.rules.person_roles import is_role, suggest_role
from pipeline.core.rules.sources import (
    ALT_TEXT,
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


def check_picture_words(case: EpisodeCase) -> Iterator[Finding]:
    bare = list(pictures_without_words(case.candidate.notes or ""))
    if bare:
        more = f", and {len(bare) - 1} more" if len(bare) > 1 else ""
        text = f"the notes show {one_line(bare[0])}{more} without words for people who cannot see it"
        yield Finding("", text, "write what it shows in its square brackets, or in its alt")


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
    Rule(
        "episode-title-length",
        ERROR,
        *PSP1,
        "an episode's title has at most 255 characters",
        check_title_length,
        fix="Shorten it; what else there is to say belongs in the notes.",
        wrong="title: Why your Achilles hurts, and what … (300 characters)",
        right="title: Why your Achilles hurts",
    ),
    Rule(
        "episode-title-long",
        ADVICE,
        *APPLE_GUIDE,
        "an episode's title has at most 150 characters",
        check_title_long,
        fix="Put first what is special about the episode: lists show about 60 characters.",
        wrong="title: In this week's conversation we talk about … (180 characters)",
        right="title: Why your Achilles hurts",
    ),
    Rule(
        "episode-title-number",
        WARNING,
        *APPLE_GUIDE,
        "an episode's title does not begin with a number that apps add",
        check_title_number,
        fix="Write the number in 'episode', and the title without it.",
        wrong='title: "Ep. 60: Why your Achilles hurts"',
        right="title: Why your Achilles hurts\nepisode: 60",
    ),
    Rule(
        "episode-title-show",
        WARNING,
        *APPLE_GUIDE,
        "an episode's title does not repeat the show's",
        check_title_show,
        fix="Write it without the show's name, which apps show beside it.",
        wrong='title: "Second Wind: Why your Achilles hurts"',
        right="title: Why your Achilles hurts",
    ),
    Rule(
        "episode-trimmed",
        WARNING,
        *PSP1,
        "no value of an episode begins or ends with blanks",
        lambda case: check_trimmed(_texts(case)),
        fix="Take the blanks out.",
        wrong='questions: ["Does rest help? "]',
        right='questions: ["Does rest help?"]',
    ),
    Rule(
        "episode-characters",
        WARNING,
        *XML,
        "no text of an episode holds characters that XML cannot hold, or that turn the text around them",
        lambda case: check_characters(_texts(case)),
        fix="Delete the invisible character: it often comes along when text is copied.",
        wrong='title: "\\u202eTendons"',
        right="title: Tendons",
    ),
    Rule(
        "episode-number",
        ERROR,
        *APPLE_GUIDE,
        "a serial show numbers its episodes",
        check_serial,
        fix="Give the episode its number: apps play a serial show in that order.",
        wrong="title: The bridge (in a show of the type serial)",
        right="title: The bridge\nepisode: 3",
    ),
    Rule(
        "episode-type-number",
        WARNING,
        *APPLE_GUIDE,
        "a trailer or bonus has a number only where the front matter says so",
        check_type_number,
        fix="Take the number out of the audio's tags; or write it in 'episode' if it is meant.",
        wrong="type: trailer (and track number 60 in the audio's tags)",
        right="type: trailer (and no track number in the audio's tags)",
    ),
    Rule(
        "episode-type-full",
        ADVICE,
        *APPLE_GUIDE,
        "a trailer or bonus says that it is one",
        check_type_full,
        fix="Say what it is in 'type': apps list trailers and bonus episodes apart.",
        wrong='title: "Bonus: a walk in the rain"',
        right='title: "Bonus: a walk in the rain"\ntype: bonus',
    ),
    *artwork_rules("episode", WARNING, lambda case: case.picture),
    *chapter_picture_rules(lambda case: case.pictures_of_chapters),
    Rule(
        "episode-guid",
        WARNING,
        *VALIDATOR,
        "a guid is unlike any other",
        check_guid,
        fix="Keep it if it was ever published; or take the line out, and publish writes another.",
        wrong='guid: "60"',
        right="guid: 3f0d9c1e-7a54-4d0e-8a55-5b8f5d0c9b1a",
    ),
    Rule(
        "episode-notes",
        WARNING,
        *PSP1,
        "an episode has notes",
        check_notes,
        fix="Write a sentence or two below the front matter.",
        wrong="---\ntitle: Why your Achilles hurts\n---",
        right="---\ntitle: Why your Achilles hurts\n---\n\nThe tendon is stiff in the morning.",
    ),
    Rule(
        "episode-notes-https",
        WARNING,
        *SPOTIFY_HELP,
        "notes link to https addresses",
        check_notes_links,
        fix="Write https:// where the address answers there.",
        wrong="[The study](http://journal.example/60)",
        right="[The study](https://journal.example/60)",
    ),
    Rule(
        "episode-picture-words",
        ERROR,
        *ALT_TEXT,
        "every picture in the notes has words for people who cannot see it",
        check_picture_words,
        fix="Write in the square brackets what the picture shows.",
        wrong="![](heel.jpg)",
        right="![The plantar fascia, from the heel to the toes](heel.jpg)",
    ),
    Rule(
        "episode-https",
        WARNING,
        *APPLE_REQUIREMENTS,
        "all addresses in the front matter are encrypted",
        lambda case: check_https(_urls(case)),
        fix="Write https:// where the address answers there.",
        wrong="video: http://video.example/60",
        right="video: https://video.example/60",
    ),
    Rule(
        "episode-block",
        WARNING,
        *APPLE_GUIDE,
        "an episode is not hidden by accident",
        check_block,
        fix="Take the line out, unless the episode is meant to be hidden.",
        wrong="block: true",
        right="block: false",
    ),
    Rule(
        "episode-person-role",
        ADVICE,
        *TAXONOMY,
        "guests have roles that apps know",
        check_roles,
        fix="Write Guest or another role of the taxonomy, and the profession in 'credentials'.",
        wrong="guests:\n  - name: Priya Raman\n    role: Surgeon",
        right="guests:\n  - name: Priya Raman\n    credentials: surgeon",
    ),
)
