"""The tags about who makes it, who pays, who may have it, and what else there is."""

from pipeline.core import podcasting_values as values
from pipeline.core.rules.feeds.podcasting import forms as form
from pipeline.core.rules.feeds.podcasting.forms import one_of
from pipeline.core.rules.feeds.podcasting.tag import (
    ANYWHERE,
    CHANNEL,
    SITE,
    Attribute,
    Need,
    Tag,
    Text,
    may,
    must,
    should,
)
from pipeline.errors import Level

_RECIPIENT = '<podcast:valueRecipient type="lnaddress" address="ada@wind.example" split="100"/>'
_REMOTE = f'<podcast:remoteItem feedGuid="{form.GUID.right}"/>'
_CHOICES_OF_MEDIUM = tuple(dict.fromkeys((*values.MEDIUMS, *values.LIST_MEDIUMS)))

SHOW_TAGS = (
    Tag(
        "locked",
        CHANNEL,
        (may("owner", form.EMAIL),),
        Text("yes or no", "yes", form.YES_NO, 0),
        is_single=True,
    ),
    Tag(
        "funding",
        ANYWHERE,
        (must("url", form.WEB, f"{SITE}give"),),
        Text("the words of the link", "Support the show", level=Level.WARNING),
    ),
    Tag(
        "person",
        ANYWHERE,
        (
            may("role", example="guest"),
            may("group", example="cast"),
            may("img", form.WEB, f"{SITE}ada.jpg"),
            may("href", form.WEB, f"{SITE}ada"),
        ),
        Text("a name", "Ada Marsh"),
    ),
    Tag(
        "location",
        ANYWHERE,
        (
            may("rel", one_of(*values.LOCATION_RELS, wrong="about")),
            should("geo", form.GEO),
            should("osm", form.OSM),
            should("country", form.COUNTRY),
        ),
        Text("the name of the place", "Eiffel Tower, Paris"),
    ),
    Tag(
        "license",
        ANYWHERE,
        (may("url", form.WEB, f"{SITE}license.html"),),
        Text("the licence's id", "cc-by-4.0"),
        is_single=True,
    ),
    Tag(
        "guid",
        CHANNEL,
        (),
        Text("the UUIDv5 of the feed's address", form.GUID.right, form.GUID, 0),
        is_single=True,
    ),
    Tag(
        "value",
        ANYWHERE,
        (
            Attribute(
                "type",
                Need.MUST,
                example="lightning",
                known=values.VALUE_TYPES,
                known_level=Level.ADVICE,
            ),
            Attribute(
                "method",
                Need.MUST,
                example="keysend",
                known=values.VALUE_METHODS,
                known_level=Level.ADVICE,
            ),
            may("suggested", form.AMOUNT),
        ),
        inside=_RECIPIENT,
    ),
    Tag(
        "valueRecipient",
        ("value", "valueTimeSplit"),
        (
            must("type", example="lnaddress", known=values.RECIPIENT_TYPES),
            must("address", example="ada@wind.example"),
            must("split", form.WHOLE, "100"),
            should("name", example="Ada Marsh"),
            may("customKey", example="906608"),
            may("customValue", example="ada"),
            may("fee", form.BOOLEAN),
        ),
    ),
    Tag(
        "valueTimeSplit",
        ("value",),
        (
            must("startTime", form.SECONDS, "60"),
            must("duration", form.SECONDS, "237"),
            may("remoteStartTime", form.SECONDS, "174"),
            may("remotePercentage", form.PERCENT),
        ),
        inside=_REMOTE,
    ),
    Tag(
        "medium",
        CHANNEL,
        (),
        Text(
            "the kind of content",
            "podcast",
            one_of(*_CHOICES_OF_MEDIUM, wrong="audio", noun="a medium of the namespace"),
            0,
        ),
        is_single=True,
    ),
    Tag(
        "socialInteract",
        ANYWHERE,
        (
            must("protocol", example="activitypub", known=values.SOCIAL_PROTOCOLS),
            Attribute(
                "uri",
                Need.MUST,
                form.LINK,
                "https://social.example/@ada/105079274766075912",
                unless=("protocol", "disabled"),
            ),
            Attribute("accountId", Need.SHOULD, example="@ada", unless=("protocol", "disabled")),
            may("accountUrl", form.WEB, "https://social.example/@ada"),
            may("priority", form.WHOLE, "1"),
        ),
    ),
    Tag(
        "block",
        CHANNEL,
        (Attribute("id", Need.MAY, example="amazon", known=values.SERVICE_SLUGS),),
        Text("yes or no", "no", form.YES_NO, 0),
    ),
    Tag(
        "txt",
        ANYWHERE,
        (may("purpose", example="verify", limit=128),),
        Text("the text", "S6lpp-7ZCn8-dZfGc-OoyaG", limit=4000),
    ),
    Tag(
        "remoteItem",
        ("channel", "podroll", "valueTimeSplit", "publisher"),
        (
            must("feedGuid", form.GUID),
            may("feedUrl", form.WEB, "https://calm.example/feed.xml"),
            may("itemGuid", example="calm-240"),
            Attribute("medium", Need.MAY, example="podcast", known=_CHOICES_OF_MEDIUM),
            may("title", example="Calm Water"),
        ),
    ),
    Tag("podroll", CHANNEL, is_single=True, inside=_REMOTE),
    Tag(
        "updateFrequency",
        CHANNEL,
        (
            Attribute(
                "rrule",
                Need.SHOULD,
                form.RRULE,
                "FREQ=WEEKLY;BYDAY=TH",
                unless=("complete", "true"),
            ),
            may("dtstart", form.MOMENT, "2026-11-05"),
            may("complete", form.BOOLEAN),
        ),
        Text("when it comes", "Every Thursday", level=None),
        is_single=True,
    ),
    Tag("podping", CHANNEL, (must("usesPodping", form.BOOLEAN),), is_single=True),
    Tag(
        "chat",
        ANYWHERE,
        (
            must("server", form.HOST),
            must("protocol", example="irc", known=values.CHAT_PROTOCOLS),
            should("accountId", example="@ada"),
            may("space", example="#wind"),
        ),
        is_single=True,
    ),
    Tag(
        "publisher",
        CHANNEL,
        is_single=True,
        inside=f'<podcast:remoteItem medium="publisher" feedGuid="{form.GUID.right}"/>',
    ),
)
