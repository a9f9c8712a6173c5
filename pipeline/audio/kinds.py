"""What a file is by its first bytes, and what to do about one that podcast apps do not play."""

from dataclasses import dataclass
from shlex import quote

HEAD_BYTES = 64
"""How much of the file `parse_kind` wants to see (from behind an ID3 tag, if there is one)."""

MP3, MP4, PDF = "MP3", "MP4", "PDF"


@dataclass(frozen=True)
class Refused:
    """A file that is recognised but cannot be an enclosure: what it is, and what to do."""

    reason: str
    fix: str


_TO_MP3 = "convert it: ffmpeg -i {name} -vn -c:a libmp3lame -b:a 128k {stem}.mp3"
_TO_M4A = "put the same sound into an M4A: ffmpeg -i {name} -c:a copy {stem}.m4a"
_AGAIN = "copy or download the audio again"
_EXPORT = "name the exported audio file, an MP3 or M4A"

_MAGIC: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"RIFF....WAVE", "a WAV file", _TO_MP3),
    (0, b"RF64....WAVE", "a WAV file", _TO_MP3),
    (0, b"RIFF....AVI ", "an AVI video", _TO_MP3),
    (0, b"FORM....AIFF", "an AIFF file", _TO_MP3),
    (0, b"FORM....AIFC", "an AIFF file", _TO_MP3),
    (28, b"OpusHead", "an Opus file", _TO_MP3),
    (28, b"\x01vorbis", "an Ogg Vorbis file", _TO_MP3),
    (28, b"\x7fFLAC", "an Ogg FLAC file", _TO_MP3),
    (0, b"OggS", "an Ogg file", _TO_MP3),
    (0, b"fLaC", "a FLAC file", _TO_MP3),
    (0, b"ADIF", "a raw AAC file", _TO_M4A),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "a WMA file", _TO_MP3),
    (0, b"caff", "a Core Audio file", _TO_MP3),
    (0, b"#!AMR", "an AMR recording", _TO_MP3),
    (0, b"MAC ", "a Monkey's Audio file", _TO_MP3),
    (0, b"wvpk", "a WavPack file", _TO_MP3),
    (0, b"\x00\x00\x01\xba", "an MPEG video", _TO_MP3),
    (0, b"\xff\xd8\xff", "a JPEG picture", _EXPORT),
    (0, b"\x89PNG", "a PNG picture", _EXPORT),
    (0, b"PK\x03\x04", "a ZIP archive", "unpack it, and name the audio file inside"),
    (0, b"SQLite format 3", "a database or editor project", _EXPORT),
    (0, b"version https://git-lfs", "a Git LFS pointer, not the audio itself", "git lfs pull"),
)
"""Offset, bytes (a dot stands for any byte), name, fix; the first that fits counts."""

_MP4_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"pnot", b"free", b"skip")
_PICTURE_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis")


def parse_kind(head: bytes) -> str | Refused | None:
    """Tell what begins with these bytes.

    Returns:
        MP3, MP4 or PDF; `Refused` for what is known and not accepted; None
        for what is not known (an MP3 may still begin behind some junk).

    >>> parse_kind(b"%PDF-1.7")
    'PDF'
    >>> parse_kind(b"fLaC").reason
    'is a FLAC file, which podcast directories do not take'
    >>> parse_kind(b"hello") is None
    True
    """
    if head[4:8] in _MP4_BOXES:
        return Refused("is a HEIC or AVIF picture", _EXPORT) if head[8:12] in _PICTURE_BRANDS else MP4
    if head.startswith(b"%PDF-"):
        return PDF
    if len(head) >= 2 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        return _parse_sync(head)
    return _parse_matroska(head) or _parse_magic(head) or _parse_text(head)


def _parse_sync(head: bytes) -> str | Refused | None:
    if head[1] & 0xF6 == 0xF0:
        return _refused("a raw AAC file", _TO_M4A)
    return MP3 if head[1] & 0x06 in (0x02, 0x04) else None


def _parse_matroska(head: bytes) -> Refused | None:
    if not head.startswith(b"\x1a\x45\xdf\xa3"):
        return None
    return _refused("a WebM file" if b"webm" in head else "a Matroska file", _TO_MP3)


def _parse_magic(head: bytes) -> Refused | None:
    for offset, magic, name, fix in _MAGIC:
        seen = head[offset : offset + len(magic)]
        if len(seen) == len(magic) and all(m in (s, 0x2E) for m, s in zip(magic, seen, strict=True)):
            return _refused(name, fix)
    return None


def _refused(name: str, fix: str) -> Refused:
    is_sound = fix in (_TO_MP3, _TO_M4A)
    return Refused(f"is {name}, which podcast directories do not take" if is_sound else f"is {name}", fix)


def _parse_text(head: bytes) -> Refused | None:
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    is_page = text.startswith((b"<!doctype", b"<html", b"<head", b"<?xml"))
    return Refused("is a web page or XML document, not audio", _AGAIN) if is_page else None


def render_fix(fix: str, name: str) -> str:
    """The fix with the file's name in it, fit to be pasted into a shell.

    >>> render_fix("ffmpeg -i {name} {stem}.mp3", "my tape.wav")
    "ffmpeg -i 'my tape.wav' 'my tape.mp3'"
    """
    stem = name.rpartition(".")[0] or name
    for extension in (".mp3", ".m4a"):
        converted = stem + extension if stem + extension != name else f"{stem}-new{extension}"
        fix = fix.replace("{stem}" + extension, quote(converted))
    return fix.replace("whole-{name}", quote(f"whole-{name}")).replace("{name}", quote(name))
