"""Elements from good text: items are handed on as they end, the rest of the channel is kept."""

import re
from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from pipeline.core.feed_document import Declaration, FlawKind, Node
from pipeline.feed.flaw_list import FlawList, excerpt
from pipeline.feed.vocabularies import MAX_NAMES, StartTag, TooManyNamesError, Vocabularies, misplaced_colon

OnItem = Callable[[Node, Node], None]

MAX_DEPTH = 64
MAX_NESTED = 1_000
"""A document that nests deeper is not read on: the parser keeps each open tag."""
MAX_CHARS = 2_000_000
MAX_ELEMENTS = 10_000
"""Of one item, and of the channel without its items."""
MAX_SKIPPED = 1_000_000
"""Beyond so many elements more, a document is not read on."""
MAX_ITEMS = 200_000
MAX_INSTRUCTIONS = 100

_ITEMS = frozenset({"item", "podcast:liveItem"})
_END_NAME = re.compile(rb"[^\s<>/]{1,60}")


_CODES = expat.errors.codes
_ENDS = {
    _CODES[each]
    for each in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
}
_JUNK = _CODES[expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]
_MISMATCH = _CODES[expat.errors.XML_ERROR_TAG_MISMATCH]
_TWICE = _CODES[expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE]


class _EnoughError(Exception):
    """Nothing more is to be read."""


class _Open:
    """An element whose end has not come yet."""

    __slots__ = ("attributes", "children", "holds_elements", "is_cdata", "line", "name", "texts")

    def __init__(self, name: str, line: int, attributes: dict[str, str], *, holds_elements: bool) -> None:
        self.name = name
        self.line = line
        self.attributes = attributes
        self.children: list[Node] = []
        self.texts: list[str] = []
        self.is_cdata = False
        self.holds_elements = holds_elements

    def close(self) -> Node:
        texts = self.texts
        text = texts[0] if len(texts) == 1 else "".join(texts)
        return Node(self.name, self.line, text, self.attributes, tuple(self.children), self.is_cdata)


class _Room:
    """What may still be kept of an item, or of the channel."""

    __slots__ = ("chars", "elements", "is_told")

    def __init__(self) -> None:
        self.chars = MAX_CHARS
        self.elements = MAX_ELEMENTS
        self.is_told = False


