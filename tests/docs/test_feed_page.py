"""The page of tags names every key that there is, and every tag that is written."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from pipeline.core.feed_document import NAMESPACES
from pipeline.core.front_matter import FrontMatter
from pipeline.core.show import Show
from pipeline.core.values import Frozen
from tests.docs.markdown import DOCS, REPOSITORY
from tests.docs.reference import Schema, nested_tables

PAGE = (DOCS / "feed.md").read_text()
FEEDS = sorted(REPOSITORY.glob("tests/golden/*/expected/feed*.xml"))

UNSEEN = {"itunes:complete": "no golden show has ended", "fh:complete": "none says that it is whole"}
"""Tags of the page that no golden feed has, each with the reason."""

PAGES_ALONE = "site."
"""Where the keys begin that are about pages and never about the feed."""


def keys_of(schema: Schema, node: Schema, prefix: str = "") -> Iterator[tuple[str, str, str]]:
    """Model, key and path of everything that can be set; a model may be found in several places."""
    for key, field in node["properties"].items():
        yield node["title"], key, f"{prefix}{key}"
        for within, table in nested_tables(schema, field):
            yield from keys_of(schema, table, f"{prefix}{key}{within}.")


def keys_of_model(model: type[Frozen]) -> list[tuple[str, str, str]]:
    schema = model.model_json_schema()
    return list(keys_of(schema, schema))


KEYS = {model.__name__: keys_of_model(model) for model in (Show, FrontMatter)}


def listed(title: str) -> set[str]:
    """The keys in the tables of a part of the page."""
    part = PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    return set(re.findall(r"^\| `([^`]+)` \|", part, re.MULTILINE))


LISTED = {"Show": listed("The show"), "FrontMatter": listed("An episode")}


def tags_of_page() -> set[tuple[str, str]]:
    """Elements and attributes as the page has them; an element by itself has the attribute ''."""
    found = set()
    for name, attributes in re.findall(r"`<([\w:-]+)((?: [\w-]+)*)>`", PAGE):
        found |= {(name, "")} | {(name, each) for each in attributes.split()}
    return found


def tags_of_feed(path: Path) -> Iterator[tuple[str, str]]:
    prefixes = {uri: f"{prefix}:" for prefix, uri in NAMESPACES.items()}
    for node in etree.parse(path).iter(etree.Element):
        name = etree.QName(node)
        prefixed = f"{prefixes[name.namespace] if name.namespace else ''}{name.localname}"
        yield prefixed, ""
        yield from ((prefixed, str(key)) for key in node.attrib)


@pytest.mark.parametrize("model", KEYS)
def test_every_key_of_a_file_is_on_the_page(model: str) -> None:
    """Those at the top of podcast.toml and of the front matter, each in its own part."""
    top = {path for name, _, path in KEYS[model] if name == model}
    assert sorted(top - LISTED[model]) == []


def test_every_key_of_a_table_is_on_the_page() -> None:
    """What several tables share stands there once, in one of them."""
    paths: dict[tuple[str, str], set[str]] = {}
    for found in KEYS.values():
        for name, key, path in found:
            if path.startswith(PAGES_ALONE):
                continue
            paths.setdefault((name, key), set()).add(path)
    everywhere = set().union(*LISTED.values())
    assert [where for where in paths.values() if not where & everywhere] == []


@pytest.mark.parametrize("model", KEYS)
def test_the_page_names_no_other_key(model: str) -> None:
    """One that was renamed or taken out shows."""
    assert sorted(LISTED[model] - {path for _, _, path in KEYS[model]}) == []


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: f"{path.parent.parent.name}/{path.name}")
def test_every_tag_that_is_written_is_on_the_page(path: Path) -> None:
    """Its attributes too."""
    assert sorted(set(tags_of_feed(path)) - tags_of_page()) == []


def test_the_page_names_no_other_tag() -> None:
    """What nobody writes any more stands among what is never written, as a name alone."""
    written = {tag for path in FEEDS for tag in tags_of_feed(path)}
    unwritten = {(name, key) for name, key in tags_of_page() - written if name not in UNSEEN}
    assert sorted(unwritten) == []
    assert {name for name, _ in written}.isdisjoint(UNSEEN)
