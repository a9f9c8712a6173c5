"""A good feed is read as it stands: names, lines, texts, items one by one."""

import gzip
import random
from pathlib import Path

import pytest
from lxml import etree

from pipeline.core.feed_document import NAMESPACES, Node
from tests.feed.documents import DECLARATION, HEAD, ITEM_LINE, TAIL, make_feed, read, read_all

GOLDEN = sorted((Path(__file__).parent / "golden").rglob("*.xml"))


def test_elements_have_their_names_lines_and_texts() -> None:
    """Names go by our prefixes, lines begin at 1, texts keep their blanks."""
    document, items = read(make_feed("<item>\n<title> One &amp; all </title>\n<itunes:block/></item>\n"))
    assert document.root is not None
    assert (document.root.name, document.root.line, document.root.children) == ("rss", 2, ())
    title, block = items[0].children
    assert (title.name, title.line, title.text) == ("title", ITEM_LINE + 1, " One & all ")
    assert (block.name, block.line) == ("itunes:block", ITEM_LINE + 2)
    assert document.flaws == ()
    assert document.is_whole


def test_items_are_given_with_the_channel_so_far() -> None:
    """What stands behind an item is not there yet; items and live items are no children of the channel."""
    channels: list[Node] = []
    from pipeline.feed.document import read_document

    body = "<item/><language>en</language><item/><podcast:liveItem/>"
    feed = make_feed(body).replace(b"<rss ", b'<rss xmlns:podcast="https://podcastindex.org/namespace/1.0" ')
    document = read_document([feed], lambda _, channel: channels.append(channel))
    names = [[child.name for child in channel.children] for channel in channels]
    assert names == [["title"], ["title", "language"], ["title", "language"]]
    assert document.channel is not None
    assert [child.name for child in document.channel.children] == ["title", "language"]
    assert (document.items, document.first_item_line, document.late_line) == (2, ITEM_LINE, ITEM_LINE)


def test_text_of_cdata_is_marked() -> None:
    """Rules of HTML ask for it; other elements of the item are not touched."""
    _, items = read(
        make_feed("<item><title>a</title><description>a<![CDATA[<p>&nbsp;]]></description></item>")
    )
    title, description = items[0].children
    assert (description.text, description.is_cdata, title.is_cdata) == ("a<p>&nbsp;", True, False)


def test_a_declaration_is_told_at_the_line_of_its_attribute() -> None:
    """Root tags stand on several lines, and the wrong address is on one of them."""
    feed = (
        f'{DECLARATION}<rss version="2.0"\n xmlns:atom="http://www.w3.org/2005/Atom"\n'
        ' xmlns:p="urn:x"><channel/></rss>'
    )
    found = read(feed.encode())[0].declarations
    assert [(each.prefix, each.line, each.meant) for each in found] == [("atom", 3, "atom"), ("p", 4, None)]


@pytest.mark.parametrize(
    ("prefix", "uri", "name"),
    [
        ("itunes", "https://www.itunes.com/DTDs/Podcast-1.0.dtd", "itunes:x"),
        ("a10", "http://www.w3.org/2005/Atom", "atom:x"),
        (
            "podcast",
            "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
            "podcast:x",
        ),
        ("media", "http://search.yahoo.com/mrss", "media:x"),
        ("dc", "urn:anything", "dc:x"),
        ("own", "urn:anything", "{urn:anything}x"),
    ],
)
def test_vocabularies_that_are_nearly_right_are_recognised(prefix: str, uri: str, name: str) -> None:
    """What was meant is looked at, so that the report is not about one wrong letter alone."""
    element = f'<{prefix}:x {prefix}:y="1" z="2"/>'
    feed = f'{DECLARATION}<rss xmlns:{prefix}="{uri}"><channel>{element}</channel></rss>'
    channel = read(feed.encode())[0].channel
    assert channel is not None
    assert channel.children[0].name == name
    assert dict(channel.children[0].attributes) == {name[:-1] + "y": "1", "z": "2"}


