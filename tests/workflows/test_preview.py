"""A preview, in memory: states, problems, what stays when a file breaks, and the view in an app."""

import html
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import AirdateError
from pipeline.store.folder import FolderStore
from pipeline.store.protocol import Roots
from pipeline.web.files import ServedFile
from pipeline.web.shown import EventStream
from pipeline.workflows.context import Context
from pipeline.workflows.preview import Preview
from pipeline.workflows.render import Build, render_public
from tests.cli.building import AUDIO, EPISODE, INDEX, NOW, TAPE, ShowFolder, make_show_folder
from tests.workflows.small_show import Talk

URL = "http://127.0.0.1:8123/"
PAGE = "episodes/001-heel.html"
APP = "_app/001-heel"


class Shown:
    """A preview, and what a browser would get from it."""

    def __init__(self, show: ShowFolder, scratch: Path) -> None:
        scratch.mkdir()
        self.talk = Talk()
        nowhere = Roots(FolderStore(scratch / "public"), FolderStore(scratch / "private"))
        now = datetime.fromisoformat(NOW)
        self.preview = Preview(Context(show.path, nowhere, now, self.talk, scratch, show.path))

    def find(self, path: str) -> ServedFile | None:
        found = self.preview.shown.find(f"/{path}", URL)
        assert found is None or isinstance(found, ServedFile)
        return found

    def read(self, path: str) -> bytes:
        found = self.find(path)
        assert found is not None, path
        with found.open() as stream:
            return stream.read()

    def text(self, path: str) -> str:
        return self.read(path).decode()

    def anew(self, path: str) -> str:
        """A page after everything was looked at again."""
        self.preview.refresh()
        return self.text(path)


@pytest.fixture
def show(tmp_path: Path) -> ShowFolder:
    """A show with one episode that is ready."""
    return make_show_folder(tmp_path / "show")


@pytest.fixture
def open_preview(show: ShowFolder, tmp_path: Path) -> Callable[[], Shown]:
    """A preview of it, which has looked once."""

    def make() -> Shown:
        shown = Shown(show, tmp_path / "scratch")
        shown.preview.refresh()
        return shown

    return make


def test_drafts_and_dates_ahead_are_marked(show: ShowFolder, open_preview: Callable[[], Shown]) -> None:
    """Each page says what it is, and the front page lists them."""
    show.add_episode("002-draft", "draft: true\n")
    show.add_episode("003-ahead", date="2026-12-24 18:30")
    show.add_episode("004-silent")
    (show.path / "episodes/004-silent/tape.mp3").unlink()
    shown = open_preview()
    assert ">Draft</b>" in shown.text("episodes/002-draft.html")
    assert "Meant for 24 December 2026, 18:30 (Europe/London)" in shown.text("episodes/003-ahead.html")
    silent = shown.text("episodes/004-silent.html")
    assert "There is no audio yet" in silent
    assert "audio file tape.mp3 does not exist" in silent
    index = shown.text("")
    assert "4 episodes, as if all were public" in index
    assert ">About 002-draft</a> <span>Draft" in index
    for slug, word in (("002-draft", "Draft"), ("003-ahead", "Ready"), ("004-silent", "Draft")):
        assert f'">About {slug}</a> <span class="badge">{word}</span></h3>' in index


def test_a_page_that_is_open_is_shown_anew_before_all_others(
    show: ShowFolder, open_preview: Callable[[], Shown]
) -> None:
    """With the same bytes as it has when everything is rendered."""
    show.add_episode("002-other")
    shown = open_preview()
    stream = shown.preview.shown.find(f"/_airdate/events?page={PAGE}", URL)
    assert isinstance(stream, EventStream)
    next(stream.events)
    assert shown.preview.shown.open_pages == {PAGE}
    early: list[str] = []

    def render(*arguments: Any) -> Build:
        early.append(shown.text(PAGE))
        return render_public(*arguments)

    shown.preview.render = render
    show.change(INDEX, "bone", "tendon")
    assert "It is rarely the tendon." in shown.anew(PAGE)
    assert "It is rarely the tendon." in early[0]
    versions = [re.findall('data-version="(.*?)"', page) for page in (early[0], shown.text(PAGE))]
    assert versions[0] == versions[1] != []
    stream.events.close()
    assert shown.preview.shown.open_pages == frozenset()


def test_what_is_published_is_told_from_what_is_edited(
    show: ShowFolder, open_preview: Callable[[], Shown]
) -> None:
    """Also when it is published, scheduled or edited while somebody looks."""
    show.add_episode("003-ahead", date="2026-12-24 18:30")
    shown = open_preview()
    assert ">Ready</b>" in shown.text(PAGE)
    assert show.publish().code == 0
    assert ">Live</b>" in shown.anew(PAGE)
    assert "For 24 December 2026, 18:30 (Europe/London)<" in shown.text("episodes/003-ahead.html")
    index = shown.text("")
    assert '">About 003-ahead</a> <span class="badge">Scheduled</span></h3>' in index
    assert index.count('class="badge"') == 1
    show.change(INDEX, "bone", "tendon")
    edited = shown.anew(PAGE)
    assert ">Edited</b>" in edited
    assert "It is rarely the tendon." in edited
    show.add_front("draft: true")
    assert "a draft here: these changes wait" in shown.anew(PAGE)


