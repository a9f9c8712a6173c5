"""Looking online: real servers, good and bad, and what is said of them."""

import gzip
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.core.feed_assets import FeedAssets
from pipeline.core.feed_document import Node
from pipeline.feed.document import read_document
from pipeline.web.fetch import Limits, Network
from pipeline.workflows.look_online import LookedOnline, Manners, Way, look_online
from tests.servers.raw_server import doing, dripping
from tests.servers.scripted_server import Answer, Asked, ScriptedServer, answering
from tests.servers.show_server import MP3, File, Script, cover, files, serving, with_headers, without
from tests.servers.tls_forwarder import tls_in_front_of
from tests.workflows.small_show import Talk

HERE = Way(allow_private=True)
QUICK = Manners(limits=Limits(connect_s=2, read_s=0.5, total_s=2), within_s=60)

FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
     xmlns:podcast="https://podcastindex.org/namespace/1.0">
 <channel>
  <itunes:image href="{base}/cover.jpg"/>
  <item>
   <pubDate>Thu, 01 Jan 2026 06:00:00 +0000</pubDate>
   <enclosure url="{base}/60.mp3" length="{length}" type="audio/mpeg"/>
   <podcast:transcript url="{base}/60.vtt" type="text/vtt"/>
   <podcast:chapters url="{base}/60.json" type="application/json+chapters"/>
  </item>
 </channel>
