"""`[announce]` and `[purge]`: who is told that the feed has changed. Never published, and never a secret."""

from typing import Annotated

from pydantic import AfterValidator, Field

from pipeline.core.values import Flag, Frozen, Url, Whole, unfit


def _encrypted(url: str) -> str:
    if not url.startswith("https://"):
        raise unfit(f'"{url}" is not encrypted', "write its https address")
    return url


HttpsUrl = Annotated[Url, AfterValidator(_encrypted)]
"""An address that a token may be sent to."""


class AnnounceSettings(Frozen):
    """`[announce]`: who is told of a changed feed, as soon as its public address serves it."""

    websub: list[HttpsUrl] = []
    """More WebSub hubs to tell; those of `feed.hubs`, which the feed names, are told anyway."""
    podping: Flag = False
    """Send a podping through podping.cloud; needs AIRDATE_PODPING_TOKEN in the environment."""
    podcast_index: Flag = False
    """Tell the Podcast Index; it needs no key."""
    podcast_index_id: Annotated[Whole, Field(ge=1)] | None = None
    """The show's number there; its address unless set."""
    overcast: Flag = False
    """Tell Overcast."""


class PurgeSettings(Frozen):
    """`[purge]`: caches in front of the public root that forget what changed, before it is verified."""

    cloudfront: Annotated[str, Field(pattern=r"^[A-Z0-9]{8,30}$")] | None = None
    """The id of a CloudFront distribution; the credentials need cloudfront:CreateInvalidation."""
    webhook: HttpsUrl | None = None
    """An address that gets {"urls": […]} by POST, with AIRDATE_PURGE_TOKEN of the environment as bearer."""
