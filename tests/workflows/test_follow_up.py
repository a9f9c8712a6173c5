"""After a write: the public address is looked at, caches are purged, and who listens is told, once."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from pipeline.core.addresses import ANNOUNCED, FEED
from pipeline.core.announcing import FIRST_PAUSE
from pipeline.core.freshness import Freshness
from pipeline.errors import StoreError
from pipeline.store.protocol import Condition, Headers, Store
from pipeline.workflows.follow_up import FollowedUp, follow_up
from tests.servers.raw_server import doing, dripping
from tests.servers.running import free_port
from tests.servers.scripted_server import Answer, Asked
from tests.workflows.faulty_stores import Killed, Trigger, tapped
from tests.workflows.public_show import (
    CANARIES,
    PURGE,
    TOKEN,
    PublicShow,
    form_of,
    json_of,
    public_show,
)
from tests.workflows.small_show import DAY, HOUR, NOW, Talk, body_of, make_clone, memory_roots, slug_of

EVERYBODY = {"websub", "podping", "podcast-index", "overcast"}


def feed_hash(show: PublicShow) -> str:
    return sha256(body_of(show.clone.roots.public, FEED)).hexdigest()


@pytest.fixture
def announcing(live_show: PublicShow) -> PublicShow:
    """A show with one episode that is ready, which tells a hub and every directory."""
    live_show.tell_everybody()
    live_show.clone.episode(1)
    return live_show


@dataclass
class Through:
    """A store with something that happens before its first write."""

    inner: Store
    before: Callable[[], None]
    has_happened: bool = False

    def __getattr__(self, name: str) -> object:
        return getattr(self.inner, name)

    def put(self, key: str, body: bytes, headers: Headers, condition: Condition = None) -> str:
        if not self.has_happened:
            self.has_happened = True
            self.before()
        return self.inner.put(key, body, headers, condition)


# Telling


def test_a_new_feed_is_announced_to_everybody(announcing: PublicShow) -> None:
    """Each in its own way, with its own credentials, and remembered by the feed's hash."""
    followed = announcing.publish(1)
    assert (followed.problems, followed.feed and followed.feed.freshness) == ((), Freshness.CURRENT)
    assert {name: told.sha256 for name, told in announcing.told().items()} == dict.fromkeys(
        EVERYBODY, feed_hash(announcing)
    )
    [hub], [podping], [index], [overcast] = (
        announcing.listeners.heard(path) for path in ("/hub", "/podping", "/index", "/overcast")
    )
    url = announcing.feed_url
    assert (hub.method, form_of(hub)) == ("POST", {"hub.mode": "publish", "hub.url": url})
    assert hub.headers["content-type"] == "application/x-www-form-urlencoded"
    assert form_of(podping) == {"url": url, "reason": "update", "medium": "podcast"}
    assert podping.headers["authorization"] == TOKEN
    assert form_of(index) == {"url": url}
    assert {"x-auth-key", "x-auth-date", "authorization"} <= index.headers.keys()
    assert form_of(overcast) == {"urlprefix": url}


def test_the_hubs_of_the_feed_are_told_without_more_settings(live_show: PublicShow) -> None:
    """The feed names them, so that apps listen there; each hub hears once."""
    live_show.configure("[feed]", f'hubs = ["{live_show.hub}"]')
    live_show.configure("[announce]", f'websub = ["{live_show.hub}"]')
    live_show.clone.episode(1)
    live_show.publish(1)
    assert live_show.listeners.paths == ["/hub"]
    assert f'href="{live_show.hub}"'.encode() in body_of(live_show.clone.roots.public, FEED)


def test_a_run_that_changes_nothing_announces_nothing(announcing: PublicShow) -> None:
    """Nor does it write, or look at the public address."""
    announcing.publish(1)
    heard, seen = len(announcing.listeners.paths), len(announcing.site.asked)
    before = announcing.clone.roots.private.get(ANNOUNCED)
    assert announcing.regenerate(NOW + HOUR) == FollowedUp()
    assert (len(announcing.listeners.paths), len(announcing.site.asked)) == (heard, seen)
    assert announcing.clone.roots.private.get(ANNOUNCED) == before


