"""Check: every problem of the show, or of one episode, without touching the store."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pipeline import __version__
from pipeline.core.addresses import PREVIEW_URL, Addresses
from pipeline.core.episode import Material, settle_details
from pipeline.core.record import ShowRecord
from pipeline.core.revision import ShowContribution, Stamp, revise_show
from pipeline.core.rules.candidate import Candidate
from pipeline.core.rules.silence import unknown_rules
from pipeline.core.show import Show
from pipeline.errors import InputError, Level, Problem
from pipeline.source.folder import Folder, load_folder
from pipeline.source.known_words import suggest
from pipeline.source.local_episode import LocalEpisode
from pipeline.source.show_file import ShowFile
from pipeline.workflows.checked import Checked, Wishes, checked
from pipeline.workflows.checking import (
    candidate_of,
    check_candidates,
    check_files,
    check_show_files,
    check_the_show,
)
from pipeline.workflows.context import Context
from pipeline.workflows.contribute import Said, contribution_of, contribution_of_show
from pipeline.workflows.listen import open_listener
from pipeline.workflows.prepare import AudioSource, read_audio
from pipeline.workflows.state import State
from pipeline.workflows.targets import find_targets

AudioReader = Callable[[Context, Said, Path], AudioSource]
"""Reads an episode's audio, or remembers what it read."""


def check(
    context: Context,
    names: Sequence[str],
    cwd: Path,
    wishes: Wishes | None = None,
    read: AudioReader = read_audio,
) -> Checked:
    """Every problem, sorted by path and line.

    Args:
        context: The run; nothing of its store is read.
        names: Episodes; none means the show and all its episodes.
        cwd: What relative names are meant from.
        wishes: What is looked at besides.
        read: What reads audio.

    Raises:
        InputError: podcast.toml cannot be read, or an episode is unknown.
        ToolError: It is to be listened to the audio, and ffmpeg is not here.
    """
    listener = open_listener(context) if wishes and wishes.listen else None
    folder = load_folder(context.folder)
    problems: list[Problem] = []
    chosen: Sequence[LocalEpisode] = find_targets(folder, names, cwd) if names else folder.episodes
    show, record = _check_show(context, folder, problems, whole=not names)
    looked = [
        (local, *each) for local in chosen if (each := _candidate(context, local, show, problems, read))
    ]
    candidates = [
        listener.listen(local, candidate, problems) if listener else candidate
        for local, candidate, _ in looked
    ]
    problems += check_candidates(candidates, show)
    if record:
        from pipeline.workflows.check_tags import check_tags  # the feed's tables, for check alone

        pairs = [(candidate, said) for _, candidate, said in looked]
        problems += check_tags(context, record, folder.show_file, pairs, whole=not names)
    return checked(problems, show.silence, notes=listener.notes if listener else ())


def _check_show(
    context: Context, folder: Folder, problems: list[Problem], *, whole: bool
) -> tuple[Show, ShowRecord | None]:
    """The show, and the record it would have; None where its pictures are too broken for one."""
    found: list[Problem] = []
    record = None
    try:
        said, gathered = contribution_of_show(context, folder.show_file)
        found += check_show_files(folder.show_file, gathered, None)
        found += check_the_show(folder.show_file, gathered)
        found += _check_silence(folder.show_file)
        found += _check_theme(context, folder.show_file, said)
        record = revise_show(None, said, {}, Stamp(context.now, __version__), 0)
    except InputError as error:
        found += error.problems
    if whole:
        broken = (problem for each in folder.broken for problem in each.problems)
        problems += [*folder.problems, *broken, *found]
    return folder.show_file.show, record


def _check_theme(context: Context, file: ShowFile, said: ShowContribution) -> list[Problem]:
    """What is wrong with the show's own theme, looked at as if none were published."""
    if file.theme is None:
        return []
    from pipeline.workflows.own_theme import check_own_theme  # renders pages, which no other check does

    return check_own_theme(context, file, said, State())


def _check_silence(file: ShowFile) -> Iterator[Problem]:
    """Ids that are no rule's: they silence nothing."""
    from pipeline.core.rules.catalogue import RULES  # all tables, and only this needs them

    for rule in unknown_rules(file.show.silence, RULES):
        near = suggest(rule, RULES)
        fix = f"write {near}" if near else "take it out; airdate check shows the id of each rule"
        path, line = file.place_of("silence", rule)
        yield Problem(path, line, f"'silence' names {rule}, which is no rule", fix, Level.WARNING)


def _candidate(
    context: Context, local: LocalEpisode, show: Show, problems: list[Problem], read: AudioReader
) -> tuple[Candidate, Said] | None:
    """What the rules look at; None where the files are too broken to look at anything."""
    problems += local.problems
    try:
        said = contribution_of(context, local)
        problems += check_files(said)
        addresses = Addresses(show.base_url or PREVIEW_URL)
        if local.audio is not None and local.audio_state == "present":
            source = read(context, said, local.audio)
            details = source.details(said, show)
            return candidate_of(said, details, source.facts, addresses, source.cover_facts), said
        if local.audio_file is not None and not local.front.draft:
            problems.append(local.missing_file_problem(local.audio_file.name))
        material = Material(
            local.front, local.notes, local.slug, None, said.contribution.wanted, said.contribution.chapters
        )
        return candidate_of(said, settle_details(material, show), None, addresses), said
    except InputError as error:
        problems += error.problems
        return None
