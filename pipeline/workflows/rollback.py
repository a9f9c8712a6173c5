"""Rollback: what an earlier revision said is said again, as a new revision; a feed file is never put back."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from pipeline.core.acts import restore, restore_show, restores_no_setting, restores_nothing, withdrawn_problem
from pipeline.core.record import EpisodeRecord, ShowRecord
from pipeline.core.revision_words import lines_of_episode, lines_of_show, render_lines_changed
from pipeline.core.transfer import Places, plan_show_transfer
from pipeline.errors import GuardError, InputError, Problem
from pipeline.workflows.acting import Acted, act_on, same_renderer
from pipeline.workflows.carry_out import Result, carry_out
from pipeline.workflows.changes import Changes
from pipeline.workflows.context import Context
from pipeline.workflows.guarding import Policy
from pipeline.workflows.history import episode_revisions, require_show, show_revisions
from pipeline.workflows.published import find_published
from pipeline.workflows.state import State, load_state

R = TypeVar("R", bound=EpisodeRecord | ShowRecord)


def roll_back_episode(context: Context, name: str, revision: int | None, policy: Policy) -> Result | None:
    """Say again what an episode said in an earlier revision; guid, date, slug and media stay.

    Args:
        context: The run.
        name: The episode.
        revision: Which; None for the last one that says something else.
        policy: What the producer allowed.

    Returns:
        None where the producer said no.

    Raises:
        InputError: There is no such episode or revision, the episode was
            withdrawn, or a file of that revision is in the store no more.
        GuardError: Somebody else published other words since they were shown.
        StoreError: See `carry_out`.
    """
    state = load_state(context.roots)
    seen = find_published(context, state, name)
    if seen.withdrawn:
        raise InputError([withdrawn_problem(f"episodes/{seen.slug}", seen.withdrawn)])
    where = f"episodes/{seen.slug}"
    history = f"airdate history {seen.slug} lists them"
    earlier = _choose(episode_revisions(context, seen), revision, restores_nothing, where, history)
    new_lines = lines_of_episode(restore(seen, earlier, context.stamp))
    _show_difference(context, seen, earlier, lines_of_episode(seen), new_lines)

    def act(record: EpisodeRecord) -> Acted:
        if restores_nothing(record, earlier):
            return Acted(())
        if record.sources != seen.sources:
            raise _crossed(record.slug)
        note = f"{record.slug} says again what it said in revision {earlier.revision}"
        return Acted((restore(record, earlier, context.stamp),), note)

    return act_on(context, seen.guid, lambda _: _question(seen.slug, earlier.revision), act, policy)


def roll_back_show(context: Context, revision: int | None, policy: Policy) -> Result | None:
    """The same for the show's settings, pictures and theme.

    Raises:
        InputError, GuardError, StoreError: See `roll_back_episode`.
        AirdateError: The show was never published.
    """
    seen = require_show(load_state(context.roots))
    history = "airdate history --show-settings lists them"
    earlier = _choose(show_revisions(context, seen), revision, restores_no_setting, "podcast.toml", history)
    if not restores_no_setting(seen, earlier):
        new_lines = lines_of_show(restore_show(seen, earlier, context.stamp))
        _show_difference(context, seen, earlier, lines_of_show(seen), new_lines)
        if not context.talk.ask(_question("the show", earlier.revision)):
            context.talk.say("Nothing was changed.")
            return None
    return carry_out(context, lambda state: _restored(state, seen, earlier, context), policy=policy)


def _restored(state: State, seen: ShowRecord, earlier: ShowRecord, context: Context) -> Changes:
    record = require_show(state)
    if restores_no_setting(record, earlier):
        return Changes(same_renderer(record, context))
    if record.sources != seen.sources:
        raise _crossed("podcast.toml")
    new = restore_show(record, earlier, context.stamp)
    transfer = plan_show_transfer(new, Places(state.there, state.staged, {}))
    if transfer.nowhere:
        fix = "airdate publish, from a folder that has the settings and the file"
        raise InputError(
            [Problem("podcast.toml", 0, f"{transfer.nowhere[0]} is not in the store any more", fix)]
        )
    note = f"the show's settings are again those of revision {earlier.revision}"
    return Changes(_rendered_now(new, context), steps=tuple(transfer.steps), notes=(note,))


def _rendered_now(new: ShowRecord, context: Context) -> ShowRecord:
    return same_renderer(new, context).model_copy(update={"revision": new.revision})


def _choose(
    known: Sequence[R],
    revision: int | None,
    says_the_same: Callable[[R, R], bool],
    where: str,
    history: str,
) -> R:
    """The revision to go back to.

    Raises:
        InputError: There is none.
    """
    *earlier, now = known
    if revision is None:
        found = next((each for each in reversed(earlier) if not says_the_same(now, each)), None)
        text = "there is no earlier revision that says something else"
    else:
        found = next((each for each in known if each.revision == revision), None)
        text = f"there is no revision {revision}"
    if found is None:
        raise InputError([Problem(where, 0, text, history)])
    return found


def _show_difference(
    context: Context, seen: R, earlier: R, old_lines: list[str], new_lines: list[str]
) -> None:
    names = (f"published, revision {seen.revision}", f"as in revision {earlier.revision}")
    if difference := render_lines_changed(old_lines, new_lines, *names):
        context.talk.say(difference)


def _question(name: str, revision: int) -> str:
    return (
        f"{name} goes back to what revision {revision} said, and folders that say otherwise count as older "
        "from then on. Go back?"
    )


def _crossed(name: str) -> GuardError:
    return GuardError(
        f"refused: somebody else published other words of {name} since they were shown",
        "look at what is published now, and run the command again",
    )


def _problem(slug: str, text: str, fix: str) -> Problem:
    return Problem(f"episodes/{slug}", 0, text, fix)