def test_what_a_killed_run_wrote_is_announced_by_the_next(announcing: PublicShow) -> None:
    """Announcing is due by what was announced, not by what this run changed."""
    announcing.clone.publish(1)
    assert announcing.listeners.paths == []
    announcing.regenerate(NOW + HOUR)
    assert announcing.told().keys() == EVERYBODY


def test_a_run_killed_before_it_remembers_announces_once_more(announcing: PublicShow) -> None:
    """Telling twice does no harm; telling never would."""
    result = announcing.clone.publish(1)
    assert result is not None
    roots = tapped(announcing.clone.roots, Trigger(1, only=lambda key, _: key == ANNOUNCED))
    context = replace(announcing.context(), roots=roots)
    with pytest.raises(Killed):
        follow_up(context, result)
    announcing.regenerate(NOW + HOUR)
    assert announcing.listeners.paths.count("/hub") == 2
    assert announcing.told().keys() == EVERYBODY


def test_a_stream_that_runs_is_podped_as_live(live_show: PublicShow) -> None:
    """Apps look at once then."""
    live_show.configure(
        "[announce]",
        "podping = true",
        "[[live]]",
        'title = "Tonight"',
        'guid = "live-1"',
        'status = "live"',
        "start = 2026-11-05T11:00:00+00:00",
        'stream = "https://stream.example/a.mp3"',
        'content_links = [{ url = "https://stream.example/", label = "Listen" }]',
    )
    live_show.clone.episode(1)
    live_show.publish(1)
    assert [form_of(each)["reason"] for each in live_show.listeners.heard("/podping")] == ["live"]


def test_a_hidden_show_is_announced_to_nobody(announcing: PublicShow) -> None:
    """Who hides from directories does not call them."""
    announcing.clone.edit_file("podcast.toml", "explicit = false", "explicit = false\nblock = true")
    announcing.publish(1)
    assert (announcing.listeners.paths, announcing.told()) == ([], {})


def test_a_preview_is_neither_looked_at_nor_announced(announcing: PublicShow) -> None:
    """What stands on this machine is nobody's business."""
    announcing.clone.edit_file(
        "podcast.toml", f'base_url = "{announcing.base_url}"', 'base_url = "http://127.0.0.1:8000/"'
    )
    assert announcing.publish(1) == FollowedUp()
    assert (announcing.site.asked, announcing.listeners.paths) == ([], [])


# Those who do not hear


def redirect(asked: Asked) -> Answer:
    return Answer(302, headers={"Location": asked.path + "-elsewhere"})


def refuse(_asked: Asked) -> Answer:
    return Answer(500, b"canary-in-the-body")


def hang_up(_asked: Asked) -> None:
    return None


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (refuse, "answers 500"),
        (redirect, "answers 302"),
        (hang_up, "the answer breaks off or is not HTTP"),
    ],
)
def test_who_cannot_be_told_fails_no_run(
    script: Callable[[Asked], Answer | None], reason: str, announcing: PublicShow
) -> None:
    """Each is warned of once, with its reason; a redirect is not followed, for it would get the token."""
    announcing.listeners.script = script
    talk = Talk()
    followed = announcing.publish(1, talk=talk)
    assert followed.problems == ()
    assert len(talk.warned) == 4
    assert f"podping could not be told of the new feed: {reason}" in talk.warned
    assert {(each.sha256, each.failures) for each in announcing.told().values()} == {(None, 1)}
    assert sorted(announcing.listeners.paths) == ["/hub", "/index", "/overcast", "/podping"]


def test_a_closed_port_and_a_server_that_hangs_hold_nobody_up(live_show: PublicShow) -> None:
    """Each has its own time limit, and the others hear meanwhile."""
    with doing(dripping(b"HTTP/1.1 200 OK\r\n", b"x", 0.1)) as slow:
        live_show.configure(
            "[feed]", f'hubs = ["http://127.0.0.1:{slow.port}/", "http://127.0.0.1:{free_port()}/"]'
        )
        live_show.configure("[announce]", "overcast = true")
        live_show.clone.episode(1)
        followed = live_show.publish(1)
    reasons = sorted(each.reason or "" for each in followed.announced)
    assert reasons == ["", "nothing answers there", "took too long to answer"]
    assert live_show.told()["overcast"].sha256 == feed_hash(live_show)


