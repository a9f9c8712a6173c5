"""Videos that stand elsewhere: whose player can be shown on a page, once somebody asks for it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlsplit

_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_SHORT = r"[1-9A-HJ-NP-Za-km-z]{22}"
"""A UUID as PeerTube shortens it, in the 58 signs that nobody takes for one another."""


@dataclass(frozen=True)
class Video:
    """A player that a page can frame."""

    host: str
    """Who serves it, as people know them: YouTube, or the name of the server."""
    embed_url: str
    """The player's address; it begins to play, because people asked for it."""

    @property
    def origin(self) -> str:
        """What a page's policy has to allow.

        >>> parse_video("https://youtu.be/dQw4w9WgXcQ").origin
        'https://www.youtube-nocookie.com'
        """
        parts = urlsplit(self.embed_url)
        return f"{parts.scheme}://{parts.netloc}"


def parse_video(url: str) -> Video | None:
    """The player of a video's page; None where the page is of a kind that is not known.

    YouTube and Vimeo are asked to set no cookies. PeerTube stands on many
    hosts; its addresses are unlike any other's.

    >>> parse_video("https://www.youtube.com/watch?v=dQw4w9WgXcQ").embed_url
    'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1'
    >>> parse_video("https://vimeo.com/76979871").embed_url
    'https://player.vimeo.com/video/76979871?dnt=1&autoplay=1'
    >>> parse_video("https://tube.example/w/kkGMgK9ZtnKfYAgnEtQxbv").embed_url
    'https://tube.example/videos/embed/kkGMgK9ZtnKfYAgnEtQxbv?autoplay=1&p2p=0'
    >>> parse_video("https://video.example/live/60") is None
    True
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return None
    if parts.scheme != "https" or not re.fullmatch(r"[a-z0-9.-]+(:\d+)?", parts.netloc):
        return None
    return _PLAYERS.get(host, _peertube)(parts)


def _youtube(parts: SplitResult) -> Video | None:
    named = re.fullmatch(r"/(?:live|shorts|embed|v)/([\w-]{6,20})/?", parts.path)
    video = named[1] if named else parse_qs(parts.query).get("v", [""])[0]
    return _on_youtube(video) if named or parts.path == "/watch" else None


def _youtube_short(parts: SplitResult) -> Video | None:
    return _on_youtube(parts.path.strip("/"))


def _on_youtube(video: str) -> Video | None:
    if not re.fullmatch(r"[\w-]{6,20}", video, re.ASCII):
        return None
    return Video("YouTube", f"https://www.youtube-nocookie.com/embed/{video}?autoplay=1")


def _vimeo(parts: SplitResult) -> Video | None:
    found = re.fullmatch(r"/(?:video/)?(\d{5,12})(?:/([0-9a-f]{6,20}))?/?", parts.path, re.ASCII)
    if found is None:
        return None
    key = found[2] or "".join(re.findall(r"(?:^|&)h=([0-9a-f]{6,20})(?:&|$)", parts.query))
    hidden = f"h={key}&" if key else ""
    return Video("Vimeo", f"https://player.vimeo.com/video/{found[1]}?{hidden}dnt=1&autoplay=1")


def _peertube(parts: SplitResult) -> Video | None:
    found = re.fullmatch(rf"/(?:w|videos/watch|videos/embed)/({_UUID}|{_SHORT})/?", parts.path)
    if found is None:
        return None
    address = f"https://{parts.netloc}/videos/embed/{found[1]}?autoplay=1&p2p=0"
    return Video(parts.netloc, address)


_PLAYERS: dict[str, Callable[[SplitResult], Video | None]] = {
    "youtube.com": _youtube,
    "music.youtube.com": _youtube,
    "youtube-nocookie.com": _youtube,
    "youtu.be": _youtube_short,
    "vimeo.com": _vimeo,
    "player.vimeo.com": _vimeo,
}
