"""Doctor, the store's part: who we are there, what time it is there, what it honours, what lies about."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Literal

from pipeline.core import findings
from pipeline.core.findings import STORE_REFUSED, Finding, Outcome, Topic
from pipeline.core.location import Location
from pipeline.core.personality import Conditions, Personality
from pipeline.errors import AirdateError, StoreError
from pipeline.store.places import Place
from pipeline.store.probing import probe_store
from pipeline.store.protocol import Roots, Store
from pipeline.workflows.carry_out import LEFT_AFTER_S
from pipeline.workflows.state import State, load_state

if TYPE_CHECKING:
    from pipeline.store.s3_client import S3Clients

MOST_SKEW = timedelta(minutes=2)
"""S3 refuses what is a quarter of an hour off; a release dated "now" goes wrong sooner."""
SOON = timedelta(hours=1)
"""An upload of hours should not outlive its credentials."""

RootName = Literal["public", "private"]

_CLOCK_FIX = "set this computer's clock to the network's time, then run again"
_ONE_AT_A_TIME = "let one machine publish at a time; airdate regenerate shows what came late"
_CONDITIONS: Mapping[Conditions, tuple[Outcome, str]] = {
    Conditions.ENFORCES: (
        Outcome.OK,
        "enforces conditional writes: several producers may publish at the same moment",
    ),
    Conditions.PARTLY: (
        Outcome.WARNING,
        "enforces only If-None-Match: no episode is lost, but of two that are published at the same moment "
        "one may appear in the feed with the next run",
    ),
    Conditions.REFUSES: (
        Outcome.WARNING,
        "refuses conditional writes: no episode is lost, but of two that are published at the same moment "
        "one may appear in the feed with the next run",
    ),
    Conditions.IGNORES: (
        Outcome.WARNING,
        "accepts conditional writes and ignores the conditions: no episode is lost, but of two that are "
        "published at the same moment one may appear in the feed with the next run",
    ),
    Conditions.RACY: (
        Outcome.WARNING,
        "enforces conditions for one writer after the other, not for several at once: no episode is lost, "
        "but of two that are published at the same moment one may appear in the feed with the next run",
    ),
}


@dataclass(frozen=True)
class Root:
    """One root that is at S3."""

    name: RootName
    place: Place
    location: Location
    clients: "S3Clients"


def open_far_roots(location: Location, public: Place, private: Place) -> list[Root]:
    """Those that are not folders, with connections of the doctor's own.

    Raises:
        AccessError: A profile does not exist.
        StoreError: boto3 refuses an endpoint's address.
    """
    both: tuple[tuple[RootName, Place], ...] = (("public", public), ("private", private))
    if all(place.scheme != "s3" for _, place in both):
        return []
    from pipeline.store.s3_client import open_clients  # boto3 is slow to load

    roots: list[Root] = []
    for name, place in both:
        if place.scheme == "s3":
            own = location.at(name)
            shared = next((each.clients for each in roots if each.location == own), None)
            roots.append(Root(name, place, own, shared or open_clients(own)))
    return roots


def look_at_credentials(roots: list[Root], now: datetime) -> Iterator[Finding]:
    """Who boto3's chain finds, for each set of keys that the show uses; never a secret."""
    ok, problem = (
        partial(findings.ok, Topic.CREDENTIALS),
        partial(findings.problem, Topic.CREDENTIALS, code=STORE_REFUSED),
    )
    if not roots:
        yield findings.skipped(Topic.CREDENTIALS, "source", "a folder needs none")
        return
    from pipeline.store.s3_errors import CREDENTIALS, RENEW  # boto3 is slow to load
    from pipeline.store.s3_looking import load_credentials

    for location, names in _by_location(roots):
        try:
            facts = load_credentials(location)
        except StoreError as error:
            yield problem("source", error.text, error.fix or CREDENTIALS)
            continue
        if facts is None:
            yield problem("source", f"nobody gives any for {names}", CREDENTIALS)
            continue
        profile = f", profile {facts.profile}" if facts.profile else ""
        yield ok("source", f"{names}: {facts.source}{profile}")
        if facts.expires_at is None:
            yield ok("expiry", "no end is known")
        elif facts.expires_at <= now:
            yield problem("expiry", f"they ended at {facts.expires_at:%Y-%m-%d %H:%M} UTC", RENEW)
        elif facts.expires_at < now + SOON:
            text = f"they end at {facts.expires_at:%H:%M} UTC, which may be before a large upload does"
            yield findings.warning(Topic.CREDENTIALS, "expiry", text, RENEW)
        else:
            yield ok("expiry", f"they end at {facts.expires_at:%Y-%m-%d %H:%M} UTC")


def _by_location(roots: list[Root]) -> list[tuple[Location, str]]:
    """Each set of keys once, with the roots that it is for."""
    if len(roots) == 2 and roots[0].location == roots[1].location:
        return [(roots[0].location, "both roots")]
    return [(each.location, f"the {each.name} root") for each in roots]


def look_at_clock(roots: list[Root], clock: Callable[[], datetime]) -> Iterator[Finding]:
    """Our clock against each store's."""
    if not roots:
        yield findings.skipped(Topic.CLOCK, "skew", "a folder has the same clock")
        return
    from pipeline.store.s3_looking import read_server_time  # boto3 is slow to load

    seen = {each.location.endpoint_url: each for each in roots}
    for root in seen.values():
        try:
            theirs = read_server_time(root.clients.once, root.place.home)
        except StoreError as error:
            yield findings.skipped(Topic.CLOCK, "skew", error.text)
            continue
        ours = clock()
        if theirs is None:
            yield findings.skipped(Topic.CLOCK, "skew", "the store does not say what time it is")
        elif abs(ours - theirs) > MOST_SKEW:
            way = "ahead of" if ours > theirs else "behind"
            text = f"your clock is wrong: it is {_duration(abs(ours - theirs))} {way} the store's"
            yield findings.problem(Topic.CLOCK, "skew", text, _CLOCK_FIX)
        else:
            yield findings.ok(
                Topic.CLOCK, "skew", f"{_duration(abs(ours - theirs))} between it and the store's"
            )


