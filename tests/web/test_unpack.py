"""Compressed answers are unpacked in small blocks, and never without measure."""

import gzip
import tracemalloc
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.web.unpack import GrowthError, PackedError, unpack


def pieces(body: bytes, size: int) -> list[bytes]:
    return [body[start : start + size] for start in range(0, len(body), size)]


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


PACKERS = {"gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress, "Deflate": raw_deflate}


@given(st.binary(max_size=300), st.integers(1, 700), st.integers(1, 50), st.sampled_from(sorted(PACKERS)))
@settings(max_examples=200)
def test_what_was_packed_comes_out_again(part: bytes, times: int, size: int, encoding: str) -> None:
    """However it was cut on the way, in blocks that are never large."""
    body = part * times
    blocks = list(unpack(pieces(PACKERS[encoding](body), size), encoding, 10_000))
    assert b"".join(blocks) == body
    assert all(len(block) <= 65536 for block in blocks)


@given(st.lists(st.binary(max_size=64), max_size=6), st.sampled_from(["gzip", "deflate", "br", "", "🎧"]))
def test_nonsense_is_refused_and_nothing_worse(chunks: list[bytes], encoding: str) -> None:
    """Whatever a server sends, it is unpacked or it is said that it cannot be."""
    with suppress(PackedError):
        assert isinstance(b"".join(unpack(chunks, encoding)), bytes)


def test_members_in_a_row_are_one_file() -> None:
    """Servers that compress a part at a time send gzip members behind each other."""
    for size in (1, 2, 1000):
        assert b"".join(unpack(pieces(gzip.compress(b"a") + gzip.compress(b"b"), size), "gzip")) == b"ab"


def test_what_stands_behind_the_end_is_left() -> None:
    """Some servers pad; browsers do not mind either."""
    assert b"".join(unpack([gzip.compress(b"a") + bytes(20)], "gzip")) == b"a"


def test_a_body_that_is_as_it_is_passes() -> None:
    """No Content-Encoding, or the one that means none."""
    assert list(unpack([b"a", b"b"], "")) == list(unpack([b"a", b"b"], "identity")) == [b"a", b"b"]


def test_half_of_it_is_not_all_of_it() -> None:
    """A body that ends in the middle is told from one that is whole."""
    packed = gzip.compress(bytes(range(256)) * 10)
    with pytest.raises(PackedError, match="breaks off"):
        b"".join(unpack([packed[: len(packed) // 2]], "gzip"))


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_bomb_is_found_before_it_goes_off(encoding: str) -> None:
    """300 MB in 300 kB: given up after a megabyte or so, with memory to match."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16 if encoding == "gzip" else zlib.MAX_WBITS)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(300)) + packer.flush()
    tracemalloc.start()
    blocks = (len(block) for block in unpack(pieces(bomb, 65536), encoding))
    with pytest.raises(GrowthError, match="more than 200 times"):
        sum(blocks)
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak_bytes < 2_000_000


def test_a_small_repetitive_file_is_no_bomb() -> None:
    """A silent transcript may well shrink to a thousandth."""
    assert len(b"".join(unpack([gzip.compress(bytes(900_000))], "gzip"))) == 900_000


def test_brotli_was_not_asked_for() -> None:
    """It is named, so that somebody can look for the server's setting."""
    with pytest.raises(PackedError, match='packed as "br", which was not asked for'):
        b"".join(unpack([b"x"], "br"))
