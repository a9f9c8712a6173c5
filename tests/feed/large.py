"""Feeds of any size, made while they are read, and what it costs to check one."""

import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pipeline.workflows.check_feed import check_feed_chunks

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
  xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom"
  xmlns:podcast="https://podcastindex.org/namespace/1.0">
<channel>
<title>Tape</title><link>https://tape.example/</link><description>Noise on tape.</description>
<language>en</language><itunes:explicit>false</itunes:explicit><itunes:author>Ann Berg</itunes:author>
<atom:link rel="self" type="application/rss+xml" href="https://tape.example/feed.xml"/>
<itunes:image href="https://tape.example/cover.jpg"/><itunes:category text="Arts"/>
"""
ITEM = """<item>
<title>Reel of noise %(words)s</title>
<guid isPermaLink="false">%(number)08x-7c1e-4f0e-9a53-0d6c2b1a9f00</guid>
<pubDate>%(date)s</pubDate><link>https://tape.example/%(number)d.html</link>
<enclosure url="https://tape.example/%(number)d.mp3" length="28816384" type="audio/mpeg"/>
<description><![CDATA[%(notes)s]]></description>
<itunes:duration>1801</itunes:duration><itunes:explicit>false</itunes:explicit>
<itunes:episode>%(number)d</itunes:episode>
<podcast:transcript url="https://tape.example/%(number)d.vtt" type="text/vtt" language="en"/>
</item>
"""
NOTE = '<p>What hisses &amp; hums, and <a href="https://tape.example/hiss.html">why</a> it does.</p>\n'
LETTERS = str.maketrans("0123456789", "abcdefghij")


def large_feed(size_bytes: int, item_bytes: int) -> Iterator[bytes]:
    """A good feed of items of about this size, newest first."""
    yield HEAD.encode()
    notes = (NOTE * max(1, (item_bytes - 700) // len(NOTE))).strip()
    for number in range(size_bytes // item_bytes, 0, -1):
        date = datetime(1990, 1, 1, 6, tzinfo=UTC) + timedelta(hours=number)
        words = str(number).translate(LETTERS)
        shown = f"{date:%a, %d %b %Y %H:%M:%S} +0000"
        item = (ITEM % {"number": number, "words": words, "date": shown, "notes": notes}).encode()
        yield item
    yield b"</channel></rss>\n"


@dataclass(frozen=True)
class Cost:
    """What a check took."""

    size_bytes: int
    items: int
    seconds: float
    """Of this process alone, the making of the feed included."""
    grown_mb: float

    def __str__(self) -> str:
        size_mb = self.size_bytes / 1e6
        return (
            f"{size_mb:.1f} MB, {self.items} items: {self.seconds:.2f} s, {self.grown_mb:.0f} MB more memory"
        )


def cost_of(size_bytes: int, item_bytes: int) -> Cost:
    """Check a feed that is never whole in memory, with every rule."""
    check_feed_chunks(large_feed(100_000, item_bytes), "small.xml", now=NOW)
    before, start = _peak_mb(), time.process_time()
    report = check_feed_chunks(large_feed(size_bytes, item_bytes), "large.xml", now=NOW)
    seconds, grown = time.process_time() - start, _peak_mb() - before
    assert report.document.is_whole
    return Cost(report.document.size_bytes, report.document.items, seconds, grown)


def _peak_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


if __name__ == "__main__":
    sys.stdout.write(f"{cost_of(int(sys.argv[1]), int(sys.argv[2]))}\n")