def test_what_is_older_here_shows_what_is_published(
    show: ShowFolder, open_preview: Callable[[], Shown]
) -> None:
    """As a publish would leave it."""
    assert show.publish().code == 0
    show.change(INDEX, "bone", "tendon")
    assert show.publish(EPISODE).code == 0
    show.change(INDEX, "tendon", "bone")
    page = open_preview().text(PAGE)
    assert ">Older here</b>" in page
    assert "It is rarely the tendon." in page


def test_what_is_frozen_stays_and_is_said(show: ShowFolder, open_preview: Callable[[], Shown]) -> None:
    """Another date is not applied to what is public."""
    assert show.publish().code == 0
    show.change(INDEX, "date: 2026-11-05", "date: 2026-11-06")
    page = open_preview().text(PAGE)
    assert "this episode is published and keeps its date" in html.unescape(page)
    assert "5 November 2026" in page


def test_what_only_the_store_has_is_shown_as_well(
    show: ShowFolder, open_preview: Callable[[], Shown]
) -> None:
    """A clone without an episode, and one without its audio; what was withdrawn is not."""
    show.add_episode("002-toe")
    assert show.publish().code == 0
    (show.path / AUDIO).unlink()
    for each in (show.path / "episodes/002-toe").iterdir():
        each.unlink()
    shown = open_preview()
    assert "It is not in this folder" in shown.text("episodes/002-toe.html")
    addresses = re.findall(f'enclosure url="{URL}([^"]+)"', shown.text("feed.xml"))
    assert len(addresses) == 2
    assert all(shown.read(each).startswith(b"ID3") for each in addresses)


def test_audio_is_read_once_for_each_version(
    show: ShowFolder, open_preview: Callable[[], Shown], tmp_path: Path
) -> None:
    """Words may change as often as they like; a new recording is heard under a new address."""
    shown = open_preview()
    first = re.findall(f'enclosure url="{URL}([^"]+)"', shown.text("feed.xml"))
    known = dict(shown.preview.audio.known)
    show.change(INDEX, "bone", "tendon")
    assert "tendon" in shown.anew(PAGE)
    assert {key: id(value) for key, value in shown.preview.audio.known.items()} == {
        key: id(value) for key, value in known.items()
    }
    show.write(AUDIO, TAPE * 2)
    shown.preview.refresh()
    second = re.findall(f'enclosure url="{URL}([^"]+)"', shown.text("feed.xml"))
    assert first != second
    assert shown.read(second[0]) == TAPE * 2


def test_a_broken_file_leaves_the_page_and_says_what_is_wrong(
    show: ShowFolder, open_preview: Callable[[], Shown]
) -> None:
    """With file, line and fix, and on the terminal too; when it is mended, the page goes on."""
    shown = open_preview()
    show.change(INDEX, "title:", "titel:")
    broken = html.unescape(shown.anew(PAGE))
    assert "Not up to date" in broken
    assert "It is rarely the bone." in broken
    assert f"<code>{INDEX}:2</code>" in broken
    assert "Fix: write 'title'" in broken
    assert '<details id="problems" open>' in broken
    assert any(each.startswith(f"{INDEX}:2") for each in shown.talk.warned)
    show.change(INDEX, "titel:", "title:")
    assert ">Ready</b>" in shown.anew(PAGE)


def test_broken_settings_leave_every_page(show: ShowFolder, open_preview: Callable[[], Shown]) -> None:
    """Each says so; the settings apply when they can be read."""
    shown = open_preview()
    show.change("podcast.toml", "explicit = false", "explicit = maybe")
    shown.preview.refresh()
    for path in ("", PAGE, APP):
        assert "Not up to date" in shown.text(path)
        assert "podcast.toml:7" in shown.text(path)
    show.change("podcast.toml", "explicit = maybe", "explicit = true")
    assert "<itunes:explicit>true" in shown.anew("feed.xml")
    assert "Not up to date" not in shown.text("")


def test_an_episode_that_cannot_be_read_yet_says_so_under_its_address(
    show: ShowFolder, open_preview: Callable[[], Shown]
) -> None:
    """And among the show's problems."""
    show.change(INDEX, "title:", "titel:")
    shown = open_preview()
    assert "001-heel cannot be shown yet" in shown.text(PAGE)
    assert INDEX in shown.text("")
    assert shown.find("episodes/002-none.html") is None


@pytest.mark.parametrize(("name", "page"), [(f"{EPISODE}/heel.jpg", PAGE), ("cover.jpg", ""), (AUDIO, PAGE)])
def test_files_that_are_not_what_they_say_stop_nothing_else(
    name: str, page: str, show: ShowFolder, open_preview: Callable[[], Shown]
) -> None:
    """They are said where they belong, and the words are shown."""
    show.change(INDEX, "It is rarely the bone.", "It is rarely the bone. ![A heel](heel.jpg)")
    show.write(f"{EPISODE}/heel.jpg", (show.path / "cover.jpg").read_bytes())
    shown = open_preview()
    show.write(name, b"neither one nor the other")
    assert (
        name.rpartition("/")[2] in shown.anew(page).partition('id="problems"')[2].partition("</template>")[0]
    )
    assert "It is rarely the bone." in shown.text(PAGE)


