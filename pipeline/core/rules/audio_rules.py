"""Rules of the audio itself, as far as its headers and tags tell."""

import math
from collections.abc import Iterator

from pipeline.core.chapters import format_clock, parse_clock
from pipeline.core.rules.candidate import EpisodeCase
from pipeline.core.rules.sources import APPLE_AUDIO, APPLE_GUIDE, EDITORS, ID3_CHAPTERS, SPOTIFY_HELP
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.errors import Level

SLACK_S = 2.0
SHORT_S = 10.0
SPOTIFY_BYTES = 200_000_000
_HEAVY_COVER_BYTES = 300 * 1024
_RATES_HZ = (22_050, 24_000, 44_100, 48_000)
_ADVISED_KBPS = {(1, False): (40, 80), (2, False): (80, 160), (1, True): (64, 128), (2, True): (128, 256)}
"""By channels, and whether the sample rate is 44.1 kHz or more."""


def check_expected(case: EpisodeCase) -> Iterator[Finding]:
    said, actual = case.front.duration, case.duration_s
    if said is None or actual is None or not 0 < actual < math.inf:
        return
    expected = parse_clock(said) if isinstance(said, str) else float(said)
    if abs(expected - actual) > SLACK_S:
        clock = format_clock(actual)
        guess = "is it cut short?" if actual < expected else "is it another edit?"
        text = f"'duration' is {format_clock(expected)}, but the audio is {clock}: {guess}"
        yield Finding("duration", text, f"export the audio again, or write duration: {clock}")


def check_plausible(case: EpisodeCase) -> Iterator[Finding]:
    seconds = case.duration_s
    if seconds is not None and 0 < seconds < SHORT_S:
        text = f"the audio is {seconds:.1f} seconds long: is it cut short?"
        yield Finding("audio", text, "export the audio again, unless it is meant to be so short")


def check_size(case: EpisodeCase) -> Iterator[Finding]:
    size = case.audio.size_bytes if case.audio else 0
    if size > SPOTIFY_BYTES:
        text = f"the audio is {size / 1e6:,.0f} MB: Spotify is said to refuse more than 200"
        yield Finding("audio", text, "export it at a lower bitrate, for example 128 kbit/s")


def check_bitrate(case: EpisodeCase) -> Iterator[Finding]:
    audio = case.audio
    if audio is None or not audio.content_type.startswith("audio/") or not audio.bitrate_bps:
        return
    channels, rate = min(audio.channels or 2, 2), audio.sample_rate_hz or 44_100
    low, high = _ADVISED_KBPS[channels, rate >= 44_100]
    kbps = round(audio.bitrate_bps / 1000)
    if not 0.95 * low <= kbps <= 1.05 * high:  # what encoders call 64 is rarely 64.0
        kind = f"{'mono' if channels == 1 else 'stereo'} of {rate / 1000:g} kHz"
        text = f"the audio has {kbps} kbit/s: for {kind} Apple advises {low} to {high}"
        yield Finding("audio", text)


def check_sample_rate(case: EpisodeCase) -> Iterator[Finding]:
    audio = case.audio
    if audio and audio.sample_rate_hz and audio.sample_rate_hz not in _RATES_HZ:
        text = f"the audio has a sample rate of {audio.sample_rate_hz / 1000:g} kHz"
        yield Finding("audio", text, "export it at 44.1 or 48 kHz")


def check_tagged_title(case: EpisodeCase) -> Iterator[Finding]:
    tagged = case.audio.tags.title if case.audio and not case.show.tag_media else None
    if tagged and tagged != case.details.title:
        text = f"the audio's own title is {one_line(tagged)}, and it is published as it is"
        yield Finding(
            "audio", text, f"tag it {one_line(case.details.title)}, or leave tag_media on in podcast.toml"
        )


def check_tagged_cover(case: EpisodeCase) -> Iterator[Finding]:
    audio = case.audio
    if audio is None or case.show.tag_media or audio.extension not in (".mp3", ".m4a"):
        return
    if audio.cover is None:
        text = "there is no cover inside the audio, and it is published as it is"
        yield Finding("audio", text, "leave tag_media on in podcast.toml, and airdate puts one in")
    elif audio.cover.size_bytes > _HEAVY_COVER_BYTES:
        text = f"the cover inside the audio is {audio.cover.size_bytes // 1024} kB, which players load first"
        yield Finding("audio", text, "leave tag_media on in podcast.toml, and airdate puts in a small one")


ERROR, WARNING, ADVICE = Level.ERROR, Level.WARNING, Level.ADVICE

AUDIO_RULES: tuple[Rule[EpisodeCase], ...] = (
    Rule(
        "audio-duration",
        ERROR,
        *EDITORS,
        "the audio is as long as the editor says",
        check_expected,
        fix="Export the audio again if it is cut short, or correct 'duration'.",
        wrong="duration: 28:31 (the audio is 14:02 long)",
        right="duration: 28:31 (the audio is 28:31 long)",
    ),
    Rule(
        "audio-short",
        WARNING,
        *EDITORS,
        "the audio is at least ten seconds long",
        check_plausible,
        fix="Export the audio again, unless it is meant to be so short.",
        wrong="tape.mp3: 4 seconds",
        right="tape.mp3: 28 minutes",
    ),
    Rule(
        "audio-size",
        WARNING,
        *SPOTIFY_HELP,
        "the audio has at most 200 MB",
        check_size,
        fix="Export it at a lower bitrate: 128 kbit/s is plenty for speech.",
        wrong="tape.mp3: 412 MB",
        right="tape.mp3: 86 MB",
    ),
    Rule(
        "audio-bitrate",
        ADVICE,
        *APPLE_AUDIO,
        "the bitrate is one that Apple advises for speech",
        check_bitrate,
        fix="Export it at 64 to 128 kbit/s in mono, at 128 to 256 in stereo.",
        wrong="tape.mp3: stereo, 44.1 kHz, 320 kbit/s",
        right="tape.mp3: stereo, 44.1 kHz, 128 kbit/s",
    ),
    Rule(
        "audio-sample-rate",
        WARNING,
        *APPLE_AUDIO,
        "the sample rate is 22.05, 24, 44.1 or 48 kHz",
        check_sample_rate,
        fix="Export it at 44.1 or 48 kHz.",
        wrong="tape.mp3: 32 kHz",
        right="tape.mp3: 44.1 kHz",
    ),
    Rule(
        "audio-tag-title",
        ADVICE,
        *APPLE_GUIDE,
        "where tag_media is false, the title in the audio's tags is the episode's",
        check_tagged_title,
        fix="Tag the audio with the episode's title; or leave tag_media on, and airdate does.",
        wrong='title: Why your Achilles hurts (and "tape 4 final" in the audio\'s tags)',
        right="title: Why your Achilles hurts (and the same in the audio's tags)",
    ),
    Rule(
        "audio-tag-cover",
        ADVICE,
        *ID3_CHAPTERS,
        "where tag_media is false, there is a small cover in the audio's tags",
        check_tagged_cover,
        fix="Put one of at most 300 kB into the audio; or leave tag_media on, and airdate does.",
        wrong="tape.mp3: a cover of 2.1 MB",
        right="tape.mp3: a cover of 90 kB",
    ),
)
