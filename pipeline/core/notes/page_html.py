"""Notes for an episode's page: all that is safe, with published pictures and headings below the title."""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.core.notes.dom import (
    Element,
    append_text,
    elements,
    make_element,
    render_inside,
    text_of,
    unwrap,
)
from pipeline.core.notes.footnotes import is_back_link
from pipeline.core.notes.links import is_relative, published_file, safe_url
from pipeline.core.notes.markdown import parse_notes
from pipeline.core.notes.sections import Section, find_sections, settle_headings


@dataclass(frozen=True)
class Picture:
    """A published file: its address, and its size in pixels where it is a picture."""

    url: str
    width: int | None = None
    height: int | None = None
    variants: tuple[tuple[str, int], ...] = ()
    """Addresses and widths of what may be shown in its place, ascending."""

    @property
    def srcset(self) -> str:
        """The same as browsers choose from.

        >>> Picture("b.jpg", 900, 600, (("a.jpg", 320), ("b.jpg", 900))).srcset
        'a.jpg 320w, b.jpg 900w'
        """
        return ", ".join(f"{url} {width}w" for url, width in self.variants)


@dataclass(frozen=True)
class NotesLayout:
    """What only the page knows: how wide pictures become, and words in its language."""

    sizes: str = "100vw"
    """The width of a picture, as `sizes` wants it."""
    table: str = "Table"
    """What a table that scrolls sideways is called."""
    back: str = "Back to the text"
    """What the arrow below a footnote is called."""


@dataclass(frozen=True)
class PageNotes:
    """Notes as a page shows them."""

    html: str
    sections: tuple[Section, ...]
    """For a table of contents; none where it would be short."""


def render_page_html(notes: str, pictures: Mapping[str, Picture]) -> str:
    """The notes as they stand on the page, without what only the page knows."""
    return render_page_notes(notes, pictures, NotesLayout()).html


def render_page_notes(notes: str, pictures: Mapping[str, Picture], layout: NotesLayout) -> PageNotes:
    """The notes as they stand on the page, and their sections.

    Args:
        notes: Markdown.
        pictures: What was published, by path relative to the episode's folder.
            A picture that is not among them becomes a link or its own words:
            a page asks no other host for anything.
        layout: Of the page.
    """
    root = parse_notes(notes)
    settle_headings(root)
    for link in elements(root, "a"):
        _settle_link(link, pictures, layout)
    for image in elements(root, "img"):
        _settle_picture(image, published_file(image.get("src") or "", pictures), layout)
    for paragraph in elements(root, "p"):
        _make_figure(paragraph)
    for table in elements(root, "table"):
        _settle_table(table, layout)
    return PageNotes(render_inside(root), find_sections(root))


def _settle_link(link: Element, pictures: Mapping[str, Picture], layout: NotesLayout) -> None:
    published = published_file(link.get("href") or "", pictures)
    if published:
        link.set("href", published.url)
    if is_back_link(link):
        link.set("aria-label", layout.back)
    elif link.get("href") and not len(link) and not text_of(link).strip():
        link.text = link.get("href")  # nobody can follow a link that has no words


def _settle_picture(image: Element, picture: Picture | None, layout: NotesLayout) -> None:
    if picture is None:
        _say_picture(image)
        return
    image.set("src", picture.url)
    image.set("alt", image.get("alt") or "")
    if picture.width and picture.height:
        image.set("width", str(picture.width))
        image.set("height", str(picture.height))
    image.set("loading", "lazy")
    image.set("decoding", "async")
    if picture.variants:
        image.set("srcset", picture.srcset)
        image.set("sizes", layout.sizes)


def _say_picture(image: Element) -> None:
    """Put a picture's words in its place, linked where it stands elsewhere on the web."""
    source, words = image.get("src") or "", image.get("alt") or ""
    outside = None if is_relative(source) else safe_url(source)
    in_link = any(True for _ in image.iterancestors("a"))
    if outside and not in_link:
        replacement = make_element("a", words or outside, href=outside)
        replacement.tail = image.tail
        image.getparent().replace(image, replacement)
        return
    image.tag = "span"
    image.attrib.clear()
    append_text(image, words)
    unwrap(image)


def _make_figure(paragraph: Element) -> None:
    """A picture that stands by itself is a figure, and its title the caption."""
    only = paragraph[0] if len(paragraph) == 1 else None
    if only is None or (paragraph.text or "").strip() or (only.tail or "").strip():
        return
    image = only[0] if only.tag == "a" and len(only) == 1 and not text_of(only).strip() else only
    if image.tag != "img" or paragraph.getparent().tag == "figure":
        return
    paragraph.tag = "figure"
    caption = image.attrib.pop("title", "")
    if caption:
        paragraph.append(make_element("figcaption", caption))


def _settle_table(table: Element, layout: NotesLayout) -> None:
    """Let a wide table move sideways by itself, also for those who have only a keyboard."""
    heads = list(elements(table, "th"))
    empty = [cell for cell in heads if not len(cell) and not text_of(cell).strip()]
    for cell in empty:
        cell.tag = "td"  # an empty corner heads nothing
    for cell in heads if empty else ():
        if cell.tag == "th":  # what the others head shows no more by the row being all of heads
            cell.set("scope", "col" if cell.getparent().getparent().tag == "thead" else "row")
    frame = make_element("div", class_="wide", role="group", tabindex="0", aria_label=layout.table)
    frame.tail, table.tail = table.tail, None
    table.getparent().replace(table, frame)
    frame.append(table)