def test_a_declaration_holds_only_inside_its_element() -> None:
    """The same prefix may mean another vocabulary next door."""
    inner = (
        '<p:a xmlns:p="http://www.w3.org/2005/Atom"><p:b/></p:a><p:a xmlns:p="urn:x"/>'
        '<link xmlns="http://www.w3.org/2005/Atom"/><link/>'
    )
    channel = read(make_feed(inner))[0].channel
    assert channel is not None
    first = channel.children[1]
    assert [first.name, first.children[0].name] == ["atom:a", "atom:b"]
    assert [child.name for child in channel.children[2:]] == ["{urn:x}a", "atom:link", "link"]


def test_a_vocabulary_on_rss_itself_makes_no_difference() -> None:
    """It is a mistake that a rule tells of; the tags below are those of RSS all the same."""
    document, items = read(make_feed().replace(b"<rss ", b'<rss xmlns="http://backend.userland.com/rss2" '))
    assert document.channel is not None
    assert items[0].text_of("title") == "One"
    assert document.declarations[0].meant == ""


def test_instructions_are_kept() -> None:
    """Rules look for stylesheets among them."""
    feed = make_feed().replace(b"<rss", b"<?xml-stylesheet href='a.css'\n type='text/css'?>\n<rss")
    assert read(feed)[0].instructions == (("xml-stylesheet", "href='a.css'\n type='text/css'", 2),)


def test_compressed_feeds_are_opened() -> None:
    """By their first bytes, in one or more members, with padding behind."""
    feed = make_feed()
    half = len(feed) // 2
    packed = gzip.compress(feed[:half]) + gzip.compress(feed[half:]) + b"\0" * 7
    assert read(packed) == read(feed)


def test_pieces_may_be_cut_anywhere() -> None:
    """A network cuts in the middle of characters, tags and compressed blocks; the result is the same."""
    feed = make_feed(
        "<item><title>Zoë &amp; Ɓ &nbsp; &x</title><!-- a\n --><d><![CDATA[ ]] ]]></d></item>\r\n" * 50
    )
    whole = read(feed)
    rng = random.Random(7)
    assert read_all(feed[i : i + 1] for i in range(len(feed))) == whole
    for data in (feed, gzip.compress(feed)):
        cuts = sorted(rng.sample(range(len(data)), 20))
        pieces = [data[a:b] for a, b in zip([0, *cuts], [*cuts, len(data)], strict=True)]
        assert read(*pieces) == whole


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.name)
def test_our_own_feeds_are_read_as_another_parser_reads_them(path: Path) -> None:
    """Names, texts, attributes and lines agree with lxml's."""
    root = etree.fromstring(path.read_bytes())
    document, items = read(path.read_bytes())
    assert document.flaws == ()
    assert document.channel is not None
    theirs = [each for each in root.find("channel") if isinstance(each.tag, str)]
    ours = sorted([*document.channel.children, *items], key=lambda node: node.line)
    assert len(theirs) == len(ours)
    for element, node in zip(theirs, ours, strict=True):
        assert_same(element, node)


def assert_same(element: "etree._Element", node: Node) -> None:
    assert our_name(element.tag) == node.name
    assert element.sourceline == node.line
    assert "".join([element.text or "", *((child.tail or "") for child in element)]) == node.text
    assert {our_name(key): value for key, value in element.attrib.items()} == dict(node.attributes)
    children = [child for child in element if isinstance(child.tag, str)]
    for child, ours in zip(children, node.children, strict=True):
        assert_same(child, ours)


def our_name(tag: str) -> str:
    uri, _, local = tag.rpartition("}")
    prefixes = {address: prefix for prefix, address in NAMESPACES.items()}
    return f"{prefixes[uri[1:]]}:{local}" if uri else local


def test_a_feed_that_is_not_rss_shows_its_root() -> None:
    """Rules tell what it is; there is no channel to look at."""
    document, items = read(
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>One</title></entry></feed>'
    )
    assert document.root is not None
    assert (document.root.name, document.channel, items) == ("atom:feed", None, [])


def test_a_second_channel_is_counted_and_not_read() -> None:
    """No app reads it."""
    feed = (HEAD + "</channel><channel><item/></channel></rss>").encode()
    document, items = read(feed)
    assert (document.channels, items) == (2, [])
    assert TAIL.encode() not in feed
