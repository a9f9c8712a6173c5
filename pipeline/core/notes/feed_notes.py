"""An episode's description in the feed: notes and blocks together, within what apps take."""

from collections.abc import Mapping
from datetime import date

from pipeline.core.episode import Episode
from pipeline.core.notes.feed_blocks import feed_blocks_after, feed_blocks_before, more_link
from pipeline.core.notes.feed_cut import LIMIT_BYTES, fit_notes
from pipeline.core.notes.feed_html import parse_feed_notes
from pipeline.core.notes.feed_lines import Context
from pipeline.core.notes.page_html import Picture
from pipeline.core.notes.series import Part
from pipeline.core.show import Show


def render_feed_notes(
    episode: Episode,
    show: Show,
    page_url: str,
    today: date,
    *,
    next_part: Part | None = None,
    files: Mapping[str, Picture] | None = None,
) -> str:
    """The description as HTML that is well-formed XML too: at most 4,000 bytes, made of `feed_html.TAGS`.

    Args:
        episode: What is described.
        show: Where its links to listen elsewhere come from.
        page_url: The episode's page; relative links are meant from there.
        today: The day in the show's zone; offers that ended before it lose text and code.
        next_part: The next part of the series, once it is out; it replaces the teaser.
        files: What was published beside the notes, by path, for links and pictures.
    """
    notes = parse_feed_notes(episode.record.notes, Context(page_url, files or {}))
    return fit_notes(
        feed_blocks_before(episode, next_part),
        notes,
        feed_blocks_after(episode, show.listen, today),
        more_link(page_url),
        LIMIT_BYTES,
    )
