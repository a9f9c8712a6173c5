"""What reads strangers' and producers' files: what may come of any bytes, and real files to begin with."""

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from pipeline.core.chapters import (
    ChaptersError,
    break_timestamps,
    parse_chapters_json,
    parse_note_timestamps,
    render_chapters_json,
    settle_chapters,
)
from pipeline.core.feed_diff import diff_feeds
from pipeline.core.notes.feed_cut import LIMIT_BYTES
from pipeline.core.notes.feed_notes import render_feed_notes
from pipeline.core.notes.page_html import render_page_html
from pipeline.core.transcript import TranscriptError, parse_transcript
from pipeline.core.transcript_writing import (
    render_srt,
    render_transcript_json,
    render_transcript_text,
    render_vtt,
)
from pipeline.errors import InputError
from pipeline.feed.read import read_feed
from pipeline.feed.read_whole import read_whole
from pipeline.site.words import read_words
from pipeline.source.episode_file import find_guid, parse_episode
from pipeline.source.mint import with_lines, with_show_guid
from pipeline.source.show_file import parse_show, show_hash
from pipeline.source.text_file import parse_text
from pipeline.workflows.check_feed import check_feed_chunks
from tests.builders import make_episode, make_show

ROOT = Path(__file__).parent.parent.parent
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
GUID = "6f1e5a15-9b8a-4d7f-8c1e-2a44b8c2a7d3"
GZIP = b"\x1f\x8b"
PIECE_BYTES = 61
"""No divisor of anything: pieces end inside of characters, tags and entities."""
LONGEST_MESSAGE = 1_000


@dataclass(frozen=True)
class Target:
    """One reader; `look` fails where something comes of bytes that must not."""

    name: str
    look: Callable[[bytes], None]
    allowed: tuple[type[Exception], ...]
    """What a reader may raise: nothing else may escape."""
    files: tuple[str, ...] = ()
    """Real files to begin with, as patterns below the repository."""
    examples: tuple[bytes, ...] = ()
    words: tuple[str, ...] = ()
    """What means something to the reader."""
    reads_all: bool = True
    """Whether it refuses none of these files."""

    def seeds(self) -> Iterator[bytes]:
        yield from self.examples
        for pattern in self.files:
            yield from (path.read_bytes() for path in sorted(ROOT.glob(pattern)))

    def try_out(self, data: bytes) -> None:
        """Let the reader look at some bytes.

        Raises:
            Exception: Anything but what is allowed.
        """
        try:
            self.look(data)
        except self.allowed as error:
            assert str(error).strip(), "an error that says nothing"  # noqa: PT017
            assert len(str(error)) < 50 * LONGEST_MESSAGE, "an error that nobody reads"  # noqa: PT017


def look_at_front_matter(data: bytes) -> None:
    text = parse_text(data, "index.md")
    find_guid(text)
    parse_episode(text, "index.md")


def look_at_minting(data: bytes) -> None:
    """A line may be refused; where it is added, it is the only change."""
    minted = with_lines(data, {"guid": GUID}, "index.md")
    assert [row for row in minted.split(b"\n") if GUID.encode() not in row] == [
        row for row in data.split(b"\n") if GUID.encode() not in row
    ]
    assert with_lines(minted, {"guid": GUID}, "index.md") == minted


def look_at_show(data: bytes) -> None:
    show_hash(parse_show(parse_text(data, "podcast.toml")).show)


def look_at_show_minting(data: bytes) -> None:
    minted = with_show_guid(data, GUID)
    assert with_show_guid(minted, GUID) == minted


def look_at_chapters(data: bytes) -> None:
    chapters = parse_chapters_json(parse_text(data, "chapters.json"))
    settled = settle_chapters(chapters, 3600, "Heels")
    starts = [each.start_s for each in settled if not each.hidden]
    assert starts == sorted(starts)
    assert not starts or (starts[0] == 0 and starts[-1] < 3600)
    written = render_chapters_json(settled)
    assert render_chapters_json(parse_chapters_json(written.decode())) == written


def look_at_notes(data: bytes) -> None:
    notes = parse_text(data, "index.md")
    found = parse_note_timestamps(notes)
    assert parse_note_timestamps(break_timestamps(notes)) == found
    assert break_timestamps(break_timestamps(notes)) == break_timestamps(notes)
    show = make_show(hosts=[])
    episode = make_episode(show, notes=notes)
    words, today = read_words("en"), date(2026, 11, 5)
    html = render_feed_notes(episode, show, "https://wind.example/60.html", today, words=words)
    assert len(html.encode()) <= LIMIT_BYTES
    assert "<script" not in render_page_html(notes, {}).lower()


def look_at_transcript(content_type: str) -> Callable[[bytes], None]:
    def look(data: bytes) -> None:
        cues = parse_transcript(parse_text(data, "transcript"), content_type)
        assert all(each.start_s >= 0 and each.end_s >= 0 for each in cues)
        render_transcript_text(cues)
        for render, written_type in ((render_vtt, "text/vtt"), (render_transcript_json, "application/json")):
            once = parse_transcript(render(cues), written_type)
            assert parse_transcript(render(once), written_type) == once, written_type
        once = parse_transcript(render_srt(cues), "application/x-subrip")
        again = parse_transcript(render_srt(once), "application/x-subrip")
        # SRT has no escapes: words that look like a name become one.
        assert [(each.start_s, each.end_s) for each in again] == [(each.start_s, each.end_s) for each in once]

    return look


