"""What crawlers may look at: everything, and where the list of it is."""

from pipeline.site.keys import ROBOTS, SITEMAP
from pipeline.site.whole import Pages, Whole


def render(whole: Whole) -> Pages:
    sitemap = whole.addresses.url(SITEMAP)
    return {ROBOTS: f"User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n".encode()}
