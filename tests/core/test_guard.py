"""The guard: what it refuses, what it lets pass, and what it says."""

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.core.guard import Allowed, Item, check_feed
from pipeline.core.same_episode import Looks
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


def looks(title: str = "Part", url: str = "https://a.example/1.mp3", **changes: object) -> Looks:
    """An item of half an hour."""
    values: dict[str, object] = {"moment": DATE, "duration_s": 1800, "type": "audio/mpeg"}
    return Looks(title, url=url, **{**values, **changes})  # type: ignore[arg-type]


def item(guid: str, seen: Looks) -> Item:
    return Item(guid, seen.title, seen.moment, "0123456789abcdef", "a", seen)


def feed_of(**items: Looks) -> dict[str, Item]:
    return {guid: item(guid, seen) for guid, seen in items.items()}


def test_a_new_guid_is_told_from_a_loss() -> None:
    """Where the same episode comes under another guid, the refusal names both, and the way back."""
    with pytest.raises(GuardError) as caught:
        check_feed(feed_of(old=looks(), other=looks("B", "b")), feed_of(new=looks()), Allowed())
    text = str(caught.value)
    assert '- "Part" would change its guid from old to new' in text
    assert '- "B" would disappear' in text
    assert "write the earlier guid back" in text


def test_a_guid_that_was_changed_by_name_may_change() -> None:
    """The named act lists the old guid as removed."""
    check_feed(feed_of(old=looks()), feed_of(new=looks()), Allowed(removed={"old"}))


@pytest.mark.parametrize(
    ("second", "words"),
    [
        (looks("Other"), "(?s)they name the same media.*each of the two a file"),
        (looks(url="https://a.example/2.mp3"), "(?s)title, day and length agree.*another title"),
        (looks(" Part ", "https://a.example/2.mp3", duration_s=2399), "title, day and length agree"),
    ],
)
def test_twins_that_a_run_would_make_are_refused(second: Looks, words: str) -> None:
    """Two items that an app takes for one: one of them would never be shown."""
    with pytest.raises(GuardError, match=words):
        check_feed(feed_of(one=looks()), feed_of(one=looks(), two=second), Allowed())


@pytest.mark.parametrize(
    "second",
    [
        looks("Other", "https://a.example/2.mp3"),
        looks(url="https://a.example/2.mp3", moment=DATE + timedelta(days=1)),
        looks(url="https://a.example/2.mp3", duration_s=2400),
        looks(url="https://a.example/2.mp4", type="video/mp4"),
        looks(url=""),
    ],
)
def test_what_apps_tell_apart_is_welcome(second: Looks) -> None:
    """Another title, day, length or kind is enough; so is nothing to play."""
    check_feed(feed_of(one=looks()), feed_of(one=looks(), two=second), Allowed())


def test_twins_that_are_public_already_do_no_new_harm() -> None:
    """A run is not refused for what an earlier one did, but a third of them is."""
    live = feed_of(one=looks(), two=looks())
    check_feed(live, {**live, **feed_of(new=looks("New", "n"))}, Allowed())
    with pytest.raises(GuardError, match="look like one"):
        check_feed(live, {**live, **feed_of(three=looks())}, Allowed())


def test_an_edit_that_makes_twins_is_refused() -> None:
    """Both were public, but not alike."""
    live = feed_of(one=looks(), two=looks("Other", "https://a.example/2.mp3"))
    new = feed_of(one=looks(), two=looks("Part", "https://a.example/2.mp3"))
    with pytest.raises(GuardError, match="look like one"):
        check_feed(live, new, Allowed())


def test_what_is_explained_is_no_mass_change() -> None:
    """Notes that grow shorter with age are no accident; what else changes is counted."""
    live, new = feed(100), feed(100, content_sha256="b")
    check_feed(live, new, Allowed(explained=[f"g{n}" for n in range(90)]))
    with pytest.raises(GuardError, match="11 of 100 public episodes"):
        check_feed(live, new, Allowed(explained=[f"g{n}" for n in range(89)]))


def test_a_refusal_stays_readable() -> None:
    """A whole archive that would be lost is counted rather than listed."""
    with pytest.raises(GuardError, match="- … and 850 more") as caught:
        check_feed(feed(900), {}, Allowed())
    assert str(caught.value).count("would disappear") == 50
