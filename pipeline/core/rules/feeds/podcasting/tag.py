"""What the table says of a tag: where it may stand, its attributes, its text."""

from enum import Enum
from typing import NamedTuple

from pipeline.core.rules.feeds.podcasting import forms as form
from pipeline.core.rules.feeds.podcasting.forms import Form
from pipeline.errors import Level


class Need(Enum):
    """Whether apps can do without."""

    MUST = "required"
    SHOULD = "recommended"
    MAY = "optional"


class Attribute(NamedTuple):
    """One attribute of a tag."""

    name: str
    need: Need
    form: Form = form.SOMETHING
    example: str = ""
    """The form's own unless given."""
    limit: int = 0
    """In characters; 0 for none."""
    known: tuple[str, ...] = ()
    """The values that the namespace lists, where others may come to be."""
    known_level: Level = Level.WARNING
    unless: tuple[str, str] = ("", "")
    """An attribute, and its value that makes this one unnecessary."""

    @property
    def right(self) -> str:
        return self.example or self.form.right


class Text(NamedTuple):
    """What stands between a tag's start and end."""

    what: str
    """Completes "write …"."""
    right: str
    form: Form = form.SOMETHING
    limit: int = 128
    level: Level | None = Level.ERROR
    """Of a text that is missing or has another form; None where it may be missing."""


class Tag(NamedTuple):
    """One tag; the name is without its prefix."""

    name: str
    parents: tuple[str, ...]
    attributes: tuple[Attribute, ...] = ()
    text: Text | None = None
    is_single: bool = False
    inside: str = ""
    """What stands in it in examples."""

    def attribute(self, name: str) -> Attribute | None:
        return next((each for each in self.attributes if each.name == name), None)


CHANNEL = ("channel",)
ITEMS = ("item", "liveItem")
ANYWHERE = (*CHANNEL, *ITEMS)


def must(
    name: str, wanted: Form = form.SOMETHING, example: str = "", known: tuple[str, ...] = ()
) -> Attribute:
    return Attribute(name, Need.MUST, wanted, example, known=known)


def should(name: str, wanted: Form = form.SOMETHING, example: str = "") -> Attribute:
    return Attribute(name, Need.SHOULD, wanted, example)


def may(name: str, wanted: Form = form.SOMETHING, example: str = "", limit: int = 0) -> Attribute:
    return Attribute(name, Need.MAY, wanted, example, limit)


SITE = "https://wind.example/"
"""Where examples are."""
