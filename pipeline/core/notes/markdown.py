"""Markdown to clean HTML: what raw HTML may stay is decided here alone."""

import re
from functools import cache
from html import escape

import nh3

from pipeline.core.chapters import break_timestamps
from pipeline.core.notes.characters import drop_illegal
from pipeline.core.notes.commonmark import render_raw
from pipeline.core.notes.dom import Element, elements, parse_fragment, render_inside, text_of
from pipeline.core.notes.footnotes import gather_footnotes
from pipeline.core.notes.links import SCHEMES

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TAGS = {
    *_HEADINGS,
    *(
        "p",
        "br",
        "hr",
        "div",
        "span",
        "blockquote",
        "pre",
        "code",
        "figure",
        "figcaption",
        "details",
        "summary",
    ),
    *("ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
    *("a", "img", "strong", "em", "b", "i", "u", "s", "del", "ins", "mark", "small", "sup", "sub", "kbd"),
    *("abbr", "cite", "q", "time"),
}
_ATTRIBUTES = {
    **{heading: {"id"} for heading in _HEADINGS},
    "div": {"id"},
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "td": {"style", "colspan", "rowspan"},
    "th": {"style", "colspan", "rowspan"},
    "abbr": {"title"},
    "time": {"datetime"},
}
_DEEPEST = 100
"""libxml2 silently drops what lies below 256 levels; no real notes come near."""
_MOST_OPEN = 2_000
"""Of tags as they were typed, closed or not; the time that a parser takes grows with the square of it."""
_MOST_TAGS = 20_000
"""The longest notes of real shows have some thousand."""
_NEVER_CLOSED = ("br", "hr", "img")
_ALIGNMENT = re.compile(r"text-align:\s*(left|right|center)")


def render_markdown(notes: str) -> str:
    """CommonMark with tables, footnotes, strikethrough and heading attributes, as clean HTML.

    Raw HTML goes through the same allow-list as everything else. Headings
    have ids that depend on their words alone; footnotes stand at the end.
    """
    return render_inside(parse_notes(notes))


def parse_notes(notes: str) -> Element:
    """The same as a tree below one `div`."""
    root = parse_fragment(_clean(break_timestamps(drop_illegal(notes))))
    gather_footnotes(root)
    _put_heading_ids(root)
    _put_alignment(root)
    return root


def _clean(notes: str) -> str:
    raw = render_raw(notes)
    if raw.count("<") <= _MOST_TAGS and _depth(raw) <= _MOST_OPEN:
        html = _cleaner().clean(raw)
        if _depth(html) <= _DEEPEST:
            return html
    paragraphs = re.split(r"\n\s*\n", notes)
    if len(paragraphs) > _MOST_TAGS:
        paragraphs = [notes]
    return "".join(f"<p>{escape(each)}</p>" for each in paragraphs)


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes={
            "sup": {"footnote-reference", "footnote-definition-label"},
            "div": {"footnote-definition"},
        },
        clean_content_tags={"script", "style"},
        filter_style_properties={"text-align"},
        tag_attribute_values={"a": {"rel": {"sponsored", "nofollow", "ugc"}}},
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


def _depth(html: str) -> int:
    """How deeply tags nest in clean HTML, where every tag but the void ones is closed."""
    depth = deepest = 0
    for slash, tag in re.findall(r"<(/?)(\w+)", html):
        if tag not in _NEVER_CLOSED:
            depth += -1 if slash else 1
            deepest = max(deepest, depth)
    return deepest


def _put_heading_ids(root: Element) -> None:
    taken = {each.get("id") for each in elements(root, "li", "sup")}
    for heading in elements(root, *_HEADINGS):
        wanted = re.sub(r"[^\w.:-]", "", heading.get("id") or "") or _slug(text_of(heading)) or "section"
        unique, number = wanted, 1
        while unique in taken:
            number += 1
            unique = f"{wanted}-{number}"
        taken.add(unique)
        heading.set("id", unique)
    for each in elements(root, "div"):
        each.attrib.pop("id", None)


def _slug(text: str) -> str:
    return re.sub(r"[\W_]+", "-", text.lower()).strip("-")


def _put_alignment(root: Element) -> None:
    """Say a column's alignment by class: the pages' policy allows no inline styles."""
    for cell in elements(root, "td", "th"):
        match = _ALIGNMENT.search(cell.attrib.pop("style", ""))
        if match and match[1] != "left":
            cell.set("class", match[1])
