"""Where requests may go: which addresses are of the web, and which machines are everybody's.

Strangers' feeds name addresses, and whoever looks at them must not be sent to
a router, a neighbour's disk or a cloud's metadata service. So an address is
read once, by the parser that also makes the request; odd spellings are
refused; and a name is judged by what it leads to, at the moment of
connecting, on every redirect anew.
"""

import re
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

from pipeline.errors import FetchError, FetchFault

if TYPE_CHECKING:
    import httpx

PORTS = frozenset({80, 443, 8000, 8080, 8443})
"""Where web servers listen; a request to any other may be meant for something that is none."""

LONGEST = 8000
_SHOWN = 200
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]{0,252}[a-z0-9_.])?")
_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)\.?")
_USER = re.compile(r"(?<=//)[^/?#]*@")
_NOBODYS = tuple(
    ip_network(each)
    for each in ("192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "2001::/23", "3fff::/20", "5f00::/16")
)
"""Set aside by IANA; not every Python that we run on knows so."""
_NAT64 = ip_network("64:ff9b::/96")

PRIVATE_FIX = "use its public address, or --allow-private where the server is your own"


def shown(url: str) -> str:
    r"""An address as messages show it: printable, not too long, without passwords.

    >>> shown("https://anna:secret@a.example/\x1b]0;x")
    'https://…@a.example/?]0;x'
    """
    plain = "".join(each if each.isprintable() else "?" for each in url[:LONGEST])
    plain = _USER.sub("…@", plain)
    return plain if len(plain) <= _SHOWN else f"{plain[: _SHOWN - 1]}…"


def is_number(host: str) -> bool:
    """Whether a host that was parsed is an IP address, and no name.

    >>> is_number("127.0.0.1"), is_number("::1"), is_number("1and1.example")
    (True, True, False)
    """
    return ":" in host or _NUMBER.fullmatch(host.rpartition(".")[2]) is not None


def is_public(address: str) -> bool:
    """Whether an IP address is one that everybody reaches, also where it is wrapped in another.

    >>> is_public("93.184.215.14"), is_public("2606:4700::1")
    (True, True)
    >>> [is_public(each) for each in ("127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a00:1", "fe80::1%2")]
    [False, False, False, False]
    """
    try:
        seen = ip_address(address)
    except ValueError:
        return False
    carried = _carried(seen)
    if carried is not None:
        return is_public(str(carried))
    is_odd = seen.is_multicast or seen.is_reserved or seen.is_unspecified or getattr(seen, "scope_id", None)
    set_aside = any(seen in each for each in _NOBODYS if each.version == seen.version)
    return seen.is_global and not (is_odd or set_aside or getattr(seen, "is_site_local", False))


def _carried(seen: IPv4Address | IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for: mapped, 6to4 or NAT64."""
    if isinstance(seen, IPv4Address):
        return None
    if seen in _NAT64:
        return IPv4Address(int(seen) & 0xFFFFFFFF)
    return seen.ipv4_mapped or seen.sixtofour


def parse_destination(url: str, *, allow_private: bool) -> "httpx.URL":
    """An address that may be asked, as the request will use it.

    Raises:
        FetchError: It is not of the web, holds a password, is spelled so that
            others may read it differently, or is not everybody's.
    """
    import httpx

    for reason, fix in _odd_characters(url):
        raise FetchError(shown(url), reason, FetchFault.ADDRESS, fix)
    try:
        parsed = httpx.URL(url.strip(" "))
        host = parsed.raw_host.decode("ascii")
        for reason, fix in (*_no_place(parsed, host), *(() if allow_private else _not_public(parsed, host))):
            raise FetchError(shown(url), reason, FetchFault.ADDRESS, fix)
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(
            shown(url), "is not an address of the web", FetchFault.ADDRESS, "write it as https://host/path"
        ) from error
    return parsed


def _odd_characters(url: str) -> Iterator[tuple[str, str]]:
    if len(url) > LONGEST:
        yield f"has {len(url)} characters; no address needs over {LONGEST}", "use a shorter one"
    elif not url.isprintable() or "\\" in url:
        yield "holds a character that no address may hold", "write it anew, with / between its parts"


def _no_place(parsed: "httpx.URL", host: str) -> Iterator[tuple[str, str]]:
    if parsed.scheme not in ("http", "https"):
        yield "is not an address of the web", "begin it with https://"
    elif parsed.userinfo:
        yield "holds a user name or password", "leave it out: everybody who reads the feed would have it"
    elif ":" not in host and (not _HOST.fullmatch(host) or ".." in host):
        yield "names no host", "write it as https://host/path"
    elif ":" not in host and _is_odd_number(host):
        yield "spells the number of its host in an unusual way", "write the host's name"
    elif parsed.port == 0:
        yield "names port 0, at which nothing listens", "leave the port out"


def _is_odd_number(host: str) -> bool:
    """What resolvers take for an IPv4 address although it is not written as one: 2130706433, 0x7f.1."""
    if not _NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]):
        return False
    try:
        return str(IPv4Address(host)) != host
    except ValueError:
        return True


def _not_public(parsed: "httpx.URL", host: str) -> Iterator[tuple[str, str]]:
    if parsed.port is not None and parsed.port not in PORTS:
        yield f"names port {parsed.port}, which is not one that web servers use", PRIVATE_FIX
    elif is_number(host) and not is_public(host):
        yield f"leads to {host}, which only this machine or its network reaches", PRIVATE_FIX
