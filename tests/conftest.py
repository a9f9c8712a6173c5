"""What holds for every test: loopback only, nobody's account, a zone that is not UTC; and the servers."""

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from ipaddress import ip_address

import pytest
from hypothesis import HealthCheck, settings

from tests.servers.fixtures import (
    moto_iam_server,
    moto_server,
    moto_tls,
    rclone_server,
    refusing_fake,
    strict_fake,
    swift_server,
)

__all__ = [
    "moto_iam_server",
    "moto_server",
    "moto_tls",
    "rclone_server",
    "refusing_fake",
    "strict_fake",
    "swift_server",
]

SOMEWHERE_ELSE = "America/St_Johns"
"""Half an hour off everybody, and with daylight saving."""


settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
"""How busy the machine is fails no test: what must be fast is measured by tests of its own."""


def pytest_configure() -> None:
    """End as by Ctrl-C when told to stop, so that the servers stop too: Swift's would outlive us."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)


class NetworkUsed(BaseException):
    """Not an Exception, so that no code under test takes it for an ordinary failure."""


def _require_loopback(host: object) -> None:
    name = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    try:
        is_loopback = ip_address(name).is_loopback or ip_address(name).is_unspecified
    except ValueError:
        is_loopback = name == "localhost"
    if not is_loopback:
        raise NetworkUsed(f"a test wanted to talk to {name}")


@pytest.fixture(autouse=True, scope="session")
def _only_loopback() -> Iterator[None]:
    """Refuse names and addresses of other machines before anything is sent."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: object) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and isinstance(address, tuple):
            _require_loopback(address[0])
        connect(self, address)

    def guarded_look_up(host: object, *args: object, **options: object) -> object:
        _require_loopback(host)
        return look_up(host, *args, **options)

    with pytest.MonkeyPatch.context() as changes:
        changes.setattr(socket.socket, "connect", guarded_connect)
        changes.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


@pytest.fixture(autouse=True, scope="session")
def _nobodys_account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No credentials but those that a test brings itself."""
    nowhere = tmp_path_factory.mktemp("no-aws")
    with pytest.MonkeyPatch.context() as changes:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            changes.delenv(name)
        changes.setenv("AWS_CONFIG_FILE", str(nowhere / "config"))
        changes.setenv("AWS_SHARED_CREDENTIALS_FILE", str(nowhere / "credentials"))
        changes.setenv("AWS_EC2_METADATA_DISABLED", "true")
        yield


@pytest.fixture(autouse=True, scope="session")
def _nobody_at_the_public_address() -> Iterator[None]:
    """Most shows of the tests have made-up addresses: no command looks at them unless a test says so."""
    with pytest.MonkeyPatch.context() as changes:
        changes.setenv("AIRDATE_NO_VERIFY", "1")
        yield


@pytest.fixture(autouse=True, scope="session")
def _errors_as_they_are() -> Iterator[None]:
    """What nobody foresaw fails a test instead of being told politely."""
    with pytest.MonkeyPatch.context() as changes:
        changes.setenv("AIRDATE_TRACEBACK", "1")
        yield


@pytest.fixture(autouse=True, scope="session")
def _a_zone_that_is_not_utc() -> Iterator[None]:
    """What depends on the machine's zone shows."""
    with pytest.MonkeyPatch.context() as changes:
        changes.setenv("TZ", SOMEWHERE_ELSE)
        _apply_zone()
        yield
    _apply_zone()


def _apply_zone() -> None:
    if hasattr(time, "tzset"):
        time.tzset()
