"""Text from a document's bytes: its encoding is recognised, and what no XML may hold is left out."""

import codecs
import io
import re

from pipeline.core.feed_document import FlawKind
from pipeline.feed.flaw_list import FlawList

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WITHOUT_BOM = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_DECLARED = re.compile(rb"<\?xml\s[^<>]{0,200}?encoding\s*=\s*[\"']([^\"'<>]{0,80})[\"']")
_SINGLE_BYTES = re.compile(
    r"us-ascii|ascii|iso-?8859-\d{1,2}|latin-?1|(?:windows-|cp)125\d|koi8-[ru]|macintosh|windows-874|"
    r"shift_jis|euc-jp|euc-kr|gbk|gb2312|gb18030|big5"
)
"""Those that begin as ASCII does; Python knows others that are no encodings of text at all."""
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BAD_RUN = re.compile("[\udc80-\udcff]+")
_REPLACED = re.compile("\ufffd+")
_WINDOWS_1252 = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
"""Bytes that are no UTF-8, as Python marks them, by what they nearly always mean."""


class TextDecoder:
    """The text of one document, line ends as `\\n`.

    Bytes that are no UTF-8 are read as Windows-1252, which is what they
    nearly always are; in other encodings they become U+FFFD.
    """

    def __init__(self, head: bytes, flaws: FlawList) -> None:
        self._flaws = flaws
        self._line = 1
        bom, codec = _recognised(head)
        self.encoding, declared_line = _declared(head, codec)
        codec = codec or _codec_of(self.encoding)
        self._skip = len(bom)
        self._is_utf8 = codec == "utf-8"
        if bom and self._is_utf8:
            flaws.add(FlawKind.BOM, 1)
        if self.encoding != "utf-8":
            flaws.add(FlawKind.ENCODING, declared_line, self.encoding)
        errors = "surrogateescape" if self._is_utf8 else "replace"
        decoder = codecs.getincrementaldecoder(codec)(errors)
        self._decoder = io.IncrementalNewlineDecoder(decoder, translate=True)

    @property
    def line(self) -> int:
        """The one that was reached."""
        return self._line

    def decode(self, block: bytes, *, is_last: bool = False) -> str:
        """The text of the next block, as far as its characters are complete."""
        skipped, self._skip = self._skip, 0
        text = self._decoder.decode(block[skipped:], is_last)
        if self._is_utf8:
            if not text.isascii() and _BAD_RUN.search(text):
                text = self._with_bad_bytes_read(text)
        elif _REPLACED.search(text):
            self._tell_runs(_REPLACED, text, FlawKind.BYTES)
        if _FORBIDDEN.search(text):
            self._tell_runs(_FORBIDDEN, text, FlawKind.CHARACTER)
            text = _FORBIDDEN.sub("", text)
        self._line += text.count("\n")
        return text

    def _with_bad_bytes_read(self, text: str) -> str:
        self._tell_runs(_BAD_RUN, text, FlawKind.BYTES)
        return text.translate(_WINDOWS_1252)

    def _tell_runs(self, runs: re.Pattern[str], text: str, kind: FlawKind) -> None:
        line, counted = self._line, 0
        for run in runs.finditer(text):
            line += text.count("\n", counted, run.start())
            counted = run.start()
            self._flaws.add(kind, line, _name_of(run[0], kind))
            if self._flaws.is_full(kind):
                return


def _recognised(head: bytes) -> tuple[bytes, str | None]:
    """The byte order mark and the encoding that it, or the first `<`, shows."""
    for bom, codec in _BOMS:
        if head.startswith(bom):
            return bom, codec
    return b"", next((codec for mark, codec in _WITHOUT_BOM if head.startswith(mark)), None)


def _declared(head: bytes, codec: str | None) -> tuple[str, int]:
    """The encoding to be told of, in lower case, and the line of its declaration."""
    if codec and codec != "utf-8":
        return codec.removesuffix("-le").removesuffix("-be"), 1
    found = _DECLARED.search(head)
    if not found:
        return "utf-8", 1
    return found[1].decode("latin-1").strip().lower(), head.count(b"\n", 0, found.start()) + 1


def _codec_of(encoding: str) -> str:
    """What to decode by: an encoding that cannot be, or is unknown, is taken for UTF-8."""
    if not _SINGLE_BYTES.fullmatch(encoding):
        return "utf-8"
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return "utf-8"


def _name_of(run: str, kind: FlawKind) -> str:
    if kind is FlawKind.CHARACTER:
        return f"U+{ord(run[0]):04X}"
    return " ".join(f"0x{ord(each) - 0xDC00:02X}" for each in run[:4]) if run[0] != "\ufffd" else ""
