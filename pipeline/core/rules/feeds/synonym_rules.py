"""Dublin Core and syndication: names for what RSS has names for already."""

import re
from collections.abc import Iterator, Mapping

from pipeline.core.feed_document import Node
from pipeline.core.rules.feeds.cases import ChannelCase, ItemCase, at, tag
from pipeline.core.rules.sources import VALIDATOR
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.errors import Level

OF_CHANNEL: Mapping[str, str] = {
    "dc:date": "pubDate",
    "dc:language": "language",
    "dc:rights": "copyright",
    "dc:creator": "managingEditor",
    "dc:publisher": "webMaster",
    "dc:subject": "category",
    "dcterms:modified": "lastBuildDate",
}
OF_ITEM: Mapping[str, str] = {
    "dc:date": "pubDate",
    "dc:creator": "author",
    "dc:subject": "category",
    "dc:source": "source",
    "atom:id": "guid",
    "atom:published": "pubDate",
}
PERIODS = ("hourly", "daily", "weekly", "monthly", "yearly")

_W3C_DATE = re.compile(
    r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01])"
    r"(T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2}))?)?)?"
)


def _synonyms(parent: Node, pairs: Mapping[str, str]) -> Iterator[Finding]:
    for node in parent.children:
        core = pairs.get(node.name)
        if core and parent.find(core):
            text = f"{tag(node.name)} says again what {tag(core)} says: apps take either"
            yield at(node, text, f"remove {tag(node.name)}")


def _dates(parent: Node) -> Iterator[Finding]:
    for node in parent.all("dc:date"):
        if not is_w3c_date(node.text):
            text = f"<dc:date> is {one_line(node.text)}, which is not in its form"
            yield at(node, text, "write it as 2026-01-01T06:00:00Z, or leave <pubDate> to say it")


def is_w3c_date(text: str) -> bool:
    """Whether a date has the form of W3CDTF, a part of ISO 8601.

    >>> is_w3c_date("2026-01"), is_w3c_date("2026-01-01T06:00Z"), is_w3c_date("2026-01-01 06:00")
    (True, True, False)
    """
    return _W3C_DATE.fullmatch(text.strip()[:60]) is not None


def check_period(case: ChannelCase) -> Iterator[Finding]:
    for node in case.channel.all("sy:updatePeriod"):
        if node.text.strip() not in PERIODS:
            text = f"<sy:updatePeriod> is {one_line(node.text)}"
            yield at(node, text, "write hourly, daily, weekly, monthly or yearly")


def check_frequency(case: ChannelCase) -> Iterator[Finding]:
    for node in case.channel.all("sy:updateFrequency"):
        if not re.fullmatch("0*[1-9][0-9]{0,8}", node.text.strip()[:30]):
            text = f"<sy:updateFrequency> is {one_line(node.text)}"
            yield at(node, text, "write how often in a period: a whole number over 0")


WARNING = Level.WARNING

CHANNEL: tuple[Rule[ChannelCase], ...] = (
    Rule(
        "dc-dup",
        WARNING,
        *VALIDATOR,
        "the channel says nothing twice in different vocabularies",
        lambda case: _synonyms(case.channel, OF_CHANNEL),
        "keep the element of RSS, and remove its synonym",
        "<language>en</language><dc:language>en</dc:language>",
        "<language>en</language>",
    ),
    Rule(
        "dc-date",
        WARNING,
        *VALIDATOR,
        "dc:date has the form of W3CDTF",
        lambda case: _dates(case.channel),
        "write it as 2026-01-01T06:00:00Z",
        "<dc:date>Thu, 01 Jan 2026 06:00:00 GMT</dc:date>",
        "<dc:date>2026-01-01T06:00:00Z</dc:date>",
    ),
    Rule(
        "sy-period",
        WARNING,
        *VALIDATOR,
        "sy:updatePeriod is one of five words",
        check_period,
        "write hourly, daily, weekly, monthly or yearly",
        "<sy:updatePeriod>Weekly</sy:updatePeriod>",
        "<sy:updatePeriod>weekly</sy:updatePeriod>",
    ),
    Rule(
        "sy-frequency",
        WARNING,
        *VALIDATOR,
        "sy:updateFrequency is a whole number over 0",
        check_frequency,
        "write how often the feed is updated in a period",
        "<sy:updateFrequency>0</sy:updateFrequency>",
        "<sy:updateFrequency>2</sy:updateFrequency>",
    ),
)

ITEM: tuple[Rule[ItemCase], ...] = (
    Rule(
        "dc-item-dup",
        WARNING,
        *VALIDATOR,
        "an item says nothing twice in different vocabularies",
        lambda case: _synonyms(case.item, OF_ITEM),
        "keep the element of RSS, and remove its synonym",
        "<pubDate>…</pubDate><dc:date>2026-01-01</dc:date>",
        "<pubDate>…</pubDate>",
    ),
    Rule(
        "dc-item-date",
        WARNING,
        *VALIDATOR,
        "an item's dc:date has the form of W3CDTF",
        lambda case: _dates(case.item),
        "write it as 2026-01-01T06:00:00Z",
        "<dc:date>1 January 2026</dc:date>",
        "<dc:date>2026-01-01T06:00:00Z</dc:date>",
    ),
)