def test_who_failed_is_tried_again_after_a_pause(announcing: PublicShow) -> None:
    """The pause doubles with every failure, up to a day; success forgets them."""
    announcing.listeners.script = refuse
    announcing.publish(1)
    now = NOW
    for pause, failures in ((FIRST_PAUSE, 2), (2 * FIRST_PAUSE, 3)):
        announcing.regenerate(now + pause - timedelta(seconds=1))
        assert announcing.told()["overcast"].failures == failures - 1
        now += pause
        announcing.regenerate(now)
        assert announcing.told()["overcast"].failures == failures
    announcing.listeners.script = lambda _: Answer(200)
    announcing.regenerate(now + DAY)
    assert announcing.told()["overcast"].failures == 0
    assert announcing.told()["overcast"].sha256 == feed_hash(announcing)


def test_news_are_told_at_once_whoever_failed_before(announcing: PublicShow) -> None:
    """A pause is for the same feed only."""
    announcing.listeners.script = refuse
    announcing.publish(1)
    announcing.listeners.script = lambda _: Answer(200)
    announcing.clone.episode(2)
    announcing.publish(2)
    assert {each.sha256 for each in announcing.told().values()} == {feed_hash(announcing)}


def test_only_who_failed_is_tried_again(announcing: PublicShow) -> None:
    """Who has heard is left in peace."""
    announcing.listeners.script = lambda asked: Answer(503 if asked.path == "/podping" else 200)
    announcing.publish(1)
    announcing.regenerate(NOW + HOUR)
    assert announcing.listeners.paths.count("/podping") == 2
    assert announcing.listeners.paths.count("/hub") == 1


def test_the_podcast_index_can_refuse_with_200(announcing: PublicShow) -> None:
    """Its body says so."""
    announcing.listeners.script = lambda _: Answer(200, b'{"status": "false", "description": "no"}')
    announcing.publish(1)
    assert announcing.told()["podcast-index"].reason == "answers that it does not take it"
    assert announcing.told()["overcast"].sha256 == feed_hash(announcing)


def test_without_a_token_podping_is_not_asked(tmp_path: Path) -> None:
    """The warning names the variable; the Podcast Index takes a call without a key."""
    with public_show(tmp_path, environment={}) as show:
        show.tell_everybody()
        show.clone.episode(1)
        talk = Talk()
        show.publish(1, talk=talk)
        assert talk.warned == [
            "podping could not be told of the new feed: AIRDATE_PODPING_TOKEN is not set in the environment"
        ]
        assert "authorization" not in show.listeners.heard("/index")[0].headers


def test_no_secret_gets_anywhere_but_where_it_belongs(announcing: PublicShow) -> None:
    """Not into words, the store, the plan, or another service's request; whatever goes wrong."""
    announcing.configure("[purge]", f'webhook = "{announcing.hub}"')
    talk = Talk()
    seen = [repr(announcing.publish(1, talk=talk)), repr(announcing.outside)]
    announcing.listeners.script = refuse
    announcing.clone.episode(2)
    seen += [repr(announcing.publish(2, talk=talk)), repr(talk)]
    for store in (announcing.clone.roots.public, announcing.clone.roots.private):
        seen += [body_of(store, row.key).decode(errors="replace") for row in store.list()]
    seen += [repr(asked) for asked in announcing.site.asked]
    assert [each for each in (*CANARIES, "canary-in-the-body") if any(each in text for text in seen)] == []
    for asked in announcing.listeners.server.asked:
        allowed = {"/podping": 0, "/index": 1, "/hub": 3}.get(asked.path)
        strangers = [each for number, each in enumerate(CANARIES) if number != allowed]
        assert not [each for each in strangers if each in repr(asked)], asked.path


# What is remembered


