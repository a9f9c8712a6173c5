"""An episode's description in the feed: notes and blocks together, within what apps take."""

from collections.abc import Mapping
from datetime import date
from html import escape

from pipeline.core.episode import Episode
from pipeline.core.notes.characters import drop_illegal
from pipeline.core.notes.feed_blocks import feed_blocks_after, feed_blocks_before, more_link
from pipeline.core.notes.feed_cut import LIMIT_BYTES, fit_notes
from pipeline.core.notes.feed_html import parse_feed_notes
from pipeline.core.notes.feed_lines import Context
from pipeline.core.notes.page_html import Picture
from pipeline.core.notes.series import Part
from pipeline.core.show import Show
from pipeline.core.words import Words

UNCUT = 1_000_000
"""In bytes: more than anybody writes, and no more than apps can hold."""


def render_feed_notes(
    episode: Episode,
    show: Show,
    page_url: str,
    today: date,
    *,
    words: Words,
    next_part: Part | None = None,
    files: Mapping[str, Picture] | None = None,
    limit_bytes: int = LIMIT_BYTES,
) -> str:
    """The description as HTML that is well-formed XML too: at most 4,000 bytes, made of `feed_html.TAGS`.

    Args:
        episode: What is described.
        show: Where its links to listen elsewhere come from.
        page_url: The episode's page; relative links are meant from there.
        today: The day in the show's zone; offers that ended before it lose text and code.
        words: What is said around the notes, in the show's language.
        next_part: The next part of the series, once it is out; it replaces the teaser.
        files: What was published beside the notes, by path, for links and pictures.
        limit_bytes: Another limit, for `content:encoded`.
    """
    notes = parse_feed_notes(episode.record.notes, Context(page_url, files or {}))
    return fit_notes(
        feed_blocks_before(episode, next_part, words),
        notes,
        feed_blocks_after(episode, show.listen, today, words),
        more_link(page_url, words),
        limit_bytes,
    )


def render_summary(summary: str, page_url: str, words: Words) -> str:
    """What stands in for the notes where the feed must stay small: the summary, and where the rest is.

    >>> words = Words("en", {"full_notes": "Full show notes"})
    >>> render_summary("Rest & ice.", "https://wind.example/060.html", words)
    '<p>Rest &amp; ice.</p><p><a href="https://wind.example/060.html">Full show notes</a></p>'
    """
    said = escape(drop_illegal(" ".join(summary.split())), quote=False)
    return (f"<p>{said}</p>" if said else "") + more_link(page_url, words)
