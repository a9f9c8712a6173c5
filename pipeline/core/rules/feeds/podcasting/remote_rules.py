"""What the table cannot say of the feeds that a feed names: its podroll and its publisher."""

from collections.abc import Iterator

from pipeline.core.rules.feeds.cases import ChannelCase, at
from pipeline.core.rules.feeds.podcasting.looking import standing
from pipeline.core.rules.sources import NAMESPACE
from pipeline.core.rules.table import Finding, Rule
from pipeline.errors import Level

_REMOTE = "podcast:remoteItem"


def check_podroll(case: ChannelCase) -> Iterator[Finding]:
    for node in standing(case, "podroll"):
        if not node.find(_REMOTE):
            yield at(node, f"<podcast:podroll> has no <{_REMOTE}>", "add one for each show, or leave it out")


def check_publisher(case: ChannelCase) -> Iterator[Finding]:
    for node in standing(case, "publisher"):
        remotes = list(node.all(_REMOTE))
        if len(remotes) != 1:
            text = f"<podcast:publisher> has {len(remotes) or 'no'} <{_REMOTE}>"
            yield at(node, text, f'give it exactly one <{_REMOTE} medium="publisher">')
        elif remotes[0].attributes.get("medium", "").strip().casefold() != "publisher":
            text = f'<{_REMOTE}> in <podcast:publisher> is not of medium "publisher"'
            yield at(remotes[0], text, 'write medium="publisher"')


def check_remote_names(case: ChannelCase) -> Iterator[Finding]:
    wanted = {"podroll": ("feedUrl", "title"), "publisher": ("feedUrl",)}
    for placed in case.podcasting.get("remoteItem", ()):
        missing = [each for each in wanted.get(placed.parent, ()) if not placed.node.attributes.get(each)]
        if missing:
            text = f"<{_REMOTE}> in <podcast:{placed.parent}> has no {' and no '.join(missing)}"
            yield at(placed.node, text, "add it for apps that do not know the guid, and for people")


_PUBLISHER = (
    '<podcast:publisher><podcast:remoteItem{} feedGuid="917393e3-1b1e-5cef-ace4-edaa54e1f810"/>'
    "</podcast:publisher>"
)
_SHOW = '<podcast:remoteItem feedGuid="917393e3-1b1e-5cef-ace4-edaa54e1f810"/>'
_NAMED = (
    '<podcast:remoteItem feedGuid="917393e3-1b1e-5cef-ace4-edaa54e1f810" '
    'feedUrl="https://calm.example/feed.xml" title="Calm Water"/>'
)

CHANNEL: tuple[Rule[ChannelCase], ...] = (
    Rule(
        "p20-podroll-items",
        Level.ERROR,
        *NAMESPACE,
        "<podcast:podroll> names a show",
        check_podroll,
        fix="Add a <podcast:remoteItem> for each show, or leave the podroll out.",
        wrong="<podcast:podroll></podcast:podroll>",
        right=f"<podcast:podroll>{_NAMED}</podcast:podroll>",
    ),
    Rule(
        "p20-publisher-item",
        Level.ERROR,
        *NAMESPACE,
        "<podcast:publisher> names one feed of medium publisher",
        check_publisher,
        fix="Give it exactly one remote item, with its medium.",
        wrong=_PUBLISHER.format(""),
        right=_PUBLISHER.format(' medium="publisher"'),
    ),
    Rule(
        "p20-remote-item-named",
        Level.ADVICE,
        *NAMESPACE,
        "<podcast:remoteItem> has an address and a title where people see it",
        check_remote_names,
        fix="Add feedUrl, and title in a podroll.",
        wrong=f"<podcast:podroll>{_SHOW}</podcast:podroll>",
        right=f"<podcast:podroll>{_NAMED}</podcast:podroll>",
    ),
)
