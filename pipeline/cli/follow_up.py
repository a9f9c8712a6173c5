"""What every writing command does at its end: purge, look through the public address, announce."""

import sys
from typing import TYPE_CHECKING

from pipeline.cli.options import wants_verify
from pipeline.cli.run import print_problems, problem_document

if TYPE_CHECKING:
    from pipeline.core.freshness import Verdict
    from pipeline.workflows.announce import Announced
    from pipeline.workflows.carry_out import Result
    from pipeline.workflows.context import Context
    from pipeline.workflows.follow_up import FollowedUp

WRONG_IN_PUBLIC = 6


def follow(context: "Context", result: "Result | None") -> "FollowedUp | None":
    """See to it that what was written is seen and heard of; what is wrong in public goes to stderr.

    Returns:
        None where nothing was written, or nobody but this machine sees it.
    """
    if result is None or not result.done:
        return None
    from pipeline.workflows.render import addresses_of

    if addresses_of(result.changes.show).is_preview:
        return None
    from pipeline.workflows.follow_up import follow_up

    followed = follow_up(context, result, is_verified=wants_verify())
    print_problems(followed.problems)
    return followed


def exit_if_wrong(followed: "FollowedUp | None") -> None:
    """End with 6 where the public address serves something wrong: it matters more than what is unfinished."""
    if followed is not None and followed.is_wrong:
        sys.exit(WRONG_IN_PUBLIC)


def followed_document(followed: "FollowedUp | None") -> dict[str, object]:
    """The end of a run for `--json`; null where nobody has looked."""
    if followed is None or followed.feed is None:
        return {"public": None}
    return {
        "public": {
            **verdict_document(followed.feed),
            "problems": [problem_document(each) for each in followed.problems],
            "announced": [announced_document(each) for each in followed.announced],
            "purged": followed.is_purged,
        }
    }


def verdict_document(verdict: "Verdict") -> dict[str, object]:
    """What the public address serves, for `--json`."""
    return {"freshness": verdict.freshness.value, "text": verdict.text, "left_s": verdict.left_s}


def announced_document(announced: "Announced") -> dict[str, object]:
    """One target, for `--json`."""
    told = announced.told
    return {
        "target": announced.target.name,
        "told_now": announced.was_told,
        "reason": announced.reason,
        "told_at": told.told_at.isoformat() if told.told_at else None,
        "feed_sha256": told.sha256,
        "failures": told.failures,
    }
