"""Rules of what is heard, where somebody listened (`check --audio`): loudness, peaks, silence, clipping.

Apps accept −18 to −14 LUFS (podinfra.net, AES TD1008); Apple is stricter, so
that one row says both.
"""

from collections.abc import Iterator
from shlex import quote

from pipeline.core.audio_facts import AudioFacts
from pipeline.core.chapters import format_clock
from pipeline.core.loudness_facts import LoudnessFacts, Silence
from pipeline.core.rules.candidate import EpisodeCase
from pipeline.core.rules.sources import APPLE_AUDIO, LISTENERS, SPOTIFY_LOUDNESS
from pipeline.core.rules.table import Finding, Rule
from pipeline.errors import Level

TARGET_LUFS, SLACK_LU = -16.0, 1.0
MAX_PEAK_DBTP = -1.0
SPOTIFY_LUFS, SPOTIFY_PEAK_DBTP = -14.0, -2.0
EDGE_S, INSIDE_S = 3.0, 10.0
CODECS = ("mp3", "aac")

_ROOM_DBTP = -2.5
"""Where a correction puts the peaks: encoding adds a little."""
_CLIPPED_SAMPLES = 10
"""Fewer are the tops of a file that was raised to full scale."""
_FLAT_CREST_DB = 2.5
"""A sine has 3, speech 10 and more."""
_MP3_KBPS = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)


def check_sound(case: EpisodeCase) -> Iterator[Finding]:
    heard = case.candidate.loudness
    if heard and heard.integrated_lufs is None:
        yield Finding("audio", "nothing is heard in the audio from beginning to end", "export it again")


def check_loudness(case: EpisodeCase) -> Iterator[Finding]:
    heard = case.candidate.loudness
    if heard is None or heard.integrated_lufs is None:
        return
    off_lu = round(heard.integrated_lufs - TARGET_LUFS, 1)
    if abs(off_lu) > SLACK_LU:
        how = "too loud" if off_lu > 0 else "too soft"
        has = f"the audio has {_signed(heard.integrated_lufs)} LUFS"
        text = f"{has}, {abs(off_lu):g} {how}: Apple asks for −16 ± 1"
        yield Finding("audio", text, f"export it at −16 LUFS; or run: {correction(case, heard)}")


def check_peak(case: EpisodeCase) -> Iterator[Finding]:
    peak = _peak(case)
    if peak is not None and peak > MAX_PEAK_DBTP:
        text = f"the audio peaks at {_signed(peak)} dBTP: Apple asks for −1 at most, or players distort it"
        yield Finding("audio", text, "limit it to a true peak of −2 dB before it is encoded")


def check_spotify(case: EpisodeCase) -> Iterator[Finding]:
    heard, peak = case.candidate.loudness, _peak(case)
    if heard is None or heard.integrated_lufs is None or peak is None:
        return
    if heard.integrated_lufs > SPOTIFY_LUFS and SPOTIFY_PEAK_DBTP < peak <= MAX_PEAK_DBTP:
        text = (
            f"the audio has {_signed(heard.integrated_lufs)} LUFS and peaks at {_signed(peak)} dBTP: "
            "above −14 LUFS, Spotify asks for −2 at most"
        )
        yield Finding("audio", text, "export it at −16 LUFS")


def check_clipping(case: EpisodeCase) -> Iterator[Finding]:
    heard, peak = case.candidate.loudness, _peak(case)
    if heard is None or peak is None:
        return
    fix = "lower the level before the recording or the mix is exported; what is cut off cannot be put back"
    if heard.clipped_samples >= _CLIPPED_SAMPLES:
        text = f"the audio is clipped: {heard.clipped_samples:,} samples are at full scale"
        yield Finding("audio", text, fix)
    elif heard.crest_db is not None and heard.crest_db < _FLAT_CREST_DB and peak > MAX_PEAK_DBTP:
        text = f"the audio is clipped: its peaks stand {heard.crest_db:.1f} dB above the mean, cut flat"
        yield Finding("audio", text, fix)


def check_edges(case: EpisodeCase) -> Iterator[Finding]:
    for where, each in _silences(case):
        if where and each.length_s > EDGE_S:
            text = f"the audio {where}s with {each.length_s:.0f} seconds of silence"
            yield Finding("audio", text, "cut it shorter, and move the chapters with it")


def check_inside(case: EpisodeCase) -> Iterator[Finding]:
    found = [each for where, each in _silences(case) if not where and each.length_s > INSIDE_S]
    if found:
        more = f", and {len(found) - 1} more like it" if len(found) > 1 else ""
        start, length_s = format_clock(found[0].start_s), found[0].length_s
        text = f"the audio is silent at {start}, for {length_s:.0f} seconds{more}: is something missing?"
        yield Finding("audio", text, "cut the silence out, unless it is meant")


def check_codec(case: EpisodeCase) -> Iterator[Finding]:
    heard = case.candidate.loudness
    if heard and heard.codec not in CODECS:
        text = f"the audio is encoded as {heard.codec}: Apple advises AAC, and every app plays MP3"
        yield Finding("audio", text, "export it as AAC (.m4a) or MP3")


