"""The files that `init` and `new` write."""

import json
import re
from dataclasses import dataclass
from importlib.resources import files

from pipeline.source.front_yaml import parse_quickly
from pipeline.source.schemas import episode_schema, podcast_schema

_YAML_1_1 = {"yes", "no", "on", "off", "y", "n", "true", "false", "null"}
"""Words that other programs which read front matter do not take for texts."""

CI_FILES = {"github": ".github/workflows/airdate.yml", "gitlab": ".gitlab-ci.yml"}
"""Where a workflow is written, by whose it is."""

_HOURLY = {
    "github": ("", "# "),
    "gitlab": (
        "#   41 * * * *   every hour",
        "# For shows that schedule episodes also:\n#   41 * * * *   every hour",
    ),
}
"""What makes a template run every hour, and what makes it only mention that."""


@dataclass(frozen=True)
class Proposal:
    """What is known of a new episode. Whatever is None stays out."""

    title: str
    guid: str
    audio: str | None = None
    """The file's name, as it lies beside `index.md`."""
    date: str | None = None
    """Only proposed, as a comment: publishing settles it."""
    episode: int | None = None
    """Only where the folder's name does not say it."""
    season: int | None = None
    summary: str | None = None


def scaffold_files(
    title: str,
    author: str,
    language: str,
    version: str,
    timezone: str,
    guid: str,
    ci: str | None = "github",
    *,
    is_hourly: bool = False,
) -> dict[str, bytes]:
    """A new show folder: bytes by path.

    Args:
        title: Of the show.
        author: As directories show it.
        language: Like `en` or `de-AT`.
        version: Of airdate; the workflow installs just this one.
        timezone: An IANA zone.
        guid: For the example episode, a draft.
        ci: Whose workflow is written, one of `CI_FILES`; None for no workflow.
        is_hourly: Whether it runs every hour as well as every night.
    """
    words = {"TITLE": title, "AUTHOR": author, "LANGUAGE": language, "TIMEZONE": timezone}
    quoted = {key: json.dumps(value, ensure_ascii=False) for key, value in words.items()}
    hello = render_index(Proposal("Hello", guid), _template("hello.md"))
    texts = {
        "podcast.toml": _filled(_template("podcast.toml"), quoted),
        "episodes/000-hello/index.md": hello,
        ".gitignore": _template("gitignore"),
        **schema_files(),
    }
    if ci is not None:
        texts[CI_FILES[ci]] = render_workflow(ci, version, is_hourly=is_hourly)
    return {path: text.encode() for path, text in texts.items()}


def render_workflow(ci: str, version: str, *, is_hourly: bool) -> str:
    """What keeps a show up to date by itself: every night, at each push and perhaps every hour.

    Args:
        ci: One of `CI_FILES`.
        version: Of airdate, which it installs.
        is_hourly: Whether it runs every hour, or only says how.
    """
    hourly = _HOURLY[ci][0 if is_hourly else 1]
    return _filled(_template(f"{ci}.yml"), {"VERSION": version, "HOURLY": hourly})


def schema_files() -> dict[str, str]:
    """The schemas that editors read, by path."""
    schemas = {".schemas/podcast.json": podcast_schema(), ".schemas/episode.json": episode_schema()}
    return {path: json.dumps(schema, indent=1, ensure_ascii=False) + "\n" for path, schema in schemas.items()}


def render_index(proposal: Proposal, notes: str | None = None) -> str:
    """A new episode's `index.md`: a draft, with `notes` or their skeleton.

    >>> print(render_index(Proposal("No: 1", "6f1e", "tape.mp3"), "Notes."))
    ---
    title: "No: 1"
    audio: tape.mp3
    # date: 2026-11-05 18:30
    guid: "6f1e"
    draft: true
    ---
    <BLANKLINE>
    Notes.
    """
    lines = [
        f"title: {spell(proposal.title)}",
        f"audio: {spell(proposal.audio)}" if proposal.audio else "# audio: recording.mp3",
        f"# date: {proposal.date or '2026-11-05 18:30'}",
        *([f"episode: {proposal.episode}"] if proposal.episode else []),
        *([f"season: {proposal.season}"] if proposal.season else []),
        *([f"summary: {spell(proposal.summary)}"] if proposal.summary else []),
        f"guid: {spell(proposal.guid)}",
        "draft: true",
    ]
    return "\n".join(["---", *lines, "---", "", _template("notes.md") if notes is None else notes])


def spell(text: str) -> str:
    """A text as YAML: plain where it reads the same in every program, else in double quotes.

    >>> spell("Why your Achilles hurts"), spell("No"), spell("Part 1: rest"), spell("2024")
    ('Why your Achilles hurts', '"No"', '"Part 1: rest"', '"2024"')
    """
    plain = re.match(r"[^\W\d_]|[0-9a-f]{8}-", text) and text.casefold() not in _YAML_1_1
    if plain and parse_quickly(f"x: {text}\n") == {"x": text}:
        return text
    return json.dumps(text, ensure_ascii=False)


def _template(name: str) -> str:
    return (files("pipeline.source") / "templates" / name).read_text(encoding="utf-8")


def _filled(template: str, words: dict[str, str]) -> str:
    return re.sub(r"@([A-Z]+)@", lambda match: words[match[1]], template)
