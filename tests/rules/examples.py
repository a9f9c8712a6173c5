"""For every rule one example that it finds, and one close to it that it lets pass."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from pipeline.core.audio_facts import AudioTags, Cover
from pipeline.core.front_matter import ChapterEntry, Guest
from pipeline.core.loudness_facts import Silence
from pipeline.core.picture_facts import PictureFacts
from pipeline.core.rules.candidate import Candidate
from pipeline.core.show import Funding, Listen, Person, Show
from tests.builders import make_audio, make_show
from tests.rules.candidates import make_candidate, make_chapters, make_cover, make_loudness


class ShowExample(NamedTuple):
    """A show and its artwork."""

    show: Show
    artwork: PictureFacts | None
    pictures: Mapping[str, PictureFacts] = {}


class EpisodeExample(NamedTuple):
    """Episodes of a show; the first is the one that is looked at."""

    show: Show
    episodes: tuple[Candidate, ...]


class Pair(NamedTuple):
    """Two examples of one rule."""

    rule: str
    found: ShowExample | EpisodeExample
    passed: ShowExample | EpisodeExample


def show(**changes: Any) -> ShowExample:
    """A show with what is stated, also where the schema would refuse it."""
    return ShowExample(make_show().model_copy(update=changes), None)


def cover(name: str = "cover.jpg", **changes: Any) -> ShowExample:
    """A show whose artwork has these facts."""
    return ShowExample(make_show(artwork=name), make_cover(**changes))


def episode(**changes: Any) -> EpisodeExample:
    """An episode with what is stated."""
    return EpisodeExample(make_show(), (make_candidate(**changes),))


def art(name: str = "heel.jpg", **changes: Any) -> EpisodeExample:
    """An episode whose artwork has these facts."""
    return episode(artwork=name, picture=make_cover(**changes))


def season(name: str = "two.jpg", **changes: Any) -> ShowExample:
    """A show whose second season has artwork with these facts."""
    return ShowExample(make_show(seasons={"2": {"artwork": name}}), None, {name: make_cover(**changes)})


def stream(name: str = "live.jpg", **changes: Any) -> ShowExample:
    """A show with a live stream whose artwork has these facts."""
    announced = {
        "title": "Live from the track",
        "guid": "live-1",
        "start": "2026-11-05T18:30:00Z",
        "stream": "https://stream.example/live.mp3",
        "artwork": name,
        "content_links": [{"url": "https://stream.example/", "label": "Listen"}],
    }
    return ShowExample(make_show(live=[announced]), None, {name: make_cover(**changes)})


def heard(**changes: Any) -> EpisodeExample:
    """An episode that sounds like this."""
    return episode(loudness=make_loudness(**changes))


def silent(start_s: float, end_s: float) -> EpisodeExample:
    """An episode that is silent for a while."""
    return heard(silences=(Silence(start_s, end_s),))


def chapter_picture(name: str = "why.jpg", **changes: Any) -> EpisodeExample:
    """An episode with a chapter whose picture has these facts, and is not square."""
    facts = make_cover(**{"width": 1500, "height": 1000, **changes})
    return episode(chapters_file=make_chapters(0, 60, 120, image=name), pictures={name: facts})


def audio(url: str = "https://wind.example/060.mp3", **changes: Any) -> EpisodeExample:
    """An episode whose audio has these facts."""
    return episode(probed=make_audio(**changes), url=url)


def chapters(*starts_s: float, **changes: Any) -> EpisodeExample:
    """Three minutes with chapters at these times."""
    return episode(chapters_file=make_chapters(*starts_s, **changes))


def transcript(body: str | bytes, name: str = "transcript.vtt") -> EpisodeExample:
    """Three minutes with this transcript."""
    return episode(transcripts={name: body.encode() if isinstance(body, str) else body})


def cues(*times: str) -> EpisodeExample:
    """Three minutes with cues at these times."""
    return transcript("WEBVTT\n\n" + "\n\n".join(f"{each}\n<v Ada>Words" for each in times))


def srt(words: str) -> EpisodeExample:
    """Three minutes with a cue that says this."""
    return transcript(f"1\n00:00:01,000 --> 00:00:02,000\n{words}", "transcript.srt")


def untagged(**changes: Any) -> EpisodeExample:
    """An episode of a show that publishes its audio as it is."""
    plain = make_show(tag_media=False)
    return EpisodeExample(plain, (make_candidate(plain, probed=make_audio(**changes)),))


def serial(**changes: Any) -> EpisodeExample:
    """An episode of a serial show, in a folder without a number."""
    told = make_show(type="serial")
    return EpisodeExample(told, (make_candidate(told, slug="hello", **changes),))


def neighbours(**changes: Any) -> EpisodeExample:
    """Two episodes with nothing in common but what is stated."""
    first = {"slug": "061-a", "guid": "guid-of-the-first", "url": "https://wind.example/a.mp3"}
    second = {"slug": "062-b", "guid": "guid-of-the-second", "url": "https://wind.example/b.mp3"}
    return EpisodeExample(
        make_show(), (make_candidate(**{**first, **changes}), make_candidate(**{**second, **changes}))
    )


def titled(*titles: str) -> EpisodeExample:
    """Episodes of one day with these titles."""
    made = (
        make_candidate(
            slug=f"06{number}-x", guid=f"guid-{number}", url=f"https://wind.example/{number}.mp3", title=title
        )
        for number, title in enumerate(titles)
    )
    return EpisodeExample(make_show(), tuple(made))


def seasons(first: int | None, second: int | None) -> EpisodeExample:
    """Two episodes in these seasons."""
    one = make_candidate(slug="061-a", guid="guid-one", url="https://wind.example/a.mp3", season=first)
    two = make_candidate(slug="062-b", guid="guid-two", url="https://wind.example/b.mp3", season=second)
    return EpisodeExample(make_show(), (one, two))


def artwork_pairs(prefix: str, of: Any) -> tuple[Pair, ...]:
    """The rules of artwork, for a show or an episode."""
    name = "cover.jpg"
    return (
        Pair(f"{prefix}-artwork-square", of(name, width=2999), of(name)),
        Pair(f"{prefix}-artwork-size", of(name, width=1399, height=1399), of(name, width=1400, height=1400)),
        Pair(
            f"{prefix}-artwork-format",
            of("a.webp", content_type="image/webp"),
            of("a.png", content_type="image/png"),
        ),
        Pair(f"{prefix}-artwork-extension", of("cover.png"), of("COVER.JPG")),
        Pair(f"{prefix}-artwork-suffix", of("cover.jpeg"), of("cover.jpg")),
        Pair(f"{prefix}-artwork-colours", of(name, mode="CMYK"), of(name, mode="RGB")),
        Pair(f"{prefix}-artwork-alpha", of(name, has_alpha=True), of(name)),
        Pair(f"{prefix}-artwork-light", of(name, size_bytes=512 * 1024 + 1), of(name, size_bytes=512 * 1024)),
        Pair(
            f"{prefix}-artwork-heavy", of(name, size_bytes=1024 * 1024 + 1), of(name, size_bytes=1024 * 1024)
        ),
    )


SHOW_PAIRS = (
    Pair("show-title-length", show(title="x" * 256), show(title="x" * 255)),
    Pair("show-title-only", show(title="Second Wind | Running | Health"), show(title="Second Wind")),
    Pair("show-description-bytes", show(description="é" * 2001), show(description="é" * 2000)),
    Pair("show-text-plain", show(description="Two <b>hosts</b>"), show(description="Pain < 5 & falling")),
    Pair("show-language", show(language="jp"), show(language="ja")),
    Pair("show-language-form", show(language="en-UK"), show(language="pt-BR")),
    Pair("show-category", show(categories=["Sport > Running"]), show(categories=["Sports > Running"])),
    Pair(
        "show-category-count", show(categories=["Arts", "News", "Music"]), show(categories=["Arts", "News"])
    ),
    Pair("show-explicit", show(explicit="clean"), show(explicit=True)),
    *artwork_pairs("show", cover),
    *artwork_pairs("season", season),
    *artwork_pairs("live", stream),
    Pair("show-owner", show(owner=None), show()),
    Pair("show-255", show(copyright="x" * 256), show(copyright="x" * 255)),
    Pair("show-trimmed", show(author=" Ada"), show(author="Ada")),
    Pair("show-characters", show(title="Se\x07cond"), show(title="Sécond 🏃\u200d♀️")),
    Pair(
        "show-https",
        show(listen=[Listen(name="X", url="http://x.example/")]),
        show(base_url="http://127.0.0.1:8000/", funding=[Funding(url="https://x.example/", label="Give")]),
    ),
    Pair("show-copyright", show(copyright="© 2024–2026 Ada Marsh"), show(copyright="Ada Marsh")),
    Pair(
        "show-new-feed-url",
        show(new_feed_url="https://other.example/feed.xml"),
        show(new_feed_url="https://wind.example/show/feed.xml"),
    ),
    Pair("show-block", show(block=True), show(block=False)),
    Pair("show-complete", show(complete=True), show(complete=False)),
    Pair("show-guid", show(guid="0b6f6ac4-5d0a-4a6f-9a3e-2f1c54a1f060"), show(guid=None)),
    Pair(
        "show-person-role",
        show(people={"ada": Person(name="Ada", role="Physiotherapist")}),
        show(people={"ada": Person(name="Ada", role="co-host")}),
    ),
)

EPISODE_PAIRS = (
    Pair("episode-title-length", episode(title="x" * 256), episode(title="x" * 255)),
    Pair("episode-title-long", episode(title="x" * 151), episode(title="x" * 150)),
    Pair("episode-title-number", episode(title="Ep. 60: Tendons"), episode(title="5 things about tendons")),
    Pair(
        "episode-title-show", episode(title="Tendons – Second Wind"), episode(title="Second wind for tendons")
    ),
    Pair("episode-trimmed", episode(title="Tendons "), episode(title="Tendons")),
    Pair("episode-characters", episode(title="\u202eTendons"), episode(title="Tendons: שלום")),
    Pair("episode-number", serial(), serial(episode=1)),
    Pair(
        "episode-type-number",
        episode(type="trailer", probed=make_audio(tags=AudioTags(number=60))),
        episode(type="trailer", episode=60),
    ),
    Pair("episode-type-full", episode(title="Bonus: a walk"), episode(title="Bonus: a walk", type="bonus")),
    *artwork_pairs("episode", art),
    Pair(
        "chapters-picture-format",
        chapter_picture("why.webp", content_type="image/webp", extension_for_bytes=".webp"),
        chapter_picture("why.png", content_type="image/png", extension_for_bytes=".png"),
    ),
    Pair("chapters-picture-extension", chapter_picture("why.png"), chapter_picture("why.jpeg")),
    Pair("chapters-picture-colours", chapter_picture(mode="CMYK"), chapter_picture(mode="L")),
    Pair("chapters-picture-size", chapter_picture(width=3001), chapter_picture(width=3000)),
    Pair(
        "chapters-picture-light",
        chapter_picture(size_bytes=512 * 1024 + 1),
        chapter_picture(size_bytes=512 * 1024),
    ),
    Pair(
        "chapters-picture-heavy",
        chapter_picture(size_bytes=1024 * 1024 + 1),
        chapter_picture(size_bytes=1024 * 1024),
    ),
    Pair("episode-guid", episode(guid="1234"), episode(guid="123456789")),
    Pair("episode-notes", episode(notes=" \n"), episode(notes="Words.\n")),
    Pair(
        "episode-notes-https",
        episode(notes="[a](http://a.example/x)"),
        episode(notes="[a](https://a.example/x)"),
    ),
    Pair("episode-picture-words", episode(notes="![](a.png)"), episode(notes="![A heel](a.png)")),
    Pair("episode-https", episode(video="http://v.example/"), episode(video="https://v.example/")),
    Pair("episode-block", episode(block=True), episode()),
    Pair(
        "episode-person-role",
        episode(guests=[Guest(name="Bo", role="Surgeon")]),
        episode(guests=[Guest(name="Bo", credentials="Surgeon")]),
    ),
)

ENCLOSURE_PAIRS = (
    Pair("enclosure-missing", episode(audio=None), episode(audio=None, draft=True)),
    Pair("enclosure-url-ascii", audio("https://e.example/Füße.mp3"), audio("https://e.example/F%C3%BC.mp3")),
    Pair("enclosure-url-scheme", audio("media/060.mp3"), audio("https://e.example/060.mp3")),
    Pair("enclosure-url-https", audio("http://e.example/060.mp3"), audio("http://127.0.0.1:8000/060.mp3")),
    Pair(
        "enclosure-extension",
        audio("https://e.example/get?id=60.mp3"),
        audio("https://e.example/60.mp3?id=6"),
    ),
    Pair("enclosure-length", audio(size_bytes=0), audio(size_bytes=1)),
    Pair("enclosure-type", audio(content_type="audio/mp3"), audio(content_type="audio/mpeg")),
    Pair(
        "enclosure-type-fits",
        audio("https://e.example/60.m4a"),
        audio("https://e.example/60.m4a", content_type="audio/m4a"),
    ),
    Pair(
        "enclosure-type-listed",
        audio("https://e.example/60.m4a", content_type="audio/mp4"),
        audio("https://e.example/60.m4a", content_type="audio/x-m4a"),
    ),
    Pair("enclosure-duration", audio(duration_s=0.0), audio(duration_s=0.5)),
    Pair(
        "enclosure-duration-known",
        audio(duration_s=None),
        audio("https://e.example/60.pdf", duration_s=None, content_type="application/pdf"),
    ),
)

AUDIO_PAIRS = (
    Pair("audio-duration", episode(duration="3:03"), episode(duration=182)),
    Pair("audio-short", audio(duration_s=9.9), audio(duration_s=10.0)),
    Pair("audio-size", audio(size_bytes=200_000_001), audio(size_bytes=200_000_000)),
    Pair("audio-bitrate", audio(bitrate_bps=320_000), audio(bitrate_bps=64_000)),
    Pair("audio-sample-rate", audio(sample_rate_hz=32_000), audio(sample_rate_hz=48_000)),
    Pair(
        "audio-tag-title",
        untagged(tags=AudioTags(title="tape 4 final")),
        audio(tags=AudioTags(title="tape 4")),
    ),
    Pair(
        "audio-tag-cover",
        untagged(cover=None),
        untagged(cover=Cover(content_type="image/jpeg", size_bytes=90_000, sha256="ab" * 32)),
    ),
)

LOUDNESS_PAIRS = (
    Pair(
        "audio-silent",
        heard(integrated_lufs=None, true_peak_dbtp=None, crest_db=None, silences=(Silence(0, 180.4),)),
        heard(integrated_lufs=-69.9),
    ),
    Pair("loudness-apple", heard(integrated_lufs=-17.1), heard(integrated_lufs=-17.0)),
    Pair("loudness-true-peak", heard(true_peak_dbtp=-0.9), heard(true_peak_dbtp=-1.0)),
    Pair(
        "loudness-spotify",
        heard(integrated_lufs=-13.9, true_peak_dbtp=-1.9),
        heard(integrated_lufs=-13.9, true_peak_dbtp=-2.0),
    ),
    Pair("audio-clipping", heard(clipped_samples=10), heard(clipped_samples=9)),
    Pair("audio-silence-edge", silent(177.3, 180.4), silent(177.4, 180.4)),
    Pair("audio-silence-inside", silent(20, 30.1), silent(20, 30)),
    Pair("audio-codec", heard(codec="alac"), heard(codec="aac")),
)

CHAPTER_PAIRS = (
    Pair("chapters-first", chapters(5, 60, 120), chapters(0, 60, 120)),
    Pair("chapters-ascending", chapters(0, 120, 60), chapters(0, 60, 120)),
    Pair("chapters-within", chapters(0, 60, 181), chapters(0, 60, 180)),
    Pair("chapters-end", chapters(0, 60, 120, end_s=60.0), chapters(0, 20, 40, end_s=60.0)),
    Pair("chapters-title", chapters(0, 60, 120, title=""), chapters(0, 60, 120, title="", hidden=True)),
    Pair("chapters-https", chapters(0, 60, 120, url="javascript:x"), chapters(0, 60, 120, image="heel.jpg")),
    Pair(
        "chapters-number",
        chapters(*(each / 2 for each in range(256))),
        chapters(*(each / 2 for each in range(255))),
    ),
    Pair(
        "chapters-agree",
        episode(chapters_file=make_chapters(0, 60, 120), notes="00:00 A\n01:05 B\n02:00 C\n"),
        episode(chapters_file=make_chapters(0, 60.4, 120), notes="00:00 A\n01:00 B\n02:00 C\n"),
    ),
    Pair("chapters-few", chapters(0, 60), chapters(0, 60, 120)),
    Pair("chapters-short", chapters(0, 29, 120), chapters(0, 30, 120)),
    Pair(
        "chapters-density",
        episode(probed=make_audio(duration_s=600.0), chapters_file=make_chapters(*range(0, 600, 100))),
        episode(probed=make_audio(duration_s=600.0), chapters_file=make_chapters(*range(0, 600, 120))),
    ),
    Pair("chapters-title-length", chapters(0, 60, 120, title="x" * 41), chapters(0, 60, 120, title="x" * 40)),
)

TRANSCRIPT_PAIRS = (
    Pair("transcript-utf8", transcript("WEBVTT\n\nFüße".encode("latin-1")), transcript("WEBVTT\n\nFüße")),
    Pair("transcript-readable", transcript("Hello"), transcript("Hello", "transcript.txt")),
    Pair(
        "transcript-active",
        transcript("<p>Hello\n<script>x()</script>", "transcript.html"),
        transcript(
            "<p>JavaScript: hello, <b>once</b> = 1 <a href='https://x.example/'>x</a>", "transcript.html"
        ),
    ),
    Pair("transcript-cue-times", cues("00:05.000 --> 00:05.000"), cues("00:05.000 --> 00:05.001")),
    Pair(
        "transcript-cue-order",
        cues("00:01.000 --> 00:03.000", "00:02.000 --> 00:04.000"),
        cues("00:01.000 --> 00:02.000", "00:02.000 --> 00:04.000"),
    ),
    Pair("transcript-end", cues("00:01.000 --> 03:03.000"), cues("00:01.000 --> 03:02.000")),
    Pair(
        "transcript-speakers",
        transcript("WEBVTT\n\n00:01.000 --> 00:02.000\nHello"),
        transcript("1\n00:00:01,000 --> 00:00:02,000\nHello", "transcript.srt"),
    ),
    Pair(
        "transcript-lines",
        srt("In today's episode, you'll learn how"),
        srt("In today's episode,\nyou'll learn"),
    ),
    Pair(
        "transcript-format",
        transcript("<p>Hello", "transcript.html"),
        transcript("<time>0:00</time><p>Hello", "transcript.html"),
    ),
    Pair(
        "transcript-language",
        transcript("WEBVTT", "transcript.jp.vtt"),
        transcript("WEBVTT", "transcript.JA.vtt"),
    ),
    Pair(
        "transcript-twice",
        episode(transcripts={"transcript.vtt": b"", "transcript.EN.vtt": b""}),
        episode(transcripts={"transcript.vtt": b"", "transcript.en.srt": b"", "transcript.de.vtt": b""}),
    ),
    Pair("transcript-none", episode(transcripts={}), episode(transcript="other.vtt", transcripts={})),
)

TOGETHER_PAIRS = (
    Pair("unique-guid", neighbours(guid="the-same-guid"), neighbours(guid=None)),
    Pair("unique-slug", neighbours(slug="061-A"), neighbours()),
    Pair("unique-url", neighbours(url="https://wind.example/a.mp3"), neighbours(url=None)),
    Pair("unique-number", neighbours(episode=7), neighbours(episode=7, type="bonus")),
    Pair("unique-looks", neighbours(), titled("News at noon", "News at night")),
    Pair("seasons-complete", seasons(None, 2), seasons(None, None)),
)

PAIRS = (
    *SHOW_PAIRS,
    *EPISODE_PAIRS,
    *ENCLOSURE_PAIRS,
    *AUDIO_PAIRS,
    *LOUDNESS_PAIRS,
    *CHAPTER_PAIRS,
    *TRANSCRIPT_PAIRS,
    *TOGETHER_PAIRS,
)

CHAPTERS_OF_FRONT = [ChapterEntry(start="00:05", title="Late")]
"""Chapters with a problem, as the front matter lists them."""
