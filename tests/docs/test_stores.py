"""docs/stores.md: each configuration is one, and the permissions it names are enough to publish."""

import json
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from pipeline.core import addresses
from pipeline.source.show_file import parse_show
from pipeline.store.places import check_location, parse_roots
from pipeline.store.probing import ABSENT_KEY, PROBE_KEY
from tests.docs.markdown import DOCS, Block, read_blocks, read_prose
from tests.docs.test_readme import with_required_keys

STORES = DOCS / "stores.md"
PROVIDERS = (
    "AWS S3",
    "Cloudflare R2",
    "Backblaze B2",
    "MinIO",
    "Wasabi",
    "DigitalOcean Spaces",
    "Hetzner",
)
PUBLIC_KEYS = (
    addresses.FEED,
    addresses.INDEX,
    addresses.page_key("060-tape"),
    addresses.media_key("0" * 64, "060-tape", ".mp3"),
    addresses.file_key("0" * 64, "cover.jpg"),
    "embed/061-tape.html",
    "oembed/061-tape.json",
    "series/heel.html",
    "seasons/1.html",
    "people/ada.html",
    "tags/heel.html",
    "search/index.json",
    "page-2.html",
    "series.html",
    "seasons.html",
    "people.html",
    "tags.html",
    "about.html",
    "subscribe.html",
    "search.html",
    "404.html",
    "feed-2026.xml",
    "feed.json",
    "sitemap.xml",
    "robots.txt",
    "shows.opml",
    "llms.txt",
)
PRIVATE_KEYS = (
    addresses.record_key("guid"),
    addresses.history_key("guid", 1),
    addresses.SHOW,
    f"{addresses.SLUGS}060-tape",
    *(f"{addresses.STAGING}{key}" for key in PUBLIC_KEYS[3:5]),
    addresses.MANIFEST,
    addresses.SNAPSHOT,
    addresses.STORE_PROFILE,
    addresses.ANNOUNCED,
    PROBE_KEY,
    ABSENT_KEY,
)
ARN = "arn:aws:s3:::my-show"


def documents() -> list[Any]:
    return [json.loads(block.text) for block in read_blocks(STORES, "json")]


def resources_of(sid: str) -> list[str]:
    """What a statement of one of the policies is about."""
    statements = [
        each for document in documents() if "Statement" in document for each in document["Statement"]
    ]
    (resource,) = [each["Resource"] for each in statements if each["Sid"] == sid]
    return [resource] if isinstance(resource, str) else resource


def test_every_provider_has_a_part_and_a_row() -> None:
    """Lines to paste, and what is known of conditional writes."""
    text = read_prose(STORES)
    for provider in PROVIDERS:
        assert f"\n## {provider}\n" in text
        assert f"| {provider} |" in text


@pytest.mark.parametrize("block", read_blocks(STORES, "toml"), ids=str)
def test_every_configuration_names_two_roots_apart(block: Block, tmp_path: Path) -> None:
    """And a public address under https, wherever it names a store."""
    file = parse_show(with_required_keys(block.text))
    assert check_location(file.location, tmp_path) == []
    public, private = parse_roots(file.location)
    assert public != private
    assert file.location.store is None or (file.show.base_url or "").startswith("https://")


@pytest.mark.parametrize("block", read_blocks(STORES, "toml"), ids=str)
def test_an_address_at_the_provider_itself_leads_to_the_public_root(block: Block) -> None:
    """Where `base_url` is the endpoint's, it ends in what stands before our keys."""
    file = parse_show(with_required_keys(block.text))
    endpoint, seen = urlsplit(file.location.endpoint_url or ""), urlsplit(file.show.base_url or "")
    public, _ = parse_roots(file.location)
    if not endpoint.hostname or not (seen.hostname or "").endswith(endpoint.hostname):
        return
    in_host = seen.hostname == f"{public.home}.{endpoint.hostname}"
    parts = ([] if in_host else [public.home]) + ([public.prefix] if public.prefix else [])
    assert seen.path.strip("/") == "/".join(parts)


@pytest.mark.parametrize(
    "key", [*(f"public/{k}" for k in PUBLIC_KEYS), *(f"private/{k}" for k in PRIVATE_KEYS)]
)
def test_the_permissions_allow_every_kind_of_key(key: str) -> None:
    """A key that airdate learns to write has to be added to the policy."""
    assert any(fnmatchcase(f"{ARN}/{key}", each) for each in resources_of("WriteTheShow"))


def test_the_permissions_allow_nothing_that_is_never_written() -> None:
    """What stands there without use is left out."""
    keys = [*(f"{ARN}/public/{k}" for k in PUBLIC_KEYS), *(f"{ARN}/private/{k}" for k in PRIVATE_KEYS)]
    for each in resources_of("WriteTheShow"):
        assert any(fnmatchcase(key, each) for key in keys), each


def test_everybody_may_read_the_public_root_alone() -> None:
    """The bucket's policy opens one prefix."""
    assert resources_of("EverybodyMayRead") == [f"{ARN}/public/*"]