</rss>
"""
LINES = {"cover": 5, "mp3": 8, "vtt": 9, "json": 10, "feed": 0}


def gather(base: str, feed: str = FEED, length: int = len(MP3), newest: int = 20) -> FeedAssets:
    """The files of a feed, read as any feed is."""
    gathered = FeedAssets(newest)
    body = feed.format(base=base, length=length).encode()
    document = read_document([body], lambda item, channel: gathered.look_at(item))
    assert document.channel is not None
    gathered.finish(document.channel)
    return gathered


def look(
    script: Script, way: Way = HERE, manners: Manners = QUICK, length: int = len(MP3)
) -> tuple[LookedOnline, ScriptedServer, Talk]:
    """Look at the small feed and its files on a server that answers so."""
    talk = Talk()
    with answering(script) as server:
        base = server.endpoint_url
        gathered = gather(base, length=length)
        looked = look_online(
            gathered, "feed.xml", talk, feed_url=f"{base}/feed.xml", way=way, manners=manners
        )
    return looked, server, talk


def rules(looked: LookedOnline) -> set[tuple[str | None, int]]:
    return {(problem.rule, problem.line) for problem in looked.problems}


def but(changed: Callable[[Asked], Answer | None]) -> Script:
    """A good server, but where this one has an answer of its own."""
    good = serving(files())
    return lambda asked: changed(asked) or good(asked)


def test_a_good_server_is_left_in_peace() -> None:
    """Not even advice, and every file is asked for a few times only."""
    looked, server, talk = look(serving(files()))
    assert looked.problems == ()
    assert looked.summary == "looked at 5 files, those of the 1 item"
    assert talk.said == ["looking at 5 files online"]
    assert sorted(server.requests) == [
        "GET /60.json",
        "GET /60.mp3",
        "GET /60.mp3",
        "GET /60.mp3",
        "GET /60.vtt",
        "GET /cover.jpg",
        "GET /feed.xml",
        "GET /feed.xml",
        "GET /feed.xml",
        "GET /feed.xml",
        "HEAD /60.mp3",
        "HEAD /cover.jpg",
        "HEAD /feed.xml",
    ]


def test_nothing_that_is_asked_counts_as_a_download() -> None:
    """Two bytes at a time: measurement leaves such requests out."""
    _, server, _ = look(serving(files()))
    size = len(MP3)
    spans = [
        each.headers["range"] for each in server.asked if each.path == "/60.mp3" and each.method == "GET"
    ]
    assert spans == ["bytes=0-1", f"bytes={size // 2}-{size // 2 + 1}", f"bytes={size}-{size + 1}"]


def of(path: str, change: Callable[[Answer], Answer | None], method: str = "") -> Script:
    """A good server, but for what it says of one file."""
    good = serving(files())

    def script(asked: Asked) -> Answer | None:
        answer = good(asked)
        is_it = asked.path == path and (not method or asked.method == method)
        return change(answer) if is_it and answer else answer

    return script


def no_range(asked: Asked) -> Answer | None:
    return Answer(200, MP3, {"Content-Type": "audio/mpeg"}) if asked.path == "/60.mp3" else None


def served(path: str, file: File) -> Script:
    return serving({**files(), path: file})


BAD_SERVERS = {
    "no HEAD": (of("/60.mp3", lambda _: Answer(405), "HEAD"), "apple-head", "mp3"),
    "HEAD never answered": (of("/60.mp3", lambda _: None, "HEAD"), "apple-head", "mp3"),
    "no ranges": (but(no_range), "apple-byte-range", "mp3"),
    "ranges of another length": (
        of("/60.mp3", with_headers(Content_Range="bytes 0-99/100"), "GET"),
        "apple-byte-range",
        "mp3",
    ),
    "empty media": (served("/60.mp3", File(b"", "audio/mpeg")), "asset-reachable", "mp3"),
    "media gone": (of("/60.mp3", lambda _: Answer(404)), "asset-reachable", "mp3"),
    "server broken": (of("/60.mp3", lambda _: Answer(500)), "asset-reachable", "mp3"),
    "player page": (served("/60.mp3", File(b"<html>" * 99, "text/html")), "enclosure-not-a-page", "mp3"),
    "octets": (served("/60.mp3", File(MP3, "binary/octet-stream")), "enclosure-type-served", "mp3"),
    "media for no script": (of("/60.mp3", without("Access-Control-Allow-Origin")), "http-cors", "mp3"),
    "transcript for no script": (of("/60.vtt", without("Access-Control-Allow-Origin")), "http-cors", "vtt"),
    "transcript as text": (served("/60.vtt", File(b"WEBVTT", "text/plain")), "transcript-serve", "vtt"),
    "transcript in latin": (served("/60.vtt", File(b"WEBVTT \xe9", "text/vtt")), "transcript-serve", "vtt"),
    "transcript gone": (of("/60.vtt", lambda _: Answer(410)), "asset-reachable", "vtt"),
    "chapters as text": (
        served("/60.json", replace(files()["/60.json"], content_type="text/plain")),
        "chapters-json-serve",
        "json",
    ),
    "chapters broken": (
        served("/60.json", File(b"{", "application/json+chapters")),
        "chapters-json-required",
        "json",
    ),
    "small cover": (served("/cover.jpg", File(cover(600), "image/jpeg")), "served-artwork-size", "cover"),
    "cover for print": (
        served("/cover.jpg", File(cover(mode="CMYK"), "image/jpeg")),
        "served-artwork-colours",
        "cover",
    ),
    "cover of another kind": (
        served("/cover.jpg", File(cover(kind="PNG"), "image/png")),
        "served-artwork-extension",
        "cover",
    ),
    "cover of words": (served("/cover.jpg", File(b"not found", "image/jpeg")), "artwork-readable", "cover"),
    "cover without HEAD": (of("/cover.jpg", lambda _: Answer(403), "HEAD"), "artwork-head", "cover"),
    "cover of no age": (of("/cover.jpg", without("Last-Modified")), "artwork-last-modified", "cover"),
    "feed as a page": (
        served("/feed.xml", replace(files()["/feed.xml"], content_type="text/html")),
        "rss-content-type",
        "feed",
    ),
    "feed for the few": (of("/feed.xml", lambda _: Answer(401)), "apple-public-feed", "feed"),
    "feed never compressed": (
        served("/feed.xml", replace(files()["/feed.xml"], may_pack=False)),
        "http-gzip-feed",
        "feed",
    ),
    "feed kept for a day": (
        of("/feed.xml", with_headers(Cache_Control="max-age=86400")),
        "http-max-age",
        "feed",
    ),
    "feed of no version": (
        of("/feed.xml", without("ETag", "Last-Modified")),
        "apple-conditional-get",
        "feed",
    ),
    "robots turned away": (
        but(lambda asked: Answer(403, headers={"Cf-Mitigated": "challenge"})),
        "http-no-bot-wall",
        "mp3",
    ),
}


@pytest.mark.parametrize("case", BAD_SERVERS)
def test_a_bad_server_is_told_at_the_line_of_the_element(case: str) -> None:
    """Each in its own way, in one report, with a fix."""
    script, rule, which = BAD_SERVERS[case]
    looked, _, _ = look(script)
    assert (rule, LINES[which]) in rules(looked)
    assert all(problem.path == "feed.xml" and problem.fix for problem in looked.problems)


def test_a_length_that_is_not_true_is_put_right() -> None:
    """The message holds what to write."""
    looked, _, _ = look(serving(files()), length=99)
    (problem,) = looked.problems
    assert problem.rule == "enclosure-length-served"
    assert str(problem).endswith(
        f'/60.mp3 has {len(MP3)} bytes, but the feed says 99\n  Fix: write length="{len(MP3)}"'
    )


def test_a_tag_that_compression_changes_is_found() -> None:
    """As Apache does: -gzip is put behind the tag, and compared without."""
    body = b"<rss/>" * 1000

    def script(asked: Asked) -> Answer | None:
        if asked.path != "/feed.xml":
            return None
        told = {"Content-Type": "application/rss+xml", "Cache-Control": "max-age=300"}
        if asked.headers.get("if-none-match") == '"a"':
            return Answer(304)
        if "gzip" in asked.headers["accept-encoding"]:
            return Answer(200, gzip.compress(body), {**told, "ETag": '"a-gzip"', "Content-Encoding": "gzip"})
        return Answer(200, body, {**told, "ETag": '"a"'})

    looked, _, _ = look(but(script))
    assert ("http-etag-304", 0) in rules(looked)
    (told,) = [each for each in looked.problems if each.rule == "http-etag-304"]
    assert "compressed" in told.text


def test_a_feed_made_anew_for_everybody_is_found() -> None:
    """Another tag every time: nobody is ever told that nothing has changed."""
    numbers = iter(range(1000))

    def script(asked: Asked) -> Answer | None:
        told = {"Content-Type": "application/rss+xml", "ETag": f'"{next(numbers)}"'}
        return Answer(200, b"<rss/>", told) if asked.path == "/feed.xml" else None

    looked, _, _ = look(but(script))
    assert ("http-etag-304", 0) in rules(looked)


def test_redirects_are_followed_and_told() -> None:
    """Too many of them, without leave for scripts."""

    def script(asked: Asked) -> Answer | None:
        if asked.path == "/60.mp3":
            return Answer(302, headers={"Location": "/hop/1"})
        if asked.path.startswith("/hop/"):
            number = int(asked.path[5:])
            return Answer(302, headers={"Location": f"/hop/{number + 1}" if number < 6 else "/61.mp3"})
        return None

    good = serving({**files(), "/61.mp3": files()["/60.mp3"]})
    looked, _, _ = look(lambda asked: script(asked) or good(asked))
    assert rules(looked) == {("http-redirect-media", 8), ("http-cors", 8)}


def test_a_circle_of_redirects_is_one_problem() -> None:
    """Told as what it is, and not asked for again and again."""
    looked, server, _ = look(
        but(lambda asked: Answer(302, headers={"Location": "/60.mp3"}) if asked.path == "/60.mp3" else None)
    )
    assert rules(looked) == {("asset-reachable", 8)}
    assert server.requests.count("HEAD /60.mp3") == 1
    assert "GET /60.mp3" not in server.requests


def test_a_private_address_in_a_strangers_feed_is_not_asked() -> None:
    """The server on this machine sees nobody; the report says why."""
    with doing() as here:
        looked = look_online(
            gather(f"http://127.0.0.1:{here.port}"), "feed.xml", Talk(), way=Way(), manners=QUICK
        )
        assert here.connections == 0
    assert rules(looked) == {("asset-reachable", line) for line in (5, 8, 9, 10)}


def test_a_redirect_into_the_house_is_not_followed() -> None:
    """Nor to a cloud's metadata."""
    network = Network(lambda host, port: ["169.254.169.254"], proxy_for=lambda url: None)
    looked = look_online(
        gather("https://meta.example"), "feed.xml", Talk(), way=Way(network=network), manners=QUICK
    )
    assert {problem.rule for problem in looked.problems} == {"asset-reachable"}
    assert "leads to 169.254.169.254" in looked.problems[0].text


