"""The tags of a published MP4."""

from io import BytesIO
from typing import Any

import mutagen.mp4

from pipeline.audio.boxes import parse_boxes, render_box
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
