"""The show as every page shows it."""

import re
from collections.abc import Collection, Iterable, Mapping
from urllib.parse import urlsplit

from pipeline.core.addresses import Addresses
from pipeline.core.made_pictures import variants_of
from pipeline.core.notes.page_html import Picture
from pipeline.core.own_theme import EXTRA_SCRIPT, EXTRA_STYLE
from pipeline.core.record import ShowRecord, StoredFile
from pipeline.core.site_settings import SiteSettings
from pipeline.site.colours import plan_palette, render_colour
from pipeline.site.keys import JSON_FEED
from pipeline.site.theme import LISTS_STYLE, SCRIPT, STYLE, Theme
from pipeline.site.views import Site, narrowed
from pipeline.site.wording import direction, locale_of

ICON_PX = 192
"""The largest that a browser shows beside a page's name, or on a phone's first screen."""


def view_show(record: ShowRecord, settings: SiteSettings, addresses: Addresses, theme: Theme) -> Site:
    """Settle what every page says of the show."""
    show = record.show
    tints = [plan_palette(settings.accent, settings.background, dark=dark).tint for dark in (False, True)]
    artwork = view_artwork(show.artwork, record.files, addresses)
    return Site(
        title=show.title,
        subtitle=show.subtitle,
        author=show.author,
        description=[each.strip() for each in re.split(r"\n\s*\n", show.description) if each.strip()],
        language=show.language,
        direction=direction(show.language),
        locale=locale_of(show.language),
        copyright=show.copyright,
        is_blocked=show.block,
        policy=render_policy(addresses.base_url, fonts=theme.has_fonts),
        index_url=addresses.index,
        feed_url=addresses.feed,
        json_feed_url=addresses.url(JSON_FEED),
        icon_url=narrowed(artwork, ICON_PX).url if artwork else None,
        style_url=addresses.url(theme.keys[STYLE]),
        lists_style_url=addresses.url(theme.keys[LISTS_STYLE]),
        script_url=addresses.url(theme.keys[SCRIPT]),
        extra_style_url=_extra(EXTRA_STYLE, theme, addresses),
        extra_script_url=_extra(EXTRA_SCRIPT, theme, addresses),
        artwork=artwork,
        listen=show.listen,
        funding=show.funding,
        theme_colours=(render_colour(tints[0]), render_colour(tints[1])),
        tagline=settings.tagline,
        sign_off=settings.sign_off,
        newsletter=settings.newsletter,
    )


def _extra(name: str, theme: Theme, addresses: Addresses) -> str | None:
    """What the show's own theme adds."""
    return addresses.url(theme.keys[name]) if name in theme.keys else None


def render_policy(
    base_url: str, *, frames: Collection[str] = (), forms: Collection[str] = (), fonts: bool = False
) -> str:
    """A page's content security policy: everything comes from this show's own address, nothing inline runs.

    Args:
        base_url: Of the show.
        frames: Addresses whose hosts may be shown in a frame, once somebody asks for it.
        forms: Addresses that forms are sent to.
        fonts: The show's own theme brings fonts.

    >>> render_policy("https://x.example/a;b/").split("; ")[1]
    "img-src 'self' https://x.example/a%3Bb/"
    >>> render_policy("https://x.example/", forms=["https://mail.example/join?a=1"]).split("; ")[-1]
    'form-action https://mail.example'
    """
    own = f"'self' {_source(base_url)}"
    kinds = ["img-src", "media-src", "style-src", "script-src", "connect-src"] + ["font-src"] * fonts
    loaded = [f"{kind} {own}" for kind in kinds]
    framed = [f"frame-src {_origins(frames)}"] if frames else []
    return "; ".join(
        ["default-src 'none'", *loaded, *framed, "base-uri 'none'", f"form-action {_origins(forms)}"]
    )


def _origins(urls: Iterable[str]) -> str:
    parts = (urlsplit(url) for url in urls)
    return " ".join(sorted({_source(f"{each.scheme}://{each.netloc}") for each in parts})) or "'none'"


def _source(url: str) -> str:
    """An address that ends no directive and quotes no keyword."""
    return url.replace(";", "%3B").replace(",", "%2C").replace("'", "%27")


def view_picture(file: StoredFile | None, addresses: Addresses) -> Picture | None:
    """A published picture's address and size; None where there is none."""
    return Picture(addresses.url(file.key), file.width, file.height) if file else None


def view_artwork(path: str | None, files: Mapping[str, StoredFile], addresses: Addresses) -> Picture | None:
    """The same for a file of a record, with all that may be shown in its place."""
    file = files.get(path) if path else None
    if path is None or file is None:
        return None
    variants = tuple((addresses.url(each.key), each.width or 0) for each in variants_of(path, files))
    return Picture(addresses.url(file.key), file.width, file.height, variants)
