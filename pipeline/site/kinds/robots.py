"""What crawlers may look at: everything, also what they are asked on its pages to leave out."""

from pipeline.site.keys import ROBOTS, SITEMAP
from pipeline.site.whole import Pages, Whole


def render(whole: Whole) -> Pages:
    listed = "" if whole.show.block else f"\nSitemap: {whole.addresses.url(SITEMAP)}\n"
    return {ROBOTS: f"User-agent: *\nAllow: /\n{listed}".encode()}
