"""Where each kind of page and file of the site stands, below the public root."""

from urllib.parse import quote

from pipeline.core.addresses import INDEX, Addresses
from pipeline.core.slugs import slugify

ABOUT = "about.html"
SUBSCRIBE = "subscribe.html"
SEARCH = "search.html"
NOT_FOUND = "404.html"
SERIES_LIST = "series.html"
SEASONS_LIST = "seasons.html"
PEOPLE_LIST = "people.html"
TAGS_LIST = "tags.html"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
OPML = "shows.opml"
JSON_FEED = "feed.json"
LLMS = "llms.txt"


def index_key(number: int) -> str:
    """A page of the list of episodes; the first is the front page.

    >>> index_key(1), index_key(2)
    ('index.html', 'page-2.html')
    """
    return INDEX if number == 1 else f"page-{number}.html"


def series_key(series_id: str) -> str:
    return f"series/{series_id}.html"


def season_key(number: int) -> str:
    return f"seasons/{number}.html"


def person_key(person: str) -> str:
    """A person's page, by the id in `podcast.toml` or else by name.

    >>> person_key("Ana Berg")
    'people/ana-berg.html'
    """
    return f"people/{slugify(person)}.html"


def tag_key(tag: str) -> str:
    """The page of what is tagged alike, however the tag is spelt.

    >>> tag_key("Heel Pain") == tag_key("heel pain")
    True
    """
    return f"tags/{slugify(tag)}.html"


def embed_key(slug: str) -> str:
    return f"embed/{slug}.html"


def oembed_key(slug: str) -> str:
    return f"oembed/{slug}.json"


def twin_key(slug: str) -> str:
    """An episode's page as Markdown."""
    return f"episodes/{slug}.md"


def address_of(key: str, addresses: Addresses) -> str:
    """The public address of a page: without .html where the host is known to serve it so."""
    if key == INDEX:
        return addresses.index
    return addresses.base_url + quote(key.removesuffix(".html") if addresses.pretty else key)
