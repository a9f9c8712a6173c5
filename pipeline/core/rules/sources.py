"""Who says so: the documents behind the rules, each with its own date or else the date of reading it."""

from pipeline.core.rules.table import Says

APPLE_GUIDE = Says("Apple", "A Podcaster's Guide to RSS", "2026-11")
APPLE_REQUIREMENTS = Says("Apple", "podcasters.apple.com/support/823-podcast-requirements", "2026-11")
APPLE_UPDATES = Says(
    "Apple", "podcasters.apple.com/support/4115 (technical updates for hosting providers)", "2022-08"
)
APPLE_ARTWORK = Says("Apple", "podcasters.apple.com/support/896 (artwork)", "2026-11")
APPLE_CHAPTERS = Says("Apple", "podcasters.apple.com/support/5482 (chapters)", "2025-12")
APPLE_TRANSCRIPTS = Says("Apple", "podcasters.apple.com/support/5316 (transcripts)", "2026-11")
APPLE_AUDIO = Says("Apple", "podcasters.apple.com/support/893-audio-requirements", "2026-11")
SPOTIFY_SPEC = Says("Spotify", "Podcast Delivery Specification v1.10", "2025-05")
SPOTIFY_CLAIM = Says("Spotify, YouTube, Amazon", "each one's help on claiming a show", "2026-09")
SPOTIFY_CHAPTERS = Says("Spotify", "help: Creating and managing chapters", "2026-11")
SPOTIFY_HELP = Says("Spotify", "help pages on uploading, quoted at second hand", "2026-11")
PSP1 = Says("PSP-1", "Podcast Standards Project, PSP-1 Podcast RSS Specification", "2023-08")
NAMESPACE = Says("Podcasting 2.0", "Podcast namespace, docs/1.0.md", "2026-05")
CHAPTERS_JSON = Says("Podcasting 2.0", "Podcast namespace, JSON chapters 1.2", "2026-05")
TRANSCRIPT_FILES = Says("Podcasting 2.0", "Podcast namespace, transcripts", "2026-05")
TAXONOMY = Says("Podcasting 2.0", "Podcast Taxonomy Project, roles and groups", "2026-05")
RSS_PROFILE = Says("RSS Advisory Board", "rssboard.org/rss-profile", "2007-10")
VALIDATOR = Says("W3C", "validator.w3.org/feed (feedvalidator)", "2025-12")
ID3_CHAPTERS = Says("id3.org", "ID3v2 Chapter Frame Addendum 1.0", "2005-12")
XML = Says("W3C", "Extensible Markup Language (XML) 1.0, section 2.2", "2008-11")
HOSTS = Says(
    "podcast hosts", "Podigee and Captivate help on covers: a convention, no limit is published", "2026-11"
)
EDITORS = Says("airdate", "the duration the editor noted tells a file that was cut short", "2026-11")
"""Half of an MP3 is a valid, shorter MP3: nothing else notices it."""
PAGES = Says(
    "airdate", "a transcript is opened at the show's own address, with that address's rights", "2026-11"
)
APPLE_PSP1 = Says("Apple, PSP-1", "A Podcaster's Guide to RSS; PSP-1 Podcast RSS Specification", "2026-11")
APPLE_SPOTIFY_PSP1 = Says(
    "Apple, Spotify, PSP-1",
    "A Podcaster's Guide to RSS; Podcast Delivery Specification v1.10; PSP-1 Podcast RSS Specification",
    "2026-11",
)
ALL_DIRECTORIES = Says("Apple, Spotify, PSP-1, W3C", "the specification of each of them", "2026-11")
APPLE_W3C = Says("Apple, W3C", "A Podcaster's Guide to RSS; validator.w3.org/feed (feedvalidator)", "2026-11")
SPOTIFY_W3C = Says(
    "Spotify, W3C", "Podcast Delivery Specification v1.10; validator.w3.org/feed (feedvalidator)", "2025-12"
)
UNIQUE_GUIDS = Says(
    "Apple, Spotify, W3C", "Apple 4115; Spotify, Show Metadata Requirements; feedvalidator", "2026-11"
)
SPOTIFY_SHOWS = Says("Spotify", "content-ops.atspotify.com: Show Metadata Requirements", "2026-11")
SPOTIFY_NOTES = Says("Spotify", "help on show notes, as a table of platform limits quotes it", "2026-09")
SPOTIFY_NAMESPACE = Says(
    "Spotify", "Podcast Delivery Specification v1.9 and feedsmith, quoted at second hand", "2026-11"
)
SHOW_NOTES = Says(
    "Apple, Spotify, PSP-1", "Apple's guide, Spotify's help, PSP-1; transistor.fm/rendering", "2026-09"
)
LISTED_TIMES = Says("Apple, Spotify", "Apple 5482 and Spotify's help on chapters", "2025-12")
SIMPLE_CHAPTERS = Says("Spotify", "Podlove Simple Chapters 1.2, which Spotify reads", "2026-11")
YOUTUBE_HELP = Says("YouTube", "support.google.com/youtube/answer/13525207, at second hand", "2026-09")
PODIMO = Says("Podimo", "Podimo RSS requirements", "2026-11")
ANTENNAPOD = Says("AntennaPod", "FeedItemDuplicateGuesser, its guess at duplicates", "2026-05")
OP3_SETUP = Says("OP3", "op3.dev/setup and skymethod/op3", "2026-11")
FEED_PAGING = Says("W3C", "RFC 5005, Feed Paging and Archiving", "2007-09")
MEDIA_RSS = Says("W3C", "Media RSS 1.5.1, as validator.w3.org/feed reads it", "2025-12")
WILD_FEEDS = Says("airdate", "mistakes that break feeds in the wild", "2026-11")
"""Nobody forbids them, and everybody suffers."""
PODCAST_HOSTS_MEETING = Says("Apple", "podstandards.org, London meeting: what Apple asks of hosts", "2025-05")
APPLE_PSP1_W3C = Says(
    "Apple, PSP-1, W3C",
    "A Podcaster's Guide to RSS; PSP-1 Podcast RSS Specification; validator.w3.org/feed (feedvalidator)",
    "2026-11",
)
PSP1_W3C = Says(
    "PSP-1, W3C",
    "PSP-1 Podcast RSS Specification; validator.w3.org/feed (feedvalidator)",
    "2025-12",
)
APPLE_PRIVATE = Says(
    "Apple", "podcasters.apple.com/support/5108 (distribution of private feeds), at second hand", "2026-11"
)
APPLE_SPOTIFY_W3C = Says(
    "Apple, Spotify, W3C",
    "podcasters.apple.com/support/823-podcast-requirements; Podcast Delivery Specification v1.10; "
    "validator.w3.org/feed (feedvalidator)",
    "2026-11",
)
SPOTIFY_PSP1_W3C = Says(
    "Spotify, PSP-1, W3C",
    "Podcast Delivery Specification v1.10; PSP-1 Podcast RSS Specification; validator.w3.org/feed",
    "2025-12",
)
HOUSE_DATES = Says("airdate", "apps differ: some show an item that is dated ahead, some hide it", "2026-11")
ALT_TEXT = Says("WCAG", "Web Content Accessibility Guidelines 2.2, 1.1.1 (non-text content)", "2024-12")
XML_SYNTAX = Says("XML", "Extensible Markup Language (XML) 1.0, sections 2 to 4", "2008-11")
XML_NAMES = Says("XML", "Namespaces in XML 1.0", "2009-12")
ONLY_RSS = Says(
    "Everybody",
    "podcasters.apple.com/support/823-podcast-requirements; no directory takes anything else",
    "2026-11",
)
ITUNES_ADDRESS = Says("Everybody", "A Podcaster's Guide to RSS, which every directory goes by", "2026-11")
SMALL_FEEDS = Says("airdate", "limits that no feed of a podcast comes near", "2026-11")
DOCTYPES = Says(
    "Everybody", "feed readers refuse or ignore a DOCTYPE, because entities can be bombs", "2026-11"
)
FEED_TAILS = Says("podcast hosts", "Blubrry's help on feeds: folklore, no directory says so", "2026-11")
XSLT_REMOVAL = Says("browsers", "the intent to remove XSLT of Chromium, Gecko and WebKit", "2026-11")
GOOGLE_PODCASTS = Says("Google", "Google Podcasts closed in 2024", "2024-08")
APPLE_SPOTIFY_SERVING = Says(
    "Apple, Spotify", "Apple 823 (requirements); Spotify, Episode Metadata Requirements", "2026-11"
)
EVERY_CLIENT = Says("every app", "RFC 5280 and RFC 9525, as TLS clients check certificates", "2023-11")
BOT_WALLS = Says(
    "Apple, Spotify, W3C", "feedvalidator, on challenges sent to crawlers (cf-mitigated)", "2025-12"
)
NAMESPACE_FILES = Says(
    "Podcasting 2.0", "Podcast namespace, transcripts and chapters: how they are served", "2026-05"
)
HOSTING_PRACTICE = Says("podinfra.net", "podinfra.net, best practices for podcast hosts", "2025-03")
FEED_EFFICIENCY = Says("podcast apps", "m.earth.org.uk/RSS-efficiency.html", "2025-02")
FEED_MOVES = Says(
    "Apple, AntennaPod", "Apple 837 (change the feed's address); AntennaPod's documentation", "2026-11"
)
SPOTIFY_LOUDNESS = Says("Spotify", "help: Loudness normalization, quoted at second hand", "2026-11")
LISTENERS = Says("airdate", "what listeners take for the end, for a fault, or for a bad recording", "2026-11")
"""No directory refuses it; people switch off."""
