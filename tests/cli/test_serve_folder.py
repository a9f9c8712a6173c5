"""`airdate serve` in a show folder: all of it as if it were public, and anew when it changes."""

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from time import monotonic, sleep

from tests.cli.building import INDEX, NOW, TAPE, ShowFolder, finish, start

LIMIT_S = 30
PAGE = "episodes/001-heel.html"
APP = "_app/001-heel"


class Preview:
    """A running preview."""

    def __init__(self, url: str) -> None:
        self.url = url

    @contextmanager
    def asking(self, path: str, **headers: str) -> Iterator[HTTPResponse]:
        connection = HTTPConnection(self.url.removeprefix("http://").rstrip("/"), timeout=LIMIT_S)
        try:
            connection.request("GET", f"/{path}", headers=headers)
            with connection.getresponse() as answer:
                yield answer
        finally:
            connection.close()

    def read(self, path: str, **headers: str) -> tuple[int, bytes]:
        with self.asking(path, **headers) as answer:
            return answer.status, answer.read()

    def text(self, path: str) -> str:
        status, body = self.read(path)
        assert status == 200, (path, status)
        return body.decode()

    def wait_for(self, path: str, text: str) -> str:
        """The page, as soon as it says this."""
        until = monotonic() + LIMIT_S
        while monotonic() < until:
            status, body = self.read(path)
            if status == 200 and text in body.decode():
                return body.decode()
            sleep(0.05)
        raise AssertionError(f"{path} never said {text!r}")


@contextmanager
def previewing(show: ShowFolder, *arguments: str) -> Iterator[Preview]:
    """`airdate serve` on a free port; it ends with Ctrl-C, without a word of trouble."""
    process = start(show.path, "serve", "--port", "0", "--now", NOW, *arguments)
    try:
        assert process.stdout
        yield Preview(process.stdout.readline().strip())
        process.send_signal(signal.SIGINT)
        ran = finish(process, LIMIT_S)
        assert (ran.code, ran.stdout) == (0, "")
        assert "Traceback" not in ran.stderr
    finally:
        process.kill()
        process.communicate(timeout=LIMIT_S)


def test_what_was_never_published_is_shown_and_heard(show: ShowFolder) -> None:
    """Page, feed and audio; the audio is the producer's own file, byte for byte."""
    with previewing(show) as preview:
        page = preview.text(PAGE)
        assert "It is rarely the bone." in page
        assert ">Ready</b>" in page
        assert "airdate publish 001-heel" in page
        feed = preview.text("feed.xml")
        media = feed.partition(f'enclosure url="{preview.url}')[2].partition('"')[0]
        assert preview.read(media, Range="bytes=0-99") == (206, TAPE[:100])


def test_nothing_is_written(show: ShowFolder) -> None:
    """Neither to the folder nor to the store, while files change."""
    before = show.tree()
    with previewing(show) as preview:
        show.change(INDEX, "bone", "tendon")
        preview.wait_for(PAGE, "tendon")
        show.change(INDEX, "tendon", "bone")
        preview.wait_for(PAGE, "bone")
    assert show.tree() == before


def test_a_show_that_cannot_be_read_yet_comes_to_life(show: ShowFolder) -> None:
    """The page says why there is none, and listens."""
    show.change("podcast.toml", "explicit = false", "explicit = maybe")
    with previewing(show) as preview:
        assert "podcast.toml:7" in preview.text("")
        assert "There is nothing to show yet" in preview.text(PAGE)
        show.change("podcast.toml", "explicit = maybe", "explicit = false")
        preview.wait_for(PAGE, "It is rarely the bone.")


def test_open_pages_hear_of_a_change(show: ShowFolder) -> None:
    """The one whose words changed, and no other."""
    show.add_episode("002-toe")
    with previewing(show) as preview, preview.asking(f"_airdate/events?page={PAGE}") as stream:
        first = json.loads(stream.readline()[6:])
        show.change(INDEX, "bone", "tendon")
        lines = (stream.readline() for _ in range(20))
        versions = (json.loads(line[6:]) for line in lines if line.startswith(b"data"))
        assert next(version for version in versions if version["page"] != first["page"])


def test_a_bucket_that_cannot_be_asked_keeps_nobody_from_writing(show: ShowFolder) -> None:
    """The folder alone is shown, and it is said that nothing is known of the rest."""
    show.use_bucket("http://127.0.0.1:9")
    with previewing(show) as preview:
        page = preview.text(PAGE)
        assert "It is rarely the bone." in page
        assert "The store could not be asked" in page
