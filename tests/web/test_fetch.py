"""Fetching: what comes back, where it stops, and where it never goes."""

import gzip
import socket
import ssl
import time
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
import trustme

from pipeline import __version__
from pipeline.errors import AirdateError, FetchError, FetchFault
from pipeline.web.fetch import Limits, Network, environment_proxy, fetch, open_body
from pipeline.web.server import PreviewServer
from tests.servers.raw_server import RawServer, doing, dripping, saying
from tests.servers.scripted_server import Answer, Asked, ScriptedServer, answering
from tests.servers.tls_forwarder import tls_in_front_of
from tests.web.spellings import NOT_OURS_TO_ASK

QUICK = Limits(connect_s=2, read_s=2, total_s=4, body_bytes=100_000)
OK = b"HTTP/1.1 200 OK\r\n"


def names(**known: str) -> Network:
    """A network that knows these names, `_` standing for a dot, and no proxy."""
    table = {name.replace("_", "."): address for name, address in known.items()}

    def look_up(host: str, port: int) -> list[str]:
        if host.rstrip(".") not in table:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return table[host.rstrip(".")].split()

    return Network(look_up, proxy_for=lambda url: None)


def fault_of(url: str, **options: object) -> FetchFault:
    """Why an address could not be fetched; its message is fit to be read."""
    with pytest.raises(FetchError) as caught:
        fetch(url, **{"limits": QUICK, "allow_private": True, **options})  # type: ignore[arg-type]
    text = str(caught.value)
    assert text.startswith("http")
    assert "\n  Fix: " in text
    assert "Error" not in text
    return caught.value.fault


def redirecting(table: Mapping[str, str]) -> Callable[[Asked], Answer]:
    """Each path leads to another address; the rest is there."""

    def script(asked: Asked) -> Answer:
        if asked.path in table:
            return Answer(302, headers={"Location": table[asked.path]})
        return Answer(body=b"there")

    return script


# What comes back


def test_an_answer_has_its_status_headers_and_body(server: PreviewServer) -> None:
    """From the project's own server, as from any other."""
    answer = fetch(f"{server.url}media/1/a.mp3", allow_private=True)
    assert (answer.status, answer.hops, answer.is_cut) == (200, (), False)
    assert (answer.headers["content-type"], len(answer.body)) == ("audio/mpeg", 256_000)
    assert answer.url == f"{server.url}media/1/a.mp3"


def test_head_and_ranges_are_asked_for_as_given(server: PreviewServer) -> None:
    """What the checks of media need."""
    head = fetch(f"{server.url}media/1/a.mp3", method="HEAD", allow_private=True)
    part = fetch(f"{server.url}media/1/a.mp3", headers={"Range": "bytes=2-3"}, allow_private=True)
    assert (head.status, head.headers["content-length"], head.body) == (200, "256000", b"")
    assert (part.status, part.body) == (206, b"\x02\x03")


def test_a_refusal_is_an_answer_too(server: PreviewServer) -> None:
    """404 is a fact, not an error."""
    assert fetch(f"{server.url}nothing", allow_private=True).status == 404


def test_we_say_who_we_are_and_nothing_else() -> None:
    """Our name and version; no cookies, also not after having been given one."""

    def script(asked: Asked) -> Answer:
        location = {"Location": "/b"} if asked.path == "/a" else {}
        return Answer(302 if location else 200, headers={"Set-Cookie": "id=1; Path=/", **location})

    with answering(script) as server:
        fetch(f"{server.endpoint_url}/a", allow_private=True)
    assert [each.path for each in server.asked] == ["/a", "/b"]
    for each in server.asked:
        assert each.headers == {
            "host": f"127.0.0.1:{server.port}",
            "user-agent": f"airdate/{__version__}",
            "accept": "*/*",
            "accept-encoding": "gzip, deflate",
        }


