"""Doctor, the private part: what a stranger can list, and whether anything of the private root can be had."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from pipeline.core import findings
from pipeline.core.addresses import SHOW
from pipeline.core.bucket_addresses import beside, bucket_urls, object_urls
from pipeline.core.findings import Finding, Topic
from pipeline.core.web_facts import Answer, Failure
from pipeline.errors import FetchFault, StoreError
from pipeline.store.probing import PROBE_KEY
from pipeline.store.protocol import Store
from pipeline.workflows.asking import Question, ask_all
from pipeline.workflows.conversation import Conversation
from pipeline.workflows.doctor_public import MANNERS
from pipeline.workflows.doctor_store import Root
from pipeline.workflows.look_online import Way

PEEK_BYTES = 512
_LISTINGS = (b"<ListBucketResult", b"<ListVersionsResult")
_QUERIES = ("list-type=2&max-keys=1", "versions&max-keys=1")
_LIST_FIX = (
    "take s3:ListBucket (and ListBucketVersions) from everybody; reading objects is enough for listeners"
)
_PRIVATE_FIX = "give the private root a bucket of its own that nobody can read, or take public access from it"

_ok = partial(findings.ok, Topic.PRIVATE)
_skipped = partial(findings.skipped, Topic.PRIVATE)
_problem = partial(findings.problem, Topic.PRIVATE)


@dataclass(frozen=True)
class Stranger:
    """Somebody without credentials, and where they may look."""

    roots: Sequence[Root]
    """Those at S3."""
    base_url: str | None
    """None where the public root is seen nowhere yet."""
    way: Way
    talk: Conversation

    def urls_of(self, root: Root) -> list[str]:
        return bucket_urls(root.place.home, root.location.endpoint_url, root.location.region)


def look_at_listing(stranger: Stranger) -> Iterator[Finding]:
    """Whether everybody can see what a bucket holds, names of what is scheduled among it."""
    if not stranger.roots:
        yield _skipped("listing", "a folder is listed by nobody but the web server in front of it")
        return
    places = {url: root.place.home for root in stranger.roots for url in stranger.urls_of(root)}
    if stranger.base_url:
        parts = urlsplit(stranger.base_url)
        for url in (stranger.base_url, f"{parts.scheme}://{parts.netloc}/"):
            places.setdefault(url, url)
    questions = {Question(f"{url}?{query}"): name for url, name in places.items() for query in _QUERIES}
    answers = ask_all(questions, stranger.way, MANNERS, stranger.talk, "listings")
    open_at = dict.fromkeys(
        questions[question] for question, answer in answers.items() if _is_listing(answer)
    )
    for name in open_at:
        yield _problem("listing", f"everybody can list {name}", _LIST_FIX)
    if not open_at:
        yield _counted("listing", "a listing is refused", list(answers.values()))


def _is_listing(answer: Answer | Failure) -> bool:
    return isinstance(answer, Answer) and answer.is_there and any(mark in answer.body for mark in _LISTINGS)


def look_at_privacy(stranger: Stranger, private: Store) -> Iterator[Finding]:
    """Whether an object of the private root comes back from any address that can be derived."""
    try:
        known = {key: found.body for key in (SHOW, PROBE_KEY) if (found := private.get(key))}
    except StoreError as error:
        yield _skipped("private", error.text)
        return
    questions = {_part(url): key for key in known for url in _urls(stranger, key)}
    if not questions:
        yield _skipped("private", "there is nothing private yet, or no address at which it could be seen")
        return
    answers = ask_all(questions, stranger.way, MANNERS, stranger.talk, "private addresses")
    leaks = [question for question, answer in answers.items() if _gives(answer, known[questions[question]])]
    for question in leaks:
        key = questions[question]
        yield _problem("private", f"{question.url}: everybody can read {key}, which is private", _PRIVATE_FIX)
    if not leaks:
        yield _counted("private", "nothing private comes back", list(answers.values()))


def _urls(stranger: Stranger, key: str) -> list[str]:
    root = next((each for each in stranger.roots if each.name == "private"), None)
    if root is None:
        return beside(stranger.base_url, key) if stranger.base_url else []
    place = (root.place.home, root.place.prefix)
    return object_urls(place, key, stranger.urls_of(root), stranger.base_url)


def _part(url: str) -> Question:
    headers = (("Range", f"bytes=0-{PEEK_BYTES - 1}"), ("Accept-Encoding", "identity"))
    return Question(url, headers=headers, body_bytes=PEEK_BYTES)


def _gives(answer: Answer | Failure, body: bytes) -> bool:
    """Whether it is the very object, and not some page for all that is not there."""
    return isinstance(answer, Answer) and answer.is_there and answer.body == body[:PEEK_BYTES]


def _counted(check: str, what: str, answers: Sequence[Answer | Failure]) -> Finding:
    """How many addresses say so; the others told apart."""
    near = sum(isinstance(each, Failure) and each.fault is FetchFault.ADDRESS for each in answers)
    silent = sum(isinstance(each, Failure) for each in answers) - near
    said = len(answers) - near - silent
    rest = f"; {near} lead only to this machine or its network, and were not asked" if near else ""
    rest += f"; {silent} did not answer" if silent else ""
    if not said:
        return _skipped(check, f"no address answers to strangers{rest}")
    return _ok(check, f"{what} at {said} addresses{rest}")
