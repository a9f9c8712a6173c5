"""What machines read: sitemap, robots.txt, OPML, JSON Feed, llms.txt and Markdown twins."""

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.core.addresses import Addresses
from pipeline.core.episode import Episode, settle
from pipeline.core.front_matter import Guest
from pipeline.core.notes.commonmark import parse_events
from pipeline.core.podcasting import RemoteItem
from pipeline.core.show import Person
from pipeline.site.kinds.json_feed import PAGE_SIZE
from pipeline.site.kinds.sitemap import render_sitemap
from pipeline.site.pages import plan_whole, render_pages
from tests.builders import DATE, make_record
from tests.notes.vectors import VECTORS
from tests.site.rich_show import ADDRESSES, make_rich_episodes, make_rich_record, make_rich_show_record

TODAY = date(2026, 11, 6)
BASE = ADDRESSES.base_url
RICH = "060-why-your-achilles-hurts"
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def render(*episodes: Episode, addresses: Addresses = ADDRESSES, **changes: Any) -> dict[str, bytes]:
    show = make_rich_show_record(**changes)
    return render_pages(show, episodes or make_rich_episodes(show), addresses, TODAY)


def make_many(count: int, start: int = 0) -> list[Episode]:
    """Small episodes, a day apart."""
    show = make_rich_show_record().show
    numbers = range(start, start + count)
    return [
        settle(make_record(guid=f"g{n}", slug=f"{n:04}-x", date=DATE + timedelta(days=n)), show)
        for n in numbers
    ]


def locations(sitemap: bytes) -> list[str]:
    return [str(each) for each in etree.fromstring(sitemap).xpath("//s:loc/text()", namespaces=SITEMAP)]


def test_the_sitemap_lists_every_page_but_players_and_the_404() -> None:
    """Canonical addresses, each once."""
    pages = render()
    expected = {
        BASE + key
        for key in pages
        if key.endswith(".html") and not key.startswith("embed/") and key != "404.html"
    }
    found = locations(pages["sitemap.xml"])
    assert set(found) == expected
    assert len(found) == len(expected)


def test_the_sitemap_says_when_an_episode_changed() -> None:
    """The record knows; a page of several has the newest change of its episodes."""
    show = make_rich_show_record().show
    edited = settle(make_rich_record(tags=["heel"], changed_at=DATE + timedelta(days=3, hours=1)), show)
    sitemap = etree.fromstring(render(edited)["sitemap.xml"])
    for key in (f"episodes/{RICH}.html", "tags/heel.html", "people/ada.html", "index.html"):
        row = sitemap.xpath(f"//s:url[s:loc='{BASE}{key}']/s:lastmod/text()", namespaces=SITEMAP)
        assert row == ["2026-11-08T07:00:00Z"]


def test_pretty_addresses_stand_in_the_sitemap_as_pages_are_linked() -> None:
    """Without .html where the host serves them so."""
    found = locations(render(addresses=Addresses(BASE, pretty=True))["sitemap.xml"])
    assert BASE in found
    assert f"{BASE}episodes/{RICH}" in found
    assert not any(each.endswith(".html") for each in found)


def test_too_many_pages_for_one_sitemap_make_several() -> None:
    """The index names each part once; together they hold every page, and none is too large."""
    whole = plan_whole(make_rich_show_record(), make_many(25), ADDRESSES, TODAY)
    assert whole
    keys = [f"episodes/{n:04}-x.html" for n in range(25)]
    found = render_sitemap(whole, keys, largest=10)
    assert locations(found["sitemap.xml"]) == [f"{BASE}sitemap-{n}.xml" for n in (1, 2, 3)]
    parts = [locations(found[f"sitemap-{n}.xml"]) for n in (1, 2, 3)]
    assert [len(each) for each in parts] == [10, 10, 5]
    assert {url for part in parts for url in part} == {BASE + key for key in keys}


