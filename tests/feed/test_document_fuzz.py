"""Whatever bytes come, a document comes back; and what strict parsers refuse is never passed in silence."""

import gzip
from itertools import pairwise
from xml.parsers import expat

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.feed_document import FeedDocument, FlawKind
from pipeline.core.rules.feeds.check import FeedCheck
from pipeline.feed.document import read_document
from tests.feed.documents import make_feed, read

FEED = make_feed(
    '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self"/>\n<!-- a - b -->\n<?tape x?>\n'
    "<item><title>R&amp;B \u2014 &#8212;</title><description><![CDATA[<p>a & b ]] </p>]]></description>\n"
    '<enclosure url="https://a.example/1.mp3?a=1&amp;b=2" length="1"/></item>\n'
)
PIECES = st.sampled_from(
    (
        b"<|>|&|;|]]>|<![CDATA[|<!--|-->|--|<?|?>|<!DOCTYPE a [|]|\"|'|=|/|</|/>|&nbsp;|&#|&#x|&#0;|xmlns|"
        b"xmlns:a=|a:b|\xe9|\xc3|\xed\xa0\x80|\xef\xbb\xbf|\xff\xfe|\0|\x0b|\xef\xbf\xbf|\n|\r| |<a>|</a>|"
        b"<item>|</item>|</rss>|<a a='1' a='2'/>|<1>|<?xml version='1.0'?>|<a xmlns:a='urn:a'/>"
    ).split(b"|")
)
PLACES = st.integers(0, len(FEED))
CHANGES = st.one_of(
    st.tuples(PLACES, PLACES, st.just(b"")),
    st.tuples(PLACES, PLACES, PIECES),
    PLACES.flatmap(lambda at: st.tuples(st.just(at), st.just(at), st.one_of(PIECES, st.binary(max_size=3)))),
    PLACES.flatmap(lambda at: st.tuples(st.just(at), st.just(at + 1), st.binary(min_size=1, max_size=1))),
)
SMALL_CHANGES = CHANGES.filter(lambda change: abs(change[1] - change[0]) < 40)

TOLERATED = {
    FlawKind.BOM,
    FlawKind.DECLARATION,
    FlawKind.ENCODING,
    FlawKind.DOCTYPE,
    FlawKind.AFTER,
    FlawKind.BEFORE,
    FlawKind.NOT_XML,
}
"""What a strict parser may take: each is told for another reason as well."""


def changed(changes: list[tuple[int, int, bytes]]) -> bytes:
    """The feed with some of it replaced."""
    data = FEED
    for start, end, put in changes:
        data = data[: min(start, end)] + put + data[max(start, end) :]
    return data


def check_it(data: bytes) -> FeedDocument:
    """Read it and apply every rule."""
    check = FeedCheck("feed.xml")
    document = read_document([data], check.look_at)
    for problem in check.finish(document):
        assert "\n" not in problem.text
    lines = data.count(b"\n") + data.count(b"\r") + 1
    assert all(flaw.line <= lines for flaw in document.flaws) or data.startswith(b"\x1f\x8b")
    return document


@given(st.binary(max_size=400))
def test_any_bytes_are_read(data: bytes) -> None:
    """What has no element says why."""
    document = check_it(data)
    assert document.root is not None or document.flaws
    assert document.size_bytes == len(data) or data.startswith(b"\x1f\x8b")


@given(st.text(max_size=200), st.sampled_from(["utf-8", "utf-16", "utf-16-le", "utf-32"]))
def test_any_text_is_read(text: str, codec: str) -> None:
    """Behind a good beginning too."""
    check_it(text.encode(codec, "surrogatepass"))
    check_it(f"<rss><channel><title>{text}".encode(codec, "surrogatepass"))


@given(st.lists(CHANGES, min_size=1, max_size=4))
def test_a_damaged_feed_is_read(changes: list[tuple[int, int, bytes]]) -> None:
    """With parts gone, doubled or replaced by what XML finds hardest."""
    check_it(changed(changes))


@given(st.binary(max_size=300), st.lists(CHANGES, max_size=2))
def test_damaged_compressed_data_is_read(noise: bytes, changes: list[tuple[int, int, bytes]]) -> None:
    """Flipped, cut, or nothing but a magic number."""
    packed = gzip.compress(FEED, mtime=0)
    check_it(b"\x1f\x8b" + noise)
    for start, end, put in changes:
        check_it(packed[: min(start, end)] + put + packed[max(start, end) :])


def is_refused(data: bytes) -> bool:
    """Whether a parser that mends nothing stops at it."""
    try:
        expat.ParserCreate(namespace_separator="\x1f").Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError):
        return True
    return False


@settings(max_examples=300)
@given(st.lists(SMALL_CHANGES, min_size=1, max_size=2))
def test_what_strict_parsers_refuse_is_told(changes: list[tuple[int, int, bytes]]) -> None:
    """And what is told as broken, they refuse: a report is neither blind nor too strict."""
    data = changed(changes)
    kinds = {flaw.kind for flaw in check_it(data).flaws}
    assert kinds if is_refused(data) else kinds <= TOLERATED


@given(st.lists(CHANGES, max_size=2), st.lists(PLACES, max_size=5))
def test_where_the_pieces_are_cut_makes_no_difference(
    changes: list[tuple[int, int, bytes]], cuts: list[int]
) -> None:
    """A network cuts anywhere."""
    data = changed(changes)
    places = [0, *sorted(cuts), max([len(data), *cuts])]
    assert read(*(data[start:end] for start, end in pairwise(places))) == read(data)
