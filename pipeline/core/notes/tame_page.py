"""A page that somebody else wrote, for our own address: as it is if it is only words, else made harmless."""

import re
from html import escape, unescape

_KNOWN = """
html head body meta title style main header footer section article aside nav div span p br hr wbr
h1 h2 h3 h4 h5 h6 a abbr b bdi bdo blockquote cite code dd del dfn dl dt em figcaption figure i img ins kbd li
mark ol pre q rp rt ruby s samp small strong sub sup table caption thead tbody tfoot tr th td time u ul var
details summary
"""
_TAGS = frozenset(_KNOWN.split())
"""What may stand in a page that stays as it is. None of them makes a parser read on by other rules."""
_KEPT = _TAGS - {"html", "head", "body", "meta", "title", "style"}
"""What stays of any other."""
_ATTRIBUTES = {
    "*": {"id", "class", "lang", "dir", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "time": {"datetime"},
    "ol": {"start"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
_TAG = re.compile(r"</?([a-z][^\s/>]*)", re.IGNORECASE)
_ODD = re.compile(
    r"\bon[a-z]+\s*=|http-equiv\s*=\s*(?![\"']?content-)|@import|url\s*\(|<[?]|<!\[|[\x00\x0b\x0c\x1b]",
    re.IGNORECASE,
)
"""Handlers, orders to the browser, what a style loads, and where parsers disagree."""
_SCHEMES = ("javascript:", "vbscript:", "data:text", "data:image/svg", "data:application")
_BLANKS = re.compile(r"[\x00-\x20]+")
_CONTROLS = re.compile(r"[\x00\x0b\x0c\x1b]")
_TITLE = re.compile(r"<title[^>]*>([^<]*)</title>", re.IGNORECASE)
_POLICY = "default-src 'none'; img-src https: data:"


def tame_page(page: str) -> str | None:
    """A page of the same words in which nothing runs; None where the page may stay as it is.

    Whether it may is judged from its characters, wherever they stand, so that
    no two parsers can disagree about it: a page that merely looks odd loses
    its style, and nothing else.

    >>> tame_page("<!doctype html><title>Talk</title><p>Hello") is None
    True
    >>> "<p>Hello</p>" in (tame_page("<p onclick=x()>Hello<script>x()</script>") or "")
    True
    """
    return None if _is_plain(page) else _render(page)


def _is_plain(page: str) -> bool:
    dense = _BLANKS.sub("", unescape(page)).lower()
    is_known = all(name.lower() in _TAGS for name in _TAG.findall(page))
    return is_known and not _ODD.search(page) and not any(scheme in dense for scheme in _SCHEMES)


def _render(page: str) -> str:
    import nh3  # few transcripts are pages

    inside = nh3.clean(
        _CONTROLS.sub("\ufffd", page),
        tags=set(_KEPT),
        attributes=_ATTRIBUTES,
        clean_content_tags={"script", "style", "title", "noscript", "template"},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    )
    title = _TITLE.search(page)
    return (
        '<!DOCTYPE html>\n<html dir="auto">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(unescape(title[1]) if title else 'Transcript')}</title>\n"
        f"</head>\n<body>\n{inside}\n</body>\n</html>\n"
    )