def test_two_runs_that_announce_at_once_both_remember(announcing: PublicShow) -> None:
    """Who comes second writes over what the first wrote only its own."""
    announcing.publish(1)
    roots = announcing.clone.roots
    stolen = body_of(roots.private, ANNOUNCED).replace(b'"overcast"', b'"websub https://other.example/"')

    def meddle() -> None:
        roots.private.put(ANNOUNCED, stolen, Headers("application/json", "no-store"))

    announcing.clone.episode(2)
    result = announcing.clone.publish(2)
    assert result is not None
    meddled = replace(roots, private=Through(roots.private, meddle))  # type: ignore[arg-type]
    follow_up(replace(announcing.context(), roots=meddled), result)
    found = json.loads(body_of(roots.private, ANNOUNCED))["targets"]
    assert "websub https://other.example/" in found
    assert found["overcast"]["sha256"] == feed_hash(announcing)


# What the public address serves


def test_a_cache_that_is_behind_is_no_failure(announcing: PublicShow) -> None:
    """How long at most is said; nobody is told of a feed that nobody sees; the next run tells."""
    announcing.publish(1)
    told = len(announcing.listeners.paths)
    announcing.host.freeze_feed(Age="100")
    announcing.clone.episode(2)
    talk = Talk()
    followed = announcing.publish(2, talk=talk)
    assert followed.problems == ()
    assert followed.feed is not None
    assert (followed.feed.freshness, followed.feed.left_s) == (Freshness.CACHED, 200)
    assert talk.said[-1] == (
        f"{announcing.feed_url}: the cache still serves the previous feed, for at most 200 s; "
        "the next run announces it"
    )
    assert len(announcing.listeners.paths) == told
    announcing.host.cached = None
    announcing.regenerate(NOW + HOUR)
    assert {each.sha256 for each in announcing.told().values()} == {feed_hash(announcing)}


def answering_with(status: int, body: bytes = b"") -> Callable[[Asked, Answer], Answer]:
    def change(asked: Asked, answer: Answer) -> Answer:
        return Answer(status, body, {"Content-Type": "text/html"}) if "feed.xml" in asked.path else answer

    return change


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (answering_with(403), "answers 403"),
        (answering_with(404), "answers 404"),
        (answering_with(200, b"<html>Welcome to your new host</html>"), "is no feed"),
    ],
)
def test_a_wrong_answer_is_told_and_not_announced(
    change: Callable[[Asked, Answer], Answer], text: str, announcing: PublicShow
) -> None:
    """Exit 6: the feed is written, and the public sees something else."""
    announcing.host.change = change
    followed = announcing.publish(1)
    assert [(each.path, each.text) for each in followed.problems] == [(announcing.feed_url, text)]
    assert followed.is_wrong
    assert announcing.listeners.paths == []


def test_another_shows_feed_is_wrong(announcing: PublicShow, tmp_path: Path) -> None:
    """A base_url that belongs to somebody else is noticed at once."""
    other = make_clone(tmp_path / "other", memory_roots())
    other.episode(7)
    other.publish(7)
    announcing.host.change = answering_with(200, body_of(other.roots.public, FEED))
    followed = announcing.publish(1)
    assert [each.text for each in followed.problems] == ["lists 1 of 1 episodes that no record knows"]


def test_one_lost_answer_is_no_outage(announcing: PublicShow) -> None:
    """It is asked once more."""
    lost = iter([True])
    announcing.host.change = lambda asked, answer: (
        Answer(502) if asked.path.endswith("feed.xml") and next(lost, False) else answer
    )
    assert not announcing.publish(1).is_wrong
    assert announcing.told().keys() == EVERYBODY


def test_media_that_the_host_serves_wrongly_is_found_at_once(announcing: PublicShow) -> None:
    """Before anybody is told of the episode."""
    announcing.host.change = lambda asked, answer: Answer(404) if "/media/" in asked.path else answer
    followed = announcing.publish(1)
    assert [each.rule for each in followed.problems] == ["asset-reachable"]
    assert announcing.listeners.paths == []


