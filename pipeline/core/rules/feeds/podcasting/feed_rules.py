"""What the table cannot say of the channel: its guid, medium, schedule and blocks."""

import uuid
from collections.abc import Iterator

from pipeline.core.podcasting_values import LIST_MEDIUMS
from pipeline.core.rules.feeds.cases import ChannelCase, at
from pipeline.core.rules.feeds.podcasting.forms import GUID, MOMENT
from pipeline.core.rules.feeds.podcasting.looking import standing
from pipeline.core.rules.feeds.podcasting.recurrence import parse_recurrence
from pipeline.core.rules.sources import NAMESPACE
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.errors import Level

_LISTS = {each.casefold() for each in LIST_MEDIUMS}
_REMOTE = "podcast:remoteItem"


def check_guid_version(case: ChannelCase) -> Iterator[Finding]:
    for node in standing(case, "guid"):
        value = node.text.strip()
        if GUID.accepts(value) and uuid.UUID(value).version != 5:
            text = f"<podcast:guid> is {value}, a UUID of another version than 5"
            yield at(
                node, text, "keep it if apps know the feed by it; a new feed takes the UUIDv5 of its address"
            )


def check_list_items(case: ChannelCase) -> Iterator[Finding]:
    for node in standing(case, "medium"):
        if node.text.strip().casefold() in _LISTS and case.document.items:
            text = f"<podcast:medium> is {one_line(node.text.strip())}, a list, but the feed has items"
            yield at(node, text, "name what it lists as <podcast:remoteItem>, or choose the medium without L")


def check_list_remotes(case: ChannelCase) -> Iterator[Finding]:
    for node in standing(case, "medium"):
        if node.text.strip().casefold() in _LISTS and not case.channel.find(_REMOTE):
            text = f"<podcast:medium> is {one_line(node.text.strip())}, a list, but there is no <{_REMOTE}>"
            yield at(node, text, 'add <podcast:remoteItem feedGuid="…"/> for each entry')


def check_publisher_feed(case: ChannelCase) -> Iterator[Finding]:
    for node in standing(case, "medium"):
        wanted = ("podcast:guid", _REMOTE) if node.text.strip().casefold() == "publisher" else ()
        for name in wanted:
            if not case.channel.find(name):
                yield at(
                    node, f'<podcast:medium> is "publisher", but the channel has no <{name}>', f"add <{name}>"
                )


def check_block(case: ChannelCase) -> Iterator[Finding]:
    for node in standing(case, "block"):
        if not node.attributes.get("id", "").strip() and node.text.strip().casefold() == "yes":
            text = "<podcast:block> is yes, for every directory and app"
            yield at(node, text, "delete it unless the show shall not be found")


def check_block_twice(case: ChannelCase) -> Iterator[Finding]:
    said: dict[str, str] = {}
    for node in standing(case, "block"):
        service, answer = node.attributes.get("id", "").strip().casefold(), node.text.strip().casefold()
        if said.setdefault(service, answer) != answer:
            of = f" of {one_line(service)}" if service else ""
            yield at(node, f"<podcast:block>{of} is both yes and no", "keep one: no counts before yes")


def check_schedule(case: ChannelCase) -> Iterator[Finding]:
    for node in standing(case, "updateFrequency"):
        rule = parse_recurrence(node.attributes.get("rrule", "").strip()) or {}
        start = node.attributes.get("dtstart", "").strip()
        if "COUNT" in rule and not start:
            text = "rrule of <podcast:updateFrequency> counts, but there is no dtstart to count from"
            yield at(node, text, 'add dtstart="2026-11-05"')
        if "UNTIL" in rule and MOMENT.accepts(start) and _is_day(rule["UNTIL"]) != _is_day(start):
            text = f"UNTIL of <podcast:updateFrequency> is {rule['UNTIL']}, but dtstart {start}"
            yield at(node, text, "write both as dates, or both as dates and times")


def _is_day(moment: str) -> bool:
    return len(moment.replace("-", "")) == len("20261105")


_SHOW = '<podcast:remoteItem feedGuid="917393e3-1b1e-5cef-ace4-edaa54e1f810"/>'

CHANNEL: tuple[Rule[ChannelCase], ...] = (
    Rule(
        "p20-guid-version",
        Level.WARNING,
        *NAMESPACE,
        "<podcast:guid> is a UUID of version 5",
        check_guid_version,
        fix="A guid is given once and never changes: keep one that apps know; compute only a new feed's.",
        wrong="<podcast:guid>0b6f6ac4-5d0a-4a6f-9a3e-2f1c54a1f060</podcast:guid>",
        right="<podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>",
    ),
    Rule(
        "p20-medium-list-items",
        Level.ERROR,
        *NAMESPACE,
        "a feed whose medium is a list holds remote items alone",
        check_list_items,
        fix="Choose the medium without L, or name what the feed lists as remote items.",
        wrong="<podcast:medium>podcastL</podcast:medium>\n<item>…</item>",
        right="<podcast:medium>podcast</podcast:medium>\n<item>…</item>",
    ),
    Rule(
        "p20-medium-list-remotes",
        Level.WARNING,
        *NAMESPACE,
        "a feed whose medium is a list names remote items",
        check_list_remotes,
        fix="Add a <podcast:remoteItem> for each entry.",
        wrong="<podcast:medium>musicL</podcast:medium>",
        right=f"<podcast:medium>musicL</podcast:medium>\n{_SHOW}",
    ),
    Rule(
        "p20-medium-publisher",
        Level.ERROR,
        *NAMESPACE,
        "a publisher's feed has a guid and names the publisher's feeds",
        check_publisher_feed,
        fix="Add <podcast:guid>, and a <podcast:remoteItem> for each feed.",
        wrong="<podcast:medium>publisher</podcast:medium>",
        right="<podcast:medium>publisher</podcast:medium>\n"
        f"<podcast:guid>9b024349-ccf0-5f69-a609-6b82873eab3c</podcast:guid>\n{_SHOW}",
    ),
    Rule(
        "p20-block-everything",
        Level.WARNING,
        *NAMESPACE,
        "a show that is to be found does not block every service",
        check_block,
        fix="Delete it, or name the services that are meant.",
        wrong="<podcast:block>yes</podcast:block>",
        right='<podcast:block id="amazon">yes</podcast:block>',
    ),
    Rule(
        "p20-block-twice",
        Level.WARNING,
        *NAMESPACE,
        "a service is blocked or not",
        check_block_twice,
        fix="Keep one answer for each service.",
        wrong='<podcast:block id="amazon">yes</podcast:block>\n<podcast:block id="amazon">no</podcast:block>',
        right='<podcast:block id="amazon">yes</podcast:block>',
    ),
    Rule(
        "p20-update-frequency-start",
        Level.WARNING,
        *NAMESPACE,
        "a schedule that counts has a start; one that ends has it in the same form",
        check_schedule,
        fix="Add dtstart, in the form that UNTIL has.",
        wrong='<podcast:updateFrequency rrule="FREQ=WEEKLY;COUNT=10">Ten weeks</podcast:updateFrequency>',
        right='<podcast:updateFrequency rrule="FREQ=WEEKLY;COUNT=10" dtstart="2026-11-05">'
        "Ten weeks</podcast:updateFrequency>",
    ),
)
