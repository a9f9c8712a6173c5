"""What Spotify, YouTube, Amazon and others ask for beyond Apple."""

import re
from collections.abc import Iterator

from pipeline.core.rules.feeds import counter_rules
from pipeline.core.rules.feeds.cases import ChannelCase, ItemCase, at
from pipeline.core.rules.feeds.synonym_rules import is_w3c_date
from pipeline.core.rules.feeds.values import parse_duration, parse_whole
from pipeline.core.rules.sources import (
    PODIMO,
    SPOTIFY_CLAIM,
    SPOTIFY_HELP,
    SPOTIFY_NAMESPACE,
    SPOTIFY_NOTES,
    SPOTIFY_SHOWS,
)
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.errors import Level

SPOTIFY_BYTES = 200_000_000
SPOTIFY_HOURS = 12
PODIMO_CHARACTERS = 1_000

_COUNTRIES = re.compile(r"[a-z]{2}( [a-z]{2}){0,249}")
_PERIOD_PART = re.compile(r"\s*(start|end|scheme|name)\s*=\s*([^;]{0,100})", re.IGNORECASE)


def check_author(case: ChannelCase) -> Iterator[Finding]:
    node = case.channel.find("itunes:author")
    if node is None or not node.text.strip():
        text = f"<itunes:author> is {'empty' if node else 'missing'}: Spotify does not take a show without"
        yield at(node or case.channel, text, "add <itunes:author> with the name of who makes the show")


def check_claim(case: ChannelCase) -> Iterator[Finding]:
    """An owner without one is told of by `rss-owner-email`."""
    if case.channel.find("itunes:owner") is None:
        text = "the feed has no address: Spotify, YouTube and Amazon send the code for claiming a show to it"
        yield at(case.channel, text, "add <itunes:owner> with <itunes:email> while you claim the show")


def check_country(case: ChannelCase) -> Iterator[Finding]:
    for node in case.channel.all("spotify:countryOfOrigin"):
        if not _COUNTRIES.fullmatch(node.text.strip()[:1_000]):
            text = f"<spotify:countryOfOrigin> is {one_line(node.text)}"
            yield at(node, text, "write ISO 3166 codes in lower case, with blanks between them: de at")


def check_limit(case: ChannelCase) -> Iterator[Finding]:
    for node in case.channel.all("spotify:limit"):
        count = node.attributes.get("recentCount")
        if not parse_whole((count or "").strip()):
            seen = f"is {one_line(count)}" if count else "is missing"
            text = f"the recentCount of <spotify:limit> {seen}"
            yield at(node, text, "write how many episodes Spotify is to show, or remove the element")


def check_partner(case: ChannelCase) -> Iterator[Finding]:
    for node in case.channel.all("spotify:access"):
        partner = node.find("spotify:partner")
        if partner is None or not partner.attributes.get("id", "").strip():
            yield at(node, "<spotify:access> names no partner", 'add <spotify:partner id="…"/>')


def check_entitlement(case: ItemCase) -> Iterator[Finding]:
    for node in case.item.all("spotify:access"):
        entitlement = node.find("spotify:entitlement")
        if entitlement is None or not entitlement.attributes.get("name", "").strip():
            text = "<spotify:access> names no entitlement"
            yield at(node, text, 'add <spotify:entitlement name="…"/>')


def check_valid(case: ItemCase) -> Iterator[Finding]:
    for node in case.item.all("dcterms:valid"):
        parts = (_PERIOD_PART.fullmatch(each) for each in node.text[:500].split(";") if each.strip())
        read = {found[1].lower(): found[2].strip() for found in parts if found}
        dates = [read[each] for each in ("start", "end") if each in read]
        if not dates or not all(map(is_w3c_date, dates)):
            text = f"<dcterms:valid> is {one_line(node.text)}"
            yield at(node, text, "write start=2026-01-01T06:00:00Z; end=2026-12-31T06:00:00Z; scheme=W3C-DTF")


def check_description(case: ItemCase) -> Iterator[Finding]:
    summary = case.item.find("itunes:summary")
    read = ("description", "content:encoded", "media:description")
    if summary and not any(case.item.text_of(each) for each in read):
        text = "<itunes:summary> is the only text of the item, and Spotify does not read it"
        yield at(summary, text, "write the text into <description>")


def check_size(case: ItemCase) -> Iterator[Finding]:
    for node in case.item.all("enclosure"):
        size = parse_whole(node.attributes.get("length", "").strip())
        if size and size > SPOTIFY_BYTES:
            text = f"<enclosure> has {size / 1e6:,.0f} MB: Spotify is said to refuse more than 200"
            yield at(node, text, "export it with a lower bit rate: 96 kbit/s in mono is enough for speech")


