"""Rules of what is heard, in their words, and the command that corrects it."""

import shlex

import pytest

from pipeline.core.loudness_facts import Silence
from pipeline.core.rules.candidate import EpisodeCase
from pipeline.core.rules.check import check_episode
from pipeline.core.rules.loudness_rules import LOUDNESS_RULES, correction
from tests.builders import make_audio, make_show
from tests.rules.candidates import make_candidate, make_loudness

IDS = {rule.id for rule in LOUDNESS_RULES}


def told(**heard: object) -> dict[str, str]:
    """What the rules say of an episode that sounds like this."""
    found = check_episode(make_candidate(loudness=make_loudness(**heard)), make_show())
    return {each.rule: each.text for each in found if each.rule in IDS}


def command(audio: dict[str, object], name: str = "achilles.mp3", **heard: object) -> str:
    candidate = make_candidate(
        probed=make_audio(**audio), audio=name, loudness=make_loudness(**heard), slug="060-heel"
    )
    assert candidate.loudness
    return correction(EpisodeCase(candidate, make_show()), candidate.loudness)


def test_without_listening_nothing_is_said() -> None:
    """These rules wait for a measurement."""
    assert not IDS & {each.rule for each in check_episode(make_candidate(), make_show())}


@pytest.mark.parametrize(
    ("lufs", "said"),
    [
        (-17.0, None),
        (-15.0, None),
        (-14.9, "the audio has −14.9 LUFS, 1.1 too loud: Apple asks for −16 ± 1"),
        (-23.0, "the audio has −23.0 LUFS, 7 too soft: Apple asks for −16 ± 1"),
        (1.8, "the audio has +1.8 LUFS, 17.8 too loud: Apple asks for −16 ± 1"),
    ],
)
def test_loudness_may_be_one_unit_off(lufs: float, said: str | None) -> None:
    """With both numbers: what it is, and how far off."""
    assert told(integrated_lufs=lufs).get("loudness-apple") == said


def test_one_peak_is_told_by_one_rule() -> None:
    """Above −1 Apple's, up to that Spotify's, where the audio is loud."""
    assert set(told(integrated_lufs=-13.0, true_peak_dbtp=-0.5)) == {"loudness-apple", "loudness-true-peak"}
    assert set(told(integrated_lufs=-13.0, true_peak_dbtp=-1.5)) == {"loudness-apple", "loudness-spotify"}
    assert set(told(integrated_lufs=-13.0, true_peak_dbtp=-2.5)) == {"loudness-apple"}
    assert set(told(true_peak_dbtp=-1.5)) == set()


def test_what_is_cut_flat_is_clipped_though_no_sample_is_at_full_scale() -> None:
    """An encoder lowers and rounds what was clipped before; a soft tone is just a tone."""
    assert "cut flat" in told(crest_db=1.0, true_peak_dbtp=-0.2)["audio-clipping"]
    assert "audio-clipping" not in told(crest_db=1.0, true_peak_dbtp=-12.0)


def test_silences_are_told_by_place() -> None:
    """At the beginning, at the end, and once for all inside, with the first's time."""
    silences = (Silence(0, 5), Silence(60, 72), Silence(90, 95), Silence(120, 140), Silence(170, 180.4))
    assert told(silences=silences) == {
        "audio-silence-edge": "the audio ends with 10 seconds of silence",
        "audio-silence-inside": "the audio is silent at 01:00, for 12 seconds, and 1 more like it: "
        "is something missing?",
    }
    assert told(silences=silences[:1])["audio-silence-edge"] == "the audio begins with 5 seconds of silence"


def test_what_is_all_silent_is_told_once() -> None:
    """Neither too soft, nor silent at the beginning."""
    whole = (Silence(0, 180.4),)
    assert set(told(integrated_lufs=None, true_peak_dbtp=None, crest_db=None, silences=whole)) == {
        "audio-silent"
    }


def test_volume_alone_is_changed_where_there_is_room() -> None:
    """Nothing else of the sound is; the encoding stays."""
    assert command({}, integrated_lufs=-20.0, true_peak_dbtp=-7.0) == (
        "ffmpeg -i episodes/060-heel/achilles.mp3 -c:v copy -af volume=4.0dB "
        "-c:a libmp3lame -b:a 128k episodes/060-heel/achilles-16lufs.mp3"
    )
    assert "volume=-8.0dB" in command({}, integrated_lufs=-8.0, true_peak_dbtp=0.0)


def test_peaks_are_held_where_there_is_none() -> None:
    """By loudnorm, which works at 192 kHz: the rate is set again."""
    mono = command({"sample_rate_hz": 48_000}, integrated_lufs=-20.0, true_peak_dbtp=-3.0)
    assert " -af loudnorm=I=-16:TP=-2.5:LRA=11:dual_mono=true -ar 48000 " in mono
    stereo = command({"channels": 2}, integrated_lufs=-20.0, true_peak_dbtp=-3.0)
    assert " -af loudnorm=I=-16:TP=-2.5:LRA=11 -ar 44100 " in stereo


@pytest.mark.parametrize(
    ("name", "audio", "made"),
    [
        ("my tape.mp3", {"bitrate_bps": 57_900}, "my tape-16lufs.mp3"),
        ("Tape.MP3", {}, "Tape-16lufs.mp3"),
        ("../shared/tape.m4a", {"extension": ".m4a"}, "../shared/tape-16lufs.m4a"),
        ("$(rm -r x).mp3", {}, "$(rm -r x)-16lufs.mp3"),
        ("film.mp4", {"extension": ".mp4", "bitrate_bps": 900_000}, "film-16lufs.mp4"),
    ],
)
def test_the_command_can_be_pasted_whatever_the_name(name: str, audio: dict[str, object], made: str) -> None:
    """Into a shell, in the show folder."""
    words = shlex.split(command(audio, name, integrated_lufs=-20.0, true_peak_dbtp=-9.0))
    assert words[:3] == ["ffmpeg", "-i", f"episodes/060-heel/{name}"]
    assert words[-1] == f"episodes/060-heel/{made}"
    rate = int(words[words.index("-b:a") + 1].removesuffix("k"))
    assert 32 <= rate <= 320
