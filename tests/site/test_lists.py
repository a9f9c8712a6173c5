"""Lists: the index, series, seasons, people and tags, paged, linked both ways, and never empty."""

from itertools import pairwise
from typing import Any

import pytest
from lxml import html

from pipeline.core.addresses import Addresses
from pipeline.core.episode import settle
from pipeline.core.show import Person
from pipeline.site.pages import render_pages
from tests.builders import make_audio, make_media
from tests.site.long_show import (
    BASE,
    TODAY,
    make_long_episodes,
    make_long_show,
    make_numbered,
    make_part,
    render_long,
)
from tests.site.rich_show import ADDRESSES


def page_of(pages: dict[str, bytes], key: str) -> Any:
    return html.fromstring(pages[key].decode())


def titles(page: Any) -> list[str]:
    return [each.text for each in page.xpath("//ol[@class='episodes']//h3/a")]


def text(tree: Any, path: str) -> str:
    return " ".join(" ".join(tree.xpath(f"{path}//text()")).split())


def is_read(key: str) -> bool:
    """Whether it is a page for readers, and no player for other sites."""
    return key.endswith(".html") and not key.startswith("embed/")


def links_in(body: bytes) -> set[str]:
    found = html.fromstring(body.decode()).xpath("//@href | //@src")
    return {each.partition("#")[0] for each in found if each.startswith(BASE)}


def test_the_index_goes_on_over_pages() -> None:
    """Every episode once, the newest first."""
    pages = render_long()
    keys = ["index.html", "page-2.html", "page-3.html", "page-4.html"]
    assert [key for key in pages if key.startswith(("index", "page-"))] == keys
    listed = [title for key in keys for title in titles(page_of(pages, key))]
    assert listed == [f"Episode no {each}" for each in range(17, 0, -1)]


def test_pages_of_a_list_name_the_one_before_and_the_one_after() -> None:
    """In the head for machines, and below the list for people."""
    pages = render_long()
    second = page_of(pages, "page-2.html")
    for rel, key in (("prev", "index.html"), ("next", "page-3.html")):
        assert second.xpath(f"//head/link[@rel='{rel}']/@href") == [BASE + key]
        assert second.xpath(f"//nav[@class='paging']/a[@rel='{rel}']/@href") == [BASE + key]
    assert second.xpath("//nav[@class='paging']//a[@aria-current]/@href") == [f"{BASE}page-2.html"]
    assert second.xpath("//link[@rel='canonical']/@href") == [f"{BASE}page-2.html"]
    assert not page_of(pages, "index.html").xpath("//link[@rel='prev']")
    assert not page_of(pages, "page-4.html").xpath("//link[@rel='next']")
    assert "Page 2" in second.findtext(".//title")


def test_the_front_page_shows_the_trailer_and_plays_the_newest() -> None:
    """Without fetching either before somebody presses play."""
    front = page_of(render_long(), "index.html")
    assert text(front, "//section[@aria-labelledby='page-trailer']/p") == "Episode no 1"
    assert front.xpath("//li[@class='newest']//h3/a/text()") == ["Episode no 17"]
    players = front.xpath("//audio")
    assert [each.get("preload") for each in players] == ["none", "none"]
    assert players[0].get("aria-label") == "Listen to Episode no 1"


def test_a_trailer_that_is_the_newest_is_not_shown_twice() -> None:
    """A show that has just begun."""
    show = make_long_show()
    front = page_of(render_long(settle(make_numbered(1, type="trailer"), show.show)), "index.html")
    assert not front.xpath("//section[@aria-labelledby='page-trailer']")
    assert titles(front) == ["Episode no 1"]


def test_a_newest_episode_without_sound_has_no_player() -> None:
    """A PDF has nothing to press play on."""
    show = make_long_show()
    media = make_media(key="media/1/1.pdf", content_type="application/pdf")
    audio = make_audio(content_type="application/pdf", extension=".pdf", duration_s=None)
    front = page_of(render_long(settle(make_numbered(1, media=media, audio=audio), show.show)), "index.html")
    assert not front.xpath("//audio")


