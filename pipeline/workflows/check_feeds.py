"""Check feeds by name: files, or addresses that are fetched while they are checked."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pipeline.core.addresses import Addresses
from pipeline.core.feed_assets import FeedAssets
from pipeline.core.feed_document import Node
from pipeline.errors import AirdateError, FetchError, InputError, Problem
from pipeline.source.show_file import PODCAST_TOML, read_show
from pipeline.workflows.check_feed import FeedReport, check_feed_chunks, check_feed_file
from pipeline.workflows.checked import Checked, Wishes, checked
from pipeline.workflows.context import Context
from pipeline.workflows.conversation import Conversation


def check_feeds(
    names: Sequence[str],
    cwd: Path,
    now: datetime,
    silence: Mapping[str, str],
    wishes: Wishes,
    talk: Conversation,
) -> Checked:
    """Every problem of each feed, and of what it names where that is wished.

    Args:
        names: Paths and addresses.
        cwd: What paths are meant from.
        now: What dates are held against.
        silence: Rules that are not to speak, by id, with the reason.
        wishes: What is looked at besides.
        talk: Who is told of the progress.

    Raises:
        InputError: There is no such file; of several feeds that is a problem among the others.
        AirdateError: An address does not answer with a document; the same holds.
    """
    problems: list[Problem] = []
    left_out: dict[str, int] = {}
    notes: list[str] = []
    for name in names:
        assets = FeedAssets()
        try:
            report = _check_one(name, cwd, now, wishes, assets.look_at if wishes.online else None)
        except AirdateError as error:
            if len(names) == 1:
                raise
            problems += _as_problems(name, error)
            continue
        problems += report.problems
        for rule, count in report.left_out.items():
            left_out[rule] = left_out.get(rule, 0) + count
        if wishes.online:
            problems += _look(name, report, assets, wishes, talk, notes)
    return checked(problems, silence, left_out, notes)


def check_public_feed(context: Context, wishes: Wishes) -> Checked:
    """The show's own feed as it is seen on the web, and what it names; that there is none is a problem."""
    file = read_show(context.folder)
    if not file.show.base_url:
        text = "'base_url' is missing: there is nothing online to look at"
        fix = "add the address that the public root is seen at, or name a feed"
        return checked([Problem(PODCAST_TOML, file.line_of("base_url"), text, fix)], {})
    feed = Addresses(file.show.base_url).feed
    try:
        return check_feeds([feed], context.cwd, context.now, file.show.silence, wishes, context.talk)
    except AirdateError as error:
        return checked(_as_problems(feed, error), {})


def _check_one(
    name: str, cwd: Path, now: datetime, wishes: Wishes, on_item: Callable[[Node], None] | None
) -> FeedReport:
    if not is_address(name):
        return check_feed_file(cwd / name, name, now=now, on_item=on_item)
    from pipeline.web.fetch import FEED_LIMITS, open_body  # httpx is slow to load

    with open_body(name, limits=FEED_LIMITS, allow_private=wishes.allow_private) as opened:
        if opened.head.status != 200:
            raise AirdateError(
                f"{name}: the server answers {opened.head.status}",
                "name an address that serves a feed to everybody",
            )
        broken: list[Problem] = []
        chunks = _until_it_breaks(opened.chunks, name, broken)
        report = check_feed_chunks(chunks, name, url=opened.head.url, now=now, on_item=on_item)
        return replace(report, problems=[*broken, *report.problems])


def _until_it_breaks(chunks: Iterator[bytes], name: str, broken: list[Problem]) -> Iterator[bytes]:
    """What came of an answer that breaks off; one that begins with that is no answer.

    Raises:
        FetchError: Nothing came.
    """
    came = False
    try:
        for chunk in chunks:
            came = True
            yield chunk
    except FetchError as error:
        if not came:
            raise
        broken.append(Problem(name, 0, error.reason, error.fix))


def _as_problems(name: str, error: AirdateError) -> list[Problem]:
    """Why there is no report of one feed among several."""
    if isinstance(error, InputError):
        return error.problems
    text = error.reason if isinstance(error, FetchError) else error.text.removeprefix(f"{name}: ")
    return [Problem(name, 0, text, error.fix)]


def _look(
    name: str, report: FeedReport, assets: FeedAssets, wishes: Wishes, talk: Conversation, notes: list[str]
) -> tuple[Problem, ...]:
    """What the servers say of the files that the feed names."""
    from pipeline.workflows.look_online import Way, look_online  # httpx is slow to load

    if report.document.channel is not None:
        assets.finish(report.document.channel)
    looked = look_online(
        assets,
        name,
        talk,
        feed_url=name if is_address(name) else None,
        way=Way(allow_private=wishes.allow_private),
    )
    notes.append(looked.summary)
    return looked.problems


def is_address(name: str) -> bool:
    """Whether a feed is named by its address.

    >>> is_address("https://wind.example/feed.xml"), is_address("feed.xml")
    (True, False)
    """
    return name.lower().startswith(("http://", "https://"))
