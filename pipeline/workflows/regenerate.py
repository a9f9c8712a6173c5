"""Regenerate: what is due goes out and edits go live, from any clone, without audio. For CI, every night."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline.core.revision import ShowContribution
from pipeline.core.show import Show
from pipeline.errors import AirdateError, InputError, Level, Problem
from pipeline.source.folder import Episodes, load_episodes, load_folder
from pipeline.source.local_episode import LocalEpisode
from pipeline.source.show_file import ShowFile
from pipeline.workflows.carry_out import Result, carry_out
from pipeline.workflows.checking import as_warnings, check_show_files
from pipeline.workflows.context import Context
from pipeline.workflows.contribute import Said, contribution_of, contribution_of_show
from pipeline.workflows.decide import Intent, decide
from pipeline.workflows.guarding import Policy
from pipeline.workflows.own_theme import check_own_theme, without_theme
from pipeline.workflows.pictures import Making
from pipeline.workflows.records import record_of
from pipeline.workflows.show_guid import with_guid
from pipeline.workflows.state import State, load_state
from pipeline.workflows.targets import find_held


@dataclass(frozen=True)
class Regenerated:
    """How a nightly run ended."""

    result: Result
    problems: tuple[Problem, ...]
    """Of sources; an error among them means that a record stood in, and exit 3."""
    unpublished: tuple[str, ...]
    """Slugs that are merged and no draft, but were never published."""

    @property
    def has_errors(self) -> bool:
        """Whether a source was served from its record because it has errors."""
        return _has_errors(self.problems)


def _has_errors(problems: Iterable[Problem]) -> bool:
    return any(problem.level is Level.ERROR for problem in problems)


def regenerate(context: Context, policy: Policy) -> Regenerated:
    """Bring everything public up to date with the records and this clone's edits.

    One bad source stops only itself: its record serves it as last published.

    Raises:
        AirdateError: Nothing was ever published here.
        GuardError, StoreError: See `carry_out`.
    """
    state = load_state(context.roots)
    if state.show is None and not state.records:
        raise AirdateError(
            f"nothing was ever published to {context.roots.private.name}",
            "publish a first episode: airdate publish",
        )
    problems: list[Problem] = []
    folder, intent = read_intent(context, state, problems)
    intent = replace(intent, making=Making.COPIES_OF_NEW)
    result = carry_out(context, lambda seen: decide(context, seen, intent), policy=policy)
    unpublished = tuple(
        local.slug for local in folder.episodes if not local.front.draft and record_of(state, local) is None
    )
    # Where podcast.toml cannot be read, the episodes were read twice.
    told = tuple(dict.fromkeys((*problems, *result.changes.problems)))
    return Regenerated(result, told, unpublished)


def read_intent(context: Context, state: State, problems: list[Problem]) -> tuple[Episodes, Intent]:
    """What this folder says of what is published; a record stands in for what cannot be read.

    Args:
        context: The run.
        state: What the store knows.
        problems: Where to put what is wrong with the sources.

    Raises:
        InputError: podcast.toml has errors, and there is no record of it.
    """
    folder, file = _load(context, state.show.value.show if state.show else None, problems)
    problems += [*folder.problems, *(problem for broken in folder.broken for problem in broken.problems)]
    usable = None if _has_errors(folder.problems) else file
    show, paths = _read_show(context, usable, state, problems)
    edits = [said for local in folder.episodes if (said := _read_edit(context, local, state, problems))]
    for said in edits:
        paths |= said.gathered.paths
    return folder, Intent(show, {}, edits, paths, held=find_held(folder, state))


def _load(
    context: Context, recorded: Show | None, problems: list[Problem]
) -> tuple[Episodes, ShowFile | None]:
    """The folder; where podcast.toml has errors, the episodes are read by the recorded show."""
    try:
        folder = load_folder(context.folder)
    except InputError as error:
        if recorded is None:
            raise
        problems += error.problems
        return load_episodes(context.folder, recorded), None
    return folder, folder.show_file


def _read_show(
    context: Context, file: ShowFile | None, state: State, problems: list[Problem]
) -> tuple[ShowContribution | None, dict[str, str]]:
    """What podcast.toml says; None where the record has to stand in."""
    if file is None:
        return None, {}
    try:
        said, gathered = contribution_of_show(context, file)
    except InputError as error:
        problems += error.problems
        return None, {}
    if missing := check_show_files(file, gathered, state.show.value if state.show else None):
        problems += missing
        return None, {}
    of_theme = check_own_theme(context, file, said, state)
    problems += of_theme
    said = without_theme(said) if _has_errors(of_theme) else said
    return with_guid(said, state), dict(gathered.paths)


def _read_edit(context: Context, local: LocalEpisode, state: State, problems: list[Problem]) -> Said | None:
    """What an episode that was published says now; None where the record has to stand in."""
    if record_of(state, local) is None:
        return None
    if local.front.draft:
        text = "the episode is published, but a draft here: its edits wait"
        fix = "delete the line draft: true"
        problems.append(Problem(local.shown_index, local.line_of("draft"), text, fix, Level.WARNING))
        return None
    problems += as_warnings(local.problems)
    try:
        return contribution_of(context, local)
    except InputError as error:
        problems += error.problems
        return None
