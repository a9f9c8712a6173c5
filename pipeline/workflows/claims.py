"""Slug claims: the first publish of a slug writes down its guid; no second clone publishes it anew."""

from pipeline.core.addresses import SLUGS
from pipeline.core.plan import Step
from pipeline.core.serving import Group
from pipeline.errors import InputError, Problem, StoreError
from pipeline.source.local_episode import LocalEpisode
from pipeline.store.protocol import Roots
from pipeline.workflows.planning import private_step


def read_claim(roots: Roots, slug: str) -> str | None:
    """The guid that a slug belongs to; None where nobody has published it.

    Raises:
        StoreError: The store failed, or holds something that is no claim.
    """
    found = roots.private.get(SLUGS + slug)
    try:
        return found.body.decode().strip() if found else None
    except UnicodeDecodeError as error:
        raise StoreError(
            f"{roots.private.url(SLUGS + slug)} is not a claim that airdate wrote",
            "delete it: the next airdate publish writes it anew",
        ) from error


def plan_claim(roots: Roots, local: LocalEpisode, guid: str) -> list[Step]:
    """Claim an episode's slug, unless it is ours already.

    Raises:
        InputError: It belongs to another guid.
    """
    holder = read_claim(roots, local.slug)
    if holder is None:
        return [
            private_step(
                Group.CLAIM, SLUGS + local.slug, f"{guid}\n".encode(), f"{local.slug} is this episode"
            )
        ]
    if holder != guid:
        text = f"'{local.slug}' is already published with the guid {holder}"
        fix = f"write guid: {holder} if it is the same episode, or rename the folder if it is another"
        if local.front.guid is None:  # this run's own was never written: somebody was a moment faster
            fix = "publish again, which takes up that guid, or rename the folder if it is another episode"
        raise InputError([Problem(local.shown_index, local.line_of("guid"), text, fix)])
    return []
