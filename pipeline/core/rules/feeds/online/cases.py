"""What the online rules share: how findings name a file, and how headers are shown."""

from collections.abc import Callable, Iterable, Iterator

from pipeline.core.feed_assets import Asset, Kind
from pipeline.core.rules.table import Finding, Rule, Says, one_line
from pipeline.core.web_facts import AssetFacts
from pipeline.errors import Level

_LONGEST_URL = 120

Check = Callable[[AssetFacts], Iterable[Finding]]


def called(asset: Asset) -> str:
    """How messages begin: the element and the address; the feed needs none.

    >>> called(Asset(Kind.ENCLOSURE, "https://a.example/60.mp3", 12, "enclosure"))
    '<enclosure> https://a.example/60.mp3'
    """
    if asset.kind is Kind.FEED:
        return "the feed"
    url = printable(asset.url)
    url = f"{url[: _LONGEST_URL - 1]}…" if len(url) > _LONGEST_URL else url
    return f"<{asset.element}> {url}"


def found(facts: AssetFacts, text: str, fix: str) -> Iterator[Finding]:
    """One finding, at the element's line."""
    yield Finding("", f"{called(facts.asset)} {text}", fix, line=facts.asset.line)


def printable(text: str) -> str:
    r"""What strangers' servers say, fit for a terminal.

    >>> printable("a\x1b[2J\x85b")
    'a?[2J?b'
    """
    return "".join(each if each.isprintable() else "?" for each in text[:2000])


def value(text: str) -> str:
    """A header's value as messages show it."""
    return one_line(printable(text), 60)


def only(*kinds: Kind) -> Callable[[Check], Check]:
    """A check of these kinds of file alone."""

    def limit(check: Check) -> Check:
        def limited(facts: AssetFacts) -> Iterable[Finding]:
            return check(facts) if facts.asset.kind in kinds else ()

        return limited

    return limit


def row(
    rule: str, level: Level, says: Says, text: str, check: Check, guide: tuple[str, str, str]
) -> Rule[AssetFacts]:
    """A rule of the table; the guide is its fix, an example that is wrong, and the same put right."""
    return Rule(rule, level, *says, text, check, *guide)
