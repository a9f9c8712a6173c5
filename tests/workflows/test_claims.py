"""Slug claims: what stands where one ought to be is told by its address."""

import pytest

from pipeline.core.addresses import SLUGS
from pipeline.errors import StoreError
from pipeline.store.protocol import Headers
from tests.workflows.small_show import Clone, slug_of


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
