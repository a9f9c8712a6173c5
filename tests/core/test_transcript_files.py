"""Which transcripts an episode has: supplied by the producer, and made of those."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.content_types import TRANSCRIPT_TYPES
from pipeline.core.episode import settle
from pipeline.core.front_matter import TranscriptEntry
from pipeline.core.transcript_files import (
    Wish,
    is_transcript_name,
    made_name,
    plan_made,
    source_of_made,
    supplied_transcripts,
)
from tests.builders import make_file, make_front, make_record, make_show


def wishes(*names: str, formats: tuple[str, ...] = ("vtt", "srt"), language: str = "en") -> list[Wish]:
    """What is to be made where these files are found."""
    return list(plan_made(supplied_transcripts(make_front(), names, language), formats))


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("transcript.vtt", True),
        ("Transcript.EN.VTT", True),
        ("transcript.pt-BR.srt", True),
        ("transcript.es-419.vtt", True),
        ("transcript.md", False),
        ("my-transcript.vtt", False),
        ("old/transcript.vtt", False),
        ("transcript.mp3", False),
    ],
)
def test_a_transcript_is_found_by_its_name(name: str, is_one: bool) -> None:
    """`transcript`, perhaps a language, and a type that apps read."""
    assert is_transcript_name(name) is is_one


def test_a_language_is_spelled_as_everybody_does() -> None:
    """A name in capitals means the same language."""
    found = supplied_transcripts(make_front(), ("Transcript.PT-br.vtt", "transcript.DE.srt"), "en")
    assert [each.language for each in found] == ["pt-BR", "de"]


def test_each_language_gets_the_formats_it_lacks() -> None:
    """What is supplied is not made; another language is another transcript."""
    assert wishes("transcript.vtt", "transcript.de.srt", "transcript.de.vtt", "transcript.fr.srt") == [
        Wish("srt", ("transcript.vtt",)),
        Wish("vtt", ("transcript.fr.srt",)),
    ]


def test_the_same_language_spelled_twice_is_one() -> None:
    """The file without a language is in the show's."""
    assert wishes("transcript.vtt", "transcript.EN-gb.srt", language="en-GB") == []


def test_the_best_source_comes_first() -> None:
    """By how well a format says who speaks, and when; plain text says neither."""
    names = ("transcript.html", "transcript.srt", "transcript.json", "transcript.txt")
    assert wishes(*names) == [Wish("vtt", ("transcript.json", "transcript.srt", "transcript.html"))]
    assert wishes("transcript.txt") == []


def test_a_show_may_want_nothing_made() -> None:
    """An empty list of formats is a list of formats."""
    assert wishes("transcript.vtt", formats=()) == []


def test_a_record_lists_what_was_made_best_format_first() -> None:
    """With the language of its source, which the front matter may state."""
    files = ("talk.srt", made_name("talk.srt", "vtt"), made_name("talk.srt", "json"), "notes.txt")
    front = make_front(transcript=["notes.txt", TranscriptEntry(file="talk.srt", language="de")])
    record = make_record(front=front, files={name: make_file(name) for name in files})
    assert [(each.path, each.language) for each in settle(record, make_show()).details.transcripts] == [
        ("talk.vtt (made from talk.srt)", "de"),
        ("talk.srt", "de"),
        ("notes.txt", "en"),
    ]


@pytest.mark.parametrize("formats", [[], ["vtt"], ["vtt", "srt", "json", "txt"]])
def test_what_a_show_no_longer_wants_is_not_listed(formats: list[str]) -> None:
    """At once, whatever is in the records."""
    files = (
        "transcript.html",
        *(made_name("transcript.html", each) for each in ("vtt", "srt", "json", "txt")),
    )
    record = make_record(files={name: make_file(name) for name in files})
    listed = settle(record, make_show(transcript_formats=formats)).details.transcripts
    wanted = {TRANSCRIPT_TYPES[f".{each}"] for each in formats}
    assert {each.content_type for each in listed} == {"text/html"} | wanted


def test_a_supplied_format_hides_one_that_was_made_of_it() -> None:
    """The producer's own file wins, and what was made of something that is gone is gone."""
    files = (
        "transcript.vtt",
        "transcript.srt",
        made_name("transcript.vtt", "srt"),
        made_name("gone.vtt", "srt"),
    )
    record = make_record(files={name: make_file(name) for name in files})
    listed = settle(record, make_show()).details.transcripts
    assert [each.path for each in listed] == ["transcript.vtt", "transcript.srt"]


@given(st.text(min_size=1, max_size=20), st.sampled_from(["vtt", "srt", "json", "txt"]))
def test_a_made_name_tells_its_source(stem: str, extension: str) -> None:
    """Whatever the source is called; and nothing that is found by its name was made."""
    source = f"{stem}.vtt".replace("\n", "")
    assert source_of_made(made_name(source, extension)) == source
    assert not is_transcript_name(made_name(source, extension))
