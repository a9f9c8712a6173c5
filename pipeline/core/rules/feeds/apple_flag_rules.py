"""What a channel tells Apple about itself as a feed: hidden, ended, moved, whose it is."""

from collections.abc import Iterator

from pipeline.core.feed_document import Node
from pipeline.core.rules.feeds.cases import ChannelCase, at
from pipeline.core.rules.feeds.values import is_mailbox, is_web_url
from pipeline.core.rules.sources import APPLE_GUIDE, PSP1, VALIDATOR
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.errors import Level


def is_yes(node: Node | None) -> bool:
    """Whether a flag is on: directories take any case."""
    return node is not None and node.text[:20].strip().casefold() == "yes"


def self_link(channel: Node) -> str:
    """The address that a feed gives as its own; empty where it gives none."""
    for node in channel.all("atom:link"):
        if node.attributes.get("rel", "").strip() == "self":
            return node.attributes.get("href", "").strip()
    return ""


def check_block(case: ChannelCase) -> Iterator[Finding]:
    node = case.channel.find("itunes:block")
    if node and is_yes(node):
        text = f"<itunes:block> is {one_line(node.text.strip())}: directories remove the whole show"
        yield at(node, text, "remove it unless the show is meant to be hidden")


def check_block_value(case: ChannelCase) -> Iterator[Finding]:
    return fault_of_block(case.channel)


def fault_of_block(parent: Node) -> Iterator[Finding]:
    """A block that is neither on nor off, in a channel or an item."""
    for node in parent.all("itunes:block"):
        if node.text[:20].strip().casefold() not in ("yes", "no"):
            text = f"<itunes:block> is {one_line(node.text[:100].strip())}: it hides nothing"
            yield at(node, text, "write Yes to hide it, or remove it")


def check_complete(case: ChannelCase) -> Iterator[Finding]:
    node = case.channel.find("itunes:complete")
    if node and is_yes(node):
        text = f"<itunes:complete> is {one_line(node.text.strip())}: no app may look for another episode"
        yield at(node, text, "remove it unless the show has ended for good")


def check_complete_value(case: ChannelCase) -> Iterator[Finding]:
    node = case.channel.find("itunes:complete")
    if node and not is_yes(node):
        text = f"<itunes:complete> is {one_line(node.text[:100].strip())}: anything but Yes means nothing"
        yield at(node, text, "remove it")


def check_new_feed_url(case: ChannelCase) -> Iterator[Finding]:
    node = case.channel.find("itunes:new-feed-url")
    own = self_link(case.channel) or case.url
    if node and is_web_url(node.text) and own and node.text.strip() != own:
        text = f"<itunes:new-feed-url> is {one_line(node.text.strip())}, and this feed is {one_line(own)}"
        yield at(node, text, "remove it unless every listener is to move there")


def check_new_feed_url_form(case: ChannelCase) -> Iterator[Finding]:
    node = case.channel.find("itunes:new-feed-url")
    if node and not is_web_url(node.text):
        text = f"<itunes:new-feed-url> is {one_line(node.text[:200].strip())}, which is no whole address"
        yield at(node, text, "write the feed's new address, or remove the element")


def check_verify(case: ChannelCase) -> Iterator[Finding]:
    node = case.channel.find("itunes:applepodcastsverify")
    if node and not node.text.strip():
        text = "<itunes:applepodcastsverify> is empty: the claim cannot be checked"
        yield at(node, text, "write the token from Podcasts Connect, or remove the element")


def check_owner(case: ChannelCase) -> Iterator[Finding]:
    for owner in case.channel.all("itunes:owner"):
        node = owner.find("itunes:email")
        email = node.text[:400].strip() if node else ""
        if node and email and not is_mailbox(email):
            yield at(
                node, f"<itunes:email> is {one_line(email)}", "write the address alone: ada@wind.example"
            )
        elif not email:
            text = "<itunes:owner> has no <itunes:email>: the code for claiming the show goes there"
            yield at(node or owner, text, "add <itunes:email>, or remove the owner")


