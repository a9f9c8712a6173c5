"""The table applied: every problem of a show, of an episode, and of episodes among each other."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pipeline.core.picture_facts import PictureFacts
from pipeline.core.rules.audio_rules import AUDIO_RULES
from pipeline.core.rules.candidate import Candidate, EpisodeCase
from pipeline.core.rules.chapter_rules import CHAPTER_RULES
from pipeline.core.rules.enclosure_rules import ENCLOSURE_RULES, PRESENCE_RULES, enclosure_of
from pipeline.core.rules.episode_rules import EPISODE_RULES
from pipeline.core.rules.loudness_rules import LOUDNESS_RULES
from pipeline.core.rules.show_case import ShowCase
from pipeline.core.rules.show_rules import SHOW_RULES
from pipeline.core.rules.table import KeyPath, Place, Rule, check_rules
from pipeline.core.rules.together_rules import TOGETHER_RULES, Among, crowd_of
from pipeline.core.rules.transcript_file_rules import TRANSCRIPT_FILE_RULES, transcripts_of
from pipeline.core.rules.transcript_rules import TRANSCRIPT_RULES
from pipeline.core.show import Show
from pipeline.errors import Problem

T = TypeVar("T")

_OF_EPISODES = (
    *EPISODE_RULES,
    *PRESENCE_RULES,
    *AUDIO_RULES,
    *LOUDNESS_RULES,
    *CHAPTER_RULES,
    *TRANSCRIPT_RULES,
)

ALL_RULES: tuple[Rule[Any], ...] = (
    *SHOW_RULES,
    *_OF_EPISODES,
    *ENCLOSURE_RULES,
    *TRANSCRIPT_FILE_RULES,
    *TOGETHER_RULES,
)
"""Every row, for lists and documentation."""


def check_show(
    show: Show,
    lines: Mapping[KeyPath, int],
    artwork: PictureFacts | None,
    path: str = "podcast.toml",
    elsewhere: Mapping[KeyPath, tuple[str, int]] | None = None,
    pictures: Mapping[str, PictureFacts] | None = None,
) -> list[Problem]:
    """Every problem of a show, in the order of the table.

    Args:
        show: What `podcast.toml` says.
        lines: The line of each key: `("funding", 0, "url")`.
        artwork: None where it could not be read: its rules are left out.
        path: The file, as the user would type it.
        elsewhere: File and line of keys that stand in files that it includes.
        pictures: All pictures that it names and that could be read.
    """
    place = place_of_show(lines, path, elsewhere)
    return check_rules(SHOW_RULES, ShowCase(show, artwork, pictures or {}), place)


def check_episode(candidate: Candidate, show: Show) -> list[Problem]:
    """Every problem of one episode by itself, in the order of the table."""
    case, place = EpisodeCase(candidate, show), candidate.place
    enclosure = enclosure_of(case)
    return [
        *check_rules(_OF_EPISODES, case, place),
        *(check_rules(ENCLOSURE_RULES, enclosure, place) if enclosure else ()),
        *(
            found
            for each in transcripts_of(case)
            for found in check_rules(TRANSCRIPT_FILE_RULES, each, place)
        ),
    ]


def check_episodes_together(candidates: Sequence[Candidate]) -> list[Problem]:
    """Every clash between episodes, told of each of those that clash."""
    crowd = crowd_of(candidates)
    return [
        found for each in candidates for found in check_rules(TOGETHER_RULES, Among(each, crowd), each.place)
    ]


def place_of_show(
    lines: Mapping[KeyPath, int], path: str, elsewhere: Mapping[KeyPath, tuple[str, int]] | None = None
) -> Place:
    """Where the keys of a show stand: see `check_show`."""
    return Place(path, _dotted(lines), _dotted(elsewhere or {}))


def _dotted(paths: Mapping[KeyPath, T]) -> dict[str, T]:
    """The same by keys as rules write them: `funding.0.url`."""
    return {".".join(map(str, path)): value for path, value in paths.items()}
