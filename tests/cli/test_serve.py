"""`airdate serve --published`: the address on stdout, as soon as it can be looked at; Ctrl-C ends it."""

import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection

import pytest

from tests.cli.building import EPISODE, ShowFolder, finish, start

BOUNDED_S = 30


@contextmanager
def serving(show: ShowFolder, *arguments: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """A running server and its address, which is the first line it prints."""
    process = start(show.path, "serve", "--port", "0", *arguments)
    try:
        assert process.stdout
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate(timeout=BOUNDED_S)


def fetch(url: str, path: str, **headers: str) -> tuple[int, bytes]:
    connection = HTTPConnection(url.removeprefix("http://").rstrip("/"), timeout=BOUNDED_S)
    connection.request("GET", f"/{path}", headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_the_show_can_be_heard_until_it_is_stopped(stop: signal.Signals, show: ShowFolder) -> None:
    """Feed, page and a range of the media; then exit 0 without a traceback."""
    assert show.publish(EPISODE).code == 0
    with serving(show, "--published") as (process, url):
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", url)
        status, feed = fetch(url, "feed.xml")
        media = re.search(rf'enclosure url="{url}(media/[^"]+)"', feed.decode())
        assert (status, bool(media)) == (200, True)
        assert media
        assert fetch(url, media[1], Range="bytes=0-2") == (206, b"ID3")
        assert fetch(url, "episodes/001-heel.html")[0] == 200
        process.send_signal(stop)
        ran = finish(process, BOUNDED_S)
    assert (ran.code, ran.stdout) == (0, "")
    assert ran.stderr == f"The feed is {url}feed.xml. Stop with Ctrl-C.\n"


def test_a_build_can_be_served_as_well(show: ShowFolder) -> None:
    """By naming its folder."""
    assert show.run("build").code == 0
    with serving(show, "build") as (_, url):
        assert fetch(url, "")[0] == 200


def test_nothing_to_serve_says_what_to_do_first(show: ShowFolder) -> None:
    """Rather than an empty page."""
    ran = show.run("serve", "--published", "--port", "0")
    assert (ran.code, ran.stdout) == (1, "")
    assert ran.stderr.endswith(
        "out/public holds no pages yet\n  Fix: publish an episode first, or run airdate build\n"
    )


def test_a_show_in_a_bucket_is_built_first(show: ShowFolder) -> None:
    """There is no folder to serve."""
    line = 'store = "s3://a-bucket"\nbase_url = "https://x.example/"\n'
    show.change("podcast.toml", "explicit", f"{line}explicit")
    ran = show.run("serve", "--published")
    assert (ran.code, ran.stdout) == (1, "")
    assert "Fix: airdate build, then airdate serve build" in ran.stderr


def test_a_port_in_use_is_said(show: ShowFolder) -> None:
    """With another one to try."""
    assert show.run("build").code == 0
    with serving(show, "build") as (_, url):
        ran = show.run("serve", "build", "--port", url.rstrip("/").rpartition(":")[2])
    assert (ran.code, ran.stdout) == (1, "")
    assert ran.stderr.startswith("error: cannot serve at 127.0.0.1:")
    assert "\n  Fix: choose another port" in ran.stderr


def test_a_port_that_is_none_is_wrong_usage(show: ShowFolder) -> None:
    """Out of range, or no number."""
    for port in ("65536", "-1", "http"):
        assert show.run("serve", "--port", port).code == 2, port


def test_a_build_and_what_is_published_are_two_things(show: ShowFolder) -> None:
    """Naming both is wrong usage."""
    assert show.run("build").code == 0
    assert show.run("serve", "build", "--published").code == 2
