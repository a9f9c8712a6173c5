"""What the table cannot say of live items."""

from collections.abc import Callable, Iterator
from datetime import datetime

from pipeline.core.rules.feeds.cases import ItemCase, at
from pipeline.core.rules.feeds.podcasting.forms import MOMENT, parse_moment
from pipeline.core.rules.sources import NAMESPACE
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.errors import Level


def check_live_parts(name: str, why: str) -> Callable[[ItemCase], Iterator[Finding]]:
    """A check that a live item has a part."""

    def check(case: ItemCase) -> Iterator[Finding]:
        if case.is_live and not case.item.find(name):
            yield at(case.item, f"<podcast:liveItem> has no <{name}>", why)

    return check


def _moments(case: ItemCase) -> Iterator[tuple[str, datetime]]:
    for name in ("start", "end") if case.is_live else ():
        value = case.item.attributes.get(name, "").strip()
        if MOMENT.accepts(value):
            yield name, parse_moment(value)


def check_live_zone(case: ItemCase) -> Iterator[Finding]:
    for name, moment in _moments(case):
        if moment.tzinfo is None:
            text = f"{name} of <podcast:liveItem> is {one_line(moment.isoformat())}, which names no zone"
            yield at(case.item, text, f'write the offset as well: {name}="{moment.isoformat()}+00:00"')


def check_live_times(case: ItemCase) -> Iterator[Finding]:
    times = dict(_moments(case))
    start, end = times.get("start"), times.get("end")
    if start and end and (start.tzinfo is None) == (end.tzinfo is None) and end <= start:
        yield at(case.item, "<podcast:liveItem> ends before it starts", "correct start and end")


_LIVE = '<podcast:liveItem status="live" start="2026-11-05T18:30:00{}" end="2026-11-05T{}:00:00{}">'

ITEM: tuple[Rule[ItemCase], ...] = (
    Rule(
        "p20-live-item-content-link",
        Level.ERROR,
        *NAMESPACE,
        "<podcast:liveItem> has a <podcast:contentLink>",
        check_live_parts("podcast:contentLink", 'add <podcast:contentLink href="https://…">'),
        fix="Add a link to a page that plays the stream, for apps that cannot.",
        wrong='<podcast:liveItem status="live" start="…"><title>…</title></podcast:liveItem>',
        right='<podcast:liveItem status="live" start="…"><title>…</title>'
        '<podcast:contentLink href="https://wind.example/live">Live</podcast:contentLink></podcast:liveItem>',
    ),
    Rule(
        "p20-live-item-enclosure",
        Level.WARNING,
        *NAMESPACE,
        "<podcast:liveItem> has an <enclosure>",
        check_live_parts("enclosure", "add <enclosure> with the stream's address, length and type"),
        fix="Give the stream as <enclosure>, too: not every app reads alternate enclosures.",
        wrong='<podcast:liveItem status="live" start="…"><title>…</title></podcast:liveItem>',
        right='<podcast:liveItem status="live" start="…"><title>…</title>'
        '<enclosure url="https://wind.example/live.mp3" length="1" type="audio/mpeg"/></podcast:liveItem>',
    ),
    Rule(
        "p20-live-item-guid",
        Level.WARNING,
        *NAMESPACE,
        "<podcast:liveItem> has a <guid>",
        check_live_parts("guid", "add <guid>: one for each stream"),
        fix="Give each stream a guid of its own: a new one is a new stream.",
        wrong='<podcast:liveItem status="live" start="…"><title>…</title></podcast:liveItem>',
        right='<podcast:liveItem status="live" start="…"><title>…</title>'
        '<guid isPermaLink="false">live-2026-11-05</guid></podcast:liveItem>',
    ),
    Rule(
        "p20-live-item-zone",
        Level.WARNING,
        *NAMESPACE,
        "start and end of <podcast:liveItem> name their offset",
        check_live_zone,
        fix="Write the offset behind the time: Z or +01:00.",
        wrong=_LIVE.format("", "20", ""),
        right=_LIVE.format("Z", "20", "Z"),
    ),
    Rule(
        "p20-live-item-times",
        Level.WARNING,
        *NAMESPACE,
        "<podcast:liveItem> ends after it starts",
        check_live_times,
        fix="Correct start and end.",
        wrong=_LIVE.format("Z", "08", "Z"),
        right=_LIVE.format("Z", "20", "Z"),
    ),
)
