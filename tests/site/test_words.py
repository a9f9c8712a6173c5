"""The fixed words: complete in every language, and none outside of their files."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from lxml import html

from pipeline.core.notes.feed_notes import render_feed_notes
from pipeline.core.rules.person_roles import is_role
from pipeline.core.show import DISCLOSURE, Show
from pipeline.site.pages import render_pages
from pipeline.site.stand_ins import mark_stand_ins
from pipeline.site.words import read_words
from tests.builders import make_episode, make_show
from tests.site.rich_show import ADDRESSES, make_rich_episodes, make_rich_record, make_rich_show_record

SITE = Path(__file__).parents[2] / "pipeline" / "site"
LANGUAGES = sorted(path.stem for path in (SITE / "languages").glob("*.json"))
OTHERS = [each for each in LANGUAGES if each != "en"]
THEME = SITE / "theme"
TEMPLATES = sorted([*THEME.glob("*.html"), *THEME.glob("blocks/*.html")])
SCRIPTS = sorted(THEME.glob("*.js"))
TODAY = date(2026, 11, 6)
RICH = "episodes/060-why-your-achilles-hurts.html"
OWN_KEYS = {
    "first_day",
    "decimal_point",
    "date",
    "seconds",
    "minutes",
    "hours",
    "months",
    "roles",
    "sponsored",
} | {
    "kilobytes",
    "megabytes",
    "gigabytes",
}
"""What `Words` says by itself."""
BADGE = "E"
"""Of strong language, as apps have it; its title says so in words."""


def texts_of(language: str) -> dict[str, Any]:
    texts: dict[str, Any] = json.loads((SITE / "languages" / f"{language}.json").read_text(encoding="utf-8"))
    return texts


def said(language: str) -> dict[str, str]:
    return {key: text for key, text in texts_of(language).items() if isinstance(text, str)}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def render(language: str) -> dict[str, bytes]:
    show = make_rich_show_record(language=language)
    return render_pages(show, make_rich_episodes(show), ADDRESSES, TODAY)


def test_four_languages_are_spoken() -> None:
    """English, German, Spanish and French."""
    assert LANGUAGES == ["de", "en", "es", "fr"]


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_says_all_that_english_says(language: str) -> None:
    """Same keys in the same order, same kinds of values, same placeholders, nothing left empty."""
    own, english = texts_of(language), texts_of("en")
    assert list(own) == list(english)
    assert [type(each) for each in own.values()] == [type(each) for each in english.values()]
    assert own["roles"].keys() == english["roles"].keys()
    for key, text in said("en").items():
        expected = fields(text)
        assert fields(own[key]) == expected, key
        assert own[key].strip("\u00a0"), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_plain_text(language: str) -> None:
    """No markup, no blanks at the edges, months for a whole year, and one of everything has its own text."""
    texts = texts_of(language)
    assert len(set(texts["months"])) == 12
    for key, text in said(language).items():
        assert not re.search(r"[<>&\t\n]|  |^ | $|\.\.\.", text), key
        assert not key.endswith("_one") or key.removesuffix("_one") in texts, key


def test_words_are_translated() -> None:
    """What is the same as in English is a name, a figure, or a word that languages share."""
    english = said("en")
    for language in OTHERS:
        sentences = {key: text for key, text in said(language).items() if text.count(" ") >= 2}
        same = {key for key, text in sentences.items() if text == english[key]}
        assert same <= {"date", "hours"}, language


def test_every_key_is_used_and_every_used_key_is_there() -> None:
    """Nobody translates what no page says."""
    python = (path for path in SITE.parent.rglob("*.py") if path.parts[-2:] != ("core", "words.py"))
    sources = "".join(path.read_text(encoding="utf-8") for path in [*python, *TEMPLATES])
    texts = texts_of("en")
    unused = {key for key in texts if not re.search(f"[\"']{key.removesuffix('_one')}[\"']", sources)}
    asked = set(re.findall(r"""words\.(?:say|count)\(["'](\w+)["']""", sources))
    assert not unused - OWN_KEYS
    assert asked <= texts.keys()


def test_roles_are_those_of_the_taxonomy() -> None:
    """A role that apps do not know is the producer's own word."""
    assert all(map(is_role, texts_of("en")["roles"]))
    assert read_words("de").role("Host") == "Host"
    assert read_words("fr").role("Podologue") == "Podologue"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_templates_hold_no_words(path: Path) -> None:
    """Every word of a page comes from a language's file or from the show."""
    template = re.sub(
        r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL
    )
    attributes = re.findall(r'\b(?:aria-label|title|alt|placeholder|label)="([^"]*)"', template)
    keys = re.compile(r"<kbd>[^<]*</kbd>|[−+]\d+ s\b")
    text = re.sub(r'<[^>]*>|\bdata-\w+=""', " ", keys.sub(" ", template))
    assert not re.findall(r"[^\W\d_]+", " ".join([text.replace(f" {BADGE} ", " "), *attributes])), path


def strings_of(script: str) -> Iterator[str]:
    """What stands in quotes, outside of comments."""
    code = re.sub(r"(?m)(?:^|(?<=\s))//.*$|/\*.*?\*/", "", script)
    yield from (a or b for a, b in re.findall(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`', code))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_scripts_hold_no_words(path: Path) -> None:
    """What scripts say stands in the page, in its language."""
    technical = re.compile(
        r"use strict|autoplay;.*|no cue|[^ ]*[\[.#:=>$\\][^\n]+|[a-z]+(?:[-:][a-z]+)+( [a-z-]+)*"
    )
    found = [each for each in strings_of(path.read_text(encoding="utf-8")) if not technical.fullmatch(each)]
    assert [each for each in found if re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}|^[A-Z][a-z]+\W*$", each)] == []


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en-GB", "1 March 2026, 2 November 2026, 1 h 2 min, 2.9 MB"),
        ("de-AT", "1. März 2026, 2. November 2026, 1 Std. 2 Min., 2,9 MB"),
        ("es-MX", "1 de marzo de 2026, 2 de noviembre de 2026, 1 h 2 min, 2,9 MB"),
        ("fr-CA", "1er mars 2026, 2 novembre 2026, 1 h 2 min, 2,9 Mo"),
        ("pt-BR", "2026-03-01, 2026-11-02, 1 h 2 min, 2.9 MB"),
    ],
)
def test_dates_lengths_and_sizes_are_written_as_usual(language: str, expected: str) -> None:
    """A region takes its language's words; without words of its own a date is in figures."""
    words = read_words(language)
    days = [words.date(datetime(2026, month, day, 12, tzinfo=UTC), "UTC") for month, day in ((3, 1), (11, 2))]
    assert ", ".join([*days, words.duration(3725), words.size(2_881_234)]) == expected


def test_one_is_not_many() -> None:
    """Each language has a text for one."""
    assert [read_words(each).count("episode_count", 1) for each in LANGUAGES] == [
        "1 Folge",
        "1 episode",
        "1 episodio",
        "1 épisode",
    ]
    assert read_words("de").count("episode_count", 12) == "12 Folgen"


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_speak_one_language(language: str) -> None:
    """No English on a page in another language, and nothing marked as foreign."""
    english, own = said("en"), said(language)
    (page,) = [html.fromstring(render(language)[RICH])]
    assert page.get("lang") == language
    assert not page.xpath("//body//*[@lang]")
    text = page.text_content()
    for key in ("watch_the_video", "in_this_episode", "related", "skip_to_content", "listen_anywhere"):
        assert own[key] in text
        assert own[key] == english[key] or english[key] not in text


@pytest.mark.parametrize(("language", "turned"), [("pt-BR", None), ("he", "ltr")])
def test_english_that_stands_in_is_marked_as_english(language: str, turned: str | None) -> None:
    """A page keeps its own language and direction; our words in it tell theirs, and no mark is left over."""
    pages = {key: body for key, body in render(language).items() if key.endswith(".html")}
    page = html.fromstring(pages[RICH])
    assert page.get("lang") == language
    assert page.get("dir") == ("rtl" if turned else "ltr")
    (heading,) = page.xpath("//h2[@id='page-questions']")
    assert heading.text_content() == "In this episode"
    assert [(each.get("lang"), each.get("dir")) for each in heading] == [("en", turned)]
    assert page.xpath("//audio/@aria-label") == ["Listen to Why your Achilles hurts"]
    assert {each.get("lang") for each in page.xpath("//*[@role='status'][@data-copied]")} == {"en"}
    assert "lang=" not in pages[RICH].split(b"<title>")[1].split(b"</title>")[0].decode()
    assert not any(sign in body for body in pages.values() for sign in (b"\x02", b"\x03"))


def test_signs_of_somebody_else_mark_nothing() -> None:
    """Whatever texts hold, elements that are opened are closed."""
    page = b"<p>\x03a\x02<b title='\x02'>\x02Play\x03</b>\x02\x02</p>"
    expected = b"<p>a<b title=''><span lang=\"en\">Play</span></b></p>"
    assert mark_stand_ins(page, read_words("pt"), "ltr") == expected


def test_machine_files_hold_no_marks() -> None:
    """Only pages have a language within a language."""
    others = {key: body for key, body in render("pt").items() if not key.endswith(".html")}
    assert not any(b"\x02" in body or b'lang="en"' in body for body in others.values())


def make_described(language: str) -> tuple[Show, str]:
    record = make_rich_show_record(language=language)
    show = record.show
    episode = make_episode(show, **{name: getattr(make_rich_record().front, name) for name in FRONT})
    return show, render_feed_notes(episode, show, ADDRESSES.index, TODAY, words=read_words(language))


FRONT = ("guests", "sponsors", "questions", "video", "series")


def test_the_feed_speaks_the_shows_language() -> None:
    """Apps show the blocks around the notes in the language of the notes."""
    _, german = make_described("de-CH")
    for text in (
        "Teil 1 von 2: <strong>Achilles</strong>.",
        ">Video ansehen</a>",
        "<strong>In dieser Folge:</strong>",
        "<strong>Diese Folge enthält Werbung.</strong>",
        "Zu Gast: <a",
        "Überall hören, wo es Podcasts gibt: <a",
    ):
        assert text in german
    assert "Partie 1 sur 2\u00a0: <strong>Achilles" in make_described("fr")[1]


def test_a_disclosure_of_ones_own_stays() -> None:
    """Only ours is translated."""
    words = read_words("de")
    assert words.disclosure(DISCLOSURE) == "Diese Folge enthält Werbung."
    assert words.disclosure("Anzeige.") == "Anzeige."
    assert read_words("en").disclosure(DISCLOSURE) == DISCLOSURE
    assert make_show().language == "en"
