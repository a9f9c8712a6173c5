"""The show as every page shows it."""

import re

from pipeline.core.addresses import Addresses
from pipeline.core.notes.page_html import Picture
from pipeline.core.record import ShowRecord, StoredFile
from pipeline.site.theme import Theme
from pipeline.site.views import Site
from pipeline.site.wording import direction


def view_show(record: ShowRecord, addresses: Addresses, theme: Theme) -> Site:
    """Settle what every page says of the show."""
    show = record.show
    return Site(
        title=show.title,
        subtitle=show.subtitle,
        author=show.author,
        description=[each.strip() for each in re.split(r"\n\s*\n", show.description) if each.strip()],
        language=show.language,
        direction=direction(show.language),
        copyright=show.copyright,
        policy=render_policy(addresses.base_url),
        index_url=addresses.index,
        feed_url=addresses.feed,
        style_url=addresses.url(theme.keys["page.css"]),
        script_url=addresses.url(theme.keys["page.js"]),
        artwork=view_picture(record.files.get(show.artwork), addresses),
        listen=show.listen,
        funding=show.funding,
    )


def render_policy(base_url: str) -> str:
    """The pages' content security policy: everything comes from this show's own address, nothing inline runs.

    >>> render_policy("https://x.example/a;b/").split("; ")[1]
    "img-src 'self' https://x.example/a%3Bb/"
    """
    own = "'self' " + base_url.replace(";", "%3B").replace(",", "%2C").replace("'", "%27")
    kinds = ("img-src", "media-src", "style-src", "script-src")
    loaded = [f"{kind} {own}" for kind in kinds]
    return "; ".join(["default-src 'none'", *loaded, "base-uri 'none'", "form-action 'none'"])


def view_picture(file: StoredFile | None, addresses: Addresses) -> Picture | None:
    """A published picture's address and size; None where there is none."""
    return Picture(addresses.url(file.key), file.width, file.height) if file else None
