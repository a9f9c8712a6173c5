"""`llms.txt` (llmstxt.org): what the site is, and where programs that read find it as Markdown."""

from collections.abc import Iterator

from pipeline.core.episode import Episode
from pipeline.core.notes.twin import escape_markdown, render_link
from pipeline.site.keys import ABOUT, JSON_FEED, LLMS, SITEMAP, address_of, twin_key
from pipeline.site.whole import Pages, Whole

LISTED = 300
"""How many of the newest episodes are named; the sitemap has all of them."""


def render(whole: Whole) -> Pages:
    return {LLMS: "\n".join([*_lines(whole), ""]).encode()}


def _lines(whole: Whole) -> Iterator[str]:
    show, site, words, addresses = whole.show, whole.site, whole.words, whole.addresses
    yield f"# {escape_markdown(show.title)}"
    if show.subtitle:
        yield f"\n> {escape_markdown(show.subtitle)}"
    for paragraph in site.description:
        yield f"\n{escape_markdown(paragraph)}"
    yield f"\n## {words.say('episodes')}\n"
    listed = [] if show.block else [each for each in whole.live if not each.record.front.block]
    for each in listed[:LISTED]:
        yield _row(each, whole)
    yield "\n## Optional\n"
    yield f"- {render_link(words.say('about_show', show=show.title), address_of(ABOUT, addresses))}"
    yield f"- {render_link(words.say('rss_feed'), addresses.feed)}"
    yield f"- {render_link('JSON Feed', addresses.url(JSON_FEED))}"
    if not show.block:
        yield f"- {render_link(words.say('sitemap'), addresses.url(SITEMAP))}"


def _row(episode: Episode, whole: Whole) -> str:
    link = render_link(episode.details.title, whole.addresses.url(twin_key(episode.record.slug)))
    summary = episode.details.summary
    return f"- {link}: {escape_markdown(summary)}" if summary else f"- {link}"
