"""Where a show is stored: the part of `podcast.toml` that is never published."""

from typing import Literal

from pipeline.core.announce_settings import AnnounceSettings, PurgeSettings
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
    public_endpoint_url: Url | None = None
    """The same for the public root alone, where the two are at different stores."""
    private_endpoint_url: Url | None = None
    """The same for the private root alone."""
    public_region: Text | None = None
    """The region of the public root alone."""
    private_region: Text | None = None
    """The region of the private root alone."""
    public_profile: Text | None = None
    """The profile for the public root alone, where each has keys of its own."""
    private_profile: Text | None = None
    """The profile for the private root alone."""
    signed_payload: Flag = True
    """Sign each body. Turn off only for speed, over https, where the store allows it."""
    acl: Literal["public-read"] | None = None
    """Sent with public objects only where a store needs it; new AWS buckets refuse it."""
    announce: AnnounceSettings = AnnounceSettings()
    """Who is told of a changed feed."""
    purge: PurgeSettings = PurgeSettings()
    """Caches that are told to forget what changed."""
    include: list[Text] = []
    """More TOML files in this folder, with people, sponsors, calls_to_action, reviews, listen and funding."""

    def at(self, root: Literal["public", "private"]) -> "Location":
        """What holds for one root: its own endpoint, region and profile before those of both.

        >>> Location(profile="show", private_profile="records").at("private").profile
        'records'
        """
        own = {
            "public": (self.public_endpoint_url, self.public_region, self.public_profile),
            "private": (self.private_endpoint_url, self.private_region, self.private_profile),
        }
        endpoint_url, region, profile = own[root]
        return Location(
            endpoint_url=endpoint_url or self.endpoint_url,
            region=region or self.region,
            profile=profile or self.profile,
            addressing=self.addressing,
            signed_payload=self.signed_payload,
        )


class PodcastToml(Show, Location):
    """The whole of `podcast.toml`, for the schema that editors use."""
