"""Publish: the main job. The episodes the producer named go live, or wait in the store for their date."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.core.addresses import PREVIEW_URL, Addresses
from pipeline.core.merge import Verdict, is_old, judge_parts
from pipeline.core.revision import ShowContribution
from pipeline.errors import InputError
from pipeline.source.folder import Folder, load_folder
from pipeline.source.local_episode import LocalEpisode
from pipeline.source.show_file import ShowFile
from pipeline.workflows.carry_out import Result, carry_out
from pipeline.workflows.checking import (
    as_warnings,
    check_show_files,
    check_the_show,
    raise_errors,
    worth_saying,
)
from pipeline.workflows.context import Context
from pipeline.workflows.contribute import Gathered, contribution_of_show
from pipeline.workflows.decide import Intent, decide
from pipeline.workflows.gathering import (
    Gathering,
    StoppedError,
    gather_episode,
    published_candidates,
    watch_audio,
)
from pipeline.workflows.guarding import Policy
from pipeline.workflows.next_due import tell_releases
from pipeline.workflows.own_theme import check_own_theme
from pipeline.workflows.pictures import Making
from pipeline.workflows.prepare import ShowSide, artwork_bytes
from pipeline.workflows.records import record_of
from pipeline.workflows.show_guid import with_guid
from pipeline.workflows.state import State, load_state
from pipeline.workflows.targets import check_publishable, find_held, find_ready, find_targets, needs_audio


def publish(context: Context, names: Sequence[str], policy: Policy) -> Result | None:
    """Publish the episodes that were named or, where none was, those that are ready.

    Args:
        context: The run.
        names: Episode folders, `index.md` files or slugs.
        policy: What the producer allowed.

    Returns:
        None where nothing was ever published or is ready, or the producer said no.

    Raises:
        InputError: A named episode, or podcast.toml, has errors; nothing was written.
        GuardError, StoreError: See `carry_out`.
    """
    folder = load_folder(context.folder)
    state = load_state(context.roots)
    chosen = find_targets(folder, names, context.cwd) if names else _choose_ready(context, folder, state)
    if chosen is None:
        return None
    try:
        return publish_chosen(context, folder, state, chosen, policy)
    except StoppedError:
        context.talk.say("Nothing was published.")
        return None


def _choose_ready(context: Context, folder: Folder, state: State) -> list[LocalEpisode] | None:
    """What is ready, after asking; None for no. What is broken is said, and left.

    Where no episode is ready, an edited podcast.toml and due releases may
    still go out: the plan says so.
    """
    for broken in folder.broken:
        for problem in broken.problems:
            context.talk.warn(problem)
    ready = find_ready(folder, state)
    if not ready:
        is_list = folder.show_file.show.is_list
        if not is_list:
            context.talk.say("No episode is ready: each is published, or a draft. airdate list shows them.")
        return [] if state.show or state.records or is_list else None
    lines = "\n".join(f'  {local.slug}  "{local.front.title}"' for local in ready)
    context.talk.say(f"Ready to publish:\n{lines}")
    return ready if context.talk.ask("Publish these?" if len(ready) > 1 else "Publish it?") else None


def publish_chosen(
    context: Context,
    folder: Folder,
    state: State,
    chosen: Sequence[LocalEpisode],
    policy: Policy,
    making: Making = Making.ALL,
    *,
    replaces: bool = False,
) -> Result:
    """Publish these episodes: check, prepare, plan, ask, apply.

    Args:
        context: The run.
        folder: What is here.
        state: What the store knows.
        chosen: Which of it.
        policy: What the producer allowed.
        making: Which pictures are made.
        replaces: The audio here takes the place of what is released, by name.

    Raises:
        InputError, GuardError, StoreError: As `publish` says.
        StoppedError: The producer said no to a question before the plan.
    """
    kept_back = [problem for local in chosen for problem in check_publishable(local, record_of(state, local))]
    raise_errors([*folder.problems, *kept_back, *(problem for local in chosen for problem in local.problems)])
    intent, gathering = _gather(context, folder, state, chosen, replaces=replaces)
    intent = replace(intent, making=making)
    result = carry_out(
        context,
        lambda seen: decide(context, seen, intent),
        policy=policy,
        mint=lambda: _write_minted(context, gathering),
        makers=gathering.makers,
    )
    if result.done:
        known = result.changes.all_records(state)
        named = (known.get(target.guid) for target in gathering.targets.values())
        tell_releases(context, [each for each in named if each], result.changes.show.show.timezone)
    return result


def _gather(
    context: Context, folder: Folder, state: State, chosen: Sequence[LocalEpisode], *, replaces: bool
) -> tuple[Intent, Gathering]:
    """All that the episodes and the show need to go out.

    Raises:
        InputError: With everything that is wrong with them.
        StoppedError: The producer said no to a question.
    """
    said_show, show_files = contribution_of_show(context, folder.show_file)
    gathering = Gathering(paths=dict(show_files.paths), replaces=replaces)
    _check_show(folder.show_file, show_files, state, gathering)
    gathering.problems += check_own_theme(context, folder.show_file, said_show, state)
    show = with_guid(said_show, state)
    if show.show.guid and not said_show.show.guid:
        gathering.show_guid = show.show.guid
        gathering.notes.append(f"podcast.toml gets the show's guid, {show.show.guid}")
    goes_back = _show_goes_back(context, said_show, state)
    side = show_side(context, show, show_files.paths, state, goes_back=goes_back)
    gathering.published = published_candidates(state, side)
    watch_audio(context, [local for local in chosen if replaces or needs_audio(record_of(state, local))])
    for local in chosen:
        try:
            gather_episode(context, local, state, side, gathering)
        except InputError as error:
            gathering.problems += error.problems
    raise_errors(gathering.problems)
    intent = Intent(
        show,
        gathering.targets,
        (),
        gathering.paths,
        tuple(gathering.problems),
        tuple(gathering.notes),
        held=find_held(folder, state),
        show_goes_back=goes_back,
    )
    return intent, gathering


def _write_minted(context: Context, gathering: Gathering) -> None:
    """Put what was minted into the producer's files."""
    for index, lines in gathering.minted.items():
        context.pen.mint_lines(index, lines, context.shown(index))
    if gathering.show_guid:
        context.pen.mint_show_guid(context.folder, gathering.show_guid)


