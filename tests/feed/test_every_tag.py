"""The show that says everything: it leaves no key and no tag out, and no directory finds fault with it."""

import typing
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from pydantic import BaseModel

from pipeline.core.feed_document import Node
from pipeline.core.feed_settings import FeedSettings
from pipeline.core.front_matter import FrontMatter
from pipeline.core.rules.feeds.podcasting.index import PREFIX
from pipeline.core.rules.feeds.podcasting.tags import TAGS
from pipeline.core.show import Show
from pipeline.errors import Level
from pipeline.source.episode_file import read_episode
from pipeline.source.show_file import read_show
from pipeline.workflows.check_feed import check_feed_file

FOLDER = Path(__file__).parent.parent / "golden" / "every-tag"
FEED = FOLDER / "expected" / "feed.xml"
FEEDS = sorted((FOLDER / "expected").glob("feed*.xml"))
Keys = dict[type[BaseModel], set[str]]

LEFT_OUT: Mapping[type[BaseModel], Mapping[str, str]] = {
    Show: {
        "block": "it would hide the show, which directories warn of",
        "complete": "it would end the show, which directories warn of",
        "pretty_urls": "it changes addresses, not tags; the show every-block has it",
        "tag_media": "without tags there would be no chapters in the media",
    },
    FeedSettings: {"declare_complete": "it excludes archives, and these have more tags"},
    FrontMatter: {
        "block": "it would hide the episode; the show every-block has it",
        "draft": "a draft is in no feed",
        "link": "it is for shows whose pages are not ours",
    },
}
"""Keys that the show does not use, each with the reason."""


def models_in(annotation: object) -> Iterator[type[BaseModel]]:
    """The models that a key's type names: itself, in a list, in a choice."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for each in typing.get_args(annotation):
        yield from models_in(each)


def reachable(*tops: type[BaseModel]) -> list[type[BaseModel]]:
    """These models and all that their keys hold."""
    found = list(tops)
    for model in found:
        inside = (each for key in model.model_fields.values() for each in models_in(key.annotation))
        found.extend(each for each in dict.fromkeys(inside) if each not in found)
    return found


def note_keys(value: object, used: Keys) -> None:
    """Add every key that was written in a value."""
    if isinstance(value, BaseModel):
        used.setdefault(type(value), set()).update(value.model_fields_set)
        for name in value.model_fields_set:
            note_keys(getattr(value, name), used)
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            note_keys(each, used)


def tags_of(node: Node) -> Iterator[tuple[str, str]]:
    """Each tag of the podcast namespace in an element, alone and with each of its attributes."""
    if node.name.startswith(PREFIX):
        name = node.name.removeprefix(PREFIX)
        yield from ((name, attribute) for attribute in ("", *node.attributes))
    for child in node.children:
        yield from tags_of(child)


@pytest.fixture(scope="module")
def used() -> Keys:
    keys: Keys = {}
    note_keys(read_show(FOLDER).show, keys)
    for path in FOLDER.glob("episodes/*/index.md"):
        note_keys(read_episode(path).front, keys)
    return keys


@pytest.mark.parametrize("model", reachable(Show, FrontMatter), ids=lambda model: model.__name__)
def test_every_key_is_used(model: type[BaseModel], used: Keys) -> None:
    """But for those whose reason is written above, and these really are not used."""
    missing = set(model.model_fields) - used.get(model, set())
    assert missing == set(LEFT_OUT.get(model, {}))


@pytest.fixture(scope="module")
def written() -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    report = check_feed_file(FEED, on_item=lambda item: found.update(tags_of(item)))
    assert report.document.channel is not None
    return found | set(tags_of(report.document.channel))


@pytest.mark.parametrize("name", TAGS)
def test_every_podcast_tag_is_written_with_every_attribute(name: str, written: set[tuple[str, str]]) -> None:
    """None of the namespace is left out."""
    expected = {(name, ""), *((name, each.name) for each in TAGS[name].attributes)}
    assert expected <= written


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.stem)
def test_nothing_is_wrong_with_it(path: Path) -> None:
    """Neither an error nor a warning, in the feed and in its archives, but for what the show silences."""
    silenced = read_show(FOLDER).show.silence
    problems = check_feed_file(path).problems
    wrong = [each for each in problems if each.level != Level.ADVICE and each.rule not in silenced]
    assert wrong == []


def test_what_is_silenced_would_speak() -> None:
    """No rule is silenced for nothing."""
    spoke = {each.rule for each in check_feed_file(FEED).problems}
    assert set(read_show(FOLDER).show.silence) <= spoke
