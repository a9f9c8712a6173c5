"""Files that are made to cost much: small ones that grow, and large ones that are mostly holes."""

import json
import struct
import zlib
from collections.abc import Callable

from mutagen.id3 import APIC, ID3

from tests.cli.building import AUDIO, EPISODE, INDEX, TAPE, ShowFolder

GIGABYTE = 1_000_000_000
DEEP = 100_000
Spoil = Callable[[ShowFolder], object]


def front(text: str) -> Spoil:
    """Front matter with these lines at its end."""
    return lambda show: show.add_front(text)


def notes(text: str) -> Spoil:
    """Notes of this."""
    return lambda show: show.change(INDEX, "It is rarely the bone.", text)


def settings(text: str) -> Spoil:
    """`podcast.toml` with these lines before the rest."""
    return lambda show: show.change("podcast.toml", "title =", f"{text}\ntitle =")


def beside(name: str, content: str | bytes, said: str = "") -> Spoil:
    """A file beside the episode, and the line that names it."""

    def spoil(show: ShowFolder) -> None:
        show.write(f"{EPISODE}/{name}", content)
        if said:
            show.add_front(said)

    return spoil


def hole(name: str, said: str = "", head: bytes = b"") -> Spoil:
    """A gigabyte of nothing, which takes no room on the disk."""

    def spoil(show: ShowFolder) -> None:
        path = show.write(name, head)
        with path.open("r+b") as file:
            file.truncate(GIGABYTE)
        if said:
            show.add_front(said)

    return spoil


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, more: bytes = b"") -> bytes:
    """A picture as large as it says, of one colour: its rows are packed to a thousandth."""
    packer = zlib.compressobj(9)
    row = b"\0" * (width * 3 + 1)
    rows = min(height, 20_000_000 // len(row) or 1)
    data = b"".join(packer.compress(row) for _ in range(rows)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [chunk(b"IHDR", header), more, chunk(b"IDAT", data), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def swollen(kind: bytes, head: bytes, size_mb: float) -> bytes:
    """A chunk that unpacks to so many megabytes: words, or a colour profile."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"a" * 100_000) for _ in range(int(size_mb * 10))) + packer.flush()
    return chunk(kind, head + packed)


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + kind + body


def nested_boxes(count: int) -> bytes:
    body = b""
    for _ in range(count):
        body = box(b"moov", body)
    return box(b"ftyp", b"M4A \0\0\0\0M4A ") + body


def many_samples() -> bytes:
    """A table that says to have four billion entries."""
    table = box(b"stts", struct.pack(">III", 0, 1, 0xFFFFFFFF) + struct.pack(">I", 1))
    return box(b"ftyp", b"M4A \0\0\0\0M4A ") + box(
        b"moov", box(b"trak", box(b"mdia", box(b"minf", box(b"stbl", table))))
    )


def tagged_with(picture: bytes) -> bytes:
    """Audio with a cover in its tags."""
    from io import BytesIO

    file = BytesIO(TAPE)
    tags = ID3()
    tags.add(APIC(encoding=3, mime="image/png", type=3, desc="", data=picture))
    tags.save(file)
    return file.getvalue()


LAUGHS = "a0: &a0 [x, x]\n" + "".join(
    f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]\n" for level in range(1, 12)
)
MERGES = "m0: &m0 {a: x}\n" + "".join(
    f"m{level}: &m{level} {{<<: [{', '.join([f'*m{level - 1}'] * 9)}]}}\n" for level in range(1, 9)
)
CUES = json.dumps(
    {"segments": [{"startTime": 0, "endTime": 1, "speaker": "a", "body": "b"}] * 100_000, "version": "1.0.0"}
)
SVG_PICTURE = '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]><svg>&x;</svg>'

BOMBS: dict[str, Spoil] = {
    "YAML aliases": front(LAUGHS),
    "YAML merges": front(MERGES),
    "YAML that repeats a long list": front("a: &a [" + "x," * 9_000 + "]\nb: [" + "*a," * 9_000 + "]"),
    "YAML that refers to itself": front("chapters: &a [*a]"),
    "YAML depth": front("tags: " + "[" * DEEP),
    "YAML depth that is closed": front("tags: " + "[" * 20_000 + "]" * 20_000),
    "YAML mappings in mappings": front("".join(f"{' ' * depth}a:\n" for depth in range(400))),
    "YAML keys": front("".join(f"key{number}: x\n" for number in range(18_000))),
    "YAML key without end": front("k" * 190_000 + ": x"),
    "YAML complex key": front("? " + "[" * 5_000 + "]" * 5_000 + "\n: x"),
    "YAML quotes": front('summary: "' + "\\x41" * 45_000),
    "YAML number": front("episode: " + "9" * 150_000),
    "YAML date": lambda show: show.change(INDEX, "2026-11-05", "1" * 150_000),
    "YAML tag": front("tags: !!python/object/apply:os.system ['true']"),
    "YAML tag of the show": front("tags: !!python/name:os.system x"),
    "YAML binary": front("tags: !!binary " + "A" * 100_000),
    "TOML depth": settings("x = " + "[" * DEEP),
    "TOML tables in tables": settings("x = " + "{a=" * 20_000 + "1" + "}" * 20_000),
    "TOML dots": settings("a" + ".a" * 100_000 + " = 1"),
    "TOML tables": lambda show: show.write(
        "podcast.toml", "".join(f"[people.p{number}]\nname = 'x'\n" for number in range(30_000))
    ),
    "TOML key without end": settings("k" * 900_000 + " = 1"),
    "TOML number": settings("x = " + "9" * 500_000),
    "TOML text": settings('x = """' + "\\u0041" * 150_000),
    "TOML hole": hole("podcast.toml"),
    "notes hole": hole(INDEX, head=b"---\ntitle: x\n---\n"),
    "notes of quotes": notes("> " * 200_000 + "x"),
    "notes of lists": notes("".join(f"{' ' * depth * 2}- x\n" for depth in range(900))),
    "notes of brackets": notes("[" * 300_000),
    "notes of brackets that are closed": notes("[" * 100_000 + "x" + "](y)" * 100_000),
    "notes of pictures": notes("![" * 200_000),
    "notes of stars": notes("*a_ " * 200_000),
    "notes of backticks": notes("".join("`" * (number % 900) + "a" for number in range(1_500))),
    "notes of divs": notes("<div>" * 150_000),
    "notes of tables": notes("|a" * 5_000 + "|\n" + "|-" * 5_000 + "|\n" + ("|b" * 5_000 + "|\n") * 40),
    "notes of footnotes": notes("".join(f"[^{number}] " for number in range(40_000)) + "\n\n[^1]: x\n"),
    "notes of paragraphs": notes("x\n\n" * 300_000),
    "notes of entities": notes("&amp;" * 190_000),
    "notes of links": notes("<https://a.example/> " * 40_000),
    "notes of references": notes("[a]: /x\n" * 100_000 + "[a]" * 10_000),
    "WebVTT hole": hole(f"{EPISODE}/transcript.vtt", head=b"WEBVTT\n\n"),
    "WebVTT cues": beside("transcript.vtt", "WEBVTT\n\n" + "00:00.000 --> 00:01.000\nx\n\n" * 100_000),
    "WebVTT cues without end": beside(
        "transcript.vtt", "WEBVTT\n\n" + "00:00.000 --> 00:01.000\nx\n\n" * 296_000
    ),
    "SRT cues": beside("transcript.srt", "00:00:00,000 --> 00:00:01,000\nx\n\n" * 220_000),
    "WebVTT digits": beside("transcript.vtt", "WEBVTT\n\n" + "9" * 900_000 + ":00.000 --> 00:01.000\nx\n"),
    "WebVTT tags": beside("transcript.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\n" + "<v " * 200_000),
    "SRT hole": hole(f"{EPISODE}/transcript.srt"),
    "JSON depth": beside("transcript.json", "[" * DEEP),
    "JSON depth of objects": beside("transcript.json", '{"a":' * DEEP),
    "JSON cues": beside("transcript.json", CUES),
    "JSON cues without end": beside(
        "transcript.json", CUES[:-22] + ', {"startTime": 2, "body": "b"}' + CUES[-22:]
    ),
    "JSON hole": hole(f"{EPISODE}/transcript.json"),
    "JSON number": beside("transcript.json", '{"segments": [{"startTime": ' + "9" * 500_000 + "}]}"),
    "page depth": beside("transcript.html", "<time>0:01</time>" + "<p><div>" * DEEP),
    "page hole": hole(f"{EPISODE}/transcript.html", head=b"<time>0:01</time><p>x"),
    "page of attributes": beside(
        "transcript.html", "<p " + "".join(f"a{number}=x " for number in range(100_000)) + ">"
    ),
    "page of comments": beside("transcript.html", "<!--" * 300_000),
    "page of entities": beside("transcript.html", "<!DOCTYPE p [<!ENTITY a 'aaaa'>]>" + "&a;" * 200_000),
    "chapters depth": beside("chapters.json", "[" * DEEP, "chapters: chapters.json"),
    "chapters hole": hole(f"{EPISODE}/chapters.json", "chapters: chapters.json"),
    "chapters number": beside(
        "chapters.json",
        '{"version":"1.2.0","chapters":[{"startTime":' + "9" * 500_000 + "}]}",
        "chapters: chapters.json",
    ),
    "chapters": beside(
        "chapters.json",
        json.dumps({"version": "1.2.0", "chapters": [{"startTime": n, "title": "x"} for n in range(9_000)]}),
        "chapters: chapters.json",
    ),
    "picture that is vast": beside("heel.png", png(60_000, 60_000), "artwork: heel.png"),
    "picture that is long": beside("heel.png", png(6, 900_000_000), "artwork: heel.png"),
    "picture with words": beside(
        "heel.png", png(1400, 1400, swollen(b"zTXt", b"Comment\0\0", 300)), "artwork: heel.png"
    ),
    "picture with words that each pass": beside(
        "heel.png", png(1400, 1400, swollen(b"zTXt", b"Comment\0\0", 0.9) * 60), "artwork: heel.png"
    ),
    "picture with a profile": beside(
        "heel.png", png(1400, 1400, swollen(b"iCCP", b"x\0\0", 300)), "artwork: heel.png"
    ),
    "picture hole": hole(f"{EPISODE}/heel.png", "artwork: heel.png", png(1400, 1400)[:33]),
    "picture of notes": lambda show: (
        show.write(f"{EPISODE}/heel.png", png(60_000, 60_000)),
        notes("![a heel](heel.png)")(show),
    ),
    "picture with an entity": beside("heel.png", SVG_PICTURE, "artwork: heel.png"),
    "cover of the show": lambda show: show.write("cover.jpg", png(60_000, 60_000)),
    "cover in the audio": lambda show: show.write(AUDIO, tagged_with(png(60_000, 60_000))),
    "audio hole": hole(AUDIO),
    "audio tag of a hole": hole(AUDIO, head=b"ID3\x04\0\0\x7f\x7f\x7f\x7f"),
    "audio tag without end": lambda show: show.write(AUDIO, b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + TAPE),
    "audio tag frames": lambda show: show.write(
        AUDIO, b"ID3\x03\0\0\0\x3f\x7f\x7f" + b"TXXX\0\0\0\1\0\0\0" * 95_000 + TAPE
    ),
    "audio boxes in boxes": lambda show: (
        show.write(f"{EPISODE}/heel.m4a", nested_boxes(5_000)),
        show.change(INDEX, "heel.mp3", "heel.m4a"),
    ),
    "audio samples": lambda show: (
        show.write(f"{EPISODE}/heel.m4a", many_samples()),
        show.change(INDEX, "heel.mp3", "heel.m4a"),
    ),
    "theme hole": hole("theme/base.html"),
    "theme style hole": hole("theme/extra.css"),
    "theme picture hole": hole("theme/logo.png", head=png(64, 64)[:33]),
    "theme depth": lambda show: show.write("theme/base.html", "{% if 1 %}" * 3_000),
    "theme brackets": lambda show: show.write("theme/base.html", "{{ " + "(" * 40_000),
    "theme comments": lambda show: show.write("theme/extra.css", "/*a" * 33_000),
    "theme style": lambda show: show.write("theme/extra.css", "url(" * 24_000),
}
