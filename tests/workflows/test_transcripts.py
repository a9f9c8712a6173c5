"""Transcripts through a run: what is made of them stands in store and feed, and follows its source."""

import json
from pathlib import Path

import pytest
from lxml import etree

from pipeline.core.addresses import FEED
from pipeline.core.transcript import Cue, parse_transcript
from pipeline.core.transcript_cues import name_speakers
from pipeline.errors import InputError
from tests.workflows.small_show import (
    BASE_URL,
    DAY,
    NOW,
    PODCAST_TOML,
    Clone,
    body_of,
    check_settled,
    folder_roots,
    guid_of,
    listing,
    make_clone,
    memory_roots,
    objects,
    own_files,
    record,
    slug_of,
    titles,
)

FOLDER = f"episodes/{slug_of(1)}"
VTT, SRT, JSON, TEXT = "text/vtt", "application/x-subrip", "application/json", "text/plain"
ENGLISH = (
    "1\n00:00:00,000 --> 00:00:01,200\nAda: Good morning & welcome.\n\n"
    "2\n00:00:01,200 --> 00:00:02,000\nIt is rarely the tendon alone.\n\n"
    "3\n00:00:02,000 --> 00:00:03,000\nBo: Is it?\n"
)
GERMAN = ENGLISH.replace("Good morning & welcome.", "Guten Morgen, schön, dass ihr da seid.")
PAGE = "<cite>Ada:</cite><time>0:00</time><p>Hello.</p><cite>Bo:</cite><time>0:01</time><p>Hi.</p>"
PODLOVE = json.dumps(
    [
        {
            "start": "00:00:00.000",
            "start_ms": 0,
            "end_ms": 900,
            "speaker": "7",
            "voice": "Ada",
            "text": "Hello.",
        }
    ]
)


def listed(clone: Clone) -> dict[tuple[str, str], str]:
    """Keys by language and type, in the order of the feed's only item that has transcripts."""
    root = etree.fromstring(body_of(clone.roots.public, FEED))
    found = root.iter("{https://podcastindex.org/namespace/1.0}transcript")
    rows = [((each.get("language"), each.get("type")), each.get("url")) for each in found]
    assert len({row[0] for row in rows}) == len(rows)
    return {row[0]: row[1].removeprefix(BASE_URL) for row in rows}


def cues_in(clone: Clone, language: str, content_type: str) -> list[Cue]:
    """What a published transcript says, each cue with its speaker and on one line."""
    text = body_of(clone.roots.public, listed(clone)[language, content_type]).decode()
    found = name_speakers(parse_transcript(text, content_type))
    return [Cue(each.start_s, each.end_s, each.speaker, " ".join(each.text.split())) for each in found]


def plain(text: str, content_type: str) -> list[Cue]:
    found = name_speakers(parse_transcript(text, content_type))
    return [Cue(each.start_s, each.end_s, each.speaker, " ".join(each.text.split())) for each in found]


@pytest.fixture
def live(in_memory: Clone) -> Clone:
    """One live episode with an SRT transcript."""
    in_memory.episode(1)
    in_memory.write(f"{FOLDER}/transcript.srt", ENGLISH)
    in_memory.publish(1)
    return in_memory


def test_two_languages_in_srt_go_out_as_webvtt_and_srt(tmp_path: Path) -> None:
    """Feed and store have all four, with the same cues; a clone without the files changes nothing."""
    clone = make_clone(tmp_path, folder_roots(tmp_path))
    clone.episode(1)
    clone.write(f"{FOLDER}/transcript.srt", ENGLISH)
    clone.write(f"{FOLDER}/transcript.de.srt", GERMAN)
    clone.publish(1)
    assert sorted(listed(clone)) == [("de", SRT), ("de", VTT), ("en", SRT), ("en", VTT)]
    assert [content_type for _, content_type in listed(clone)] == [VTT, VTT, SRT, SRT]
    for language, text in (("en", ENGLISH), ("de", GERMAN)):
        assert body_of(clone.roots.public, listed(clone)[language, SRT]).decode() == text
        for content_type in (VTT, SRT):
            assert cues_in(clone, language, content_type) == plain(text, SRT)
    assert own_files(record(clone.roots, 1)) == {
        "transcript.srt",
        "transcript.vtt (made from transcript.srt)",
        "transcript.html (made from transcript.srt)",
        "transcript.de.srt",
        "transcript.de.vtt (made from transcript.de.srt)",
        "transcript.de.html (made from transcript.de.srt)",
    }
    check_settled(clone.roots, {guid_of(1)})
    before = listing(clone.roots)
    for without in ("*.srt", "*.srt *.mp3 *.jpg", ""):
        name = f"clone-{len(without)}"
        outcome = clone.copy(name, without=without).regenerate(NOW + DAY)
        assert outcome.problems == ()
        assert listing(clone.roots) == before


