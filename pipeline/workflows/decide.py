"""Decide: the merge rule applied to a whole folder, releases that are due, and what has to move for them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from pipeline.core.acts import finish_reissues
from pipeline.core.guard import Allowed
from pipeline.core.merge import Verdict, crossed_parts, has_edit, is_old, judge_parts
from pipeline.core.own_theme import FOLDER
from pipeline.core.plan import Skip, Step
from pipeline.core.record import THEME, EpisodeRecord, ShowRecord
from pipeline.core.revision import (
    PublishedAudio,
    ShowContribution,
    Stamp,
    first_record,
    is_due,
    missing_files,
    release,
    revise,
    revise_show,
)
from pipeline.core.transfer import Places, plan_show_transfer, plan_transfer
from pipeline.errors import GuardError, InputError, Level, Problem
from pipeline.workflows.changes import Changes
from pipeline.workflows.claims import plan_claim
from pipeline.workflows.context import Context
from pipeline.workflows.contribute import Said
from pipeline.workflows.frozen import frozen_problems
from pipeline.workflows.pictures import Making, PictureMaker, as_quiet, gets_only_pictures
from pipeline.workflows.records import record_of
from pipeline.workflows.render import RENDERER
from pipeline.workflows.state import State
from pipeline.workflows.transcripts import TranscriptMaker


@dataclass(frozen=True)
class Target:
    """An episode the producer named, with its audio ready to go out."""

    said: Said
    guid: str
    audio: PublishedAudio | None
    """None where the record's audio stays: it is released, or nothing about it changed."""
    seen: EpisodeRecord | None
    """What was published when the producer named it."""
    goes_back: bool = False
    """The producer wants what is older here back."""
    replaces: bool = False
    """The audio takes the place of what is released, by name."""


@dataclass(frozen=True)
class Intent:
    """What this run is for."""

    show: ShowContribution | None
    """None where podcast.toml cannot be read: the record stands in."""
    targets: Mapping[str, Target] = field(default_factory=dict)
    """By slug: these are published, first or again."""
    edits: Collection[Said] = ()
    """These go live where they are edits of what is published."""
    paths: Mapping[str, str] = field(default_factory=dict)
    """Local files by SHA-256: media copies, pictures, transcripts."""
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    held: Collection[str] = ()
    """Guids of scheduled episodes that are drafts here: they are not released."""
    show_goes_back: bool = False
    """The producer wants the older settings of podcast.toml back."""
    making: Making = Making.NOTHING


