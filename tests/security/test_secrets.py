"""Secrets of the environment reach nobody: not what is said, not what is written, not the command line."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click import Context

from pipeline.cli.program import COMMANDS as ALL
from pipeline.cli.program import airdate
from tests.cli.building import EPISODE, NOW, ROOT, Ran, ShowFolder, finish, start
from tests.servers.running import S3Server, free_port

CANARY = "canary5ec7e7"
SECRETS = {
    "AWS_ACCESS_KEY_ID": f"AKIA{CANARY}ID",
    "AWS_SECRET_ACCESS_KEY": f"{CANARY}/secret+key",
    "AWS_SESSION_TOKEN": f"{CANARY}-session-token==",
    "PODCASTINDEX_API_KEY": f"{CANARY}-index-key",
    "PODCASTINDEX_API_SECRET": f"{CANARY}-index-secret",
    "PODPING_TOKEN": f"{CANARY}-podping",
    "OVERCAST_TOKEN": f"{CANARY}-overcast",
    "GITHUB_TOKEN": f"ghp_{CANARY}",
}
COMMANDS = {
    "check": ["check"],
    "check as JSON": ["check", "--json"],
    "explain": ["explain", EPISODE],
    "list": ["list"],
    "a plan": ["publish", "--dry-run", "--verbose", "--now", NOW, "001-heel"],
    "publish": ["publish", "--yes", "--verbose", "--now", NOW, "001-heel"],
    "publish as JSON": ["publish", "--yes", "--json", "--now", NOW, "001-heel"],
    "regenerate": ["regenerate", "--verbose", "--now", NOW],
    "diff": ["diff"],
    "history": ["history"],
    "withdraw": ["withdraw", "--yes", "--now", NOW, "001-heel"],
}


def require_silence(ran: Ran) -> None:
    assert CANARY not in ran.stdout
    assert CANARY not in ran.stderr


@pytest.fixture
def bucket(show: ShowFolder, moto_server: S3Server) -> str:
    """The show publishes to a bucket of its own."""
    name = f"secrets-{free_port()}"
    moto_server.admin().create_bucket(Bucket=name)
    show.use_bucket(moto_server.endpoint_url, name)
    return name


def test_no_object_and_no_word_holds_a_secret(show: ShowFolder, bucket: str, moto_server: S3Server) -> None:
    """Through the life of an episode, as talkative as commands can be."""
    for arguments in COMMANDS.values():
        require_silence(show.run(*arguments, **SECRETS))
    client = moto_server.admin()
    keys = [each["Key"] for each in client.list_objects_v2(Bucket=bucket)["Contents"]]
    assert any(key.endswith("feed.xml") for key in keys)
    for key in keys:
        found = client.get_object(Bucket=bucket, Key=key)
        assert CANARY.encode() not in found["Body"].read(), key
        assert CANARY not in json.dumps(found["ResponseMetadata"]["HTTPHeaders"]), key
    for path in show.path.rglob("*"):
        assert not path.is_file() or CANARY.encode() not in path.read_bytes(), path


def read_of(pid: int, name: str) -> bytes:
    """What everybody, or its owner, reads of a process; nothing of one that has ended."""
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""


def family_of(pid: int) -> set[int]:
    """A process, its children, theirs and so on."""
    parents = {}
    for each in Path("/proc").glob("[0-9]*"):
        fields = read_of(int(each.name), "stat").rpartition(b")")[2].split()
        parents[int(each.name)] = int(fields[1]) if fields else 0
    family = {pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return family


def test_no_command_line_and_no_other_program_holds_a_secret(
    show: ShowFolder, bucket: str, tmp_path: Path
) -> None:
    """Everybody on the machine reads command lines; ffmpeg decodes strangers' files and needs no keys."""
    programs = tmp_path / "programs"
    ffmpeg = ShowFolder(programs).write("ffmpeg", "#!/bin/sh\nsleep 1\nexit 1\n")
    ffmpeg.chmod(0o755)
    environment = {**SECRETS, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    lines: set[bytes] = set()
    others: set[bytes] = set()
    for arguments in (COMMANDS["publish"], ["check", "--audio"]):
        process = start(show.path, *arguments, env=environment)
        while process.poll() is None:
            for pid in family_of(process.pid):
                lines.add(line := read_of(pid, "cmdline"))
                if line and b"pipeline" not in line:  # a child is a copy of us until it has become another
                    others.add(read_of(pid, "environ"))
        finish(process)
    assert any(b"publish" in line for line in lines)
    assert any(b"ffmpeg" in line for line in lines), "nothing was listened to"
    assert any(others)
    assert [line for line in lines if CANARY.encode() in line] == []
    assert [each for each in others if CANARY.encode() in each] == []


@pytest.mark.parametrize("command", ["a plan", "publish", "publish as JSON", "regenerate", "withdraw"])
@pytest.mark.parametrize("traceback", ["", "1"])
def test_a_store_that_fails_is_told_of_without_secrets(
    command: str, traceback: str, show: ShowFolder
) -> None:
    """Nor when Python's own words are asked for."""
    show.use_bucket(f"http://127.0.0.1:{free_port()}")
    ran = finish(start(show.path, *COMMANDS[command], env={**SECRETS, "AIRDATE_TRACEBACK": traceback}))
    assert ran.code == 4, ran
    require_silence(ran)


def test_an_unforeseen_error_is_told_of_without_secrets(show: ShowFolder) -> None:
    """A traceback shows code, and no values."""
    program = (
        "import sys; sys.argv = ['airdate', 'check']\n"
        "import pipeline.workflows.check as check\n"
        "import pipeline.cli.check, os\n"
        "def fail(*_, **__):\n    secret = os.environ['AWS_SECRET_ACCESS_KEY']\n"
        "    raise KeyError(len(secret))\n"
        "check.check = fail\n"
    )
    for traceback in ("", "1"):
        done = subprocess.run(
            [sys.executable, "-c", program + "from pipeline.cli import main\nmain()"],
            cwd=show.path,
            env={**os.environ, **SECRETS, "AIRDATE_TRACEBACK": traceback, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        said = done.stdout + done.stderr
        assert done.returncode == 1
        assert "KeyError" in said, "the replacement was not reached"
        assert CANARY not in said


def test_no_option_takes_a_secret() -> None:
    """What stands on a command line is read by everybody on the machine."""
    for name in ALL:
        command = airdate.get_command(Context(airdate), name)  # type: ignore[attr-defined]
        for parameter in command.params:
            said = " ".join(parameter.opts).lower()
            assert not any(word in said for word in ("secret", "token", "password", "api-key")), (name, said)