def check_owner_name(case: ChannelCase) -> Iterator[Finding]:
    for owner in case.channel.all("itunes:owner"):
        node = owner.find("itunes:name")
        if node and len(node.text) > 255:
            yield at(
                node, f"<itunes:name> is {len(node.text):,} characters long", "shorten it to 255 or fewer"
            )


ERROR, WARNING, ADVICE = Level.ERROR, Level.WARNING, Level.ADVICE
_OWNER = "<itunes:owner>\n  <itunes:email>{}</itunes:email>\n</itunes:owner>"

CHANNEL: tuple[Rule[ChannelCase], ...] = (
    Rule(
        "apple-block",
        ERROR,
        *APPLE_GUIDE,
        "a show is not hidden by accident",
        check_block,
        fix="Remove <itunes:block>, unless the feed is a private one.",
        wrong="<itunes:block>Yes</itunes:block>",
        right="<itunes:explicit>false</itunes:explicit>",
    ),
    Rule(
        "apple-block-value",
        ERROR,
        *VALIDATOR,
        "block is Yes where it stands",
        check_block_value,
        fix="Write Yes to hide the show, or remove the element: other values hide nothing.",
        wrong="<itunes:block>true</itunes:block>",
        right="<itunes:block>Yes</itunes:block>",
    ),
    Rule(
        "apple-complete",
        WARNING,
        *APPLE_GUIDE,
        "a show is not declared ended by accident",
        check_complete,
        fix="Remove <itunes:complete>, unless no episode will ever follow.",
        wrong="<itunes:complete>Yes</itunes:complete>",
        right="<itunes:type>episodic</itunes:type>",
    ),
    Rule(
        "apple-complete-value",
        ADVICE,
        *PSP1,
        "complete is Yes where it stands",
        check_complete_value,
        fix="Remove the element: a show that goes on does not have it.",
        wrong="<itunes:complete>no</itunes:complete>",
        right="<itunes:type>episodic</itunes:type>",
    ),
    Rule(
        "apple-new-feed-url",
        WARNING,
        *APPLE_GUIDE,
        "new-feed-url is the feed's own address",
        check_new_feed_url,
        fix="Remove it, or write the feed's own address: apps move every listener to what it says.",
        wrong="<itunes:new-feed-url>https://old.example/feed.xml</itunes:new-feed-url>",
        right="<itunes:new-feed-url>https://wind.example/feed.xml</itunes:new-feed-url>",
    ),
    Rule(
        "apple-new-feed-url-form",
        ERROR,
        *VALIDATOR,
        "new-feed-url is a whole address",
        check_new_feed_url_form,
        fix="Write the new address with https:// and everything behind it, or remove the element.",
        wrong="<itunes:new-feed-url>/feed.xml</itunes:new-feed-url>",
        right="<itunes:new-feed-url>https://wind.example/feed.xml</itunes:new-feed-url>",
    ),
    Rule(
        "apple-verify",
        WARNING,
        *APPLE_GUIDE,
        "a claim for Apple has its token",
        check_verify,
        fix="Write the token from Podcasts Connect, or remove the element when the show is claimed.",
        wrong="<itunes:applepodcastsverify/>",
        right="<itunes:applepodcastsverify>2a4ed0a0-0b36-11f0-8e2b-7b2c1f5c3d4e</itunes:applepodcastsverify>",
    ),
    Rule(
        "rss-owner-email",
        ERROR,
        *VALIDATOR,
        "an owner can be written to",
        check_owner,
        fix="Write the address alone into <itunes:email>, or remove <itunes:owner>.",
        wrong=_OWNER.format("Ada Marsh"),
        right=_OWNER.format("ada@wind.example"),
    ),
    Rule(
        "rss-owner-name",
        ERROR,
        *VALIDATOR,
        "an owner's name has at most 255 characters",
        check_owner_name,
        fix="Write the name alone.",
        wrong="<itunes:name>… 300 characters …</itunes:name>",
        right="<itunes:name>Ada Marsh</itunes:name>",
    ),
)
