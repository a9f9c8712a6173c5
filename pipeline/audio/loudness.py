"""Measures how loud a file is, in one decode by ffmpeg. The only module that runs ffmpeg."""

import math
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from pipeline.core.loudness_facts import LoudnessFacts, Silence
from pipeline.errors import AudioError, ToolError

FFMPEG = "ffmpeg"
SILENT_DB = -50
"""Softer than this is taken for silence: the noise of a quiet room lies below."""
SILENCE_S = 3
"""Shorter silences are pauses of speech."""
LIMIT_S = 1800.0
"""A day of audio takes ffmpeg less on any machine that is not asleep."""

_INSTALL = "install it: apt install ffmpeg, brew install ffmpeg, or winget install ffmpeg"
_UPDATE = "update ffmpeg to version 4.4 or later"
_SAFE_INPUT = ("-protocol_whitelist", "file", "-format_whitelist", "mp3,mov,wav,flac,ogg,aac")
"""What a stranger's file may be: no playlist that names other files or addresses."""
_ENVIRONMENT = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "SYSTEMROOT",
)
"""What a decoder of strangers' files is told of ours: no keys of the store, no tokens."""
_GRAPH = (
    "[0:a:0]asplit[a][b];"
    "[a]ebur128=peak=true:dualmono=true:framelog=verbose[heard];"
    f"[b]silencedetect=n={SILENT_DB}dB:d={SILENCE_S},aformat=sample_fmts=s16,"
    "astats=measure_perchannel=none[counted]"
)
"""Saturated to 16 bits, as most players do, what was clipped is at full scale."""

_NUMBER = r"(-?\d+(?:\.\d+)?(?:e[-+]?\d+)?|-?inf|-?nan)"
_COUNTED = r"^\[[^\]\n]*astats[^\]\n]*\] "
"""How ffmpeg begins the lines of a filter: no tag of the file can begin a line so."""
_STREAM = re.compile(r"^  Stream #0:\d+.*?: Audio: (\w+).*?, (\d{1,9}) Hz", re.MULTILINE)
_SILENCE = re.compile(rf"^\[[^\]\n]*silencedetect[^\]\n]*\] silence_(start|end): {_NUMBER}", re.MULTILINE)
_TOO_OLD = re.compile(r"No such filter[^\n]*|Option [^\n]* not found|Error initializing (?:complex )?filter")
_GATE_LUFS = -70.0
_FULL_SCALE_DB = -0.01
_LOWEST_DB = -999.0


def find_ffmpeg() -> str:
    """Where ffmpeg is.

    Raises:
        ToolError: It is not on this machine.
    """
    found = shutil.which(FFMPEG)
    if found is None:
        raise ToolError("ffmpeg, which measures loudness, is not on this machine", _INSTALL)
    return found


def measure(path: Path, ffmpeg: str | None = None, limit_s: float = LIMIT_S) -> LoudnessFacts:
    """Decode a file once and measure it: some hundred times faster than it plays. Nothing is written.

    Args:
        path: The audio, or a video with sound.
        ffmpeg: Where ffmpeg is; looked for unless given.
        limit_s: When to give up.

    Raises:
        AudioError: It cannot be decoded, has no sound, or takes longer.
        ToolError: ffmpeg is not here, or too old.
    """
    command = [ffmpeg or find_ffmpeg(), "-nostdin", "-hide_banner", "-nostats", "-v", "info", *_SAFE_INPUT]
    command += ["-i", f"file:{path.absolute()}", "-filter_complex", _GRAPH]
    command += ["-map", "[heard]", "-map", "[counted]", "-f", "null", "-"]
    try:  # whatever ends this run, also Ctrl-C, ends ffmpeg
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=limit_s,
            check=False,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        )
    except subprocess.TimeoutExpired as error:
        text = f"could not be measured in {limit_s / 60:,.0f} minutes"
        raise AudioError(str(path), text, "export or copy it again") from error
    except OSError as error:
        raise ToolError(f"{command[0]} cannot be started: {error.strerror or error}", _INSTALL) from error
    said = done.stderr.decode("utf-8", "replace")
    if done.returncode:
        raise _refusal(path, said)
    return parse_measurement(said)


def _refusal(path: Path, said: str) -> AudioError | ToolError:
    """What to say of a file that ffmpeg does not measure."""
    if re.search(r"matches no streams", said):
        return AudioError(str(path), "has no sound in it", "export it again, with its sound")
    if found := _TOO_OLD.search(said):
        return ToolError(f"this ffmpeg cannot measure loudness: {found[0]}", _UPDATE)
    return AudioError(str(path), "cannot be decoded by ffmpeg", "export or copy it again")


def parse_measurement(said: str) -> LoudnessFacts:
    """The numbers in what ffmpeg said.

    Raises:
        ToolError: They are not there.
    """
    stream = _STREAM.search(said)
    summary = said.rpartition("Summary:")[2]  # the first one is of a trial run without sound
    loudness, true_peak = _number("^ +I: +", summary), _number("^ +Peak: +", summary)
    names = ("Number of samples", "Peak level dB", "RMS level dB", "Peak count")
    samples, peak_db, mean_db, at_peak = (_number(f"{_COUNTED}{each}: ", said) for each in names)
    if stream is None or loudness is None or samples is None or peak_db is None:
        raise ToolError("this ffmpeg does not say how loud a file is", _UPDATE)
    duration_s = max(0.0, samples / max(1, int(stream[2])))
    is_silent = loudness <= _GATE_LUFS
    is_full = peak_db >= _FULL_SCALE_DB
    return LoudnessFacts(
        integrated_lufs=None if is_silent else loudness,
        true_peak_dbtp=None if is_silent else true_peak,
        range_lu=_number("^ +LRA: +", summary) or 0.0,
        clipped_samples=int(max(0.0, at_peak or 0.0)) if is_full else 0,
        crest_db=None if is_silent or mean_db is None else round(peak_db - mean_db, 2),
        silences=tuple(_parse_silences(said, duration_s)),
        duration_s=round(duration_s, 3),
        codec=stream[1],
    )


def _parse_silences(said: str, duration_s: float) -> Iterator[Silence]:
    """Each stretch; the last one may have no end, where ffmpeg is old."""
    start_s: float | None = None
    for kind, number in _SILENCE.findall(said):
        at_s = min(max(0.0, float(number)), duration_s)
        if kind == "start":
            start_s = at_s
        elif start_s is not None:
            yield Silence(start_s, at_s)
            start_s = None
    if start_s is not None:
        yield Silence(start_s, duration_s)


def _number(before: str, said: str) -> float | None:
    """The number behind these words; None where there is none.

    No sound at all has −∞ dB: a number as low as that can be reckoned with.

    >>> _number("Peak: +", "Peak:       -3.1 dBFS"), _number("Peak: +", "Peak:       -inf dBFS")
    (-3.1, -999.0)
    """
    found = re.search(before + _NUMBER, said, re.MULTILINE)
    number = max(_LOWEST_DB, float(found[1])) if found else math.nan
    return number if math.isfinite(number) else None
