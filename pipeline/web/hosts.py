"""Whether a request's Host is a name that only somebody near can have given this machine."""

import re
from ipaddress import ip_address

_PORT = re.compile(r":\d{1,5}$")


def is_near(host: str, own: str = "") -> bool:
    """Whether a preview answers to this name.

    A page elsewhere can point a name of its own at this machine and then read
    what it serves (DNS rebinding); it cannot do so with an address, a name
    without dots, or one below .local.

    Args:
        host: The Host header.
        own: A name that is meant anyway: what `--host` says.

    >>> is_near("127.0.0.1:8000"), is_near("[::1]:8000"), is_near("localhost"), is_near("desk.local:80")
    (True, True, True, True)
    >>> is_near("evil.example:8000"), is_near("")
    (False, False)
    """
    name = _PORT.sub("", host).strip("[]").lower().rstrip(".")
    try:
        return bool(ip_address(name))
    except ValueError:
        return bool(name) and (
            "." not in name or name.endswith((".local", ".localhost")) or name == own.lower()
        )
