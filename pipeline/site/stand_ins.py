"""English words in pages of a language that nobody has written yet, marked as what they are.

A template cannot tell whether a word of ours stands in the text or in an
attribute. So each leaves signs around itself while the page is rendered, and
these become elements where elements can be.
"""

import re

from markupsafe import Markup, escape

from pipeline.core.words import Words

_OPEN, _CLOSE = "\x02", "\x03"
"""No page may hold these."""

_PIECE = re.compile(
    rb"<(script|style|title|option|textarea)\b.*?</\1>|<[^>]*>|[\x02\x03]", re.DOTALL | re.IGNORECASE
)
"""What holds no elements; a tag; a sign in the text."""


class StandIn(str):
    """English in another language's page."""

    __slots__ = ()

    def __html__(self) -> Markup:
        return Markup(f"{_OPEN}{escape(str(self))}{_CLOSE}")  # noqa: S704  # escaped here


class StandInWords(Words):
    """English words that know what they are."""

    def say(self, key: str, **values: object) -> str:
        return StandIn(super().say(key, **values))


def mark_stand_ins(page: bytes, words: Words, direction: str) -> bytes:
    """A rendered page with its English words marked as such.

    Args:
        page: HTML.
        words: What it was rendered with.
        direction: Which way the page's own language is written.

    >>> page = b'<p title="\\x02Play\\x03">\\x02Play\\x03 Ouvir</p>'
    >>> mark_stand_ins(page, StandInWords("en", {}, is_own=False), "ltr")
    b'<p title="Play"><span lang="en">Play</span> Ouvir</p>'
    """
    if words.is_own:
        return page
    turned = ' dir="ltr"' if direction == "rtl" else ""
    mark = f' lang="{words.language}"{turned}'.encode()
    signs = {_OPEN.encode(): b"<span" + mark + b">", _CLOSE.encode(): b"</span>"}
    return _PIECE.sub(lambda found: signs.get(found[0]) or _settle_tag(found[0], mark), page)


def _settle_tag(tag: bytes, mark: bytes) -> bytes:
    """A tag without signs. What a script says in a status comes from its attributes: all of it is English."""
    settled = tag.replace(_OPEN.encode(), b"").replace(_CLOSE.encode(), b"")
    return settled[:-1] + mark + b">" if settled != tag and b' role="status"' in tag else settled
