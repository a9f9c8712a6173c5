"""Rules of episodes among each other: what may stand only once in a feed."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.core.rules.candidate import Candidate
from pipeline.core.rules.sources import (
    ANTENNAPOD,
    APPLE_GUIDE,
    APPLE_REQUIREMENTS,
    APPLE_UPDATES,
    RSS_PROFILE,
)
from pipeline.core.rules.table import Finding, Rule
from pipeline.core.same_episode import Looks, seem_same
from pipeline.errors import Level

Crowd = Mapping[tuple[str, object], Sequence[Candidate]]


@dataclass(frozen=True)
class Among:
    """One candidate among all of the show."""

    candidate: Candidate
    crowd: Crowd

    def twin(self, kind: str) -> Candidate | None:
        """Another candidate with the same identity of this kind."""
        value = IDENTITIES[kind](self.candidate)
        others = self.crowd.get((kind, value), ()) if value is not None else ()
        return next((each for each in others if each is not self.candidate), None)


def _number(candidate: Candidate) -> object:
    details = candidate.details
    return (details.season, details.number) if details.type == "full" and details.number else None


def _looks(candidate: Candidate) -> Looks | None:
    audio = candidate.audio
    if candidate.enclosure_url is None or audio is None:
        return None
    length_s = None if audio.duration_s is None else round(audio.duration_s)
    url, kind = candidate.enclosure_url, audio.content_type
    return Looks(candidate.details.title, candidate.date, url, length_s, kind)


def _title_and_day(candidate: Candidate) -> object:
    looks = _looks(candidate)
    return (looks.shown_title, looks.day) if looks and looks.day else None


IDENTITIES: Mapping[str, Callable[[Candidate], object]] = {
    "guid": lambda candidate: candidate.front.guid,
    "slug": lambda candidate: unicodedata.normalize("NFC", candidate.slug).casefold(),
    "url": lambda candidate: candidate.enclosure_url,
    "number": _number,
    "in a season": lambda candidate: True if _number(candidate) and candidate.details.season else None,
    "title and day": _title_and_day,
}
"""Each identity an episode has, None where it has none; file systems and stores may not tell case."""


def crowd_of(candidates: Sequence[Candidate]) -> Crowd:
    """Who has which identity."""
    crowd: dict[tuple[str, object], list[Candidate]] = {}
    for kind, identity in IDENTITIES.items():
        for each in candidates:
            crowd.setdefault((kind, identity(each)), []).append(each)
    return crowd


def check_guid(among: Among) -> Iterator[Finding]:
    twin = among.twin("guid")
    if twin:
        text = f"'guid' is {among.candidate.front.guid}, as in {twin.path}: apps show only one of them"
        yield Finding("guid", text, "remove the line from the newer one, and publish writes another")


def check_slug(among: Among) -> Iterator[Finding]:
    twin = among.twin("slug")
    if twin:
        text = f"the name {among.candidate.slug} is also that of {twin.path}"
        yield Finding("", text, "rename one of them")


def check_url(among: Among) -> Iterator[Finding]:
    twin = among.twin("url")
    if twin:
        text = (
            f"the audio is at {among.candidate.enclosure_url}, as in {twin.path}: Apple ignores one of them"
        )
        yield Finding("audio", text, "give each episode its own file")


def check_number(among: Among) -> Iterator[Finding]:
    twin, details = among.twin("number"), among.candidate.details
    if twin:
        season = f" of season {details.season}" if details.season else ""
        source = details.sources.get("number", "front matter")
        text = f"'episode' is {details.number}{season} (from the {source}), as in {twin.path}"
        yield Finding("episode", text, "write episode: and a number of its own in one of them")


def check_looks(among: Among) -> Iterator[Finding]:
    """Two at once are told by their other twins already: the same address, the same guid."""
    ours = _looks(among.candidate)
    twins = among.crowd.get(("title and day", _title_and_day(among.candidate)), ())
    for twin in twins:
        if ours and twin is not among.candidate and (theirs := _looks(twin)) and seem_same(ours, theirs):
            text = f"title and day are those of {twin.path}: apps take the two for one episode"
            yield Finding("title", text, "give one of them another title, or another day")
            return


def check_seasons(among: Among) -> Iterator[Finding]:
    details = among.candidate.details
    if _number(among.candidate) and not details.season and ("in a season", True) in among.crowd:
        text = "'season' is missing, though other episodes have one"
        yield Finding("season", text, "write season: and its number")


ERROR, ADVICE = Level.ERROR, Level.ADVICE

TOGETHER_RULES: tuple[Rule[Among], ...] = (
    Rule(
        "unique-guid",
        ERROR,
        *APPLE_UPDATES,
        "no two episodes share a guid",
        check_guid,
        fix="Take the line out of the newer one, and publish writes another guid.",
        wrong="060-tendons: guid: wind-60\n061-heels: guid: wind-60",
        right="060-tendons: guid: wind-60\n061-heels: guid: wind-61",
    ),
    Rule(
        "unique-slug",
        ERROR,
        *RSS_PROFILE,
        "no two episodes share a page",
        check_slug,
        fix="Rename one of the folders. Large and small letters are the same here.",
        wrong="episodes/060-Tendons/\nepisodes/060-tendons.md",
        right="episodes/060-tendons/\nepisodes/061-tendons-again.md",
    ),
    Rule(
        "unique-url",
        ERROR,
        *APPLE_REQUIREMENTS,
        "no two episodes share a file's address",
        check_url,
        fix="Give each episode its own file: Apple ignores the second one.",
        wrong="060-tendons: https://wind.example/060.mp3\n061-heels: https://wind.example/060.mp3",
        right="060-tendons: https://wind.example/060.mp3\n061-heels: https://wind.example/061.mp3",
    ),
    Rule(
        "unique-number",
        ERROR,
        *APPLE_GUIDE,
        "no two episodes of a season share a number",
        check_number,
        fix="Give each its own number, in 'episode'.",
        wrong="060-tendons: episode: 60\n061-heels: episode: 60",
        right="060-tendons: episode: 60\n061-heels: episode: 61",
    ),
    Rule(
        "unique-looks",
        ERROR,
        *ANTENNAPOD,
        "no two episodes share title and day",
        check_looks,
        fix="Give one of the two another title, or another day.",
        wrong="060-news: title: News, date: 2026-11-05\n061-news: title: News, date: 2026-11-05",
        right="060-news: title: News, date: 2026-11-05\n061-news: title: News at noon, date: 2026-11-05",
    ),
    Rule(
        "seasons-complete",
        ADVICE,
        *APPLE_GUIDE,
        "either all episodes have a season or none",
        check_seasons,
        fix="Write the season's number in every episode, or in none.",
        wrong="060-tendons: season: 2\n061-heels: no season",
        right="060-tendons: season: 2\n061-heels: season: 2",
    ),
)
