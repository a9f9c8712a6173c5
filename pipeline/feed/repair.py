"""Mending XML while it streams by, so that one stray & does not hide everything behind it.

Every line keeps its number. What is mended is told; what cannot be mended is
passed on as it stands, for the parser to stop at.
"""

import re
from collections.abc import Callable

from pipeline.core.feed_document import FlawKind
from pipeline.feed.flaw_list import FlawList, excerpt
from pipeline.feed.references import mend_references

MAX_TAG_CHARS = 256 * 1024
MAX_INSTRUCTION_CHARS = 4096

_NAME_START = "A-Za-z_:\u00c0-\U000effff"
_GOOD_REFERENCE = (
    "&(?:amp|lt|gt|quot|apos|#(?:3[2-9]|[4-9][0-9]|[1-9][0-9]{2,3}|[1-4][0-9]{4})|"
    "#x(?:[2-9A-Fa-f][0-9A-Fa-f]{1,2}|[1-9A-Ca-c][0-9A-Fa-f]{3}));"
)
_CLEAN = re.compile(
    "(?:"
    r"[^<&\]]+"
    rf"|</?[{_NAME_START}][^<>&\"']*(?:(?:\"[^<&\"]*\"|'[^<&']*')[^<>&\"']*)*>"
    rf"|{_GOOD_REFERENCE}"
    r"|\](?!\]>|\]?\Z)"
    r"|<!\[CDATA\[[^\]]*(?:\](?!\]>)[^\]]*)*\]\]>"
    r"|<!--[^-]*(?:-[^-]+)*-->"
    r"|<\?(?![xX][mM][lL][\s?])[A-Za-z][^?<>]{0,1000}\?>"
    ")*"
)
"""As much as needs no mending: most documents are this from beginning to end."""
_TAG = re.compile(rf"</?[{_NAME_START}][^>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^>\"']*)*>")
_BEGINS_TAG = re.compile(rf"</?[{_NAME_START}]")
_PART_OF_REFERENCE = re.compile(r"&[#A-Za-z0-9]{0,32}\Z|\]{1,2}\Z")
_TARGET = re.compile(rf"[{_NAME_START}][\w.-]*(?:\s|\Z)")
_IN_DOCTYPE = re.compile(r"[\[\]>\"']|<!--|<\?")
_CLOSERS = {"<!--": "-->", "<?": "?>", '"': '"', "'": "'"}
_OPENERS = ("<!--", "<![CDATA[", "<!DOCTYPE", "<?", "</")


