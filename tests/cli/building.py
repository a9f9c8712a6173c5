"""A show folder that can be published as it is, and the command run on it."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import chdir
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from PIL import Image

from pipeline.cli.program import airdate
from tests.audio.building import FILES, frame

ROOT = Path(__file__).parents[2]
NOW = "2026-11-05T12:00:00+00:00"
"""When the tests run: six hours after the episode's date."""
LONG_AGO_S = 1_700_000_000
EPISODE = "episodes/001-heel"
INDEX = f"{EPISODE}/index.md"
AUDIO = f"{EPISODE}/heel.mp3"
GUID = "0b6f6ac4-5d0a-4a6f-9a3e-2f1c54a1f060"

DONE = (
    "Done. The feed is http://127.0.0.1:8000/feed.xml\n"
    "That is a preview on this machine. See and hear it with: airdate serve\n"
)
"""How a publish into a folder without an address ends."""

SHOW_TEXT = """\
title = "Back on Foot"
description = "Running injuries, explained by people who treat them."
language = "en"
author = "Anna Berg"
artwork = "cover.jpg"
categories = ["Sports > Running"]
explicit = false
timezone = "Europe/London"
hosts = ["anna"]

[people.anna]
name = "Anna Berg"
"""
EPISODE_TEXT = f"""\
---
title: Why your heel hurts
audio: heel.mp3
date: 2026-11-05
guid: {GUID}
---

It is rarely the bone.
"""

TAPE = frame() * 500
"""Thirteen seconds of an MP3 that nobody tagged."""

Tree = Mapping[str, bytes | str | None]


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it said where."""

    code: int
    stdout: str
    stderr: str

    @property
    def document(self) -> Any:
        """The one JSON document that is all of stdout."""
        return json.loads(self.stdout)


@dataclass(frozen=True)
class ShowFolder:
    """A producer's folder."""

    path: Path

    def write(self, name: str, content: str | bytes) -> Path:
        """Put a file there that has not been touched for long."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        os.utime(path, (LONG_AGO_S, LONG_AGO_S))
        return path

    def change(self, name: str, old: str, new: str) -> None:
        """Write something else for one piece of a text."""
        text = (self.path / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new, 1))

    def add_front(self, line: str) -> None:
        """A line of front matter, the sixth of the file."""
        self.change(INDEX, "\n---\n", f"\n{line}\n---\n")

    def add_episode(self, slug: str, front: str = "", date: str = "2026-11-05") -> None:
        """Another episode that is ready, with audio of its own."""
        text = f"---\ntitle: About {slug}\naudio: tape.mp3\ndate: {date}\n{front}---\n\nNotes.\n"
        self.write(f"episodes/{slug}/index.md", text)
        self.write(f"episodes/{slug}/tape.mp3", TAPE + frame() * len(slug))

    def use_audio(self, name: str, to: str = "heel.mp3") -> None:
        """Put one of the small real files in place of the episode's audio."""
        if to != "heel.mp3":
            (self.path / AUDIO).unlink()
            self.change(INDEX, "heel.mp3", to)
        self.write(f"{EPISODE}/{to}", (FILES / name).read_bytes())

    def use_bucket(self, endpoint_url: str, bucket: str = "a-bucket") -> None:
        """Publish to a bucket instead of a folder."""
        place = f'store = "s3://{bucket}/show"\nendpoint_url = "{endpoint_url}"\n'
        self.change("podcast.toml", "explicit", f'{place}base_url = "https://feet.example/"\nexplicit')

    def link(self, name: str, to: Path) -> None:
        """A symbolic link where a file was."""
        (self.path / name).unlink()
        (self.path / name).symlink_to(to)

    def run(self, *arguments: str, typed: str | None = None, **environment: str | None) -> Ran:
        """Run a command in this folder; an exception that nobody expected fails the test."""
        return run(self.path, *arguments, typed=typed, **environment)

    def publish(self, *arguments: str, **environment: str | None) -> Ran:
        """Publish without questions, at noon of the day."""
        return self.run("publish", "--yes", "--now", NOW, *arguments, **environment)

    def tree(self) -> Tree:
        """Everything in it."""
        return read_tree(self.path)


def make_show_folder(path: Path) -> ShowFolder:
    """A show with one episode that is ready; its store is a folder that is not there yet."""
    folder = ShowFolder(path)
    folder.write("podcast.toml", SHOW_TEXT)
    folder.write("cover.jpg", draw_picture())
    folder.write(INDEX, EPISODE_TEXT)
    folder.write(AUDIO, TAPE)
    return folder


def run(folder: Path, *arguments: str, typed: str | None = None, **environment: str | None) -> Ran:
    """Run a command in some folder, with nobody at the keyboard but what is typed."""
    with chdir(folder):
        result = CliRunner().invoke(airdate, arguments, input=typed, env=environment, catch_exceptions=False)
    return Ran(result.exit_code, result.stdout, result.stderr)


def start(folder: Path, *arguments: str, **options: Any) -> "subprocess.Popen[str]":
    """Start a command as a program of its own; `options` are those of `Popen`."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})}
    command = [sys.executable, "-m", "pipeline", *arguments]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.Popen(command, cwd=folder, env=environment, text=True, encoding="utf-8", **pipes)


def finish(process: "subprocess.Popen[str]", timeout_s: float = 60) -> Ran:
    """Wait for its end."""
    stdout, stderr = process.communicate(timeout=timeout_s)
    return Ran(process.returncode, stdout, stderr)


@cache
def draw_picture(
    kind: str = "JPEG", mode: str = "RGB", width: int = 1400, height: int = 1400, background: int = 120
) -> bytes:
    """A picture of one colour: as light as its size allows."""
    image = Image.new("L", (width, height), background).convert(mode)
    out = BytesIO()
    image.save(out, kind)
    return out.getvalue()


def read_tree(path: Path) -> Tree:
    """Every file's bytes, every link's aim, and every folder, by name."""
    return {each.relative_to(path).as_posix(): _content(each) for each in sorted(path.rglob("*"))}


def _content(path: Path) -> bytes | str | None:
    if path.is_symlink():
        return str(path.readlink())
    return path.read_bytes() if path.is_file() else None
