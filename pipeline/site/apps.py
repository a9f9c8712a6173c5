"""Addresses that open the feed in an app on the reader's device."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit


@dataclass(frozen=True)
class AppLink:
    """An app, and the address that it opens the feed by."""

    name: str
    url: str


def _scheme(prefix: str) -> Callable[[str, str], str]:
    """Schemes that stand in place of the feed's own."""
    return lambda feed_url, _: prefix + _without_scheme(feed_url)


def _overcast(feed_url: str, _title: str) -> str:
    return f"overcast://x-callback-url/add?url={quote(feed_url, safe='')}"


def _antennapod(feed_url: str, title: str) -> str:
    """Opens the app, or a page that says where to get it (antennapod.org, "Add on AntennaPod")."""
    url, name = quote(feed_url, safe=""), quote(title, safe="")
    return f"https://antennapod.org/deeplink/subscribe?url={url}&title={name}"


_APPS: tuple[tuple[str, Callable[[str, str], str]], ...] = (
    ("Apple Podcasts", _scheme("pcast://")),
    ("Overcast", _overcast),
    ("Pocket Casts", _scheme("pktc://subscribe/")),
    ("Castro", _scheme("castro://subscribe/")),
    ("AntennaPod", _antennapod),
    ("Podcast Addict", _scheme("podcastaddict://")),
    ("Downcast", _scheme("downcast://")),
)
"""As Podlove's subscribe button has them, but for AntennaPod, which documents its own."""


def plan_app_links(feed_url: str, title: str) -> list[AppLink]:
    """A link for each app.

    >>> [link.url for link in plan_app_links("https://x.example/feed.xml", "X")][2]
    'pktc://subscribe/x.example/feed.xml'
    """
    return [AppLink(name, form(feed_url, title)) for name, form in _APPS]


def _without_scheme(url: str) -> str:
    return url.removeprefix(f"{urlsplit(url).scheme}://")
