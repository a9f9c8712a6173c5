"""Producers with clones of any age, and a nightly job, all at once on every kind of store."""

from pathlib import Path
from random import Random
from threading import Thread

import pytest

from pipeline.core.personality import Conditions
from tests.many_hands.run import render_table
from tests.many_hands.story import Cast, Tale, play
from tests.many_hands.turns import Turns


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("conditions", Conditions, ids=str)
def test_nothing_is_lost_and_no_edit_is_undone(conditions: Conditions, seed: int, tmp_path: Path) -> None:
    """Every episode is there, no name in any feed was ever dead, and every exit code was true."""
    tale = play(Cast(conditions, seed, writers=4, episodes=2), tmp_path)
    assert tale.findings == []
    assert tale.wanted == 2 + 4 * 2
    assert tale.feeds >= tale.wanted
    assert tale.codes.count(0) == 4 * 3


def test_pages_are_whole_as_well(tmp_path: Path) -> None:
    """With a site: every link of every page holds when all have ended."""
    tale = play(Cast(Conditions.ENFORCES, 3, writers=3, episodes=1, has_site=True), tmp_path)
    assert tale.findings == []
    assert tale.present == tale.wanted == 5


def test_a_seed_tells_the_same_tale_again(tmp_path: Path) -> None:
    """The order of turns is the seed's, so what failed once can be looked at."""
    cast = Cast(Conditions.IGNORES, 5, writers=2, episodes=1)
    tales = [play(cast, tmp_path / name) for name in ("once", "again")]
    assert tales[0].codes == tales[1].codes
    assert tales[0].feeds == tales[1].feeds


def test_turns_come_one_at_a_time_in_the_order_of_the_seed() -> None:
    """Whatever order the threads were started in."""
    assert taken_by("abc") == taken_by("cab")
    assert sorted(taken_by("abc")) == sorted("abc" * 20)


def taken_by(names: str) -> list[str]:
    """Who had a turn, in its order."""
    turns, taken = Turns(Random(7)), []
    turns.join(*sorted(names))

    def take(name: str) -> None:
        for _ in range(20):
            with turns.turn(name):
                taken.append(name)
        turns.leave(name)

    threads = [Thread(target=take, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return taken


def test_the_table_names_what_was_broken() -> None:
    """Figures for each kind of store, and the seed to play again."""
    tale = Tale(Cast(Conditions.RACY, 9), 50, 49, 60, findings=["an item is lost"], codes=[0, 4])
    lines = render_table([tale]).splitlines()
    assert lines[0].split()[:4] == ["store", "seeds", "wanted", "present"]
    assert lines[1].split() == ["racy", "1", "50", "49", "60", "2", "1", "0", "0", "0", "1"]
    assert lines[2] == "racy seed 9: an item is lost"
