"""A small show folder on disk, valid until a test breaks it."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

SHOW = """\
title = "Back on Foot"
description = "Running injuries, explained."
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
EPISODE = "---\ntitle: Why your heel hurts\naudio: heel.mp3\n---\n\nNotes.\n"

Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file of the show folder; the folder holds a valid show already."""

    def put(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    put("podcast.toml", SHOW)
    put("cover.jpg", b"not looked into here")
    return put


@pytest.fixture
def write_all(write: Write, tmp_path: Path) -> Callable[[Mapping[str, str]], Path]:
    """Write several files of the show folder, and give the folder."""

    def put(files: Mapping[str, str]) -> Path:
        for name, text in files.items():
            write(name, text)
        return tmp_path

    return put
