"""The tags of a published MP4, and the index they stand in."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import mutagen.mp4

from pipeline.audio.boxes import Box, parse_boxes, render_box
from pipeline.audio.flaws import FlawError
from pipeline.audio.id3_writing import shorten
from pipeline.audio.media_tags import MediaTags
from pipeline.audio.tag_values import clean_text, parse_picture_type

_mp4: Any = mutagen.mp4  # its types are unknown
_PODCAST = 21
"""What iTunes calls a podcast among the kinds of media ('stik')."""
_DESCRIPTION_LETTERS = 255


def render_meta(tags: MediaTags) -> bytes:
    """The `meta` box that holds all tags."""
    found = _mp4.MP4Tags()
    texts = {
        "\xa9nam": tags.title,
        "\xa9ART": tags.artist,
        "aART": tags.album,
        "\xa9alb": tags.album,
        "\xa9day": tags.date.isoformat(timespec="seconds"),
        "\xa9gen": "Podcast",
        "desc": shorten(tags.summary or "", _DESCRIPTION_LETTERS),
        "ldes": tags.summary,
        "purl": tags.feed_url,
        "egid": tags.guid,
    }
    found.update({name: [text] for name, value in texts.items() if (text := clean_text(value or ""))})
    found.update({name: [(n, 0)] for name, n in (("trkn", tags.number), ("disk", tags.season)) if n})
    found.update({"pcst": True, "stik": [_PODCAST]})
    if tags.cover:
        is_png = parse_picture_type(tags.cover) == "image/png"
        kind = _mp4.MP4Cover.FORMAT_PNG if is_png else _mp4.MP4Cover.FORMAT_JPEG
        found["covr"] = [_mp4.MP4Cover(tags.cover, kind)]
    skeleton = BytesIO(render_box(b"moov", b""))
    found.save(skeleton, padding=lambda _info: 0)
    data = skeleton.getvalue()
    box = parse_boxes(data, 0, len(data))[0].find(b"udta", b"meta")
    return data[box.start : box.end] if box else b""


def render_moov(moov: Box, data: bytes, meta: bytes, shift: Callable[[int], int]) -> bytes:
    """The index anew: tracks and chapters as they were, our tags, nobody else's.

    Args:
        moov: The box as parsed from `data`.
        data: The old `moov`, whole.
        meta: From `render_meta`.
        shift: From the old offset of a chunk in the file to the new one.
    """
    chapters = moov.find(b"udta", b"chpl")
    udta = meta + (data[chapters.start : chapters.end] if chapters else b"")
    tracks = b"".join(_render(box, data, shift) for box in moov.children)
    return render_box(b"moov", tracks + render_box(b"udta", udta))


_DROPPED = frozenset((b"udta", b"meta", b"uuid", b"free", b"skip", b"iods"))
"""Where tags, places and names of programs are kept."""


def _render(box: Box, data: bytes, shift: Callable[[int], int]) -> bytes:
    if box.kind in _DROPPED:
        return b""
    if box.kind in (b"stco", b"co64"):
        return _render_offsets(data[box.start : box.end], box.body - box.start, box.kind, shift)
    if box.children and box.kind != b"tref":
        return render_box(box.kind, b"".join(_render(child, data, shift) for child in box.children))
    return data[box.start : box.end]


def _render_offsets(raw: bytes, body: int, kind: bytes, shift: Callable[[int], int]) -> bytes:
    width = 4 if kind == b"stco" else 8
    count = int.from_bytes(raw[body + 4 : body + 8], "big")
    table = bytearray(raw)
    for at in range(body + 8, body + 8 + count * width, width):
        offset = shift(int.from_bytes(raw[at : at + width], "big"))
        if offset >> 8 * width:
            raise FlawError("is too large for its own index once tags are in it", "set tag_media = false")
        table[at : at + width] = offset.to_bytes(width, "big")
    return bytes(table)
