"""Related episodes: what is shared decides, then time; and a long archive stays cheap."""

from datetime import timedelta
from time import perf_counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.episode import Episode
from pipeline.core.front_matter import Guest, Series
from pipeline.core.related import SHOWN, find_related
from tests.builders import DATE, make_episode


def episodes(*changes: dict[str, Any]) -> list[Episode]:
    """Episodes a week apart, newest first, called a, b, c …"""
    return [
        make_episode(guid=chr(97 + n), slug=chr(97 + n), date=DATE - timedelta(weeks=n), **each)
        for n, each in enumerate(changes)
    ]


def slugs(found: list[Episode]) -> str:
    return "".join(each.record.slug for each in found)


def test_a_series_goes_before_tags_people_season_and_time() -> None:
    """Each weighs more than all that come after it."""
    guest = Guest(name="Bo Lind")
    series = Series(id="heel", title="The heel", part=1)
    found = find_related(
        episodes(
            {"tags": ["Heel"], "guests": [guest], "series": series, "season": 1},
            {},
            {"season": 1},
            {"guests": [guest]},
            {"tags": ["heel"]},
            {"series": series},
        )
    )
    assert slugs(found[0]) == "fed"


def test_more_shared_tags_are_better() -> None:
    """Two go before one, however far apart."""
    both = ["heel", "load"]
    found = find_related(episodes({"tags": both}, {"tags": ["heel"]}, {}, {"tags": both}))
    assert slugs(found[0]) == "dbc"


def test_hosts_who_are_on_every_episode_tell_nothing() -> None:
    """A guest does."""
    ada, bo = Guest(name="Ada Marsh"), Guest(name="Bo Lind")
    four = episodes(*({"guests": guests, "hosts": []} for guests in ([ada, bo], [ada], [], [bo])))
    assert slugs(find_related(four, ["Ada Marsh"])[0]) == "dbc"
    assert slugs(find_related(four)[0]) == "bdc"


def test_where_nothing_is_shared_the_nearest_in_time_are_shown() -> None:
    """No page is a dead end, and a new episode leaves old pages as they are."""
    seven = episodes(*[{}] * 7)
    assert slugs(find_related(seven)[3]) == "ceb"
    assert find_related(seven)[6] == find_related(seven[1:])[5]


@given(st.lists(st.lists(st.sampled_from(["heel", "shin", "load"]), max_size=2), max_size=9))
def test_an_episode_is_never_related_to_itself_nor_twice_to_another(tags: list[list[str]]) -> None:
    """As many as there are, three at most."""
    all_of_them = episodes(*({"tags": each} for each in tags))
    for episode, found in zip(all_of_them, find_related(all_of_them), strict=True):
        assert episode not in found
        assert len({each.record.guid for each in found}) == len(found) == min(SHOWN, len(all_of_them) - 1)


def test_the_cost_grows_with_the_episodes_and_not_with_their_square() -> None:
    """Also where all of them share their tags."""

    def seconds(count: int) -> float:
        many = [make_episode(guid=str(n), slug=f"e{n}", tags=["run", "heel"], season=1) for n in range(count)]
        start = perf_counter()
        find_related(many)
        return perf_counter() - start

    def quickest(count: int) -> float:
        """What else the machine does adds to a time, and never takes from it."""
        return min(seconds(count) for _ in range(5))

    seconds(20)
    assert quickest(800) < 24 * max(quickest(100), 0.002)
