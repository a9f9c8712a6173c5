"""What the table cannot say of payments: who gets them, and that there is something to share."""

import re
from collections.abc import Iterator
from typing import Any

from pipeline.core.feed_document import Node
from pipeline.core.rules.feeds.cases import at
from pipeline.core.rules.feeds.podcasting.looking import Case, standing
from pipeline.core.rules.feeds.values import is_mailbox, parse_whole
from pipeline.core.rules.sources import NAMESPACE
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.errors import Level

_RECIPIENT = "podcast:valueRecipient"
_PUBLIC_KEY = re.compile("0[23][0-9A-Fa-f]{64}")


def check_recipients(case: Case) -> Iterator[Finding]:
    for node in standing(case, "value"):
        if not node.find(_RECIPIENT):
            yield at(node, f"<podcast:value> has no <{_RECIPIENT}>", "add one for each who is paid")


def check_split_targets(case: Case) -> Iterator[Finding]:
    for node in standing(case, "valueTimeSplit"):
        remote = len(list(node.all("podcast:remoteItem")))
        recipients = len(list(node.all(_RECIPIENT)))
        if not (remote == 1 and not recipients) and not (recipients and not remote):
            seen = f"{_many(remote, 'remote item')} and {_many(recipients, 'recipient')}"
            text = f"<podcast:valueTimeSplit> has {seen}"
            yield at(node, text, "give it exactly one <podcast:remoteItem>, or recipients alone")


def _many(count: int, noun: str) -> str:
    return f"{count or 'no'} {noun}{'s' if count > 1 else ''}"


def check_shares(case: Case) -> Iterator[Finding]:
    """One recipient alone gets everything, whatever the split says."""
    for name in ("value", "valueTimeSplit"):
        for node in standing(case, name):
            shares = [_share(each) for each in node.all(_RECIPIENT)]
            if (
                len(shares) > 1
                and not any(each is None for each in shares)
                and not sum(map(int, filter(None, shares)))
            ):
                text = f"every split of <podcast:{name}> is 0: there is nothing to share"
                yield at(node, text, 'give each recipient its shares, as in split="50"')


def _share(recipient: Node) -> int | None:
    return parse_whole(recipient.attributes.get("split", "").strip())


def check_addresses(case: Case) -> Iterator[Finding]:
    for node in standing(case, "valueRecipient"):
        kind = node.attributes.get("type", "").strip().casefold()
        address = node.attributes.get("address", "").strip()
        if address and kind == "node" and not _PUBLIC_KEY.fullmatch(address):
            text = f"address of <{_RECIPIENT}> is {one_line(address, 40)}, not the public key of a node"
            yield at(node, text, "write the node's 66 hexadecimal digits")
        if address and kind == "lnaddress" and not is_mailbox(address):
            text = f"address of <{_RECIPIENT}> is {one_line(address, 40)}, not a lightning address"
            yield at(node, text, "write it like a mail address: ada@wind.example")


def check_custom(case: Case) -> Iterator[Finding]:
    for node in standing(case, "valueRecipient"):
        has = [name for name in ("customKey", "customValue") if node.attributes.get(name)]
        if len(has) == 1:
            missing = "customValue" if has == ["customKey"] else "customKey"
            yield at(node, f"<{_RECIPIENT}> has {has[0]}, but no {missing}", "write both or neither")


_TO_ADA = '<podcast:valueRecipient type="lnaddress" address="ada@wind.example" split="{}"/>'
_TO_BEN = '<podcast:valueRecipient type="lnaddress" address="ben@wind.example" split="{}"/>'
_VALUE = '<podcast:value type="lightning" method="lnaddress">{}</podcast:value>'
_SPLIT = '<podcast:valueTimeSplit startTime="60" duration="237">{}</podcast:valueTimeSplit>'
_REMOTE = '<podcast:remoteItem feedGuid="917393e3-1b1e-5cef-ace4-edaa54e1f810"/>'

BOTH: tuple[Rule[Any], ...] = (
    Rule(
        "p20-value-recipients",
        Level.ERROR,
        *NAMESPACE,
        "<podcast:value> has a recipient",
        check_recipients,
        fix="Add a <podcast:valueRecipient> for each who is paid.",
        wrong=_VALUE.format(""),
        right=_VALUE.format(_TO_ADA.format(100)),
    ),
    Rule(
        "p20-value-shares",
        Level.ERROR,
        *NAMESPACE,
        "the shares of the recipients are more than nothing together",
        check_shares,
        fix="Give each recipient its shares; what counts is their proportion.",
        wrong=_VALUE.format(_TO_ADA.format(0) + _TO_BEN.format(0)),
        right=_VALUE.format(_TO_ADA.format(60) + _TO_BEN.format(40)),
    ),
    Rule(
        "p20-value-time-split-targets",
        Level.ERROR,
        *NAMESPACE,
        "<podcast:valueTimeSplit> has exactly one remote item, or recipients",
        check_split_targets,
        fix="Keep one <podcast:remoteItem>, or name recipients instead.",
        wrong=_SPLIT.format(_REMOTE + _TO_ADA.format(100)),
        right=_SPLIT.format(_REMOTE),
    ),
    Rule(
        "p20-value-recipient-address-form",
        Level.WARNING,
        *NAMESPACE,
        "address of <podcast:valueRecipient> is what its type says",
        check_addresses,
        fix="Write a node's public key, or a lightning address, as the type says.",
        wrong='<podcast:valueRecipient type="node" address="ada@wind.example" split="100"/>',
        right=_TO_ADA.format(100),
    ),
    Rule(
        "p20-value-recipient-custom",
        Level.ADVICE,
        *NAMESPACE,
        "customKey and customValue stand together",
        check_custom,
        fix="Write both or neither.",
        wrong=_TO_ADA.format('100" customKey="906608'),
        right=_TO_ADA.format('100" customKey="906608" customValue="ada'),
    ),
)
