"""Long lists in pages: what stands on each, and the way from one to the next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

_NEARBY = 1
"""How many pages before and after are linked by number, besides the first and the last."""


@dataclass(frozen=True)
class PageLink:
    """One of the numbers below a list."""

    number: int
    """0 where some are left out."""
    url: str


@dataclass(frozen=True)
class Paging:
    """Where in a list a page stands."""

    number: int
    of: int
    previous_url: str | None
    next_url: str | None
    links: Sequence[PageLink]


@dataclass(frozen=True)
class Sheet(Generic[T]):
    """One page of a list."""

    number: int
    of: int
    items: Sequence[T]


def split_list(items: Sequence[T], size: int) -> list[Sheet[T]]:
    """A list in pages of `size`; an empty one has one empty page.

    >>> [sheet.items for sheet in split_list([1, 2, 3, 4, 5], 2)]
    [[1, 2], [3, 4], [5]]
    """
    starts = range(0, max(len(items), 1), size)
    return [Sheet(index + 1, len(starts), items[start : start + size]) for index, start in enumerate(starts)]


def plan_paging(number: int, urls: Sequence[str]) -> Paging:
    """The links of a page, among all pages' addresses.

    >>> [link.number for link in plan_paging(5, ["u"] * 9).links]
    [1, 0, 4, 5, 6, 0, 9]
    """
    of = len(urls)
    return Paging(
        number=number,
        of=of,
        previous_url=urls[number - 2] if number > 1 else None,
        next_url=urls[number] if number < of else None,
        links=list(_links(number, urls)),
    )


def _links(number: int, urls: Sequence[str]) -> Iterator[PageLink]:
    shown = sorted({1, len(urls), *range(max(1, number - _NEARBY), min(len(urls), number + _NEARBY) + 1)})
    before = 0
    for each in shown:
        if each == before + 2:
            yield PageLink(each - 1, urls[each - 2])
        elif each > before + 2:
            yield PageLink(0, "")
        yield PageLink(each, urls[each - 1])
        before = each


def sheet_key(key: str, number: int) -> str:
    """The key of a list's page; no slug and no id has a tilde, so that none can be in its way.

    >>> sheet_key("people/ada.html", 1), sheet_key("people/ada.html", 2)
    ('people/ada.html', 'people/ada~2.html')
    """
    return key if number == 1 else f"{key.removesuffix('.html')}~{number}.html"