class Decision:
    """Gathers changes, one episode at a time, against one look at the store."""

    def __init__(self, context: Context, state: State, intent: Intent) -> None:
        self.context, self.state, self.intent = context, state, intent
        self.records: dict[str, EpisodeRecord] = {}
        self.steps: list[Step] = []
        self.skips: list[Skip] = []
        self.notes: list[str] = list(intent.notes)
        self.problems: list[Problem] = list(intent.problems)
        self.paths = dict(intent.paths)
        self.places = Places(state.there, state.staged, self.paths)
        self.stuck: set[str] = set()
        """Guids of episodes that stay as they are, because something of them is nowhere."""
        self.lost: set[str] = set()
        """Guids of episodes whose media is nowhere."""
        self.remade: set[str] = set()
        """Guids of episodes of which nothing changes but the transcripts and pictures that are made."""
        self.pictures = PictureMaker(context.roots, context.scratch, self.places, self.paths, intent.making)

    def changes(self) -> Changes:
        """Everything together."""
        show = self.show = self._show()
        is_new = self.state.show is None or show != self.state.show.value
        self.maker = TranscriptMaker(
            show.show, self.context.roots, self.context.scratch, self.paths, fetches=is_new
        )
        for target in self.intent.targets.values():
            self._publish(target)
        for said in self.intent.edits:
            self._edit(said)
        self._release()
        self._heal()
        self.records |= owed_reissues(self.state, self.context.stamp)
        named = {target.guid for target in self.intent.targets.values()}
        return Changes(
            show,
            self.records,
            tuple(self.steps),
            tuple(self.skips),
            tuple(self.notes),
            tuple(self.problems),
            allowed=Allowed(changed=named | self.remade),
            lost=frozenset(self.lost),
        )

    def _show(self) -> ShowRecord:
        record = self.state.show.value if self.state.show else None
        said = self.intent.show
        if said is None:
            if record is None:
                raise InputError(self.problems)
            return self._same_renderer(record)
        sources = record.sources if record else {}
        verdicts = judge_parts(sources, said.parts, explicit=self.intent.show_goes_back)
        if is_old(verdicts):
            text = "is older than what is published; the published settings stay"
            self._warn("podcast.toml", text, "git pull, or airdate publish --go-back if they are meant")
        if verdicts.get(THEME) is Verdict.OLD:
            text = "is older than what is published; the published theme stays"
            self._warn(FOLDER, text, "git pull, or airdate publish --go-back if it is meant")
        self._warn_of_guid(said.show.guid, record)
        revised = revise_show(record, said, verdicts, self.context.stamp, RENDERER)
        if record and revised is not record:
            self.notes.append(_note_of_show(verdicts))
        new = self._with_show_pictures(record, revised)
        transfer = plan_show_transfer(new, self.places)
        self.steps += transfer.steps
        missing = [_nowhere("podcast.toml", key) for key in transfer.nowhere]
        self.problems += missing
        if missing and new is not record:
            raise InputError(self.problems)
        return self._same_renderer(new) if record else new

    def _with_show_pictures(self, record: ShowRecord | None, revised: ShowRecord) -> ShowRecord:
        new = self.pictures.without_lost(self.pictures.renew_show(record, revised))
        if record is None or revised is not record or new.files == record.files:
            return new
        self.notes.append("the show gets pictures for its pages")
        return new.model_copy(update={"revision": record.revision + 1, "writer": self.context.stamp.writer})

    def _warn_of_guid(self, guid: str | None, record: ShowRecord | None) -> None:
        known = record.show.guid if record else None
        if known and guid and guid.lower() != known.lower():
            text = f"'guid' is \"{guid}\", but the show is public as {known} and stays so"
            self._warn("podcast.toml", text, f'write guid = "{known}"')

    def _same_renderer(self, record: ShowRecord) -> ShowRecord:
        if record.renderer >= RENDERER:
            return record
        self.notes.append("this version of airdate renders pages and feed anew, once")
        stamp = self.context.stamp
        return record.model_copy(
            update={"renderer": RENDERER, "writer": stamp.writer, "revision": record.revision + 1}
        )

    def _publish(self, target: Target) -> None:
        said, state = target.said, self.state
        old = state.records.get(target.guid)
        if old is None:
            assert target.audio is not None  # what was never published is always prepared
            self.steps += plan_claim(self.context.roots, said.local, target.guid)
            first = first_record(said.contribution, target.guid, target.audio, self.context.stamp)
            self._take(None, self._renew(None, first), said)
            return
        _refuse_crossing(target, old.value)
        if target.audio is not None and old.value.released_at is None:  # it takes this folder's name
            self.steps += plan_claim(self.context.roots, said.local, target.guid)
        is_as_seen = target.seen is not None and target.seen.sources == old.value.sources
        self._revise(said, old.value, target, explicit=target.goes_back and is_as_seen)

    def _renew(self, old: EpisodeRecord | None, new: EpisodeRecord) -> EpisodeRecord:
        """With what is made of its files."""
        return self.pictures.renew(old, self.maker.renew(old, new), self.show)

    def _edit(self, said: Said) -> None:
        record = record_of(self.state, said.local)
        if record is None or record.guid in self.records:
            return
        if record.withdrawn is None:
            self._revise(said, record, None, explicit=False)

    def _revise(self, said: Said, record: EpisodeRecord, target: Target | None, *, explicit: bool) -> None:
        audio = target.audio if target else None
        contribution = said.contribution
        verdicts = judge_parts(record.sources, contribution.parts, explicit=explicit)
        replaces = target is not None and target.replaces
        if is_old(verdicts):
            fix = f"git pull, or airdate publish {record.slug} --go-back if it is meant"
            self._warn(said.local.shown_index, "is older than what is published, which stays", fix)
        else:
            self.problems += [] if replaces else frozen_problems(record, said.local)
            self._warn_of_old_files(said, verdicts, record.slug)
        if target is None and record.released_at is None and said.local.slug != record.slug:
            text = f"the folder was renamed; the episode is still scheduled as {record.slug}"
            self._warn(said.local.shown_index, text, f"airdate publish {said.local.slug}")
        changed_audio = audio is not None and audio.media != record.media
        revised = revise(record, contribution, verdicts, self.context.stamp, audio, replaces=replaces)
        renewed = self._renew(record, revised)
        if not has_edit(verdicts) and not changed_audio:
            self._renew_alone(record, renewed, said)
            return
        missing = missing_files(record, contribution)
        if missing:
            self.problems += [said.local.missing_file_problem(name) for name in missing]
            if target:
                raise InputError(self.problems)
            return
        self._take(record, renewed, said)

    def _renew_alone(self, record: EpisodeRecord, renewed: EpisodeRecord, said: Said) -> None:
        """Take up what is made otherwise now, where nothing else is new."""
        if renewed.files == record.files:
            self.skips.append(Skip(record.slug, "nothing new"))
        else:
            self.remade.add(record.guid)
            is_quiet = gets_only_pictures(record, renewed)
            self._take(record, as_quiet(record, renewed) if is_quiet else renewed, said)

    def _warn_of_old_files(self, said: Said, verdicts: Mapping[str, Verdict], slug: str) -> None:
        old = ", ".join(part for part, verdict in verdicts.items() if verdict is Verdict.OLD)
        if old:
            fix = f"git pull, or airdate publish {slug} --go-back if it is meant"
            self._warn(
                said.local.shown_index, f"{old} here is older than what is published, which stays", fix
            )

    def _release(self) -> None:
        now = self.context.now
        everything = {guid: each.value for guid, each in self.state.records.items()} | self.records
        for guid, record in sorted(everything.items()):
            if guid in self.intent.held and is_due(record, now):
                text = "the episode is due, but a draft here: it is not released"
                fix = "delete the line draft: true, or give it another date"
                self.problems.append(Problem(f"episodes/{record.slug}", 0, text, fix))
            elif is_due(record, now):
                old = self.state.records.get(guid)
                revision = (old.value.revision if old else 0) + 1
                released = release(record, self.context.stamp).model_copy(update={"revision": revision})
                self._take(old.value if old else None, released, None)

    def _heal(self) -> None:
        """Bring back what a record names and the store has lost, or say that it is lost."""
        for guid, row in sorted(self.state.records.items()):
            record = row.value
            if guid in self.records or guid in self.stuck or record.withdrawn is not None:
                continue
            kept = self.pictures.without_lost(record)
            self.maker.remake(kept, self.places)
            transfer = plan_transfer(kept, kept, self.places)
            if kept is not record and not transfer.nowhere:
                self._take(record, kept, None)
                continue
            self.steps += transfer.steps
            self.problems += [
                _nowhere(f"episodes/{record.slug}", key, record.slug) for key in transfer.nowhere
            ]
            if record.media.key in transfer.nowhere:
                self.lost.add(guid)

    def _take(self, old: EpisodeRecord | None, new: EpisodeRecord, said: Said | None) -> None:
        """Accept a new revision and plan what has to move for it; replaces an earlier one of this run.

        Where something it names is nowhere to be had, the producer who named
        the episode is stopped; any other run leaves the episode as it is.
        """
        ready = new if not is_due(new, self.context.now) else release(new, self.context.stamp)
        revision = old.revision + 1 if old else 1
        ready = self.pictures.without_lost(ready.model_copy(update={"revision": revision}))
        self.maker.remake(ready, self.places)
        transfer = plan_transfer(old, ready, self.places)
        if transfer.nowhere:
            where = said.local.shown_index if said else f"episodes/{ready.slug}"
            self.problems += [_nowhere(where, key, ready.slug) for key in transfer.nowhere]
            self.stuck.add(ready.guid)
            if said and said.local.slug in self.intent.targets:
                raise InputError(self.problems)
            return
        self.records[ready.guid] = ready
        self.steps += transfer.steps
        self.skips += transfer.skips
        self.notes.append(_note(old, ready))

    def _warn(self, path: str, text: str, fix: str) -> None:
        self.problems.append(Problem(path, 0, text, fix, Level.WARNING))


