"""Check: every problem of the show, or of one episode, without touching the store."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.core.addresses import PREVIEW_URL, Addresses
from pipeline.core.episode import Material, settle_details
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
from pipeline.workflows.contribute import contribution_of, contribution_of_show
from pipeline.workflows.listen import open_listener
from pipeline.workflows.prepare import read_audio
from pipeline.workflows.targets import find_targets


def check(context: Context, names: Sequence[str], cwd: Path, wishes: Wishes | None = None) -> Checked:
    """Every problem, sorted by path and line.

    Args:
        context: The run; nothing of its store is read.
        names: Episodes; none means the show and all its episodes.
        cwd: What relative names are meant from.
        wishes: What is looked at besides.

    Raises:
        InputError: podcast.toml cannot be read, or an episode is unknown.
        ToolError: It is to be listened to the audio, and ffmpeg is not here.
    """
    listener = open_listener(context) if wishes and wishes.listen else None
    folder = load_folder(context.folder)
    problems: list[Problem] = []
    chosen: Sequence[LocalEpisode] = find_targets(folder, names, cwd) if names else folder.episodes
    show = _check_show(context, folder, problems, whole=not names)
    found = [(local, each) for local in chosen if (each := _candidate(context, local, show, problems))]
    candidates = [listener.listen(*pair, problems) if listener else pair[1] for pair in found]
    problems += check_candidates(candidates, show)
    return checked(problems, show.silence, notes=listener.notes if listener else ())


def _check_show(context: Context, folder: Folder, problems: list[Problem], *, whole: bool) -> Show:
    if whole:
        problems += folder.problems
        problems += [problem for broken in folder.broken for problem in broken.problems]
        try:
            _, gathered = contribution_of_show(context, folder.show_file)
            problems += check_show_files(folder.show_file, gathered, None)
            problems += check_the_show(folder.show_file, gathered)
            problems += _check_silence(folder.show_file)
        except InputError as error:
            problems += error.problems
    return folder.show_file.show


def _check_silence(file: ShowFile) -> Iterator[Problem]:
    """Ids that are no rule's: they silence nothing."""
    from pipeline.core.rules.catalogue import RULES  # all tables, and only this needs them

    for rule in unknown_rules(file.show.silence, RULES):
        near = suggest(rule, RULES)
        fix = f"write {near}" if near else "take it out; airdate check shows the id of each rule"
        path, line = file.place_of("silence", rule)
        yield Problem(path, line, f"'silence' names {rule}, which is no rule", fix, Level.WARNING)


def _candidate(
    context: Context, local: LocalEpisode, show: Show, problems: list[Problem]
) -> Candidate | None:
    """What the rules look at; None where the files are too broken to look at anything."""
    problems += local.problems
    try:
        said = contribution_of(context, local)
        problems += check_files(said)
        addresses = Addresses(show.base_url or PREVIEW_URL)
        if local.audio is not None and local.audio_state == "present":
            source = read_audio(context, said, local.audio)
            return candidate_of(said, source.details(said, show), source.facts, addresses, source.cover_facts)
        if local.audio_file is not None and not local.front.draft:
            problems.append(local.missing_file_problem(local.audio_file.name))
        material = Material(
            local.front, local.notes, local.slug, None, said.contribution.wanted, said.contribution.chapters
        )
        return candidate_of(said, settle_details(material, show), None, addresses)
    except InputError as error:
        problems += error.problems
        return None
