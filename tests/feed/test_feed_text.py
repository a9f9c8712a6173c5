"""Whatever people write, the feed stays well-formed and says what they wrote."""

import io
from typing import Any

import feedparser
import podcastparser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.core.audio_facts import Chapter
from pipeline.core.front_matter import Guest
from pipeline.core.show import Funding, Owner, Person
from pipeline.feed.assemble import is_short_as_cdata
from pipeline.feed.render import render_feed
from pipeline.feed.text import clean_line, strip_illegal
from tests.builders import make_episode, make_file, make_show_record
from tests.feed.building import found, make_feed_show, make_item, parse

MARKUP = ["]]>", "<![CDATA[", "&amp;", "&nbsp;", "<", ">", '"', "'", "<?xml", "-->"]
CONTROLS = ["\x00", "\x0b", "\x1f", "\x7f", "\x85", "\u2028", "\u202e", "\u2066", "\ufeff", "\ufffe"]
NASTY = [*MARKUP, *CONTROLS, "\U0001f3c3", "e\u0301", "\r\n", "\r", "\t"]
TEXT = st.lists(
    st.one_of(st.sampled_from(NASTY), st.text(st.characters(exclude_categories=["Cs"]), max_size=5)),
    max_size=6,
).map("".join)
NAME = TEXT.map(lambda text: f"x{text}x")
FEW = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)


@st.composite
def feeds(draw: Any) -> tuple[Any, Any]:
    """A show and an item with nasty text in every field that takes text."""
    person = Person(name=draw(NAME), role=draw(NAME), group=draw(NAME), image="ada.jpg")
    record = make_show_record(
        title=draw(NAME),
        description=draw(NAME),
        author=draw(NAME),
        copyright=draw(NAME),
        apple_verify=draw(NAME),
        categories=[f"{draw(NAME)} > {draw(NAME)}"],
        owner=Owner(name=draw(NAME), email="a@b.example"),
        funding=[Funding(url="https://wind.example/give?a=1&b=2", label=draw(NAME))],
        people={"ada": person},
    )
    episode = make_episode(
        record.show,
        guid=draw(NAME),
        title=draw(NAME),
        summary=draw(NAME),
        chapters=(Chapter(start_s=1.25, title=draw(NAME)),),
        guests=[Guest(name=draw(NAME), role=draw(NAME))],
        files={"transcript.vtt": make_file("transcript.vtt")},
    )
    return make_feed_show(record), make_item(episode, description_html=draw(TEXT))


@FEW
@given(feeds())
def test_every_text_comes_back_as_it_was_written(case: tuple[Any, Any]) -> None:
    """A strict parser finds each text again, less what XML cannot carry."""
    show, item = case
    channel = parse(render_feed(show, [item]))[0]
    node, model = channel.find("item"), show.show
    assert channel.findtext("title") == clean_line(model.title)
    assert channel.findtext("description") == strip_illegal(model.description)
    assert channel.findtext("copyright") == clean_line(model.copyright)
    assert found(channel, "itunes:author")[0].text == clean_line(model.author)
    assert found(channel, "itunes:owner/itunes:name")[0].text == clean_line(model.owner.name)
    assert found(channel, "podcast:funding")[0].text == clean_line(model.funding[0].label)
    assert found(channel, "itunes:category")[0].get("text") == clean_line(model.categories[0].split(">")[0])
    assert node.findtext("title") == clean_line(item.details.title)
    assert node.findtext("guid") == strip_illegal(item.record.guid)
    assert found(node, "psc:chapters/psc:chapter")[0].get("title") == clean_line(
        item.details.chapters[0].title
    )
    assert [each.text for each in found(node, "podcast:person")] == [
        clean_line(each.name) for each in item.details.people
    ]


@FEW
@given(feeds())
def test_the_notes_come_back_byte_for_byte(case: tuple[Any, Any]) -> None:
    """Neither CDATA nor escapes change the description, whichever is shorter."""
    show, item = case
    said = strip_illegal(item.description_html).strip()
    node = parse(render_feed(show, [item])).find("channel/item/description")
    assert said in ("", node.text)


@FEW
@given(feeds())
def test_apps_parsers_accept_every_feed(case: tuple[Any, Any]) -> None:
    """feedparser sees no malformed feed, podcastparser raises nothing, and both find the episode."""
    show, item = case
    body = render_feed(show, [item])
    parsed = feedparser.parse(body)
    assert not parsed.bozo
    assert [entry.enclosures[0].href for entry in parsed.entries] == [item.enclosure_url]
    podcast = podcastparser.parse("https://wind.example/show/feed.xml", io.BytesIO(body))
    assert [episode["enclosures"][0]["url"] for episode in podcast["episodes"]] == [item.enclosure_url]


@given(TEXT)
def test_the_shorter_form_is_chosen(html: str) -> None:
    """CDATA is used exactly where escapes would take no fewer bytes."""
    escaped = len(html.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
    assert is_short_as_cdata(html) == (escaped >= len(html) + len("<![CDATA[]]>"))


@given(st.text())
def test_what_is_left_is_always_xml(text: str) -> None:
    """Stripping twice changes nothing more, and lxml takes what is left."""
    left = strip_illegal(text)
    assert strip_illegal(left) == left
    assert parse(f"<a>{left.replace('&', '').replace('<', '').replace(']]>', '')}</a>".encode()) is not None


@given(st.text())
def test_a_line_is_one_line_without_directions(text: str) -> None:
    """Titles hold no line breaks, no outer blanks and nothing that turns text round."""
    line = clean_line(text)
    assert line == line.strip()
    assert not set(line) & set("\n\r\t\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
