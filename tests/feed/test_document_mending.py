"""What is wrong with the XML is told at its line, mended where it can be, and read on behind."""

import pytest

from pipeline.core.feed_document import FlawKind
from pipeline.feed.repair import MAX_TAG_CHARS
from tests.feed.documents import (
    DECLARATION,
    HEAD,
    ITEM_LINE,
    TAIL,
    flaws_of,
    joined,
    make_feed,
    read,
    read_all,
    repeated,
    title_of,
)

FEED = make_feed()
LAST_LINE = FEED.count(b"\n") + 1


@pytest.mark.parametrize(
    ("body", "kind", "value", "text"),
    [
        ("R&B", FlawKind.AMPERSAND, "R&B", "R&B"),
        ("a & b", FlawKind.AMPERSAND, "a & b", "a & b"),
        ("a&", FlawKind.AMPERSAND, "a&", "a&"),
        ("&;", FlawKind.AMPERSAND, "&;", "&;"),
        ("&#;", FlawKind.AMPERSAND, "&#;", "&#;"),
        ("a&nbsp;b", FlawKind.ENTITY, "&nbsp;", "a\u00a0b"),
        ("&AMP;", FlawKind.ENTITY, "&AMP;", "&"),
        ("&LT;b>", FlawKind.ENTITY, "&LT;", "<b>"),
        ("&tape;", FlawKind.ENTITY, "&tape;", "&tape;"),
        ("&#X41;", FlawKind.ENTITY, "&#X41;", "A"),
        ("a&#11;b", FlawKind.CHARACTER, "&#11;", "ab"),
        ("a&#xD800;b", FlawKind.CHARACTER, "&#xD800;", "ab"),
        ("a&#999999999999;b", FlawKind.CHARACTER, "&#999999999999;", "ab"),
        ("a\x0bb", FlawKind.CHARACTER, "U+000B", "ab"),
        ("a\ufffeb", FlawKind.CHARACTER, "U+FFFE", "ab"),
        ("I <3 tape", FlawKind.MARKUP, "a < that begins no tag: <3 tape", "I <3 tape"),
        ("a ]]> b", FlawKind.MARKUP, "]]> stands outside a CDATA section", "a ]]> b"),
        ("a<!-- b -- c -->d", FlawKind.MARKUP, "-- stands inside a comment", "ad"),
        ("a<!--- b --->d", FlawKind.MARKUP, "-- stands inside a comment", "ad"),
        ("a<?xml b?>", FlawKind.MARKUP, "<?xml b?> may not stand here", "a"),
        ("a<??>", FlawKind.MARKUP, "<??> may not stand here", "a"),
    ],
)
def test_texts_are_mended(body: str, kind: FlawKind, value: str, text: str) -> None:
    """The mistake is told once, the text is what was meant, and what follows is read."""
    found = flaws_of(make_feed(f"<item>\n<title>{body}</title></item>\n<item/>\n"))
    assert [(each[0], each[1]) for each in found] == [(kind, ITEM_LINE + 1)]
    assert value in found[0][2]
    assert title_of(body) == text


@pytest.mark.parametrize(
    "body",
    [
        "&amp;&lt;&gt;&quot;&apos;",
        "&#9;&#10;&#38;&#55295;&#x9;&#xD7FF;&#x1F600;&#0000065;",
        "a ]] > ] ]",
        "]",
        "<![CDATA[ & &nbsp; <b> ]] ]>]]]]>",
        "<!-- a - b & &nbsp; <c> -->",
        "<?tape a & <b> ?>",
        "a \"b\" 'c' > d",
    ],
)
def test_what_is_good_is_left_alone(body: str) -> None:
    """What only looks like a mistake is none."""
    assert flaws_of(make_feed(f"<item><title>{body}</title></item>\n")) == []


def test_ampersands_in_attributes_are_mended() -> None:
    """Addresses with parameters are where most of them stand."""
    feed = make_feed('<item><enclosure\n url="https://a.example/?a=1&b=2&amp;c&copy=3"/></item>')
    document, items = read(feed)
    assert [(flaw.kind, flaw.line) for flaw in document.flaws] == [(FlawKind.AMPERSAND, ITEM_LINE + 1)] * 2
    assert items[0].children[0].attributes["url"] == "https://a.example/?a=1&b=2&c&copy=3"


@pytest.mark.parametrize(
    ("before", "value"),
    [
        ("\n", "blanks"),
        ("<br />\n<b>Warning</b>: x\n", "<br /> <b>Warning</b>: x"),
        ("<!-- a -->", "<!-- a -->"),
    ],
)
def test_what_stands_before_the_declaration_is_left_out(before: str, value: str) -> None:
    """It stops every parser at once; lines keep their numbers."""
    document, items = read(before.encode() + FEED)
    assert [(flaw.kind, flaw.line, flaw.value) for flaw in document.flaws] == [(FlawKind.BEFORE, 1, value)]
    assert items[0].line == ITEM_LINE + before.count("\n")