def test_only_what_this_run_wrote_is_looked_at(announcing: PublicShow) -> None:
    """A publish takes no longer because a show is old."""
    announcing.publish(1)
    announcing.clone.episode(2)
    announcing.site.asked.clear()
    announcing.publish(2)
    media = {each.path for each in announcing.site.asked if "/media/" in each.path}
    assert len(media) == 1
    assert slug_of(2) in media.pop()


def test_without_verifying_nobody_is_asked_or_told(announcing: PublicShow) -> None:
    """Caches are purged even so."""
    announcing.configure("[purge]", f'webhook = "{announcing.hub}"')
    result = announcing.clone.publish(1)
    assert result is not None
    followed = follow_up(announcing.context(), result, is_verified=False)
    assert (followed.feed, followed.is_purged) == (None, True)
    assert (announcing.site.asked, announcing.listeners.paths) == ([], ["/hub"])


# Purging


def test_a_webhook_gets_what_changed_in_place(live_show: PublicShow) -> None:
    """Feed and pages, not the media, which is new; with the token, before anybody looks."""
    live_show.configure("[purge]", f'webhook = "{live_show.hub}"')
    live_show.clone.episode(1)
    followed = live_show.publish(1)
    assert followed.is_purged
    [asked] = live_show.listeners.server.asked
    urls = json_of(asked)["urls"]
    base = live_show.base_url
    assert {f"{base}feed.xml", f"{base}index.html", base} <= set(urls)
    assert not [url for url in urls if "/media/" in url]
    assert asked.headers["authorization"] == f"Bearer {PURGE}"


def test_a_purge_that_fails_is_a_warning(live_show: PublicShow) -> None:
    """The cache will forget by itself."""
    live_show.configure("[purge]", f'webhook = "{live_show.hub}"')
    live_show.listeners.script = refuse
    live_show.clone.episode(1)
    talk = Talk()
    followed = live_show.publish(1, talk=talk)
    assert (followed.problems, followed.is_purged) == ((), False)
    assert [
        text for text in talk.warned if text.endswith("could not be told to forget what changed: answers 500")
    ]


def test_cloudfront_without_credentials_is_a_warning(live_show: PublicShow) -> None:
    """The words are boto3's border's, with the distribution's id."""
    live_show.configure("[purge]", 'cloudfront = "E1A2B3C4D5E6F7"')
    live_show.clone.episode(1)
    talk = Talk()
    followed = live_show.publish(1, talk=talk)
    assert (followed.problems, followed.is_purged) == ((), False)
    [text] = [each for each in talk.warned if "CloudFront" in each]
    assert text.startswith(
        "CloudFront distribution E1A2B3C4D5E6F7 could not be told to forget what changed: "
    )
    assert "credentials" in text


def test_cloudfront_is_told_of_paths(live_show: PublicShow, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the slash on, by whatever credentials boto3 finds."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "canary-aws")
    http = replace(live_show.outside.endpoints, cloudfront=live_show.listeners.server.endpoint_url)
    show = replace(live_show, outside=replace(live_show.outside, endpoints=http))
    show.listeners.script = lambda _: Answer(201, b"<Invalidation/>")
    show.configure("[purge]", 'cloudfront = "E1A2B3C4D5E6F7"')
    show.clone.episode(1)
    assert show.publish(1).is_purged
    [asked] = show.listeners.server.asked
    assert b"<Path>/show/feed.xml</Path>" in asked.body or b"<Path>/show/*</Path>" in asked.body
    assert "canary-aws" not in repr(asked)


def test_a_store_that_cannot_remember_fails_no_run(announcing: PublicShow) -> None:
    """Everybody has heard; the next run tells them once more."""

    def refuse_to_write() -> None:
        raise StoreError("could not write private/announced.json: AccessDenied")

    result = announcing.clone.publish(1)
    assert result is not None
    roots = replace(announcing.clone.roots, private=Through(announcing.clone.roots.private, refuse_to_write))  # type: ignore[arg-type]
    talk = Talk()
    followed = follow_up(replace(announcing.context(talk=talk), roots=roots), result)
    assert not followed.is_wrong
    assert [each.was_told for each in followed.announced] == [True] * 4
    assert talk.warned == [
        "could not write private/announced.json: AccessDenied: the next run announces once more"
    ]
