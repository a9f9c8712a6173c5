"""`[site]`: what the pages look like and say beyond the episodes."""

from typing import Annotated

from pydantic import Field

from pipeline.core.values import Day, Frozen, Text, Url, Whole

Colour = Annotated[str, Field(pattern=r"^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$")]
"""#0a6 or #00aa66."""


class Review(Frozen):
    """What a listener wrote, with their permission."""

    text: Text
    """Their words."""
    author: Text
    """Their name, as they want it shown."""
    source: Text | None = None
    """Where they wrote it."""
    date: Day | None = None
    """When: YYYY-MM-DD."""


class Newsletter(Frozen):
    """A form for a newsletter; it works without scripts."""

    action: Url
    """Where the form is sent, as the newsletter's service says."""
    text: Text
    """What readers get, and how often."""
    consent: Text
    """What they agree to, beside a box that they tick."""
    field: Annotated[str, Field(pattern=r"^[A-Za-z][\w.\[\]-]{0,79}$")] = "email"
    """What the service calls the address's field."""
    honeypot: Annotated[str, Field(pattern=r"^[A-Za-z][\w.\[\]-]{0,79}$")] = "website"
    """A field that people do not see, and robots fill in."""


class SiteSettings(Frozen):
    """`[site]`: what the pages look like and say beyond the episodes."""

    accent: Colour = "#0b6e4f"
    """The colour of links and buttons; made darker or lighter where it could not be read."""
    background: Colour = "#ffffff"
    """The colour of paper; dark mode takes its tint."""
    tagline: Text | None = None
    """A sentence about the show below each page."""
    about: Text | None = None
    """The page about the show, in Markdown; the description unless set."""
    sign_off: Text | None = None
    """How the hosts say goodbye below the notes."""
    testimonials: list[Review] = []
    """What people say about the show as a whole."""
    newsletter: Newsletter | None = None
    """A form below each episode."""
    episodes_per_page: Annotated[Whole, Field(ge=5, le=500)] = 25
    """How many episodes a page of the index lists."""
