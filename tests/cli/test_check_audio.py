"""`airdate check --audio` with an ffmpeg that is none; tests/with_ffmpeg has what the real one hears."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.building import AUDIO, EPISODE, INDEX, ShowFolder, finish, start

SAID = """\
  Stream #0:0: Audio: mp3, 44100 Hz, mono, fltp, 64 kb/s
[Parsed_astats_4 @ 0x1] Peak level dB: -21.481116
[Parsed_astats_4 @ 0x1] RMS level dB: -24.518987
[Parsed_astats_4 @ 0x1] Peak count: 2.000000
[Parsed_astats_4 @ 0x1] Number of samples: 573300
[Parsed_ebur128_1 @ 0x2] Summary:

  Integrated loudness:
    I:         -22.2 LUFS
    Threshold: -32.2 LUFS

  Loudness range:
    LRA:         3.5 LU

  True peak:
    Peak:      -21.5 dBFS
"""
"""In the words of ffmpeg 5.1."""

FakeFfmpeg = Callable[[str, int], str]


@pytest.fixture
def fake_ffmpeg(tmp_path: Path) -> FakeFfmpeg:
    """A search path with one program in it, which says something and ends with a code."""

    def make(said: str, code: int) -> str:
        folder = tmp_path / "bin"
        folder.mkdir()
        (folder / "said.txt").write_text(said)
        (folder / "ffmpeg").write_text(f"#!/bin/sh\n/bin/cat '{folder}/said.txt' >&2\nexit {code}\n")
        (folder / "ffmpeg").chmod(0o755)
        return str(folder)

    return make


def test_without_ffmpeg_it_says_how_to_install_it(show: ShowFolder, tmp_path: Path) -> None:
    """It was asked for and cannot be done: a failure, before anything is looked at."""
    ran = show.run("check", "--audio", PATH=str(tmp_path))
    assert (ran.code, ran.stdout) == (1, "")
    assert ran.stderr == (
        "error: ffmpeg, which measures loudness, is not on this machine\n"
        "  Fix: install it: apt install ffmpeg, brew install ffmpeg, or winget install ffmpeg\n"
    )
    assert show.run("check", PATH=str(tmp_path)).code == 0


def test_what_is_heard_is_told_at_the_line_of_the_audio(show: ShowFolder, fake_ffmpeg: FakeFfmpeg) -> None:
    """With the command that corrects it; what is done is said meanwhile, and not where a machine reads."""
    path = fake_ffmpeg(SAID, 0)
    ran = show.run("check", "--audio", "--level", "warning", PATH=path)
    assert (ran.code, ran.stderr) == (0, f"listening to {AUDIO}\n")
    assert ran.stdout.startswith(
        f"warning: {INDEX}:3: the audio has −22.2 LUFS, 6.2 too soft: Apple asks for −16 ± 1"
        "  [loudness-apple]\n"
        f"  Fix: export it at −16 LUFS; or run: ffmpeg -i {AUDIO} -c:v copy -af volume=6.2dB "
        f"-c:a libmp3lame -b:a 128k {EPISODE}/heel-16lufs.mp3\n"
    )
    assert "Apple: accepted, 1 warning\n" in ran.stdout
    assert show.run("check", "--audio", "--json", PATH=path).stderr == ""


def test_audio_that_cannot_be_decoded_is_a_problem_of_its_line(
    show: ShowFolder, fake_ffmpeg: FakeFfmpeg
) -> None:
    """Everything else is checked all the same."""
    ran = show.run("check", "--audio", PATH=fake_ffmpeg("heel.mp3: Invalid data found", 1))
    assert ran.code == 3
    assert f"error: {INDEX}:3: audio file heel.mp3 cannot be decoded by ffmpeg\n" in ran.stdout
    assert "[transcript-none]" in ran.stdout


@pytest.mark.parametrize(
    ("said", "code", "told"),
    [
        ("", 0, "this ffmpeg does not say how loud a file is"),
        ("No such filter: 'ebur128'\n", 1, "this ffmpeg cannot measure loudness: No such filter: 'ebur128'"),
    ],
)
def test_an_ffmpeg_that_does_not_measure_ends_the_run(
    said: str, code: int, told: str, show: ShowFolder, fake_ffmpeg: FakeFfmpeg
) -> None:
    """It is no fault of the audio."""
    ran = show.run("check", "--audio", PATH=fake_ffmpeg(said, code))
    assert (ran.code, ran.stdout) == (1, "")
    assert f"error: {told}\n  Fix: update ffmpeg to version 4.4 or later\n" in ran.stderr


def test_audio_that_is_not_here_is_told_in_one_note(show: ShowFolder, fake_ffmpeg: FakeFfmpeg) -> None:
    """By slug, the first three; drafts that name no audio are not waited for."""
    for number in range(2, 7):
        show.add_episode(f"00{number}-toe", "draft: true\n")
        (show.path / f"episodes/00{number}-toe/tape.mp3").unlink()
    ran = show.run("check", "--audio", PATH=fake_ffmpeg(SAID, 0))
    assert ran.code == 0
    assert ran.stderr == (
        f"listening to {AUDIO}\n"
        "not listened to, because the audio is not here: 002-toe, 003-toe, 004-toe and 2 more\n"
    )


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_stopping_ends_ffmpeg_as_well(stop: signal.Signals, show: ShowFolder, tmp_path: Path) -> None:
    """An hour of audio is not decoded on for nobody."""
    folder, pid = tmp_path / "bin", tmp_path / "pid"
    folder.mkdir()
    (folder / "ffmpeg").write_text(
        f"#!/bin/sh\necho $$ > '{pid}.new'\n/bin/mv '{pid}.new' '{pid}'\nexec /bin/sleep 60\n"
    )
    (folder / "ffmpeg").chmod(0o755)
    process = start(show.path, "check", "--audio", env={"PATH": str(folder)})
    ends = time.monotonic() + 30
    while not pid.exists() and time.monotonic() < ends:
        time.sleep(0.05)
    process.send_signal(stop)
    ran = finish(process)
    assert (ran.code, ran.stdout) == (130, "")
    assert ran.stderr.endswith("running the command again goes on\n")
    while is_running(int(pid.read_text())):
        assert time.monotonic() < ends
        time.sleep(0.05)


def is_running(pid: int) -> bool:
    """Whether a process goes on; one that nobody asked for its end does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"