def check_length(case: ItemCase) -> Iterator[Finding]:
    node = case.item.find("itunes:duration")
    seconds = parse_duration(node.text.strip()) if node else None
    if node and seconds and seconds > SPOTIFY_HOURS * 3600:
        text = f"<itunes:duration> is {one_line(node.text)}: Spotify is said to take 12 hours at most"
        yield at(node, text, "publish it in parts")


def check_short(case: ChannelCase) -> Iterator[Finding]:
    node = case.channel.find("description")
    if node and len(node.text.strip()) > PODIMO_CHARACTERS:
        text = f"<description> has {len(node.text.strip()):,} characters: Podimo shows the first 1,000"
        yield at(node, text, "say what matters in the first 1,000 characters")


ERROR, WARNING, ADVICE = Level.ERROR, Level.WARNING, Level.ADVICE

CHANNEL: tuple[Rule[ChannelCase], ...] = (
    Rule(
        "spotify-author",
        ERROR,
        *SPOTIFY_SHOWS,
        "the show names its author",
        check_author,
        "add <itunes:author> with the name of the person or company that makes the show",
        "<channel> without <itunes:author>",
        "<itunes:author>Ada Marsh</itunes:author>",
    ),
    Rule(
        "feed-email",
        ADVICE,
        *SPOTIFY_CLAIM,
        "the feed has an address to which a code for claiming the show can be sent",
        check_claim,
        "add <itunes:owner> with <itunes:email> while you claim the show; take it out later if you like",
        "<channel> without <itunes:owner>",
        "<itunes:owner><itunes:email>show@example.org</itunes:email></itunes:owner>",
    ),
    Rule(
        "spotify-country",
        ADVICE,
        *SPOTIFY_NAMESPACE,
        "spotify:countryOfOrigin lists countries by ISO 3166",
        check_country,
        "write codes of two letters in lower case, with blanks between them",
        "<spotify:countryOfOrigin>Germany</spotify:countryOfOrigin>",
        "<spotify:countryOfOrigin>de</spotify:countryOfOrigin>",
    ),
    Rule(
        "spotify-limit",
        WARNING,
        *SPOTIFY_NAMESPACE,
        "spotify:limit says how many episodes are shown",
        check_limit,
        "write recentCount with a whole number over 0, or remove the element",
        '<spotify:limit recentCount="all"/>',
        '<spotify:limit recentCount="50"/>',
    ),
    Rule(
        "spotify-partner",
        WARNING,
        *SPOTIFY_NAMESPACE,
        "spotify:access of a show names the partner",
        check_partner,
        "name the partner, or remove spotify:access",
        "<spotify:access/>",
        '<spotify:access><spotify:partner id="press"/></spotify:access>',
    ),
    Rule(
        "podimo-description",
        ADVICE,
        *PODIMO,
        "what a show is about stands in the first 1,000 characters",
        check_short,
        "say what matters first: Podimo cuts the rest",
        "<description> of 2,000 characters",
        "<description> of 900 characters",
    ),
)

ITEM: tuple[Rule[ItemCase], ...] = (
    *counter_rules.ITEM,
    Rule(
        "spotify-entitlement",
        WARNING,
        *SPOTIFY_NAMESPACE,
        "spotify:access of an item names an entitlement",
        check_entitlement,
        "name the entitlement, or remove spotify:access",
        "<spotify:access/>",
        '<spotify:access><spotify:entitlement name="members"/></spotify:access>',
    ),
    Rule(
        "spotify-valid",
        ADVICE,
        *SPOTIFY_NAMESPACE,
        "dcterms:valid says from when to when an item can be heard",
        check_valid,
        "write start, end or both as dates of ISO 8601",
        "<dcterms:valid>2026</dcterms:valid>",
        "<dcterms:valid>end=2026-12-31T23:59:00Z; scheme=W3C-DTF</dcterms:valid>",
    ),
    Rule(
        "spotify-description",
        WARNING,
        *SPOTIFY_NOTES,
        "an item's text stands where Spotify reads it",
        check_description,
        "write the text into <description>; itunes:summary is read by few",
        "<itunes:summary>How tendons heal.</itunes:summary> alone",
        "<description>How tendons heal.</description>",
    ),
    Rule(
        "spotify-size",
        ADVICE,
        *SPOTIFY_HELP,
        "a file has at most 200 MB",
        check_size,
        "export the audio with a lower bit rate",
        '<enclosure url="…" length="450000000" type="audio/mpeg"/>',
        '<enclosure url="…" length="90000000" type="audio/mpeg"/>',
    ),
    Rule(
        "spotify-hours",
        ADVICE,
        *SPOTIFY_HELP,
        "an episode lasts at most 12 hours",
        check_length,
        "publish it in parts",
        "<itunes:duration>50000</itunes:duration>",
        "<itunes:duration>5000</itunes:duration>",
    ),
)
