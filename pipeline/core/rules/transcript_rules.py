"""Rules of an episode's transcripts together: formats, languages, and that there is one."""

from collections.abc import Iterator

from pipeline.core.episode import FRONT
from pipeline.core.rules.candidate import EpisodeCase
from pipeline.core.rules.languages import problem_of_language
from pipeline.core.rules.sources import APPLE_TRANSCRIPTS, NAMESPACE, PSP1
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.core.rules.transcript_file_rules import transcripts_of
from pipeline.core.transcript_files import Transcript
from pipeline.errors import Level

_CAPTIONS = ("text/vtt", "application/x-subrip")


def check_format(case: EpisodeCase) -> Iterator[Finding]:
    types = [each.content_type for each in case.details.transcripts]
    if types and not any(each in _CAPTIONS for each in types) and not _captions_are_made(case):
        text = f"the transcript is {types[0]} only: Apple takes WebVTT or SRT"
        yield Finding("transcript", text, "add transcript.vtt")


def _captions_are_made(case: EpisodeCase) -> bool:
    """Whether publishing makes WebVTT or SRT of a transcript that has times."""
    wanted = {"vtt", "srt"}.intersection(case.show.transcript_formats)
    return bool(wanted) and any(each.cues for each in transcripts_of(case))


def check_language(case: EpisodeCase) -> Iterator[Finding]:
    for each in case.details.transcripts:
        problem = problem_of_language(each.language) if each.language != case.show.language else None
        if problem:
            text = f"the language of {each.path}, {one_line(each.language, 40)}, {problem[0]}"
            yield _of_transcript(case, each, text, f"{problem[1]}, as its language or in its name")


def check_twice(case: EpisodeCase) -> Iterator[Finding]:
    seen: dict[tuple[str, str], Transcript] = {}
    for each in case.details.transcripts:
        other = seen.setdefault((each.language.lower(), each.content_type), each)
        if other is not each:
            text = f"{other.path} and {each.path} are both {each.content_type} in {one_line(each.language)}"
            yield _of_transcript(case, each, text, "keep one of them, or say which other language it is in")


def _of_transcript(case: EpisodeCase, each: Transcript, text: str, fix: str) -> Finding:
    """A finding where the front matter names the file or else at the file."""
    is_named = case.details.sources.get("transcripts") == FRONT
    return Finding("transcript", text, fix, None if is_named else each.path)


def check_any(case: EpisodeCase) -> Iterator[Finding]:
    if not case.details.transcripts and case.duration_s:
        yield Finding("transcript", "there is no transcript", "put transcript.vtt next to index.md")


TRANSCRIPT_RULES: tuple[Rule[EpisodeCase], ...] = (
    Rule(
        "transcript-format",
        Level.WARNING,
        *APPLE_TRANSCRIPTS,
        "one transcript is WebVTT or SRT, or has times to make them of",
        check_format,
        fix="Add a transcript in WebVTT.",
        wrong="transcript: talk.txt",
        right="transcript: [talk.vtt, talk.txt]",
    ),
    Rule(
        "transcript-language",
        Level.WARNING,
        *NAMESPACE,
        "the language of a transcript is a code that apps know",
        check_language,
        fix="Write the language's code of ISO 639 into the file's name, or beside it in the front matter.",
        wrong="transcript: talk.jp.vtt",
        right="transcript: talk.ja.vtt",
    ),
    Rule(
        "transcript-twice",
        Level.WARNING,
        *NAMESPACE,
        "there is one transcript of each format and language",
        check_twice,
        fix="Keep one of them, or say which other language the second is in.",
        wrong="transcript: [talk.vtt, old.vtt]",
        right="transcript: talk.vtt",
    ),
    Rule(
        "transcript-none",
        Level.ADVICE,
        *PSP1,
        "an episode has a transcript",
        check_any,
        fix="Put a transcript beside the episode's text.",
        wrong="episodes/060-tape/index.md",
        right="episodes/060-tape/index.md\nepisodes/060-tape/transcript.vtt",
    ),
)
