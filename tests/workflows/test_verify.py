"""Verify: what an app meets at the public address, and what it must not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import feedparser
import pytest

from pipeline.core.freshness import Freshness
from pipeline.errors import AirdateError, InputError, Level
from pipeline.workflows.verify import Verified, Wanted, verify
from tests.servers.running import free_port
from tests.servers.scripted_server import Answer, Asked, answering
from tests.workflows.public_show import Change, PublicShow
from tests.workflows.small_show import DAY, NOW, Talk, body_of, guid_of, record, slug_of

ALL = Wanted(within_s=60)


def look(show: PublicShow, wanted: Wanted = ALL, talk: Talk | None = None) -> Verified:
    return verify(replace(show.context(NOW, talk), wait=lambda _: None), wanted)


def errors(verified: Verified) -> list[str]:
    return [str(each) for each in verified.problems if each.level is Level.ERROR]


@pytest.fixture
def served(live_show: PublicShow) -> PublicShow:
    """Two episodes are live, with a transcript, and a third waits for its date."""
    clone = live_show.clone
    for number in (1, 2):
        clone.write(
            f"episodes/{slug_of(number)}/t.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\n<v Ada>Hello there.\n"
        )
        clone.episode(number, more="transcript: t.vtt")
    clone.episode(3, date=NOW + DAY, title="Not before tomorrow")
    clone.publish(1, 2, 3)
    return live_show


def on(part: str, answer: Callable[[Answer], Answer | None]) -> Change:
    """Another answer for addresses with these words in them."""
    return lambda asked, good: answer(good) if part in asked.path else good


def test_a_show_that_is_well_has_nothing_to_say(served: PublicShow) -> None:
    """Every file, page and private object was looked at."""
    talk = Talk()
    verified = look(served, talk=talk)
    assert (errors(verified), verified.feed.freshness) == ([], Freshness.CURRENT)
    assert not verified.is_wrong
    assert verified.facts["status"] == 200
    assert verified.facts["etag"]
    files, pages, private = verified.notes
    assert files.endswith("those of the 2 items")
    assert pages == "looked at 3 pages"
    assert private.endswith("private objects are out of reach")
    asked = {each.path for each in served.site.asked}
    assert {f"/show/{row.key}" for row in served.clone.roots.public.list("media/")} <= asked


def test_what_is_served_is_what_another_reader_sees(served: PublicShow) -> None:
    """feedparser, which knows nothing of us, finds the same episodes in the same bytes."""
    look(served)
    seen = feedparser.parse(body_of(served.clone.roots.public, "feed.xml"))
    assert {entry.id for entry in seen.entries} == {guid_of(1), guid_of(2)}
    assert not seen.bozo


def test_the_newest_alone_are_quick(served: PublicShow) -> None:
    """One episode's files and page, and the show's own."""
    verified = look(served, Wanted(newest=1))
    assert "those of the newest 1 item; 1 older item not looked at" in verified.notes[0]
    assert verified.notes[1] == "looked at 2 pages"


@pytest.mark.parametrize(
    ("part", "answer", "text"),
    [
        ("/media/", lambda _: Answer(404), "answers 404"),
        ("/media/", lambda good: replace(good, status=200, body=b"x" * 99), "part"),
        ("cover", lambda _: Answer(403), "answers 403"),
        (".vtt", lambda _: Answer(404), "answers 404"),
        ("episodes/", lambda _: Answer(404), "answers 404"),
        (
            "index.html",
            lambda good: replace(good, headers={**good.headers, "Content-Type": "text/plain"}),
            'is served as "text/plain", so that browsers show no page',
        ),
        ("feed.xml", lambda _: Answer(403), "answers 403"),
    ],
)
def test_what_is_wrong_is_an_error(
    part: str, answer: Callable[[Answer], Answer | None], text: str, served: PublicShow
) -> None:
    """Each names the address that is wrong, or the line of the feed."""
    served.host.change = on(part, answer)
    verified = look(served)
    assert verified.is_wrong
    assert [each for each in errors(verified) if text in each], errors(verified)


def test_an_earlier_feed_within_its_time_is_the_caches(served: PublicShow) -> None:
    """Advice, with the time it may take; the new episode's media is looked at all the same."""
    served.host.freeze_feed(Age="40")
    served.clone.episode(4)
    served.clone.publish(4)
    verified = look(served)
    assert not verified.is_wrong
    assert (verified.feed.freshness, verified.feed.left_s) == (Freshness.CACHED, 260)
    assert [each.path for each in served.site.asked if slug_of(4) in each.path]


def test_an_earlier_feed_beyond_its_time_is_wrong(served: PublicShow) -> None:
    """The store knows when the feed was written."""
    served.host.freeze_feed()
    served.host.store.clock = lambda: NOW - timedelta(hours=3)
    served.clone.episode(4)
    served.clone.publish(4)
    verified = look(served)
    assert verified.feed.freshness is Freshness.WRONG
    assert verified.feed.text == "is an earlier feed, 3 h after it was written anew"


