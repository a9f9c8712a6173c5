"""A podcast's server that does everything right, and the many ways to do one thing wrong."""

import gzip
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256

from tests.servers.scripted_server import Answer, Asked

MP3 = bytes(range(256)) * 200
MODIFIED = "Thu, 01 Jan 2026 06:00:00 GMT"
CHAPTERS = b'{"version": "1.2.0", "chapters": [{"startTime": 0, "title": "A"}]}'


@cache
def cover(width: int = 1400, kind: str = "JPEG", mode: str = "RGB") -> bytes:
    """A picture."""
    from PIL import Image

    body = io.BytesIO()
    Image.new(mode, (width, width)).save(body, kind)
    return body.getvalue()


@dataclass(frozen=True)
class File:
    """One file as the server has it."""

    body: bytes
    content_type: str
    may_pack: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


def files() -> dict[str, File]:
    """What a small show has on the web."""
    return {
        "/feed.xml": File(
            b"<rss/>" * 1000,
            "application/rss+xml; charset=utf-8",
            may_pack=True,
            headers={"Cache-Control": "public, max-age=300"},
        ),
        "/60.mp3": File(MP3, "audio/mpeg"),
        "/cover.jpg": File(cover(), "image/jpeg"),
        "/60.vtt": File(b"WEBVTT\n\n00:00.000 --> 00:05.000\nHello\n", "text/vtt; charset=utf-8"),
        "/60.json": File(CHAPTERS, "application/json+chapters"),
    }


Script = Callable[[Asked], Answer | None]


def serving(known: Mapping[str, File]) -> Script:
    """Answer as a good server does: HEAD, ranges, 304, compression, for scripts of any page."""

    def script(asked: Asked) -> Answer:
        file = known.get(asked.path)
        if file is None:
            return Answer(404)
        packs = file.may_pack and "gzip" in asked.headers.get("accept-encoding", "")
        tag = f'W/"{sha256(file.body).hexdigest()[:16]}"'
        headers = {
            "Content-Type": file.content_type,
            "ETag": tag,
            "Last-Modified": MODIFIED,
            "Access-Control-Allow-Origin": "*",
            **file.headers,
        }
        if asked.headers.get("if-none-match") == tag:
            return Answer(304, headers=headers)
        if packs:
            body = gzip.compress(file.body)
            length = {"Content-Length": str(len(body))}
            return Answer(200, body, {**headers, "Content-Encoding": "gzip", **length})
        span = asked.headers.get("range", "").removeprefix("bytes=").partition("-")
        if span[1]:
            return _part(file.body, int(span[0]), int(span[2]), headers)
        return Answer(200, file.body, {**headers, "Content-Length": str(len(file.body))})

    return script


def _part(body: bytes, first: int, last: int, headers: Mapping[str, str]) -> Answer:
    size = len(body)
    if first >= size:
        return Answer(416, headers={**headers, "Content-Range": f"bytes */{size}"})
    last = min(last, size - 1)
    told = {**headers, "Content-Range": f"bytes {first}-{last}/{size}"}
    return Answer(206, body[first : last + 1], told)


def without(*names: str) -> Callable[[Answer], Answer]:
    """The same answer without these headers."""

    def change(answer: Answer) -> Answer:
        kept = {name: text for name, text in answer.headers.items() if name not in names}
        return Answer(answer.status, answer.body, kept)

    return change


def with_headers(**more: str) -> Callable[[Answer], Answer]:
    """The same answer with other headers; `_` stands for a hyphen."""

    def change(answer: Answer) -> Answer:
        told = {name.replace("_", "-"): text for name, text in more.items()}
        return Answer(answer.status, answer.body, {**answer.headers, **told})

    return change