def test_packed_answers_are_unpacked() -> None:
    """The body is what was written; the header still tells how it was sent."""
    packed = Answer(body=gzip.compress(b"<rss/>"), headers={"Content-Encoding": "gzip"})
    with answering(lambda asked: packed) as server:
        answer = fetch(server.endpoint_url, allow_private=True)
    assert (answer.body, answer.headers["content-encoding"]) == (b"<rss/>", "gzip")


def test_a_long_body_comes_in_small_pieces(server: PreviewServer, root: Path) -> None:
    """A feed of 50 MB is never in memory as a whole."""
    (root / "long.mp3").write_bytes(bytes(50_000_000))
    tracemalloc.start()
    with open_body(f"{server.url}long.mp3", allow_private=True) as opened:
        sizes = [len(chunk) for chunk in opened.chunks]
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (opened.head.status, opened.head.body, sum(sizes)) == (200, b"", 50_000_000)
    assert max(sizes) <= 65536
    assert peak_bytes < 5_000_000


def test_reading_may_stop_at_any_point(server: PreviewServer, root: Path) -> None:
    """A server that ignores ranges does not make us read the whole file."""
    (root / "long.mp3").write_bytes(bytes(50_000_000))
    began = time.monotonic()
    some = fetch(f"{server.url}long.mp3", limits=Limits(body_bytes=10), cut=True, allow_private=True)
    assert (some.body, some.is_cut) == (bytes(10), True)
    assert time.monotonic() - began < 2


# Redirects


def test_every_redirect_is_recorded() -> None:
    """With its status, and whether scripts may follow."""
    with answering(redirecting({"/a": "/b", "/b": "c?x=1#t"})) as server:
        answer = fetch(f"{server.endpoint_url}/a", allow_private=True)
    assert [(hop.status, hop.url) for hop in answer.hops] == [
        (302, f"{server.endpoint_url}/a"),
        (302, f"{server.endpoint_url}/b"),
    ]
    assert (answer.url, answer.body) == (f"{server.endpoint_url}/c?x=1", b"there")


def test_the_same_is_asked_at_every_hop() -> None:
    """Method and headers stay, also where a browser would turn to GET."""

    def script(asked: Asked) -> Answer:
        return Answer(303, headers={"Location": "/b"}) if asked.path == "/a" else Answer()

    with answering(script) as server:
        fetch(f"{server.endpoint_url}/a", method="HEAD", headers={"Range": "bytes=0-1"}, allow_private=True)
    assert [(each.method, each.headers["range"]) for each in server.asked] == [("HEAD", "bytes=0-1")] * 2


def test_ten_redirects_are_followed_and_not_eleven() -> None:
    """The limit of most apps lies below that."""
    with answering(redirecting({f"/{n}": f"/{n + 1}" for n in range(1, 40)})) as server:
        assert fault_of(f"{server.endpoint_url}/1") is FetchFault.REDIRECTS
        assert fetch(f"{server.endpoint_url}/30", allow_private=True).status == 200
    assert len([each for each in server.asked if int(each.path[1:]) < 30]) == 11


def test_a_circle_is_left_at_once() -> None:
    """Nobody is asked the same thing twice."""
    with answering(redirecting({"/a": "/b", "/b": "/a"})) as server:
        assert fault_of(f"{server.endpoint_url}/a") is FetchFault.REDIRECTS
    assert len(server.asked) == 2


def test_a_redirect_to_nowhere_is_the_last_answer() -> None:
    """Without a Location there is nothing to follow."""
    with answering(lambda asked: Answer(302)) as server:
        assert fetch(server.endpoint_url, allow_private=True).status == 302


@pytest.mark.parametrize(
    "location",
    [
        "http://[",
        "http://a.example:x/",
        "file:///etc/passwd",
        "http://anna:secret@a.example/",
        "//a b.example/",
        "http://a.example\\@b.example/",
    ],
)
def test_a_redirect_to_no_address_is_told_with_both(location: str) -> None:
    """The message begins with the address that was asked for."""
    with answering(redirecting({"/a": location})) as server, pytest.raises(FetchError) as caught:
        fetch(f"{server.endpoint_url}/a", allow_private=True)
    assert caught.value.fault is FetchFault.ADDRESS
    assert str(caught.value).startswith(f"{server.endpoint_url}/a: redirects to ")
    assert "secret" not in str(caught.value)