def correction(case: EpisodeCase, heard: LoudnessFacts) -> str:
    """The ffmpeg command that makes a copy of −16 LUFS.

    A change of volume where that leaves the peaks below the limit, because it
    changes nothing else; elsewhere loudnorm, which holds them there.
    """
    audio, name = case.audio, case.front.audio or ""
    assert audio is not None  # somebody listened to it
    assert heard.integrated_lufs is not None
    gain_db = TARGET_LUFS - heard.integrated_lufs
    peak = heard.true_peak_dbtp or 0.0
    if peak + gain_db <= _ROOM_DBTP:
        how = f"-af volume={gain_db:.1f}dB"
    else:
        mono = ":dual_mono=true" if audio.channels == 1 else ""
        how = f"-af loudnorm=I=-16:TP={_ROOM_DBTP}:LRA=11{mono} -ar {audio.sample_rate_hz or 44_100}"
    stem = name[: -len(audio.extension)] if name.lower().endswith(audio.extension) else name
    source, made = (
        quote(case.candidate.place.beside(each)) for each in (name, f"{stem}-16lufs{audio.extension}")
    )
    return f"ffmpeg -i {source} -c:v copy {how} {_encoding(audio)} {made}"


def _encoding(audio: AudioFacts) -> str:
    """Options that encode as the file was encoded."""
    kbps = (audio.bitrate_bps or 128_000) / 1000
    if audio.extension == ".mp3":
        nearest = min(_MP3_KBPS, key=lambda each: abs(each - kbps))
        return f"-c:a libmp3lame -b:a {nearest}k"
    return f"-c:a aac -b:a {min(256, max(64, round(kbps)))}k -movflags +faststart"


def _silences(case: EpisodeCase) -> Iterator[tuple[str, Silence]]:
    """Each silence, and whether the audio begins or ends with it; none of a file that is all silent."""
    heard = case.candidate.loudness
    if heard is None or heard.integrated_lufs is None:
        return
    for each in heard.silences:
        at_end = each.end_s >= heard.duration_s - 0.1
        yield "begin" if each.start_s < 0.1 else "end" if at_end else "", each


def _peak(case: EpisodeCase) -> float | None:
    return case.candidate.loudness.true_peak_dbtp if case.candidate.loudness else None


def _signed(number: float) -> str:
    """A level as people write it.

    >>> _signed(-16.0), _signed(0.4)
    ('−16.0', '+0.4')
    """
    return f"{number:+.1f}".replace("-", "−")


WARNING, ADVICE = Level.WARNING, Level.ADVICE

LOUDNESS_RULES: tuple[Rule[EpisodeCase], ...] = (
    Rule(
        "audio-silent",
        WARNING,
        *LISTENERS,
        "something is heard in the audio",
        check_sound,
        fix="Export the audio again: a track was muted.",
        wrong="tape.mp3: −70 LUFS throughout",
        right="tape.mp3: −16 LUFS",
    ),
    Rule(
        "loudness-apple",
        WARNING,
        *APPLE_AUDIO,
        "the audio has a loudness of −16 LUFS, one more or less",
        check_loudness,
        fix="Export it at −16 LUFS, mono as well; airdate check --audio says the ffmpeg command for it.",
        wrong="tape.mp3: −23.0 LUFS",
        right="tape.mp3: −16.2 LUFS",
    ),
    Rule(
        "loudness-true-peak",
        WARNING,
        *APPLE_AUDIO,
        "the audio has a true peak of −1 dB at most",
        check_peak,
        fix="Limit it to a true peak of −2 dB before it is encoded: encoding adds a little.",
        wrong="tape.mp3: a true peak of +0.4 dBTP",
        right="tape.mp3: a true peak of −1.2 dBTP",
    ),
    Rule(
        "loudness-spotify",
        ADVICE,
        *SPOTIFY_LOUDNESS,
        "audio that is louder than −14 LUFS has a true peak of −2 dB at most",
        check_spotify,
        fix="Export it at −16 LUFS: Spotify turns down what is louder than −14.",
        wrong="tape.mp3: −12.5 LUFS, a true peak of −1.1 dBTP",
        right="tape.mp3: −16.0 LUFS, a true peak of −1.1 dBTP",
    ),
    Rule(
        "audio-clipping",
        ADVICE,
        *LISTENERS,
        "the audio is not clipped",
        check_clipping,
        fix="Lower the level before the recording or the mix is exported.",
        wrong="tape.mp3: 11,550 samples at full scale",
        right="tape.mp3: none",
    ),
    Rule(
        "audio-silence-edge",
        ADVICE,
        *LISTENERS,
        "the audio begins and ends with three seconds of silence at most",
        check_edges,
        fix="Cut the beginning or the end shorter.",
        wrong="tape.mp3: 12 seconds of silence at the end",
        right="tape.mp3: 1 second of silence at the end",
    ),
    Rule(
        "audio-silence-inside",
        ADVICE,
        *LISTENERS,
        "the audio has no silence of more than ten seconds",
        check_inside,
        fix="Cut the silence out, or put back what is missing there.",
        wrong="tape.mp3: silent from 12:30 to 12:55",
        right="tape.mp3: silent from 12:30 to 12:32",
    ),
    Rule(
        "audio-codec",
        ADVICE,
        *APPLE_AUDIO,
        "the audio is encoded as AAC or MP3",
        check_codec,
        fix="Export it as AAC (.m4a) or MP3.",
        wrong="tape.m4a: Apple Lossless",
        right="tape.m4a: AAC",
    ),
)
