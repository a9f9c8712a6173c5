"""`podcast:guid`: computed once, from the feed's first public address, and never again."""

from dataclasses import replace
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from pipeline.core.addresses import Addresses
from pipeline.core.revision import ShowContribution
from pipeline.workflows.state import State

NAMESPACE = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The podcast namespace's own, for guids of feeds (docs/tags/guid.md)."""


def podcast_guid(feed_url: str) -> str:
    """The UUIDv5 of a feed's address without its scheme and without slashes at its end.

    >>> podcast_guid("https://podnews.net/rss")
    '9b024349-ccf0-5f69-a609-6b82873eab3c'
    """
    scheme = urlsplit(feed_url).scheme
    return str(uuid5(NAMESPACE, feed_url.removeprefix(f"{scheme}://").rstrip("/")))


def with_guid(said: ShowContribution, state: State) -> ShowContribution:
    """The show with its guid: written, recorded, or new where there is a public https address."""
    if said.show.guid:
        return said
    known = state.show.value.show.guid if state.show else None
    addresses = Addresses(said.show.base_url) if said.show.base_url else None
    if known is None and addresses is not None and not addresses.is_preview:
        known = podcast_guid(addresses.feed)
    return replace(said, show=said.show.model_copy(update={"guid": known})) if known else said