def test_leaving_encryption_is_noticed(secure: "Secure") -> None:
    """https first, http then: the facts say so."""
    secure.locations["/down"] = secure.plain.endpoint_url + "/b"
    answer = fetch(f"{secure.url}/down", allow_private=True, network=secure.network)
    assert answer.is_downgraded
    assert not fetch(f"{secure.url}/b", allow_private=True, network=secure.network).is_downgraded


# Where it never goes


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:{port}/",
        "http://127.1:{port}/",
        "http://2130706433:{port}/",
        "http://0x7f000001:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://private.example:{port}/",
        "http://private.example:8080/",
        "http://private.example/",
        "http://both.example/",
        "http://wrapped.example/",
        "https://metadata.example/",
        "http://localhost:{port}/",
        "http://localhost./",
    ],
)
def test_nobody_is_sent_to_a_private_address(location: str) -> None:
    """Also by a name: the server on this machine sees no connection."""
    known = names(
        private_example="127.0.0.1",
        both_example="93.184.215.14 127.0.0.1",
        wrapped_example="::ffff:127.0.0.1",
        metadata_example="169.254.169.254",
        localhost="127.0.0.1",
    )
    with doing() as here:
        url = location.format(port=here.port)
        assert fault_of(url, allow_private=False, network=known) is FetchFault.ADDRESS
        assert here.connections == 0


@pytest.mark.parametrize(
    "location",
    [*(each for each in NOT_OURS_TO_ASK if each.isascii() and each.isprintable()), "http://inside.example/"],
    ids=lambda location: location[:40],
)
def test_a_redirect_is_judged_like_the_first_address(location: str) -> None:
    """A public server, played by a proxy, sends us there, and we stay away."""
    known = names(public_example="93.184.215.14", inside_example="127.0.0.1")
    with answering(redirecting({"/": location})) as proxy:
        network = Network(known.look_up, proxy_for=lambda url: proxy.endpoint_url)
        assert fault_of("http://public.example/", network=network, allow_private=False) is FetchFault.ADDRESS
    assert [each.headers["host"] for each in proxy.asked] == ["public.example"]


def test_the_address_that_was_checked_is_the_one_connected_to() -> None:
    """A name that leads elsewhere the second time is looked up only once."""
    answers = iter(["127.0.0.1", "169.254.169.254"])
    network = Network(lambda host, port: [next(answers)], proxy_for=lambda url: None)
    with answering(lambda asked: Answer(body=b"here")) as server:
        url = f"http://rebinding.example:{server.port}/"
        assert fetch(url, allow_private=True, network=network).body == b"here"
    assert server.asked[0].headers["host"] == f"rebinding.example:{server.port}"
    assert list(answers) == ["169.254.169.254"]


def test_the_next_address_is_tried_where_one_is_dead() -> None:
    """Names often lead to several machines."""
    with answering(lambda asked: Answer(body=b"here")) as server, socket.socket() as unused:
        unused.bind(("127.0.0.2", 0))
        network = names(two_example="127.0.0.2 127.0.0.1")
        url = f"http://two.example:{server.port}/"
        assert fetch(url, allow_private=True, network=network, limits=QUICK).body == b"here"


def test_what_is_said_of_a_private_address_helps_its_owner() -> None:
    """Word for word: the name, what it leads to, and the option."""
    with pytest.raises(FetchError) as caught:
        fetch("https://nas.example/feed.xml", network=names(nas_example="192.168.1.9"))
    assert str(caught.value) == (
        "https://nas.example/feed.xml: leads to 192.168.1.9, which only this machine or its network reaches\n"
        "  Fix: use its public address, or --allow-private where the server is your own"
    )


# Where it stops


