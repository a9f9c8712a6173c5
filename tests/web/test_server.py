"""The preview server answers as podcast apps and browsers expect, and shows nothing else."""

import socket
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path

import pytest

from pipeline.errors import AirdateError
from pipeline.web.files import serve_body
from pipeline.web.server import PreviewServer, make_server, serve

MP3 = "/media/1/a.mp3"
SIZE = 256_000


class Reply:
    """A status, headers and body."""

    def __init__(self, connection: HTTPConnection) -> None:
        response = connection.getresponse()
        self.status, self.headers, self.body = response.status, response.headers, response.read()


Ask = Callable[..., Reply]


@pytest.fixture
def ask(server: PreviewServer) -> Ask:
    """Send one request and read the whole answer."""

    def send(target: str, method: str = "GET", **headers: str) -> Reply:
        host, port = server.server_address[:2]
        connection = HTTPConnection(str(host), port, timeout=10)
        connection.request(method, target, headers={k.replace("_", "-"): v for k, v in headers.items()})
        try:
            return Reply(connection)
        finally:
            connection.close()

    return send


@pytest.mark.parametrize(
    ("target", "content_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/feed.xml", "application/xml; charset=utf-8"),
        ("/feed.xml?now=1", "application/xml; charset=utf-8"),
        ("/episodes/060.html", "text/html; charset=utf-8"),
        ("/episodes/060", "text/html; charset=utf-8"),
        (MP3, "audio/mpeg"),
        ("/media/1/%61.mp3", "audio/mpeg"),
        ("/files/1/x.chapters.json", "application/json+chapters"),
        ("/files/1/t.vtt", "text/vtt; charset=utf-8"),
        ("/files/1/empty.txt", "text/plain; charset=utf-8"),
    ],
)
def test_each_kind_of_file_has_its_type(ask: Ask, target: str, content_type: str) -> None:
    """The types are those a store would send, and scripts of any page may read them."""
    reply = ask(target)
    assert (reply.status, reply.headers["Content-Type"]) == (200, content_type)
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert int(reply.headers["Content-Length"]) == len(reply.body)


