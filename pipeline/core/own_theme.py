"""A show's own theme: what may be in its folder, and what its pictures and fonts are called in a record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from pipeline.core.record import StoredFile

FOLDER = "theme"
"""Beside `podcast.toml`."""

EXTRA_STYLE, EXTRA_SCRIPT = "extra.css", "extra.js"
"""What is loaded after ours."""
STYLES = ("page.css", "lists.css", EXTRA_STYLE)
SCRIPTS = (EXTRA_SCRIPT,)
TEMPLATE_SUFFIX = ".html"

FONT_SUFFIXES = frozenset({".woff2"})
PICTURE_SUFFIXES = frozenset({".svg", ".png", ".jpg", ".jpeg", ".webp"})

MAX_TEXT_BYTES = 100_000
"""Of one template, style or script: all of them stand in the show's record."""
MAX_ALL_BYTES = 500_000

_MARK = "(theme) "


@dataclass(frozen=True)
class ThemeSource:
    """A theme, wherever it comes from."""

    texts: Mapping[str, str] = field(default_factory=dict)
    """Templates, styles and scripts, by path below `theme/`."""
    files: Mapping[str, StoredFile] = field(default_factory=dict)
    """Pictures and fonts, likewise."""

    @property
    def has_fonts(self) -> bool:
        return any(PurePosixPath(path).suffix.lower() in FONT_SUFFIXES for path in self.files)


def recorded_name(path: str) -> str:
    """What a picture or font of the theme is called in a record; no file in a folder is.

    >>> recorded_name("logo.svg"), theme_path(recorded_name("logo.svg")), theme_path("logo.svg")
    ('(theme) logo.svg', 'logo.svg', None)
    """
    return _MARK + path


def theme_path(name: str) -> str | None:
    """The path below `theme/` of a file of a record; None for one that is no part of the theme."""
    return name.removeprefix(_MARK) if name.startswith(_MARK) else None


def theme_of(texts: Mapping[str, str] | None, files: Mapping[str, StoredFile]) -> ThemeSource | None:
    """The theme of a record.

    Args:
        texts: Of the record; None where it has no theme.
        files: All of the record's.
    """
    if texts is None:
        return None
    return ThemeSource(texts, {path: each for name, each in files.items() if (path := theme_path(name))})