class Elements:
    """The builder of one document; give it good text, then `close` it."""

    def __init__(self, on_item: OnItem, flaws: FlawList) -> None:
        self._on_item = on_item
        self._flaws = flaws
        self._names = Vocabularies(flaws)
        self._plain = self._names.plain
        self._open: list[_Open] = []
        self._depth = 0
        self._skipping_from = 0
        """The depth of the element that is left out with all it holds; 0 where none is."""
        self._skipped = 0
        self._channel_room = self._room = _Room()
        self._channel_so_far: Node | None = None
        self._fed = b""
        self._fed_before = 0
        self.has_stopped = False
        self.has_ended = False
        """The root's end tag was read."""
        self.cut_line = 0
        """Where it ends before its root element does; 0 where it does not."""
        self.root: Node | None = None
        self.channel: Node | None = None
        self.channels = 0
        self.items = 0
        self.live_items = 0
        self.first_item_line = 0
        self.late_line = 0
        self.instructions: list[tuple[str, str, int]] = []
        self._parser = self._new_parser()

    @property
    def declarations(self) -> tuple[Declaration, ...]:
        return self._names.declarations

    def feed(self, text: str, *, is_last: bool = False) -> None:
        """Read on; whatever is wrong with the text is told, and what stands behind it not read."""
        if self.has_stopped:
            return
        self._fed_before += len(self._fed)
        self._fed = text.encode()
        try:
            self._parser.Parse(self._fed, is_last)
        except expat.ExpatError as error:
            self._tell(error)
            self.has_stopped = True
        except TooManyNamesError:
            self._flaws.add(FlawKind.SIZE, self._parser.CurrentLineNumber, f"{MAX_NAMES:,} different names")
            self.has_stopped = True
        except _EnoughError:
            self.has_stopped = True

    def close(self) -> None:
        """Give the channel as far as it came, where its end is missing."""
        if self.channel is None and len(self._open) > 1 and self._open[1].name == "channel":
            self.channel = self._open[1].close()

    def _new_parser(self) -> Any:
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.buffer_size = 64 * 1024
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartCdataSectionHandler = self._mark_cdata
        parser.ProcessingInstructionHandler = self._instruct
        return parser

    # Elements.

    def _start(self, raw: str, attributes: dict[str, str]) -> None:
        depth = self._depth = self._depth + 1
        if self._skipping_from:
            return self._skip_another(raw, attributes)
        line = self._parser.CurrentLineNumber
        if not self._plain.issuperset(attributes):
            attributes = self._names.enter(StartTag(raw, attributes, line, self._from_here), depth)
        name = self._names.scope.names.get(raw) or self._names.name_of(raw, line)
        if depth <= 3 and not self._takes_top(name, line, attributes):
            return self._skip()
        room = self._room
        room.elements -= 1
        for value in attributes.values():
            room.chars -= len(value)
        if depth > MAX_DEPTH:
            self._flaws.add(FlawKind.DEPTH, line, str(MAX_DEPTH))
            return self._skip()
        if room.elements < 0 or room.chars < 0:
            self._tell_full(line)
            return self._skip()
        self._open.append(_Open(name, line, attributes, holds_elements=depth < 3))
        return None

    def _from_here(self) -> bytes:
        start = self._parser.CurrentByteIndex - self._fed_before
        return self._fed[max(0, start) :]

    def _end(self, _raw: str) -> None:
        depth = self._depth
        self._depth = depth - 1
        if self._names.scope.depth == depth:
            self._names.leave(depth)
        if self._skipping_from:
            if self._skipping_from == depth:
                self._skipping_from = 0
            return
        node = self._open.pop().close()
        if depth > 3:
            self._open[-1].children.append(node)
        else:
            self._end_top(node, depth)

    def _text(self, data: str) -> None:
        if self._skipping_from or not self._open:
            return
        top = self._open[-1]
        if top.holds_elements and data.isspace():
            return
        self._room.chars -= len(data)
        if self._room.chars < 0:
            self._tell_full(self._parser.CurrentLineNumber)
        else:
            top.texts.append(data)

    def _mark_cdata(self) -> None:
        if self._open and not self._skipping_from:
            self._open[-1].is_cdata = True

    # The root, the channel and what stands in it.

    def _takes_top(self, name: str, line: int, attributes: dict[str, str]) -> bool:
        """Whether an element near the root is kept."""
        if self._depth == 1:
            self.root = Node(name, line, "", attributes)
            return True
        if self._depth == 2:
            self.channels += name == "channel"
            return name == "channel" and self.channels == 1
        if name in _ITEMS:
            self._begin_item(name, line)
        elif self.first_item_line and not self.late_line:
            self.late_line = line
        return True

    def _begin_item(self, name: str, line: int) -> None:
        if name == "item":
            self.items += 1
            self.first_item_line = self.first_item_line or line
        else:
            self.live_items += 1
        if self.items + self.live_items > MAX_ITEMS:
            self._stop_at(f"{MAX_ITEMS:,} items", line)
        self._room = _Room()

    def _end_top(self, node: Node, depth: int) -> None:
        if depth == 3 and node.name in _ITEMS:
            self._room = self._channel_room
            self._on_item(node, self._channel_by_now())
        elif depth == 3:
            self._open[-1].children.append(node)
            self._channel_so_far = None
        elif depth == 2:
            self.channel = node
        else:
            self.has_ended = True
            self._parser.CommentHandler = self._comment_after

    def _channel_by_now(self) -> Node:
        if self._channel_so_far is None:
            self._channel_so_far = self._open[1].close()
        return self._channel_so_far

    # What is left out.

    def _skip(self) -> None:
        self._skipping_from = self._depth
        self._count_skipped()

    def _skip_another(self, raw: str, attributes: dict[str, str]) -> None:
        self._names.count(raw, *attributes)
        self._count_skipped()
        if self._depth > MAX_NESTED:
            raise _EnoughError

    def _count_skipped(self) -> None:
        self._skipped += 1
        if self._skipped > MAX_SKIPPED:
            self._stop_at(
                f"{MAX_SKIPPED:,} elements beside what is looked at", self._parser.CurrentLineNumber
            )

    def _tell_full(self, line: int) -> None:
        room = self._room
        if not room.is_told:
            what = f"{MAX_CHARS:,} characters" if room.chars < 0 else f"{MAX_ELEMENTS:,} elements"
            where = "the channel" if room is self._channel_room else "one item"
            self._flaws.add(FlawKind.SIZE, line, f"{what} in {where}")
        room.is_told = True

    def _stop_at(self, limit: str, line: int) -> None:
        self._flaws.add(FlawKind.SIZE, line, limit)
        raise _EnoughError

    # What stands beside elements.

    def _instruct(self, target: str, data: str) -> None:
        line = self._parser.CurrentLineNumber
        if self.root is not None and not self._depth:
            self._flaws.add(FlawKind.AFTER, line, f"<?{target}?>")
        if ":" in target:
            self._flaws.add(FlawKind.MARKUP, line, misplaced_colon(target))
        if len(self.instructions) < MAX_INSTRUCTIONS:
            self.instructions.append((target, data, line))

    def _comment_after(self, _data: str) -> None:
        self._flaws.add(FlawKind.AFTER, self._parser.CurrentLineNumber, "<!--")

    # What the parser stops at.

    def _tell(self, error: expat.ExpatError) -> None:
        if error.code in _ENDS:
            self.cut_line = error.lineno
        elif error.code == _JUNK or self.has_ended:
            self._flaws.add(FlawKind.AFTER, error.lineno, self._near(30))
        else:
            self._flaws.add(FlawKind.MARKUP, error.lineno, self._wrong_markup(error.code))

    def _wrong_markup(self, code: int) -> str:
        if code == _MISMATCH:
            return self._mismatch()
        if code == _TWICE:
            return f"an attribute stands twice in one tag: {self._near(60)}"
        return f"nothing can be made of {self._near(60)}"

    def _near(self, limit: int) -> str:
        start = max(0, self._parser.ErrorByteIndex - self._fed_before)
        start -= self._fed[start - 1 : start] == b"<"
        return excerpt(self._fed[start : start + 4 * limit].decode("utf-8", "ignore"), limit)

    def _mismatch(self) -> str:
        start = max(0, self._parser.ErrorByteIndex - self._fed_before)
        found = _END_NAME.search(self._fed, start)  # expat points behind the </
        end = f"</{found[0].decode('utf-8', 'replace')}>" if found else "an end tag"
        if not self._open or self._skipping_from:
            return f"{end} closes another element than the last that was opened"
        return f"{end} stands where <{self._open[-1].name}> of line {self._open[-1].line} is still open"
