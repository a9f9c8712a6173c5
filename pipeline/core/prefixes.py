"""Analytics prefixes: addresses that count a download and redirect to the media named behind them."""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

PREFIXES: Mapping[str, str] = {
    "op3": "https://op3.dev/e,pg={guid}/",
    "podtrac": "https://dts.podtrac.com/redirect.mp3/",
}
"""The ones that have a name, so that nobody needs to know their addresses."""

_WITHOUT_GUID = {"op3": "https://op3.dev/e/"}
_SIGNS = {"op3": "op3.dev/e", "podtrac": "podtrac.com/"}
"""What tells that an address has one of them already, however it is spelled there."""

_PREFIX = re.compile(r"https://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::\d{1,5})?/(?:[!-~]*/)?")

_COUNTERS = (
    r"op3\.dev/e(?:,[^/]*)?",
    r"dts\.podtrac\.com/redirect\.(?:mp3|m4a|m4v|mp4)",
    r"www\.podtrac\.com/pts/redirect\.(?:mp3|m4a|m4v|mp4)",
    r"pdst\.fm/e",
    r"(?:chrt\.fm|chtbl\.com)/track/[^/.]+",
    r"pfx\.vpixl\.com/[^/.]+",
    r"mgln\.ai/e(?:/[^/.]+)?",
    r"claritaspod\.com/measure",
    r"(?:pscrb\.fm|verifi\.podscribe\.com)/rss/p",
    r"prfx\.byspotify\.com/e",
    r"pdcn\.co/e",
    r"arttrk\.com/p/[^/.]+",
    r"(?:tracking\.)?swap\.fm/track/[^/.]+",
    r"media\.blubrry\.com/[^/.]+",
)
"""As they stand in feeds; the part that varies is an account, and has no dot as a host has."""

_PREFIXED = re.compile(
    rf"(?:https?://)?(?:{'|'.join(_COUNTERS)})/"
    r"(?P<bare>(?:https?://)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d{1,5})?/.+)",
    re.IGNORECASE | re.DOTALL,
)
_MOST = 10


def is_prefix(text: str) -> bool:
    """Whether a setting is a prefix: one with a name, or an https address that ends in a slash.

    >>> is_prefix("op3"), is_prefix("https://count.example/e/"), is_prefix("https://count.example/e")
    (True, True, False)
    """
    return text in PREFIXES or _PREFIX.fullmatch(text) is not None


def apply_prefixes(url: str, prefixes: Sequence[str], guid: str | None) -> str:
    """The address of media behind prefixes; the first of them is asked first.

    `https://` of what stands behind a prefix is dropped, `http://` is kept
    (OP3's documentation). A prefix that the address has already is not put
    before it again, and an address on this machine is left alone, because no
    counter could redirect to it.

    Args:
        url: Where the media is.
        prefixes: Names of `PREFIXES`, or https addresses that end in a slash,
            in which `{guid}` stands for the show's podcast:guid.
        guid: The show's podcast:guid; without it OP3 counts the episode alone,
            and any other prefix that names it is left out.

    >>> apply_prefixes("https://a.example/60.mp3", ["op3"], "917393e3")
    'https://op3.dev/e,pg=917393e3/a.example/60.mp3'
    >>> apply_prefixes("https://a.example/60.mp3", ["op3", "podtrac"], None)
    'https://op3.dev/e/dts.podtrac.com/redirect.mp3/a.example/60.mp3'
    >>> apply_prefixes("http://a.example/60.mp3", ["https://count.example/e/"], None)
    'https://count.example/e/http://a.example/60.mp3'
    >>> apply_prefixes("http://127.0.0.1:8000/60.mp3", ["op3"], None)
    'http://127.0.0.1:8000/60.mp3'
    """
    if _is_local(url):
        return url
    for name in reversed(prefixes):
        prefix = _written(name, guid)
        if prefix and _SIGNS.get(name, prefix.removeprefix("https://")) not in url:
            url = prefix + url.removeprefix("https://")
    return url


def strip_prefixes(url: str) -> str:
    """The address of the media itself, behind every prefix that is known.

    >>> strip_prefixes("https://op3.dev/e,pg=917393e3/dts.podtrac.com/redirect.mp3/a.example/60.mp3")
    'https://a.example/60.mp3'
    >>> strip_prefixes("https://pdst.fm/e/chrt.fm/track/D6C24/mgln.ai/e/35/http://a.example/60.mp3?x=1")
    'http://a.example/60.mp3?x=1'
    >>> strip_prefixes("https://a.example/op3.dev/e/60.mp3"), strip_prefixes("https://op3.dev/e/")
    ('https://a.example/op3.dev/e/60.mp3', 'https://op3.dev/e/')
    """
    for _ in range(_MOST):
        found = _PREFIXED.fullmatch(url)
        if found is None:
            break
        bare = found["bare"]
        url = bare if bare.lower().startswith(("http://", "https://")) else f"https://{bare}"
    return url


def _written(name: str, guid: str | None) -> str | None:
    """A prefix as it stands in addresses; None where it needs a guid that there is not."""
    prefix = PREFIXES.get(name, name)
    if "{guid}" not in prefix:
        return prefix
    return prefix.replace("{guid}", guid) if guid else _WITHOUT_GUID.get(name)


def _is_local(url: str) -> bool:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return True
    return host == "localhost" or host.endswith(".localhost") or host.startswith("127.") or ":" in host
