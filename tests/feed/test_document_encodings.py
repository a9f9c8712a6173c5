"""Encodings: what is declared, what the bytes are, and files that are no text at all."""

import codecs

import pytest

from pipeline.core.feed_document import FlawKind
from tests.feed.documents import ITEM_LINE, flaws_of, make_feed, read

CAFE = make_feed("<item><title>Café</title></item>\n").decode()


def as_declared(encoding: str, codec: str | None = None) -> bytes:
    return CAFE.replace("UTF-8", encoding).encode(codec or encoding)


@pytest.mark.parametrize(
    ("encoding", "codec"),
    [
        ("ISO-8859-1", "latin-1"),
        ("windows-1252", "cp1252"),
        ("UTF-16", "utf-16"),
        ("UTF-16", "utf-16-le"),
        ("UTF-16", "utf-16-be"),
        ("UTF-32", "utf-32"),
        ("big5hkscs-or-so", "utf-8"),
    ],
)
def test_other_encodings_are_read_and_told(encoding: str, codec: str) -> None:
    """Apple wants UTF-8; the text is read all the same, and an unknown encoding as UTF-8."""
    document, items = read(as_declared(encoding, codec))
    assert items[0].text_of("title") == "Café"
    assert [(flaw.kind, flaw.line, flaw.value) for flaw in document.flaws] == [
        (FlawKind.ENCODING, 1, encoding.lower())
    ]


def test_utf_16_without_declaration_is_recognised() -> None:
    """By its byte order mark, or by the zeros in it."""
    text = CAFE.split("\n", 1)[1]
    for data in (text.encode("utf-16"), text.encode("utf-16-le"), text.encode("utf-16-be")):
        document, items = read(data)
        assert (document.encoding, items[0].text_of("title")) == ("utf-16", "Café")


def test_windows_1252_that_says_utf_8_is_read_as_what_it_is() -> None:
    """It comes from texts that were pasted; good UTF-8 beside it stays what it is."""
    data = make_feed("<item><title>Zo\u00eb \u2014 X</title></item>\n").replace(b"X", b"\x93caf\xe9 \x94\x81")
    document, items = read(data)
    assert items[0].text_of("title") == "Zoë — “café ”\ufffd"
    assert [(flaw.kind, flaw.line, flaw.value) for flaw in document.flaws] == [
        (FlawKind.BYTES, ITEM_LINE, "0x93"),
        (FlawKind.BYTES, ITEM_LINE, "0xE9"),
        (FlawKind.BYTES, ITEM_LINE, "0x94 0x81"),
    ]


def test_a_character_that_is_cut_at_the_end_is_told() -> None:
    """The file was cut in the middle of it."""
    found = flaws_of(make_feed("<item><title>Caf").rpartition(b"</channel>")[0] + b"\xc3")
    assert [kind for kind, _, _ in found] == [FlawKind.BYTES, FlawKind.CUT]


def test_a_declared_encoding_that_is_no_encoding_of_text_is_not_used() -> None:
    """Python knows codecs that compress, rotate or evaluate."""
    for name in ("rot13", "zlib", "unicode_escape", "idna", "utf-7", "undefined", "../x", "mbcs", "\u00e9"):
        data = CAFE.replace("UTF-8", name).encode()
        document, items = read(data)
        assert FlawKind.ENCODING in {flaw.kind for flaw in document.flaws}
        assert items[0].text_of("title") == "Café"


def test_bytes_that_an_encoding_does_not_have_are_told() -> None:
    """Where they are not UTF-8, nothing is guessed."""
    data = as_declared("windows-1252").replace(b"\xe9", b"\x81")
    document, items = read(data)
    assert [flaw.kind for flaw in document.flaws] == [FlawKind.ENCODING, FlawKind.BYTES]
    assert items[0].text_of("title") == "Caf\ufffd"


def test_a_byte_order_mark_is_told_and_left_out() -> None:
    """Only the first one: what stands in the middle is a character like others."""
    assert flaws_of(codecs.BOM_UTF8 + CAFE.encode()) == [(FlawKind.BOM, 1, "")]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_lines_are_counted_whatever_ends_them(end: str) -> None:
    """Editors show the same numbers."""
    document, items = read(CAFE.replace("\n", end).encode())
    assert (items[0].line, document.flaws) == (ITEM_LINE, ())


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b"<!DOCTYPE html><p>", "a web page"),
        (b"\n<!-- x --><HTML lang='en'>", "a web page"),
        (b'{"version": "1"}', "JSON"),
        (b"  [1]", "JSON"),
        (b"404 page not found", "text that begins with 404 page not found"),
        (b"ID3\x03\0\0", "audio"),
        (b"\0\0\0\x20ftypM4A ", "audio or video"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x1f\x8b\x08\0\0\0\0\0\0\x03", None),
    ],
)
def test_what_is_no_xml_is_called_by_its_name(data: bytes, value: str | None) -> None:
    """Nothing else is said of it."""
    found = flaws_of(data)
    assert len(found) == 1
    assert found[0][0] is (FlawKind.NOT_XML if value else FlawKind.COMPRESSED)
    assert value is None or found[0][2] == value


@pytest.mark.parametrize("data", [b"", b"\n \t", b"\xef\xbb\xbf", b"<?xml version='1.0'?>", b"<!-- x -->"])
def test_nothing_is_called_nothing(data: bytes) -> None:
    """A file without an element is empty, whatever else is in it."""
    assert FlawKind.EMPTY in {kind for kind, _, _ in flaws_of(data)}
