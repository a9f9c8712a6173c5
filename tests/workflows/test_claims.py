"""Slug claims: what stands where one ought to be is told by its address."""

import pytest

from pipeline.core.addresses import SLUGS
from pipeline.errors import InputError, StoreError
from pipeline.store.protocol import Condition, Headers
from tests.workflows.faulty_stores import Interruption, Write, tapped
from tests.workflows.small_show import Clone, feed_items, slug_of


class BeforeClaim(Interruption):
    """Lets somebody else publish just before the claim is written."""

    def read(self) -> None:
        """Reads are left alone."""

    def write(self, key: str, condition: Condition, write: Write) -> object:
        if key.startswith(SLUGS) and not self.has_fired:
            self.count += 1
            self.meanwhile()
        return write()


def test_what_is_no_claim_is_named(clone: Clone) -> None:
    """Somebody put it there, and nobody but they can know what it is."""
    clone.episode(1, guid=None)
    key = SLUGS + slug_of(1)
    clone.roots.private.put(key, b"\xff\xfe", Headers("text/plain", ""))
    with pytest.raises(StoreError) as caught:
        clone.publish(1)
    assert str(caught.value) == (
        f"{clone.roots.private.url(key)} is not a claim that airdate wrote\n"
        "  Fix: delete it: the next airdate publish writes it anew"
    )
    assert clone.roots.private.get("show.json") is None


def test_who_comes_a_moment_late_takes_up_the_guid_at_the_next_try(clone: Clone) -> None:
    """Nothing is written into the file of the one who lost, and trying again is all there is to do."""
    clone.episode(1, guid=None)
    other = clone.copy("other")
    before = other.files()
    faster = BeforeClaim(at=1, meanwhile=lambda: clone.publish(1))
    with pytest.raises(InputError, match="publish again, which takes up that guid"):
        other.with_roots(tapped(other.roots, faster)).publish(1)
    assert other.files() == before
    other.publish(1)
    assert len(feed_items(clone.roots)) == 1
    (guid,) = feed_items(clone.roots)
    assert f"guid: {guid}".encode() in other.files()[f"episodes/{slug_of(1)}/index.md"]
