"""Publish, edit, schedule, regenerate and old clones in any order: what is live stays what it is."""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from pipeline.feed.read import LiveItem
from tests.workflows.small_show import (
    HOUR,
    NOW,
    OPEN,
    TAPE,
    Clone,
    check_settled,
    feed_items,
    guid_of,
    make_clone,
    memory_roots,
    point,
    record,
    slug_of,
    written_to,
)

HOURS = st.integers(min_value=0, max_value=5)
WORDS = st.sampled_from(["one", "two", "three", "four"])
PICK = st.randoms(use_true_random=False)


class AnyOrder(RuleBasedStateMachine):
    """One producer with a growing show, clones of any age, and a clock that only goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(prefix="airdate-test-"))
        self.now = NOW
        self.published: list[int] = []
        self.clones: list[Clone] = []
        self.live: dict[str, LiveItem] = {}

    @initialize()
    def begin(self) -> None:
        self.clone = make_clone(self.home, memory_roots())
        self.publish_new(0)

    def teardown(self) -> None:
        shutil.rmtree(self.home)

    @rule(hours=HOURS)
    def publish_new(self, hours: int) -> None:
        """A new episode goes out, or is scheduled."""
        number = len(self.published) + 1
        self.clone.episode(number, date=self.now + hours * HOUR)
        self.clone.publish(number, now=self.now)
        self.published.append(number)

    @rule(random=PICK, word=WORDS)
    def edit(self, random: Random, word: str) -> None:
        """Words change, and wait for any run."""
        index = self.clone.folder / "episodes" / slug_of(random.choice(self.published)) / "index.md"
        index.write_text(f"{index.read_text()}\nAnd {word}.\n")

    @rule(random=PICK)
    def publish_again(self, random: Random) -> None:
        """An episode is named, whether it was edited or not."""
        self.clone.publish(random.choice(self.published), now=self.now)

    @rule(random=PICK, hours=HOURS)
    def change_date(self, random: Random, hours: int) -> None:
        """Another date: it counts before release, and is only warned about later."""
        number = random.choice(self.published)
        text = (self.clone.folder / "episodes" / slug_of(number) / "index.md").read_text()
        old = next(line for line in text.splitlines() if line.startswith("date: "))
        self.clone.edit(number, old, f"date: {(self.now + hours * HOUR).isoformat()}")

    @rule(word=WORDS)
    def edit_show(self, word: str) -> None:
        """The show's settings change."""
        path = self.clone.folder / "podcast.toml"
        lines = [f'copyright = "{word}"' if "copyright" in line else line for line in _lines(path)]
        path.write_text("\n".join(lines))

    @rule(hours=HOURS)
    def wait(self, hours: int) -> None:
        """Time passes."""
        self.now += hours * HOUR + timedelta(minutes=1)

    @rule()
    def regenerate(self) -> None:
        """The nightly run."""
        self.rest()

    @rule(without=st.sampled_from(["", "*.mp3", "*.mp3 *.jpg", "episodes"]))
    def keep_a_clone(self, without: str) -> None:
        """A clone that will be old."""
        self.clones.append(self.clone.copy(f"clone{len(self.clones)}", without=without))

    @precondition(lambda self: self.clones)
    @rule(random=PICK)
    def regenerate_from_an_old_clone(self, random: Random) -> None:
        """A nightly run that was started from an old commit changes no words back."""
        before = {number: record(self.clone.roots, number).notes for number in self.published}
        seen = {number: record(self.clone.roots, number).sources["text"].earlier for number in self.published}
        random.choice(self.clones).regenerate(self.now, policy=OPEN)
        for number in self.published:
            after = record(self.clone.roots, number)
            assert after.notes == before[number] or after.sources["text"].now not in seen[number]
        self.rest()

    @precondition(lambda self: self.clones)
    @rule(random=PICK)
    def publish_from_an_old_clone(self, random: Random) -> None:
        """A second producer, whose clone lacks the newest episodes, publishes one of their own."""
        number = len(self.published) + 1
        clone = random.choice(self.clones)
        clone.episode(number, date=self.now, audio=TAPE)
        clone.publish(number, now=self.now)
        shutil.copytree(
            clone.folder / "episodes" / slug_of(number), self.clone.folder / "episodes" / slug_of(number)
        )
        self.published.append(number)

    @precondition(lambda self: self.clones)
    @rule(random=PICK)
    def lose_files(self, random: Random) -> None:
        """A clone has pointers in place of its files."""
        point(random.choice(self.clones), "*.mp3", "*.jpg")

    def rest(self) -> None:
        """The newest clone's edits go out; then a run writes nothing."""
        self.clone.regenerate(self.now, policy=OPEN)
        written_to(self.clone.roots).clear()
        assert not self.clone.regenerate(self.now, policy=OPEN).result.plan
        assert written_to(self.clone.roots) == []

    @invariant()
    def what_is_live_stays(self) -> None:
        """No item disappears; guid, date and media never change."""
        items = feed_items(self.clone.roots)
        for guid, item in self.live.items():
            now = items[guid]
            assert (now.date, now.enclosure_url, now.length) == (item.date, item.enclosure_url, item.length)
        self.live = items
        due = {number for number in self.published if record(self.clone.roots, number).released_at}
        check_settled(self.clone.roots, {guid_of(number) for number in due})


def _lines(path: Path) -> list[str]:
    lines = path.read_text().splitlines()
    return lines if any("copyright" in line for line in lines) else ['copyright = ""', *lines]


AnyOrder.TestCase.settings = settings(
    max_examples=40, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
TestAnyOrder = AnyOrder.TestCase
