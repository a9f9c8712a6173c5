"""Reads the chapters file beside an episode, and finds the lines that name pictures."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.core.audio_facts import Chapter
from pipeline.core.chapters import ChaptersError, parse_chapters_json
from pipeline.errors import InputError, Problem
from pipeline.source.text_file import read_text

IMAGE = "img"
"""The key of a chapter's picture in a chapters file; in front matter it is `image`."""

_FIX = 'write {"version": "1.2.0", "chapters": [{"startTime": 0, "title": "…"}]}'
_WEB = re.compile("https?://")


def read_chapters(path: Path, shown: str) -> tuple[Chapter, ...]:
    """The chapters of a JSON chapters file.

    Args:
        path: The file.
        shown: What to call it in messages.

    Raises:
        InputError: It is not such a file, or not a text that can be read.
    """
    try:
        return parse_chapters_json(read_text(path, shown))
    except ChaptersError as error:
        raise InputError([Problem(shown, 0, str(error), _FIX)]) from error


def read_pictures(path: Path, shown: str) -> Iterator[tuple[str, int]]:
    """Each picture on this disk that a chapters file names, with its line there; 0 where that is not plain.

    Raises:
        InputError: As `read_chapters`.
    """
    images = [each.image for each in read_chapters(path, shown) if each.image and not _WEB.match(each.image)]
    rows = read_text(path, shown).split("\n") if images else []
    for image in images:
        quoted = json.dumps(image, ensure_ascii=False)
        yield image, next((number for number, row in enumerate(rows, 1) if quoted in row), 0)
