"""Chapters once, everywhere: whatever they come from, every app sees the same ones."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from pipeline.audio.probe import probe
from pipeline.core.addresses import FEED
from pipeline.core.audio_facts import Chapter
from pipeline.core.chapters import parse_clock
from tests.workflows.small_show import AUDIO, BASE_URL, Clone, body_of, make_clone, memory_roots, slug_of

Seen = list[tuple[float, str]]

THREE: Seen = [(0.0, "Hello"), (1.0, "Why"), (2.0, "Ünd <end>")]
IN_NOTES = "Listen.\n\n00:00 Hello\n00:01 Why\n00:02 Ünd &lt;end>\n"
IN_FILE = json.dumps(
    {"version": "1.2.0", "chapters": [{"startTime": start, "title": title} for start, title in THREE]}
)
IN_FRONT = "chapters:\n" + "\n".join(
    f'  - {{start: "00:0{int(start)}", title: "{title}"}}' for start, title in THREE
)


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    clone = make_clone(tmp_path, memory_roots())
    clone.edit_file("podcast.toml", "tag_media = false", "tag_media = true")
    return clone


def publish_with(clone: Clone, source: str, audio: str, chapters: Any = None) -> None:
    """Publish one episode whose chapters come from this source."""
    clone.episode(
        1,
        notes=IN_NOTES if source == "notes" else "Listen.\n",
        more=(chapters or IN_FRONT) if source == "front matter" else "",
    )
    if source == "file":
        clone.write(f"episodes/{slug_of(1)}/chapters.json", chapters or IN_FILE)
    if audio != "tape.mp3":
        name = f"tape{Path(audio).suffix}"
        (clone.folder / "episodes" / slug_of(1) / "tape.mp3").unlink()
        clone.write(f"episodes/{slug_of(1)}/{name}", (AUDIO / audio).read_bytes())
        clone.edit(1, "tape.mp3", name)
    result = clone.publish(1)
    assert result
    assert result.done


def item_of(clone: Clone) -> Any:
    return etree.fromstring(body_of(clone.roots.public, FEED)).find("channel/item")


def in_file(clone: Clone, item: Any) -> Seen:
    address = item.find("{https://podcastindex.org/namespace/1.0}chapters").get("url")
    document = json.loads(body_of(clone.roots.public, address.removeprefix(BASE_URL)))
    return [(each["startTime"], each["title"]) for each in document["chapters"]]


def in_psc(item: Any) -> Seen:
    found = item.iterfind(".//{http://podlove.org/simple-chapters}chapter")
    return [(parse_clock(each.get("start")), each.get("title")) for each in found]


def in_media(clone: Clone, item: Any, folder: Path) -> tuple[Chapter, ...]:
    address = item.find("enclosure").get("url")
    path = folder / f"published{Path(address).suffix}"
    path.write_bytes(body_of(clone.roots.public, address.removeprefix(BASE_URL)))
    return probe(path).chapters


def in_description(item: Any) -> Seen:
    html = etree.HTML(item.findtext("description"))
    lines = [line for block in html.iter("p") for line in "\n".join(block.itertext()).split("\n")]
    found = (re.fullmatch(r"(\d\d:\d\d) (.+)", line.strip()) for line in lines)
    return [(parse_clock(each[1]), each[2]) for each in found if each]


def on_page(clone: Clone) -> Seen:
    page = etree.HTML(body_of(clone.roots.public, f"episodes/{slug_of(1)}.html"))
    links = page.xpath("//a[@data-start]")
    found = {float(each.get("data-start")): "".join(each.itertext()) for each in links}
    return [(start, re.sub(r"^\d\d:\d\d\s*", "", words).strip()) for start, words in found.items()]


@pytest.mark.parametrize("audio", ["tape.mp3", "chapters.m4a"])
@pytest.mark.parametrize("source", ["front matter", "file", "notes"])
def test_every_app_sees_the_same_chapters(clone: Clone, source: str, audio: str, tmp_path: Path) -> None:
    """The file, the feed, the description, the media's own and the page agree."""
    publish_with(clone, source, audio)
    item = item_of(clone)
    assert in_file(clone, item) == THREE
    assert in_psc(item) == THREE
    assert in_description(item) == THREE
    assert [(each.start_s, each.title) for each in in_media(clone, item, tmp_path)] == THREE
    assert on_page(clone)[-3:] == THREE


def test_chapters_inside_the_audio_are_taken_up(clone: Clone, tmp_path: Path) -> None:
    """Where nothing else names any, the file's own go everywhere."""
    publish_with(clone, "audio", "chapters.m4a")
    item = item_of(clone)
    own = [(each.start_s, each.title) for each in probe(AUDIO / "chapters.m4a").chapters]
    assert len(own) >= 2
    assert in_file(clone, item) == in_psc(item) == own
    assert [(each.start_s, each.title) for each in in_media(clone, item, tmp_path)] == own


CROOKED = """chapters:
  - {start: "00:02", title: Later}
  - {start: "00:01", title: Sooner}
  - {start: "00:01", title: Again}
  - {start: "59:00", title: Never}"""


def test_crooked_lists_are_put_straight_the_same_way_everywhere(clone: Clone, tmp_path: Path) -> None:
    """Ascending, each time once, the first at 0, none behind the end."""
    publish_with(clone, "front matter", "tape.mp3", CROOKED)
    item = item_of(clone)
    straight = [(0.0, "Part 1"), (1.0, "Sooner"), (2.0, "Later")]
    assert in_file(clone, item) == in_psc(item) == in_description(item) == straight
    assert [(each.start_s, each.title) for each in in_media(clone, item, tmp_path)] == straight


ODD = json.dumps(
    {
        "version": "1.2.0",
        "chapters": [
            {"startTime": 0, "toc": False, "img": "https://show.example/still.jpg"},
            {
                "startTime": 0,
                "title": " Shoes\n and laces ",
                "url": "https://show.example/shoes",
                "endTime": 9e5,
            },
            {"startTime": 1, "title": ""},
            {"startTime": 2, "title": "Home", "url": "javascript:alert(1)", "endTime": 1.5},
        ],
    }
)


@pytest.mark.parametrize("audio", ["tape.mp3", "chapters.m4a"])
def test_what_only_some_formats_can_say_is_said_in_none(clone: Clone, audio: str, tmp_path: Path) -> None:
    """A chapter without a title is listed nowhere; links lead to the web, and ends lie behind starts."""
    publish_with(clone, "file", audio, ODD)
    item = item_of(clone)
    listed = [(0.0, "Shoes and laces"), (2.0, "Home")]
    assert in_psc(item) == listed
    address = item.find("{https://podcastindex.org/namespace/1.0}chapters").get("url")
    entries = json.loads(body_of(clone.roots.public, address.removeprefix(BASE_URL)))["chapters"]
    assert [(each["startTime"], each.get("title")) for each in entries] == [
        (0.0, "Shoes and laces"),
        (0.0, None),
        (2.0, "Home"),
    ]
    assert [each.get("toc", True) for each in entries] == [True, False, True]
    assert [each["url"] for each in entries if "url" in each] == ["https://show.example/shoes"]
    assert not [each for each in entries if "endTime" in each]
    inside = in_media(clone, item, tmp_path)
    assert [(each.start_s, each.title) for each in inside] == listed
    assert {each.url for each in inside} <= {None, "https://show.example/shoes"}
    assert all(each.end_s is None or each.end_s > each.start_s for each in inside)