class Repair:
    """One document's text, mended block by block."""

    def __init__(self, flaws: FlawList) -> None:
        self._flaws = flaws
        self._buffer = ""
        self._at = 0
        self._out: list[str] = []
        self._is_last = False
        self._line = 1
        self._counted = 0
        self._mode: Callable[[], bool] = self._mend_content
        """Does one step; False where it needs the next block."""
        self._closer = ""
        self._opened_line = 0
        self._instruction = ""
        self._lines_left_out = 0
        self._brackets = 0

    @property
    def line(self) -> int:
        """The one that was reached."""
        return self._line

    def mend(self, text: str, *, is_last: bool = False) -> str:
        """The next piece of good text; a tag that is not complete yet is held back.

        Args:
            text: The next block.
            is_last: Nothing follows: what was held back is given as well.
        """
        self._buffer = self._buffer[self._at :] + text
        self._at = self._counted = 0
        self._is_last = is_last
        while self._mode():
            pass
        if is_last:
            self._finish()
        self._line_at(self._at)
        mended = "".join(self._out)
        self._out.clear()
        return mended

    # Content: text, tags and references.

    def _mend_content(self) -> bool:
        found = _CLEAN.match(self._buffer, self._at)
        self._copy_to(found.end() if found else self._at)
        if self._at == len(self._buffer):
            return False
        first = self._buffer[self._at]
        if first == "&":
            return self._mend_text()
        return self._mend_markup() if first == "<" else self._mend_bracket()

    def _mend_text(self) -> bool:
        """Text up to the next tag, with a reference that is not as it should be."""
        end = self._buffer.find("<", self._at)
        if end < 0:
            end = len(self._buffer)
            held = None if self._is_last else _PART_OF_REFERENCE.search(self._buffer, max(self._at, end - 40))
            end = held.start() if held else end
        bracket = self._buffer.find("]]>", self._at, end)
        return self._put_mended(bracket if bracket >= 0 else end)

    def _put_mended(self, end: int) -> bool:
        start = self._at
        text = self._buffer[start:end]
        self._put(mend_references(text, lambda kind, at, value: self._tell(kind, start + at, value)), end)
        return bool(text)

    def _around(self, at: int) -> str:
        """A bare & in its surroundings, for people to find it by."""
        return excerpt(self._buffer[max(0, at - 20) : at + 20])

    def _mend_bracket(self) -> bool:
        if self._buffer.startswith("]]>", self._at):
            self._tell(FlawKind.MARKUP, self._at, "]]> stands outside a CDATA section")
            self._put("]]&gt;", self._at + 3)
            return True
        return self._wait()

    def _mend_markup(self) -> bool:
        rest = self._buffer[self._at : self._at + 9]
        if rest.startswith("<!--"):
            return self._enter(self._skip_comment, 4, "<!--")
        if rest == "<![CDATA[":
            return self._enter(self._copy_cdata, 9, rest)
        if rest.upper() == "<!DOCTYPE":
            self._tell(FlawKind.DOCTYPE, self._at, excerpt(self._buffer[self._at : self._at + 80]))
            return self._enter(self._skip_doctype, 9)
        if rest.startswith("<?"):
            return self._enter(self._keep_instruction, 2)
        if any(each.startswith(rest.upper()) for each in _OPENERS):
            return self._wait()
        return self._mend_tag() if _BEGINS_TAG.match(rest) else self._escape_tag()

    def _escape_tag(self) -> bool:
        around = excerpt(self._buffer[self._at : self._at + 20])
        self._tell(FlawKind.MARKUP, self._at, f"a < that begins no tag: {around}")
        self._put("&lt;", self._at + 1)
        return True

    def _mend_tag(self) -> bool:
        found = _TAG.match(self._buffer, self._at)
        if found and found.end() - self._at <= MAX_TAG_CHARS:
            return self._put_mended(found.end())
        if len(self._buffer) - self._at > MAX_TAG_CHARS:
            self._tell(FlawKind.MARKUP, self._at, f"a tag of more than {MAX_TAG_CHARS:,} characters")
            self._mode = self._skip_everything
            return True
        return self._wait()

    def _wait(self) -> bool:
        """Hold back what is not complete; at the end the parser tells that it is not."""
        if self._is_last:
            self._copy_to(len(self._buffer))
        return False

    def _skip_everything(self) -> bool:
        self._skip_to(len(self._buffer))
        return False

    # What is not content.

    def _enter(self, mode: Callable[[], bool], skip: int, opener: str = "") -> bool:
        self._opened_line = self._line_at(self._at)
        self._closer, self._brackets = "", 0
        self._instruction, self._lines_left_out = "", 0
        self._put(opener, self._at + skip)
        self._mode = mode
        return True

    def _leave(self, closer: str, end: int) -> bool:
        self._put(closer, end)
        self._mode = self._mend_content
        return True

    def _copy_cdata(self) -> bool:
        end = self._buffer.find("]]>", self._at)
        self._copy_to(end if end >= 0 else self._before_end(2))
        return end >= 0 and self._leave("]]>", end + 3)

    def _skip_comment(self) -> bool:
        """A comment is left out, but for its line breaks: nobody reads it."""
        end = self._buffer.find("--", self._at)
        self._skip_to(end if end >= 0 else self._before_end(1))
        if end < 0 or end + 2 == len(self._buffer):
            return False
        if self._buffer[end + 2] == ">":
            return self._leave("-->", end + 3)
        self._tell(FlawKind.MARKUP, end, "-- stands inside a comment")
        self._at = end + 1
        return True

    def _keep_instruction(self) -> bool:
        end = self._buffer.find("?>", self._at)
        to = end if end >= 0 else self._before_end(1)
        kept = min(to, self._at + MAX_INSTRUCTION_CHARS - len(self._instruction))
        self._instruction += self._buffer[self._at : kept]
        self._lines_left_out += self._buffer.count("\n", kept, to)
        self._at = to
        return end >= 0 and self._put_instruction(end + 2)

    def _put_instruction(self, end: int) -> bool:
        lines = "\n" * self._lines_left_out
        target = self._instruction.split(maxsplit=1)[:1]
        if target and target[0].lower() != "xml" and _TARGET.match(self._instruction):
            return self._leave(f"<?{self._instruction}?>{lines}", end)
        shown = f"<?{excerpt(self._instruction)}?> may not stand here"
        self._flaws.add(FlawKind.MARKUP, self._opened_line, shown)
        return self._leave("\n" * self._instruction.count("\n") + lines, end)

    def _skip_doctype(self) -> bool:
        """Leave it out, with the entities that it may declare; quotes and comments in it hide brackets."""
        if self._closer:
            return self._skip_quoted()
        found = _IN_DOCTYPE.search(self._buffer, self._at)
        if not found:
            self._skip_to(self._before_end(3))
            return False
        self._skip_to(found.end())
        if found[0] == ">":
            return self._leave("", found.end()) if self._brackets <= 0 else True
        self._closer = _CLOSERS.get(found[0], "")
        self._brackets += {"[": 1, "]": -1}.get(found[0], 0)
        return True

    def _skip_quoted(self) -> bool:
        end = self._buffer.find(self._closer, self._at)
        if end < 0:
            self._skip_to(self._before_end(len(self._closer) - 1))
            return False
        self._skip_to(end + len(self._closer))
        self._closer = ""
        return True

    def _before_end(self, held: int) -> int:
        """The end of the buffer but for what may be the beginning of a closer."""
        return len(self._buffer) if self._is_last else max(self._at, len(self._buffer) - held)

    def _finish(self) -> None:
        names = {
            self._copy_cdata: "a CDATA section",
            self._skip_comment: "a comment",
            self._keep_instruction: "an instruction",
            self._skip_doctype: "a DOCTYPE",
        }
        if self._mode in names:
            self._flaws.add(FlawKind.MARKUP, self._opened_line, f"{names[self._mode]} that is not closed")

    # Moving on.

    def _copy_to(self, end: int) -> None:
        self._put(self._buffer[self._at : end], end)

    def _skip_to(self, end: int) -> None:
        self._put("\n" * self._buffer.count("\n", self._at, end), end)

    def _put(self, text: str, end: int) -> None:
        self._out.append(text)
        self._at = end

    def _tell(self, kind: FlawKind, at: int, value: str) -> None:
        if self._flaws.is_full(kind):
            return self._flaws.add(kind, 0)
        shown = self._around(at) if kind is FlawKind.AMPERSAND else value
        return self._flaws.add(kind, self._line_at(at), shown)

    def _line_at(self, at: int) -> int:
        """The line of a place that is not before the last one asked for."""
        self._line += self._buffer.count("\n", self._counted, at)
        self._counted = max(self._counted, at)
        return self._line
