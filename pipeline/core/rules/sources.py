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
