"""Sending: one request to one host, and the one host that may be private."""

import pytest

from pipeline.errors import FetchError, FetchFault
from pipeline.web.fetch import Limits, fetch, send
from tests.servers.raw_server import doing, saying
from tests.servers.scripted_server import Answer, Asked, answering

QUICK = Limits(connect_s=2, read_s=2, total_s=4, body_bytes=1000)


def test_a_body_and_its_headers_arrive_as_they_are() -> None:
    """With a length, and our name."""
    with answering(lambda _: Answer(202, b"ok")) as server:
        answer = send(
            "POST",
            server.endpoint_url,
            headers={"Authorization": "Bearer x"},
            body=b"a=b",
            limits=QUICK,
            allow_private=True,
        )
    [asked] = server.asked
    assert (answer.status, answer.body) == (202, b"ok")
    assert (asked.method, asked.body, asked.headers["authorization"]) == ("POST", b"a=b", "Bearer x")
    assert asked.headers["user-agent"].startswith("airdate/")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(status: int) -> None:
    """What leads elsewhere would take the token along."""
    with answering(lambda asked: Answer(status, headers={"Location": "/elsewhere"})) as server:
        answer = send("POST", server.endpoint_url, body=b"", limits=QUICK, allow_private=True)
    assert (answer.status, server.requests) == (status, ["POST /"])


def test_an_answer_without_end_is_read_so_far_only() -> None:
    """Nobody is interested in what a hub has to say at length."""
    with doing(saying(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 5000)) as server:
        assert len(send("GET", server.url, limits=QUICK, allow_private=True).body) == 1000


def test_a_private_machine_is_not_sent_anything() -> None:
    """Unless tests say so."""
    with answering(lambda _: Answer(200)) as server, pytest.raises(FetchError) as caught:
        send("POST", server.endpoint_url, body=b"x", limits=QUICK)
    assert (caught.value.fault, server.asked) == (FetchFault.ADDRESS, [])


def test_the_shows_own_host_may_be_private_and_no_other() -> None:
    """Not where it leads, and not the same machine at another port."""
    with answering(lambda _: Answer(200, b"secret")) as neighbour:

        def script(asked: Asked) -> Answer:
            to = neighbour.endpoint_url if asked.path == "/away" else "/here"
            return Answer(200, b"own") if asked.path == "/here" else Answer(302, headers={"Location": to})

        with answering(script) as own:
            host = f"127.0.0.1:{own.port}"
            assert fetch(f"{own.endpoint_url}/start", limits=QUICK, own_host=host).body == b"own"
            with pytest.raises(FetchError) as caught:
                fetch(f"{own.endpoint_url}/away", limits=QUICK, own_host=host)
    assert (caught.value.fault, neighbour.asked) == (FetchFault.ADDRESS, [])