@pytest.mark.parametrize("pretty", [False, True])
def test_every_link_within_the_site_leads_to_something(pretty: bool) -> None:
    """Pages, files and the feed: nothing is linked that is not made."""
    show = make_long_show()
    episodes = make_long_episodes(show)
    pages = render_pages(show, episodes, Addresses(BASE, pretty=pretty), TODAY)
    there = {*pages, "feed.xml", *(each.key for each in show.files.values())}
    for episode in episodes:
        there |= {episode.record.media.key, *(each.key for each in episode.record.files.values())}
    for key, body in pages.items():
        if key.endswith(".html"):
            for url in links_in(body):
                path = url.removeprefix(BASE).partition("?")[0] or "index.html"
                assert path in there or f"{path}.html" in there, (key, url)


def test_every_page_is_linked_from_another() -> None:
    """But the one that is served where nothing is, and players for other sites."""
    pages = {key: body for key, body in render_long().items() if is_read(key)}
    linked = {
        url.removeprefix(BASE) for key, body in pages.items() if key != "404.html" for url in links_in(body)
    }
    assert pages.keys() - linked == {"404.html"}


def test_every_page_has_what_pages_need() -> None:
    """Title, description, canonical address, feed, language, one H1, and landmarks."""
    seen = set()
    for key, body in render_long().items():
        if not is_read(key):
            continue
        page = html.fromstring(body.decode())
        title = page.findtext(".//title")
        assert title, key
        assert title not in seen, key
        seen.add(title)
        assert page.xpath("//meta[@name='description']/@content")[0].strip(), key
        assert page.xpath("//link[@rel='canonical']/@href") == [BASE + key]
        assert f"{BASE}feed.xml" in page.xpath("//link[@rel='alternate']/@href")
        assert (page.get("lang"), page.get("dir")) == ("en", "ltr")
        assert len(page.xpath("//h1")) == 1, key
        assert len(page.xpath("//main[@id='content']")) == 1, key
        levels = [int(each.tag[1]) for each in page.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
        steps = [after - before for before, after in pairwise(levels)]
        assert all(step <= 1 for step in steps), (key, levels)
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), key


def test_lists_that_would_be_empty_are_neither_made_nor_linked() -> None:
    """An episode that has no season, series, tag or person."""
    show = make_long_show()
    bare = make_numbered(1, season=None, tags=[], hosts=[])
    pages = render_long(settle(bare, show.show))
    for name in ("series", "seasons", "people", "tags"):
        assert not any(key.startswith(name) for key in pages)
        assert not any(f"{name}.html".encode() in body for body in pages.values())


def test_a_series_lists_its_parts_in_order_and_says_what_is_to_come() -> None:
    """The teaser of the last part that is out, and no other."""
    page = page_of(render_long(), "series/heel.html")
    assert titles(page) == ["Episode no 16", "Episode no 17"]
    assert text(page, "//ol[@class='episodes']/li[1]//p[1]").startswith("Part 1 ·")
    assert "2 of 4 parts are out" in text(page, "//main")
    assert text(page, "//aside") == "Part 3 is still to come After part 2: more."


def test_nothing_of_a_part_that_is_not_out_is_told() -> None:
    """Its title and its own teaser stay unknown; the series ends with what is out."""
    show = make_long_show()
    hidden = make_numbered(
        3, title="Hidden", released_at=None, series=make_part(3, title="Hidden series", of=9, teaser="Hidden")
    )
    records = [make_numbered(1, series=make_part(1)), make_numbered(2, series=make_part(2)), hidden]
    pages = render_long(*(settle(each, show.show) for each in records))
    assert not any(b"Hidden" in body or b"of 9" in body for body in pages.values())


