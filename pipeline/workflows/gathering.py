"""Gather: all that one named episode needs to go out, with every problem found on the way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline.audio.settled import check_unchanged, fingerprint, is_young
from pipeline.core.acts import withdrawn_problem
from pipeline.core.episode import Material, settle, settle_details
from pipeline.core.front_matter import FrontMatter
from pipeline.core.merge import Verdict, is_old, judge_parts
from pipeline.core.record import EMBEDDED_COVER, TEXT, EpisodeRecord
from pipeline.core.revision import PublishedAudio
from pipeline.core.rules.candidate import Candidate
from pipeline.core.show import Show
from pipeline.errors import InputError, Problem
from pipeline.source.local_episode import LocalEpisode
from pipeline.workflows.checking import (
    as_warnings,
    candidate_of,
    check_candidate,
    check_candidates,
    check_files,
    raise_errors,
    worth_saying,
)
from pipeline.workflows.claims import read_claim
from pipeline.workflows.context import Context
from pipeline.workflows.contribute import Said, contribution_of
from pipeline.workflows.decide import Target
from pipeline.workflows.prepare import AudioSource, ShowSide, named_audio, prepare_audio, read_audio
from pipeline.workflows.records import record_of
from pipeline.workflows.state import State
from pipeline.workflows.targets import needs_audio

OLD_NEWS = timedelta(days=1)
"""A first publish dated further back than this is asked about: apps sort it below newer episodes."""

SETTLING_S = 1.0
"""How long a file that was changed a moment ago is watched before it is read."""


class StoppedError(Exception):
    """The producer said no; nothing was written."""


@dataclass
class Gathering:
    """What is put together on the way to the plan."""

    minted: dict[Path, dict[str, str]] = field(default_factory=dict)
    """Lines to be written into the producer's files, once the plan is approved."""
    show_guid: str | None = None
    """To be written into podcast.toml then; None where it is there already."""
    paths: dict[str, str] = field(default_factory=dict)
    makers: dict[str, Callable[[], None]] = field(default_factory=dict)
    """What makes those of `paths` that are not there yet."""
    targets: dict[str, Target] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What the plan has to say beside its steps."""
    replaces: bool = False
    """The audio of what is released is replaced, by name."""
    published: dict[str, Candidate] = field(default_factory=dict)
    """Every episode of the store and of this run, by guid, as the rules look at it."""


def watch_audio(context: Context, chosen: Sequence[LocalEpisode]) -> None:
    """Refuse audio that is still being written: files changed a moment ago are looked at twice.

    Raises:
        InputError: One of them changed meanwhile.
    """
    seen = [(local, local.audio, fingerprint(local.audio)) for local in chosen if local.audio]
    young = [each for each in seen if is_young(each[2], context.now.timestamp())]
    if young:
        context.wait(SETTLING_S)
    for local, path, before in young:
        with named_audio(local):
            check_unchanged(path, before)


def gather_episode(
    context: Context, local: LocalEpisode, state: State, side: ShowSide, gathering: Gathering
) -> None:
    """Everything one episode needs to go out; what does not stop it is gathered.

    Raises:
        InputError: It has errors.
        StoppedError: The producer said no to a question.
    """
    record = record_of(state, local)
    said = contribution_of(context, local)
    if record is not None and record.withdrawn:
        raise InputError([withdrawn_problem(local.shown_index, record.withdrawn, line=1)])
    guid = _guid(context, local, record, state, gathering)
    if record is None:
        said = _settle_date(context, said, side.show, gathering)
    back = record is not None and _goes_back(context, said, record)
    gathering.paths |= said.gathered.paths
    if record is not None and not needs_audio(record) and not gathering.replaces:
        gathering.problems += [
            *check_files(said, {**record.files, **record.sources}),
            *_check_live(said, record, side),
        ]
        gathering.targets[local.slug] = Target(said, guid, None, record, goes_back=back)
        if local.audio is not None and local.audio_state == "present" and is_media_lost(state, record):
            source = read_audio(context, said, local.audio)
            _prepare(context, said, source, side, guid, None, gathering)
        return
    assert local.audio is not None  # check_publishable has seen it
    source = read_audio(context, said, local.audio)
    candidate = candidate_of(
        said, source.details(said, side.show), source.facts, side.addresses, source.cover_facts
    )
    others = [each for known, each in gathering.published.items() if known != guid]
    found = check_candidate(candidate, others, side.show)
    problems = [*check_files(said), *worth_saying(found, side.show)]
    raise_errors(problems)
    gathering.problems += problems
    gathering.published[guid] = candidate  # the next one may clash with it
    known_media = None if record is None or is_media_lost(state, record) else record
    audio = _prepare(context, said, source, side, guid, known_media, gathering)
    gathering.targets[local.slug] = Target(
        said, guid, audio, record, goes_back=back, replaces=gathering.replaces
    )


def _prepare(
    context: Context,
    said: Said,
    source: AudioSource,
    side: ShowSide,
    guid: str,
    record: EpisodeRecord | None,
    gathering: Gathering,
) -> PublishedAudio | None:
    """Tag a copy where it is needed, and remember where it is."""
    with named_audio(said.local):
        prepared = prepare_audio(context, said, source, side, guid, record)
    if prepared is None:
        return None
    gathering.paths |= prepared.paths
    gathering.makers |= prepared.makers
    return prepared.audio


def is_media_lost(state: State, record: EpisodeRecord) -> bool:
    """Whether the store has not what the record says it has of the audio: the copy, the cover inside."""
    places = state.there if record.is_live else state.staged
    cover = record.files.get(EMBEDDED_COVER)
    return any(places.get(each.key) != each.size_bytes for each in (record.media, cover) if each is not None)


def published_candidates(state: State, side: ShowSide) -> dict[str, Candidate]:
    """Every episode of the store, by guid, as the rules look at it: numbers and the like may clash."""
    records = [each.value for each in state.records.values()]
    return {
        record.guid: Candidate(
            slug=record.slug,
            path=f"episodes/{record.slug}",
            lines={},
            details=settle(record, side.show).details,
            front=record.front,
            audio=record.audio,
            date=record.date,
            enclosure_url=side.addresses.url(record.media.key),
            artwork=None,
        )
        for record in records
        if record.withdrawn is None
    }


def _check_live(said: Said, record: EpisodeRecord, side: ShowSide) -> list[Problem]:
    """The rules of an episode that is public: they cannot stop it any more."""
    contribution = said.contribution
    names = {*contribution.wanted, *record.files}
    chapters = contribution.chapters or record.chapters
    material = Material(contribution.front, contribution.notes, record.slug, record.audio, names, chapters)
    candidate = candidate_of(said, settle_details(material, side.show), record.audio, side.addresses)
    return as_warnings(worth_saying(check_candidates([candidate], side.show), side.show))


def _guid(
    context: Context, local: LocalEpisode, record: EpisodeRecord | None, state: State, gathering: Gathering
) -> str:
    """The episode's identity: written, known from the store, or new.

    Raises:
        InputError: The front matter says another than the published one.
    """
    written = local.front.guid
    known = record.guid if record else read_claim(context.roots, local.slug)
    holder = state.records.get(known) if known and record is None else None
    if holder is not None and holder.value.slug != local.slug:
        text = f"{local.slug} was an earlier name of {holder.value.slug}"
        raise InputError([Problem(local.shown_index, 0, text, "give the folder another name")])
    if written is not None:
        if known is not None and known != written:
            text = f"'guid' is \"{written}\", but {local.slug} is already published as {known}"
            fix = f"write guid: {known} if it is the same episode, or rename the folder if it is another"
            raise InputError([Problem(local.shown_index, local.line_of("guid"), text, fix)])
        return written
    guid = known or context.mint()
    if known:
        gathering.notes.append(
            f"{local.slug} is already published as {known}: {local.shown_index} gets that guid"
        )
    gathering.minted.setdefault(local.index, {})["guid"] = guid
    if record is not None and local.front.date is None:
        gathering.minted[local.index]["date"] = record.front.date or record.date.isoformat()
    return guid


def _settle_date(context: Context, said: Said, show: Show, gathering: Gathering) -> Said:
    """A missing date is now, in the show's zone; one well in the past is asked about.

    Raises:
        StoppedError: The producer wants another date.
    """
    date = said.contribution.date
    if date is None:
        now = context.now.astimezone(ZoneInfo(show.timezone)).replace(second=0, microsecond=0)
        gathering.minted.setdefault(said.local.index, {})["date"] = now.isoformat()
        return said.with_date(now)
    if context.now - date > OLD_NEWS and not context.talk.ask(
        f"{said.local.slug} is dated {date:%Y-%m-%d %H:%M}: apps will list it below newer episodes. "
        "Publish it so?"
    ):
        raise StoppedError
    return said


def _goes_back(context: Context, said: Said, record: EpisodeRecord) -> bool:
    """Whether the producer wants the older words or files of this folder back, having seen what that undoes.

    New words beside older files are an edit like any other: the files stay as published.
    """
    verdicts = judge_parts(record.sources, said.contribution.parts)
    old = ["text" if part == TEXT else part for part, verdict in verdicts.items() if verdict is Verdict.OLD]
    if verdicts.get(TEXT) is Verdict.EDIT:
        context.talk.say(render_difference(record, said))
    if not old or verdicts.get(TEXT) is Verdict.EDIT:
        return False
    if is_old(verdicts):
        context.talk.say(render_difference(record, said))
    return context.talk.ask_back(
        f"{said.local.slug}: this folder's {', '.join(old)} is older than what is published. Go back to it?"
    )


def render_difference(record: EpisodeRecord, said: Said) -> str:
    """What publishing this folder's words would change, line by line."""
    import difflib  # only a producer who goes back needs it

    names = (f"published, revision {record.revision}", said.local.shown_index)
    before = _words(record.front, record.notes)
    after = _words(said.contribution.front, said.contribution.notes)
    lines = difflib.unified_diff(before, after, *names, lineterm="", n=1)
    return "\n".join(lines)


def _words(front: FrontMatter, notes: str) -> list[str]:
    """Front matter, a line for each key, and notes."""
    said = front.model_dump(mode="json", exclude_unset=True, exclude={"guid"})
    return [*(f"{key}: {value}" for key, value in said.items()), "", *notes.splitlines()]
