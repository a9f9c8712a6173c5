"""Reads `podcast.toml` and what it includes: the show and where it is stored, with the line of every key."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from pipeline.core.location import Location, PodcastToml
from pipeline.core.prefixes import PREFIXES, is_prefix
from pipeline.core.show import Show
from pipeline.errors import InputError, Problem
from pipeline.source.hashes import canonical_hash, said_by
from pipeline.source.include import INCLUDE, Included, Spot, join, read_included
from pipeline.source.known_words import suggest
from pipeline.source.parts_that_fit import check_parts
from pipeline.source.side_files import SideFile, missing_file_problem
from pipeline.source.text_file import read_text
from pipeline.source.theme_folder import LocalTheme
from pipeline.source.toml_document import parse_toml
from pipeline.source.wording import Document, KeyPath, parse_as, show_value

PODCAST_TOML = "podcast.toml"
MAX_DESCRIPTION_BYTES = 4000
"""Apple's limit (A Podcaster's Guide to RSS)."""

_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")
_NO_ZONES = {"localtime", "posixrules", "Factory"}
"""Files beside the zones on some machines: they mean another zone on each."""


@dataclass(frozen=True)
class ShowFile:
    """The show as it is written."""

    show: Show
    """With all that included files add."""
    location: Location
    text: str
    """Of `podcast.toml` alone."""
    lines: Mapping[KeyPath, int]
    """The line of each key of `podcast.toml`: `("people", "anna", "url")`."""
    files: Mapping[str, SideFile] = field(default_factory=dict)
    """The artwork and people's pictures, by name; looked up by `pipeline.source.folder`."""
    elsewhere: Mapping[KeyPath, Spot] = field(default_factory=dict)
    """File and line of each key that stands in an included file."""
    theme: LocalTheme | None = None
    """The show's own theme, read by `pipeline.source.folder`; None where there is no folder of it."""

    def line_of(self, *path: str | int) -> int:
        """The line of a key of `podcast.toml`, or of the nearest one around it."""
        return Document(PODCAST_TOML, {}, self.lines, " = ").line(path)

    def place_of(self, *path: str | int) -> Spot:
        """The file and line of a key, or of the nearest one around it, included or not."""
        near = path
        while near and near not in self.lines and near not in self.elsewhere:
            near = near[:-1]
        return self.elsewhere.get(near) or (PODCAST_TOML, self.line_of(*near))

    def missing_file_problem(self, name: str) -> Problem:
        """What to say of a picture that is named, not here, and not known from the record either."""
        side = self.files[name]
        shown, _ = self.place_of(*side.key.split("."))
        return replace(missing_file_problem(PODCAST_TOML, side), path=shown)


def read_show(folder: Path) -> ShowFile:
    """Read a show folder's `podcast.toml` and the files that it includes.

    Raises:
        InputError: Everything that is wrong with them, each with its line.
    """
    text = _read(folder)
    main = parse_toml(text, PODCAST_TOML)
    return _show_file(text, main, read_included(folder, main))


def parse_show(text: str) -> ShowFile:
    """The same from text that was read already; files that it includes are left out.

    Raises:
        InputError: Everything that is wrong with it, each with its line.
    """
    main = parse_toml(text, PODCAST_TOML)
    return _show_file(text, main, Included(is_whole=INCLUDE not in main.data))


def read_location(folder: Path) -> Location:
    """Where a show is stored, even where its `podcast.toml` has problems of other kinds.

    Raises:
        InputError: It cannot be read, or these keys have problems.
    """
    document = parse_toml(_read(folder), PODCAST_TOML)
    data = _part(Location, document.data)
    data.pop(INCLUDE, None)
    return parse_as(Location, replace(document, data=data))


def show_hash(show: Show) -> str:
    """The SHA-256 of a show's settings, `guid` left out; the same however they are split into files."""
    return canonical_hash(said_by(show, without={"guid"}))


def check_settings(document: Document) -> Iterator[Problem]:
    """What the schema cannot say: zones, limits in bytes, and keys that need each other."""
    checks = (_check_zone, _check_base_url, _check_description, _check_numbers, _check_prefixes, check_parts)
    for check in checks:
        yield from check(document)


def _show_file(text: str, main: Document, included: Included) -> ShowFile:
    joined = join(main, included.documents)
    problems = [*included.problems, *joined.problems, *check_settings(main)]
    if included.is_whole:
        problems += _check_hosts(replace(main, data=joined.data))
    try:
        whole = parse_as(PodcastToml, main)
    except InputError as error:
        raise InputError([*error.problems, *problems]) from error
    if problems:
        raise InputError(problems)
    data = joined.data
    if whole.base_url:
        data["base_url"] = whole.base_url.rstrip("/") + "/"
    show = Show.model_validate(_part(Show, data))
    location = Location.model_validate(_part(Location, data))
    return ShowFile(show, location, text, main.lines, elsewhere=joined.elsewhere)


