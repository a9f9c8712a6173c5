"""Word by word transcripts as captions: lines that can be read, with no word lost."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.transcript_cues import Cue
from pipeline.core.transcript_phrases import join_words

STORY = (
    "When you run on a sore heel you ask a lot of it, and it will tell you so. Rest helps only for a while"
)


def spoken(text: str, *, pace_s: float = 0.4, speaker: str | None = "Ada") -> list[Cue]:
    """A word every so often."""
    return [
        Cue(round(index * pace_s, 3), round(index * pace_s + 0.3, 3), speaker, word)
        for index, word in enumerate(text.split())
    ]


def test_words_become_lines_that_end_with_a_sentence() -> None:
    """At most 65 characters, from the first word's start to the last one's end."""
    lines = join_words(spoken(STORY))
    assert [line.text for line in lines] == [
        "When you run on a sore heel you ask a lot of it, and it will tell",
        "you so.",
        "Rest helps only for a while",
    ]
    assert (lines[0].start_s, lines[0].end_s, lines[1].start_s) == (0.0, 6.7, 6.8)


def test_a_speaker_and_a_pause_end_a_line() -> None:
    """Nobody's words are put into somebody else's mouth."""
    first, second = spoken("a b c d e"), spoken("f g h i j", speaker="Bo")
    moved = [Cue(cue.start_s + 2.0, cue.end_s + 2.0, cue.speaker, cue.text) for cue in second]
    assert [(cue.speaker, cue.text) for cue in join_words([*first, *moved])] == [
        ("Ada", "a b c d e"),
        ("Bo", "f g h i j"),
    ]
    assert len(join_words(spoken(STORY, pace_s=2.0))) == len(STORY.split())


def test_cues_that_are_phrases_stay_as_they_are() -> None:
    """So do a few short ones."""
    phrases = [Cue(index, index + 1, None, "It is rarely that.") for index in range(20)]
    assert join_words(phrases) == tuple(phrases)
    few = spoken("Yes. No. Well.")
    assert join_words(few) == tuple(few)


@given(st.lists(st.sampled_from(["a", "I", "run.", "heel", "", "跑", "步。", "sixty-five"]), max_size=60))
def test_no_word_is_lost(words: list[str]) -> None:
    """Blanks aside, the lines say what the words said."""
    cues = [Cue(index * 0.4, index * 0.4 + 0.3, None, word) for index, word in enumerate(words)]
    assert "".join("".join(line.text for line in join_words(cues)).split()) == "".join(words)
