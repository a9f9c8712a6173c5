"""What a run reaches beyond the store: the network, the services that are told, and the secrets for them."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.web.fetch import NETWORK, Limits, Network

TOLD = Limits(connect_s=5.0, read_s=10.0, total_s=15.0, body_bytes=65_536)


def _environment() -> Mapping[str, str]:
    return os.environ


@dataclass(frozen=True)
class Endpoints:
    """Where the services listen; other addresses are for tests."""

    podping: str = "https://podping.cloud/"
    podcast_index: str = "https://api.podcastindex.org/api/1.0/hub/pubnotify"
    overcast: str = "https://overcast.fm/ping"
    cloudfront: str | None = None
    """What boto3 knows, unless given."""


@dataclass(frozen=True)
class Outside:
    """The world as a run sees it; tests give a smaller one."""

    network: Network = NETWORK
    allow_private: bool = False
    """Hubs and webhooks may be on this machine."""
    endpoints: Endpoints = Endpoints()
    environment: Mapping[str, str] = field(default_factory=_environment, repr=False)
    """Where the tokens are: never in configuration, and never shown."""
    limits: Limits = TOLD
    """For each that is told."""
