"""Names with prefixes as our vocabularies have them, whatever a document calls them."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from pipeline.core.feed_document import NAMESPACES, Declaration, FlawKind
from pipeline.core.rules.table import one_line
from pipeline.feed.flaw_list import FlawList, excerpt

MAX_NAMES = 10_000
MAX_DECLARATIONS = 1_000
_RSS_ELEMENTS = frozenset({"rss", "channel", "item"})
"""A default vocabulary declared on these is a mistake: the names below are RSS all the same."""
_XMLNS = "http://www.w3.org/2000/xmlns/"
_ALIASES = {
    "https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": "podcast",
    "http://purl.org/atom/ns#": "atom",
}


class TooManyNamesError(Exception):
    """More different names than any document has: keeping them would take all memory."""


class Scope:
    """The prefixes that are declared around an element."""

    __slots__ = ("around", "depth", "names", "own")

    def __init__(self, depth: int, around: "Scope | None", own: Mapping[str, str]) -> None:
        self.depth = depth
        self.around = around
        self.own = own
        self.names: dict[str, str] = {}
        """What was looked up before."""

    def find(self, prefix: str) -> str | None:
        """What a prefix stands for: a prefix of ours, `{address}`, empty for none; None where undeclared."""
        scope: Scope | None = self
        while scope is not None:
            if prefix in scope.own:
                return scope.own[prefix]
            scope = scope.around
        return None


class StartTag(NamedTuple):
    """A start tag that may declare vocabularies."""

    raw: str
    """Its name as the document has it."""
    attributes: dict[str, str]
    line: int
    source: Callable[[], bytes]
    """Gives the document from this tag on."""

    def line_of(self, key: str) -> int:
        """The line that an attribute stands on: root tags are often written on several."""
        source = self.source()
        found = re.search(rb"\s%s\s*=" % re.escape(key.encode()), source)
        return self.line + source.count(b"\n", 0, found.start() + 1) if found else self.line


class Vocabularies:
    """The scopes of one document."""

    def __init__(self, flaws: FlawList) -> None:
        self._flaws = flaws
        self._told: set[str] = set()
        self._known: set[str] = set()
        self.plain: set[str] = set()
        """Names of attributes that have no prefix and declare nothing."""
        self._declared: dict[tuple[str, str], Declaration] = {}
        self.scope = Scope(0, None, {"xml": "xml:", "": ""})

    @property
    def declarations(self) -> tuple[Declaration, ...]:
        return tuple(self._declared.values())

    def enter(self, start: StartTag, depth: int) -> dict[str, str]:
        """An element's attributes under our names; what it declares holds until it is left."""
        declared = {key: uri for key, uri in start.attributes.items() if _is_declaration(key)}
        if declared:
            own = {key[6:]: self._declare(start, key, uri) for key, uri in declared.items()}
            self.scope = Scope(depth, self.scope, own)
        found: dict[str, str] = {}
        for key, value in start.attributes.items():
            self.count(key)
            if key in declared:
                continue
            if ":" in key:
                name = self.name_of(key, start.line)
                if name in found:
                    self._tell(start.line_of(key), f"an attribute stands twice in one tag: {key}")
                found[name] = value
            else:
                found[key] = value
                self.plain.add(key)
        return found

    def leave(self, depth: int) -> None:
        """Forget what an element declared."""
        if self.scope.depth == depth and self.scope.around is not None:
            self.scope = self.scope.around

    def name_of(self, raw: str, line: int) -> str:
        """An element's name, as `Node.name` has it."""
        return self.scope.names.get(raw) or self._look_up(raw, line)

    def _declare(self, start: StartTag, key: str, uri: str) -> str:
        prefix = key[6:]
        is_name = key == "xmlns" or _are_names(prefix)
        if not is_name or (prefix and not uri) or _is_reserved(prefix, uri):
            self._tell(start.line_of(key), f"{key}={one_line(uri)} declares nothing")
        is_mistake = not prefix and uri and start.raw in _RSS_ELEMENTS
        meant = "" if is_mistake else meant_by(prefix, uri)
        if len(self._declared) < MAX_DECLARATIONS and (prefix, uri) not in self._declared:
            self._declared[prefix, uri] = Declaration(prefix, uri, start.line_of(key), meant)
        return f"{meant}:" if meant else f"{{{uri}}}" if uri and not is_mistake else ""

    def _look_up(self, raw: str, line: int) -> str:
        self.count(raw)
        prefix, colon, local = raw.partition(":")
        if not colon:
            prefix, local = "", raw
        elif not _are_names(prefix, local):
            self._tell(line, misplaced_colon(raw))
            return raw
        vocabulary = self.scope.find(prefix)
        if vocabulary is None:
            vocabulary = self._undeclared(prefix, line)
        name = self.scope.names[raw] = f"{vocabulary}{local}"
        return name

    def _undeclared(self, prefix: str, line: int) -> str:
        if prefix not in self._told:
            self._told.add(prefix)
            self._flaws.add(FlawKind.PREFIX, line, prefix)
        return f"{prefix.lower() if prefix.lower() in NAMESPACES else prefix}:"

    def _tell(self, line: int, value: str) -> None:
        self._flaws.add(FlawKind.MARKUP, line, value)

    def count(self, *raw: str) -> None:
        """Remember names of the document, to see whether it has too many.

        Raises:
            TooManyNamesError: It has.
        """
        self._known.update(raw)
        if len(self._known) > MAX_NAMES:
            raise TooManyNamesError


def misplaced_colon(name: str) -> str:
    """What is wrong with a name that is no prefix and no name behind its colon."""
    return f"the name {excerpt(name)} has a colon where none may be"


def _are_names(*parts: str) -> bool:
    """Whether the parts of a name around its colon begin as names do; the rest the parser has looked at."""
    return all(part and ":" not in part and part[0] not in "-.0123456789\u00b7" for part in parts)


def _is_reserved(prefix: str, uri: str) -> bool:
    """Whether one of XML's own prefixes or addresses is given to something else."""
    return prefix == "xmlns" or uri == _XMLNS or (prefix == "xml") != (uri == NAMESPACES["xml"])


def _is_declaration(key: str) -> bool:
    return key == "xmlns" or key.startswith("xmlns:")


def meant_by(prefix: str, uri: str) -> str | None:
    """Our prefix of a vocabulary, by its address, by one that is nearly that, or by a prefix we know.

    >>> meant_by("x", "https://www.itunes.com/DTDs/Podcast-1.0.dtd"), meant_by("media", "urn:x")
    ('itunes', 'media')
    >>> meant_by("x", "urn:x") is None
    True
    """
    near = _BY_ADDRESS.get(_simplified(uri))
    return near or (prefix.lower() if prefix.lower() in NAMESPACES else None)


def _simplified(uri: str) -> str:
    """An address without what people get wrong: case, scheme, www, what stands at its end."""
    address = uri.strip().lower().removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return address.rstrip("/#")


_BY_ADDRESS = {_simplified(uri): prefix for prefix, uri in NAMESPACES.items()} | {
    _simplified(uri): prefix for uri, prefix in _ALIASES.items()
}
