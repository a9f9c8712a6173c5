"""What `serve` says beside the pages: the bar, the notes as an app shows them, and what stands in for a page.

None of it is ever part of the site. Its words are for the producer, and so
in English like those of every command.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from markupsafe import Markup

from pipeline.core.site_settings import SiteSettings
from pipeline.errors import Level, Problem
from pipeline.site.theme import read_theme

ASSETS = ("preview.js", "bar.css", "app.css", "icon.png")


@dataclass(frozen=True)
class Link:
    """Another page of the preview."""

    url: str
    title: str
    note: str
    """What is special about it: Draft, 2 problems."""


@dataclass(frozen=True)
class Bar:
    """What is said beside one page."""

    state: str
    """In a word or two: Draft."""
    tone: str
    """How it is coloured: `quiet`, `busy`, `good`, `bad`."""
    text: str
    """What it means, and what comes next."""
    problems: Sequence[Problem] = ()
    app_url: str | None = None
    page_url: str | None = None
    links: Sequence[Link] = ()
    """Other pages worth a look."""
    is_stale: bool = False
    """What is below could not be made anew: the bar shows why by itself."""

    @property
    def summary(self) -> str:
        """How many there are of the worst kind.

        >>> problem = Problem("podcast.toml", 1, "…", level=Level.WARNING)
        >>> Bar("Live", "good", "", [problem, problem]).summary, Bar("Live", "good", "").summary
        ('2 warnings', 'no problems')
        """
        count = sum(each.level.value == self.worst for each in self.problems)
        if self.worst in {"none", Level.ADVICE.value}:
            return "no problems" if not count else "advice"
        return f"{count} {self.worst}{'' if count == 1 else 's'}"

    @property
    def worst(self) -> str:
        levels = {each.level for each in self.problems}
        return next((level.value for level in Level if level in levels), "none")


@dataclass(frozen=True)
class AppView:
    """An episode as podcast apps show it."""

    title: str
    show: str
    facts: str
    """Date and duration."""
    artwork_url: str | None
    description: str | None
    """The feed's HTML; None where the feed does not have the episode."""
    limit_bytes: int
    is_cut: bool
    """The feed has no room for all of the notes."""

    @property
    def size_bytes(self) -> int:
        return len((self.description or "").encode())


def render_bar(bar: Bar) -> bytes:
    return read_theme(SiteSettings()).render("preview/bar.html", bar=bar)


def render_app_view(view: AppView) -> bytes:
    description = Markup(view.description or "")  # noqa: S704  # allow-listed by the feed's own rules
    return read_theme(SiteSettings()).render("preview/app.html", view=view, description=description)


def render_stand_in(title: str, text: str, problems: Sequence[Problem], links: Sequence[Link]) -> bytes:
    """A page where there is none: what keeps it from being shown, or what else there is to see."""
    return read_theme(SiteSettings()).render(
        "preview/stand_in.html", title=title, text=text, problems=problems, links=links
    )


@cache
def read_assets() -> Mapping[str, bytes]:
    """Styles and scripts by name."""
    folder = files("pipeline.site") / "theme" / "preview"
    return {name: (folder / name).read_bytes() for name in ASSETS}
