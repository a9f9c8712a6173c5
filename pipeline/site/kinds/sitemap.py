"""The list of all pages for search engines (sitemaps.org), but for those that are blocked."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from pipeline.core.addresses import INDEX, page_key
from pipeline.site.keys import NOT_FOUND, SITEMAP, address_of
from pipeline.site.moments import changed_at, newest_change, render_moment
from pipeline.site.whole import Pages, Whole

LARGEST = 50_000
"""Addresses in one file, at most."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_UNLISTED = ("embed/", NOT_FOUND)
"""What nobody should find by searching: players for other sites, and the page for wrong addresses."""

Entry = tuple[str, str]
"""An address, and when it last changed; empty where that is not known."""


def render_sitemap(whole: Whole, keys: Iterable[str], largest: int = LARGEST) -> Pages:
    """The sitemap; where there are too many pages for one, a list of them; none of a show that is blocked.

    Args:
        whole: The site.
        keys: Of everything that was rendered; pages are found by their extension.
        largest: How many addresses one file may have.
    """
    if whole.show.block:
        return {}
    hidden = {page_key(each.record.slug) for each in whole.live if each.record.front.block}
    pages = [key for key in keys if _is_listed(key) and key not in hidden]
    changes = dict(_changes(whole))
    # The oldest first, so that what is full stays as it is.
    order = {page_key(each.record.slug): place for place, each in enumerate(reversed(whole.live))}
    pages.sort(key=lambda key: (order.get(key, -1), key))
    entries = [(address_of(key, whole.addresses), changes.get(key, "")) for key in pages]
    if len(entries) <= largest:
        return {SITEMAP: _render("urlset", "url", entries)}
    parts = [entries[start : start + largest] for start in range(0, len(entries), largest)]
    bodies = {f"sitemap-{number}.xml": _render("urlset", "url", part) for number, part in enumerate(parts, 1)}
    newest = [max(changed for _, changed in part) for part in parts]
    listed = [(whole.addresses.url(key), changed) for key, changed in zip(bodies, newest, strict=True)]
    return {**bodies, SITEMAP: _render("sitemapindex", "sitemap", listed)}


def _is_listed(key: str) -> bool:
    return key.endswith(".html") and not key.startswith(_UNLISTED)


def _changes(whole: Whole) -> Iterator[Entry]:
    """When pages changed, by key: an episode's with its record, a list's with the newest of its episodes."""
    yield INDEX, render_moment(newest_change(whole))
    for each in whole.live:
        yield page_key(each.record.slug), render_moment(changed_at(each))
    shelves = whole.shelves
    for group in (shelves.series, shelves.seasons, shelves.people, shelves.tags):
        for shelf in group.values():
            yield shelf.key, render_moment(max(map(changed_at, shelf.episodes)))


def _render(root: str, row: str, entries: Sequence[Entry]) -> bytes:
    lines = (
        f"<{row}><loc>{escape(url)}</loc>{f'<lastmod>{changed}</lastmod>' if changed else ''}</{row}>"
        for url, changed in entries
    )
    opening = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">'
    return "\n".join([opening, *lines, f"</{root}>", ""]).encode()