def _read(folder: Path) -> str:
    if not (folder / PODCAST_TOML).exists():
        fix = "run airdate in the folder of a show, or make one with airdate init"
        raise InputError([Problem(PODCAST_TOML, 0, "there is no such file", fix)])
    if not (folder / PODCAST_TOML).resolve().is_relative_to(folder.resolve()):
        text = "it is a link that leaves the show folder"
        raise InputError([Problem(PODCAST_TOML, 0, text, "put the real file there")])
    return read_text(folder / PODCAST_TOML, PODCAST_TOML)


def _part(model: type[Show] | type[Location], data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key in model.model_fields}


def _check_zone(document: Document) -> Iterator[Problem]:
    zone = document.data.get("timezone")
    if not isinstance(zone, str) or _is_zone(zone.strip()):
        return
    zones = available_timezones()
    wanted = zone.strip().replace(" ", "_").casefold()
    named = next(
        (each for each in sorted(zones) if wanted in (each.casefold(), each.casefold().rpartition("/")[2])),
        None,
    )
    near = named or suggest(zone, zones)
    fix = (
        f'write timezone = "{near}"' if near else 'write an IANA zone, for example timezone = "Europe/London"'
    )
    yield _problem(document, ("timezone",), f"'timezone' is {show_value(zone)}, which is no IANA zone", fix)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return name not in _NO_ZONES


def _check_hosts(document: Document) -> Iterator[Problem]:
    people = document.data.get("people", {})
    for path, ids in _named_people(document.data):
        if not isinstance(ids, list) or not isinstance(people, dict):
            continue
        for number, each in enumerate(ids):
            if isinstance(each, str) and _ID.fullmatch(each) and each not in people:
                near = suggest(each, people)
                fix = f'write "{near}"' if near else f'add a table [people.{each}] with name = "…"'
                text = f"'{path[-1]}' names {show_value(each)}, who is not in [people]"
                yield _problem(document, (*path, number), text, fix)


def _named_people(data: Mapping[str, Any]) -> Iterator[tuple[KeyPath, Any]]:
    """Every list of ids of people."""
    yield ("hosts",), data.get("hosts")
    streams = data.get("live")
    for number, stream in enumerate(streams if isinstance(streams, list) else ()):
        for key in ("hosts", "guests"):
            yield ("live", number, key), stream.get(key) if isinstance(stream, dict) else None


def _check_base_url(document: Document) -> Iterator[Problem]:
    base_url = document.data.get("base_url")
    if isinstance(base_url, str) and re.search(r"[?#]", base_url):
        yield _problem(
            document, ("base_url",), f"'base_url' is {show_value(base_url)}", "take off all from ? or # on"
        )
    roots = [
        key for key in ("store", "public", "private") if str(document.data.get(key, "")).startswith("s3:")
    ]
    if roots and base_url is None:
        fix = 'add base_url = "https://…/", the address that the public root is seen at'
        yield _problem(document, (roots[0],), "'base_url' is missing: a show in a bucket needs it", fix)
    both = [key in document.data for key in ("public", "private")]
    if any(both) and not all(both):
        there, other = ("public", "private") if both[0] else ("private", "public")
        yield _problem(
            document, (there,), f"'{there}' is given without '{other}'", f"add {other}, or use store alone"
        )


def _check_description(document: Document) -> Iterator[Problem]:
    description = document.data.get("description")
    size_bytes = len(description.encode()) if isinstance(description, str) else 0
    if size_bytes > MAX_DESCRIPTION_BYTES:
        text = f"'description' has {size_bytes:,} bytes"
        yield _problem(document, ("description",), text, f"shorten it to {MAX_DESCRIPTION_BYTES:,} at most")


def _check_numbers(document: Document) -> Iterator[Problem]:
    """The schema library would take true for 1."""
    feed = document.data.get("feed")
    if isinstance(feed, dict) and isinstance(feed.get("max_items"), bool):
        seen = show_value(feed["max_items"])
        yield _problem(document, ("feed", "max_items"), f"'feed.max_items' is {seen}", "write a whole number")


def _check_prefixes(document: Document) -> Iterator[Problem]:
    feed = document.data.get("feed")
    prefixes = feed.get("prefixes") if isinstance(feed, dict) else None
    for number, prefix in enumerate(prefixes if isinstance(prefixes, list) else ()):
        if isinstance(prefix, str) and prefix.strip() and not is_prefix(prefix.strip()):
            near = suggest(prefix, PREFIXES)
            fix = (
                f'write "{near}"' if near else "write op3, podtrac, or an https address that ends in a slash"
            )
            text = f"'feed.prefixes' holds {show_value(prefix)}, which is no prefix"
            yield _problem(document, ("feed", "prefixes", number), text, fix)


def _problem(document: Document, path: KeyPath, text: str, fix: str) -> Problem:
    return Problem(document.shown, document.line(path), text, fix)
