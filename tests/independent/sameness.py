"""When what a parser read is what we wrote: each function takes our value and theirs."""

from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import unescape
from zoneinfo import ZoneInfo

from pipeline.core.chapters import parse_clock
from pipeline.core.content_types import TRANSCRIPT_TYPES


def plain(value: object) -> object:
    """A value as XML has it, whatever type a parser gives it."""
    if isinstance(value, bool):
        return str(value).lower()
    try:
        return float(str(value))
    except ValueError:
        return str(value)


def equal(ours: object, theirs: object) -> bool:
    return plain(ours) == plain(theirs)


def published(ours: str, theirs: str) -> bool:
    """A file's name, and the address it is published at; an address stays what it is."""
    return theirs == ours or theirs.endswith(f"/{ours}")


def same_kind(ours: str, theirs: str) -> bool:
    """Media is published under a name of its own."""
    return theirs.rpartition(".")[2] == ours.rpartition(".")[2]


def in_small(ours: str, theirs: str) -> bool:
    return ours.lower() == theirs


def seconds(ours: str | float, theirs: str | float) -> bool:
    return _seconds(ours) == _seconds(theirs)


def _seconds(time: str | float) -> float:
    return parse_clock(time) if isinstance(time, str) else float(time)


def moment(ours: str, theirs: str) -> bool:
    return datetime.fromisoformat(ours) == parsedate_to_datetime(theirs)


def day_in_vienna(ours: str, theirs: str) -> bool:
    return parsedate_to_datetime(theirs).astimezone(ZoneInfo("Europe/Vienna")).date().isoformat() == ours


def hour_in_vienna(ours: str, theirs: str) -> bool:
    return f"{parsedate_to_datetime(theirs).astimezone(ZoneInfo('Europe/Vienna')):%H:%M}" == ours


def zone_of_seven(ours: str, theirs: str) -> bool:
    """The zone in which the episode comes at the show's time."""
    return parsedate_to_datetime(theirs).astimezone(ZoneInfo(ours)).hour == 7


def person(ours: str, theirs: str) -> bool:
    """An id, and the name that begins with it."""
    return theirs.lower().startswith(ours)


def stands_in(ours: object, theirs: str) -> bool:
    """Words of the notes."""
    return str(ours) in unescape(theirs)


def begins(ours: str, theirs: str) -> bool:
    return theirs.startswith(ours)


def is_there(ours: bool, theirs: object) -> bool:
    return ours == bool(theirs)


def counted_by(ours: str, theirs: str) -> bool:
    return theirs.startswith(f"https://{ours}.dev/e")


def blocked(ours: list[str], theirs: Mapping[str, bool]) -> bool:
    return all(theirs[each] for each in ours)


def allowed(ours: list[str], theirs: Mapping[str, bool]) -> bool:
    return not any(theirs[each] for each in ours)


def in_formats(ours: list[str], theirs: list[Mapping[str, str]]) -> bool:
    return {TRANSCRIPT_TYPES[f".{each}"] for each in ours} <= {each["type"] for each in theirs}
