"""Verify: the live show through its public address, as an app sees it, held against the records."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pipeline.core.addresses import FEED, Addresses
from pipeline.core.feed_assets import FeedAssets
from pipeline.core.feed_document import Node
from pipeline.core.freshness import Freshness, Verdict, parse_age, parse_lifetime
from pipeline.core.record import EpisodeRecord, ShowRecord
from pipeline.core.web_facts import Answer
from pipeline.errors import AirdateError, InputError, Level, Problem
from pipeline.source.show_file import PODCAST_TOML
from pipeline.store.protocol import Fetched, Store
from pipeline.web.outside import Outside
from pipeline.workflows.asking import Question, ask_all
from pipeline.workflows.check_feed import check_feed_chunks
from pipeline.workflows.checked import checked
from pipeline.workflows.context import Context
from pipeline.workflows.look_online import Manners, Way, look_online
from pipeline.workflows.public_feed import FeedLook, look_at_feed, way_to
from pipeline.workflows.render import addresses_of, newest_first
from pipeline.workflows.state import State, load_state
from pipeline.workflows.verify_pages import check_links, check_pages, links_in, page_urls
from pipeline.workflows.verify_private import check_private, counted_private, find_secrets

EVERY = 1_000_000
"""More episodes than any show has."""
LINK_MANNERS = Manners(at_once=4, per_host=1, within_s=300.0)
"""Other people's servers."""


@dataclass(frozen=True)
class Wanted:
    """What is looked at."""

    newest: int = EVERY
    """Of how many episodes, the newest."""
    links: bool = False
    """The links in the notes as well."""
    within_s: float = 900.0
    """For files, pages and what is private, each."""

    @property
    def manners(self) -> Manners:
        return Manners(within_s=self.within_s, say_every=50)


@dataclass(frozen=True)
class Verified:
    """What was seen."""

    feed_url: str
    look: FeedLook
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    """What was looked at, in sentences."""

    @property
    def feed(self) -> Verdict:
        return self.look.verdict

    @property
    def is_wrong(self) -> bool:
        """Whether listeners or directories meet something that is wrong."""
        return any(problem.level is Level.ERROR for problem in self.problems)

    @property
    def facts(self) -> dict[str, object]:
        """How the feed is served; empty where nothing answered."""
        answer = self.look.answer
        return _facts(answer) if answer else {}


@dataclass
class _Gathered:
    """What one reading of the served feed gives."""

    assets: FeedAssets
    links: dict[str, str] = field(default_factory=dict)
    """By address, the episode that names it first."""

    def look_at(self, item: Node) -> None:
        self.assets.look_at(item)
        name = item.text_of("title") or item.text_of("guid")
        for url in links_in(item.text_of("description")):
            self.links.setdefault(url, name)


def verify(context: Context, wanted: Wanted) -> Verified:
    """Look at the live show as its listeners do.

    Raises:
        AirdateError: Nothing was ever published here.
        InputError: The show has no public address.
        StoreError: The store could not be read.
    """
    state = load_state(context.roots)
    if state.show is None or state.feed is None:
        fix = "publish a first episode: airdate publish"
        raise AirdateError(f"nothing was ever published to {context.roots.private.name}", fix)
    show = state.show.value
    addresses = addresses_of(show)
    require_public(addresses)
    way = way_to(addresses, context.outside or Outside())
    context.talk.say(f"looking at {addresses.feed}")
    guids = frozenset(state.records)
    written_s = _seconds_since(context.roots.public, context.now)
    look = look_at_feed(addresses.feed, state.feed.body, lambda: guids, way, context.wait, written_s)
    of_feed = _problems_of_feed(look, addresses.feed)
    if look.verdict.freshness is Freshness.UNREACHABLE:
        return Verified(addresses.feed, look, of_feed)
    problems, notes = _look_behind(context, wanted, state, show, (look, way))
    return Verified(addresses.feed, look, (*of_feed, *problems), tuple(notes))


def require_public(addresses: Addresses) -> None:
    """Only what others can see can be looked at.

    Raises:
        InputError: The show is published as a preview.
    """
    if addresses.is_preview:
        text = f"the show is published under {addresses.base_url}, which is a preview: nobody else sees it"
        raise InputError(
            [Problem(PODCAST_TOML, 0, text, 'set base_url = "https://…/", then airdate publish')]
        )


def _seconds_since(public: Store, now: datetime) -> float | None:
    """How long ago the feed was written; None where the store does not say."""
    written = next((each.modified_at for each in public.list(FEED) if each.key == FEED), None)
    return (now - written).total_seconds() if written else None


