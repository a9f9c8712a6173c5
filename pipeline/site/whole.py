"""What every kind of page is rendered from: the show, all that is live, the words, and the theme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pipeline.core.addresses import Addresses
from pipeline.core.episode import Episode
from pipeline.core.notes.series import Part
from pipeline.core.record import ShowRecord
from pipeline.core.show import Show
from pipeline.core.site_settings import SiteSettings
from pipeline.core.words import Words
from pipeline.site.navigation import Navigation, plan_navigation
from pipeline.site.reading_on import ReadingOn, plan_reading
from pipeline.site.shelves import Shelves, gather_shelves
from pipeline.site.stand_ins import mark_stand_ins
from pipeline.site.theme import Theme
from pipeline.site.views import Site

Pages = Mapping[str, bytes]
"""Bodies by key below the public root."""


@dataclass(frozen=True)
class Whole:
    """The whole site on one day."""

    record: ShowRecord
    settings: SiteSettings
    addresses: Addresses
    live: Sequence[Episode]
    """Every released episode, newest first."""
    parts: Mapping[str, Sequence[Part]]
    """The live parts of each series, by its id."""
    today: date
    """In the show's zone; offers end by it."""
    words: Words
    theme: Theme
    site: Site
    """What every page says of the show."""

    @property
    def show(self) -> Show:
        return self.record.show

    @cached_property
    def shelves(self) -> Shelves:
        """The live episodes by series, season, person and tag, with the keys of their pages."""
        return gather_shelves(self.record, self.live)

    @cached_property
    def navigation(self) -> Navigation:
        """What header and footer link to."""
        return plan_navigation(self.addresses, self.words, self.shelves)

    @cached_property
    def reading(self) -> Mapping[str, ReadingOn]:
        """Where readers go from each episode, by guid."""
        return plan_reading(self.live, self.show)

    def render(self, template: str, **values: object) -> bytes:
        """One page from its template."""
        page = self.theme.render(
            template, site=self.site, words=self.words, navigation=self.navigation, **values
        )
        return mark_stand_ins(page, self.words, self.site.direction)
