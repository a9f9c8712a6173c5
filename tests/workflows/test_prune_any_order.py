"""Prune at random times among all that producers do: nothing that a page or feed names is ever removed."""

import shutil
import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from pipeline.errors import StoreError
from pipeline.workflows.acting import replace_audio, withdraw_episode
from pipeline.workflows.guarding import Policy
from pipeline.workflows.prune import prune
from pipeline.workflows.regenerate import regenerate
from tests.workflows.faulty_stores import Interruption, tapped
from tests.workflows.small_show import (
    AUDIO,
    DAY,
    OPEN,
    OTHER_TAPE,
    TAPE,
    Clone,
    check_settled,
    feed_items,
    guid_of,
    named_objects,
    objects,
    picture,
    record,
    slug_of,
)
from tests.workflows.test_prune import Timed, WaitingError, give_up

PICK = st.randoms(use_true_random=False)
PICTURES = {name: picture(300, name) for name in ("navy", "teal", "gold")}
REMEMBERED = timedelta(days=30)


class PruneAnyOrder(RuleBasedStateMachine):
    """Producers, a clock in strides of days, and what each feed of the last month named."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(prefix="airdate-test-"))
        self.numbers: list[int] = []
        self.withdrawn: set[int] = set()
        self.fed: dict[str, datetime] = {}
        """When each object was last named by a live feed."""

    @initialize()
    def begin(self) -> None:
        self.timed = Timed(self.home)
        self.publish_new(0, Random(0))

    def teardown(self) -> None:
        shutil.rmtree(self.home)

    @property
    def clone(self) -> Clone:
        return self.timed.clone

    @property
    def now(self) -> datetime:
        return self.timed.clock.now

    @rule(days=st.integers(0, 40), random=PICK)
    def publish_new(self, days: int, random: Random) -> None:
        """A new episode with a picture goes out, or is scheduled."""
        number = len(self.numbers) + 1
        colour = random.choice(sorted(PICTURES))
        self.clone.episode(
            number, date=self.now + days * DAY, notes="![A](a.jpg)\n", more=f"tags: [{colour}]"
        )
        self.clone.write(f"episodes/{slug_of(number)}/a.jpg", PICTURES[colour])
        self.clone.publish(number, now=self.now)
        self.numbers.append(number)

    @rule(random=PICK)
    def edit(self, random: Random) -> None:
        """Another picture under the old name, another tag."""
        self.change_picture(random)
        self.clone.regenerate(self.now, policy=OPEN)

    def change_picture(self, random: Random) -> None:
        number = self.pick(random)
        index = self.clone.folder / "episodes" / slug_of(number) / "index.md"
        colour = random.choice(sorted(PICTURES))
        old = next(line for line in index.read_text().splitlines() if line.startswith("tags: "))
        self.clone.edit(number, old, f"tags: [{colour}]")
        self.clone.write(f"episodes/{slug_of(number)}/a.jpg", PICTURES[colour])

    @rule(random=PICK)
    def replace(self, random: Random) -> None:
        """Other audio for a public episode, perhaps what it had before."""
        number = self.pick(random)
        if number in self.withdrawn or record(self.timed.roots, number).released_at is None:
            return
        tail = b"TAG" + f"{number}".encode().ljust(125, b"\0")
        body = (AUDIO / random.choice([TAPE, OTHER_TAPE])).read_bytes()
        self.clone.write(f"episodes/{slug_of(number)}/tape.mp3", body + tail)
        replace_audio(self.clone.context(self.now), slug_of(number), OPEN)

    @precondition(lambda self: len(self.numbers) - len(self.withdrawn) > 2)
    @rule(random=PICK)
    def withdraw(self, random: Random) -> None:
        """For good; what it had may be deleted at once."""
        number = self.pick(random)
        withdraw_episode(self.clone.context(self.now), slug_of(number), "", Policy(allow_mass_change=True))
        self.withdrawn.add(number)

    @rule(days=st.integers(0, 25))
    def wait(self, days: int) -> None:
        """Time passes; what is due goes out."""
        self.timed.at(self.now + days * DAY + timedelta(minutes=1))
        self.clone.regenerate(self.now, policy=OPEN)

    @rule()
    def prune(self) -> None:
        """And again, which finds nothing."""
        prune(self.clone.context(self.now))
        assert prune(self.clone.context(self.now)).plan.removals == ()

    @rule(random=PICK, at=st.integers(1, 120))
    def prune_beside_an_edit(self, random: Random, at: int) -> None:
        """A whole prune before the n-th operation of a run, or a run before that of a prune."""
        timed, roots = self.timed, self.timed.roots
        whole = timed.clone

        def prune_now() -> None:
            with suppress(StoreError):
                prune(whole.context(self.now))

        if random.random() < 0.5:
            timed.clone = whole.with_roots(tapped(roots, Interruption(at, prune_now)))
            self.edit(random)
        else:
            self.change_picture(random)
            tap = Interruption(at, self.regenerate_unless_it_waits)
            with suppress(StoreError):
                prune(whole.with_roots(tapped(roots, tap)).context(self.now))
        timed.clone = whole
        timed.clone.regenerate(self.now, policy=OPEN)

    def regenerate_unless_it_waits(self) -> None:
        with suppress(WaitingError):
            regenerate(replace(self.clone.context(self.now), wait=give_up), OPEN)

    def pick(self, random: Random) -> int:
        return random.choice([number for number in self.numbers if number not in self.withdrawn])

    @invariant()
    def all_that_is_named_stands(self) -> None:
        """By the live feed, by any page, by a feed of the last month, by a scheduled episode."""
        roots = self.timed.roots
        live = {number for number in self.numbers if record(roots, number).is_live}
        check_settled(roots, {guid_of(number) for number in live})
        public = set(objects(roots.public))
        staged = {row.key.removeprefix("staging/") for row in roots.private.list("staging/")}
        for number in set(self.numbers) - self.withdrawn - live:
            found = record(roots, number)
            assert {found.media.key, *(each.key for each in found.files.values())} <= staged
        self.fed |= dict.fromkeys(named_objects(objects(roots.public)["feed.xml"]), self.now)
        gone = {key for key, at in self.fed.items() if at > self.now - REMEMBERED} - public
        slugs = {slug_of(number) for number in self.withdrawn}
        taken = [record(roots, number).withdrawn for number in self.withdrawn]
        taken_back = {key for each in taken if each for key in each.keys}
        assert not {key for key in gone if not any(slug in key for slug in slugs)} - taken_back
        assert set(feed_items(roots)) == {guid_of(number) for number in live}


PruneAnyOrder.TestCase.settings = settings(
    max_examples=25, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
)
TestPruneAnyOrder = PruneAnyOrder.TestCase
