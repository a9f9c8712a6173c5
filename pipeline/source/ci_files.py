"""The CI files beside a show: what runs airdate by itself, and when."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.core.coming import Timer, Timers
from pipeline.core.cron import parse_cron
from pipeline.source.front_yaml import MAX_CHARACTERS, parse_foreign

GITHUB = ".github/workflows"
GITLAB = ".gitlab-ci.yml"
_RELEASES = re.compile(r"\bairdate(?:[:@][\w.:-]+)?\s+(?:regenerate|publish)\b")
"""Also as an image and its arguments."""
_BY_EVENT = re.compile(r"github\.event\.schedule\s*==\s*'([^']*)'")


def read_timers(folder: Path) -> Timers:
    """What the folder's workflows run `airdate regenerate` by, or those of the repository it lies in.

    A file that cannot be read, is not YAML or calls airdate by way of a
    script tells nothing.
    """
    root = _repository_of(folder)
    workflows = [path for path in sorted((root / GITHUB).glob("*")) if path.suffix in {".yml", ".yaml"}]
    known = [timer for path in workflows for timer in _github_timers(path, f"{GITHUB}/{path.name}")]
    runs = [*_strings(_load(root / GITLAB))]
    return Timers(tuple(known), (GITLAB,) if any(map(_RELEASES.search, runs)) else ())


def _repository_of(folder: Path) -> Path:
    """Where CI files are looked for: the show's own folder where they or `.git` are there, or one above."""
    for each in (folder, *folder.parents):
        if (each / ".git").exists() or (each / GITHUB).is_dir() or (each / GITLAB).is_file():
            return each
    return folder


def _github_timers(path: Path, shown: str) -> Iterator[Timer]:
    document = _load(path)
    jobs = [each for each in _values(document.get("jobs")) if any(map(_RELEASES.search, _strings(each)))]
    if not jobs:
        return
    only = [_BY_EVENT.findall(str(job.get("if", ""))) for job in jobs]
    schedule = _mapping(document.get("on")).get("schedule")
    for row in schedule if isinstance(schedule, list) else ():
        text, zone = str(_mapping(row).get("cron", "")), str(_mapping(row).get("timezone") or "UTC")
        cron = parse_cron(text, zone)
        if cron and any(not crons or text in crons for crons in only):
            yield Timer(shown, cron)


def _load(path: Path) -> Mapping[str, Any]:
    try:
        if not path.is_file() or path.stat().st_size > MAX_CHARACTERS:
            return {}
        return parse_foreign(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError):
        return {}


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _values(value: object) -> list[Mapping[str, Any]]:
    return [each for each in _mapping(value).values() if isinstance(each, dict)]


def _strings(value: object) -> Iterator[str]:
    """Every text within, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
