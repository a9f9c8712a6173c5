"""The headings of notes on a page: their levels, their ids, and the contents that list them."""

from dataclasses import dataclass

from pipeline.core.notes.dom import Element, elements, remove, text_of

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

FEWEST = 3
"""Fewer sections need no table of contents."""

_OWN_IDS = frozenset({"content", "player", "transcript"})
"""What a page calls its own parts, besides ids that begin with `page-`."""


@dataclass(frozen=True)
class Section:
    """A part of the notes that has a heading."""

    id: str
    title: str


def settle_headings(root: Element) -> None:
    """Put all headings below the page's one H1, skip no level, and keep the page's own ids free."""
    above: list[int] = []
    for heading in elements(root, *HEADINGS):
        if not text_of(heading).strip() and heading.find(".//img") is None:
            remove(heading)
            continue
        level = int(heading.tag[1])
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        heading.tag = f"h{min(1 + len(above), 6)}"
    _move_ids(root)


def find_sections(root: Element) -> tuple[Section, ...]:
    """The sections of the highest level, in order; none where there are too few to list."""
    found = (
        Section(heading.get("id"), " ".join(text_of(heading).split())) for heading in elements(root, "h2")
    )
    sections = tuple(each for each in found if each.title)
    return sections if len(sections) >= FEWEST else ()


def _move_ids(root: Element) -> None:
    """Rename what a page would have twice, and the links that lead there."""
    taken = {each.get("id") for each in root.iter() if each.get("id")}
    moved = {}
    for heading in elements(root, *HEADINGS):
        old = heading.get("id") or ""
        if old in _OWN_IDS or old.startswith("page-"):
            new = f"notes-{old}"
            while new in taken:
                new += "-2"
            taken.add(new)
            moved[f"#{old}"] = f"#{new}"
            heading.set("id", new)
    for link in elements(root, "a"):
        if link.get("href") in moved:
            link.set("href", moved[link.get("href")])