def test_a_name_that_nobody_knows_is_told_so() -> None:
    """Also one that no resolver takes, or that leads nowhere."""

    def refuse(host: str, port: int) -> list[str]:
        return [host.encode("idna").decode()]

    for network in (names(), names(gone_example=""), Network(refuse, proxy_for=lambda url: None)):
        assert fault_of(f"https://{'a' * 80}.example/", network=network) is FetchFault.NAME
        assert fault_of("https://gone.example/", network=names()) is FetchFault.NAME


def test_a_port_where_nobody_listens_is_told_so() -> None:
    """Refused at once."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        assert fault_of(f"http://127.0.0.1:{closed.getsockname()[1]}/") is FetchFault.CONNECT


@pytest.mark.parametrize(
    "deed",
    [
        pytest.param(dripping(b"", b"H"), id="status line by letters"),
        pytest.param(dripping(OK, b"X: y\r\n"), id="headers without end"),
        pytest.param(dripping(OK + b"Content-Length: 99999\r\n\r\n", b"."), id="body by letters"),
        pytest.param(
            dripping(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n.\r\n"), id="chunks of a letter"
        ),
        pytest.param(dripping(OK + b"Content-Length: 99\r\n\r\n", b"", 30), id="silence in the middle"),
        pytest.param(lambda server, connection: server.over.wait(30), id="silence"),
    ],
)
def test_no_server_can_hold_us(deed: Callable[[RawServer, socket.socket], None]) -> None:
    """However slowly it answers, the whole has an end."""
    limits = Limits(connect_s=1, read_s=0.5, total_s=1, body_bytes=100_000)
    began = time.monotonic()
    with doing(deed) as server:
        assert fault_of(server.url, limits=limits) is FetchFault.TIME
    assert time.monotonic() - began < 3


def test_redirects_share_the_time() -> None:
    """Ten slow hops are not ten times as patient."""

    def script(asked: Asked) -> Answer:
        time.sleep(0.3)
        return Answer(302, headers={"Location": f"/{int(asked.path[1:]) + 1}"})

    began = time.monotonic()
    with answering(script) as server:
        url, limits = f"{server.endpoint_url}/1", Limits(total_s=0.8)
        assert fault_of(url, limits=limits) is FetchFault.TIME
    assert time.monotonic() - began < 2.5


def test_a_body_without_end_is_given_up() -> None:
    """At the limit, with memory to match."""
    head = OK + b"Transfer-Encoding: chunked\r\n\r\n"
    block = b"ffff\r\n" + bytes(65535) + b"\r\n"
    with doing(dripping(head, block, 0)) as server:
        assert fault_of(server.url) is FetchFault.SIZE


def test_a_bomb_is_given_up() -> None:
    """300 MB that were sent as 300 kB."""
    bomb = Answer(body=gzip.compress(bytes(300_000_000), 9), headers={"Content-Encoding": "gzip"})
    with answering(lambda asked: bomb) as server:
        tracemalloc.start()
        assert fault_of(server.endpoint_url, limits=Limits(body_bytes=1_000_000_000)) is FetchFault.SIZE
        peak_bytes = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak_bytes < 20_000_000


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param([b"SSH-2.0-OpenSSH_9.2\r\n"], id="no http"),
        pytest.param([b""], id="nothing"),
        pytest.param([b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort"], id="short"),
        pytest.param([b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"], id="bad chunk"),
        pytest.param([b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n"], id="negative length"),
        pytest.param([b"HTTP/1.1 200 OK\r\nX: " + b"a" * 300_000 + b"\r\n\r\n"], id="endless header"),
        pytest.param([b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nplain"], id="not packed"),
        pytest.param([b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nx"], id="brotli"),
        pytest.param([b"HTTP/1.1 9999 ?\r\n\r\n"], id="status"),
        pytest.param([bytes(range(256))], id="bytes"),
    ],
)
def test_nonsense_is_told_from_an_answer(sent: list[bytes]) -> None:
    """Never a traceback, whatever comes."""
    with doing(saying(*sent)) as server:
        assert fault_of(server.url) is FetchFault.ANSWER


def test_strange_headers_do_no_harm() -> None:
    """Bytes that are no text, names twice."""
    sent = OK + b"X-A: \xff\xfe\r\nX-B: 1\r\nX-B: 2\r\nContent-Length: 0\r\n\r\n"
    with doing(saying(sent)) as server:
        answer = fetch(server.url, allow_private=True)
    assert answer.headers["x-b"] == "1, 2"


# Certificates


class Secure:
    """A server behind a certificate of our own making."""

    def __init__(self, url: str, plain: ScriptedServer, network: Network, locations: dict[str, str]) -> None:
        self.url, self.plain, self.network, self.locations = url, plain, network, locations


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[Secure]:
    """Trusted where `network` is used, and nowhere else."""
    locations: dict[str, str] = {}
    with answering(redirecting(locations)) as plain, tls_in_front_of(plain.port, tmp_path) as front:
        trust = ssl.create_default_context(cafile=front.ca_file)
        yield Secure(front.endpoint_url, plain, Network(trust=trust), locations)


@contextmanager
def certified(*hosts: str, **options: object) -> Iterator[tuple[int, ssl.SSLContext]]:
    """A server with a certificate for these names, and roots that vouch for it."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*hosts, **options).configure_cert(context)  # type: ignore[arg-type]
    trust = ssl.create_default_context()
    authority.configure_trust(trust)

    def deed(server: RawServer, connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secured:
            saying(OK + b"Content-Length: 2\r\n\r\nok")(server, secured)

    with doing(deed) as server:
        yield server.port, trust


def test_a_certificate_is_checked_against_the_name() -> None:
    """The connection goes to a checked address, the certificate is that of the name."""
    with certified("show.example") as (port, trust):
        network = Network(lambda host, port: ["127.0.0.1"], trust, lambda url: None)
        for host in ("show.example", "show.example."):
            url = f"https://{host}:{port}/"
            assert fetch(url, allow_private=True, network=network, limits=QUICK).body == b"ok"
        assert fault_of(f"https://other.example:{port}/", network=network) is FetchFault.CERTIFICATE


def test_a_certificate_that_nobody_vouches_for_is_a_fact(secure: Secure) -> None:
    """It is told in words, and how to put it right."""
    with pytest.raises(
        FetchError, match="its certificate is not trusted: unable to get local issuer"
    ) as caught:
        fetch(f"{secure.url}/a", allow_private=True)
    assert caught.value.fault is FetchFault.CERTIFICATE
    assert secure.plain.asked == []


def test_encryption_of_yesterday_is_told_so() -> None:
    """A server that answers the greeting in plain text."""

    def in_plain(server: RawServer, connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with doing(in_plain) as server:
        assert fault_of(server.url.replace("http://", "https://")) is FetchFault.CERTIFICATE


# Proxies


def test_a_proxy_of_the_environment_is_used() -> None:
    """It is asked for the whole address; what it cannot be asked for is refused here."""
    with answering(lambda asked: Answer(body=b"by proxy")) as proxy:
        network = Network(names(nas_example="192.168.1.9").look_up, proxy_for=lambda url: proxy.endpoint_url)
        assert fetch("http://a.example/feed.xml?x=1", network=network).body == b"by proxy"
        assert fault_of("http://nas.example/", network=network, allow_private=False) is FetchFault.ADDRESS
        assert fault_of("http://10.0.0.1/", network=network, allow_private=False) is FetchFault.ADDRESS
    assert [each.headers["host"] for each in proxy.asked] == ["a.example"]


def test_this_machine_is_asked_directly(monkeypatch: pytest.MonkeyPatch) -> None:
    """As what no_proxy names is."""
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "inside.example")
    assert environment_proxy("http://a.example/") == "http://proxy.example:3128"
    for url in ("http://inside.example/", "http://127.0.0.1:8000/", "http://[::1]/", "http://localhost/"):
        assert environment_proxy(url) is None


def test_a_fetch_error_ends_a_command_as_a_failure() -> None:
    """Exit code 1, as the interface says."""
    assert issubclass(FetchError, AirdateError)
    assert FetchError.exit_code == 1
