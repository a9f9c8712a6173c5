"""The whole description: blocks around the notes, and what gives way where space is short."""

from datetime import date
from typing import Any

from pipeline.core.addresses import Addresses
from pipeline.core.audio_facts import Chapter
from pipeline.core.front_matter import Series
from pipeline.core.notes.dom import parse_fragment, text_of
from pipeline.core.notes.feed_notes import render_feed_notes
from pipeline.core.notes.series import Part, parts_of_series
from pipeline.core.show import CallToAction, Listen, Show, Sponsor
from pipeline.site.words import read_words
from tests.builders import make_audio, make_episode, make_show

PAGE = "https://wind.example/episodes/060.html"
TODAY = date(2026, 11, 5)
WORDS = read_words("en")
MORE = f'<p><a href="{PAGE}">Full show notes</a></p>'
CHAPTERS = tuple(
    Chapter(start_s=at, title=title) for at, title in ((0, "Hello"), (90, "Why <it>"), (3723, "End"))
)
SPONSOR = Sponsor(
    name="Heel & Co", text="Insoles made to fit.", url="https://heel.example", code="ANA15", ends="2026-11-05"
)
RICH: dict[str, Any] = {
    "sponsors": ["heel"],
    "calls_to_action": ["plan"],
    "questions": ["Why does it hurt?", "Is rest <enough>?"],
    "video": "https://video.example/60",
    "series": Series(id="achilles", title="Achilles", part=1, of=2, teaser="Next week: the way back."),
    "chapters": CHAPTERS,
    "audio": make_audio(duration_s=7200.0),
}


def show_with_blocks() -> Show:
    return make_show(
        sponsors={"heel": SPONSOR},
        calls_to_action={"plan": CallToAction(text="Want a plan?", url="https://plan.example", label="Book")},
        listen=[Listen(name="Pods", url="https://pods.example")],
    )


def describe(today: date = TODAY, next_part: Part | None = None, **changes: Any) -> str:
    show = show_with_blocks()
    episode = make_episode(show, **{**RICH, **changes})
    return render_feed_notes(episode, show, PAGE, today, next_part=next_part, words=WORDS)


def test_every_block_becomes_clean_text() -> None:
    """Series, video, questions, chapters, sponsor, call to action, people and links, in reading order."""
    assert describe(notes="Hi.") == (
        "<p>Part 1 of 2: <strong>Achilles</strong>. Next week: the way back.</p>"
        '<p><a href="https://video.example/60">Watch the video</a></p>'
        "<p>Hi.</p>"
        "<p><strong>In this episode:</strong></p>"
        "<ul><li>Why does it hurt?</li><li>Is rest &lt;enough&gt;?</li></ul>"
        "<p>00:00 Hello<br/>01:30 Why &lt;it&gt;<br/>1:02:03 End</p>"
        "<p><strong>This episode is sponsored.</strong> "
        '<a href="https://heel.example">Heel &amp; Co</a>: Insoles made to fit. '
        "Code: <strong>ANA15</strong></p>"
        '<p>Want a plan? <a href="https://plan.example">Book</a></p>'
        "<p>Host: Ada Marsh, DPT</p>"
        '<p>Listen wherever you get your podcasts: <a href="https://pods.example">Pods</a></p>'
    )


def test_an_offer_counts_through_its_last_day_and_no_longer() -> None:
    """After the day it ends the code goes, the sponsor stays."""
    assert "ANA15" in describe(today=date(2026, 11, 5))
    later = describe(today=date(2026, 11, 6))
    assert "ANA15" not in later
    assert "Heel &amp; Co</a> (offer ended)" in later


def test_a_teaser_turns_into_a_link_once_the_next_part_is_out() -> None:
    """What was promised is there, so the promise goes."""
    html = describe(next_part=Part(2, "The way back", "https://wind.example/episodes/061.html"))
    assert 'Part 2: <a href="https://wind.example/episodes/061.html">The way back</a>' in html
    assert "Next week" not in html


def test_chapters_written_in_the_notes_are_not_repeated() -> None:
    """A producer's own list of timestamps is enough."""
    html = describe(notes="00:00 Hello\n01:30 Why\n02:00 End", chapters=None)
    assert html.count("00:00") == 1


def test_chapters_that_apps_would_refuse_are_left_out() -> None:
    """Fewer than three are no list of chapters."""
    assert "Why" not in describe(chapters=CHAPTERS[:2], questions=[])


def test_long_notes_are_cut_at_a_word_and_end_in_a_link() -> None:
    """Nearly all of the room is used, the blocks stay, and the rest is a click away."""
    html = describe(notes="Achilles tendon rupture. " * 400)
    size = len(html.encode())
    assert 3950 < size <= 4000
    assert html.endswith(MORE)
    assert "ANA15" in html
    assert any(text_of(each).endswith(("Achilles…", "tendon…", "rupture.…")) for each in parse_fragment(html))


def test_notes_that_just_fit_are_left_alone() -> None:
    """Exactly 4,000 bytes need no cut; one more does."""
    show = make_show(hosts=[])

    def render(size: int) -> str:
        return render_feed_notes(make_episode(show, notes="x" * (size - 7)), show, PAGE, TODAY, words=WORDS)

    assert len(render(4000)) == 4000
    assert "…" not in render(4000)
    assert render(4001).endswith(MORE)


def test_blocks_give_way_before_the_notes_do_the_sponsor_last() -> None:
    """Forty questions and a hundred chapters leave room for notes and for what was paid for."""
    chapters = tuple(Chapter(start_s=60 * at, title=f"Chapter number {at}") for at in range(100))
    questions = [f"Question number {number}, which is rather long?" for number in range(40)]
    html = describe(notes="Achilles tendon. " * 300, chapters=chapters, questions=questions)
    assert len(html.encode()) <= 4000
    assert "ANA15" in html
    assert "Part 1 of 2" in html
    assert "Chapter number" not in html
    assert html.count("Achilles tendon") > 80
    assert html.endswith(MORE)


def test_a_cut_leaves_no_heading_without_words() -> None:
    """A heading whose section did not fit goes as well."""
    show = make_show(hosts=[])
    notes = "\n\n".join(f"## Section {number}\n\n{'word ' * 60}" for number in range(40))
    for padding in range(0, 320, 7):
        episode = make_episode(show, notes="x" * padding + "\n\n" + notes)
        body = render_feed_notes(episode, show, PAGE, TODAY, words=WORDS).removesuffix(MORE)
        assert body.endswith(("word…</p>", "word</p>"))


def test_notes_are_never_cut_inside_a_sign() -> None:
    """Signs made of several code points stay whole."""
    show = make_show(hosts=[])
    html = render_feed_notes(make_episode(show, notes="👩🏽‍⚕️" * 600), show, PAGE, TODAY, words=WORDS)
    assert "\u200d…" not in html
    assert "🏽…" not in html


def test_parts_are_those_that_are_out() -> None:
    """A scheduled part is not linked: its address would give it away."""
    series = Series(id="achilles", title="Achilles", part=2)
    live = make_episode(series=series, guid="a")
    scheduled = make_episode(
        series=Series(id="achilles", title="Achilles", part=3), guid="b", released_at=None
    )
    parts = parts_of_series([scheduled, live], Addresses("https://wind.example/"))
    assert [part.number for part in parts["achilles"]] == [2]
