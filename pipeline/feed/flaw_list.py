"""What is wrong with a document's XML, collected while it is read."""

from collections import Counter

from pipeline.core.feed_document import Flaw, FlawKind

MOST_OF_A_KIND = 100
HOPELESS = 1_000_000
"""A document with this many flaws is not read to its end."""


class FlawList:
    """The first hundred flaws of each kind; of the others, how many there are."""

    def __init__(self) -> None:
        self._found: list[Flaw] = []
        self._counts: Counter[FlawKind] = Counter()

    def add(self, kind: FlawKind, line: int, value: str = "", *, times: int = 1) -> None:
        """Remember a flaw, unless there are enough of its kind."""
        if not self.is_full(kind):
            self._found.append(Flaw(kind, line, value))
        self._counts[kind] += times

    def is_full(self, kind: FlawKind) -> bool:
        """Whether a line need not be looked for any more."""
        return self._counts[kind] >= MOST_OF_A_KIND

    def has(self, *kinds: FlawKind) -> bool:
        return any(self._counts[kind] for kind in kinds)

    @property
    def is_hopeless(self) -> bool:
        return self._counts.total() >= HOPELESS

    def in_order(self) -> tuple[Flaw, ...]:
        """By line; on one line in the order they were found."""
        return tuple(sorted(self._found, key=lambda flaw: flaw.line))


def excerpt(text: str, limit: int = 60) -> str:
    r"""A piece of a document as messages show it: on one line and not too long.

    >>> excerpt(" a\n b"), excerpt("x" * 70, 5)
    ('a b', 'xxxx…')
    """
    words = " ".join(text[: 4 * limit].split())
    return words if len(words) <= limit else f"{words[: limit - 1]}…"
