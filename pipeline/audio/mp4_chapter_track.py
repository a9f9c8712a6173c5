"""The `trak` box of a chapter track, as QuickTime and Apple's players read it: disabled, and made of text.

The layout is that of Apple's QuickTime File Format, chapters "Text media" and
"Chapter lists".
"""

from dataclasses import dataclass

from pipeline.audio.boxes import LARGEST, render_box, render_full_box

_IDENTITY = b"".join(number.to_bytes(4, "big") for number in (1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30))
_IN_MOVIE = 2
"""A part of the movie, but not enabled: nobody draws the titles over a video."""
_SELF_CONTAINED = 1
_COPY, _GREY = 0x40, 0x8000
_MILLISECONDS = 1000


@dataclass(frozen=True)
class ChapterTrack:
    """What a chapter track says."""

    track_id: int
    samples: tuple[tuple[bytes, int], ...]
    """The bytes of each, and how many milliseconds it is shown."""
    movie_timescale: int
    """Units in a second of the whole movie."""
    language: str
    """Three letters."""
    is_quicktime: bool

    @property
    def body(self) -> bytes:
        """The samples one behind the other."""
        return b"".join(sample for sample, _ in self.samples)

    @property
    def duration_ms(self) -> int:
        return sum(ms for _, ms in self.samples)


def render_track(track: ChapterTrack, offset: int, *, wide: bool) -> bytes:
    """The box.

    Args:
        track: What it says.
        offset: Where in the file its samples start.
        wide: Write the offset in eight bytes.
    """
    return render_box(
        b"trak",
        _tkhd(track),
        render_box(b"mdia", _mdhd(track), _hdlr(track), _minf(track, offset, wide=wide)),
    )


def _number(value: int, width: int = 4) -> bytes:
    return value.to_bytes(width, "big")


def _tkhd(track: ChapterTrack) -> bytes:
    duration = track.duration_ms * track.movie_timescale // _MILLISECONDS
    version, width = (1, 8) if duration > LARGEST else (0, 4)
    times = bytes(2 * width)
    what = (_number(track.track_id), bytes(4), _number(duration, width))
    layer_volume_and_size = bytes(16), _IDENTITY, bytes(8)
    return render_full_box(b"tkhd", times, *what, *layer_volume_and_size, version=version, flags=_IN_MOVIE)


def _mdhd(track: ChapterTrack) -> bytes:
    version, width = (1, 8) if track.duration_ms > LARGEST else (0, 4)
    times = bytes(2 * width)
    scale = _number(_MILLISECONDS) + _number(track.duration_ms, width)
    language = _number(_pack(track.language), 2)
    return render_full_box(b"mdhd", times, scale, language, bytes(2), version=version)


def _pack(language: str) -> int:
    """Five bits for each of three letters.

    >>> hex(_pack("und"))
    '0x55c4'
    """
    first, second, third = (ord(letter) - 0x60 for letter in language)
    return first << 10 | second << 5 | third


def _hdlr(track: ChapterTrack) -> bytes:
    component = b"mhlr" if track.is_quicktime else bytes(4)
    no_name = bytes(1)  # an empty text, be it counted or ended
    return render_full_box(b"hdlr", component, b"text", bytes(12), no_name)


def _minf(track: ChapterTrack, offset: int, *, wide: bool) -> bytes:
    gmin = render_full_box(b"gmin", _number(_COPY, 2), 3 * _number(_GREY, 2), bytes(4))
    url = render_full_box(b"url ", flags=_SELF_CONTAINED)
    # QuickTime wants to be told who reads the data as well; MP4 does not know that box here
    reader = [render_full_box(b"hdlr", b"dhlr", b"url ", bytes(13))] if track.is_quicktime else []
    return render_box(
        b"minf",
        render_box(b"gmhd", gmin, render_box(b"text", _IDENTITY)),
        *reader,
        render_box(b"dinf", render_full_box(b"dref", _number(1), url)),
        _stbl(track, offset, wide=wide),
    )


def _stbl(track: ChapterTrack, offset: int, *, wide: bool) -> bytes:
    """All samples are one chunk."""
    count = len(track.samples)
    times = (_number(1) + _number(min(ms, LARGEST)) for _, ms in track.samples)
    sizes = (_number(len(sample)) for sample, _ in track.samples)
    place = render_full_box(b"co64" if wide else b"stco", _number(1), _number(offset, 8 if wide else 4))
    return render_box(
        b"stbl",
        render_full_box(b"stsd", _number(1), _TEXT_ENTRY),
        render_full_box(b"stts", _number(count), *times),
        render_full_box(b"stsc", _number(1), _number(1), _number(count), _number(1)),
        render_full_box(b"stsz", bytes(4), _number(count), *sizes),
        place,
    )


_TEXT_ENTRY = render_box(
    b"text",
    bytes(6) + _number(1, 2),  # what it refers to: this file
    bytes(4) + _number(1),  # display flags, centred
    bytes(6) + bytes(8),  # background, box
    bytes(8) + bytes(2) + bytes(2) + bytes(1) + bytes(2),  # reserved, font, face, reserved
    bytes(6) + bytes(1),  # colour, no font's name
)
