"""Whole files as many programs would leave them, put together frame by frame: no encoder is needed."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from pipeline.audio.boxes import render_box
from tests.audio.building import FILES, ID3V1, LYRICS, ape, id3v2
from tests.audio.mp4_building import TinyMovie, TinyTrack, tiny_movie, with_text

BARE = " without a header"
"""Ends the name of a family of which nothing says how long a file is."""

SMALL = ", small frames"
"""In the name of a bare family where one cut in less than 200 hits the place between two frames."""
SMALL_BYTES = 200

FREE_BYTES = (300, 1500)


@dataclass(frozen=True)
class GoodFile:
    """A file that must not be refused."""

    name: str
    family: str
    """What it is compared with: codec and layout."""
    data: bytes
    sound_end: int
    """Behind this stand tags and padding only."""

    @property
    def is_bare(self) -> bool:
        """Whether a cut between two frames leaves a shorter file that is whole in itself."""
        return self.family.endswith(BARE)


HEADS = {
    "plain": b"",
    "ID3v2.2": id3v2(150, version=2),
    "ID3v2.3": id3v2(300, version=3),
    "ID3v2.4 with a footer": id3v2(300, footer=True),
    "two ID3v2 tags": id3v2(100) + id3v2(200),
    "padding": id3v2(100) + bytes(2000),
    "leading junk": b"\xff\xfb junk that is no frame \xff\xf3\x90",
    "an APE tag in front": ape(b"x" * 50),
}
TAILS = {
    "no tail": b"",
    "ID3v1": ID3V1,
    "ID3v1 enhanced": b"TAG+".ljust(227, b"\0") + ID3V1,
    "APE": ape(b"x" * 80),
    "APE without a header": ape(b"x" * 80, header=False),
    "APE and ID3v1": ape(b"x" * 80) + ID3V1,
    "Lyrics3 and ID3v1": LYRICS + ID3V1,
    "ID3v2.4 at the end": id3v2(200, footer=True),
    "zeros behind": bytes(1000),
}

_MPEG = {
    "MPEG-1": (3, (44100, 48000, 32000), (32, 64, 128, 192, 320)),
    "MPEG-2": (2, (22050, 24000, 16000), (8, 32, 64, 160)),
    "MPEG-2.5": (0, (11025, 12000, 8000), (8, 16, 32, 64)),
}
"""Version bits, sample rates by their index, and some bitrates of layer III."""
_KBPS = {
    True: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Of layer III by bitrate index, which begins at 1: for MPEG-1, for the others."""


@dataclass(frozen=True)
class Stream:
    """One kind of MP3: what stays the same from frame to frame."""

    mpeg: str
    rate_index: int
    is_mono: bool
    has_crc: bool
    free_bytes: int = 0

    @property
    def rate_hz(self) -> int:
        return _MPEG[self.mpeg][1][self.rate_index]

    @property
    def side_bytes(self) -> int:
        wide = self.mpeg == "MPEG-1"
        return (17 if wide else 9) if self.is_mono else (32 if wide else 17)

    def frame(self, kbps: int, padding: int, body: Random | bytes) -> bytes:
        """A frame; kbps 0 is free format."""
        wide = self.mpeg == "MPEG-1"
        index = _KBPS[wide].index(kbps) + 1 if kbps else 0
        second = 0xE0 | _MPEG[self.mpeg][0] << 3 | 0x02 | (0 if self.has_crc else 1)
        third = index << 4 | self.rate_index << 2 | padding << 1
        head = bytes((0xFF, second, third, 0xC4 if self.is_mono else 0x64))
        size = (144000 if wide else 72000) * kbps // self.rate_hz if kbps else self.free_bytes
        size += padding
        rest = body.randbytes(size) if isinstance(body, Random) else body.ljust(size, b"\0")
        return (head + rest)[:size]


