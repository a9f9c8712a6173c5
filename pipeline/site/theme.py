"""The theme: templates, the stylesheet and the script. The only module that imports jinja2."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.core.addresses import file_key
from pipeline.core.site_settings import SiteSettings
from pipeline.site.colours import render_palettes
from pipeline.site.squeezing import squeeze_script, squeeze_style

STYLE, LISTS_STYLE, SCRIPT = "page.css", "lists.css", "page.js"
"""What pages load, under keys that change with the bytes."""
_SCRIPT_PARTS = ("blocks.js", "page.js")


@dataclass(frozen=True)
class Theme:
    """Templates, and the files that pages load."""

    environment: Environment
    static: Mapping[str, bytes]
    """By key."""
    keys: Mapping[str, str]
    """By name: `page.css`."""

    def render(self, template: str, **values: Any) -> bytes:
        """One page; what users wrote is only ever a value, never a template."""
        return self.environment.get_template(template).render(values).encode()


def read_theme(settings: SiteSettings) -> Theme:
    """The theme that comes with airdate, in the show's colours."""
    palettes = render_palettes(settings.accent, settings.background)
    texts = {
        STYLE: squeeze_style(palettes) + _read_style(STYLE),
        LISTS_STYLE: _read_style(LISTS_STYLE),
        SCRIPT: _read_script(),
    }
    bodies = {name: text.encode() for name, text in texts.items()}
    keys = {name: file_key(sha256(body).hexdigest(), name) for name, body in bodies.items()}
    return Theme(_environment(), {keys[name]: body for name, body in bodies.items()}, keys)


@cache
def _read_style(name: str) -> str:
    return squeeze_style(_read(name))


@cache
def _read_script() -> str:
    return "".join(squeeze_script(_read(name)) for name in _SCRIPT_PARTS)


def _read(name: str) -> str:
    return (files("pipeline.site") / "theme" / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("pipeline.site", "theme"),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