def test_publishing_again_writes_nothing(live: Clone) -> None:
    """What was made of the same bytes is not made again."""
    before = listing(live.roots)
    live.publish(1)
    assert listing(live.roots) == before


def test_an_edited_source_is_made_anew(live: Clone) -> None:
    """The other formats never say what the producer has taken back."""
    live.edit_file(f"{FOLDER}/transcript.srt", "welcome", "hello")
    live.regenerate(NOW + DAY)
    assert "hello" in cues_in(live, "en", VTT)[0].text
    assert cues_in(live, "en", VTT) == cues_in(live, "en", SRT)


def test_words_edited_elsewhere_keep_what_was_made(live: Clone) -> None:
    """The clone has no transcript; the record has both."""
    before = listed(live)
    ci = live.copy("ci", without="*.srt")
    ci.edit(1, "rarely", "never")
    ci.regenerate(NOW + DAY)
    assert listed(live) == before
    assert "never" in record(live.roots, 1).notes


def test_what_was_made_goes_with_its_source(live: Clone) -> None:
    """An empty list says that there is no transcript."""
    live.edit(1, "audio:", "transcript: []\naudio:")
    live.regenerate(NOW + DAY)
    assert listed(live) == {}
    assert not own_files(record(live.roots, 1))


def test_the_producers_own_file_wins(live: Clone) -> None:
    """And SRT is then made of nothing, since it is there; the made one is gone from the record."""
    own = "WEBVTT\n\n00:00.000 --> 00:01.000\n<v Ada>My own words.\n"
    live.write(f"{FOLDER}/transcript.vtt", own)
    live.regenerate(NOW + DAY)
    assert body_of(live.roots.public, listed(live)["en", VTT]).decode() == own
    assert own_files(record(live.roots, 1)) == {
        "transcript.srt",
        "transcript.vtt",
        "transcript.html (made from transcript.vtt)",
    }


def test_formats_follow_the_show(live: Clone) -> None:
    """Another setting is an explained change of every episode: more are made, or fewer listed."""
    live.edit_file("podcast.toml", "tag_media", 'transcript_formats = ["json", "txt"]\ntag_media')
    live.regenerate(NOW + DAY)
    assert list(listed(live)) == [("en", SRT), ("en", JSON), ("en", TEXT)]
    assert cues_in(live, "en", JSON) == plain(ENGLISH, SRT)
    text = body_of(live.roots.public, listed(live)["en", TEXT]).decode()
    assert text == "Ada: Good morning & welcome. It is rarely the tendon alone.\n\nBo: Is it?\n"
    before = listing(live.roots)
    live.regenerate(NOW + DAY)
    assert listing(live.roots) == before


def test_formats_can_be_asked_for_where_the_files_are_not(live: Clone) -> None:
    """A clone without transcripts makes them of those in the store; and later runs ask for nothing."""
    bare = live.copy("ci", without="*.srt")
    bare.edit_file("podcast.toml", "tag_media", 'transcript_formats = ["json"]\ntag_media')
    bare.regenerate(NOW + DAY)
    assert list(listed(bare)) == [("en", SRT), ("en", JSON)]
    assert cues_in(bare, "en", JSON) == plain(ENGLISH, SRT)
    assert not bare.regenerate(NOW + 2 * DAY).result.plan


