"""`[feed]`: how the feed is made, and how large it may grow."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from pipeline.core.values import Flag, Frozen, Text, Url, Whole, unfit

Weekday = Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


class FeedSettings(Frozen):
    """`[feed]`: how the feed is made."""

    max_items: Annotated[int, Field(ge=1)] | None = None
    """Only the newest N episodes stay listed. Apps delete what is no longer listed: leave it out."""
    prefixes: list[Text] = []
    """Analytics services that count downloads, the outermost first: "op3", "podtrac", or https addresses."""
    size_budget_kb: Annotated[Whole, Field(ge=10)] | None = None
    """Where the feed would grow beyond it, the oldest episodes' notes are cut to their summaries."""
    slim_after: Annotated[Whole, Field(ge=1)] | None = None
    """Only the newest N episodes keep their whole notes in the feed; older ones their summaries."""
    archives: Literal["yearly", "monthly"] | None = None
    """Also write a document for each past year or month (RFC 5005), with every episode's whole notes."""
    declare_complete: Flag = False
    """Say that the feed holds every episode there is (RFC 5005)."""
    whole_notes: Flag = False
    """Also write the notes uncut, as `content:encoded`, for apps that show more than 4,000 bytes."""
    images_srcset: Flag = False
    """Also write the deprecated `podcast:images`, for old apps."""
    hubs: list[Url] = []
    """WebSub hubs that are told of changes."""
    ttl_minutes: Annotated[Whole, Field(ge=1)] | None = None
    """How long clients may keep the feed before they look again."""
    skip_hours: list[Annotated[Whole, Field(ge=0, le=23)]] = []
    """Hours, in UTC, in which nothing new ever comes: polite clients do not look then."""
    skip_days: list[Weekday] = []
    """Days on which nothing new ever comes."""

    @model_validator(mode="after")
    def _is_complete(self) -> "FeedSettings":
        if self.declare_complete and (self.max_items or self.archives):
            limit = "max_items" if self.max_items else "archives"
            raise unfit(f"'declare_complete' and '{limit}' exclude each other", "take one of them out")
        return self
