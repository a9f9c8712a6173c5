"""Phrases: cues to be shown, of a transcript that was written down word by word."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.core.transcript_cues import Cue, name_speakers
from pipeline.core.transcript_writing import SENTENCE_ENDS, VTT_LINE

MIN_CUES = 10
MAX_AVERAGE = 8
"""Characters: words are shorter on average, phrases are longer."""
PAUSE_S = 1.0


def join_words(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    """Cues of a line each, where most cues are single words; otherwise the same cues.

    A line ends with a sentence, with a speaker, and before a pause.

    >>> words = "one two three four five six seven eight. nine ten".split()
    >>> said = [Cue(index, index + 0.5, "Ada", word) for index, word in enumerate(words)]
    >>> [cue.text for cue in join_words(said)]
    ['one two three four five six seven eight.', 'nine ten']
    """
    return tuple(_joined(cues)) if _is_word_by_word(cues) else tuple(cues)


def _is_word_by_word(cues: Sequence[Cue]) -> bool:
    texts = [cue.text.strip() for cue in cues]
    return (
        len(texts) >= MIN_CUES
        and sum(map(len, texts)) < MAX_AVERAGE * len(texts)
        and sum(len(text.split()) for text in texts) < 1.5 * len(texts)
    )


def _joined(cues: Sequence[Cue]) -> Iterator[Cue]:
    line: Cue | None = None
    for cue in name_speakers(cues):
        if line is None:
            line = cue
        elif _belongs(line, cue):
            line = replace(line, end_s=max(line.end_s, cue.end_s), text=_side_by_side(line.text, cue.text))
        else:
            yield line
            line = cue
    if line is not None:
        yield line


def _belongs(line: Cue, word: Cue) -> bool:
    """Whether a word goes on with the line."""
    return (
        line.speaker == word.speaker
        and not line.text.endswith(SENTENCE_ENDS)
        and word.start_s >= line.start_s
        and word.start_s - line.end_s < PAUSE_S
        and len(line.text) + 1 + len(word.text) <= VTT_LINE
    )


def _side_by_side(left: str, right: str) -> str:
    """Two words with a blank between them, unless both are in a script that writes none.

    >>> _side_by_side("good", "day"), _side_by_side("你", "好")
    ('good day', '你好')
    """
    blank = "" if _is_cjk(left[-1:]) and _is_cjk(right[:1]) else " "
    return f"{left}{blank}{right}"


def _is_cjk(letter: str) -> bool:
    return "\u2e80" <= letter <= "\u9fff" or "\uff00" <= letter <= "\uffef"
