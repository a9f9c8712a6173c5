"""The theme that comes with airdate: templates, the stylesheets and the script."""

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
    has_fonts: bool = False
    """Pages load fonts of the show's own."""

    def render(self, template: str, **values: Any) -> bytes:
        """One page; what users wrote is only ever a value, never a template."""
        return self.environment.get_template(template).render(values).encode()


def read_theme(settings: SiteSettings) -> Theme:
    """The theme that comes with airdate, in the show's colours."""
    keys, static = stored_under_keys(read_texts(settings, {}))
    return Theme(_environment(), static, keys)


def read_texts(settings: SiteSettings, own: Mapping[str, str]) -> dict[str, str]:
    """What pages load, by name.

    Args:
        settings: With the show's colours, which go before any stylesheet.
        own: Stylesheets of the show's own, in place of ours.
    """
    palettes = render_palettes(settings.accent, settings.background)
    return {
        STYLE: squeeze_style(palettes) + (own.get(STYLE) or _read_style(STYLE)),
        LISTS_STYLE: own.get(LISTS_STYLE) or _read_style(LISTS_STYLE),
        SCRIPT: _read_script(),
    }


def stored_under_keys(texts: Mapping[str, str]) -> tuple[dict[str, str], dict[str, bytes]]:
    """Keys by name, and bodies by key."""
    bodies = {name: text.encode() for name, text in texts.items()}
    keys = {name: file_key(sha256(body).hexdigest(), name) for name, body in bodies.items()}
    return keys, {keys[name]: body for name, body in bodies.items()}


def our_templates() -> PackageLoader:
    """Where the templates that come with airdate are read from."""
    return PackageLoader("pipeline.site", "theme")


OPTIONS: Mapping[str, Any] = {
    "autoescape": True,
    "auto_reload": False,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
}
"""How every template is read, ours or the show's own."""


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
    return Environment(loader=our_templates(), **OPTIONS)  # noqa: S701  # autoescape is among the options
