"""What XML itself asks of a feed: a row for each way to break it."""

from collections.abc import Callable, Iterator

from pipeline.core.feed_document import NAMESPACES, FeedDocument, Flaw, FlawKind
from pipeline.core.rules.sources import (
    APPLE_REQUIREMENTS,
    DOCTYPES,
    FEED_TAILS,
    ONLY_RSS,
    SMALL_FEEDS,
    XML_NAMES,
    XML_SYNTAX,
)
from pipeline.core.rules.table import Finding, Rule, Says, one_line
from pipeline.errors import Level

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
_HARMLESS = ("<!--", "<?")
"""How things begin that XML lets stand behind the last element."""

_MARKUP_FIXES = (
    ("</", "close what is open first; HTML belongs into <![CDATA[…]]>"),
    ("a < that", "write &lt; for it"),
    ("]]>", "write ]]&gt; for it, or delete it"),
    ("-- ", "write a single - there, or delete the comment"),
    ("an attribute", "delete one of the two"),
    ("a CDATA", "end it with ]]>"),
    ("a comment", "end it with -->"),
    ("an instruction", "end it with ?>"),
    ("a DOCTYPE", "delete it"),
    ("the name", "write one colon, between a declared prefix and a name"),
    ("xmlns", "give the prefix the address of its vocabulary"),
    ("<?", "delete it"),
)
"""By the beginning of what is wrong."""

Words = Callable[[Flaw], str]


def _finds(
    kind: FlawKind, text: Words, fix: str | Words, only: Callable[[Flaw], bool] = bool
) -> Callable[[FeedDocument], Iterator[Finding]]:
    """A check that tells each flaw of a kind, or those that `only` lets through."""

    def check(document: FeedDocument) -> Iterator[Finding]:
        for flaw in document.flaws:
            if flaw.kind is kind and only(flaw):
                yield Finding("", text(flaw), fix if isinstance(fix, str) else fix(flaw), line=flaw.line)

    return check


def _row(
    id_: str,
    says: Says,
    text: str,
    check: Callable[[FeedDocument], Iterator[Finding]],
    *,
    fix: str,
    wrong: str,
    right: str,
    level: Level = Level.ERROR,
) -> Rule[FeedDocument]:
    return Rule(id_, level, *says, text, check, fix=fix, wrong=wrong, right=right)


def _markup_fix(flaw: Flaw) -> str:
    """The fix for the kind of mistake; what no tag of XML can be is mostly a missing quote."""
    known = (fix for beginning, fix in _MARKUP_FIXES if flaw.value.startswith(beginning))
    return next(known, "put values of attributes into quotes, and write &lt; for a < inside them")


def _prefix_fix(flaw: Flaw) -> str:
    prefix = one_line(flaw.value)[1:-1]
    uri = NAMESPACES.get(prefix.lower(), "")
    return f'add xmlns:{prefix}="{uri}" to <rss>' if uri else f"delete the tags that begin with {prefix}:"


def _bad_byte(flaw: Flaw) -> str:
    return f"{flaw.value or 'bytes'} cannot be read in the encoding that the feed declares"


def _character(flaw: Flaw) -> str:
    return f"XML cannot hold the character {flaw.value}"


def _escaped_entity(flaw: Flaw) -> str:
    return f"write the character itself, or {flaw.value.replace('&', '&amp;')} where {flaw.value} is meant"