def test_a_full_part_of_the_sitemap_stays_when_an_episode_comes() -> None:
    """The oldest stand first."""
    first, second = (
        render_sitemap(plan_whole(make_rich_show_record(), make_many(count), ADDRESSES, TODAY), keys, 10)  # type: ignore[arg-type]
        for count in (25, 26)
        for keys in [[f"episodes/{n:04}-x.html" for n in range(count)]]
    )
    changed = {key for key in second if first.get(key) != second[key]}
    assert changed == {"sitemap.xml", "sitemap-3.xml"}


def test_robots_may_read_everything_and_learn_of_the_sitemap() -> None:
    """An absolute address, as the protocol wants it."""
    assert render()["robots.txt"].decode().splitlines() == [
        "User-agent: *",
        "Allow: /",
        "",
        f"Sitemap: {BASE}sitemap.xml",
    ]


def test_the_opml_names_the_feed() -> None:
    """Podcast apps import it as a subscription."""
    (outline,) = etree.fromstring(render()["shows.opml"]).xpath("/opml[@version='2.0']/body/outline")
    assert outline.get("type") == "rss"
    assert outline.get("text") == outline.get("title") == "Second Wind"
    assert outline.get("xmlUrl") == f"{BASE}feed.xml"
    assert outline.get("htmlUrl") == f"{BASE}index.html"


def test_the_opml_of_a_list_names_its_shows() -> None:
    """Those whose address is known, whole shows only."""
    guid = "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    other = RemoteItem(feed_guid=guid, feed_url="https://other.example/feed.xml", title="Other & Sons")
    items = [other, RemoteItem(feed_guid=guid), other.model_copy(update={"item_guid": "x"})]
    outlines = etree.fromstring(render(remote_items=items)["shows.opml"]).xpath("//outline")
    assert [each.get("text") for each in outlines] == ["Second Wind", "Other & Sons"]


def feed_of(pages: dict[str, bytes], key: str = "feed.json") -> Any:
    return json.loads(pages[key])


def test_the_json_feed_has_what_its_version_asks_for() -> None:
    """Version, title and items; and of each item an id, an address and its content."""
    feed = feed_of(render())
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (feed["title"], feed["feed_url"]) == ("Second Wind", f"{BASE}feed.json")
    assert feed["home_page_url"] == f"{BASE}index.html"
    assert "next_url" not in feed
    item = feed["items"][0]
    assert item["url"] == f"{BASE}episodes/{RICH}.html"
    assert item["date_published"] == "2026-11-05T06:00:00Z"
    assert "rarely the whole story" in item["content_html"]
    assert [each["name"] for each in item["authors"]] == ["Ada Marsh", "Bo Lind"]
    assert len({each["id"] for each in feed["items"]}) == len(feed["items"]) == 2


def test_the_json_feeds_attachment_is_the_media() -> None:
    """Bytes and seconds, and the address that counts where the show has a counter."""
    prefixes = {"feed": {"prefixes": ["https://count.example/"]}}
    (attachment,) = feed_of(render(**prefixes))["items"][0]["attachments"]
    assert attachment == {
        "url": f"https://count.example/{BASE.removeprefix('https://')}media/0123456789abcdef/{RICH}.mp3",
        "mime_type": "audio/mpeg",
        "size_in_bytes": 2_881_234,
        "duration_in_seconds": 180,
    }


def walk(pages: dict[str, bytes]) -> list[str]:
    """Every id, from page to page."""
    ids, feed = [], feed_of(pages)
    while True:
        ids += [each["id"] for each in feed["items"]]
        if "next_url" not in feed:
            return ids
        feed = feed_of(pages, feed["next_url"].removeprefix(BASE))


def test_a_long_json_feed_has_pages_and_a_new_episode_changes_the_first_alone() -> None:
    """From page to page every episode comes once, the newest first."""
    count = 3 * PAGE_SIZE + 7
    show = make_rich_show_record()
    before, after = (
        {
            key: body
            for key, body in render_pages(show, make_many(each), ADDRESSES, TODAY).items()
            if re.fullmatch(r"feed.*\.json", key)
        }
        for each in (count, count + 1)
    )
    assert walk(after) == [f"g{n}" for n in reversed(range(count + 1))]
    assert {key for key in after if before.get(key) != after[key]} == {"feed.json"}
    assert len(feed_of(after)["items"]) < 2 * PAGE_SIZE


