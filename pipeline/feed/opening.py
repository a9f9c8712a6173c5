"""The beginning of a document: whether it is XML at all, its declaration, and what stands before that."""

import re

from pipeline.core.feed_document import FlawKind
from pipeline.feed.flaw_list import FlawList, excerpt

_MAGIC = (
    (0, b"PK\x03\x04", "a ZIP archive"),
    (0, b"\x1f\x8b", "compressed twice"),
    (0, b"BZh", "compressed with bzip2"),
    (0, b"\xfd7zXZ", "compressed with xz"),
    (0, b"\x28\xb5\x2f\xfd", "compressed with zstd"),
    (0, b"Rar!", "a RAR archive"),
    (0, b"%PDF", "a PDF"),
    (0, b"\x89PNG", "a picture"),
    (0, b"\xff\xd8\xff", "a picture"),
    (0, b"GIF8", "a picture"),
    (0, b"ID3", "audio"),
    (0, b"\xff\xfb", "audio"),
    (0, b"OggS", "audio"),
    (0, b"fLaC", "audio"),
    (0, b"RIFF", "audio or a picture"),
    (4, b"ftyp", "audio or video"),
)
_BEGIN = re.compile(r"<\?xml[\s?]|<(?:rss|feed|rdf:RDF)[\s>]")
_PROLOG = re.compile(r"\s+|<!--.*?-->|<\?.*?\?>", re.DOTALL)
_WEB_PAGE = re.compile(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_DECLARATION = re.compile(r"<\?xml[\s?][^<>]{0,500}>")
_QUOTED = r"""\s*=\s*(?:"{0}"|'{0}')"""
_GOOD_DECLARATION = re.compile(
    r"<\?xml\s+version"
    + _QUOTED.format(r"1\.0")
    + r"(?:\s+encoding"
    + _QUOTED.format("[A-Za-z][A-Za-z0-9._-]*")
    + r")?(?:\s+standalone"
    + _QUOTED.format("(?:yes|no)")
    + r")?\s*\?>"
)
_FIRST_ELEMENT = re.compile(r"<[A-Za-z_:]")


def name_of_binary(head: bytes) -> str | None:
    """What a file is that is no text, by its first bytes; None where they say nothing."""
    return next((name for offset, magic, name in _MAGIC if head.startswith(magic, offset)), None)


def settle_opening(text: str, flaws: FlawList) -> str:
    """The text without its XML declaration and what stands before it; empty where it is no XML.

    Line breaks are kept, so that every line keeps its number.

    Args:
        text: The first block of the document.
        flaws: What is wrong with the opening is added to it.
    """
    begin = _end_of_prolog(text, 0)
    if not text.strip():
        return text
    other = _other_format(text, begin)
    if other:
        flaws.add(FlawKind.NOT_XML, 1 + text.count("\n", 0, begin), other)
        return ""
    return _without_declaration(_without_junk(text, flaws), flaws)


def _end_of_prolog(text: str, start: int) -> int:
    """Behind the blanks, comments and instructions that stand at a place."""
    found = _PROLOG.match(text, start)
    while found:
        start = found.end()
        found = _PROLOG.match(text, start)
    return start


def _other_format(text: str, begin: int) -> str | None:
    if _WEB_PAGE.match(text, begin):
        return "a web page"
    if begin == len(text) or _BEGIN.search(text):
        return None
    if text[begin] in "{[":
        return "JSON"
    if text[begin] == "<" or _FIRST_ELEMENT.search(text, begin, begin + 4096):
        return None
    return f"text that begins with {excerpt(text[begin:], 30)}"


def _without_junk(text: str, flaws: FlawList) -> str:
    """The text from its declaration or root on."""
    found = _BEGIN.search(text)
    if not found or not found.start():
        return text
    before = text[: found.start()]
    if not found[0].startswith("<?xml") and not _is_junk(before):
        return text
    flaws.add(FlawKind.BEFORE, 1, excerpt(before) or "blanks")
    return "\n" * before.count("\n") + text[found.start() :]


def _is_junk(before: str) -> bool:
    """Whether text before the root is none that may stand there, a DOCTYPE included."""
    end = _end_of_prolog(before, 0)
    return end < len(before) and not before.startswith("<!", end)


def _without_declaration(text: str, flaws: FlawList) -> str:
    start = len(text) - len(text.lstrip("\n"))
    line = start + 1
    found = _DECLARATION.match(text, start)
    if not found and text.startswith("<?xml", start) and ">" not in text:
        return ""
    if not found:
        flaws.add(FlawKind.DECLARATION, 1)
        return text
    if not _GOOD_DECLARATION.fullmatch(found[0]):
        flaws.add(FlawKind.DECLARATION, line, excerpt(found[0], 100))
    return text[:start] + "\n" * found[0].count("\n") + text[found.end() :]
