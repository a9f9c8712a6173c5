"""Which of many moved: the longest part of a sequence that kept its order, and what stands out of it."""

from bisect import bisect_left
from collections.abc import Sequence


def longest_rise(numbers: Sequence[int]) -> list[int]:
    """The longest rising part of different numbers, in n log n steps (patience sorting).

    >>> longest_rise([2, 3, 0, 1, 4])
    [0, 1, 4]
    >>> longest_rise([])
    []
    """
    tops: list[int] = []
    """The smallest number that a rise of each length can end in so far."""
    ends: list[int] = []
    """The index of each of them."""
    before: list[int] = []
    """The index before each number in its rise; −1 where it is the first."""
    for index, number in enumerate(numbers):
        length = bisect_left(tops, number)
        before.append(ends[length - 1] if length else -1)
        tops[length : length + 1], ends[length : length + 1] = [number], [index]
    rise: list[int] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        rise.append(numbers[index])
        index = before[index]
    return rise[::-1]