def test_a_certificate_that_nobody_vouches_for_is_one_problem(tmp_path: Path) -> None:
    """For each file, and nothing else; with the right roots there is none."""
    with answering(serving(files())) as server, tls_in_front_of(server.port, tmp_path) as front:
        gathered = gather(front.endpoint_url)
        bad = look_online(gathered, "feed.xml", Talk(), way=HERE, manners=QUICK)
        trust = ssl.create_default_context(cafile=front.ca_file)
        way = Way(allow_private=True, network=Network(trust=trust))
        good = look_online(gathered, "feed.xml", Talk(), way=way, manners=QUICK)
    assert rules(bad) == {("http-certificate", line) for line in (5, 8, 9, 10)}
    assert good.problems == ()


def test_prefixed_media_are_looked_at_both_ways() -> None:
    """What the counter hides is told of the bare address; a length of its own is told too."""

    whole, shorter = File(MP3, "audio/mpeg"), File(MP3[:-1], "audio/mpeg")

    def script(asked: Asked) -> Answer | None:
        if asked.path.startswith("/e/"):
            return serving({asked.path: whole})(asked)
        return Answer(405) if asked.method == "HEAD" else serving({asked.path: shorter})(asked)

    with answering(script) as proxy:
        network = Network(proxy_for=lambda url: proxy.endpoint_url)
        gathered = gather("http://op3.dev/e/http://media.wind.example", many(1))
        way = Way(allow_private=True, network=network)
        looked = look_online(gathered, "feed.xml", Talk(), way=way, manners=QUICK)
    assert [(each.rule, each.text) for each in looked.problems] == [
        (
            "prefix-length-check",
            "<enclosure> http://op3.dev/e/http://media.wind.example/0.mp3 "
            "has the length 51200 with its prefixes, and 51199 without",
        ),
        (
            "apple-head",
            "<enclosure> http://media.wind.example/0.mp3 answers HEAD with 405, and GET with the file",
        ),
    ]


