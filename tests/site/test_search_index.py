"""The search's index: every word is found, a new episode changes little, and nothing grows without bound."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.episode import Episode, settle
from pipeline.core.front_matter import Guest
from pipeline.core.record import Tombstone
from pipeline.core.search_words import fold, parse_words
from pipeline.site.pages import render_pages
from pipeline.site.search_index import (
    MOST_EPISODES,
    Found,
    divide_words,
    gather_postings,
    words_name,
)
from tests.builders import DATE, make_record
from tests.site.rich_show import ADDRESSES, make_rich_episodes, make_rich_record, make_rich_show_record

TODAY = date(2026, 11, 6)
WORDS = st.lists(st.text(alphabet="abcdeфё足底0", min_size=1, max_size=6), min_size=1, max_size=8)
EPISODES = st.lists(WORDS.map(lambda words: Found("", (), (), " ".join(words))), min_size=1, max_size=12)


def search_files(*episodes: Episode) -> dict[str, bytes]:
    show = make_rich_show_record()
    pages = render_pages(show, episodes or make_rich_episodes(show), ADDRESSES, TODAY)
    return {key: body for key, body in pages.items() if key.startswith("search/")}


def undo_steps(steps: Sequence[int]) -> Iterator[int]:
    number = 0
    for step in steps:
        if step >= 0:
            number += step
            yield number


def look_up(word: str, files: Mapping[str, bytes]) -> list[tuple[int, int]]:
    """Episodes and weights of a word, as the script finds them: in the file with its longest beginning."""
    beginnings = [each for each in files if word.startswith(each)]
    if not beginnings:
        return []
    rows = json.loads(files[max(beginnings, key=len)])
    return [divmod(number, 4) for number in undo_steps(rows.get(word, []))]


@given(EPISODES, st.sampled_from([30, 100, 1000, 10**6]))
def test_every_word_is_found_where_it_stands(episodes: list[Found], largest_bytes: int) -> None:
    """Whatever the size of files."""
    files = divide_words(gather_postings(episodes), largest_bytes)
    expected: dict[str, list[int]] = {}
    for number, episode in enumerate(episodes):
        for word in set(parse_words(episode.notes)):
            expected.setdefault(word, []).append(number)
    for word, numbers in expected.items():
        assert [number for number, _ in look_up(word, files)] == numbers
    assert sum(len(json.loads(body)) for body in files.values()) == len(expected)


@given(EPISODES, st.integers(30, 300))
def test_no_file_is_larger_than_it_may_be(episodes: list[Found], largest_bytes: int) -> None:
    """But one that holds a single word."""
    for body in divide_words(gather_postings(episodes), largest_bytes).values():
        assert len(body) <= largest_bytes + 4 or len(json.loads(body)) == 1


def test_a_new_episode_changes_the_files_of_its_words_alone() -> None:
    """The rest stays byte for byte."""
    old = [Found(f"title{n}", (), (), f"alpha beta gamma delta{n} epsilon") for n in range(200)]
    new = Found("gadget", (), (), "omega")
    before, after = (divide_words(gather_postings(each), 300) for each in (old, [*old, new]))
    changed = {key for key in after if before.get(key) != after[key]}
    touched = {
        max((each for each in after if word.startswith(each)), key=len) for word in ("gadget", "omega")
    }
    assert changed == touched


def test_a_small_index_is_one_file() -> None:
    """A young show's readers load it once."""
    assert set(divide_words(gather_postings([Found("One", (), (), "two")]))) == {""}
    assert divide_words(gather_postings([])) == {}


def test_a_word_weighs_what_its_best_place_does() -> None:
    """The title most, the notes least."""
    episode = Found("heel", ["heel bo"], ["heel bo load"], "heel bo load rest")
    files = divide_words(gather_postings([episode]))
    assert {word: look_up(word, files) for word in ("heel", "bo", "load", "rest")} == {
        "heel": [(0, 3)],
        "bo": [(0, 2)],
        "load": [(0, 1)],
        "rest": [(0, 0)],
    }


