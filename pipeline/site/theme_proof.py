"""Proves a theme before it is published: every kind of page is rendered with it, full and bare."""

from collections.abc import Iterable, Sequence
from datetime import date

from pipeline.core.addresses import Addresses
from pipeline.core.episode import Episode
from pipeline.core.own_theme import theme_of
from pipeline.core.record import ShowRecord
from pipeline.errors import InputError, Level, Problem
from pipeline.site.pages import KINDS, plan_whole
from pipeline.site.theme_check import check_theme
from pipeline.site.theme_sample import make_bare_episode, make_full_episodes, make_full_show


def prove_theme(
    record: ShowRecord, live: Sequence[Episode], addresses: Addresses, today: date
) -> list[Problem]:
    """Every problem of a show's theme; pages are rendered where its files have no errors by themselves.

    Args:
        record: The show, with the theme.
        live: Its episodes that are public; one that nobody thought of may be among them.
        addresses: Where the public root is seen.
        today: The day in the show's zone.
    """
    source = theme_of(record.theme, record.files)
    if source is None:
        return []
    problems = check_theme(source)
    if any(problem.level is Level.ERROR for problem in problems):
        return problems
    full = make_full_show(record)
    tries: list[tuple[ShowRecord, Sequence[Episode]]] = [
        (full, make_full_episodes(full, today)),
        (record, [make_bare_episode(record, today)]),
        (record, []),
        (record, live),
    ]
    failed = (problem for show, episodes in tries for problem in _try(show, episodes, addresses, today))
    return [*problems, *dict.fromkeys(failed)]


def _try(
    record: ShowRecord, episodes: Iterable[Episode], addresses: Addresses, today: date
) -> Iterable[Problem]:
    """The first error of each kind of page."""
    whole = plan_whole(record, episodes, addresses, today)
    for render in KINDS if whole else ():
        assert whole is not None
        try:
            render(whole)
        except InputError as error:
            yield from error.problems
