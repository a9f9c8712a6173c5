"""The rules applied to what a producer has: what stops a first release, and what is only said."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.core.addresses import Addresses, media_key
from pipeline.core.audio_facts import AudioFacts
from pipeline.core.episode import Details
from pipeline.core.merge import Verdict, judge
from pipeline.core.picture_facts import PictureFacts
from pipeline.core.record import EMBEDDED_COVER, TEXT, ShowRecord
from pipeline.core.rules.candidate import Candidate
from pipeline.core.rules.check import check_episode, check_episodes_together, check_show
from pipeline.core.rules.silence import part_silenced
from pipeline.core.show import Show
from pipeline.errors import InputError, Level, Problem
from pipeline.source.show_file import PODCAST_TOML, ShowFile, show_hash
from pipeline.source.side_files import SideFile
from pipeline.workflows.contribute import Gathered, Said


def check_the_show(file: ShowFile, gathered: Gathered) -> list[Problem]:
    """Every rule of the show, its artwork included; files that are not here are another matter."""
    artwork = gathered.pictures.get(file.show.artwork)
    return check_show(file.show, file.lines, artwork, PODCAST_TOML, file.elsewhere, gathered.pictures)


def check_show_files(file: ShowFile, gathered: Gathered, record: ShowRecord | None) -> list[Problem]:
    """Pictures that the show names and that are neither here nor recorded.

    Settings that are no edit ask for nothing: they are not applied.
    """
    if record and judge(record.sources.get(TEXT), show_hash(file.show)) is not Verdict.EDIT:
        return []
    known = {*gathered.files, *(record.files if record else ())}
    return [file.missing_file_problem(name) for name in file.files if name not in known]


def candidate_of(
    said: Said,
    details: Details,
    facts: AudioFacts | None,
    addresses: Addresses,
    cover: PictureFacts | None = None,
) -> Candidate:
    """An episode as the rules look at it; its media's address is the one it would have."""
    local, contribution = said.local, said.contribution
    url = addresses.url(media_key("0" * 16, local.slug, facts.extension)) if facts else None
    artwork = (
        cover if details.artwork == EMBEDDED_COVER else said.gathered.pictures.get(details.artwork or "")
    )
    return Candidate(
        slug=local.slug,
        path=local.shown_index,
        lines=local.lines,
        details=details,
        front=contribution.front,
        audio=facts,
        date=contribution.date,
        enclosure_url=url,
        artwork=artwork,
        notes=contribution.notes,
        transcripts={
            each.path: local.files[each.path].path.read_bytes()
            for each in details.transcripts
            if _is_here(local.files.get(each.path))
        },
        pictures=said.gathered.pictures,
    )


def check_candidates(candidates: Sequence[Candidate], show: Show) -> list[Problem]:
    """Every rule of each episode, and of all among each other."""
    each = [problem for candidate in candidates for problem in check_episode(candidate, show)]
    return [*each, *check_episodes_together(candidates)]


def check_candidate(candidate: Candidate, others: Sequence[Candidate], show: Show) -> list[Problem]:
    """Every rule of one episode, by itself and among others, which are not checked themselves."""
    clashes = check_episodes_together([candidate, *others])
    return [
        *check_episode(candidate, show),
        *(problem for problem in clashes if problem.path == candidate.path),
    ]


def check_files(said: Said, recorded: Iterable[str] = ()) -> list[Problem]:
    """Files that the episode names and that are neither here nor recorded."""
    local, known = said.local, {*said.gathered.files, *recorded}
    unread = [local.chapters.name] if local.chapters and local.chapters.state != "present" else []
    absent = sorted(name for name in (*local.files, *unread) if name not in known)
    return [local.missing_file_problem(name) for name in absent]


def raise_errors(problems: Sequence[Problem]) -> None:
    """Stop before anything is written where there is an error; all problems are told.

    Raises:
        InputError: At least one of them is an error.
    """
    if any(problem.level is Level.ERROR for problem in problems):
        raise InputError(problems)


def worth_saying(problems: Iterable[Problem], show: Show) -> list[Problem]:
    """What is said while publishing: no advice, and nothing that the show has silenced."""
    told, _ = part_silenced(problems, show.silence)
    return [problem for problem in told if problem.level is not Level.ADVICE]


def as_warnings(problems: Iterable[Problem]) -> list[Problem]:
    """The same for what is live already: rules cannot stop it (design: one bad episode)."""
    return [
        replace(problem, level=Level.WARNING) if problem.level is Level.ERROR else problem
        for problem in problems
    ]


def _is_here(side: SideFile | None) -> bool:
    return side is not None and side.state == "present"
