"""The permissions that a show's keys need, from what its `podcast.toml` says."""

from pathlib import Path

from pipeline.core.iam_policy import Ground, Role, Spot, Statement, plan_permissions
from pipeline.core.location import Location
from pipeline.errors import InputError, Problem
from pipeline.source.show_file import PODCAST_TOML, read_location
from pipeline.store.places import Place, check_location, parse_roots


def load_permissions(folder: Path, role: Role) -> tuple[Statement, ...]:
    """What a role needs for this show's buckets and prefixes; nothing is asked of the store.

    Raises:
        InputError: `podcast.toml` names no usable store, or only folders.
    """
    location = read_location(folder)
    if problems := check_location(location, folder):
        raise InputError(problems)
    ground = _ground(location)
    if ground.public is None and ground.private is None:
        text = "the show is stored in a folder, which needs no policy"
        raise InputError([Problem(PODCAST_TOML, 0, text, 'name a bucket: store = "s3://BUCKET"')])
    return plan_permissions(role, ground)


def _ground(location: Location) -> Ground:
    public, private = (_spot(place) for place in parse_roots(location))
    return Ground(
        public,
        private,
        location.region,
        sends_acl=location.acl is not None,
        distribution=location.purge.cloudfront,
    )


def _spot(place: Place) -> Spot | None:
    return Spot(place.home, place.prefix) if place.scheme == "s3" else None