def test_an_old_clone_does_not_take_a_format_away(live: Clone) -> None:
    """Its settings are older than what is published."""
    old = live.copy("old")
    live.edit_file("podcast.toml", "tag_media", 'transcript_formats = ["vtt", "json"]\ntag_media')
    live.regenerate(NOW + DAY)
    before = listing(live.roots)
    old.regenerate(NOW + DAY)
    assert listing(live.roots) == before


def test_many_episodes_may_get_a_format_at_once(tmp_path: Path) -> None:
    """The show's setting explains it; nothing else of them changes."""
    clone = make_clone(tmp_path, memory_roots(), PODCAST_TOML + "\n")
    for number in range(1, 14):
        clone.episode(number)
        clone.write(f"episodes/{slug_of(number)}/transcript.srt", ENGLISH)
    clone.edit_file("podcast.toml", "tag_media", "transcript_formats = []\ntag_media")
    clone.publish(*range(1, 14))
    clone.edit_file("podcast.toml", "transcript_formats = []\n", "")
    clone.regenerate(NOW + DAY)
    assert body_of(clone.roots.public, FEED).count(b'type="text/vtt"') == 13
    assert len(titles(clone.roots)) == 13


def test_podlove_json_goes_out_as_what_apps_read(in_memory: Clone) -> None:
    """Under its own name stands the namespace's JSON; captions are made of it."""
    in_memory.episode(1)
    in_memory.write(f"{FOLDER}/transcript.json", PODLOVE)
    in_memory.publish(1)
    assert list(listed(in_memory)) == [("en", VTT), ("en", SRT), ("en", JSON)]
    segments = json.loads(body_of(in_memory.roots.public, listed(in_memory)["en", JSON]))["segments"]
    assert segments == [{"speaker": "Ada", "startTime": 0.0, "endTime": 0.9, "body": "Hello."}]
    assert not any(b"start_ms" in body for body in objects(in_memory.roots.public).values())
    before = listing(in_memory.roots)
    in_memory.regenerate(NOW + DAY)
    in_memory.copy("ci", without="*.json").regenerate(NOW + DAY)
    assert listing(in_memory.roots) == before
    in_memory.edit_file(f"{FOLDER}/transcript.json", "Hello", "Good day")
    in_memory.regenerate(NOW + DAY)
    assert cues_in(in_memory, "en", SRT)[0].text == "Good day."


def test_captions_are_made_of_a_page_with_times(in_memory: Clone) -> None:
    """The last cue ends with the audio at the latest; a page without times stays alone."""
    in_memory.episode(1)
    in_memory.write(f"{FOLDER}/transcript.html", PAGE)
    in_memory.write(f"{FOLDER}/transcript.fr.html", "<p>Bonjour.</p>")
    in_memory.publish(1)
    assert list(listed(in_memory)) == [
        ("en", VTT),
        ("en", SRT),
        ("fr", "text/html"),
        ("en", "text/html"),
    ]
    first, last = cues_in(in_memory, "en", VTT)
    assert (first.start_s, first.end_s, first.speaker, first.text) == (0.0, 1.0, "Ada", "Hello.")
    assert last.end_s <= (record(in_memory.roots, 1).audio.duration_s or 0)


def test_captions_of_single_words_are_made_of_lines(in_memory: Clone) -> None:
    """The producer's JSON stays word by word; a caption is something to read."""
    words = ["It", "is", "rarely", "the", "tendon", "alone", "but", "how", "it", "is", "used."]
    segments = [
        {"speaker": "Ada", "startTime": index / 5, "endTime": (index + 1) / 5, "body": word}
        for index, word in enumerate(words)
    ]
    in_memory.episode(1)
    in_memory.write(f"{FOLDER}/transcript.json", json.dumps({"version": "1.0.0", "segments": segments}))
    in_memory.publish(1)
    (cue,) = cues_in(in_memory, "en", VTT)
    assert cue == Cue(0.0, 2.2, "Ada", " ".join(words))
    assert len(cues_in(in_memory, "en", JSON)) == len(words)


