"""The named acts on a published episode, carried out like any other change: planned, asked, applied."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from pipeline.core.acts import change_date, keys_of, reissue, withdraw, withdrawn_problem
from pipeline.core.addresses import SLUGS
from pipeline.core.dates import DateError, parse_date
from pipeline.core.guard import Allowed
from pipeline.core.plan import Step
from pipeline.core.record import EpisodeRecord, ShowRecord
from pipeline.core.serving import Group
from pipeline.core.transfer import Places, plan_transfer
from pipeline.errors import AirdateError, InputError, Problem
from pipeline.source.folder import load_folder
from pipeline.workflows.carry_out import Result, carry_out
from pipeline.workflows.changes import Changes
from pipeline.workflows.claims import read_claim
from pipeline.workflows.context import Context
from pipeline.workflows.decide import owed_reissues
from pipeline.workflows.guarding import Policy, listed_guids
from pipeline.workflows.history import episode_revisions
from pipeline.workflows.planning import private_step
from pipeline.workflows.publish import publish_chosen
from pipeline.workflows.published import find_published
from pipeline.workflows.records import record_of, successor_of
from pipeline.workflows.render import RENDERER
from pipeline.workflows.state import State, load_state
from pipeline.workflows.targets import check_publishable, find_one


@dataclass(frozen=True)
class Acted:
    """What an act comes to, against one look at the store."""

    records: tuple[EpisodeRecord, ...]
    """New revisions; empty where the act is done already."""
    note: str = ""
    claim: str | None = None
    """The guid that the slug passes to."""


LONGEST_GUID = 1000
"""In characters, as in front matter."""

_NEVER = ("the show was never published here", "airdate publish")

Act = Callable[[EpisodeRecord], Acted]


def act_on(
    context: Context, name: str, question: Callable[[EpisodeRecord], str], act: Act, policy: Policy
) -> Result | None:
    """Ask what has to be understood first, then carry the act out.

    Args:
        context: The run.
        name: The episode.
        question: What the act means for listeners, ending in a question; empty where nothing has to be asked.
        act: From the record to what it becomes; called again where somebody else wrote meanwhile.
        policy: What the producer allowed.

    Returns:
        None where the producer said no.

    Raises:
        InputError: There is no such episode, or the act does not fit it.
        GuardError, StoreError: See `carry_out`.
    """
    state = load_state(context.roots)
    guid = find_published(context, state, name).guid
    asked = question(state.records[guid].value) if act(state.records[guid].value).records else ""
    if asked and not context.talk.ask(asked):
        context.talk.say("Nothing was changed.")
        return None
    return carry_out(context, lambda seen: _changes(seen, guid, act, context), policy=policy)


def _changes(state: State, guid: str, act: Act, context: Context) -> Changes:
    record = successor_of(state, state.records[guid].value)  # it may have been reissued meanwhile
    if state.show is None:
        raise AirdateError(*_NEVER)
    show = same_renderer(state.show.value, context)
    acted = act(record)
    _refuse_taken(state, record, acted)
    steps: list[Step] = []
    problems = []
    for new in acted.records or (record,):  # a prune elsewhere may have set something of it aside
        transfer = plan_transfer(record, new, Places(state.there, state.staged, {}))
        steps += [] if new.withdrawn else transfer.steps
        if transfer.nowhere and acted.records and not new.withdrawn:
            text = f"{transfer.nowhere[0]} is not in the store any more"
            problems.append(Problem(f"episodes/{record.slug}", 0, text, f"airdate publish {record.slug}"))
    if problems:
        raise InputError(problems)
    claims: dict[str, str] = {}
    if acted.claim:
        held = context.roots.private.get(SLUGS + record.slug)
        claims = {SLUGS + record.slug: held.etag} if held else {}
        body = f"{acted.claim}\n".encode()
        steps.append(private_step(Group.CLAIM, SLUGS + record.slug, body, f"{record.slug} is this episode"))
    return Changes(
        show,
        {**owed_reissues(state, context.stamp), **{new.guid: new for new in acted.records}},
        tuple(steps),
        notes=(acted.note,) if acted.records else (),
        allowed=Allowed(changed={guid, record.guid}),
        claims=claims,
    )


def _refuse_taken(state: State, record: EpisodeRecord, acted: Acted) -> None:
    """Stop where a record that is not this episode's would be written over.

    Raises:
        InputError: The guid belongs to another episode, public or not, or to one that was withdrawn.
    """
    for guid in (each.guid for each in acted.records):
        holder = successor_of(state, state.records[guid].value) if guid in state.records else record
        if holder.guid != record.guid:
            text = f"the guid {guid} is that of {holder.slug}"
            raise InputError([_problem(record, text, "leave --guid out: a new one is minted")])


def same_renderer(record: ShowRecord, context: Context) -> ShowRecord:
    """The show as this version renders it."""
    if record.renderer >= RENDERER:
        return record
    changes = {"renderer": RENDERER, "writer": context.stamp.writer, "revision": record.revision + 1}
    return record.model_copy(update=changes)


def withdraw_episode(context: Context, name: str, reason: str, policy: Policy) -> Result | None:
    """Take an episode back for good: out of the feed and the site, media and files deleted.

    Raises:
        InputError, GuardError, StoreError: See `act_on`.
    """
    state = load_state(context.roots)
    known = episode_revisions(context, find_published(context, state, name))
    keys = set[str]().union(*(keys_of(each) for each in known), *(_acted_keys(each) for each in known))

    def act(record: EpisodeRecord) -> Acted:
        if record.withdrawn:
            return Acted(())
        note = f'{record.slug} "{record.front.title}" is withdrawn'
        return Acted((withdraw(record, keys | _acted_keys(record), context.stamp, reason),), note)

    return act_on(context, name, _ask_withdraw, act, policy)


def _acted_keys(record: EpisodeRecord) -> set[str]:
    return {each.was for each in record.acts if each.fact == "media"}


def _ask_withdraw(record: EpisodeRecord) -> str:
    if record.released_at is None:
        return f'"{record.front.title}" was never public: it is taken out of the store for good. Withdraw it?'
    return (
        f'"{record.front.title}" leaves the feed and the site, and its media is deleted. It cannot be '
        "published again under this identity, and listeners keep the copies they have. Withdraw it?"
    )


def change_episode_date(context: Context, name: str, text: str, policy: Policy) -> Result | None:
    """Give a released episode another date, not one that is ahead.

    Args:
        context: The run.
        name: The episode.
        text: The date as front matter would say it: with an offset, or local to the show's zone.
        policy: What the producer allowed.

    Raises:
        InputError: Also where the episode is not released: there the front matter says the date.
        GuardError, StoreError: See `act_on`.
    """
    date = _read_date(context, text)

    def act(record: EpisodeRecord) -> Acted:
        _require_live(record, f"write date: {date.isoformat()} into its front matter, then airdate publish")
        if date > context.now:
            text = f"{date.isoformat()} is ahead, and a released episode cannot be hidden again"
            raise InputError([_problem(record, text, "name a date that has come, or airdate withdraw")])
        if record.date == date:
            return Acted(())
        note = f"{record.slug} is dated {date.isoformat(' ')}, no more {record.date.isoformat(' ')}"
        return Acted((change_date(record, date, context.stamp),), note)

    return act_on(context, name, _ask_change_date, act, policy)


def _read_date(context: Context, text: str) -> datetime:
    state = load_state(context.roots)
    if state.show is None:
        raise AirdateError(*_NEVER)
    show = state.show.value.show
    try:
        return parse_date(text, show.timezone, show.publish_time)
    except DateError as error:
        raise InputError([Problem("", 0, str(error), error.fix)]) from error


def _ask_change_date(record: EpisodeRecord) -> str:
    return (
        f'"{record.front.title}" moves to another place in every app\'s list; an app may show it as new, or '
        "below what was heard already. Change its date?"
    )


def reissue_guid(context: Context, name: str, guid: str | None, policy: Policy) -> Result | None:
    """Give an episode another identity: apps take it for a new one.

    Raises:
        InputError, GuardError, StoreError: See `act_on`.
    """
    if guid is not None:
        _check_guid(guid)
    new = guid or _begun(context, name) or context.mint()

    def act(record: EpisodeRecord) -> Acted:
        if record.guid == new or (record.withdrawn and record.withdrawn.reissued_as == new):
            return Acted(())  # by an earlier run, perhaps one that was cut off
        _require_live(record, "change guid: in its front matter, then airdate publish")
        note = f"{record.slug} has the guid {new}, no more {record.guid}: write guid: {new} into its index.md"
        return Acted(reissue(record, new, context.stamp), note, claim=new)

    return act_on(context, name, _ask_reissue, act, policy)


def _check_guid(guid: str) -> None:
    """Stop where a feed would not give back the guid as it was put in.

    Raises:
        InputError: It is empty, very long, or has blanks or invisible characters.
    """
    if not 0 < len(guid) <= LONGEST_GUID or any(char.isspace() or not char.isprintable() for char in guid):
        text = f"{json.dumps(guid[:60])} cannot be a guid: it is empty, very long, or has blanks in it"
        raise InputError([Problem("--guid", 0, text, "leave it out: a new one is minted")])


def _begun(context: Context, name: str) -> str | None:
    """The guid that an earlier run gave, where it was cut off before the feed had it."""
    state = load_state(context.roots)
    record = find_published(context, state, name)
    if record.withdrawn:
        return record.withdrawn.reissued_as
    if record.acts and record.acts[-1].fact == "guid" and record.acts[-1].was in listed_guids(state):
        return record.guid
    claimed = read_claim(context.roots, record.slug)
    return claimed if claimed != record.guid else None


def _ask_reissue(record: EpisodeRecord) -> str:
    return (
        f'"{record.front.title}" becomes a new episode to every app: it is listed and downloaded once more, '
        "and what listeners have played is forgotten. Give it another guid?"
    )


def replace_audio(context: Context, name: str, policy: Policy) -> Result | None:
    """Put the folder's audio in the place of what is released; guid and date stay, the address is new.

    Raises:
        InputError: Also where the episode is not released, or its audio is not here.
        GuardError, StoreError: See `carry_out`.
    """
    folder, state = load_folder(context.folder), load_state(context.roots)
    local = find_one(folder, name, context.cwd)
    record = record_of(state, local)
    if record is None:
        text = "the episode was never published"
        raise InputError([Problem(local.shown_index, 0, text, f"airdate publish {local.slug}")])
    _require_live(record, f"airdate publish {record.slug} takes the audio that is here")
    if problems := check_publishable(local, None):
        raise InputError(problems)
    if not context.talk.ask(_ask_replace(record)):
        context.talk.say("Nothing was changed.")
        return None
    return publish_chosen(context, folder, state, [local], policy, replaces=True)


def _ask_replace(record: EpisodeRecord) -> str:
    return (
        f'"{record.front.title}" gets the audio of this folder. Apps that have the episode keep the old '
        "audio, and some never fetch the new; the old file stays for those who are listening. Replace it?"
    )


def _require_live(record: EpisodeRecord, fix: str) -> None:
    if record.withdrawn:
        raise InputError([withdrawn_problem(f"episodes/{record.slug}", record.withdrawn)])
    if not record.is_live:
        raise InputError([_problem(record, "the episode is not released yet", fix)])


def _problem(record: EpisodeRecord, text: str, fix: str) -> Problem:
    return Problem(f"episodes/{record.slug}", 0, text, fix)
