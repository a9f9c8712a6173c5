"""What show rules look at: what `podcast.toml` says, and its artwork."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.core.picture_facts import PictureFacts
from pipeline.core.rules.artwork_checks import LocalArtwork
from pipeline.core.show import Show


@dataclass(frozen=True)
class ShowCase:
    """What show rules look at; artwork is None where it could not be read."""

    show: Show
    artwork: PictureFacts | None
    pictures: Mapping[str, PictureFacts] = field(default_factory=dict)
    """All others that could be read, by name."""

    @property
    def texts(self) -> Iterator[tuple[str, str | None]]:
        """The texts of the feed's head, by key."""
        show = self.show
        yield from (("title", show.title), ("description", show.description), ("author", show.author))
        yield from (("subtitle", show.subtitle), ("copyright", show.copyright))
        yield "owner.name", show.owner.name if show.owner else None
        yield from ((f"people.{id_}.name", person.name) for id_, person in show.people.items())
        yield from ((f"funding.{index}.label", each.label) for index, each in enumerate(show.funding))

    @property
    def urls(self) -> Iterator[tuple[str, str | None]]:
        """Every address that listeners or apps may follow, by key."""
        show = self.show
        yield from (("base_url", show.base_url), ("link", show.link), ("new_feed_url", show.new_feed_url))
        yield from ((f"funding.{index}.url", each.url) for index, each in enumerate(show.funding))
        yield from ((f"listen.{index}.url", each.url) for index, each in enumerate(show.listen))
        for id_, person in show.people.items():
            yield f"people.{id_}.url", person.url
            yield f"people.{id_}.image", person.image
        yield from ((f"sponsors.{id_}.url", each.url) for id_, each in show.sponsors.items())
        yield from ((f"calls_to_action.{id_}.url", each.url) for id_, each in show.calls_to_action.items())

    @property
    def picture(self) -> LocalArtwork | None:
        """The artwork with its name."""
        return LocalArtwork(self.show.artwork, self.artwork, self.show.artwork) if self.artwork else None

    @property
    def pictures_of_seasons(self) -> Iterator[LocalArtwork]:
        """The artwork of each season that has its own."""
        for number, season in self.show.seasons.items():
            yield from self._picture(season.artwork, f"seasons.{number}.artwork")

    @property
    def pictures_of_streams(self) -> Iterator[LocalArtwork]:
        """The artwork of each live stream that has its own."""
        for index, stream in enumerate(self.show.live):
            yield from self._picture(stream.artwork, f"live.{index}.artwork")

    def _picture(self, name: str | None, key: str) -> Iterator[LocalArtwork]:
        if name and name in self.pictures:
            yield LocalArtwork(name, self.pictures[name], name, key)