XML_RULES: tuple[Rule[FeedDocument], ...] = (
    _row(
        "feed-empty",
        ONLY_RSS,
        "a feed holds something",
        _finds(FlawKind.EMPTY, lambda _: "there is no element in it", "publish the feed again"),
        fix="Publish the feed again, and look whether its address answers with it.",
        wrong="a file of 0 bytes",
        right='<rss version="2.0">…</rss>',
    ),
    _row(
        "feed-not-xml",
        ONLY_RSS,
        "a feed is XML, not a web page or a file of another kind",
        _finds(
            FlawKind.NOT_XML,
            lambda flaw: f"this is no feed: it is {flaw.value}",
            "give the address of the feed itself",
        ),
        fix="Give the address of the feed itself, not that of a page about it.",
        wrong="<!doctype html><title>My show</title>",
        right=f'{DECLARATION}<rss version="2.0">…</rss>',
    ),
    _row(
        "feed-compressed",
        ONLY_RSS,
        "a compressed feed can be unpacked",
        _finds(
            FlawKind.COMPRESSED,
            lambda flaw: f"what was read ends here: {flaw.value}",
            "compress the feed anew, or serve it plain",
        ),
        fix="Compress the feed anew, or serve it plain.",
        wrong="feed.xml.gz, half uploaded",
        right="feed.xml.gz, whole",
    ),
    _row(
        "feed-limits",
        SMALL_FEEDS,
        "a feed stays within limits that no podcast comes near",
        _finds(
            FlawKind.SIZE,
            lambda flaw: f"it holds more than {flaw.value}: what is beyond is not looked at",
            "list fewer items, or shorten them",
        ),
        fix="List fewer items, or shorten them.",
        wrong="a feed of 300 MB",
        right="a feed of 3 MB",
    ),
    _row(
        "feed-depth",
        SMALL_FEEDS,
        "elements stand in each other a few deep",
        _finds(
            FlawKind.DEPTH,
            lambda flaw: f"elements stand in each other more than {flaw.value} deep: these are not looked at",
            "close elements where they end",
        ),
        fix="Close elements where they end.",
        wrong="<a><a><a>… and so on, 65 times",
        right="<a></a><a></a><a></a>",
        level=Level.WARNING,
    ),
    _row(
        "feed-bom",
        XML_SYNTAX,
        "a feed begins with its declaration, not with a byte order mark",
        _finds(FlawKind.BOM, lambda _: "it begins with a byte order mark", "save it as UTF-8 without BOM"),
        fix="Save the feed as UTF-8 without BOM.",
        wrong=f"\\ufeff{DECLARATION}",
        right=DECLARATION,
        level=Level.ADVICE,
    ),
    _row(
        "xml-beginning",
        XML_SYNTAX,
        "nothing stands before the XML declaration, not even a blank line",
        _finds(
            FlawKind.BEFORE,
            lambda flaw: (
                f"{one_line(flaw.value) if flaw.value != 'blanks' else 'blanks'} before the feed begins"
            ),
            "delete what stands before the first <",
        ),
        fix="Delete what stands before <?xml; a blank line often comes from a script or a plugin.",
        wrong=f"\\n{DECLARATION}",
        right=DECLARATION,
    ),
    _row(
        "apple-xml-decl",
        APPLE_REQUIREMENTS,
        "a feed begins with an XML declaration",
        _finds(
            FlawKind.DECLARATION,
            lambda _: "there is no XML declaration",
            f"begin the feed with {DECLARATION}",
            only=lambda flaw: not flaw.value,
        ),
        fix=f"Begin the feed with {DECLARATION}.",
        wrong='<rss version="2.0">',
        right=f'{DECLARATION}\n<rss version="2.0">',
    ),
    _row(
        "xml-declaration",
        XML_SYNTAX,
        "the XML declaration has a version, and an encoding behind it",
        _finds(
            FlawKind.DECLARATION,
            lambda flaw: f"the XML declaration is {flaw.value}",
            f"write {DECLARATION}",
            only=lambda flaw: bool(flaw.value),
        ),
        fix=f"Write {DECLARATION}.",
        wrong='<?xml encoding="UTF-8" version="1.0"?>',
        right=DECLARATION,
    ),
    _row(
        "feed-utf8",
        Says("Apple, PSP-1, W3C", *APPLE_REQUIREMENTS[1:]),
        "a feed is UTF-8 and says so",
        _finds(
            FlawKind.ENCODING,
            lambda flaw: f"the encoding is {one_line(flaw.value)}",
            f"save the feed as UTF-8, with {DECLARATION}",
        ),
        fix=f"Save the feed as UTF-8, and begin it with {DECLARATION}.",
        wrong='<?xml version="1.0" encoding="ISO-8859-1"?>',
        right=DECLARATION,
    ),
    _row(
        "xml-bytes",
        XML_SYNTAX,
        "the bytes of a feed are text in the encoding it declares",
        _finds(FlawKind.BYTES, _bad_byte, "save the feed as UTF-8"),
        fix="Save the feed as UTF-8; such bytes are pasted from texts in Windows-1252 as a rule.",
        wrong="<title>Caf\\xe9</title>",
        right="<title>Café</title>",
    ),
    _row(
        "xml-characters",
        XML_SYNTAX,
        "a feed holds no control characters",
        _finds(FlawKind.CHARACTER, _character, "delete it"),
        fix="Delete the character; it comes from text copied out of word processors and PDFs.",
        wrong="<title>One&#11;two</title>",
        right="<title>One two</title>",
    ),
    _row(
        "apple-entities",
        Says("XML", "XML 1.0, section 4.1; podcasters.apple.com/support/823-podcast-requirements", "2026-11"),
        "only the five entities of XML are used: &amp; &lt; &gt; &quot; &apos;",
        _finds(FlawKind.ENTITY, lambda flaw: f"XML does not know {flaw.value}", _escaped_entity),
        fix="Write the character itself: an unknown entity makes the whole feed unreadable.",
        wrong="<title>Tea&nbsp;time</title>",
        right="<title>Tea time</title>",
    ),
    _row(
        "xml-ampersand",
        XML_SYNTAX,
        "an & is written &amp;",
        _finds(FlawKind.AMPERSAND, lambda flaw: f"a bare & near {one_line(flaw.value)}", "write &amp;"),
        fix="Write &amp; for every & in texts and addresses: a bare one makes the whole feed unreadable.",
        wrong='<enclosure url="https://example.com/1.mp3?a=1&b=2"/>',
        right='<enclosure url="https://example.com/1.mp3?a=1&amp;b=2"/>',
    ),
    _row(
        "feed-doctype",
        DOCTYPES,
        "a feed has no DOCTYPE",
        _finds(FlawKind.DOCTYPE, lambda _: "there is a DOCTYPE, which is not looked at", "delete it"),
        fix="Delete the DOCTYPE, and write out what its entities stand for.",
        wrong='<!DOCTYPE rss [<!ENTITY show "My show">]>',
        right='<rss version="2.0">',
        level=Level.WARNING,
    ),
    _row(
        "xml-prefix",
        XML_NAMES,
        "every prefix is declared",
        _finds(
            FlawKind.PREFIX,
            lambda flaw: f"the prefix {one_line(flaw.value)} is not declared",
            _prefix_fix,
        ),
        fix="Declare the prefix on <rss>: without that the whole feed is unreadable.",
        wrong='<rss version="2.0"> … <itunes:author>',
        right='<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">',
    ),
    _row(
        "xml-markup",
        XML_SYNTAX,
        "tags are complete, and close in the order they were opened",
        _finds(FlawKind.MARKUP, lambda flaw: f"the XML is broken: {flaw.value}", _markup_fix),
        fix="Close every tag; put HTML into <![CDATA[…]]>, and write &lt; for a < in text.",
        wrong="<description><p>Hello<br></p></description>",
        right="<description><![CDATA[<p>Hello<br></p>]]></description>",
    ),
    _row(
        "xml-end",
        XML_SYNTAX,
        "a feed is there to its end",
        _finds(FlawKind.CUT, lambda _: "it ends in the middle", "publish the feed again"),
        fix="Publish the feed again: it was cut off while it was written or sent.",
        wrong="… <item><title>Hel",
        right="… <item><title>Hello</title></item></channel></rss>",
    ),
    _row(
        "xml-after-end",
        XML_SYNTAX,
        "no text and no element stands behind the last </rss>",
        _finds(
            FlawKind.AFTER,
            lambda flaw: f"{one_line(flaw.value)} stands behind the end of the feed",
            "delete it",
            only=lambda flaw: not flaw.value.startswith(_HARMLESS),
        ),
        fix="Delete what stands behind </rss>.",
        wrong="</rss>Page generated in 0.2 s",
        right="</rss>",
    ),
    _row(
        "apple-comments-eof",
        FEED_TAILS,
        "nothing at all stands behind </rss>, comments included",
        _finds(
            FlawKind.AFTER,
            lambda flaw: (
                f"a {'comment' if flaw.value == '<!--' else 'processing instruction'} behind the end"
            ),
            "delete it",
            only=lambda flaw: flaw.value.startswith(_HARMLESS),
        ),
        fix="Delete what stands behind </rss>: crawlers of directories have stumbled over it.",
        wrong="</rss><!-- cached 2026-11-23 -->",
        right="</rss>",
        level=Level.WARNING,
    ),
)
