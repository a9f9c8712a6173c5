"""Where an episode stands on its way to the public, in words for a preview."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from pipeline.core.record import EpisodeRecord
from pipeline.site.words import read_words
from pipeline.source.local_episode import LocalEpisode
from pipeline.workflows.rehearsal import Rehearsed


@dataclass(frozen=True)
class Standing:
    """A state, and what it means."""

    word: str
    """In a word or two."""
    tone: str
    """`good` is live as it is, `busy` not there yet, `bad` out of order, `quiet` nothing of the kind."""
    text: str

    @property
    def is_ahead(self) -> bool:
        """Whether the episode is still to become public."""
        return self.word in {"Draft", "Ready", "Scheduled"}


def stale(name: str) -> Standing:
    """Of what cannot be made anew because a file cannot be read."""
    return Standing("Not up to date", "bad", f"{name} cannot be read: this is how the page was before")


def standing_of(each: Rehearsed, zone: str, now: datetime, *, is_known: bool) -> Standing:
    """An episode's state.

    Args:
        each: The episode.
        zone: The show's.
        now: Later dates are ahead.
        is_known: Whether the store could be asked what is published.
    """
    local, published = each.local, each.published
    if each.is_stale:
        return stale(local.shown_index if local else "its file")
    if published is None:
        assert local is not None  # only the store could know it otherwise
        when = render_moment(each.record.date, zone) if each.record.date > now else ""
        return _unpublished(local, when, is_known=is_known)
    if local is None:
        return _as_published(published, zone, "It is not in this folder")
    return _otherwise_here(each, local) or _as_published(
        published, zone, "This is what is public" if published.is_live else ""
    )


def render_moment(moment: datetime, zone: str) -> str:
    """A date and a time in the show's zone.

    >>> from datetime import UTC
    >>> render_moment(datetime(2026, 11, 5, 18, 30, tzinfo=UTC), "Europe/Berlin")
    '5 November 2026, 19:30 (Europe/Berlin)'
    """
    return f"{read_words('en').date(moment, zone)}, {moment.astimezone(ZoneInfo(zone)):%H:%M} ({zone})"


def _otherwise_here(each: Rehearsed, local: LocalEpisode) -> Standing | None:
    """Where the folder does not say what is published."""
    if local.front.draft:
        return Standing("Draft", "busy", "It is published, but a draft here: these changes wait")
    if each.is_old:
        return Standing("Older here", "busy", "What is published is newer, stays, and is what you see")
    if each.is_edited:
        return Standing("Edited", "busy", f"These changes are not public yet: airdate publish {local.slug}")
    return None


def _unpublished(local: LocalEpisode, when: str, *, is_known: bool) -> Standing:
    if local.front.draft:
        return Standing("Draft", "busy", "It can be published when the line draft: true is gone")
    if local.audio_state != "present":
        return Standing("Draft", "busy", "There is no audio yet")
    if not is_known:
        return Standing("Here", "quiet", "The store could not be asked whether this is published")
    meant = f"Meant for {when}, and not published yet" if when else "It is not published yet"
    return Standing("Ready", "busy", f"{meant}: airdate publish {local.slug}")


def _as_published(record: EpisodeRecord, zone: str, text: str) -> Standing:
    if record.released_at is None:
        return Standing("Scheduled", "busy", f"For {render_moment(record.date, zone)}. {text}".rstrip(". "))
    return Standing("Live", "good", text)
