"""Notes for an episode's page: all that is safe, with published pictures and headings below the title."""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.core.notes.dom import Element, append_text, elements, make_element, render_inside, unwrap
from pipeline.core.notes.links import is_relative, published_file, safe_url
from pipeline.core.notes.markdown import parse_notes


@dataclass(frozen=True)
class Picture:
    """A published file: its address, and its size in pixels where it is a picture."""

    url: str
    width: int | None = None
    height: int | None = None


def render_page_html(notes: str, pictures: Mapping[str, Picture]) -> str:
    """The notes as they stand on the page.

    Args:
        notes: Markdown.
        pictures: What was published, by path relative to the episode's folder.
            A picture that is not among them becomes a link or its own words:
            a page asks no other host for anything.
    """
    root = parse_notes(notes)
    _shift_headings(root)
    for link in elements(root, "a"):
        published = published_file(link.get("href") or "", pictures)
        if published:
            link.set("href", published.url)
    for image in elements(root, "img"):
        _settle_picture(image, published_file(image.get("src") or "", pictures))
    return render_inside(root)


def _shift_headings(root: Element) -> None:
    """The page's one H1 is the title: where the notes use H1, all of theirs move down."""
    if root.find(".//h1") is None:
        return
    for heading in elements(root, "h1", "h2", "h3", "h4", "h5"):
        heading.tag = f"h{int(heading.tag[1]) + 1}"


def _settle_picture(image: Element, picture: Picture | None) -> None:
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