def decide(context: Context, state: State, intent: Intent) -> Changes:
    """What this run changes, against one look at the store.

    Raises:
        InputError: Something an episode needs is nowhere to be found, or its
            slug is taken by another.
    """
    return Decision(context, state, intent).changes()


def owed_reissues(state: State, stamp: Stamp) -> dict[str, EpisodeRecord]:
    """What a killed `reissue-guid` left to write."""
    return finish_reissues({guid: each.value for guid, each in state.records.items()}, stamp)


def _refuse_crossing(target: Target, record: EpisodeRecord) -> None:
    """Stop where somebody else published other words or other audio since the producer named the episode.

    Raises:
        GuardError: Going on would undo what they did, unseen.
    """
    seen = target.seen
    crossed = crossed_parts(seen.sources if seen else {}, record.sources, target.said.contribution.parts)
    other_audio = target.audio is not None and target.audio.media != record.media
    if crossed or (other_audio and (seen is None or seen.media != record.media)):
        raise GuardError(
            f"{target.said.local.shown_index} was published by somebody else at the same moment, and differs",
            "git pull, look at what they changed, and publish again",
        )


def _nowhere(path: str, key: str, slug: str | None = None) -> Problem:
    text = f"{key} is not in the store, and cannot be made from what is here"
    command = f"airdate publish {slug}" if slug else "airdate publish"
    return Problem(path, 0, text, f"{command} where the file is, or put a copy of the object back")


def _note_of_show(verdicts: Mapping[str, Verdict]) -> str:
    edited = {part for part, verdict in verdicts.items() if verdict is Verdict.EDIT}
    return "the show's theme is edited" if edited == {THEME} else "the show's settings are edited"


def _note(old: EpisodeRecord | None, new: EpisodeRecord) -> str:
    name = f'{new.slug} "{new.front.title}"'
    if old is None:
        return (
            f"{name} becomes public now"
            if new.is_live
            else f"{name} is scheduled for {new.date.isoformat(' ')}"
        )
    if new.is_live and not old.is_live:
        return f"{name} becomes public now"
    return f"{name} {'has other pictures on its page' if gets_only_pictures(old, new) else 'is edited'}"