def test_llms_txt_leads_to_every_twin() -> None:
    """A title, what it is about, and links with a sentence each."""
    pages = render()
    said = pages["llms.txt"].decode()
    assert said.startswith("# Second Wind\n\n> Injuries & how to mend them\n")
    twins = re.findall(r"\(<([^>]+\.md)>\)", said)
    assert twins == [f"{BASE}episodes/{RICH}.md", f"{BASE}episodes/059-shins.md"]
    assert all(url.removeprefix(BASE) in pages for url in twins)


def test_the_twin_of_a_page_has_its_facts_notes_and_blocks() -> None:
    """Everything that a reader of the page learns, as Markdown."""
    twin = render()[f"episodes/{RICH}.md"].decode()
    assert twin.startswith("# Why your Achilles hurts\n")
    for part in (
        "Episode 60 · 5 November 2026 · 3 min",
        f"{BASE}media/0123456789abcdef/{RICH}.mp3",
        "part 1 of 2",
        f"[Bo Lind](<{BASE}people/bo-lind.html>) (Guest)",
        "- Why does it hurt?",
        "## 1. What it is",
        "- 00:05 Why \\<it\\> hurts",
        "This episode is sponsored. [Heel & Co](<https://heel.example>): Insoles. (ANA15)",
    ):
        assert part in twin


def test_a_twin_does_not_offer_what_has_ended() -> None:
    """The disclosure stays."""
    show = make_rich_show_record()
    pages = render_pages(show, make_rich_episodes(show), ADDRESSES, date(2026, 12, 1))
    twin = pages[f"episodes/{RICH}.md"].decode()
    assert "This episode is sponsored. [Heel & Co](<https://heel.example>)\n" in twin
    assert "ANA15" not in twin


def test_a_show_without_episodes_has_them_all_the_same() -> None:
    """Nothing is out yet, and nothing is broken."""
    pages = render_pages(make_rich_show_record(), [], ADDRESSES, TODAY)
    assert feed_of(pages)["items"] == []
    assert f"{BASE}index.html" in locations(pages["sitemap.xml"])
    etree.fromstring(pages["shows.opml"])


@pytest.mark.parametrize("vector", VECTORS[::4])
def test_hostile_words_stay_words_for_machines(vector: str) -> None:
    """XML and JSON stay well-formed, Markdown holds no HTML, and a title cannot add a line."""
    check_hostile(f"{vector}\n]]> </title></script> \x0b\u2028 & \" '")


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=40).filter(lambda text: text.strip("\x00\x1f ").strip()))
def test_any_words_stay_words_for_machines(words: str) -> None:
    """Whatever characters there are."""
    check_hostile(words)


def check_hostile(words: str) -> None:
    """Every field of the show and of an episode says it."""
    said = f"x{words}"[:120].strip()
    rich = make_rich_show_record()
    words_of_show = {"title": said, "description": said, "subtitle": said, "author": said}
    people = {"ada": Person(name=said, role=said)}
    show = rich.model_copy(
        update={"show": rich.show.model_copy(update={**words_of_show, "people": people})},
    )
    record = make_rich_record(
        title=said, notes=said, summary=said, questions=[said], tags=[said], guests=[Guest(name=said)]
    )
    pages = render_pages(show, [settle(record, show.show)], ADDRESSES, TODAY)
    etree.fromstring(pages["sitemap.xml"])
    assert len(etree.fromstring(pages["shows.opml"]).xpath("//outline")) == 1
    feed = feed_of(pages)
    assert feed["items"][0]["title"] == said
    assert "<script" not in feed["items"][0]["content_html"].lower()
    for key in ("llms.txt", f"episodes/{RICH}.md"):
        kinds = {kind for kind, _ in parse_events(pages[key].decode())}
        assert not kinds & {"Html", "InlineHtml"}, key
    assert pages["robots.txt"].count(b"\n") == 4
