"""What show rules look at: what `podcast.toml` says, and its artwork."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.core.picture_facts import PictureFacts
from pipeline.core.rules.artwork_rules import Artwork
from pipeline.core.show import Show


@dataclass(frozen=True)
class ShowCase:
    """What show rules look at; artwork is None where it could not be read."""

    show: Show
    artwork: PictureFacts | None

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
    def picture(self) -> Artwork | None:
        """The artwork with its name."""
        return Artwork(self.show.artwork, self.artwork) if self.artwork else None
