"""The fields in which two elements of a feed differ, under names that producers know."""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.core.feed_document import Node
from pipeline.core.feed_times import parse_feed_date, parse_feed_duration

LABELS: Mapping[str, str] = {
    "pubDate": "date",
    "itunes:duration": "duration",
    "itunes:image": "image",
    "itunes:explicit": "explicit",
    "itunes:episode": "number",
    "itunes:season": "season",
    "itunes:episodeType": "type",
    "itunes:author": "author",
    "itunes:summary": "summary",
    "content:encoded": "content",
    "podcast:transcript": "transcript",
    "podcast:chapters": "chapters",
    "podcast:person": "person",
}
"""What fields are called where the tag's name would say less."""

SPEAKING = frozenset(
    {"itunes:image href", "podcast:transcript url", "podcast:chapters url", "atom:link href"}
)
"""Attributes that are what their element is for: the field has the element's name."""


@dataclass(frozen=True)
class FieldChange:
    """One field that differs."""

    field: str
    """`title`, `date`, `enclosure url`, `person 2`; what has no name of its own is called as its tag."""
    old: str | None
    """As it stood, trimmed; None where it was not there."""
    new: str | None


Compare = Callable[[str], Hashable]
_MEANINGS: Mapping[str, Compare] = {
    "pubDate": lambda text: parse_feed_date(text) or text,
    "itunes:duration": lambda text: parse_feed_duration(text) or text,
}
"""How to tell whether another text says the same."""


def compare_fields(old: Node, new: Node, without: Collection[str] = ()) -> tuple[FieldChange, ...]:
    """Every field below two elements that differs, in the order of the old one, then of the new.

    Args:
        old: An item or a channel.
        new: The same of the other feed.
        without: Names of elements that are not compared.
    """
    return tuple(_children(old, new, "", without))


def _children(old: Node, new: Node, path: str, without: Collection[str] = ()) -> Iterator[FieldChange]:
    before, after = _by_name(old), _by_name(new)
    for name in dict.fromkeys((*before, *after)):
        if name not in without:
            label = path + LABELS.get(name, name)
            yield from _groups(label, before.get(name, []), after.get(name, []))


def _by_name(node: Node) -> dict[str, list[Node]]:
    groups: dict[str, list[Node]] = {}
    for child in node.children:
        groups.setdefault(child.name, []).append(child)
    return groups


def _groups(label: str, old: Sequence[Node], new: Sequence[Node]) -> Iterator[FieldChange]:
    """Elements of one name: one by one where as many were replaced as there are now, else as a whole."""
    if len(old) == len(new) == 1:
        yield from _elements(label, old[0], new[0])
        return
    before, after = [render_node(each) for each in old], [render_node(each) for each in new]
    gone, come = _beyond(before, after), _beyond(after, before)
    if len(gone) == len(come) and gone:
        for number, (one, other) in enumerate(zip(gone, come, strict=True), 1):
            numbered = f"{label} {number}" if len(gone) > 1 else label
            yield from _elements(numbered, old[one], new[other])
    elif gone or come:
        yield FieldChange(label, _lines(before, gone), _lines(after, come))
    elif before != after:
        yield FieldChange(f"{label} order", "\n".join(before), "\n".join(after))


def _beyond(these: Sequence[str], those: Sequence[str]) -> list[int]:
    """Where what the others lack stands."""
    rest = Counter(those)
    found = []
    for index, each in enumerate(these):
        if rest[each] > 0:
            rest[each] -= 1
        else:
            found.append(index)
    return found


def _lines(texts: Sequence[str], chosen: Sequence[int]) -> str | None:
    return "\n".join(texts[index] for index in chosen) if chosen else None


def _elements(label: str, old: Node, new: Node) -> Iterator[FieldChange]:
    """One element in both feeds: its text, its attributes, what stands in it."""
    before, after = old.text.strip(), new.text.strip()
    meaning = _MEANINGS.get(old.name, str)
    if before != after and meaning(before) != meaning(after):
        yield FieldChange(label, before or None, after or None)
    for name in dict.fromkeys((*old.attributes, *new.attributes)):
        values = old.attributes.get(name), new.attributes.get(name)
        if values[0] != values[1]:
            is_plain = f"{old.name} {name}" in SPEAKING
            yield FieldChange(label if is_plain else f"{label} {name}", *values)
    yield from _children(old, new, f"{label} › ")


def render_node(node: Node) -> str:
    """An element on one line: its text, its attributes, then what stands in it.

    >>> render_node(Node("podcast:person", 1, " Ada ", {"role": "host"}))
    'Ada (role: host)'
    """
    parts = [" ".join(node.text.split())] if node.text.strip() else []
    if node.attributes:
        told = ", ".join(f"{name}: {value}" for name, value in sorted(node.attributes.items()))
        parts.append(f"({told})")
    parts += [f"[{child.name} {render_node(child)}]" for child in node.children]
    return " ".join(parts)
