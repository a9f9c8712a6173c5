"""Build: a whole publish into a folder of its own, from this folder alone, changing nothing else."""

import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid5

from pipeline.errors import InputError, Problem
from pipeline.source.folder import EPISODES, load_folder
from pipeline.source.local_episode import LocalEpisode
from pipeline.store.folder import FolderStore
from pipeline.store.memory import MemoryStore
from pipeline.store.protocol import Roots
from pipeline.workflows.carry_out import Result
from pipeline.workflows.context import Context, Pen
from pipeline.workflows.guarding import Policy
from pipeline.workflows.pictures import Making
from pipeline.workflows.publish import publish_chosen
from pipeline.workflows.state import State
from pipeline.workflows.targets import is_ready

MARKER = ".airdate-build"
"""Stands in a folder that `build` made, so that nothing else is ever replaced."""

_PREVIEW = UUID("5f0e6a0c-6c5e-4c0a-9f5b-3d7a3f6f2c11")
"""Names the guids of episodes that have none yet: the same in every build, and in no publish."""


def build(context: Context, target: Path, *, drafts: bool, clock: datetime | None) -> Result:
    """Render every episode that is ready, as if it were public.

    The clock is not read: without `clock` it is the newest episode's date,
    so that two builds of the same folder are the same bytes. For the same
    reason no picture is drawn: pages show the originals.

    Args:
        context: The run; its store is neither read nor written.
        target: The folder to make; replaced whole when the build succeeded.
        drafts: Whether drafts that have audio are rendered as well.
        clock: The time of the build, where it is given.

    Raises:
        InputError: The folder has problems, no episode is ready, or `target`
            holds something that is not a build, or is no place for one.
    """
    target = (context.cwd / target).resolve()
    _check_target(target, context)
    folder = load_folder(context.folder)
    broken = [problem for each in folder.broken for problem in each.problems]
    if broken:
        raise InputError([*folder.problems, *broken])
    chosen = [
        _as_ready(local) for local in folder.episodes if is_ready(local) or (drafts and has_audio(local))
    ]
    if not chosen and not folder.show_file.show.is_list:
        raise InputError([Problem("episodes", 0, "no episode is ready", "add one with airdate new AUDIO")])
    dates = [local.date for local in chosen if local.date]
    now = max([*dates, *([clock] if clock else [])], default=context.now)
    made = context.scratch / "build"
    inner = replace(
        context,
        roots=Roots(FolderStore(made, "build"), MemoryStore()),
        now=now,
        pen=Pen(lambda *_: None, lambda *_: None),
        mint=iter(
            [str(uuid5(_PREVIEW, local.slug)) for local in chosen if local.front.guid is None]
        ).__next__,
    )
    result = publish_chosen(inner, folder, State(), chosen, Policy(), Making.NOTHING)
    _replace(target, made)
    return result


def has_audio(local: LocalEpisode) -> bool:
    return local.audio_state == "present"


def _as_ready(local: LocalEpisode) -> LocalEpisode:
    front = local.front.model_copy(update={"draft": False})
    return replace(local, file=replace(local.file, front=front))


def _check_target(target: Path, context: Context) -> None:
    """Refuse a folder that must not be replaced; `target` is resolved."""
    shown, fix = context.shown(target), "name another with --to"
    if target.exists() and any(target.iterdir()) and not (target / MARKER).exists():
        text = "this folder was not made by airdate build, and is not replaced"
        raise InputError([Problem(shown, 0, text, fix)])
    if context.folder.is_relative_to(target):
        raise InputError([Problem(str(target), 0, "the show is in this folder", fix)])
    if target.is_relative_to((context.folder / EPISODES).resolve()):
        text = "a build among the episodes would be taken for one"
        raise InputError([Problem(shown, 0, text, fix)])
    if context.cwd.is_relative_to(target):
        text = "a build replaces its folder, and airdate runs inside of this one"
        raise InputError([Problem(str(target), 0, text, "go up one folder, or name another with --to")])


def _replace(target: Path, made: Path) -> None:
    """Put the finished build in place; the old one stands until then."""
    (made / MARKER).write_text("made by airdate build; replaced by the next one\n", encoding="utf-8")
    fresh, old = (target.with_name(f".{target.name}-{word}") for word in ("new", "old"))
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(made, fresh)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)
