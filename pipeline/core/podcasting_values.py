"""The podcast namespace's lists of values, which the show's schema and the rules of feeds share.

They are as `docs/1.0.md` and the lists beside it had them in May 2026.
"""

from pipeline.core.content_types import TRANSCRIPT_TYPES as _BY_EXTENSION

MEDIUMS = (
    "podcast",
    "music",
    "video",
    "film",
    "audiobook",
    "newsletter",
    "blog",
    "publisher",
    "course",
    "mixed",
)
"""What a feed holds."""

LIST_MEDIUMS = (
    "podcastL",
    "musicL",
    "videoL",
    "filmL",
    "audiobookL",
    "newsletterL",
    "blogL",
    "publisherL",
    "courseL",
    "mixed",
)
"""Feeds of these hold remote items alone; `mixed` is one without an L."""

_SLUGS = """
    acast amazon anchor apple audible audioboom backtracks bitcoin blubrry buzzsprout captivate castos
    castopod facebook fireside fyyd google gpodder hypercatcher kasts libsyn mastodon megafono megaphone
    omnystudio overcast paypal pinecast podbean podcastaddict podcastguru podcastindex podcasts podchaser
    podcloud podfriend podiant podigee podnews podomatic podserve podverse redcircle relay
    resonaterecordings rss shoutengine simplecast slack soundcloud spotify spreaker tiktok transistor
    twitter whooshkaa youtube zencast
    """

SERVICE_SLUGS = tuple(_SLUGS.split())
"""Directories and apps, as `podcast:block` names them."""

CHAT_PROTOCOLS = ("irc", "xmpp", "nostr", "matrix")
SOCIAL_PROTOCOLS = ("disabled", "activitypub", "twitter", "lightning", "atproto", "hive", "matrix", "nostr")
"""Where comments live; `disabled` says that there shall be none."""

LICENSES = ("arr", "cc-by-4.0", "cc-by-nc-4.0", "cc-by-nc-nd-4.0", "pod-v4v-1.0")
"""Licences that need no address: apps know them. Case does not matter."""

TRANSCRIPT_TYPES = tuple(_BY_EXTENSION.values())
"""Best first."""

IMAGE_PURPOSES = ("artwork", "social", "canvas", "banner", "publisher", "circular", "poster")
"""What a picture is for; an app's own tokens are written `app/token`."""

LIVE_STATUSES = ("pending", "live", "ended")

VALUE_TYPES = ("lightning",)
VALUE_METHODS = ("keysend", "amp", "lnaddress")
RECIPIENT_TYPES = ("node", "lnaddress")

LOCATION_RELS = ("subject", "creator")
"""What the show is about, or where it is made; the first where nothing is said."""

INTEGRITY_TYPES = ("sri", "pgp-signature")
TXT_PURPOSES = ("verify", "applepodcastsverify", "ai-content", "release")
