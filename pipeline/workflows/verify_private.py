"""What ought to be private, asked for as a stranger would: nothing of it may come back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from pipeline.core.addresses import (
    ANNOUNCED,
    MANIFEST,
    SHOW,
    SNAPSHOT,
    STAGING,
    STORE_PROFILE,
    Addresses,
    record_key,
)
from pipeline.core.record import EpisodeRecord
from pipeline.core.web_facts import Answer, Failure
from pipeline.errors import Problem
from pipeline.store.protocol import Roots, Store
from pipeline.workflows.asking import Question
from pipeline.workflows.state import State

PEEK_BYTES = 512
"""Enough to tell that it is the very object, and not some page for all that is not there."""
MOST_RECORDS = 3
MOST_STAGED = 50
_FIX = "let nobody read the private root: give it a bucket or a folder of its own that is not served"


@dataclass(frozen=True)
class Secret:
    """Something private, and how to recognise it."""

    name: str
    """What it is called in messages."""
    marks: bytes
    """What it begins with, or where it is a page, holds."""
    is_page: bool = False

    def is_in(self, answer: Answer) -> bool:
        """Whether an answer gives it away."""
        if not answer.is_there or not self.marks:
            return False
        return self.marks in answer.body if self.is_page else answer.body.startswith(self.marks)


def find_secrets(state: State, roots: Roots, addresses: Addresses) -> dict[Question, Secret]:
    """Every private object worth asking for, under the addresses where it might be seen by mistake.

    Raises:
        StoreError: One of them cannot be read by us.
    """
    private = roots.private
    found: dict[Question, Secret] = {}
    records = [record_key(guid) for guid in list(state.records)[:MOST_RECORDS]]
    for key in (SHOW, MANIFEST, SNAPSHOT, STORE_PROFILE, ANNOUNCED, *records):
        known = private.get(key)
        if known is not None:
            secret = Secret(key, known.body[:PEEK_BYTES])
            found |= {_part(url): secret for url in _urls_of(key, addresses)}
    for key in list(state.staged)[:MOST_STAGED]:
        secret = Secret(STAGING + key, _start_of(private, STAGING + key, state.staged[key]))
        urls = _urls_of(STAGING + key, addresses)
        # A picture that a released episode shows as well is public already.
        found |= {
            _part(url): secret for url in (*urls, *(() if key in state.there else [addresses.url(key)]))
        }
    return found | _pages(state, addresses)


def _pages(state: State, addresses: Addresses) -> dict[Question, Secret]:
    """The pages that scheduled episodes will have."""
    return {
        Question(addresses.page(record.slug), body_bytes=65_536): Secret(
            f"the page of {record.slug}", escape(record.front.title or record.slug).encode(), is_page=True
        )
        for record in scheduled(state)
    }


def scheduled(state: State) -> list[EpisodeRecord]:
    """Episodes that wait for their date."""
    every = (each.value for each in state.records.values())
    return [record for record in every if record.released_at is None and record.withdrawn is None]


def _urls_of(key: str, addresses: Addresses) -> Sequence[str]:
    """Below the public address, beside it, and where both roots are served from above."""
    base = addresses.base_url
    above = base.removesuffix("/").rpartition("/")[0] + "/"
    beside = [f"{above}private/"] if base.removesuffix("/").count("/") > 2 else []
    return [place + addresses.url(key).removeprefix(base) for place in (base, f"{base}private/", *beside)]


def _part(url: str) -> Question:
    headers = (("Range", f"bytes=0-{PEEK_BYTES - 1}"), ("Accept-Encoding", "identity"))
    return Question(url, headers=headers, body_bytes=PEEK_BYTES)


def _start_of(store: Store, key: str, size_bytes: int) -> bytes:
    return store.get_range(key, 0, min(size_bytes, PEEK_BYTES)) if size_bytes else b""


def check_private(
    secrets: Mapping[Question, Secret], asked: Mapping[Question, Answer | Failure]
) -> Iterator[Problem]:
    """Everything private that a stranger can read."""
    for question, answer in asked.items():
        secret = secrets[question]
        if isinstance(answer, Answer) and secret.is_in(answer):
            yield Problem(question.url, 0, f"everybody can read {secret.name}, which is private", _FIX)


def counted_private(secrets: Mapping[Question, Secret], problems: Iterable[Problem]) -> str:
    """What was asked for, in a sentence."""
    names = {secret.name for secret in secrets.values()}
    if any(problems):
        return f"not all of {len(names)} private objects are out of reach"
    return f"{len(names)} private objects are out of reach"
