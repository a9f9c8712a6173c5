"""A show as it is being written: latest pages, a bar beside each, and word of every change."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.message import Message
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from time import monotonic
from typing import NamedTuple

import pytest

from pipeline.web.live import MAX_STREAMS, LiveShow, Rendition
from pipeline.web.server import PreviewServer, answering, open_server

BASE = "https://wind.example/show/"
PAGE = "episodes/060.html"
LIMIT_S = 10


def make_rendition(folder: Path, text: str = "It is rarely the tendon.", bar: str = "Draft") -> Rendition:
    """A show with one page, audio on this machine, and a picture that only the store has."""
    audio, stored = folder / "tape.mp3", folder / "out" / "files" / "1"
    audio.write_bytes(bytes(range(256)) * 40)
    stored.mkdir(parents=True, exist_ok=True)
    (stored / "a.png").write_bytes(b"png")
    (folder / "out" / "index.html").write_text("as it was published")
    body = f'<html><body class="x"><a href="{BASE}">{text}</a></body></html>'.encode()
    return Rendition(
        BASE,
        {PAGE: body, "embed/060.html": body, "feed.xml": b"<rss/>"},
        {"media/1/060.mp3": audio},
        (folder / "out",),
        lambda key: f"{bar} {key}".encode(),
        lambda key: b"<html><body>as an app</body></html>" if key == "_app/060" else None,
    )


@pytest.fixture
def first(tmp_path: Path) -> Rendition:
    """What is shown at the beginning."""
    return make_rendition(tmp_path)


@pytest.fixture
def live(first: Rendition) -> LiveShow:
    """The show behind the server."""
    return LiveShow({"_airdate/bar.css": b"b{}"}, first)


@pytest.fixture
def server(live: LiveShow) -> Iterator[PreviewServer]:
    """A preview on a free loopback port."""
    with open_server(live, 0) as running, answering(running):
        yield running


class Reply(NamedTuple):
    """A status, headers and body."""

    status: int
    headers: Message
    body: bytes


@contextmanager
def asking(server: PreviewServer, target: str, method: str = "GET", **headers: str) -> Iterator[HTTPResponse]:
    """One request; the answer is read by the test."""
    host, port = server.server_address[:2]
    connection = HTTPConnection(str(host), port, timeout=LIMIT_S)
    try:
        connection.request(method, target, headers={k.replace("_", "-"): v for k, v in headers.items()})
        with connection.getresponse() as answer:
            yield answer
    finally:
        connection.close()


def ask(server: PreviewServer, target: str, method: str = "GET", **headers: str) -> Reply:
    """One request, and its whole answer."""
    with asking(server, target, method, **headers) as answer:
        return Reply(answer.status, answer.headers, answer.read())


def read_event(answer: HTTPResponse) -> dict[str, str]:
    """The next event that says something."""
    until = monotonic() + LIMIT_S
    while monotonic() < until:
        line = answer.readline()
        if line.startswith(b"data: "):
            found: dict[str, str] = json.loads(line[6:])
            return found
    raise AssertionError("there was no event")


def test_a_page_carries_the_bar_of_its_own(server: PreviewServer) -> None:
    """At the top of its body, apart from its styles, with the script that reloads it."""
    body = ask(server, f"/{PAGE}").body.decode()
    before, _, after = body.partition('<aside id="airdate-preview"')
    assert before.endswith('<body class="x">')
    assert f'<template shadowrootmode="open">Draft {PAGE}</template></aside><script src="/_airdate' in after
    assert f'<a href="{server.url}">It is rarely' in after


@pytest.mark.parametrize("target", ["/embed/060.html", "/feed.xml"])
def test_what_is_no_page_stays_as_it_is(server: PreviewServer, target: str) -> None:
    """Embedded players and the feed."""
    assert b"airdate-preview" not in ask(server, target).body


def test_pages_of_the_preview_itself_are_pages_too(server: PreviewServer) -> None:
    """They have a bar, and are HTML."""
    answer = ask(server, "/_app/060")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert b"Draft _app/060" in answer.body
    assert ask(server, "/_app/061").status == 404
    assert ask(server, "/_airdate/bar.css").headers["Content-Type"].startswith("text/css")
    assert ask(server, f"/_airdate/bar?page={PAGE}").body == f"Draft {PAGE}".encode()


def test_audio_is_played_from_where_it_lies(server: PreviewServer) -> None:
    """In ranges, like anything that is served."""
    answer = ask(server, "/media/1/060.mp3", Range="bytes=256-259")
    assert (answer.status, answer.headers["Content-Type"]) == (206, "audio/mpeg")
    assert answer.body == bytes([0, 1, 2, 3])


def test_only_objects_that_never_change_come_from_the_store(server: PreviewServer) -> None:
    """Pages that were published are not mixed with those that are written."""
    assert ask(server, "/files/1/a.png").body == b"png"
    assert ask(server, "/index.html").status == 404
    assert ask(server, "/files/../index.html").status == 404


def test_audio_that_goes_away_is_not_found(server: PreviewServer, tmp_path: Path) -> None:
    """It is being replaced, perhaps."""
    (tmp_path / "tape.mp3").unlink()
    assert ask(server, "/media/1/060.mp3").status == 404


def test_what_changes_is_sent_again_within_the_same_second(
    server: PreviewServer, live: LiveShow, tmp_path: Path
) -> None:
    """The version goes by the bytes, and there is no date to go by instead."""
    before = ask(server, f"/{PAGE}")
    assert "Last-Modified" not in before.headers
    tag = before.headers["ETag"]
    assert ask(server, f"/{PAGE}", If_None_Match=tag).status == 304
    live.put(make_rendition(tmp_path, "It is the tendon."))
    assert ask(server, f"/{PAGE}", If_None_Match=tag).status == 200


def test_an_open_page_hears_of_what_changes(server: PreviewServer, live: LiveShow, tmp_path: Path) -> None:
    """Of the page and of the bar apart, so that a new bar reloads no page."""
    with asking(server, f"/_airdate/events?page={PAGE}") as stream:
        assert stream.headers["Content-Type"] == "text/event-stream"
        first = read_event(stream)
        live.put(make_rendition(tmp_path, bar="Ready"))
        other_bar = read_event(stream)
        assert other_bar["page"] == first["page"]
        assert other_bar["bar"] != first["bar"]
        live.put(make_rendition(tmp_path, "It is the tendon.", "Ready"))
        other_page = read_event(stream)
        assert other_page["page"] != first["page"]


def test_the_versions_that_are_told_are_those_in_the_page(server: PreviewServer) -> None:
    """A page that was fetched before a change and asks after it sees that it is old."""
    body = ask(server, f"/{PAGE}").body.decode()
    with asking(server, f"/_airdate/events?page={PAGE}") as stream:
        event = read_event(stream)
    assert f'data-page="{PAGE}" data-version="{event["page"]}" data-bar="{event["bar"]}"' in body


def test_streams_have_an_end_and_a_limit(first: Rendition) -> None:
    """One that is closed makes room for another."""
    live = LiveShow({}, first)
    streams = [live.find("/_airdate/events?page=x", "") for _ in range(MAX_STREAMS)]
    opened = [stream.events for stream in streams if stream and hasattr(stream, "events")]
    for events in opened:
        next(events)
    assert live.find("/_airdate/events", "") is None
    opened[0].close()
    assert live.find("/_airdate/events", "") is not None


def test_pages_of_other_sites_cannot_read_a_preview(server: PreviewServer) -> None:
    """Neither with a request of theirs, nor under a name of theirs that leads here."""
    answer = ask(server, f"/{PAGE}", Origin="https://evil.example")
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert ask(server, f"/{PAGE}", "OPTIONS").status == 403
    refused = ask(server, f"/{PAGE}", Host="evil.example")
    assert (refused.status, b"rarely" in refused.body) == (421, False)


@pytest.mark.parametrize("host", ["localhost:8000", "192.168.1.7:8000", "desk.local", "[::1]:8000"])
def test_names_of_this_machine_are_answered(server: PreviewServer, host: str) -> None:
    """From this machine and, where `--host` says so, from a phone beside it."""
    assert ask(server, f"/{PAGE}", Host=host).status == 200


def test_a_page_without_a_body_tag_still_has_a_bar(first: Rendition) -> None:
    """HTML lets it be left out."""
    live = LiveShow({}, replace(first, objects={"index.html": b"<p>Hello"}))
    found = live.find("/", "http://127.0.0.1:1/")
    assert found is not None
    assert not hasattr(found, "events")
    with found.open() as stream:  # type: ignore[union-attr]
        assert stream.read().startswith(b'<p>Hello<aside id="airdate-preview"')
