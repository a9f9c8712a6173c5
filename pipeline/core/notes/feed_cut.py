"""Notes that fit: cut on the tree, never inside a tag or an entity, at most so many bytes."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from copy import deepcopy
from unicodedata import combining

from pipeline.core.notes.dom import Element, remove, render_inside_strictly
from pipeline.core.notes.feed_blocks import Block

LIMIT_BYTES = 4000
"""Of a description, tags and addresses included (Apple, Spotify)."""
_NOTES_AT_LEAST_BYTES = 2000
"""Blocks give way before the notes become shorter than this."""
_LONG_WORD = 40
_JOINERS = "\u200d\ufe0e\ufe0f"


def fit_notes(before: Sequence[Block], notes: Element, after: Sequence[Block], more: str, limit: int) -> str:
    """Everything where it fits; else what matters most, ending in `more`.

    The lightest blocks go first until the notes have room for a good
    beginning, then the notes are cut at a word.
    """
    whole = render_inside_strictly(notes)
    full = _join(before, whole, after)
    if size_bytes(full) <= limit:
        return full
    room = limit - size_bytes(more)
    if room < limit // 2:  # an address as long as that helps nobody
        more, room = "", limit
    kept = _heaviest([*before, *after], room - min(size_bytes(whole), _NOTES_AT_LEAST_BYTES))
    before, after = [each for each in before if each in kept], [each for each in after if each in kept]
    cut = cut_notes(notes, room - size_bytes(_join(before, "", after)))
    return _join(before, cut, after) + more


def size_bytes(html: str) -> int:
    """As a feed counts it."""
    return len(html.encode())


def _join(before: Iterable[Block], notes: str, after: Iterable[Block]) -> str:
    return "".join([*(each.html for each in before), notes, *(each.html for each in after)])


def _heaviest(blocks: Sequence[Block], room: int) -> list[Block]:
    """As many as fit, the most important first; where two weigh the same, the earlier."""
    kept: list[Block] = []
    for block in sorted(blocks, key=lambda each: -each.weight):
        size = size_bytes(block.html)
        if size <= room:
            kept.append(block)
            room -= size
    return kept


def cut_notes(notes: Element, room: int) -> str:
    """As much of the notes as fits in `room` bytes, with an ellipsis where they stop."""
    whole = render_inside_strictly(notes)
    if size_bytes(whole) <= room:
        return whole
    stops = _stops(notes)

    def cut_at(index: int) -> str:
        return render_inside_strictly(_truncated(notes, stops[index])) if index >= 0 else ""

    return cut_at(bisect_right(range(len(stops)), room, key=lambda index: size_bytes(cut_at(index))) - 1)


def _stops(notes: Element) -> list[int]:
    """How many characters to keep, in order: up to the end of a word, or of any letter of an endless one."""
    stops: list[int] = []
    before = 0
    for text in notes.itertext():
        for word in re.finditer(r"\S+", text):
            if word.end() - word.start() > _LONG_WORD:
                inside = range(word.start() + 1, word.end())
                stops += (before + at for at in inside if _is_between_letters(text, at))
            stops.append(before + word.end())
        before += len(text)
    return stops


def _is_between_letters(text: str, at: int) -> bool:
    """Whether what stands before `at` is a whole letter or sign to a reader."""
    return not combining(text[at]) and text[at] not in _JOINERS and text[at - 1] != _JOINERS[0]


def _truncated(notes: Element, length: int) -> Element:
    """A copy with only the first `length` characters; a heading with nothing below it goes as well."""
    root = deepcopy(notes)
    _keep(root, length)
    while len(root) and _is_heading(root[-1]):
        remove(root[-1])
    return root


def _keep(element: Element, left: int) -> int:
    """Keep the first characters of an element's contents and say how many are left to keep."""
    element.text, left = _head(element.text, left)
    for child in list(element):
        if left <= 0:
            child.tail = None
            remove(child)
            continue
        left = _keep(child, left)
        child.tail, left = _head(child.tail, left)
    return left


def _head(text: str | None, left: int) -> tuple[str | None, int]:
    if not text or left <= 0:
        return None, left
    if len(text) < left:
        return text, left - len(text)
    return text[:left].rstrip(" ,;:–—-") + "…", 0


def _is_heading(block: Element) -> bool:
    return bool(
        block.tag == "p"
        and len(block) == 1
        and block[0].tag == "strong"
        and not block.text
        and not block[0].tail
    )