def test_of_a_word_that_is_everywhere_the_newest_are_kept() -> None:
    """And it says so, because it cannot exclude anybody then."""
    episodes = [Found("common", (), (), "") for _ in range(MOST_EPISODES + 5)]
    (body,) = divide_words(gather_postings(episodes)).values()
    steps = json.loads(body)["common"]
    assert steps[0] == -1
    numbers = [number >> 2 for number in undo_steps(steps)]
    assert numbers == list(range(5, MOST_EPISODES + 5))


@given(st.lists(st.text(max_size=4), unique=True))
def test_names_are_ascii_and_never_twice_the_same(beginnings: list[str]) -> None:
    """Stores take them, whatever the script."""
    words = {beginning for each in beginnings for beginning in parse_words(each)}
    names = [words_name(each) for each in words]
    assert all(re.fullmatch(r"words-[a-z0-9_]*\.json", each) for each in names)
    assert len(set(names)) == len(words)


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    """And what was folded is found by its words, as they are in the index."""
    words = list(parse_words(text))
    assert [word for each in words for word in parse_words(each)] == words or any(
        len(each) == 40 for each in words
    )
    assert fold(fold("ÀΣß")) == fold("ÀΣß")


def test_everything_of_an_episode_can_be_found() -> None:
    """Title, people, tags, series, questions, chapters, summary and notes; no markup and no addresses."""
    show = make_rich_show_record()
    record = make_rich_record(
        tags=["Überlastung"],
        summary="A summary.",
        guests=[Guest(name="Zoë Quist")],
        notes="Notes [here](x.html).",
    )
    files = search_files(settle(record, show.show))
    rows = json.loads(files["search/words-.json"])
    for word in (
        "achilles",
        "uberlastung",
        "zoe",
        "quist",
        "ada",
        "summary",
        "enough",
        "helps",
        "notes",
        "here",
    ):
        assert word in rows
    assert not {"html", "x"} & rows.keys()


def test_results_show_what_a_list_shows() -> None:
    """Title, address, day and summary, in the order of release."""
    files = search_files()
    rows = json.loads(files["search/episodes-0.json"])
    assert rows[1] == [
        "Why your Achilles hurts",
        "https://wind.example/show/episodes/060-why-your-achilles-hurts.html",
        "2026-11-05",
        "5 November 2026",
        "The tendon is rarely the whole story.",
    ]
    assert json.loads(files["search/index.json"]) == {"episodes": 2, "per_file": 100, "words": [""]}


def test_an_old_episode_published_late_comes_last() -> None:
    """So that its coming changes no other's number."""
    show = make_rich_show_record()
    late = settle(
        make_record(
            guid="late", slug="001-late", date=DATE - timedelta(days=900), released_at=DATE + timedelta(1)
        ),
        show.show,
    )
    rows = json.loads(search_files(*make_rich_episodes(show), late)["search/episodes-0.json"])
    assert rows[2][1].endswith("001-late.html")


@pytest.mark.parametrize("changes", [{"released_at": None}, {"withdrawn": Tombstone(at=DATE)}])
def test_what_is_not_live_cannot_be_found(changes: dict[str, Any]) -> None:
    """Scheduled and withdrawn episodes leave no word."""
    show = make_rich_show_record()
    hidden = settle(make_record(guid="hidden", slug="061-x", title="Zymurgy", **changes), show.show)
    files = search_files(*make_rich_episodes(show), hidden)
    assert not any(b"ymurgy" in body for body in files.values())


def test_a_show_without_episodes_has_a_search_that_finds_nothing() -> None:
    """And says that nothing is out."""
    pages = render_pages(make_rich_show_record(), [], ADDRESSES, TODAY)
    assert json.loads(pages["search/index.json"])["words"] == []
    assert b"No episode is out yet." in pages["search.html"]


def test_ten_thousand_episodes_make_an_index_that_can_be_kept() -> None:
    """Files stay small, and all of them together well below what the pages take."""
    vocabulary = [f"{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}word{n}" for n in range(2000)]
    notes = [" ".join(vocabulary[(n * 7 + k * k) % 2000] for k in range(60)) for n in range(10_000)]
    files = divide_words(gather_postings(Found(f"Episode {n}", (), (), each) for n, each in enumerate(notes)))
    sizes = [len(body) for body in files.values()]
    assert max(sizes) < 50_000
    assert sum(sizes) < 4_000_000
    assert len(files) < 1000
