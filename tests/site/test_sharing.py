"""What is told of pages where they are shared or found: cards, feeds, and structured data."""

import json
from datetime import date
from typing import Any

import pytest
from lxml import html

from pipeline.core.episode import Episode, settle
from pipeline.core.front_matter import Guest
from pipeline.core.made_pictures import SHARE_IMAGE, variant_name
from pipeline.core.show import Person
from pipeline.site.pages import render_pages
from tests.builders import make_audio, make_file, make_media
from tests.notes.vectors import VECTORS
from tests.site.rich_show import ADDRESSES, make_rich_episodes, make_rich_record, make_rich_show_record

TODAY = date(2026, 11, 6)
BASE = ADDRESSES.base_url
RICH = "episodes/060-why-your-achilles-hurts.html"
REQUIRED = {
    "PodcastSeries": {"@id", "url", "name"},
    "PodcastEpisode": {"url", "name", "datePublished", "duration", "partOfSeries", "associatedMedia"},
    "AudioObject": {"contentUrl", "encodingFormat", "contentSize", "duration"},
    "VideoObject": {"name", "thumbnailUrl", "uploadDate"},
    "MediaObject": {"contentUrl", "encodingFormat"},
    "PodcastSeason": {"name", "seasonNumber"},
    "Person": {"name"},
    "Organization": {"name"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
}
"""By type, what Google and schema.org ask for."""


def render(*episodes: Episode, **changes: Any) -> dict[str, Any]:
    """Every page, parsed, by key."""
    show = make_rich_show_record(**changes)
    pages = render_pages(show, episodes or make_rich_episodes(show), ADDRESSES, TODAY)
    return {key: html.fromstring(body.decode()) for key, body in pages.items() if key.endswith(".html")}


def rich_page(**changes: Any) -> Any:
    return render(settle(make_rich_record(**changes), make_rich_show_record().show))[RICH]


def meta(page: Any, name: str) -> list[str]:
    return [str(each) for each in page.xpath(f"//meta[@property='{name}' or @name='{name}']/@content")]


def nodes_of(page: Any) -> list[dict[str, Any]]:
    (text,) = page.xpath("//script[@type='application/ld+json']/text()")
    data = json.loads(text)
    assert data["@context"] == "https://schema.org"
    graph: list[dict[str, Any]] = data["@graph"]
    return graph


def node_of(page: Any, kind: str) -> dict[str, Any]:
    (found,) = (each for each in nodes_of(page) if each["@type"] == kind)
    return found


def check_node(value: Any) -> None:
    """Every node of a type has what is required of it, however deep it lies."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            assert REQUIRED[each["@type"]] <= each.keys(), each
            assert all(part not in (None, "", []) for part in each.values()), each
            for part in each.values():
                check_node(part)


def test_the_data_of_every_page_is_complete() -> None:
    """Each node has the properties that its type requires, and none is empty."""
    found = render()
    told = [key for key, page in found.items() if page.xpath("//script[@type='application/ld+json']")]
    for key in told:
        check_node(nodes_of(found[key]))
    assert {"index.html", RICH, "people/ada.html", "series/achilles.html"} <= set(told)


def test_the_front_page_tells_of_the_show() -> None:
    """What Google requires of a PodcastSeries, and the feed."""
    series = node_of(render()["index.html"], "PodcastSeries")
    assert series["@id"] == f"{BASE}index.html#podcast"
    assert (series["name"], series["webFeed"]) == ("Second Wind", f"{BASE}feed.xml")
    assert series["author"] == {"@type": "Organization", "name": "Second Wind Radio"}
    assert series["description"] == "First <b>paragraph</b>. Second paragraph."
    assert series["sameAs"] == ["https://pods.example/x"]


def test_an_author_who_is_one_of_the_people_is_a_person() -> None:
    """And no organisation."""
    show = make_rich_show_record(author="Ada Marsh")
    (body,) = (each for key, each in render_pages(show, [], ADDRESSES, TODAY).items() if key == "index.html")
    assert node_of(html.fromstring(body.decode()), "PodcastSeries")["author"]["@type"] == "Person"


def test_an_episodes_page_tells_of_its_audio_and_its_show() -> None:
    """The same address as the player's, with length, size and type."""
    episode = node_of(rich_page(season=2, tags=["heel"]), "PodcastEpisode")
    assert episode["partOfSeries"]["@id"] == f"{BASE}index.html#podcast"
    assert episode["partOfSeason"]["seasonNumber"] == 2
    assert (episode["episodeNumber"], episode["keywords"]) == (60, ["heel"])
    audio = episode["associatedMedia"]
    assert audio["@type"] == "AudioObject"
    assert audio["contentUrl"] == f"{BASE}media/0123456789abcdef/060-why-your-achilles-hurts.mp3"
    assert (audio["encodingFormat"], audio["contentSize"]) == ("audio/mpeg", "2881234 B")
    assert audio["duration"] == episode["duration"] == "PT180S"
    assert [each["name"] for each in episode["contributor"]] == ["Ada Marsh", "Bo Lind"]
    assert episode["video"]["url"] == "https://video.example/60"


def test_media_that_is_watched_or_read_is_called_so() -> None:
    """A video is a VideoObject with captions; a PDF is no audio and has no length."""
    video = make_media(key="media/1/060.mp4", content_type="video/mp4")
    page = rich_page(media=video, audio=make_audio(content_type="video/mp4", extension=".mp4"))
    media = node_of(page, "PodcastEpisode")["associatedMedia"]
    assert media["@type"] == "VideoObject"
    assert media["caption"][0]["encodingFormat"] == "text/vtt"
    assert meta(page, "og:audio") == []
    document = make_media(key="media/1/060.pdf", content_type="application/pdf")
    audio = make_audio(content_type="application/pdf", extension=".pdf", duration_s=None)
    read = node_of(rich_page(media=document, audio=audio), "PodcastEpisode")
    assert read["associatedMedia"]["@type"] == "MediaObject"
    assert "duration" not in read
    assert "duration" not in read["associatedMedia"]


def test_breadcrumbs_lead_through_the_series() -> None:
    """From the front page to the page itself."""
    steps = node_of(rich_page(), "BreadcrumbList")["itemListElement"]
    assert [(each["position"], each["name"]) for each in steps] == [
        (1, "Second Wind"),
        (2, "Achilles"),
        (3, "Why your Achilles hurts"),
    ]
    assert steps[-1]["item"] == BASE + RICH


def test_every_page_names_both_feeds() -> None:
    """Readers find them from wherever they are; players in frames have none."""
    for key, page in render().items():
        if key.startswith("embed/"):
            continue
        feeds = {
            link.get("type"): link.get("href")
            for link in page.xpath(
                "//link[@rel='alternate'][contains(@type, 'feed') or contains(@type, 'rss')]"
            )
        }
        expected = {"application/rss+xml": f"{BASE}feed.xml", "application/feed+json": f"{BASE}feed.json"}
        assert feeds == expected, key


def test_an_episodes_page_names_its_twin() -> None:
    """As Markdown."""
    twin = rich_page().xpath("//link[@type='text/markdown']/@href")
    assert twin == [f"{BASE}{RICH.replace('.html', '.md')}"]


def test_the_picture_of_a_card_is_the_one_made_for_it() -> None:
    """Its size is told, and it is wide."""
    share = make_file("share.jpg", width=1200, height=630)
    page = rich_page(files={SHARE_IMAGE: share})
    assert meta(page, "og:image") == [f"{BASE}{share.key}"]
    assert (meta(page, "og:image:width"), meta(page, "og:image:height")) == (["1200"], ["630"])
    assert meta(page, "og:image:alt") == ["Why your Achilles hurts"]
    assert meta(page, "twitter:card") == ["summary_large_image"]


def test_without_it_the_card_shows_artwork_no_wider_than_it_needs() -> None:
    """A copy of 1280 pixels rather than one of 3000; square, so beside the words."""
    files = {
        "cover.jpg": make_file("cover.jpg", width=3000, height=3000),
        variant_name("cover.jpg", 320): make_file("s.jpg", width=320, height=320),
        variant_name("cover.jpg", 1280): make_file("m.jpg", width=1280, height=1280),
    }
    rich = make_rich_show_record()
    show = rich.model_copy(update={"files": files})
    pages = render_pages(show, make_rich_episodes(show), ADDRESSES, TODAY)
    page = html.fromstring(pages[RICH].decode())
    assert meta(page, "og:image") == [f"{BASE}{files[variant_name('cover.jpg', 1280)].key}"]
    assert meta(page, "og:image:height") == ["1280"]
    assert meta(page, "twitter:card") == ["summary"]
    assert page.xpath("//link[@rel='icon']/@href") == [f"{BASE}{files[variant_name('cover.jpg', 320)].key}"]


def test_a_card_can_play_the_audio() -> None:
    """Address, the same for those who insist on TLS, and type."""
    page = rich_page()
    assert meta(page, "og:audio") == meta(page, "og:audio:secure_url")
    assert meta(page, "og:audio:type") == ["audio/mpeg"]
    assert meta(page, "og:type") == ["article"]
    assert meta(page, "article:published_time") == ["2026-11-05T06:00:00Z"]


@pytest.mark.parametrize("vector", VECTORS[::6])
def test_hostile_words_end_no_script(vector: str) -> None:
    """In every field of show and episode, they are data and nothing else."""
    said = f"</script><script>alert(1)</script><!-- {vector}\u2028 & ' \""[:200]
    rich = make_rich_show_record()
    words = {"title": said, "description": said, "author": said, "subtitle": said}
    people = {"ada": Person(name=said[:128], bio=said, credentials=said)}
    show = rich.model_copy(update={"show": rich.show.model_copy(update={**words, "people": people})})
    record = make_rich_record(title=said, summary=said, tags=[said], guests=[Guest(name=said[:128])])
    for key, body in render_pages(show, [settle(record, show.show)], ADDRESSES, TODAY).items():
        if key.endswith(".html"):
            assert b"<script>alert" not in body, key
            page = html.fromstring(body.decode())
            for script in page.xpath("//script"):
                assert script.get("src") or script.get("type") == "application/ld+json", key
            for each in page.xpath("//script[@type='application/ld+json']/text()"):
                assert "<" not in each, key
                json.loads(each)
