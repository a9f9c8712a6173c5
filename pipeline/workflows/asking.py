"""Many questions put to servers at once, and none of them hurried: what verifying a show needs."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from threading import BoundedSemaphore
from time import monotonic
from urllib.parse import urlsplit

from pipeline.core.web_facts import Answer, Failure
from pipeline.errors import FetchError
from pipeline.web.fetch import fetch
from pipeline.workflows.conversation import Conversation
from pipeline.workflows.look_online import Manners, Way


@dataclass(frozen=True)
class Question:
    """One request."""

    url: str
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    body_bytes: int = 16_384
    """How much of the answer is read."""


def ask_all(
    questions: Iterable[Question], way: Way, manners: Manners, talk: Conversation, what: str
) -> dict[Question, Answer | Failure]:
    """Put every question once; those that the time does not reach are left out.

    Args:
        questions: What to ask.
        way: Which machines may be asked.
        manners: How many at once, and for how long.
        talk: Told of the progress.
        what: What is looked at, in the plural: "pages".
    """
    asked = list(dict.fromkeys(questions))
    if asked:
        talk.say(f"looking at {len(asked):,} {what}")
    desk = _Desk(way, manners, monotonic() + manners.within_s, _doors(asked, manners.per_host))
    with ThreadPoolExecutor(manners.at_once, "ask") as pool:
        found: dict[Question, Answer | Failure] = {}
        for count, (question, answer) in enumerate(zip(asked, pool.map(desk.ask, asked), strict=True), 1):
            if answer is not None:
                found[question] = answer
            if count % (10 * manners.say_every) == 0 and count < len(asked):
                talk.say(f"looked at {count:,} of {len(asked):,} {what}")
    return found


def _doors(asked: Sequence[Question], per_host: int) -> Mapping[str, BoundedSemaphore]:
    return {host: BoundedSemaphore(per_host) for host in {_host(each.url) for each in asked}}


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


@dataclass(frozen=True)
class _Desk:
    way: Way
    manners: Manners
    deadline: float
    doors: Mapping[str, BoundedSemaphore] = field(repr=False)

    def ask(self, question: Question) -> Answer | Failure | None:
        """None where no time was left."""
        with self.doors[_host(question.url)]:
            limits = self.manners.limits
            left_s = min(limits.total_s, self.deadline - monotonic())
            if left_s <= 0:
                return None
            try:
                return fetch(
                    question.url,
                    method=question.method,
                    headers=dict(question.headers),
                    limits=replace(limits, total_s=left_s, body_bytes=question.body_bytes),
                    allow_private=self.way.allow_private,
                    cut=True,
                    own_host=self.way.own_host,
                    network=self.way.network,
                )
            except FetchError as error:
                return Failure(error.fault, error.reason, error.fix)
