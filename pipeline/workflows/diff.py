"""Diff: what a publish would change in the live feed, or what differs between any two feeds."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count

from pipeline.core.feed_diff import FeedDiff, WholeFeed, diff_feeds
from pipeline.core.guard import Allowed, check_feed
from pipeline.errors import GuardError, InputError, Level, Problem
from pipeline.feed.read_whole import read_whole
from pipeline.source.folder import Episodes, Folder
from pipeline.source.local_episode import LocalEpisode
from pipeline.store.dry_run import DryRunStore
from pipeline.store.protocol import Roots
from pipeline.workflows.changes import Changes
from pipeline.workflows.checking import check_the_show, worth_saying
from pipeline.workflows.context import Context, Pen
from pipeline.workflows.contribute import contribution_of_show
from pipeline.workflows.decide import Intent, decide
from pipeline.workflows.gathering import Gathering, gather_episode, published_candidates
from pipeline.workflows.guarding import Policy, guard, read_items, refuse_newer, renderable
from pipeline.workflows.publish import show_side
from pipeline.workflows.records import record_of
from pipeline.workflows.regenerate import read_intent
from pipeline.workflows.render import Build, addresses_of, render_public, today_of
from pipeline.workflows.state import State, load_state
from pipeline.workflows.targets import find_ready, needs_audio


@dataclass(frozen=True)
class Waiting:
    """An episode that a publish would add, if its audio were here."""

    path: str
    title: str
    audio: str
    """As its front matter names it."""


@dataclass(frozen=True)
class Comparison:
    """What differs, and what the guard would say."""

    old_name: str
    new_name: str
    diff: FeedDiff
    refusal: GuardError | None = None
    notes: tuple[str, ...] = ()
    """What a publish would do beside it: releases, schedules."""
    waiting: tuple[Waiting, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether something here would keep an episode back."""
        return any(problem.level is Level.ERROR for problem in self.problems)


def compare_with_live(context: Context, policy: Policy) -> Comparison:
    """What publishing what is ready, and regenerating, would change in the live feed.

    Nothing is written, and nobody is asked. A guid that publishing would mint
    is not known yet: `minted-by-publish-1` and so on stand for it.

    Raises:
        InputError: podcast.toml has errors, or the live feed cannot be read.
        StoreError: The store cannot be read.
    """
    context = _looking(context)
    state = load_state(context.roots)
    problems: list[Problem] = []
    folder, intent = read_intent(context, state, problems)
    if intent.show is None and state.show is None:
        raise InputError(problems)
    changes = _decide(context, state, _with_ready(context, folder, state, intent, problems), problems)
    refuse_newer(state)
    build = render_public(changes.show, renderable(state, changes), context.now)
    name = addresses_of(changes.show).feed
    old = read_whole(state.feed.body, name=name) if state.feed else None
    return Comparison(
        name,
        f"{name} after a publish",
        diff_feeds(old, read_whole(build.feed)),
        _refusal(context, state, build, changes, policy),
        changes.notes,
        tuple(_waiting(folder, state)),
        tuple(dict.fromkeys((*problems, *changes.problems))),
    )


def compare_feeds(old: bytes, new: bytes, names: tuple[str, str]) -> Comparison:
    """What differs between any two feeds, the second coming after the first.

    Args:
        old: The document.
        new: The document.
        names: What to call them in messages.

    Raises:
        InputError: One of them is no feed that can be read.
    """
    diff = diff_feeds(_read(old, names[0]), _read(new, names[1]))
    changed = {each.guid for each in diff.changed}
    before, after = read_items(old, names[0]), read_items(new, names[1])
    moved = before.keys() - changed  # another address is no new content
    try:
        check_feed(before, after, Allowed(explained=moved))
    except GuardError as error:
        return Comparison(*names, diff, error)
    return Comparison(*names, diff)


def _read(body: bytes, name: str) -> WholeFeed:
    """A feed that may be anybody's: what is wrong with it, `check` tells."""
    try:
        return read_whole(body, name=name)
    except InputError as error:
        fix = f"airdate check {name} tells all that is wrong with it"
        raise InputError([replace(each, fix=each.fix or fix) for each in error.problems]) from error


def _looking(context: Context) -> Context:
    """The same run with hands tied."""
    roots = Roots(DryRunStore(context.roots.public), DryRunStore(context.roots.private))
    numbers = count(1)
    return replace(
        context,
        roots=roots,
        pen=Pen(lambda *_: None, lambda *_: None),
        mint=lambda: f"minted-by-publish-{next(numbers)}",
    )


def _with_ready(
    context: Context, folder: Episodes, state: State, intent: Intent, problems: list[Problem]
) -> Intent:
    """The intent with the episodes that are ready and not public; one that has errors stays away."""
    if not isinstance(folder, Folder) or intent.show is None:
        return intent  # publish would stop at podcast.toml
    if state.show is None:
        _, files = contribution_of_show(context, folder.show_file)
        problems += worth_saying(check_the_show(folder.show_file, files), folder.show_file.show)
    side = show_side(context, intent.show, intent.paths, state)
    gathering = Gathering(paths=dict(intent.paths))
    gathering.published = published_candidates(state, side)
    for local in find_ready(folder, state):
        if not needs_audio(record_of(state, local)):
            continue
        try:
            gather_episode(context, local, state, side, gathering)
        except InputError as error:
            problems += error.problems
    problems += gathering.problems
    return replace(intent, targets=gathering.targets, paths=gathering.paths)


def _decide(context: Context, state: State, intent: Intent, problems: list[Problem]) -> Changes:
    """What would change; an episode that cannot be published is left out, as if it had not been named.

    Raises:
        InputError: It is not about an episode.
    """
    while True:
        try:
            return decide(context, state, intent)
        except InputError as error:
            wrong = {problem.path for problem in error.problems if problem.level is Level.ERROR}
            targets = {
                slug: each
                for slug, each in intent.targets.items()
                if each.said.local.shown_index not in wrong
            }
            if not intent.targets:
                raise
            problems += error.problems
            if len(targets) == len(intent.targets):
                targets = {}  # nothing says which of them it is
            intent = replace(intent, targets=targets)


def _refusal(
    context: Context, state: State, build: Build, changes: Changes, policy: Policy
) -> GuardError | None:
    try:
        guard(state, build, changes, policy, today_of(changes.show, context.now))
    except GuardError as error:
        return error
    return None


def _waiting(folder: Episodes, state: State) -> Iterator[Waiting]:
    """Episodes that are no drafts and were never published, and whose audio is not here."""
    for local in folder.episodes:
        if _is_waiting(local, state):
            yield Waiting(local.shown_index, local.front.title, local.front.audio or "")


def _is_waiting(local: LocalEpisode, state: State) -> bool:
    is_new = record_of(state, local) is None and not local.front.draft
    return is_new and local.audio_state != "present" and local.audio_file is not None
