"""What ffmpeg says about loudness, read without ffmpeg: whatever it says, numbers come out or a message."""

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.audio.loudness import parse_measurement
from pipeline.core.loudness_facts import LoudnessFacts, Silence
from pipeline.errors import ToolError

SAID = """\
Input #0, mp3, from 'file:tape.mp3':
  Metadata:
    title           : I: -1.0 LUFS
                    : [astats] Number of samples: 7.7.7
                    : [silencedetect @ 0x1] silence_start: 1
  Stream #0:0: Audio: mp3, 44100 Hz, mono, fltp, 64 kb/s
[Parsed_ebur128_1 @ 0x0] Summary:

  Integrated loudness:
    I:         -70.0 LUFS

  True peak:
    Peak:       -inf dBFS
[silencedetect @ 0x1] silence_start: -0.0010
[silencedetect @ 0x1] silence_end: 4.01707 | silence_duration: 4.01707
[silencedetect @ 0x1] silence_start: 9.5
[Parsed_astats_4 @ 0x1] Peak level dB: 0.000265
[Parsed_astats_4 @ 0x1] RMS level dB: -14.054023
[Parsed_astats_4 @ 0x1] Peak count: 501.000000
[Parsed_astats_4 @ 0x1] Number of samples: 573300
[Parsed_ebur128_1 @ 0x2] Summary:

  Integrated loudness:
    I:         -22.2 LUFS
    Threshold: -32.2 LUFS

  Loudness range:
    LRA:         3.5 LU

  True peak:
    Peak:        0.4 dBFS
"""


def test_the_last_summary_counts() -> None:
    """The first is of a trial run; what the file's tags say counts nowhere."""
    assert parse_measurement(SAID) == LoudnessFacts(
        integrated_lufs=-22.2,
        true_peak_dbtp=0.4,
        range_lu=3.5,
        clipped_samples=501,
        crest_db=14.05,
        silences=(Silence(0.0, 4.01707), Silence(9.5, 13.0)),
        duration_s=13.0,
        codec="mp3",
    )


def test_peaks_below_full_scale_are_no_clipping() -> None:
    """Every file has a highest sample or two."""
    assert parse_measurement(SAID.replace("0.000265", "-0.5")).clipped_samples == 0


def test_what_is_all_silent_has_neither_loudness_nor_peak() -> None:
    """Minus infinity is no number to show."""
    heard = parse_measurement(SAID.replace("-22.2", "-70.0").replace(" 0.4 dBFS", "-inf dBFS"))
    assert (heard.integrated_lufs, heard.true_peak_dbtp, heard.crest_db) == (None, None, None)


@pytest.mark.parametrize("missing", ["Audio: mp3", "I:         -22.2", "Number of samples: 57", "Peak level"])
def test_numbers_that_are_missing_are_the_fault_of_ffmpeg(missing: str) -> None:
    """Not of the audio."""
    with pytest.raises(ToolError, match="does not say how loud a file is"):
        parse_measurement(SAID.replace(missing, "?").replace("-70.0", "?"))


WORDS = st.sampled_from(
    [*SAID.splitlines(), "nan", "inf", "-inf", "9" * 5000, "1e999", " Hz", "\n", "-", "\0"]
)


@given(st.lists(WORDS | st.text(max_size=20), max_size=40), st.booleans())
def test_anything_said_gives_numbers_or_a_message(lines: list[str], whole: bool) -> None:
    """Never a traceback, and no number that is none."""
    said = "\n".join(lines)
    with contextlib.suppress(ToolError):
        heard = parse_measurement(f"{SAID}{said}" if whole else said)
        assert math.isfinite(heard.duration_s)
        assert heard.integrated_lufs is None or math.isfinite(heard.integrated_lufs)
        assert all(0 <= each.start_s <= heard.duration_s for each in heard.silences)
