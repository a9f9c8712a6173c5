"""The merge rule: is what this clone says new, old, or what is published already?"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from pipeline.core.record import TEXT, History


class Verdict(StrEnum):
    """What one part of a source is, against its record."""

    SAME = "same"
    OLD = "old"
    EDIT = "edit"


def judge(history: History | None, local_sha256: str) -> Verdict:
    """Judge one part.

    >>> judge(History(now="b", earlier=("a",)), "a")
    <Verdict.OLD: 'old'>
    >>> judge(None, "a")
    <Verdict.EDIT: 'edit'>
    """
    if history is None:
        return Verdict.EDIT
    if local_sha256 == history.now:
        return Verdict.SAME
    return Verdict.OLD if local_sha256 in history.earlier else Verdict.EDIT


def judge_parts(
    sources: Mapping[str, History], local: Mapping[str, str], *, explicit: bool = False
) -> dict[str, Verdict]:
    """Judge every part this clone has.

    Args:
        sources: The record's histories, by part.
        local: SHA-256 by part; parts that are absent here are left out, and
            the record's stand in for them.
        explicit: The producer named this episode, and may go back: what is
            old counts as an edit.
    """
    verdicts = {part: judge(sources.get(part), sha256) for part, sha256 in local.items()}
    if not explicit:
        return verdicts
    return {part: Verdict.EDIT if v is Verdict.OLD else v for part, v in verdicts.items()}


def crossed_parts(
    seen: Mapping[str, History], now: Mapping[str, History], local: Mapping[str, str]
) -> list[str]:
    """Parts that somebody else changed since they were looked at, and that this clone would overwrite.

    >>> crossed_parts({"text": History(now="a")}, {"text": History(now="b", earlier=("a",))}, {"text": "c"})
    ['text']
    """
    changed = (part for part in local if now.get(part) != seen.get(part))
    return [part for part in changed if judge(now.get(part), local[part]) is Verdict.EDIT]


def extend_history(history: History | None, sha256: str, also: Iterable[str] = ()) -> History:
    """The history after an edit; `also` are hashes that count as earlier ones.

    >>> extend_history(History(now="a"), "b").earlier
    ('a',)
    >>> extend_history(History(now="b", earlier=("a",)), "a").earlier
    ('b',)
    """
    known = [*(history.earlier if history else ()), *([history.now] if history else []), *also]
    return History(now=sha256, earlier=tuple(dict.fromkeys(each for each in known if each != sha256)))


def extend_sources(
    sources: Mapping[str, History], local: Mapping[str, str], verdicts: Mapping[str, Verdict]
) -> dict[str, History]:
    """All histories after the parts judged an edit were applied. A part never loses its history."""
    edited = {part: local[part] for part, verdict in verdicts.items() if verdict is Verdict.EDIT}
    return {**sources, **{part: extend_history(sources.get(part), sha) for part, sha in edited.items()}}


def has_edit(verdicts: Mapping[str, Verdict]) -> bool:
    """Whether anything is to be applied."""
    return Verdict.EDIT in verdicts.values()


def is_old(verdicts: Mapping[str, Verdict]) -> bool:
    """Whether this clone's words are older than what is published."""
    return verdicts.get(TEXT) is Verdict.OLD
