"""Whom to tell and when, and what to think of the feed that comes back: pure decisions."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.announce_settings import AnnounceSettings
from pipeline.core.announcing import (
    LONGEST_PAUSE,
    Service,
    Target,
    Told,
    after_failure,
    after_success,
    is_due,
    parse_announced,
    pause_after,
    render_announced,
    targets_of,
)
from pipeline.core.freshness import SLACK_S, Freshness, Served, judge_feed, parse_age, parse_lifetime

NOW = datetime(2026, 11, 5, 12, tzinfo=UTC)
HASHES = st.sampled_from(["a", "b", "c"])
MOMENTS = st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
STATES = st.builds(
    Told,
    st.none() | HASHES,
    st.none() | MOMENTS,
    st.integers(0, 2000),
    st.none() | HASHES,
    st.none() | MOMENTS,
    st.none() | st.text(max_size=20),
)


def test_each_hub_is_told_once() -> None:
    """Whether the feed names it, the settings, or both."""
    settings = AnnounceSettings(websub=["https://a.example/", "https://b.example/"], overcast=True)
    assert [each.name for each in targets_of(settings, ["https://b.example/", "https://c.example/"])] == [
        "websub https://b.example/",
        "websub https://c.example/",
        "websub https://a.example/",
        "overcast",
    ]


def test_nobody_is_told_unless_named() -> None:
    """Services are called on request."""
    assert targets_of(AnnounceSettings(), []) == ()


def test_the_podcast_index_is_told_by_number_where_there_is_one() -> None:
    """Which says as well that it is to be told."""
    assert targets_of(AnnounceSettings(podcast_index_id=920666), []) == (
        Target(Service.PODCAST_INDEX, "920666"),
    )


@given(st.dictionaries(st.text(max_size=30), STATES, max_size=4))
def test_what_is_remembered_is_read_back(states: dict[str, Told]) -> None:
    """Whatever targets are called, and whatever went wrong."""
    assert parse_announced(render_announced(states)) == states


@given(
    st.binary(max_size=40)
    | st.sampled_from([b'{"targets": {"a": 1}}', b'{"targets": {"a": {"told_at": "x"}}}'])
)
def test_nonsense_is_taken_for_nothing(body: bytes) -> None:
    """Telling twice does no harm."""
    assert parse_announced(body) == {}


@given(STATES, HASHES, st.timedeltas(timedelta(0), timedelta(days=40)))
def test_who_has_heard_is_left_in_peace_and_all_others_hear_in_time(
    told: Told, sha256: str, later: timedelta
) -> None:
    """No state silences anybody for more than the longest pause."""
    assert not is_due(after_success(sha256, NOW), sha256, NOW + later)
    failed = after_failure(told, sha256, NOW, "answers 500")
    if told.sha256 != sha256:
        assert is_due(failed, sha256, NOW + later) == (later >= pause_after(failed.failures))
        assert is_due(failed, sha256, NOW + LONGEST_PAUSE)


def served(sha256: str = "old", guids: frozenset[str] | None = frozenset("g"), **headers: str) -> Served:
    return Served(sha256, guids, {name.replace("_", "-"): text for name, text in headers.items()})


@given(st.integers(0, 100_000), st.integers(0, 100_000), st.integers(0, 1_000_000))
def test_a_cache_has_its_time_and_no_more(max_age_s: int, age_s: int, written_s: int) -> None:
    """An earlier feed is wrong as soon as no cache may have it any more."""
    old = served(cache_control=f"public, max-age={max_age_s}", age=str(age_s))
    verdict = judge_feed(old, "new", frozenset("g"), written_s)
    assert (verdict.freshness is Freshness.WRONG) == (written_s > max_age_s + SLACK_S)
    if verdict.freshness is Freshness.CACHED:
        assert verdict.left_s == max(0, max_age_s - age_s)


@given(st.text(max_size=60), st.text(max_size=20))
def test_headers_may_hold_anything(control: str, age: str) -> None:
    """They come from strangers."""
    lifetime_s = parse_lifetime({"cache-control": control})
    assert lifetime_s is None or lifetime_s >= 0
    assert parse_age({"age": age}) >= 0


def test_the_very_feed_is_current_whatever_the_headers_say() -> None:
    """The bytes decide."""
    verdict = judge_feed(served("new", None, age="999999"), "new", frozenset(), 10**9)
    assert verdict.freshness is Freshness.CURRENT


def test_without_cache_control_nobody_knows_for_how_long() -> None:
    """A day is what CloudFront keeps it then."""
    verdict = judge_feed(served(), "new", frozenset("g"), 3600)
    assert (verdict.freshness, verdict.left_s) == (Freshness.CACHED, None)
    assert judge_feed(served(), "new", frozenset("g"), 90_000).freshness is Freshness.WRONG