def test_a_host_that_does_not_answer_is_unreachable(served: PublicShow) -> None:
    """Nothing else is asked then."""
    served.clone.edit_file("podcast.toml", served.base_url, f"https://127.0.0.1:{free_port()}/show/")
    served.clone.regenerate()
    verified = look(served)
    assert (verified.feed.freshness, verified.feed.text) == (Freshness.UNREACHABLE, "nothing answers there")
    assert verified.notes == ()


def test_a_certificate_that_nobody_trusts_is_wrong(served: PublicShow) -> None:
    """Apps refuse it as well."""
    import ssl

    network = replace(served.outside.network, trust=ssl.create_default_context())
    stranger = replace(served, outside=replace(served.outside, network=network))
    verified = look(stranger)
    assert verified.feed.freshness is Freshness.WRONG
    assert verified.feed.text.startswith("its certificate is not trusted")


# What is private


def private_files(show: PublicShow, place: str) -> dict[str, Answer]:
    roots = show.clone.roots
    return {f"{place}{row.key}": Answer(200, body_of(roots.private, row.key)) for row in roots.private.list()}


@pytest.mark.parametrize("place", ["/show/", "/show/private/", "/private/"])
def test_a_private_root_that_is_served_is_found(place: str, served: PublicShow) -> None:
    """Wherever it may stand by mistake."""
    leaked = private_files(served, place)
    served.host.change = lambda asked, good: leaked.get(asked.path, good)
    found = [each for each in errors(look(served)) if "everybody can read" in each]
    assert [each for each in found if "show.json, which is private" in each]
    assert [each for each in found if "staging/media/" in each]


def test_a_scheduled_episode_that_can_be_read_is_found(served: PublicShow) -> None:
    """Its media under the address it will have, or its page."""
    waiting = record(served.clone.roots, 3)
    media = body_of(served.clone.roots.private, f"staging/{waiting.media.key}")
    page = b"<html><title>Not before tomorrow</title></html>"
    leaked = {
        f"/show/{waiting.media.key}": Answer(200, media),
        f"/show/episodes/{waiting.slug}.html": Answer(200, page, {"Content-Type": "text/html"}),
    }
    served.host.change = lambda asked, good: leaked.get(asked.path, good)
    found = [each for each in errors(look(served)) if "everybody can read" in each]
    assert len(found) == 2


def test_a_host_with_one_page_for_everything_is_no_leak(served: PublicShow) -> None:
    """Many answer 200 to whatever is asked: what counts is whether it is the thing itself."""
    page = Answer(200, b"<html>Nothing here</html>", {"Content-Type": "text/html"})
    served.host.change = lambda asked, good: page if good.status == 404 else good
    assert errors(look(served)) == []


# Links


def test_links_that_lead_nowhere_are_warnings(live_show: PublicShow) -> None:
    """Of other people's pages only; who refuses robots is left alone; HEAD is not everybody's."""

    def elsewhere(asked: Asked) -> Answer:
        if asked.path == "/no-head" and asked.method == "HEAD":
            return Answer(405)
        return Answer({"/gone": 410, "/walled": 403}.get(asked.path, 200))

    with answering(elsewhere) as other:
        url = other.endpoint_url
        names = ("gone", "walled", "no-head", "there")
        notes = " ".join(f"[{name}]({url}/{name})" for name in names)
        live_show.clone.episode(1, notes=f"{notes}\n")
        live_show.clone.publish(1)
        verified = look(live_show, replace(ALL, links=True))
    warned = [each for each in verified.problems if url in each.text]
    assert [(each.path, each.text, each.level) for each in warned] == [
        ("Part 1", f"{url}/gone answers 410", Level.WARNING)
    ]
    assert not verified.is_wrong
    assert verified.notes[-1] == "looked at 4 links"


def test_nobodys_private_network_is_asked_for_a_link(live_show: PublicShow) -> None:
    """Notes may name any address; only the show's own host is exempt."""
    with answering(lambda _: Answer(200)) as router:
        live_show.clone.episode(1, notes=f"[router]({router.endpoint_url}/admin)\n")
        live_show.clone.publish(1)
        outside = replace(live_show.outside, allow_private=False)
        verified = look(replace(live_show, outside=outside), replace(ALL, links=True))
    assert router.asked == []
    assert not verified.is_wrong


# What cannot be verified


def test_a_preview_cannot_be_verified(live_show: PublicShow) -> None:
    """The fix says what to write."""
    live_show.clone.edit_file("podcast.toml", live_show.base_url, "http://127.0.0.1:8000/")
    live_show.clone.episode(1)
    live_show.clone.publish(1)
    with pytest.raises(InputError, match="is a preview: nobody else sees it\n  Fix: set base_url"):
        look(live_show)


def test_a_show_that_was_never_published_is_no_show(live_show: PublicShow) -> None:
    """Nothing is asked."""
    with pytest.raises(AirdateError, match="nothing was ever published"):
        look(live_show)
    assert live_show.site.asked == []