def assembled(seed: int, count: int) -> Iterator[GoodFile]:
    """So many MP3 files, each rolled by the seed: kind, layout, and what stands before and behind."""
    random = Random(seed)
    for number in range(count):
        mpeg = random.choice(tuple(_MPEG))
        layout = random.choice(("CBR", "CBR", "VBR", "free format"))
        promise = random.choice((b"", b"Info" if layout == "CBR" else b"Xing", b"VBRI"))
        free = random.randint(*FREE_BYTES) if layout == "free format" else 0
        stream = Stream(mpeg, random.randrange(3), random.random() < 0.5, random.random() < 0.2, free)
        head, tail = random.choice(tuple(HEADS)), random.choice(tuple(TAILS))
        sound = _sound(stream, layout, "" if layout == "free format" else promise.decode(), random)
        data = HEADS[head] + sound.data + TAILS[tail]
        bare = f"{SMALL if sound.frame_bytes < SMALL_BYTES else ''}{BARE}"
        family = f"{mpeg} {layout}{f' {promise.decode()}' if promise and not free else bare}"
        name = f"{number} {family}, {stream.rate_hz} Hz, {head}, {tail}"
        yield GoodFile(name, family, data, len(data) - len(TAILS[tail]))


@dataclass(frozen=True)
class _Sound:
    data: bytes
    frame_bytes: float
    """On average."""


def _sound(stream: Stream, layout: str, promise: str, random: Random) -> _Sound:
    rates = _MPEG[stream.mpeg][2]
    one = 0 if layout == "free format" else random.choice(rates)
    count = random.randint(20, 80)
    frames = [
        stream.frame(random.choice(rates) if layout == "VBR" else one, int(random.random() < 0.3), random)
        for _ in range(count)
    ]
    sound = b"".join(frames)
    return _Sound(_promised(stream, promise, count, sound) + sound, len(sound) / count)


def _promised(stream: Stream, promise: str, count: int, sound: bytes) -> bytes:
    """The frame that says what follows, where there is to be one."""
    if not promise:
        return b""
    kbps = _MPEG[stream.mpeg][2][-1]  # so that there is room in it
    room = len(stream.frame(kbps, 0, b""))
    counts = count.to_bytes(4, "big")
    size = (len(sound) + room).to_bytes(4, "big")
    if promise == "VBRI":
        return stream.frame(kbps, 0, bytes(32) + b"VBRI" + bytes(6) + size + counts)
    side = bytes(stream.side_bytes)
    return stream.frame(kbps, 0, side + promise.encode() + b"\0\0\0\3" + counts + size)


def movies(seed: int, count: int) -> Iterator[GoodFile]:
    """So many M4A files in the layouts that programs leave behind."""
    random = Random(seed)
    for number in range(count):
        chunks = [
            [random.randbytes(random.randint(5, 400)) for _ in range(random.randint(1, 4))]
            for _ in range(random.randint(2, 9))
        ]
        movie = TinyMovie(
            (TinyTrack(chunks=chunks),),
            index_first=random.random() < 0.5,
            gap=random.choice((b"", render_box(b"free", bytes(40)))),
            long_heads=random.random() < 0.3,
            open_end=random.random() < 0.2,
            wide=random.random() < 0.3,
            split=random.choice((1, 1, 2)),
        )
        movie = with_text(movie, "Hello", "Why") if random.random() < 0.3 else movie
        layout = "open end" if movie.open_end else "index first" if movie.index_first else "index last"
        whole = tiny_movie(movie)
        tail = b"" if movie.open_end else random.choice((b"", bytes(500), ID3V1))
        yield GoodFile(f"{number} M4A, {layout}.m4a", f"M4A {layout}", whole + tail, len(whole))


KEPT = {
    "cbr-with-everything.mp3": "lame CBR Info",
    "cbr-without-header.mp3": f"lame CBR{BARE}",
    "vbr-with-xing.mp3": "lame VBR Xing",
    "vbr-without-header.mp3": f"lame VBR{BARE}",
    "mpeg2-stereo.mp3": "lame CBR Info",
    "mpeg25.mp3": "lame CBR Info",
    "layer2.mp3": f"layer II{BARE}",
    "chapters.m4a": "M4A index first",
    "index-last.m4a": "M4A index last",
    "video.mp4": "MP4 video",
    "video.m4v": "MP4 video",
    "video.mov": "MOV video",
}
"""The small real files that are whole."""


def kept() -> Iterator[GoodFile]:
    """The small real files."""
    for name, family in KEPT.items():
        data = (FILES / name).read_bytes()
        end = len(data) - 128 if name.endswith(".mp3") and data[-128:-125] == b"TAG" else len(data)
        yield GoodFile(name, family, data, end)
