"""Purge: caches in front of the public root are told to forget what a run has changed in place."""

from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from pipeline.core.addresses import INDEX, Addresses, page_key
from pipeline.core.location import Location
from pipeline.core.plan import Plan
from pipeline.core.serving import IMMUTABLE, Root
from pipeline.errors import StoreError
from pipeline.web.outside import Outside
from pipeline.web.purging import call_webhook
from pipeline.workflows.context import Context

_PAGES = page_key("").removesuffix(".html")


def changed_urls(plan: Plan, addresses: Addresses) -> tuple[str, ...]:
    """The addresses under which something else stands now, or nothing any more; new media is at new ones."""
    keys = [
        each.key
        for each in plan.steps
        if each.root is Root.PUBLIC and each.serving.cache_control != IMMUTABLE
    ]
    keys += [each.key for each in plan.removals if each.root is Root.PUBLIC]
    return tuple(dict.fromkeys(url for key in keys for url in _urls_of(key, addresses)))


def _urls_of(key: str, addresses: Addresses) -> Iterator[str]:
    """A page goes by several names."""
    yield addresses.url(key)
    if key == INDEX:
        yield addresses.base_url
    elif key.startswith(_PAGES) and addresses.pretty:
        yield addresses.url(key.removesuffix(".html"))


def purge(context: Context, location: Location, plan: Plan, addresses: Addresses, outside: Outside) -> bool:
    """Tell those that `[purge]` names; what fails is a warning.

    Returns:
        Whether anything was purged.
    """
    wanted = location.purge
    urls = changed_urls(plan, addresses)
    if not urls or not (wanted.cloudfront or wanted.webhook):
        return False
    done = False
    if wanted.cloudfront:
        failed = _purge_cloudfront(context, location, urls, outside)
        done = _tell(context, f"CloudFront distribution {wanted.cloudfront}", failed)
    if wanted.webhook:
        host = urlsplit(wanted.webhook).netloc
        done = _tell(context, f"the webhook at {host}", call_webhook(wanted.webhook, urls, outside)) or done
    return done


def _purge_cloudfront(
    context: Context, location: Location, urls: tuple[str, ...], outside: Outside
) -> str | None:
    from pipeline.store.cloudfront import purge_cloudfront  # boto3 is slow to load

    paths = [quote(urlsplit(url).path, safe="/%") or "/" for url in urls]
    distribution = location.purge.cloudfront or ""
    # The profile is the store's: of another provider, it is not for CloudFront.
    profile = None if location.endpoint_url else location.profile
    try:
        purge_cloudfront(
            distribution,
            paths,
            context.now.isoformat(),
            profile=profile,
            endpoint_url=outside.endpoints.cloudfront,
        )
    except StoreError as error:
        return error.text.partition(f"{distribution}: ")[2] or error.text
    return None


def _tell(context: Context, who: str, failed: str | None) -> bool:
    if failed is None:
        context.talk.say(f"purged {who}")
        return True
    context.talk.warn(f"{who} could not be told to forget what changed: {failed}")
    return False