def test_named_transcripts_are_made_in_their_stated_language(in_memory: Clone) -> None:
    """Front matter says which file, and in which language it is."""
    in_memory.episode(1, more="transcript:\n  - file: talk.srt\n    language: pt-BR\n  - talk.de.srt")
    in_memory.write(f"{FOLDER}/talk.srt", ENGLISH)
    in_memory.write(f"{FOLDER}/talk.de.srt", GERMAN)
    in_memory.publish(1)
    assert list(listed(in_memory)) == [("pt-BR", VTT), ("de", VTT), ("pt-BR", SRT), ("de", SRT)]


def test_what_cannot_be_read_is_published_alone(in_memory: Clone) -> None:
    """A fault of a transcript that apps may forgive stops nothing, and nothing is made of it."""
    in_memory.episode(1)
    in_memory.write(f"{FOLDER}/transcript.vtt", "Hello")
    in_memory.publish(1)
    assert list(listed(in_memory)) == [("en", VTT)]


def test_a_page_is_made_for_readers_and_not_for_the_feed(live: Clone) -> None:
    """It stands beside the episode's page, which links it, in the transcript's language."""
    name = "transcript.html (made from transcript.srt)"
    page = body_of(live.roots.public, record(live.roots, 1).files[name].key).decode()
    assert '<html lang="en"' in page
    assert "<p>Good morning &amp; welcome. It is rarely the tendon alone.</p>" in page
    assert record(live.roots, 1).files[name].key.encode() not in body_of(live.roots.public, FEED)
    episode = body_of(live.roots.public, f"episodes/{slug_of(1)}.html").decode()
    assert record(live.roots, 1).files[name].key in episode


def test_no_page_is_made_where_the_show_has_none(in_memory: Clone) -> None:
    """A site of the producer's own would not link it."""
    in_memory.edit_file("podcast.toml", "tag_media", "site = false\ntag_media")
    in_memory.episode(1)
    in_memory.write(f"{FOLDER}/transcript.srt", ENGLISH)
    in_memory.publish(1)
    assert own_files(record(in_memory.roots, 1)) == {
        "transcript.srt",
        "transcript.vtt (made from transcript.srt)",
    }


def test_a_lost_page_is_made_again(live: Clone) -> None:
    """The same page, of the source in the store."""
    key = record(live.roots, 1).files["transcript.html (made from transcript.srt)"].key
    before = body_of(live.roots.public, key)
    live.roots.public.delete(key)
    assert live.copy("ci", without="*.srt").regenerate(NOW + DAY).problems == ()
    assert body_of(live.roots.public, key) == before


def test_what_was_made_waits_with_a_scheduled_episode(in_memory: Clone) -> None:
    """Nothing of it is public before its time; at release it is, from a clone without files."""
    in_memory.episode(1, date=NOW + DAY)
    in_memory.write(f"{FOLDER}/transcript.srt", ENGLISH)
    in_memory.publish(1)
    assert not any(b"tendon alone" in body for body in objects(in_memory.roots.public).values())
    in_memory.copy("ci", without="*.srt *.mp3").regenerate(NOW + DAY + DAY)
    assert list(listed(in_memory)) == [("en", VTT), ("en", SRT)]
    assert cues_in(in_memory, "en", VTT) == plain(ENGLISH, SRT)


def test_what_the_store_lost_is_made_again(live: Clone) -> None:
    """Of the source that still stands there, with nothing of it on this machine."""
    key = listed(live)["en", VTT]
    before = body_of(live.roots.public, key)
    live.roots.public.delete(key)
    outcome = live.copy("ci", without="*.srt").regenerate(NOW + DAY)
    assert outcome.problems == ()
    assert body_of(live.roots.public, key) == before


def test_a_transcript_that_is_not_utf8_is_refused(in_memory: Clone) -> None:
    """In every format, before anything is written."""
    in_memory.episode(1)
    for name in ("transcript.json", "transcript.html", "transcript.de.srt"):
        in_memory.write(f"{FOLDER}/{name}", '[{"start": "0:00", "text": "Füße"}]'.encode("latin-1"))
    with pytest.raises(InputError) as refused:
        in_memory.publish(1)
    assert [problem.rule for problem in refused.value.problems if problem.level == "error"] == [
        "transcript-utf8"
    ] * 3
