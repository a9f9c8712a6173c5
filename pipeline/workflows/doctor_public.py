"""Doctor, the public part: what a stranger, a player and a page elsewhere get at the show's address."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from pipeline.core import findings
from pipeline.core.addresses import Addresses, page_key
from pipeline.core.findings import Finding, Topic
from pipeline.core.record import EpisodeRecord
from pipeline.core.web_facts import ORIGIN, Answer, Failure
from pipeline.errors import FetchFault
from pipeline.workflows.asking import Question, ask_all
from pipeline.workflows.conversation import Conversation
from pipeline.workflows.look_online import Manners, Way
from pipeline.workflows.render import newest_first
from pipeline.workflows.state import State

MANNERS = Manners(within_s=60.0)
_TRANSCRIPTS = (".vtt", ".srt")
_CHAPTERS = ".chapters.json"
_SILENT = frozenset({FetchFault.CONNECT, FetchFault.TIME, FetchFault.NAME, FetchFault.CERTIFICATE})
_OPEN = "let everybody read the public root at 'base_url'"
_CORS = "allow GET and HEAD from every origin (CORS); docs/stores.md has the lines to paste"

_ok = partial(findings.ok, Topic.PUBLIC)
_skipped = partial(findings.skipped, Topic.PUBLIC)
_warning = partial(findings.warning, Topic.PUBLIC)
_problem = partial(findings.problem, Topic.PUBLIC)


@dataclass(frozen=True)
class Samples:
    """One public object of each kind that players fetch, by key; None where there is none yet."""

    feed: str | None = None
    media: str | None = None
    chapters: str | None = None
    transcript: str | None = None
    page: str | None = None

    @property
    def for_scripts(self) -> dict[str, str | None]:
        """What players in pages of others read."""
        return {"media": self.media, "chapters": self.chapters, "transcripts": self.transcript}


def find_samples(state: State | None) -> Samples:
    """The newest of each."""
    if state is None or state.feed is None:
        return Samples()
    live = newest_first(each.value for each in state.records.values() if each.value.is_live)
    transcripts = (
        file.key for each in live for file in each.files.values() if file.key.endswith(_TRANSCRIPTS)
    )
    return Samples(
        "feed.xml",
        live[0].media.key if live else None,
        next((key for key in state.written if key.endswith(_CHAPTERS)), None),
        next(transcripts, None),
        _page_of(live[0]) if live else None,
    )


def _page_of(record: EpisodeRecord) -> str:
    return page_key(record.slug)


def look_at_public(
    addresses: Addresses | None, samples: Samples, way: Way, talk: Conversation
) -> Iterator[Finding]:
    """What is served at the public address, and how."""
    if addresses is None:
        yield _skipped("address", "the show has no public https address yet")
        return
    reached, is_there = _reach(addresses, samples, way, talk)
    yield reached
    if not is_there:
        return
    questions = _questions(addresses, samples)
    answers = ask_all(questions.values(), way, MANNERS, talk, "public addresses")
    said = {name: answers.get(question) for name, question in questions.items()}
    yield _look_at_ranges(said.get("ranges"))
    for kind in samples.for_scripts:
        yield _look_at_cors(kind, said.get(kind))
    yield _look_at_index(said, pretty=addresses.pretty)


def _reach(addresses: Addresses, samples: Samples, way: Way, talk: Conversation) -> tuple[Finding, bool]:
    """Whether anybody answers, by https with a certificate that is trusted, and has the feed."""
    question = Question(addresses.feed)
    answer = ask_all([question], way, MANNERS, talk, "public addresses").get(question)
    if answer is None or isinstance(answer, Failure):
        reason = answer.reason if answer else "no time was left"
        fix = (answer.fix if answer else None) or "set base_url to where the public root is served by https"
        return _problem("address", f"{addresses.feed}: {reason}", fix), False
    if answer.is_there and answer.is_downgraded:
        text = f"{addresses.feed} leads to {answer.url}, which is not encrypted"
        return _problem("address", text, "let https addresses lead to https addresses alone"), True
    if answer.is_there:
        return _ok("address", f"{addresses.feed} is served by https"), True
    if samples.feed is None and answer.status in (403, 404):
        return _ok("address", f"{addresses.base_url} answers, and has no feed yet"), True
    return _problem("address", f"{addresses.feed} answers {answer.status}", _OPEN), True


def _questions(addresses: Addresses, samples: Samples) -> dict[str, Question]:
    """By check."""
    asked = {"index": Question(addresses.base_url)}
    sample = samples.media or samples.feed
    plain = ("Accept-Encoding", "identity")
    if sample:
        asked["ranges"] = Question(addresses.url(sample), headers=(("Range", "bytes=1-2"), plain))
    for kind, key in samples.for_scripts.items():
        if key:
            headers = (("Origin", ORIGIN), ("Range", "bytes=0-1"))
            asked[kind] = Question(addresses.url(key), headers=headers)
    if samples.page:
        asked["page"] = Question(addresses.base_url + quote(samples.page.removesuffix(".html")))
    return asked


def _look_at_ranges(answer: Answer | Failure | None) -> Finding:
    if answer is None:
        return _skipped("ranges", "nothing is published yet")
    if isinstance(answer, Failure):
        return _problem("ranges", answer.reason, answer.fix)
    if answer.status == 206 and answer.span and answer.span[:2] == (1, 2):
        return _ok("ranges", f"{answer.url} is served in parts")
    if answer.status == 200:
        text = (
            f"{answer.url} comes whole where a part was asked for: players cannot seek, and Apple refuses it"
        )
        return _problem("ranges", text, "let the server or CDN answer byte ranges")
    return _problem("ranges", f"{answer.url} answers {answer.status} where a part was asked for", _OPEN)


def _look_at_cors(kind: str, answer: Answer | Failure | None) -> Finding:
    check = f"cors_{kind}"
    if answer is None:
        return _skipped(check, f"no {kind} to look at yet")
    if isinstance(answer, Failure):
        return _problem(check, answer.reason, answer.fix)
    if not answer.is_there:
        return _problem(check, f"{answer.url} answers {answer.status}", _OPEN)
    told = [hop.allow_origin for hop in answer.hops] + [answer.headers.get("access-control-allow-origin")]
    if all(each in ("*", ORIGIN) for each in told):
        return _ok(check, f"players in pages of others may read {kind}")
    text = f"{answer.url} has no Access-Control-Allow-Origin: players in pages of others cannot read {kind}"
    return _warning(check, text, _CORS)


def _look_at_index(said: Mapping[str, Answer | Failure | None], *, pretty: bool) -> Finding:
    index, page = said.get("index"), said.get("page")
    if page is None:
        return _skipped("index_documents", "no page to look at yet")
    serves = [_is_page(each) for each in (index, page)]
    if pretty and not all(serves):
        lacking = "addresses without .html" if serves[0] else "index.html for its folder"
        text = f"'pretty_urls' is set, but the host does not serve {lacking}"
        return _problem(
            "index_documents", text, "take pretty_urls out of podcast.toml, or have the host serve them"
        )
    if pretty:
        return _ok("index_documents", "the host serves what 'pretty_urls' needs")
    if all(serves):
        return _ok("index_documents", "the host serves pages without .html: pretty_urls = true would work")
    return _ok("index_documents", "the host serves pages by their files' names; links name them so")


def _is_page(answer: Answer | Failure | None) -> bool:
    return isinstance(answer, Answer) and answer.status == 200 and answer.content_type == "text/html"
