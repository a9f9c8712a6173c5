"""Files in any encoding."""

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.with_ffmpeg.tools import ENCODINGS, TEXT, ffmpeg, run


@pytest.fixture(scope="session")
def encoded(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The same half minute of speech in any encoding, made when first asked for."""
    folder = tmp_path_factory.mktemp("encoded")
    run("espeak-ng", "-v", "en-us", "-s", "160", "-w", folder / "speech.wav", TEXT)

    def encode(name: str) -> Path:
        path = folder / name
        if not path.exists():
            picture = ["-f", "lavfi", "-i", "testsrc=s=160x120:r=10:d=20"] if name.startswith("video") else []
            options = [*picture, "-i", folder / "speech.wav", "-ac", "2", "-ar", "44100"]
            ffmpeg(*options, *shlex.split(ENCODINGS[name]), path)
        return path

    return encode
