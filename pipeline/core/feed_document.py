"""Any feed as it was read, ours or not: its elements with their lines, and what is broken about its XML."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

NAMESPACES: Mapping[str, str] = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "atom": "http://www.w3.org/2005/Atom",
    "psc": "http://podlove.org/simple-chapters",
    "fh": "http://purl.org/syndication/history/1.0",
    "media": "http://search.yahoo.com/mrss/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "spotify": "http://www.spotify.com/ns/rss",
    "rawvoice": "http://www.rawvoice.com/rawvoiceRssModule/",
    "googleplay": "http://www.google.com/schemas/play-podcasts/1.0",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
"""The vocabularies that podcast feeds use, by the prefix that `Node.name` has, whatever a feed calls it."""


@dataclass(frozen=True, slots=True)
class Node:
    """One element.

    `name` is `title`, `itunes:image`, or `{address}name` of an unknown vocabulary.
    """

    name: str
    line: int
    """Of its start tag; the first line is 1."""
    text: str = ""
    """Its own text, decoded, as it stands: blanks around it are kept."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """By name; those of other vocabularies as `prefix:name`."""
    children: tuple["Node", ...] = ()
    is_cdata: bool = False
    """Some of the text stood in a CDATA section."""

    def all(self, name: str) -> Iterator["Node"]:
        """Its children of this name, in the order of the document."""
        return (child for child in self.children if child.name == name)

    def find(self, name: str) -> "Node | None":
        """Its first child of this name."""
        for child in self.children:  # the checks of an item do this most of their time
            if child.name == name:
                return child
        return None

    def text_of(self, name: str) -> str:
        """The text of the first child of this name, trimmed; empty where there is none."""
        child = self.find(name)
        return child.text.strip() if child else ""


class FlawKind(StrEnum):
    """What can be wrong with a document before its elements are looked at; most are mended to read on."""

    EMPTY = "empty"
    """There is nothing in it."""
    NOT_XML = "not-xml"
    """It is a web page, JSON or something else altogether; `value` says what."""
    BOM = "bom"
    """It begins with a byte order mark."""
    BEFORE = "before"
    """Something stands before the XML declaration."""
    DECLARATION = "declaration"
    """It has no XML declaration, or a malformed one: then `value` is that."""
    ENCODING = "encoding"
    """It declares another encoding than UTF-8; `value` is that."""
    BYTES = "bytes"
    """Its bytes are not text in the encoding it declares."""
    CHARACTER = "character"
    """A character that XML does not allow; `value` is its code: U+000B."""
    ENTITY = "entity"
    """An entity that XML does not know; `value` is as it stands: &nbsp;."""
    AMPERSAND = "ampersand"
    """An & that begins no entity; `value` is what stands around it."""
    DOCTYPE = "doctype"
    """It has a DOCTYPE, which is not processed."""
    PREFIX = "prefix"
    """A prefix that is not declared; `value` is that."""
    MARKUP = "markup"
    """Tags that do not match and the like; what stands behind it is not read. `value` says what."""
    CUT = "cut"
    """It ends before its last element does."""
    AFTER = "after"
    """Something stands behind the last element."""
    SIZE = "size"
    """It is larger than can be looked at; `value` is the limit."""
    DEPTH = "depth"
    """Elements stand in each other deeper than any app reads; `value` is the limit."""
    COMPRESSED = "compressed"
    """Compressed data that is broken, or grows without measure."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong with the XML."""

    kind: FlawKind
    line: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class Declaration:
    """A vocabulary's declaration, `xmlns:prefix="uri"`, with the prefix that was meant."""

    prefix: str
    """As the document has it; empty for the default."""
    uri: str
    line: int
    meant: str | None
    """The key of `NAMESPACES` it stands for, or seems to stand for; None where it is unknown.

    Empty where it would put the tags of RSS into a vocabulary, where they have none.
    """


@dataclass(frozen=True)
class FeedDocument:
    """A whole feed, but for its items, which are looked at one by one while it is read."""

    root: Node | None
    """Without children; None where there is no element."""
    channel: Node | None
    """Without its items; None where there is none."""
    channels: int
    """How many channels the root has."""
    declarations: tuple[Declaration, ...]
    flaws: tuple[Flaw, ...]
    """In order of their lines; of each kind the first hundred."""
    encoding: str
    """As declared or recognised, in lower case."""
    size_bytes: int
    items: int
    """How many items it has, live items not counted."""
    first_item_line: int = 0
    """0 where there is no item."""
    late_line: int = 0
    """Where channel metadata stands behind the first item; 0 where none does."""
    instructions: tuple[tuple[str, str, int], ...] = ()
    """Processing instructions: target, text, line."""
    is_whole: bool = True
    """It was read to the end of its root: what is missing is missing indeed."""
