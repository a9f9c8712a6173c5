"""How a text changed, in a few words: which words went, which came, and how much longer it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

MOST_WORDS = 1500
"""Texts that differ in a longer stretch are counted rather than compared word by word."""
_AROUND = 3
"""Words that are shown before and after those that changed."""
_WORD = re.compile(r"<[^<>]*>|[^\s<]+|<")


@dataclass(frozen=True)
class TextChange:
    """What differs between two texts."""

    removed: int
    """Words; a tag counts as one."""
    added: int
    excerpt: str
    """The words with `[-…-]` round those that went and `{+…+}` round those that came; empty where
    only blanks differ."""


def compare_texts(old: str, new: str) -> TextChange:
    """Compare two texts word by word.

    >>> compare_texts("It is rarely the bone.", "It is rarely the heel bone.").excerpt
    'is rarely the {+heel+} bone.'
    >>> compare_texts("a b", "a c")
    TextChange(removed=1, added=1, excerpt='a [-b-] {+c+}')
    >>> compare_texts("a  b", "a b").excerpt
    ''
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    gone, come = before[head : len(before) - tail], after[head : len(after) - tail]
    if not gone and not come:
        return TextChange(0, 0, "")
    first = before[max(0, head - _AROUND) : head]
    last = after[len(after) - tail :][:_AROUND]
    if max(len(gone), len(come)) > MOST_WORDS:
        middle = [f"[-{len(gone)} words-]", f"{{+{len(come)} words+}}"]
        return TextChange(len(gone), len(come), " ".join([*first, *middle, *last]))
    removed, added, middle = _marked(gone, come)
    return TextChange(removed, added, " ".join([*first, *middle, *last]))


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _marked(gone: Sequence[str], come: Sequence[str]) -> tuple[int, int, list[str]]:
    """The words of both, those of one alone in brackets, and how many those are."""
    from difflib import SequenceMatcher  # only texts that differ need it

    removed = added = 0
    words: list[str] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, gone, come, autojunk=False).get_opcodes():
        if kind == "equal":
            words += _shortened(gone[i1:i2])
            continue
        removed, added = removed + i2 - i1, added + j2 - j1
        words += [f"[-{' '.join(gone[i1:i2])}-]"] if i2 > i1 else []
        words += [f"{{+{' '.join(come[j1:j2])}+}}"] if j2 > j1 else []
    return removed, added, words


def _shortened(words: Sequence[str]) -> list[str]:
    if len(words) <= 2 * _AROUND + 1:
        return list(words)
    return [*words[:_AROUND], "…", *words[-_AROUND:]]
