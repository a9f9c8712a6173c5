"""Several episodes published at once are held to the rules together, as check holds them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.audio.media_tags import MediaTags
from pipeline.audio.tagging import write_tagged
from pipeline.errors import InputError
from tests.workflows.small_show import Clone, make_clone, memory_roots, objects, slug_of


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return make_clone(tmp_path, memory_roots())


def number_audio(clone: Clone, episode: int, number: int) -> None:
    """Write a number into the tags of an episode's audio, as an audio editor does."""
    tags = MediaTags("T", "A", "S", datetime(2026, 11, 5, tzinfo=UTC), f"guid-{episode}", number=number)
    path = clone.folder / "episodes" / slug_of(episode) / "tape.mp3"
    write_tagged(path, clone.folder / "tagged.mp3", tags)
    path.write_bytes((clone.folder / "tagged.mp3").read_bytes())


def test_new_episodes_whose_audio_has_the_same_number_do_not_go_out_together(clone: Clone) -> None:
    """Neither is published yet, and nothing is written."""
    for episode in (1, 2):
        clone.episode(episode)
        number_audio(clone, episode, 7)
    with pytest.raises(InputError, match=r"002-part-2/index.md:1: 'episode' is 7 \(from the audio tags\)"):
        clone.publish(1, 2)
    assert not objects(clone.roots.public)


def test_each_of_a_batch_has_its_own_number(clone: Clone) -> None:
    """Nothing stands in the way of those."""
    for episode in (1, 2):
        clone.episode(episode)
        number_audio(clone, episode, 7 + episode)
    result = clone.publish(1, 2)
    assert result
    assert result.done
