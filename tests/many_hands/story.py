"""Many producers with clones of different age, and a nightly job with the oldest, all at once."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from pipeline.core.addresses import FEED
from pipeline.core.personality import Conditions
from pipeline.errors import AirdateError
from pipeline.store.memory import MemoryStore
from tests.many_hands.turns import Turns, in_turns
from tests.many_hands.watching import Onlooker
from tests.workflows.small_show import (
    DAY,
    NOW,
    PODCAST_TOML,
    Clone,
    check_settled,
    feed_items,
    guid_of,
    make_clone,
    memory_roots,
    record,
    show_record,
)

TRIES = 12
"""How often a producer repeats a command that said it failed."""
NIGHTS = 12
"""How often the nightly job runs, at most."""
NIGHTLY = "nightly"
WITHOUT_SITE = 'site = false\nlink = "https://wind.example/"\n'


@dataclass(frozen=True)
class Cast:
    """Who takes part, and where."""

    conditions: Conditions
    seed: int
    writers: int = 8
    episodes: int = 6
    has_site: bool = False
    """Pages take three quarters of the time, and are no more than the feed made otherwise."""

    def __str__(self) -> str:
        return f"{self.conditions} seed {self.seed}"


@dataclass
class Tale:
    """How it ended."""

    cast: Cast
    wanted: int = 0
    present: int = 0
    """Of the wanted episodes, in the feed when all had ended, and nothing was done about it yet."""
    feeds: int = 0
    turns: int = 0
    codes: list[int] = field(default_factory=list)
    """Exit codes of all the producers' commands."""
    nights: list[int] = field(default_factory=list)
    """The same of the nightly job's."""
    vanished: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    """Items that were not in the feed when their command said that it was done."""
    findings: list[str] = field(default_factory=list)
    """Broken promises."""

    @property
    def refused(self) -> int:
        """How many commands said that they failed."""
        return sum(code != 0 for code in self.codes)


def play(cast: Cast, folder: Path) -> Tale:
    """Let them all begin at once, and look at what is left.

    What must hold depends on the store: where conditions hold, nothing is
    ever missing; elsewhere nothing is missing after one more nightly run.
    """
    stage = _Stage(cast, folder)
    stage.run()
    tale = stage.tale
    tale.turns, tale.feeds = stage.turns.taken, stage.onlooker.looks
    tale.vanished = stage.onlooker.vanished
    tale.findings += stage.onlooker.broken
    live = set(feed_items(stage.start.roots))
    tale.wanted, tale.present = len(stage.wanted), len(stage.wanted & live)
    if cast.conditions is Conditions.ENFORCES:
        tale.findings += [f"{guid} is missing at the end" for guid in sorted(stage.wanted - live)]
        tale.findings += [f"{guid} vanished" for guid in tale.vanished]
        tale.findings += [f"{guid} was late" for guid in tale.late]
    stage.oldest.regenerate(NOW + DAY)
    stage.check_end()
    return tale


class _Stage:
    """The show, the clones, and who does what."""

    def __init__(self, cast: Cast, folder: Path) -> None:
        self.cast, self.tale = cast, Tale(cast)
        self.random = Random(f"{cast.conditions} {cast.seed}")
        toml = (
            PODCAST_TOML if cast.has_site else PODCAST_TOML.replace("tag_media", f"{WITHOUT_SITE}tag_media")
        )
        self.start = make_clone(folder, memory_roots(cast.conditions), toml)
        self.ages = self._ages()
        self.oldest = self.ages[0]
        self.clones = [
            self.random.choice(self.ages).copy(f"producer-{number}") for number in range(cast.writers)
        ]
        public = self.start.roots.public
        assert isinstance(public, MemoryStore)
        self.onlooker = Onlooker(public)
        self.onlooker.look(FEED)
        self.turns = Turns(self.random)
        self.wanted = {guid_of(1), guid_of(2)}
        self.words: dict[int, str] = {}
        """What an edit put into the notes of an episode, and nobody took back."""
        self.running = cast.writers

    def _ages(self) -> Sequence[Clone]:
        """Four clones: as long as the first episode, the second, an edit of the first, one of the show."""
        start, ages = self.start, []
        start.episode(1)
        start.publish(1)
        ages.append(start.copy("oldest"))
        start.episode(2)
        start.publish(2)
        ages.append(start.copy("older"))
        start.edit(1, "rarely", "seldom")
        start.publish(1)
        ages.append(start.copy("old"))
        start.edit_file("podcast.toml", "Running injuries", "All injuries")
        start.regenerate()
        return [*ages, start.copy("new")]

    def run(self) -> None:
        names = [f"producer-{number}" for number in range(self.cast.writers)]
        self.turns.join(*names, NIGHTLY)
        with ThreadPoolExecutor(len(names) + 1) as pool:
            runs = [pool.submit(self._produce, number, name) for number, name in enumerate(names)]
            runs.append(pool.submit(self._regenerate))
            for each in runs:
                each.result()

    def _clone(self, clone: Clone, who: str) -> Clone:
        return clone.with_roots(in_turns(self.start.roots, self.turns, who, self.onlooker.look))

    def _produce(self, number: int, name: str) -> None:
        """Publish one episode after the other; every second one is edited before the next."""
        clone, random = self._clone(self.clones[number], name), Random(f"{self.cast.seed} {number}")
        try:
            for count in range(self.cast.episodes):
                episode = 100 * (number + 1) + count
                clone.episode(episode)
                self.wanted.add(guid_of(episode))
                self._publish(clone, episode)
                if count % 2:
                    word = random.choice(("never", "hardly", "always"))
                    clone.edit(episode, "rarely", word)
                    self.words[episode] = word
                    self._publish(clone, episode)
        finally:
            self.running -= 1
            self.turns.leave(name)

    def _publish(self, clone: Clone, episode: int) -> None:
        code = -1
        for _ in range(TRIES):
            code = _exit_code(lambda: clone.publish(episode))
            self.tale.codes.append(code)
            if code == 0:
                break
        if code:
            self.tale.findings.append(f"{guid_of(episode)} could not be published: exit {code}")
        elif guid_of(episode) not in feed_items(self.start.roots):
            self.tale.late.append(guid_of(episode))

    def _regenerate(self) -> None:
        """The nightly job of the oldest clone, over and over."""
        clone = self._clone(self.oldest.copy("nightly"), NIGHTLY)
        try:
            for _ in range(NIGHTS):
                if not self.running:
                    break
                self.tale.nights.append(_exit_code(clone.regenerate))
        finally:
            self.turns.leave(NIGHTLY)

    def check_end(self) -> None:
        """Everything is there, and every edit stands."""
        roots, findings = self.start.roots, self.tale.findings
        try:
            check_settled(roots, self.wanted) if self.cast.has_site else None
        except AssertionError as error:
            findings.append(f"not settled: {error}")
        missing = self.wanted - set(feed_items(roots))
        findings += [f"{guid} is lost" for guid in sorted(missing)]
        for episode, word in {1: "seldom", **self.words}.items():
            if word not in record(roots, episode).notes:
                findings.append(f"the edit of {guid_of(episode)} was undone")
        if not show_record(roots).show.description.startswith("All"):
            findings.append("the edit of the show was undone")


def _exit_code(command: Callable[[], object]) -> int:
    """As the command line tells how it went."""
    try:
        return 0 if command() is not None else 1
    except AirdateError as error:
        return error.exit_code
