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
    rb"<(script|style|title|option|textarea)\b.*?</\1>|<[^>]*>|\x02([^\x02\x03<]*)\x03|[\x02\x03]",
    re.DOTALL | re.IGNORECASE,
)
"""What holds no elements; a tag; words of ours in the text; a sign that somebody else put there."""


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
    return _PIECE.sub(lambda found: _settle(found, mark), page)


def _settle(found: re.Match[bytes], mark: bytes) -> bytes:
    """A piece without signs. What a script says in a status comes from its attributes, all in English."""
    if found[2] is not None:
        return b"<span" + mark + b">" + found[2] + b"</span>"
    settled = found[0].replace(_OPEN.encode(), b"").replace(_CLOSE.encode(), b"")
    return settled[:-1] + mark + b">" if settled != found[0] and b' role="status"' in settled else settled
