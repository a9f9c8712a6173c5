"""Where a show is stored: the part of `podcast.toml` that is never published."""

from typing import Literal

from pipeline.core.show import Show
from pipeline.core.values import Flag, Frozen, Text, Url


class Location(Frozen):
    """Everything in `podcast.toml` that says where things are; never part of a record."""

    store: Text | None = None
    """`folder:PATH` or `s3://bucket/prefix`: both roots. `folder:out` unless set."""
    public: Text | None = None
    """What everybody may read, where it has a place of its own; needs `private`."""
    private: Text | None = None
    """Records and what is not public yet, where they have a place of their own; needs `public`."""
    endpoint_url: Url | None = None
    """The address of an S3-compatible store that is not AWS."""
    region: Text | None = None
    """The store's region; what the AWS configuration says, or us-east-1, unless set."""
    addressing: Literal["auto", "path", "virtual"] = "auto"
    """Where the bucket's name stands in addresses: in the path, or in front of the host's."""
    profile: Text | None = None
    """A profile of the AWS credentials file, for the store alone."""
    signed_payload: Flag = True
    """Sign each body. Turn off only for speed, over https, where the store allows it."""
    acl: Literal["public-read"] | None = None
    """Sent with public objects only where a store needs it; new AWS buckets refuse it."""
    include: list[Text] = []
    """More TOML files in this folder, with people, sponsors, calls_to_action, reviews, listen and funding."""


class PodcastToml(Show, Location):
    """The whole of `podcast.toml`, for the schema that editors use."""
