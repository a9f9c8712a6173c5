"""A show without pages: nothing public names one."""

from pathlib import Path

from tests.workflows.small_show import (
    PODCAST_TOML,
    check_names,
    feed_items,
    folder_roots,
    guid_of,
    make_clone,
)

NO_SITE = PODCAST_TOML.replace("tag_media = false", "tag_media = false\nsite = false")


def test_a_feed_without_a_site_names_only_what_is_there(tmp_path: Path) -> None:
    """No index page for the channel, no page for the episode."""
    clone = make_clone(tmp_path, folder_roots(tmp_path), NO_SITE)
    clone.episode(1)
    clone.publish(1)
    assert set(feed_items(clone.roots)) == {guid_of(1)}
    assert not [row.key for row in clone.roots.public.list() if row.key.endswith(".html")]
    check_names(clone.roots.public)
