"""Every address that a site names is there, down to the place on the page."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import httpx
import pytest
from lxml import html

from tests.with_browser.sites import GOLDEN, Site

READABLE = (".html", ".md", ".xml", ".json", ".opml", ".txt", ".css")
FOR_OTHERS = re.compile(r"t=[\d.:,]+$|fastfollow-podcast:")
"""A second of the media, or a guid for the app that is opened: no place on the page."""
NO_LINKS = re.compile(r'''data-from="[^"]*"|"@id": ?"[^"]*"''')
"""Where the search's files begin, and what structured data calls a thing."""


def read_document(path: Path) -> html.HtmlElement:
    return html.fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


def find_addresses(site: Site, key: str) -> Iterator[str]:
    """Every address in a file that is below the site's own, as the file is in the store."""
    text = NO_LINKS.sub(" ", unescape(unescape((site.root / key).read_text(encoding="utf-8"))))
    own = re.escape(site.base_url)
    for found in re.findall(own + r"[^\s\"'<>\\)\]`]*", text):
        yield found.rstrip(".,;:")
    if key.endswith(".html"):
        page = read_document(site.root / key)
        for written in page.xpath("//@href | //@src | //@action | //@poster"):
            full = urljoin(site.base_url + key, written)
            if full.startswith(site.base_url):
                yield full


def find_ids(site: Site, key: str) -> set[str]:
    page = read_document(site.root / key)
    return {*page.xpath("//@id"), *page.xpath("//a/@name"), "", "top"}


@pytest.mark.parametrize("name", ["sample", *GOLDEN])
def test_every_link_leads_somewhere(every_site: dict[str, Site], name: str) -> None:
    """In pages and their Markdown twins, feeds, lists of shows, the sitemap, and what is for machines."""
    site = every_site[name]
    named: dict[str, str] = {}
    for key in site.keys:
        if key.endswith(READABLE):
            named |= dict.fromkeys(find_addresses(site, key), key)
    assert len(named) > 10
    missing, replies = [], {}
    with httpx.Client() as client:
        for address, key in named.items():
            bare, fragment = urldefrag(address)
            if bare not in replies:
                here = site.url + bare.removeprefix(site.base_url)
                replies[bare] = client.head(here)
            if replies[bare].status_code != 200:
                missing.append(f"{key}: {address}: {replies[bare].status_code}")
            elif fragment and not FOR_OTHERS.match(fragment):
                is_page = replies[bare].headers["content-type"].startswith("text/html")
                target = bare.removeprefix(site.base_url) or "index.html"
                target = target if target in site.keys else f"{target}.html"
                if not is_page or fragment not in find_ids(site, target):
                    missing.append(f"{key}: {address}: no such place")
    assert missing == []
