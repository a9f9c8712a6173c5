"""The tree between Markdown and what is written: the only module of the notes that imports lxml."""

from collections.abc import Iterator
from html import escape
from typing import Any

from lxml import etree
from lxml.html import fragment_fromstring, html_parser, tostring

from pipeline.core.notes.characters import drop_illegal

Element = Any
"""An lxml element; lxml ships no types."""


def parse_fragment(html: str) -> Element:
    """A `div` that holds the fragment."""
    return fragment_fromstring(drop_illegal(html), create_parent="div")


def make_element(tag: str, text: str = "", **attributes: str) -> Element:
    """A new element; `class_` and `aria_label` mean what they look like."""
    element = html_parser.makeelement(
        tag, {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    )
    element.text = text or None
    return element


def render_inside(root: Element) -> str:
    """The contents of an element as HTML."""
    return escape(root.text or "", quote=False) + "".join(
        tostring(child, encoding="unicode") for child in root
    )


def render_inside_strictly(root: Element) -> str:
    """The same in a form that is well-formed XML as well: apps read descriptions with either parser."""
    return escape(root.text or "", quote=False) + "".join(
        etree.tostring(child, encoding="unicode") for child in root
    )


def append_text(element: Element, text: str | None) -> None:
    """Add text at the end of an element's contents."""
    if not text:
        return
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def unwrap(element: Element) -> None:
    """Put an element's contents in its place."""
    element.drop_tag()


def remove(element: Element) -> None:
    """Take an element out and leave the text after it."""
    element.drop_tree()


def elements(root: Element, *tags: str) -> Iterator[Element]:
    """Elements below `root` in document order, safe to change while iterating."""
    return iter([each for each in root.iter(*tags) if each is not root])


def text_of(element: Element) -> str:
    """The words in an element."""
    return "".join(element.itertext())
