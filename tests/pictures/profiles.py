"""Colour profiles made on the spot: tables that send each corner of a colour space somewhere."""

import struct
from collections.abc import Callable, Sequence
from itertools import product

Lab = tuple[float, float, float]
RED, WHITE, BLACK = (54.0, 81.0, 70.0), (100.0, 0.0, 0.0), (0.0, 0.0, 0.0)


def make_profile(space: str, name: str, colour_of: Callable[[Sequence[int]], Lab]) -> bytes:
    """An ICC profile of version 2 with a table of two steps for each channel.

    Args:
        space: RGB, CMYK or GRAY.
        name: What it calls itself.
        colour_of: The colour of a corner, such as (0, 1, 1, 0).
    """
    channels = {"RGB": 3, "CMYK": 4, "GRAY": 1}[space]
    text = name.encode("ascii") + b"\0"
    tags = {
        b"desc": b"desc" + struct.pack(">II", 0, len(text)) + text + bytes(4 + 4 + 2 + 1 + 67),
        b"cprt": b"text" + bytes(4) + b"nobody\0",
        b"wtpt": b"XYZ " + bytes(4) + _fixed(0.9642, 1.0, 0.8249),
        b"A2B0": _table(channels, colour_of),
    }
    place, index, body = 128 + 4 + 12 * len(tags), b"", b""
    for sign, data in tags.items():
        index += sign + struct.pack(">II", place + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    head = struct.pack(
        ">I4sI4s4s4s", place + len(body), bytes(4), 0x02400000, b"prtr", f"{space:4}".encode(), b"Lab "
    )
    head += struct.pack(">6H4s", 2026, 1, 1, 0, 0, 0, b"acsp") + bytes(28) + _fixed(0.9642, 1.0, 0.8249)
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + index + body


def _table(channels: int, colour_of: Callable[[Sequence[int]], Lab]) -> bytes:
    straight = bytes(range(256))
    identity = _fixed(1, 0, 0, 0, 1, 0, 0, 0, 1)
    corners = b"".join(_encoded(colour_of(each)) for each in product((0, 1), repeat=channels))
    head = b"mft1" + bytes(4) + bytes((channels, 3, 2, 0)) + identity
    return head + straight * channels + corners + straight * 3


def _encoded(colour: Lab) -> bytes:
    lightness, a, b = colour
    return bytes((round(lightness * 2.55), round(a) + 128, round(b) + 128))


def _fixed(*numbers: float) -> bytes:
    return b"".join(struct.pack(">i", round(each * 65536)) for each in numbers)


def cyan_is_red(ink: Sequence[int]) -> Lab:
    """A press whose cyan was mixed up."""
    if not any(ink):
        return WHITE
    return RED if tuple(ink) == (1, 0, 0, 0) else BLACK


def blue_is_red(light: Sequence[int]) -> Lab:
    """A screen whose blue was mixed up."""
    return {(0, 0, 1): RED, (1, 1, 1): WHITE}.get(tuple(light), BLACK)  # type: ignore[arg-type, return-value]