@pytest.mark.parametrize(
    ("parts", "said", "teaser"),
    [
        ([make_part(1, of=None, teaser=None)], "1 part is out", ""),
        ([make_part(1, of=1)], "1 of 1 parts are out", ""),
        ([make_part(2, of=3, teaser=None)], "1 of 3 parts are out", "Part 3 is still to come"),
        ([make_part(1, of=None), make_part(2, of=None, teaser=None)], "2 parts are out", ""),
    ],
)
def test_a_series_says_how_far_it_is(parts: list[Any], said: str, teaser: str) -> None:
    """Also where nobody said how many parts there will be, or parts came out of order."""
    show = make_long_show()
    episodes = [settle(make_numbered(n, series=each), show.show) for n, each in enumerate(parts, 1)]
    page = page_of(render_long(*episodes), "series/heel.html")
    assert said in text(page, "//main")
    assert text(page, "//aside") == teaser


def test_a_season_has_the_name_and_artwork_that_the_show_gives_it() -> None:
    """And its number beside the name."""
    pages = render_long()
    second = page_of(pages, "seasons/2.html")
    assert text(second, "//h1") == "The road back"
    assert "Season 2" in text(second, "//header[contains(@class, 'opening')]")
    assert second.xpath("//header//img[@class='cover']/@src")[0].endswith("/cover.jpg")
    assert text(page_of(pages, "seasons/1.html"), "//h1") == "Season 1"
    assert text(page_of(pages, "seasons.html"), "//ul[@class='rows rows-seasons']/li[1]").startswith(
        "The road back"
    )


def test_a_person_has_a_page_with_what_is_known_of_them() -> None:
    """Bio, credentials, portrait, and every episode, over pages where there are many."""
    pages = render_long()
    ada = page_of(pages, "people/ada.html")
    assert text(ada, "//header[contains(@class, 'opening')]") == "People Ada Marsh DPT Ada treats runners."
    assert ada.xpath("//img[@class='portrait']/@src")[0].endswith("/ada.jpg")
    assert page_of(pages, "people/tom.html").xpath("//a[@rel='author']/@href") == ["https://tom.example"]
    assert titles(page_of(pages, "people/bo-lind.html")) == [f"Episode no {each}" for each in (16, 12, 8, 4)]
    assert titles(page_of(pages, "people/ada~4.html")) == ["Episode no 2", "Episode no 1"]
    assert "people/secret.html" not in pages


def test_a_tags_page_is_found_however_it_is_spelt() -> None:
    """C++ and C# have a page each."""
    pages = render_long()
    tags = page_of(pages, "tags.html")
    names = tags.xpath("//ul[@class='rows rows-tags']//a/text()")
    assert sorted(names) == sorted(["heel", "Achilles tendon", "足底", "C++", "C#", "Füße"])
    urls = tags.xpath("//ul[@class='rows rows-tags']//a/@href")
    assert len(set(urls)) == 6
    assert f"{BASE}tags/achilles-tendon.html" in urls


def test_long_lists_of_people_are_paged() -> None:
    """A thousand guests are no page of a megabyte."""
    people = {f"p{each:03d}": Person(name=f"Person {each:03d}") for each in range(150)}
    show = make_long_show(people=people)
    episode = settle(make_numbered(1, guests=list(people), hosts=[]), show.show)
    pages = render_long(episode, people=people)
    assert {"people.html", "people~2.html"} <= pages.keys()
    assert len(page_of(pages, "people.html").xpath("//ul[contains(@class, 'rows')]/li")) == 100


def test_the_pages_grow_with_the_episodes_and_no_faster() -> None:
    """Twice the episodes, twice the bytes: no page lists everything."""
    sizes = []
    for count in (60, 120):
        show = make_long_show()
        pages = render_pages(show, make_long_episodes(show, count), ADDRESSES, TODAY)
        sizes.append(sum(len(body) for key, body in pages.items() if key.endswith(".html")))
        assert max(len(body) for key, body in pages.items() if key.endswith(".html")) < 40_000
    assert sizes[1] < 2.2 * sizes[0]
