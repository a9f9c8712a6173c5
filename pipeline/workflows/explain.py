"""Explain: each final value of an episode, and where it comes from."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.core.chapters import format_clock
from pipeline.core.episode import AUDIO, DEFAULT, FRONT, NAME, SHOW, Details, Material, settle_details
from pipeline.core.show import Show
from pipeline.core.transcript_files import PAGE_FORMATS, plan_made
from pipeline.source.folder import load_folder
from pipeline.workflows.context import Context
from pipeline.workflows.contribute import Said, contribution_of
from pipeline.workflows.prepare import AudioSource, read_audio
from pipeline.workflows.targets import find_one


@dataclass(frozen=True)
class Line:
    """One value: `shown` for people, `value` for machines."""

    name: str
    value: Any
    shown: str
    source: str


def explain(context: Context, name: str, cwd: Path) -> list[Line]:
    """Every final value of one episode, as publishing it now would settle it.

    Raises:
        InputError: The episode is unknown or has errors; its audio cannot be read.
    """
    folder = load_folder(context.folder)
    show = folder.show_file.show
    local = find_one(folder, name, cwd)
    said = contribution_of(context, local)
    if local.audio is not None and local.audio_state == "present":
        source = read_audio(context, said, local.audio)
        details = source.details(said, show)
        return [*_identity(said), *_details(details), _made_transcripts(details, show), *_audio(source)]
    contribution = said.contribution
    material = Material(
        contribution.front, contribution.notes, local.slug, None, contribution.wanted, contribution.chapters
    )
    details = settle_details(material, show)
    return [*_identity(said), *_details(details), _made_transcripts(details, show), *_no_audio(show)]


def _identity(said: Said) -> list[Line]:
    date, guid = said.contribution.date, said.contribution.front.guid
    zone = "" if date is None or "+" in str(said.contribution.front.date) else f" and {SHOW}"
    return [
        Line("slug", said.local.slug, said.local.slug, NAME),
        Line("guid", guid, guid or "minted by publish", FRONT if guid else DEFAULT),
        Line(
            "date",
            date and date.isoformat(),
            str(date) if date else "when it is published",
            FRONT + zone if date else DEFAULT,
        ),
    ]


def _details(details: Details) -> list[Line]:
    return [
        Line(name, _plain(getattr(details, name)), _shown(name, getattr(details, name)), source)
        for name, source in details.sources.items()
    ]


def _made_transcripts(details: Details, show: Show) -> Line:
    """What publish makes of the transcripts that are supplied, where they can be read."""
    formats = [*show.transcript_formats, *(PAGE_FORMATS if show.pages else ())]
    made = [
        {"file": f"{wish.sources[0].rpartition('.')[0]}.{wish.extension}", "source": wish.sources[0]}
        for wish in plan_made(details.transcripts, formats)
    ]
    shown = ", ".join(f"{each['file']} from {each['source']}" for each in made)
    return Line("transcripts_made", made, shown or "none", SHOW)


def _shown(name: str, value: Any) -> str:
    if name == "chapters":
        return "\n".join(f"{format_clock(each.start_s)} {each.title}" for each in value) or "none"
    if name == "people":
        return ", ".join(f"{each.name} ({each.role})" for each in value) or "none"
    if name == "transcripts":
        return ", ".join(f"{each.path} ({each.content_type}, {each.language})" for each in value) or "none"
    if name == "artwork":
        return value or "the show's"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None or value == "" else str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [
            each.model_dump(exclude_none=True) if hasattr(each, "model_dump") else vars(each)
            for each in value
        ]
    return value


def _audio(source: AudioSource) -> list[Line]:
    facts = source.facts
    lines = [
        Line("audio", source.path.name, source.path.name, FRONT),
        Line("content_type", facts.content_type, facts.content_type, AUDIO),
        Line("size_bytes", facts.size_bytes, f"{facts.size_bytes:,}", AUDIO),
    ]
    if facts.duration_s is not None:
        lines.append(Line("duration_s", round(facts.duration_s, 3), format_clock(facts.duration_s), AUDIO))
    if facts.bitrate_bps:
        kind = "variable" if facts.vbr else "constant"
        lines.append(
            Line("bitrate_bps", facts.bitrate_bps, f"{facts.bitrate_bps // 1000} kbit/s, {kind}", AUDIO)
        )
    if facts.channels:
        lines.append(
            Line(
                "channels",
                facts.channels,
                {1: "mono", 2: "stereo"}.get(facts.channels, str(facts.channels)),
                AUDIO,
            )
        )
    return lines


def _no_audio(show: Show) -> list[Line]:
    return [Line("audio", None, f"not on this machine ({show.title} needs it only to publish)", DEFAULT)]