def test_problems_stand_beside_the_page_they_belong_to(
    show: ShowFolder, open_preview: Callable[[], Shown]
) -> None:
    """What check says of the episode there, what it says of the show on the front page."""
    show.add_front("hosts: [nobody]")
    show.change("podcast.toml", 'author = "Anna Berg"', 'author = "Anna Berg"\nlink = "http://x.example/"')
    said = show.run("check", "--json").document["problems"]
    own = [each["text"] for each in said if each["path"] == INDEX]
    of_show = [each["text"] for each in said if each["path"] == "podcast.toml"]
    assert own
    assert of_show
    shown = open_preview()
    page, index = html.unescape(shown.text(PAGE)), html.unescape(shown.text(""))
    assert all(text in page and text not in index for text in own)
    assert all(text in index and text not in page for text in of_show)


def test_notes_are_shown_as_an_app_shows_them(show: ShowFolder, open_preview: Callable[[], Shown]) -> None:
    """The feed's own HTML, and how much of its room it takes."""
    show.change(INDEX, "It is rarely the bone.", "## Bones\n\nIt is *rarely* one.")
    shown = open_preview()
    assert f'href="/{APP}">In an app' in shown.text(PAGE)
    view = shown.text(APP)
    assert "<p><strong>Bones</strong></p><p>It is <em>rarely</em> one.</p>" in view
    assert " of 4,000 bytes" in view
    assert "The notes are longer" not in view
    show.change(INDEX, "It is *rarely* one.", "It is *rarely* one. " * 300)
    assert "The notes are longer" in shown.anew(APP)


def test_what_the_feed_has_no_place_for_is_said(show: ShowFolder, open_preview: Callable[[], Shown]) -> None:
    """Apps never see an episode beyond `max_items`."""
    show.add_episode("002-toe", date="2026-11-04")
    text = (show.path / "podcast.toml").read_text(encoding="utf-8")
    show.write("podcast.toml", f"{text}\n[feed]\nmax_items = 1\n")
    shown = open_preview()
    assert "The feed does not have this episode" in shown.text("_app/002-toe")
    assert "The feed does not have this episode" not in shown.text(APP)


def test_a_show_without_pages_of_its_own_lists_its_episodes(
    show: ShowFolder, open_preview: Callable[[], Shown]
) -> None:
    """Each as an app shows it."""
    show.change("podcast.toml", "explicit", 'site = false\nlink = "https://feet.example/"\nexplicit')
    show.add_front("link: https://feet.example/heel")
    shown = open_preview()
    assert f'<a href="/{APP}">Why your heel hurts</a>' in shown.text("")
    assert "It is rarely the bone." in shown.text(APP)


def test_hostile_words_stay_words_in_the_bar(show: ShowFolder, open_preview: Callable[[], Shown]) -> None:
    """Titles and values that problems repeat are escaped."""
    show.change(INDEX, "title: Why your heel hurts", "title: '<script>alert(1)</script>'")
    show.add_front("hosts: ['<img src=x onerror=alert(1)>']")
    shown = open_preview()
    assert "&lt;img src=x" in shown.text(PAGE)
    show.change(INDEX, "\nhosts: ['<img src=x onerror=alert(1)>']", "")
    shown.preview.refresh()
    for path in ("", PAGE, APP):
        assert "<script>alert" not in shown.text(path)
        assert "&lt;script&gt;alert" in shown.text(path)


def test_builds_and_objects_of_the_store_are_not_watched(
    show: ShowFolder, open_preview: Callable[[], Shown]
) -> None:
    """Only what somebody writes, and records: they tell that somebody has published."""
    assert show.publish().code == 0
    assert show.run("build").code == 0
    preview = open_preview().preview
    ignored = ("build/index.html", "out/public/feed.xml", "out/private/history/1/000001.json")
    assert all(preview.ignores(show.path / name) for name in ignored)
    told = (INDEX, "podcast.toml", "out/private/records/1.json", "out/private/show.json")
    assert not any(preview.ignores(show.path / name) for name in told)


@pytest.mark.parametrize("error", [AirdateError("the feed has no room", "shorten it"), OSError("went away")])
def test_what_cannot_be_rendered_leaves_what_was(
    error: Exception, show: ShowFolder, open_preview: Callable[[], Shown]
) -> None:
    """It is said, and the preview goes on."""

    def fail(*_: object) -> Build:
        raise error

    shown = open_preview()
    shown.preview.render = fail
    show.change(INDEX, "bone", "tendon")
    assert "It is rarely the bone." in shown.anew(PAGE)
    assert any(str(error.args[0]) in each for each in [*shown.talk.warned, shown.text("")])
    shown.preview.render = render_public
    assert "It is rarely the tendon." in shown.anew(PAGE)
