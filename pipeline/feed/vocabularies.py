"""Names with prefixes as our vocabularies have them, whatever a document calls them."""

from collections.abc import Mapping

from pipeline.core.feed_document import NAMESPACES, Declaration, FlawKind
from pipeline.feed.flaw_list import FlawList

MAX_NAMES = 10_000
MAX_DECLARATIONS = 1_000
_RSS_ELEMENTS = frozenset({"rss", "channel", "item"})
"""A default vocabulary declared on these is a mistake: the names below are RSS all the same."""
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


class Vocabularies:
    """The scopes of one document."""

    def __init__(self, flaws: FlawList) -> None:
        self._flaws = flaws
        self._told: set[str] = set()
        self._known: set[str] = set()
        self._plain: set[str] = set()
        self._declared: dict[tuple[str, str], Declaration] = {}
        self.scope = Scope(0, None, {"xml": "xml:", "": ""})

    @property
    def declarations(self) -> tuple[Declaration, ...]:
        return tuple(self._declared.values())

    def enter(self, raw: str, attributes: dict[str, str], depth: int, line: int) -> dict[str, str]:
        """An element's attributes under our names; what it declares holds until it is left."""
        for key in attributes:
            if key not in self._plain:
                return self._resolved(raw, attributes, depth, line)
        return attributes

    def leave(self, depth: int) -> None:
        """Forget what an element declared."""
        if self.scope.depth == depth and self.scope.around is not None:
            self.scope = self.scope.around

    def name_of(self, raw: str, line: int) -> str:
        """An element's name, as `Node.name` has it."""
        return self.scope.names.get(raw) or self._look_up(raw, line)

    def _resolved(self, raw: str, attributes: dict[str, str], depth: int, line: int) -> dict[str, str]:
        declared = {key: uri for key, uri in attributes.items() if key == "xmlns" or key.startswith("xmlns:")}
        if declared:
            own = {key[6:]: self._declare(key[6:], uri, line) for key, uri in declared.items()}
            if raw in _RSS_ELEMENTS:
                own.pop("", None)
            self.scope = Scope(depth, self.scope, own)
        found: dict[str, str] = {}
        for key, value in attributes.items():
            self.count(key)
            if key in declared:
                continue
            if ":" in key:
                found[self.name_of(key, line)] = value
            else:
                found[key] = value
                self._plain.add(key)
        return found

    def _declare(self, prefix: str, uri: str, line: int) -> str:
        meant = meant_by(prefix, uri)
        if len(self._declared) < MAX_DECLARATIONS:
            self._declared.setdefault((prefix, uri), Declaration(prefix, uri, line, meant))
        return f"{meant}:" if meant else f"{{{uri}}}" if uri else ""

    def _look_up(self, raw: str, line: int) -> str:
        self.count(raw)
        prefix, colon, local = raw.partition(":")
        if not colon:
            prefix, local = "", raw
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

    def count(self, *raw: str) -> None:
        """Remember names of the document, to see whether it has too many.

        Raises:
            TooManyNamesError: It has.
        """
        self._known.update(raw)
        if len(self._known) > MAX_NAMES:
            raise TooManyNamesError


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
