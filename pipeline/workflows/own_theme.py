"""The show's own theme on its way out: proven before it is published, or left out."""

from dataclasses import replace

from pipeline.core.episode import settle
from pipeline.core.merge import Verdict, judge
from pipeline.core.own_theme import FOLDER
from pipeline.core.record import THEME, ShowRecord
from pipeline.core.revision import ShowContribution, revise_show
from pipeline.errors import Level, Problem
from pipeline.source.show_file import ShowFile
from pipeline.workflows.context import Context
from pipeline.workflows.contribute import gather_theme
from pipeline.workflows.render import RENDERER, addresses_of, newest_first, today_of
from pipeline.workflows.state import State


def check_own_theme(context: Context, file: ShowFile, said: ShowContribution, state: State) -> list[Problem]:
    """What is wrong with the theme here, where publishing would change the one that is public.

    Args:
        context: The run.
        file: With the theme of this folder.
        said: The same, made ready to merge.
        state: What the store knows: an empty one to look at the theme in any case.
    """
    record = state.show.value if state.show else None
    local = file.theme
    if local is None:
        return _stays(record)
    if judge(record.sources.get(THEME) if record else None, local.sha256) is not Verdict.EDIT:
        return []
    if not local.is_whole:
        return local.all_problems
    if said.theme is None:
        return [*local.problems, *gather_theme(context, local).problems]
    from pipeline.site.theme_proof import prove_theme  # all templates, where somebody has changed one

    shown = revise_show(None, said, {}, context.stamp, RENDERER)
    live = [settle(each, said.show) for each in newest_first(row.value for row in state.records.values())]
    proof = prove_theme(shown, live, addresses_of(shown), today_of(shown, context.now))
    return [*local.problems, *proof]


def without_theme(said: ShowContribution) -> ShowContribution:
    """The same as if there were no theme's folder here: the record's stands in."""
    parts = {part: sha256 for part, sha256 in said.parts.items() if part != THEME}
    return replace(said, theme=None, parts=parts)


def _stays(record: ShowRecord | None) -> list[Problem]:
    if record is None or record.theme is None:
        return []
    text = "there is no such folder here; the published theme stays"
    fix = f"git pull, or make an empty folder {FOLDER} to take the theme off"
    return [Problem(FOLDER, 0, text, fix, Level.WARNING)]
