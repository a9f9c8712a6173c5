"""What differs between two feeds, short enough for a comment on a pull request, in Markdown."""

import re
from collections.abc import Iterator, Sequence

from pipeline.cli.diff_text import render_move, render_refusal, render_summary
from pipeline.cli.terminal import clean
from pipeline.core.feed_diff import FeedDiff, ItemChange
from pipeline.workflows.diff import Comparison

MOST = 20
"""Items of a kind; further ones are counted."""
LONGEST = 300
"""Characters of a line."""

_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#!|~&:])")
_CALL = re.compile(r"(@|\\#)(?=\w)")


def escape_markdown(text: str) -> str:
    r"""Text from a feed on one line, without markup, calling nobody and linking nothing.

    An empty comment behind @ and # keeps GitHub from telling people and from
    linking issues.

    >>> print(escape_markdown("*a* <b>\n[c](d)"))
    \*a\* \<b\> \[c\]\(d\)
    >>> print(escape_markdown("@ada #12"))
    @<!-- -->ada \#<!-- -->12
    """
    line = " ".join(clean(text).split())
    line = f"{line[: LONGEST - 1]}…" if len(line) > LONGEST else line
    return _CALL.sub(r"\1<!-- -->", _MARKUP.sub(r"\\\1", line))


def render_short(found: Comparison) -> str:
    """The summary, then a list: one line per item, and whatever else differs."""
    lines = [
        *_items(found.diff),
        *_around(found.diff),
        *_limited([f"**needs its audio**: {_titled(each.title)}" for each in found.waiting]),
        *(f"**problem**: {escape_markdown(str(each))}" for each in found.problems[:MOST]),
        *map(escape_markdown, render_refusal(found.refusal)[:MOST]),
    ]
    return "\n".join([render_summary(found), *([""] if lines else []), *(f"- {line}" for line in lines)])


def _items(diff: FeedDiff) -> Iterator[str]:
    yield from _limited([f"**new**: {_titled(each.title)}" for each in diff.added])
    yield from _limited([f"**new guid**: {_titled(each.title)}" for each in diff.reissued])
    yield from _limited([f"**removed**: {_titled(each.title)}" for each in diff.removed])
    yield from _limited([_changed(each) for each in diff.changed if each.old_guid is None])


def _changed(item: ItemChange) -> str:
    fields = ", ".join(dict.fromkeys(each.field for each in item.fields))
    return f"**changed**: {_titled(item.title)} ({escape_markdown(fields)})"


def _around(diff: FeedDiff) -> Iterator[str]:
    if diff.channel:
        yield f"**show**: {escape_markdown(', '.join(each.field for each in diff.channel))}"
    yield from _limited([escape_markdown(render_move(each, diff.kept)) for each in diff.moves])
    if diff.reordered:
        yield f"**another order**: {len(diff.reordered)} items"


def _limited(lines: Sequence[str]) -> list[str]:
    return [*lines[:MOST], *([f"… and {len(lines) - MOST} more"] if len(lines) > MOST else [])]


def _titled(title: str) -> str:
    return escape_markdown(title) or "an item without a title"
