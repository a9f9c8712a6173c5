"""MPEG audio frame headers: how long each frame is, and how much sound it holds."""

from dataclasses import dataclass
from functools import lru_cache

_KBPS = {
    (1, 2): (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (1, 3): (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 2): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (2, 3): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""By version (2 stands for 2.5 as well) and layer; index 0 is free format, 15 is not allowed."""

_RATES_HZ = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
"""By the version bits of the header: 3 is MPEG-1, 2 is MPEG-2, 0 is MPEG-2.5."""

_LAYERS = {1: 3, 2: 2}
"""Layer by its bits; layer I has never been a podcast."""


@dataclass(frozen=True)
class FrameHeader:
    """What the four bytes before every frame say."""

    version_bits: int
    layer: int
    bitrate_bps: int
    """0 in free format, where only the next header tells the frame's length."""
    sample_rate_hz: int
    padding: int
    channels: int

    @property
    def lsf(self) -> bool:
        """Low sampling frequencies: MPEG-2 and 2.5."""
        return self.version_bits != 3

    @property
    def samples(self) -> int:
        """Samples per channel in one frame."""
        return 576 if self.layer == 3 and self.lsf else 1152

    @property
    def size_bytes(self) -> int:
        """The length of the frame, its header included; 0 in free format."""
        return (
            self.samples // 8 * self.bitrate_bps // self.sample_rate_hz + self.padding
            if self.bitrate_bps
            else 0
        )


def parse_header(four: bytes) -> FrameHeader | None:
    """Read a frame header; None if these bytes are none.

    >>> parse_header(bytes.fromhex("fffb9064")).size_bytes
    417
    >>> parse_header(b"RIFF") is None
    True
    """
    if len(four) < 4 or four[0] != 0xFF or four[1] & 0xE0 != 0xE0:
        return None
    version, layer = four[1] >> 3 & 3, _LAYERS.get(four[1] >> 1 & 3)
    bitrate_index, rate_index = four[2] >> 4, four[2] >> 2 & 3
    if version == 1 or layer is None or bitrate_index == 15 or rate_index == 3:
        return None
    return FrameHeader(
        version_bits=version,
        layer=layer,
        bitrate_bps=_KBPS[1 if version == 3 else 2, layer][bitrate_index] * 1000,
        sample_rate_hz=_RATES_HZ[version][rate_index],
        padding=four[2] >> 1 & 1,
        channels=1 if four[3] >> 6 == 3 else 2,
    )


@lru_cache(maxsize=32)
def frame_sizes(version_bits: int, layer: int, sample_rate_hz: int, free_bytes: int) -> dict[bytes, int]:
    """The length of a frame by the first three bytes of its header, for all headers of one stream.

    Version, layer and sample rate stay the same through a stream; bitrate,
    padding, checksum and private bit may change. `free_bytes` is the length
    of an unpadded free-format frame, 0 where the stream is not free format.
    """
    sizes = {}
    seconds = [
        b for b in range(0xE0, 0x100) if b >> 3 & 3 == version_bits and _LAYERS.get(b >> 1 & 3) == layer
    ]
    for key in (bytes((0xFF, second, third)) for second in seconds for third in range(0x100)):
        header = parse_header(key + b"\0")
        if header and header.sample_rate_hz == sample_rate_hz:
            size = header.size_bytes or (free_bytes + header.padding if free_bytes else 0)
            if size:
                sizes[key] = size
    return sizes