def test_only_the_newest_items_are_looked_at() -> None:
    """And it is said how many were not."""
    items = "".join(
        f"<item><pubDate>Thu, {day:02} Jan 2026 06:00:00 +0000</pubDate>"
        f'<enclosure url="{{base}}/{day}.mp3" length="9" type="audio/mpeg"/></item>'
        for day in range(1, 10)
    )
    feed = f'<rss version="2.0"><channel>{items}</channel></rss>'
    with answering(lambda asked: Answer(404)) as server:
        looked = look_online(
            gather(server.endpoint_url, feed, newest=2), "feed.xml", Talk(), way=HERE, manners=QUICK
        )
    assert {each.path for each in server.asked} == {"/8.mp3", "/9.mp3"}
    assert looked.summary == "looked at 2 files, those of the newest 2 items; 7 older items not looked at"


def many(number: int, host: str = "{base}") -> str:
    """A feed of so many episodes with a file each."""
    items = "".join(
        f'<item><enclosure url="{host}/{n}.mp3" type="audio/mpeg"/></item>' for n in range(number)
    )
    return f'<rss version="2.0"><channel>{items}</channel></rss>'


def test_the_same_address_is_asked_once() -> None:
    """A picture that all episodes share."""
    items = '<item><enclosure url="{base}/60.mp3" type="audio/mpeg"/></item>' * 5
    feed = f'<rss version="2.0"><channel>{items}</channel></rss>'
    with answering(serving(files())) as server:
        looked = look_online(gather(server.endpoint_url, feed), "feed.xml", Talk(), way=HERE, manners=QUICK)
    assert looked.files == 1
    assert len(server.asked) == 4


def test_a_host_is_not_hurried() -> None:
    """Two files at a time, however many there are."""
    lock, now, most = threading.Lock(), [0], [0]

    def script(asked: Asked) -> Answer:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.02)
        with lock:
            now[0] -= 1
        return Answer(404)

    with answering(script) as server:
        talk = Talk()
        looked = look_online(gather(server.endpoint_url, many(20)), "feed.xml", talk, way=HERE, manners=QUICK)
    assert most[0] == 2
    assert looked.files == 20
    assert talk.said == ["looking at 20 files online", "looked at 10 of 20 files"]


def test_slow_servers_do_not_hold_the_report() -> None:
    """What the time did not reach is left out, and said so; nobody is blamed for it."""
    began = time.monotonic()
    with doing(dripping(b"", b"H", 0.05)) as server:
        manners = Manners(limits=Limits(connect_s=1, read_s=1, total_s=1), within_s=2)
        base = server.url.rstrip("/")
        looked = look_online(gather(base, many(20)), "feed.xml", Talk(), way=HERE, manners=manners)
    assert time.monotonic() - began < 5
    assert looked.files + looked.left_out == 20
    assert looked.left_out >= 10
    assert looked.summary.endswith(f"no time was left for {looked.left_out} files")


def test_ctrl_c_is_heard_at_once() -> None:
    """No question is begun after it."""

    class Impatient(Talk):
        def say(self, text: str) -> None:
            if text.startswith("looked at"):
                raise KeyboardInterrupt

    def script(asked: Asked) -> Answer:
        time.sleep(0.01)
        return Answer(404)

    with answering(script) as server:
        gathered = gather(server.endpoint_url, many(100), newest=100)
        with pytest.raises(KeyboardInterrupt):
            look_online(gathered, "feed.xml", Impatient(), way=HERE, manners=QUICK)
        asked = len(server.asked)
        time.sleep(0.2)
        assert len(server.asked) - asked <= 2
    assert asked < 60


def test_a_feed_without_files_is_no_work() -> None:
    """Nobody is asked, and nothing is said."""
    talk = Talk()
    looked = look_online(FeedAssets(), "feed.xml", talk, way=HERE)
    assert (looked.problems, looked.files, talk.said) == ((), 0, [])
    assert looked.summary == "looked at 0 files"


def test_a_picture_without_measure_is_not_read_to_its_end() -> None:
    """A stranger's cover of 30 MB is given up at 20, and told."""
    huge = cover() + bytes(30_000_000)
    looked, _, _ = look(served("/cover.jpg", File(huge, "image/jpeg")))
    assert ("artwork-readable", 5) in rules(looked)
    assert "is larger than 20,000,000 bytes" in looked.problems[0].text


def test_nodes_made_by_hand_do_as_well() -> None:
    """Whoever has the nodes needs no document."""
    gathered = FeedAssets()
    gathered.finish(Node("channel", 1, children=(Node("itunes:image", 2, attributes={"href": "http://[/"}),)))
    assert gathered.assets == ()