def show_side(
    context: Context,
    said: ShowContribution,
    paths: Mapping[str, str],
    state: State,
    *,
    goes_back: bool = False,
) -> ShowSide:
    """The settings that will be published: this folder's, unless they are older than the recorded ones.

    Args:
        context: The run.
        said: What podcast.toml says.
        paths: Local files by SHA-256.
        state: What the store knows.
        goes_back: The producer wants this folder's settings even so.
    """
    record = state.show.value if state.show else None
    is_behind = record is not None and not goes_back and is_old(judge_parts(record.sources, said.parts))
    settings = record.show if record and is_behind else said.show
    addresses = Addresses(settings.base_url or PREVIEW_URL, settings.pretty_urls)
    return ShowSide(settings, addresses, artwork_bytes(context, said, paths, state))


def _show_goes_back(context: Context, said: ShowContribution, state: State) -> bool:
    """Whether the producer wants the older settings of this folder back."""
    record = state.show.value if state.show else None
    old = record and Verdict.OLD in judge_parts(record.sources, said.parts).values()
    return bool(old) and context.talk.ask_back("podcast.toml is older than what is published. Go back to it?")


def _check_show(file: ShowFile, files: Gathered, state: State, gathering: Gathering) -> None:
    record = state.show.value if state.show else None
    rules = check_the_show(file, files)
    gathering.problems += check_show_files(file, files, record)
    gathering.problems += worth_saying(as_warnings(rules) if record else rules, file.show)
