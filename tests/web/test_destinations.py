"""Which addresses are asked: of the web, spelled plainly, everybody's."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import FetchError, FetchFault
from pipeline.web.destinations import is_public, parse_destination, shown

NOT_OURS_TO_ASK = [
    "http://127.0.0.1/",
    "http://127.0.0.1:80/",
    "http://127.1/",
    "http://127.0.1/",
    "http://127.255.255.254/",
    "http://2130706433/",
    "http://017700000001/",
    "http://0177.0.0.1/",
    "http://0177.0.0.01/",
    "http://0x7f.0.0.1/",
    "http://0x7f000001/",
    "http://0x7F.1/",
    "http://127.0.0.1./",
    "http://127.0.0.01/",
    "http://0/",
    "http://0.0.0.0/",
    "http://00000000/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://169.254.169.254./",
    "http://2852039166/",
    "http://192.0.0.192/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://240.0.0.1/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::]/",
    "http://[::127.0.0.1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://１２７.0.0.1/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/",
    "http://%31%32%37.0.0.1/",
    "http://a.example:22/",
    "http://a.example:6379/",
    "http://a.example:0/",
    "http://anna:secret@a.example/",
    "http://a.example@127.0.0.1/",
    "http://127.0.0.1:80@a.example/",
    "http://a.example\\@127.0.0.1/",
    "http://a.example/\r\nHost: b.example",
    "http://a.example\t/",
    "http:///a",
    "http:a",
    "//a.example/",
    "a.example",
    "",
    "http://",
    "http://a..example/",
    "http://-a.example/",
    "http://a b.example/",
    "http://[",
    "http://[::1",
    "http://[v1.x]/",
    "http://a.example:x/",
    "http://a.example:99999999/",
    "file:///etc/passwd",
    "ftp://a.example/",
    "gopher://a.example:70/_",
    "data:text/plain,a",
    "javascript:alert(1)",
    "http://a.example/" + "a" * 9000,
]


@pytest.mark.parametrize("url", NOT_OURS_TO_ASK, ids=lambda url: url[:40].encode("unicode_escape").decode())
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
