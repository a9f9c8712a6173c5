"""Embedding: a player for other people's pages, and the file that tells them of it."""

import json
from datetime import date
from typing import Any

from lxml import html

from pipeline.core.addresses import Addresses
from pipeline.core.episode import settle
from pipeline.core.made_pictures import variant_name
from pipeline.core.record import EpisodeRecord
from pipeline.site.pages import render_pages
from tests.builders import make_audio, make_file, make_media
from tests.site.rich_show import ADDRESSES, make_rich_record, make_rich_show_record

SLUG = "060-why-your-achilles-hurts"
PAGE, EMBED, OEMBED = f"episodes/{SLUG}.html", f"embed/{SLUG}.html", f"oembed/{SLUG}.json"
BASE = "https://wind.example/show/"
HOSTILE = '"><script>alert(1)</script>'


def render(
    record: EpisodeRecord | None = None, addresses: Addresses = ADDRESSES, **show_changes: Any
) -> dict[str, bytes]:
    show = make_rich_show_record(**show_changes)
    episode = settle(record or make_rich_record(), show.show)
    return render_pages(show, [episode], addresses, date(2026, 11, 6))


def test_an_embedded_player_says_that_it_is_one() -> None:
    """Its downloads carry the show's domain, backwards; the page's own player does not."""
    (audio,) = html.fromstring(render()[EMBED]).iter("audio")
    assert audio.get("src") == f"{BASE}media/0123456789abcdef/{SLUG}.mp3?_from=example.wind"
    assert audio.get("preload") == "none"
    assert b"_from" not in render()[PAGE]


def test_a_preview_has_no_domain_to_say() -> None:
    """A number is none."""
    pages = render(addresses=Addresses("http://127.0.0.1:8000/"))
    assert b"_from" not in pages[EMBED]


def test_an_embedded_player_leads_to_the_page_in_a_tab_of_its_own() -> None:
    """A frame of somebody else's page is no place to read."""
    page = html.document_fromstring(render()[EMBED])
    assert page.xpath("//h1/a/@href") == [f"{BASE}{PAGE}"]
    assert page.xpath("//link[@rel='canonical']/@href") == [f"{BASE}{PAGE}"]
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    inside = ("#", f"{BASE}media/")
    assert all(
        each.get("target") == "_blank"
        for each in page.iter("a")
        if not each.get("href").startswith(inside) and "aside" not in each.classes
    )


def test_the_page_tells_of_its_oembed_answer() -> None:
    """Discovery is all that most sites can do: nobody has this show in a list."""
    page = html.document_fromstring(render()[PAGE])
    found = page.xpath("//link[@type='application/json+oembed']/@href")
    assert found == [f"{BASE}{OEMBED}"]


def test_the_answer_is_a_rich_one_with_a_frame_of_its_size() -> None:
    """Type, version, html, width and height are what oEmbed 1.0 requires of a player."""
    answer = json.loads(render()[OEMBED])
    assert (answer["version"], answer["type"]) == ("1.0", "rich")
    frame = html.fragment_fromstring(answer["html"])
    assert frame.tag == "iframe"
    assert frame.get("src") == f"{BASE}{EMBED}"
    assert frame.get("title") == answer["title"] == "Why your Achilles hurts"
    assert (frame.get("width"), frame.get("height")) == (str(answer["width"]), str(answer["height"]))


def test_a_thumbnail_comes_with_both_of_its_sizes() -> None:
    """All three or none; a narrow copy goes before the original."""
    answer = json.loads(render()[OEMBED])
    assert (answer["thumbnail_width"], answer["thumbnail_height"]) == (1400, 1400)
    files = {"own.jpg": make_file("own.jpg", width=3000, height=3000)} | {
        variant_name("own.jpg", width): make_file(f"own-{width}.jpg", width=width, height=width)
        for width in (320, 640)
    }
    answer = json.loads(render(make_rich_record(artwork="own.jpg", files=files))[OEMBED])
    assert (answer["thumbnail_width"], answer["thumbnail_height"]) == (640, 640)
    assert answer["thumbnail_url"].endswith("own-640.jpg")
    unknown = make_rich_record(artwork="own.jpg", files={"own.jpg": make_file("own.jpg")})
    assert not {key for key in json.loads(render(unknown)[OEMBED]) if key.startswith("thumbnail")}


def test_a_document_has_no_player_to_embed() -> None:
    """Nor does its page promise one."""
    media = make_media(key="media/1/060.pdf", content_type="application/pdf")
    audio = make_audio(content_type="application/pdf", extension=".pdf", duration_s=None)
    pages = render(make_rich_record(media=media, audio=audio))
    assert not any(key.startswith(("embed/", "oembed/")) for key in pages)
    assert b"oembed" not in pages[PAGE]


def test_a_video_is_embedded_higher_and_with_captions() -> None:
    """Sixteen to nine, and what is said."""
    media = make_media(key="media/1/060.mp4", content_type="video/mp4")
    audio = make_audio(content_type="video/mp4", extension=".mp4")
    pages = render(make_rich_record(media=media, audio=audio))
    assert json.loads(pages[OEMBED])["height"] > 500
    assert html.fromstring(pages[EMBED]).xpath("//video/track/@kind") == ["captions"]


def test_nothing_that_users_write_runs() -> None:
    """Neither in the frame's page nor in the element that others paste."""
    pages = render(make_rich_record(title=HOSTILE), author=HOSTILE)
    assert b"<script>alert" not in pages[EMBED]
    answer = json.loads(pages[OEMBED])
    frame = html.fragment_fromstring(answer["html"])
    assert frame.get("title") == HOSTILE
    assert len(html.fragments_fromstring(answer["html"])) == 1
