"""What each command may import: nobody waits for a library that the command does not use."""

import json
import subprocess
import sys

import pytest

from pipeline.cli.program import COMMANDS
from tests.cli.building import NOW, ROOT, ShowFolder

PROGRAM = """
import json, sys
from pipeline.cli import main
sys.argv = ["airdate", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    code = end.code
sys.stdout.write("\\n" + json.dumps([code, sorted(name for name in sys.modules if "." not in name)]))
"""
STORE = {"boto3", "botocore", "s3transfer", "urllib3"}
READING = {"pydantic", "ryaml", "pyromark", "nh3"}
AUDIO = {"mutagen", "PIL"}
RENDERING = {"jinja2", "feedgen", "lxml", "PIL", "http"}  # segno brings http along
HEAVY = {*STORE, *READING, *AUDIO, *RENDERING, "rich", "ruamel", "watchfiles", "http"}

ALLOWED = {
    "--help": set(),
    "--version": set(),
    "completion bash": set(),
    "schema podcast": {"pydantic"},
    "list": READING,
    "next": READING,
    "history 001-heel": READING,
    "check": READING | AUDIO,
    "explain 001-heel": READING | AUDIO,
    "build": READING | AUDIO | RENDERING,
    f"publish --yes --now {NOW} 001-heel": READING | AUDIO | RENDERING,
    f"regenerate --now {NOW}": READING | RENDERING,
    **{f"{name} --help": set() for name in COMMANDS},
}


def imported(show: ShowFolder, arguments: str) -> set[str]:
    """The heavy libraries that a command has imported when it is over."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments.split()],
        cwd=show.path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    code, modules = json.loads(done.stdout.splitlines()[-1])
    assert not code, done.stderr
    return HEAVY.intersection(modules)


@pytest.mark.parametrize("arguments", ALLOWED)
def test_a_command_imports_only_what_it_uses(arguments: str, show: ShowFolder) -> None:
    """Help none of it; a folder never boto3; what only looks, nothing that renders."""
    if arguments.startswith(("regenerate --now", "history")):
        assert show.publish("001-heel").code == 0
    assert imported(show, arguments) <= ALLOWED[arguments]
