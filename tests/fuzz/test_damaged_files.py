"""Real files with damage of any kind: readers answer with a value or with an error of theirs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS, Target

BITS = (
    b"",
    b"\x00",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xfe\xff",
    b"\r",
    b"\n",
    b'"',
    b"<",
    b">",
    b"&",
    b"{",
    b"[",
    b"\x1f\x8b",
)


def damaged(target: Target) -> st.SearchStrategy[bytes]:
    """A file with some of its bytes lost, doubled or replaced by what means something to the reader."""
    bits = st.sampled_from([*BITS, *(word.encode() for word in target.words)])
    return st.builds(
        _replaced,
        st.sampled_from(sorted(set(target.seeds()), key=len)),
        st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), bits, st.integers(0, 3)), max_size=4),
    )


def _replaced(data: bytes, changes: list[tuple[float, int, bytes, int]]) -> bytes:
    for place, lost, bit, times in changes:
        start = int(place * len(data))
        data = data[:start] + bit * times + data[start + lost :]
    return data


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_a_real_file_is_read(target: Target) -> None:
    """There are some for each reader, and without damage none is refused by those that read all."""
    seeds = list(target.seeds())
    assert seeds
    for data in seeds:
        (target.look if target.reads_all else target.try_out)(data)


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
@given(data=st.data())
def test_a_damaged_file_is_no_accident(target: Target, data: st.DataObject) -> None:
    """Nothing escapes but errors that say something."""
    target.try_out(data.draw(damaged(target)))


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
@given(data=st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "ignore")))
def test_no_bytes_are_an_accident(target: Target, data: bytes) -> None:
    """Nor from bytes that were never a file."""
    target.try_out(data)
