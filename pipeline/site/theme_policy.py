"""What a theme's files hold that browsers will refuse, by the pages' content security policy."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from pipeline.errors import Level, Problem
from pipeline.site.theme_urls import urls_in

_TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
_FOREIGN = re.compile(r"\s*(https?:)?//", re.IGNORECASE)
_LOADED = {
    "audio": "src",
    "embed": "src",
    "iframe": "src",
    "img": "src",
    "link": "href",
    "object": "data",
    "script": "src",
    "source": "src",
    "video": "src",
}
"""What a browser loads by itself, by tag."""
_LOADING_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon"}
_DATA = {"application/ld+json", "application/json"}
"""Scripts that nobody runs."""
_IMPORT = re.compile(r"@import\b", re.IGNORECASE)

_STYLE_FIX = "write it into theme/extra.css, for a class of your own"
_SCRIPT_FIX = "write it into theme/extra.js"
_FOREIGN_FIX = "put the file into theme/: pages ask no other host for anything"


def check_page(shown: str, template: str) -> list[Problem]:
    """A warning for each thing in a template that browsers will not run, apply or load.

    Args:
        shown: The template, as messages call it.
        template: Its text; what it does with values is not looked at.
    """
    page = _Page(shown)
    page.feed(_TAGS.sub(_blanked, template))
    page.close()
    return page.problems


def check_style(shown: str, style: str) -> Iterator[Problem]:
    """The same for a stylesheet."""
    for line, url in urls_in(style):
        if _FOREIGN.match(url):
            yield _warning(shown, line, f"browsers will not load {url}", _FOREIGN_FIX)
        elif url.lower().startswith("data:"):
            yield _warning(shown, line, "browsers will not load a data: address", _FOREIGN_FIX)
    for number, text in enumerate(style.split("\n"), 1):
        if _IMPORT.search(text):
            yield _warning(shown, number, "browsers will not find what @import names", _STYLE_FIX)


def _warning(shown: str, line: int, text: str, fix: str) -> Problem:
    return Problem(shown, line, text, fix, Level.WARNING)


def _blanked(found: re.Match[str]) -> str:
    """As many lines as there were, and nothing that HTML could stumble over."""
    return "\n" * found[0].count("\n")


class _Page(HTMLParser):
    """Looks at every tag, in templates that are no whole pages."""

    def __init__(self, shown: str) -> None:
        super().__init__()
        self.shown = shown
        self.problems: list[Problem] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "style":
            self._warn("browsers will not apply a style that stands in the page", _STYLE_FIX)
        if tag == "script" and "src" not in values and values.get("type") not in _DATA:
            self._warn("browsers will not run a script that stands in the page", _SCRIPT_FIX)
        for name, value in values.items():
            self._attribute(tag, name, value)
        self._loaded(tag, values)

    handle_startendtag = handle_starttag

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name == "style":
            self._warn(f"browsers will not apply the style of this <{tag}>", _STYLE_FIX)
        elif name.startswith("on"):
            self._warn(f"browsers will not run {name} of this <{tag}>", _SCRIPT_FIX)
        elif value.strip().lower().startswith("javascript:"):
            self._warn(f"browsers will not run the {name} of this <{tag}>", _SCRIPT_FIX)

    def _loaded(self, tag: str, values: dict[str, str]) -> None:
        if tag == "link" and not _LOADING_LINKS & set(values.get("rel", "").lower().split()):
            return
        urls = [values.get(_LOADED.get(tag, ""), ""), *values.get("srcset", "").split(",")]
        for url in urls:
            if _FOREIGN.match(url):
                self._warn(f"browsers will not load {url.split()[0]}", _FOREIGN_FIX)

    def _warn(self, text: str, fix: str) -> None:
        self.problems.append(_warning(self.shown, self.getpos()[0], text, fix))
