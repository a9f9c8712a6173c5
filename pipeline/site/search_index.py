"""The index that the search page reads: small static files, of which a new episode changes few.

Words stand in files by how they begin. There is one file while the index is
small; what grows too large is divided by the next character. So an episode
touches only the files of its own words, and a reader loads only those of the
words that were typed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.core.search_words import parse_words

LARGEST_BYTES = 40_000
"""Of a file of words, before it is divided."""

MOST_EPISODES = 1000
"""That are listed for one word: of words that are everywhere, the newest."""

EPISODES_PER_FILE = 100

Postings = Mapping[str, Sequence[int]]
"""By word: for each episode with it, from the oldest, its number times four and the word's weight."""


@dataclass(frozen=True)
class Found:
    """What of one episode is searched, most telling first."""

    title: str
    names: Sequence[str]
    """People, tags, series, the number."""
    summary: Sequence[str]
    """The summary, questions, chapters."""
    notes: str

    @property
    def fields(self) -> Iterator[tuple[int, str]]:
        """Texts and the weight of their words, from 3 to 0; the heaviest first."""
        yield 3, self.title
        yield from ((2, each) for each in self.names)
        yield from ((1, each) for each in self.summary)
        yield 0, self.notes


def gather_postings(episodes: Iterable[Found]) -> Postings:
    """Which words are in which episodes, and how much they weigh there.

    Args:
        episodes: From the oldest on: what comes later changes no number.
    """
    postings: dict[str, list[int]] = {}
    for number, episode in enumerate(episodes):
        weights: dict[str, int] = {}
        for weight, text in episode.fields:
            for word in parse_words(text):
                weights.setdefault(word, weight)
        for word, weight in weights.items():
            postings.setdefault(word, []).append(4 * number + weight)
    return postings


def divide_words(postings: Postings, largest_bytes: int = LARGEST_BYTES) -> dict[str, bytes]:
    """The files of words, by what their words begin with.

    A word is in the file with the longest beginning it has.
    """
    rows = [(word, _row(word, postings[word])) for word in sorted(postings)]
    return dict(_divide("", rows, largest_bytes))


def _divide(
    beginning: str, rows: Sequence[tuple[str, str]], largest_bytes: int
) -> Iterator[tuple[str, bytes]]:
    size_bytes = sum(len(row.encode()) + 2 for _, row in rows)
    whole = [row for row in rows if row[0] == beginning]
    if size_bytes <= largest_bytes or len(whole) == len(rows):
        if rows:
            yield beginning, _render(row for _, row in rows)
        return
    if whole:
        yield beginning, _render(row for _, row in whole)
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in rows[len(whole) :]:
        groups.setdefault(row[0][: len(beginning) + 1], []).append(row)
    for longer, some in groups.items():
        yield from _divide(longer, some, largest_bytes)


def _row(word: str, numbers: Sequence[int]) -> str:
    """A word has letters and digits alone, which JSON takes as they are."""
    return f'"{word}":[{",".join(map(str, _steps(numbers)))}]'


def _steps(numbers: Sequence[int]) -> list[int]:
    """Numbers as the difference to the one before; -1 at the beginning tells that older ones are left out.

    >>> _steps([3, 4, 9])
    [3, 1, 5]
    """
    kept = numbers[-MOST_EPISODES:]
    steps = [kept[0], *(after - before for before, after in pairwise(kept))]
    return steps if len(kept) == len(numbers) else [-1, *steps]


def _render(rows: Iterable[str]) -> bytes:
    return ("{\n" + ",\n".join(rows) + "\n}\n").encode()


def words_name(beginning: str) -> str:
    """What a file of words is called: ASCII, and never twice the same.

    >>> words_name("he"), words_name("е1"), words_name("")
    ('words-he.json', 'words-_435_1.json', 'words-.json')
    """
    spelt = "".join(sign if sign.isascii() else f"_{ord(sign):x}_" for sign in beginning)
    return f"words-{spelt}.json"