def _duration(span: timedelta) -> str:
    """A span of time in the largest unit that says enough.

    >>> _duration(timedelta(seconds=61)), _duration(timedelta(days=1, hours=2))
    ('61 s', '26 h')
    """
    seconds = int(span.total_seconds())
    if seconds < 600:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 7200 else f"{seconds // 3600} h"


def probe(private: Store, now: datetime) -> tuple[Personality | None, list[Finding]]:
    """What the private root honours, asked with its scratch object."""
    try:
        personality = probe_store(private, now)
    except StoreError as error:
        return None, [findings.problem(Topic.STORE, "conditions", error.text, error.fix, STORE_REFUSED)]
    return personality, list(_describe(personality))


def _describe(seen: Personality) -> Iterator[Finding]:
    ok, warning = partial(findings.ok, Topic.STORE), partial(findings.warning, Topic.STORE)
    if seen.is_certain:
        outcome, text = _CONDITIONS[seen.conditions]
        fix = _ONE_AT_A_TIME if outcome is Outcome.WARNING else None
        yield Finding(Topic.STORE, "conditions", outcome, f"the store {text}", fix)
    else:
        text = "the store gave no clear answer about conditional writes, so nothing is built on them"
        yield warning("conditions", text, "run airdate doctor again later")
    if seen.upload_conditions is not None:
        yield ok("upload_conditions", f"{seen.upload_conditions.verb} them for uploads in parts")
    if seen.reads_after_writes is False:
        text = "what was written is not seen at once: a run may need several looks"
        yield warning("freshness", text, _ONE_AT_A_TIME)
    elif seen.reads_after_writes:
        yield ok("freshness", "what was written is seen at once")
    yield from _of_uploads(seen)
    if seen.serves_ranges is False:
        text = "the store sends all of an object where a part was asked for: players cannot seek"
        yield warning("ranges", text, "put a CDN or web server that serves byte ranges in front of it")
    elif seen.serves_ranges:
        yield ok("ranges", "the store serves byte ranges")


def _of_uploads(seen: Personality) -> Iterator[Finding]:
    fix = (
        "allow s3:ListBucketMultipartUploads and s3:AbortMultipartUpload (airdate doctor --policy producer), "
    )
    fix += "or have the bucket remove unfinished uploads after some days"
    warning = partial(findings.warning, Topic.STORE, "uploads", fix=fix)
    if seen.lists_uploads is False:
        yield warning("unfinished uploads cannot be seen: what killed runs leave stays, and costs money")
    elif seen.aborts_uploads is False:
        yield warning("unfinished uploads cannot be aborted: what killed runs leave stays, and costs money")
    elif seen.lists_uploads:
        yield findings.ok(Topic.STORE, "uploads", "unfinished uploads can be seen and aborted")


def look_for_leftovers(roots: list[Root]) -> Iterator[Finding]:
    """Uploads that nobody finished."""
    if not roots:
        return
    from pipeline.store.s3_looking import read_unfinished  # boto3 is slow to load

    found = [each for root in roots for each in read_unfinished(root.clients.once, root.place)]
    old = [each for each in found if each.age and each.age.total_seconds() > LEFT_AFTER_S]
    if old:
        oldest = max(each.age for each in old if each.age)
        text = f"{len(old)} unfinished uploads are older than a day, the oldest of {oldest.days} days"
        fix = "the next publish or regenerate that writes something removes them"
        yield findings.warning(Topic.STORE, "leftovers", text, fix)
    else:
        running = f"; {len(found)} are under way" if found else ""
        yield findings.ok(Topic.STORE, "leftovers", f"no upload was left unfinished for a day{running}")


def look_at_records(roots: Roots) -> tuple[State | None, list[Finding]]:
    """Whether all that is known of the show can be read, and what it names is there."""
    try:
        state = load_state(roots)
    except AirdateError as error:
        refused = isinstance(error, StoreError)
        code = STORE_REFUSED if refused else findings.FAILED
        return None, [findings.problem(Topic.RECORDS, "records", error.text, error.fix, code)]
    if state.show is None:
        text = "nothing is published here yet"
        return state, [findings.skipped(Topic.RECORDS, "records", text)]
    text = f"the show's and those of its episodes ({len(state.records)}) can be read"
    found = [findings.ok(Topic.RECORDS, "records", text)]
    return state, [*found, _look_at_media(state, roots)]


def _look_at_media(state: State, roots: Roots) -> Finding:
    records = [each.value for each in state.records.values() if each.value.withdrawn is None]
    waiting = {**state.there, **state.staged}
    missing = [
        each.slug
        for each in records
        if (state.there if each.is_live else waiting).get(each.media.key) != each.media.size_bytes
    ]
    if missing:
        named = ", ".join(missing[:3]) + (f" and {len(missing) - 3} more" if len(missing) > 3 else "")
        fix = f"publish it again from a folder that has the audio: airdate publish {missing[0]}"
        return findings.problem(
            Topic.RECORDS, "media", f"{roots.public.name}: the media of {named} is not there", fix
        )
    return findings.ok(
        Topic.RECORDS, "media", f"the media of all episodes ({len(records)}) is there, in full size"
    )
