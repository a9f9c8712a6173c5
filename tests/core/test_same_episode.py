"""Which items apps take for one episode: what counts, what does not, and how items are paired."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.same_episode import Looks, find_twins, pair_up, seem_same

DATE = datetime(2026, 11, 5, 6, tzinfo=UTC)
ANY_LOOKS = st.builds(
    Looks,
    title=st.sampled_from(["", "A", " A ", "B"]),
    moment=st.sampled_from([None, DATE, DATE + timedelta(hours=1), DATE + timedelta(days=1)]),
    url=st.sampled_from(["", "https://a.example/1.mp3", "https://a.example/2.mp3"]),
    duration_s=st.sampled_from([None, 0, 599, 600, 1800]),
    type=st.sampled_from([None, "", "audio/mpeg", "audio/x-m4a", "video/mp4"]),
)
FEEDS = st.dictionaries(st.text("abcdef", min_size=1, max_size=2), ANY_LOOKS, max_size=8)


def looks(title: str, url: str, media: str = "", day: int = 0) -> Looks:
    return Looks(title, DATE + timedelta(days=day), url, 1800, "audio/mpeg", media)


@given(FEEDS)
def test_whatever_seems_the_same_is_found_and_nothing_else(feed: dict[str, Looks]) -> None:
    """Every pair that is named seems the same; where nothing is named, no item with a type does."""
    pairs = find_twins(feed)
    assert all(seem_same(feed[one], feed[other]) for one, other in pairs)
    assert len({frozenset(pair) for pair in pairs}) == len(pairs)
    alike = any(seem_same(feed[one], feed[other]) for one in feed for other in feed if one < other)
    assert bool(pairs) == alike or any(not each.kind for each in feed.values())


@given(FEEDS, FEEDS)
def test_each_item_is_paired_once(old: dict[str, Looks], new: dict[str, Looks]) -> None:
    """With one of the other feed."""
    pairs = pair_up(old, new)
    assert pairs.keys() <= old.keys()
    assert set(pairs.values()) <= new.keys()
    assert len(set(pairs.values())) == len(pairs)


def test_quotes_and_dashes_of_another_kind_are_the_same_title() -> None:
    """Hosts turn them around when a show moves."""
    assert seem_same(looks("“A” — b", "1"), looks('"A" - b', "2"))


def test_items_are_paired_by_the_surest_sign_first() -> None:
    """The media's bytes before its address, and that before title and day."""
    old = {"a": looks("A", "https://x.example/1.mp3", "f00"), "b": looks("B", "https://x.example/2.mp3")}
    new = {
        "c": looks("A", "https://op3.dev/e/x.example/2.mp3?from=feed", day=1),
        "d": looks("Z", "https://y.example/9.mp3", "f00", day=1),
        "e": looks("A", "https://y.example/1.mp3"),
    }
    assert pair_up(old, new) == {"a": "d", "b": "c"}
    assert pair_up({"a": looks("A", "https://x.example/1.mp3")}, new) == {"a": "e"}


def test_many_items_alike_take_no_time() -> None:
    """A hundred thousand of the same title and day, as a hostile feed may have."""
    feed = {str(n): looks("A", f"https://x.example/{n}.mp3") for n in range(100_000)}
    assert len(find_twins(feed)) == 99_999
    assert len(pair_up(feed, {f"new {guid}": each for guid, each in feed.items()})) == 100_000
