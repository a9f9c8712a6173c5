"""The guard: what it refuses, what it lets pass, and what it says."""

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.core.guard import Allowed, Item, check_feed
from pipeline.errors import GuardError

DATE = datetime(2026, 11, 5, 6, tzinfo=UTC)


def feed(count: int, **changes: object) -> dict[str, Item]:
    """A feed of `count` items; `changes` alter every one of them."""
    values: dict[str, object] = {"date": DATE, "media": "0123456789abcdef", "content_sha256": "a"}
    return {
        f"g{n}": Item(guid=f"g{n}", title=f"Part {n}", **{**values, **changes})  # type: ignore[arg-type]
        for n in range(count)
    }


def test_an_item_that_would_disappear_is_named_and_refused() -> None:
    """The refusal says which episode would be lost."""
    live = feed(3)
    with pytest.raises(GuardError, match='"Part 1" would disappear') as caught:
        check_feed(live, {guid: item for guid, item in live.items() if guid != "g1"}, Allowed())
    assert caught.value.exit_code == 5


def test_a_withdrawn_item_may_disappear() -> None:
    """What was told to go by name goes."""
    check_feed(feed(3), feed(2), Allowed(removed={"g2"}))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"date": DATE + timedelta(seconds=1)}, "would change its date from 2026-11-05 06:00:00"),
        ({"media": "fedcba9876543210"}, "would change its media from 0123456789abcdef to fedcba9876543210"),
    ],
)
def test_a_released_item_never_changes_identity(changes: dict[str, object], words: str) -> None:
    """Date and media of what is live are refused, even for an episode that was named."""
    with pytest.raises(GuardError, match=words):
        check_feed(feed(1), feed(1, **changes), Allowed(changed={"g0"}, mass_change="all of it"))


@pytest.mark.parametrize(
    ("items", "changed", "refused"), [(12, 10, False), (12, 11, True), (200, 20, False), (200, 21, True)]
)
def test_too_many_changes_need_a_reason(items: int, changed: int, refused: bool) -> None:
    """More than max(10, 10 %) changed items are refused unless there is a known reason."""
    live = feed(items)
    new = {**live, **feed(changed, content_sha256="b")}
    check_feed(live, new, Allowed(mass_change="the show changed"))
    check_feed(live, new, Allowed(changed=live.keys()))
    if refused:
        with pytest.raises(GuardError, match=f"{changed} of {items} public episodes would change"):
            check_feed(live, new, Allowed())
    else:
        check_feed(live, new, Allowed())


def test_new_items_are_always_welcome() -> None:
    """A whole archive may be published at once."""
    check_feed({}, feed(500), Allowed())