def test_head_says_the_same_without_the_body(ask: Ask) -> None:
    """Directories ask with HEAD first."""
    got, head = ask(MP3), ask(MP3, "HEAD")
    assert head.body == b""
    assert head.status == 200
    assert [head.headers[name] for name in ("Content-Length", "ETag", "Last-Modified", "Accept-Ranges")] == [
        str(SIZE),
        got.headers["ETag"],
        got.headers["Last-Modified"],
        "bytes",
    ]


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-1", 0, 1),
        ("bytes=1000-", 1000, SIZE - 1),
        ("bytes=-500", SIZE - 500, SIZE - 1),
        ("bytes=255999-999999", SIZE - 1, SIZE - 1),
        (f"bytes=-{SIZE * 2}", 0, SIZE - 1),
    ],
)
def test_a_range_is_answered_with_just_those_bytes(ask: Ask, asked: str, first: int, last: int) -> None:
    """Players seek, and apps resume."""
    reply = ask(MP3, Range=asked)
    assert reply.status == 206
    assert reply.headers["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert reply.body == (bytes(range(256)) * 1000)[first : last + 1]


@pytest.mark.parametrize("asked", ["bytes=256000-", "bytes=999999-1000000", "bytes=-0"])
def test_a_range_outside_the_file_is_refused(ask: Ask, asked: str) -> None:
    """416 names the size, so that the client can ask again."""
    reply = ask(MP3, Range=asked)
    assert (reply.status, reply.headers["Content-Range"]) == (416, f"bytes */{SIZE}")


@pytest.mark.parametrize(
    "asked",
    ["bytes=9-0", "bytes=-", "bytes=a-b", "seconds=0-1", "bytes=0-1,5-6", f"bytes={'9' * 5000}-"],
)
def test_a_range_that_makes_no_sense_is_ignored(ask: Ask, asked: str) -> None:
    """The whole file is always a right answer."""
    reply = ask(MP3, Range=asked)
    assert (reply.status, len(reply.body)) == (200, SIZE)


def test_a_resumed_download_never_mixes_two_versions(ask: Ask) -> None:
    """If-Range sends the part only where the version is the one the client has."""
    whole = ask(MP3)
    for current in (whole.headers["ETag"], whole.headers["Last-Modified"]):
        assert ask(MP3, Range="bytes=5-", If_Range=current).status == 206
    for other in ('"other"', f"W/{whole.headers['ETag']}", "Thu, 01 Jan 1970 00:00:00 GMT", "nonsense"):
        assert ask(MP3, Range="bytes=5-", If_Range=other).status == 200


def test_what_the_client_has_is_not_sent_again(ask: Ask) -> None:
    """Apps poll the feed: same bytes, 304."""
    for target in (MP3, "/feed.xml"):
        first = ask(target)
        for header in (
            {"If_None_Match": f'"x", W/{first.headers["ETag"]}'},
            {"If_None_Match": "*"},
            {"If_Modified_Since": first.headers["Last-Modified"]},
        ):
            again = ask(target, **header)
            assert (again.status, again.body) == (304, b"")
            assert again.headers["ETag"] == first.headers["ETag"]


def test_a_changed_file_is_sent_again(ask: Ask, root: Path) -> None:
    """Its tag changes with its bytes."""
    before = ask("/feed.xml")
    (root / "feed.xml").write_text("<rss/>")
    after = ask("/feed.xml", If_None_Match=before.headers["ETag"])
    assert (after.status, after.body) == (200, b"<rss/>")


def test_a_tag_that_differs_outweighs_the_date(ask: Ask) -> None:
    """RFC 9110: with If-None-Match, If-Modified-Since is ignored."""
    date = ask(MP3).headers["Last-Modified"]
    assert ask(MP3, If_None_Match='"x"', If_Modified_Since=date).status == 200


@pytest.mark.parametrize(
    "target",
    [
        "/nothing.mp3",
        "/media",
        "/media/1/",
        "/../private/show.json",
        "/..%2fprivate%2fshow.json",
        "/media/..%2f..%2f..%2fprivate/show.json",
        "/%2e%2e/private/show.json",
        "/..%5cprivate%5cshow.json",
        "/%2fetc/passwd",
        "//etc/passwd",
        "/files/leak.json",
        "/files/loop.html",
        "/.secret",
        "/index.html%00.mp3",
        "/" + "x" * 5000,
        "/[",
        "/%ff%fe",
    ],
)
def test_nothing_outside_the_public_root_is_shown(ask: Ask, target: str) -> None:
    """No listing, no way up, no links out, no hidden files."""
    reply = ask(target)
    assert reply.status == 404
    assert b"private" not in reply.body
    assert b"root:" not in reply.body


def test_people_see_the_shows_own_page_for_a_wrong_address(ask: Ask, root: Path) -> None:
    """Programs get a sentence, as does everybody where the show has no such page."""
    assert ask("/nowhere.html", Accept="text/html").body == b"There is nothing at this address.\n"
    (root / "404.html").write_bytes(b"<p>Lost</p>")
    page = ask("/nowhere.html", Accept="text/html,*/*;q=0.8")
    assert (page.status, page.body) == (404, b"<p>Lost</p>")
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert ask("/nowhere.html", "HEAD", Accept="text/html").body == b""
    assert ask("/nowhere.mp3").body == b"There is nothing at this address.\n"


def test_addresses_of_the_show_lead_to_the_preview(ask: Ask, server: PreviewServer) -> None:
    """Feed, pages and chapters are rewritten; media and transcripts are not touched."""
    assert ask("/feed.xml").body == f'<rss><enclosure url="{server.url}media/1/a.mp3"/></rss>'.encode()
    assert server.url.encode() in ask("/").body
    assert server.url.encode() in ask("/files/1/x.chapters.json").body
    assert b"wind.example" in ask("/files/1/t.vtt").body


@pytest.mark.parametrize("name", ["llms.txt", "shows.opml", "episodes/060.md"])
def test_what_machines_read_leads_to_the_preview_too(name: str) -> None:
    """Lists of pages and feeds, and pages as Markdown."""
    own = "http://127.0.0.1:8123/"
    served = serve_body(name, b"see https://wind.example/show/feed.xml", "https://wind.example/show/", own)
    assert served.content == f"see {own}feed.xml".encode()


def test_links_stay_on_the_name_that_was_typed(ask: Ask) -> None:
    """Opened as localhost, or from a phone, the preview stays there."""
    assert b"http://localhost:8123/episodes" in ask("/", Host="localhost:8123").body


def test_a_strange_host_is_never_written_into_a_page(ask: Ask, server: PreviewServer) -> None:
    """What is not a host name is not repeated."""
    assert f'href="{server.url}episodes' in ask("/", Host='x"><script>').body.decode()


def test_one_connection_serves_many_requests(server: PreviewServer) -> None:
    """Keep-alive, also across 304, 404 and 416."""
    host, port = server.server_address[:2]
    connection = HTTPConnection(str(host), port, timeout=10)
    statuses = []
    for headers in ({}, {"Range": "bytes=0-1"}, {"If-None-Match": "*"}, {"Range": "bytes=256000-"}, {}):
        connection.request("GET", MP3, headers=headers)
        statuses.append(Reply(connection).status)
    connection.close()
    assert statuses == [200, 206, 304, 416, 200]


def test_a_script_may_ask_before_it_reads(ask: Ask) -> None:
    """The question that browsers ask before a request with a Range from another page."""
    reply = ask(MP3, "OPTIONS", Origin="https://app.example", Access_Control_Request_Headers="range")
    assert reply.status == 204
    assert "Range" in reply.headers["Access-Control-Allow-Headers"]


def test_a_listener_who_hangs_up_makes_no_noise(
    server: PreviewServer, ask: Ask, root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Players stop in mid-file all the time."""
    (root / "media" / "1" / "a.mp3").write_bytes(bytes(20_000_000))
    with socket.create_connection(server.server_address[:2], timeout=10) as connection:
        connection.sendall(b"GET /media/1/a.mp3 HTTP/1.1\r\nHost: x\r\n\r\n")
        connection.recv(1000)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    assert ask("/feed.xml").status == 200
    assert capfd.readouterr() == ("", "")


def test_a_port_in_use_is_said_plainly(server: PreviewServer, root: Path) -> None:
    """With the port, and what to do."""
    port = server.server_address[1]
    with pytest.raises(AirdateError, match=f"cannot serve at 127.0.0.1:{port}") as caught:
        make_server(root, port)
    assert caught.value.fix == "choose another port, for example --port 8001"


def test_serve_says_when_it_is_ready_and_ends_when_interrupted(root: Path) -> None:
    """The address is known before the first request; Ctrl-C is the way to stop."""
    heard = []

    def interrupt(url: str) -> None:
        heard.append(url)
        raise KeyboardInterrupt

    serve(root, 0, on_ready=interrupt)
    assert heard[0].startswith("http://127.0.0.1:")