@pytest.mark.parametrize(
    ("declaration", "found"),
    [
        ("", [(FlawKind.DECLARATION, 1, "")]),
        ("<!-- good -->\n", [(FlawKind.DECLARATION, 1, "")]),
        ("<?xml version='1.0'?>", []),
        ("<?xml version='1.0' standalone='yes' ?>", []),
        ("<?xml version='1.0'\n encoding='UTF-8'?>", []),
        ("<?xml version='1.1'?>", [(FlawKind.DECLARATION, 1, "<?xml version='1.1'?>")]),
        ("<?xml version='1.0'>", [(FlawKind.DECLARATION, 1, "<?xml version='1.0'>")]),
        ("<?xml?>", [(FlawKind.DECLARATION, 1, "<?xml?>")]),
    ],
)
def test_the_declaration_is_looked_at(declaration: str, found: list[tuple[FlawKind, int, str]]) -> None:
    """A missing one and a malformed one are told apart."""
    feed = FEED.replace(DECLARATION.encode(), declaration.encode())
    assert flaws_of(feed) == found
    assert len(read(feed)[1]) == 1


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE rss>",
        '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://a.example/>.dtd">',
        "<!doctype rss [ <!ENTITY a ']>'> <!-- ' ]> --> <?a ]> ?> ]  >",
        "<!DOCTYPE rss [ <!ENTITY % a SYSTEM 'http://a.example/'> %a; ]\n>",
    ],
)
def test_a_doctype_is_cut_out(doctype: str) -> None:
    """With all that it declares, and with brackets in quotes and comments."""
    document, items = read(FEED.replace(b"<rss", doctype.encode() + b"<rss"))
    assert [(flaw.kind, flaw.line) for flaw in document.flaws] == [(FlawKind.DOCTYPE, 2)]
    assert len(items) == 1


def test_entities_of_a_doctype_are_not_expanded() -> None:
    """They are told as what no app shows."""
    feed = make_feed("<item><title>&show;</title></item>").replace(
        b"<rss", b'<!DOCTYPE rss [<!ENTITY show "Tape">]><rss'
    )
    document, items = read(feed)
    assert [flaw.kind for flaw in document.flaws] == [FlawKind.DOCTYPE, FlawKind.ENTITY]
    assert items[0].text_of("title") == "&show;"


def test_an_undeclared_prefix_is_told_once() -> None:
    """At its first use; its tags are taken for those that everybody calls so."""
    document, items = read(make_feed("<item><Media:x/><media:x/><odd:x/></item>\n<item><media:x/></item>"))
    assert [(flaw.kind, flaw.value) for flaw in document.flaws] == [
        (FlawKind.PREFIX, "Media"),
        (FlawKind.PREFIX, "media"),
        (FlawKind.PREFIX, "odd"),
    ]
    assert [child.name for child in items[0].children] == ["media:x", "media:x", "odd:x"]


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("<p>a<br></p>", "</p> stands where <br> of line 6 is still open"),
        ("</Title>", "</Title> stands where <title> of line 6 is still open"),
        ('<a b="1" b="2"/>', 'an attribute stands twice in one tag: b="2"/></title>'),
        ("<a b=c/>", "nothing can be made of c/></title>"),
        ('<a b="<"/>', 'nothing can be made of <"/></title>'),
        ("<![CDATA[", "a CDATA section that is not closed"),
        ("<!-- ", "a comment that is not closed"),
        ("<?a ", "an instruction that is not closed"),
    ],
)
def test_what_cannot_be_mended_ends_the_reading(body: str, value: str) -> None:
    """What was read so far stands, and the line is told."""
    feed = make_feed(f"<item><title>One</title></item>\n<item><title>{body}</title></item>\n<item/>\n")
    document, items = read(feed)
    flaw = document.flaws[-1]
    assert (flaw.kind, flaw.line, flaw.value.split("\n")[0][: len(value)]) == (FlawKind.MARKUP, 6, value)
    assert [item.text_of("title") for item in items] == ["One"]
    assert document.channel is not None
    assert document.channel.text_of("title") == "Tape"
    assert not document.is_whole
    assert document.size_bytes == len(feed)


@pytest.mark.parametrize("size", range(0, len(HEAD) + 45, 7))
def test_a_feed_that_is_cut_says_so(size: int) -> None:
    """Wherever it is cut, in the middle of a tag or between two, it ends there and not in a surprise."""
    document = read(FEED[:size])[0]
    kinds = {flaw.kind for flaw in document.flaws}
    assert kinds & {FlawKind.CUT, FlawKind.EMPTY, FlawKind.NOT_XML}
    assert not document.is_whole


@pytest.mark.parametrize(
    ("after", "kind", "value"),
    [
        ("<!-- a -->", FlawKind.AFTER, "<!--"),
        ("<?a b?>", FlawKind.AFTER, "<?a?>"),
        ("text", FlawKind.AFTER, "text"),
        ("<rss/>", FlawKind.AFTER, "<rss/>"),
        ("</rss>", FlawKind.AFTER, "</rss>"),
        ("&amp;", FlawKind.AFTER, "&amp;"),
    ],
)
def test_what_stands_behind_the_end_is_told(after: str, kind: FlawKind, value: str) -> None:
    """Comments too: a rule makes a difference between the two."""
    assert flaws_of(FEED + after.encode()) == [(kind, LAST_LINE, value)]


def test_blanks_behind_the_end_are_no_flaw() -> None:
    """Files end with a line break."""
    assert flaws_of(FEED + b"\n \t\r\n") == []


def test_a_tag_is_not_read_without_end() -> None:
    """An unclosed quote would take the whole document for one tag."""
    feed = joined(HEAD.encode(), b'<item a="', repeated(b"x\n", 3 * MAX_TAG_CHARS), TAIL.encode())
    document, items = read_all(feed)
    assert [(flaw.kind, flaw.line) for flaw in document.flaws] == [(FlawKind.MARKUP, ITEM_LINE)]
    assert items == []


def test_of_each_kind_a_hundred_are_told() -> None:
    """More help nobody, and each would be kept."""
    document, items = read(make_feed("<item><title>&nbsp; &</title></item>\n" * 300))
    kinds = [flaw.kind for flaw in document.flaws]
    assert (kinds.count(FlawKind.ENTITY), kinds.count(FlawKind.AMPERSAND), len(items)) == (100, 100, 300)
    assert [flaw.line for flaw in document.flaws] == sorted(flaw.line for flaw in document.flaws)
