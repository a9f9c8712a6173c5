"""A real OpenStack Swift with the S3 API: four small servers on one directory."""

import getpass
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.servers.running import S3Server, clean_environment, free_port, running

BIN = Path(sys.executable).parent
BACKENDS = ("account", "container", "object")
PIPELINE = "catch_errors gatekeeper cache listing_formats s3api tempauth bulk copy slo proxy-server"


@contextmanager
def swift(folder: Path) -> Iterator[S3Server]:
    """Run Swift below `folder`: it verifies signatures and refuses If-Match with 501."""
    etc = folder / "etc"
    etc.mkdir()
    (folder / "disks" / "d1").mkdir(parents=True)
    ports = {name: free_port() for name in (*BACKENDS, "proxy")}
    (etc / "swift.conf").write_text(
        "[swift-hash]\nswift_hash_path_prefix = airdate\nswift_hash_path_suffix = airdate\n"
        "[storage-policy:0]\nname = one\ndefault = yes\n"
    )
    for name in BACKENDS:
        _build_ring(etc, name, ports[name])
    with ExitStack() as stack:
        for name, port in ports.items():
            config = etc / f"{name}-server.conf"
            config.write_text(_proxy(folder, port) if name == "proxy" else _backend(folder, name, port))
            command = [sys.executable, BIN / f"swift-{name}-server", config, "-v"]
            stack.enter_context(running(command, port, folder / f"swift-{name}.log"))
        yield S3Server(f"http://127.0.0.1:{ports['proxy']}", "show:producer", "swift-secret")


def _build_ring(etc: Path, name: str, port: int) -> None:
    builder = [sys.executable, BIN / "swift-ring-builder", etc / f"{name}.builder"]
    device = ["add", "--region", "1", "--zone", "1", "--ip", "127.0.0.1", "--port", str(port)]
    for arguments in (
        ["create", "4", "1", "0"],
        [*device, "--device", "d1", "--weight", "1"],
        ["rebalance"],
    ):
        subprocess.run(
            [str(each) for each in (*builder, *arguments)],
            check=True,
            capture_output=True,
            env=clean_environment(),
        )


def _backend(folder: Path, name: str, port: int) -> str:
    return f"""{_defaults(folder, port)}
devices = {folder / "disks"}
mount_check = false
disable_fallocate = true
[pipeline:main]
pipeline = {name}-server
[app:{name}-server]
use = egg:swift#{name}
"""


def _proxy(folder: Path, port: int) -> str:
    filters = "\n".join(
        f"[filter:{name}]\nuse = egg:swift#{egg}"
        for name, egg in {
            "catch_errors": "catch_errors",
            "gatekeeper": "gatekeeper",
            "listing_formats": "listing_formats",
            "bulk": "bulk",
            "copy": "copy",
            "slo": "slo",
        }.items()
    )
    return f"""{_defaults(folder, port)}
[pipeline:main]
pipeline = {PIPELINE}
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
{filters}
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:{free_port()}
[filter:s3api]
use = egg:swift#s3api
[filter:tempauth]
use = egg:swift#tempauth
user_show_producer = swift-secret .admin
user_show_listener = swift-secret
"""


def _defaults(folder: Path, port: int) -> str:
    return f"""[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
swift_dir = {folder / "etc"}
user = {getpass.getuser()}
workers = 0
log_level = WARNING"""