def _problems_of_feed(look: FeedLook, url: str) -> tuple[Problem, ...]:
    verdict = look.verdict
    if verdict.freshness is Freshness.CURRENT:
        return ()
    level = Level.ADVICE if verdict.freshness is Freshness.CACHED else Level.ERROR
    return (Problem(url, 0, verdict.text, verdict.fix, level),)


def _look_behind(
    context: Context, wanted: Wanted, state: State, show: ShowRecord, way: tuple[FeedLook, Way]
) -> tuple[list[Problem], list[str]]:
    """Everything that the feed of the store names, and what it must not lead to."""
    addresses, (look, to) = addresses_of(show), way
    assert state.feed is not None  # the caller has looked
    gathered, problems = _read(state.feed, look, addresses.feed, context.now, wanted.newest)
    is_served = look.answer is not None and look.answer.status == 200
    looked = look_online(
        gathered.assets,
        addresses.feed,
        context.talk,
        feed_url=addresses.feed if is_served else None,
        way=to,
        manners=wanted.manners,
    )
    problems += looked.problems
    notes = [looked.summary]
    if show.show.pages is not None:
        problems += _verify_pages(context, wanted, newest_first(_records(state)), to, addresses, notes)
    secrets = find_secrets(state, context.roots, addresses)
    answers = ask_all(secrets, to, wanted.manners, context.talk, "addresses that must lead nowhere")
    leaks = list(check_private(secrets, answers))
    notes.append(counted_private(secrets, leaks))
    problems += leaks
    if wanted.links:
        problems += _verify_links(context, gathered.links, addresses, notes)
    # Silenced rules do not speak here either.
    return list(checked(problems, show.show.silence).problems), notes


def _records(state: State) -> Iterable[EpisodeRecord]:
    return (each.value for each in state.records.values())


def _read(
    feed: Fetched, look: FeedLook, url: str, now: datetime, newest: int
) -> tuple[_Gathered, list[Problem]]:
    """What the feed in the store names, and the errors of the feed as it is served."""
    gathered = _Gathered(FeedAssets(newest))
    report = check_feed_chunks([feed.body], url, url=url, now=now, on_item=gathered.look_at)
    if report.document.channel is not None:
        gathered.assets.finish(report.document.channel)
    if look.verdict.freshness is Freshness.CACHED and look.answer is not None:
        report = check_feed_chunks([look.answer.body], url, url=url, now=now)
    return gathered, [each for each in report.problems if each.level is Level.ERROR]


def _verify_pages(
    context: Context,
    wanted: Wanted,
    records: Sequence[EpisodeRecord],
    way: Way,
    addresses: Addresses,
    notes: list[str],
) -> list[Problem]:
    questions = [Question(url) for url in page_urls(addresses, records[: wanted.newest])]
    answers = ask_all(questions, way, wanted.manners, context.talk, "pages")
    left = f"; no time was left for {len(questions) - len(answers)}" if len(answers) < len(questions) else ""
    notes.append(f"looked at {len(answers)} pages{left}")
    return list(check_pages(answers))


def _verify_links(
    context: Context, links: Mapping[str, str], addresses: Addresses, notes: list[str]
) -> list[Problem]:
    """Of other people's pages; ours were looked at. No private machine is asked, whatever notes name."""
    outside = context.outside or Outside()
    way = Way(outside.allow_private, outside.network)
    theirs = [Question(url, "HEAD", (), 0) for url in links if not url.startswith(addresses.base_url)]
    heads = ask_all(theirs, way, LINK_MANNERS, context.talk, "links")
    # Many servers do not know HEAD: what looks lost is asked for once more.
    doubtful = [each for each, answer in heads.items() if isinstance(answer, Answer) and answer.status >= 400]
    answers = ask_all(
        [Question(each.url) for each in doubtful], way, LINK_MANNERS, context.talk, "links once more"
    )
    notes.append(f"looked at {len(heads)} links")
    final = {each: answer for each, answer in heads.items() if each not in doubtful} | answers
    return list(check_links(final, links))


def _facts(answer: Answer) -> dict[str, object]:
    headers = answer.headers
    return {
        "status": answer.status,
        "content_type": answer.content_type,
        "size_bytes": len(answer.body),
        "age_s": parse_age(headers),
        "may_be_kept_s": parse_lifetime(headers),
        "etag": headers.get("etag"),
        "last_modified": headers.get("last-modified"),
        "content_encoding": headers.get("content-encoding"),
        "redirects": [hop.url for hop in answer.hops],
    }
