"""Which addresses are asked: of the web, spelled plainly, everybody's."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import FetchError, FetchFault
from pipeline.web.destinations import is_public, parse_destination, shown
from tests.web.spellings import INCOMPLETE, NOT_OURS_TO_ASK


@pytest.mark.parametrize(
    "url", NOT_OURS_TO_ASK + INCOMPLETE, ids=lambda url: url[:40].encode("unicode_escape").decode()
)
def test_what_is_not_everybodys_is_refused(url: str) -> None:
    """In every spelling, before a packet is sent."""
    with pytest.raises(FetchError) as caught:
        parse_destination(url, allow_private=False)
    assert caught.value.fault is FetchFault.ADDRESS
    assert caught.value.fix


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/60.mp3",
        "HTTPS://A.Example/60.mp3",
        "http://a.example:80/",
        "https://a.example:8443/x?y=z#t",
        "https://bücher.example/ä b.mp3",
        "https://93.184.215.14/",
        "https://[2606:4700::1]/",
        "https://a_b.example./",
        " https://a.example/ ",
        "https://1and1.example/",
        "https://a.example/?u=http://127.0.0.1/",
    ],
)
def test_what_is_everybodys_is_asked(url: str) -> None:
    """Capitals, umlauts, blanks in paths and numbers of public machines included."""
    assert parse_destination(url, allow_private=False).scheme in ("http", "https")


@pytest.mark.parametrize("url", ["http://127.0.0.1:61234/", "http://[::1]:9000/", "http://10.0.0.1:22/"])
def test_ones_own_server_may_be_asked_by_name(url: str) -> None:
    """Whoever checks a server at home says so; odd spellings stay refused."""
    assert parse_destination(url, allow_private=True).port
    with pytest.raises(FetchError):
        parse_destination("http://0x7f.1/", allow_private=True)


@given(st.text(max_size=60) | st.text(max_size=30).map("http://{}/".format))
def test_any_text_is_an_address_or_refused(url: str) -> None:
    """Nothing but a plain refusal comes out of what strangers write."""
    with suppress(FetchError):
        assert parse_destination(url, allow_private=False).raw_host


@given(st.ip_addresses(v=4))
def test_an_address_is_judged_the_same_in_every_wrapping(address: object) -> None:
    """Mapped, NAT64 and 6to4 hide nothing."""
    number = int(address)  # type: ignore[call-overload]
    high, low = number >> 16, number & 0xFFFF
    for wrapped in (f"::ffff:{high:x}:{low:x}", f"64:ff9b::{high:x}:{low:x}", f"2002:{high:x}:{low:x}::1"):
        assert is_public(wrapped) == is_public(str(address))


def test_a_password_is_never_repeated() -> None:
    """Messages go into logs."""
    with pytest.raises(FetchError) as caught:
        parse_destination("https://anna:secret@a.example/feed.xml", allow_private=False)
    assert "secret" not in str(caught.value)
    assert str(caught.value).startswith("https://…@a.example/feed.xml: holds a user name or password")


def test_a_terminal_is_not_told_what_to_do() -> None:
    """Control characters and endless addresses do not reach the screen."""
    assert "\x1b" not in shown("https://a.example/\x1b[2J")
    assert len(shown("https://a.example/" + "a" * 5000)) == 200
