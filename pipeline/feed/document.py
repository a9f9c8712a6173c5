"""Reading any feed, ours or not: whatever it is, a document comes back that tells what is wrong with it."""

from collections.abc import Iterable, Iterator

from pipeline.core.feed_document import FeedDocument, FlawKind
from pipeline.feed.decode import TextDecoder
from pipeline.feed.elements import Elements, OnItem
from pipeline.feed.flaw_list import HOPELESS, FlawList
from pipeline.feed.opening import name_of_binary, settle_opening
from pipeline.feed.repair import Repair
from pipeline.feed.unpack import Intake, unpack


def read_document(chunks: Iterable[bytes], on_item: OnItem) -> FeedDocument:
    """Read a feed while it streams by; what is wrong with it is mended where it can be.

    Nothing that the document names is fetched, no entity that it declares is
    expanded, and memory and time have limits whatever it holds.

    Args:
        chunks: The document in pieces of any size, plain or compressed by gzip.
        on_item: Takes each `item` and `podcast:liveItem` as it ends, and the
            channel as far as it was read by then.
    """
    flaws, intake = FlawList(), Intake()
    blocks = unpack(chunks, intake)
    head = next(blocks, b"")
    binary = name_of_binary(head)
    if binary:
        flaws.add(FlawKind.NOT_XML, 1, binary)
    decoder = TextDecoder(b"" if binary else head, flaws)
    elements = Elements(on_item, flaws)
    if not binary:
        _read_elements(_texts(head, blocks, decoder, flaws), elements, flaws)
    for _ in blocks:
        pass  # its size is told, even where the rest is not read
    _tell_end(elements, intake, decoder.line, flaws)
    return _document(elements, flaws, decoder.encoding, intake.size_bytes)


def _texts(head: bytes, blocks: Iterator[bytes], decoder: TextDecoder, flaws: FlawList) -> Iterator[str]:
    """The text of each block, the first without its declaration; none where it is no XML."""
    yield settle_opening(decoder.decode(head), flaws)
    if not flaws.has(FlawKind.NOT_XML):
        for block in blocks:
            yield decoder.decode(block)
        yield decoder.decode(b"", is_last=True)


def _read_elements(texts: Iterator[str], elements: Elements, flaws: FlawList) -> None:
    repair = Repair(flaws)
    for text in texts:
        elements.feed(repair.mend(text))
        if flaws.is_hopeless:
            flaws.add(FlawKind.SIZE, repair.line, f"{HOPELESS:,} mistakes")
            return
        if elements.has_stopped:
            return
    elements.feed(repair.mend("", is_last=True), is_last=True)


def _tell_end(elements: Elements, intake: Intake, line: int, flaws: FlawList) -> None:
    """Why a document ends where it does, unless something that was told explains it."""
    if intake.trouble:
        flaws.add(intake.trouble, line, intake.reason)
    elif elements.root is None and not flaws.has(FlawKind.NOT_XML, FlawKind.MARKUP, FlawKind.AFTER):
        flaws.add(FlawKind.EMPTY, line)
    elif elements.cut_line and not flaws.has(FlawKind.NOT_XML, FlawKind.MARKUP):
        flaws.add(FlawKind.CUT, elements.cut_line)


def _document(elements: Elements, flaws: FlawList, encoding: str, size_bytes: int) -> FeedDocument:
    elements.close()
    return FeedDocument(
        root=elements.root,
        channel=elements.channel,
        channels=elements.channels,
        declarations=elements.declarations,
        flaws=flaws.in_order(),
        encoding=encoding,
        size_bytes=size_bytes,
        items=elements.items,
        first_item_line=elements.first_item_line,
        late_line=elements.late_line,
        instructions=tuple(elements.instructions),
        is_whole=elements.has_ended,
    )