def look_at_feed(data: bytes) -> None:
    """The answer is the same however the feed arrives."""
    pieces = [data[start : start + PIECE_BYTES] for start in range(0, len(data), PIECE_BYTES)]
    whole, slow = (check_feed_chunks(each, "feed.xml", now=NOW) for each in ([data], pieces))
    if not data.startswith(GZIP):  # zlib gives nothing of a piece that is broken somewhere
        assert whole.problems == slow.problems
    for each in whole.problems:
        assert each.line >= 0
        assert "\n" not in each.text
        assert len(each.text) + len(each.fix or "") < LONGEST_MESSAGE


def look_at_live_feed(data: bytes) -> None:
    read_feed(data)
    feed = read_whole(data)
    assert not diff_feeds(feed, feed).differs


EPISODES = ("episodes/*/index.md", "tests/golden/*/episodes/*/index.md")
SHOWS = ("podcast.toml", "tests/golden/*/podcast.toml")
CHAPTERS = ("episodes/*/chapters.json", "tests/golden/*/expected/files/*/*.chapters.json")
CAPTIONS = ("episodes/*/*.vtt", "tests/golden/*/episodes/*/*.vtt")
SUBTITLES = ("episodes/*/*.srt", "tests/golden/*/episodes/*/*.srt")
SEGMENTS = ("tests/golden/*/expected/files/*/talk.json", "tests/golden/*/expected/files/*/gespraech.json")
FEEDS = ("tests/feed/golden/*.xml", "tests/golden/*/expected/feed*.xml", "tests/feeds/*/breaks-*.xml")
LISTS = (b"00:00 Hello\n01:30 Why\n1:02:03 End\n", b"- 00:00 a\n- 00:01 b\\\n- 00:02 c  \n")
PODLOVE = (
    b'[{"start_ms": 0, "end_ms": 900, "speaker": "1", "text": "Hello"}]',
    b'{"contributors": [{"id": "1", "name": "Ada"}], "transcripts": [{"start": "00:00:01", "text": "Hi"}]}',
)
HTML = (b"<cite>Ada:</cite><time>0:01</time><p>Good &amp; bad</p><time>1:02:03</time><p>End</p>",)
PACKED = (gzip.compress(b"<rss version='2.0'><channel><title>a</title></channel></rss>", mtime=0),)

YAML_WORDS = (
    "---\n",
    "title: ",
    "audio: ",
    "guid: ",
    "{",
    "}",
    "[",
    "]",
    "|\n",
    ">-\n",
    "&a ",
    "*a",
    "!!str ",
)
TOML_WORDS = ('"""', "'''", "[[", "]]", "[people.", "[feed]", "= ", "include = ", "\\u0000", "1979-05-27")
CHAPTER_WORDS = (
    '"chapters"',
    '"startTime"',
    '"endTime"',
    '"toc"',
    "NaN",
    "1e999",
    "-0.0",
    "false",
    "\\ud800",
)
NOTE_WORDS = ("00:00 ", "(1:02:03) ", "[^1]", "](", "![", "```", "| a |", "<script", "<details>", "\\\n")
VTT_WORDS = ("WEBVTT", "-->", "<v ", "</v>", "NOTE", "STYLE", "00:00.000", "<00:00:01.000>", "&lt;", "&#x")
SRT_WORDS = ("-->", "00:00:01,000", "Ada: ", "<i>", "{\\an8}", "\n\n1\n")
JSON_WORDS = ('"segments"', '"startTime"', '"endTime"', '"body"', '"speaker"', '"start_ms"', "1e999", "NaN")
HTML_WORDS = ("<cite>", "</cite>", "<time>", "</time>", "<p>", "<script>", "<!--", "&nbsp;", "1:02:03")
FEED_WORDS = (
    *("<?xml version='1.0' encoding='", "utf-16", "latin-1", "<!DOCTYPE rss [", "<!ENTITY a '&b;'>", "]>"),
    *("<![CDATA[", "]]>", "<!--", "-->", "&nbsp;", "&#0;", "&#xD800;", "&amp;amp;", "<rss version='2.0'>"),
    *("<channel>", "<item>", "</item>", "<enclosure url='", "length='", "<itunes:duration>", "<pubDate>"),
    *("xmlns:itunes='", "podcast:liveItem", "podcast:value", "psc:chapter", "isPermaLink='true'", "\x00"),
)

INPUT, TRANSCRIPT = (InputError,), (InputError, TranscriptError)
TARGETS = (
    Target("front-matter", look_at_front_matter, INPUT, EPISODES, words=YAML_WORDS),
    Target("minting", look_at_minting, INPUT, EPISODES, words=YAML_WORDS, reads_all=False),
    Target("show", look_at_show, INPUT, SHOWS, words=TOML_WORDS),
    Target("show-minting", look_at_show_minting, INPUT, SHOWS, words=TOML_WORDS, reads_all=False),
    Target("chapters", look_at_chapters, (InputError, ChaptersError), CHAPTERS, words=CHAPTER_WORDS),
    Target("notes", look_at_notes, INPUT, EPISODES, LISTS, NOTE_WORDS),
    Target("vtt", look_at_transcript("text/vtt"), TRANSCRIPT, CAPTIONS, words=VTT_WORDS),
    Target("srt", look_at_transcript("application/x-subrip"), TRANSCRIPT, SUBTITLES, words=SRT_WORDS),
    Target("json", look_at_transcript("application/json"), TRANSCRIPT, SEGMENTS, PODLOVE, JSON_WORDS),
    Target("html", look_at_transcript("text/html"), TRANSCRIPT, (), HTML, HTML_WORDS),
    Target("feed", look_at_feed, (), FEEDS, PACKED, FEED_WORDS),
    Target("live-feed", look_at_live_feed, INPUT, FEEDS, words=FEED_WORDS, reads_all=False),
)
BY_NAME = {each.name: each for each in TARGETS}
