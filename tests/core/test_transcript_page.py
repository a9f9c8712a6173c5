"""The page that is made of a transcript: read by people without a script, and back into cues."""

import re

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from pipeline.core.transcript import Cue, parse_transcript
from pipeline.core.transcript_cues import name_speakers
from pipeline.core.transcript_page import LONG_CHARACTERS, render_transcript_page

TALK = (
    Cue(0.0, 2.5, "Dr Ada Marsh", "Fish & <b>chips</b>."),
    Cue(2.5, 4.0, None, "Every day."),
    Cue(4.0, 6.0, "Bo", "Really?"),
    Cue(3723.5, 3724.0, "Bo", "Later."),
)
WORDS = st.text(st.characters(categories=("L", "P", "S")), min_size=1, max_size=20)
NAMES = st.text(st.characters(categories=("L",)), min_size=1, max_size=20)


def render(*cues: Cue) -> str:
    return render_transcript_page(cues, "en-GB", "Transcript")


def test_each_turn_has_a_name_a_time_and_a_paragraph() -> None:
    """A name only where somebody else spoke before; a new paragraph after a pause."""
    page = html.fromstring(render(*TALK))
    assert page.xpath("//cite/text()") == ["Dr Ada Marsh:", "Bo:"]
    assert page.xpath("//time/text()") == ["00:00", "00:04", "1:02:03"]
    assert page.xpath("//time/@datetime") == ["PT0S", "PT4S", "PT3723.5S"]
    assert page.xpath("//p/text()") == ["Fish & <b>chips</b>. Every day.", "Really?", "Later."]


def test_the_page_says_its_language_and_what_it_is() -> None:
    """Title and heading, for those who hear pages and for lists of results."""
    page = html.document_fromstring(render(*TALK))
    assert page.get("lang") == "en-GB"
    assert page.xpath("//title/text()") == ["Transcript: Fish & <b>chips</b>. Every day."]
    assert page.xpath("//h1/text()") == ["Transcript"]


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    """Its policy allows its own few lines of style alone."""
    page = html.document_fromstring(render(Cue(0, 1, "<script>", '"><img src=x onerror=alert(1)>')))
    assert not page.xpath("//script | //img | //link | //@style | //@src")
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert re.fullmatch(r"default-src 'none'; style-src 'sha256-[\w+/]{43}='", policy)


def test_long_turns_are_broken_after_a_sentence() -> None:
    """A wall of words is nothing to read; nothing of it is lost."""
    cues = [Cue(number, number + 1, "Ada", f"Sentence {number} is here.") for number in range(100)]
    page = html.fromstring(render(*cues))
    paragraphs = page.xpath("//p/text()")
    assert all(len(each) < LONG_CHARACTERS + 30 for each in paragraphs)
    assert " ".join(paragraphs) == " ".join(each.text for each in cues)
    assert len(page.xpath("//cite")) == 1


@given(st.lists(st.tuples(NAMES, WORDS), min_size=1, max_size=8))
def test_the_page_reads_back(said: list[tuple[str, str]]) -> None:
    """Whoever takes the page for a transcript gets speakers, times and words."""
    cues = [Cue(10.0 * at, 10.0 * at + 5, name, words) for at, (name, words) in enumerate(said)]
    found = list(name_speakers(parse_transcript(render(*cues), "text/html")))
    assert [(each.start_s, each.speaker, each.text) for each in found] == [
        (each.start_s, each.speaker, each.text) for each in cues
    ]


def test_a_heading_in_another_language_says_so() -> None:
    """Where nobody has written the language's words yet, the heading is English."""
    cues = [Cue(0.0, 1.0, "Ada", "Olá.")]
    assert "<h1>Transcript</h1>" in render_transcript_page(cues, "en", "Transcript")
    assert '<h1 lang="en">Transcript</h1>' in render_transcript_page(cues, "pt", "Transcript", "en")
