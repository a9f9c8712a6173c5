"""Open the two roots that `podcast.toml` names; boto3 is imported only where one is at S3."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipeline.core.location import Location
from pipeline.errors import InputError
from pipeline.store.folder import FolderStore
from pipeline.store.patience import Patience
from pipeline.store.places import Place, check_location, parse_roots
from pipeline.store.protocol import Roots, Store
from pipeline.store.retrying import RetryingStore

if TYPE_CHECKING:
    from boto3 import Session

RootName = Literal["public", "private"]


def open_roots(
    location: Location,
    base_dir: Path,
    *,
    session: "Session | None" = None,
    patience: Patience | None = None,
) -> Roots:
    """The two roots; nothing is sent or written.

    Args:
        base_dir: The show's folder, which folders are relative to.
        session: Credentials, where they are not to come from boto3's own chain.
        patience: How long outages of an S3 store are waited out.

    Raises:
        InputError: `podcast.toml` names no usable place.
        AccessError: The profile does not exist.
    """
    if problems := check_location(location, base_dir):
        raise InputError(problems)
    public, private = parse_roots(location)
    places: dict[RootName, Place] = {"public": public, "private": private}
    far = {name: place for name, place in places.items() if place.scheme == "s3"}
    stores = _open_s3(far, location, session, patience or Patience())
    for name, place in places.items():
        if place.scheme == "folder":
            stores[name] = FolderStore(place.folder(base_dir), place.home)
    return Roots(stores["public"], stores["private"])


def _open_s3(
    places: dict[RootName, Place], location: Location, session: "Session | None", patience: Patience
) -> dict[RootName, Store]:
    """Stores that share their connections where they have the same keys at the same endpoint.

    Each endpoint gets a patience of its own, for one that never answered is not waited for.
    """
    if not places:
        return {}
    from pipeline.store.s3 import S3Store  # a folder must not pay for boto3
    from pipeline.store.s3_client import open_clients

    wanted = {name: location.at(name) for name in places}
    first, last = next(iter(wanted.values())), list(wanted.values())[-1]
    clients = open_clients(first, session)
    others = clients if last == first else open_clients(last, session)
    stores: dict[RootName, Store] = {}
    for name, place in places.items():
        own = patience if wanted[name].endpoint_url == first.endpoint_url else replace(patience)
        inner = S3Store(
            clients if wanted[name] == first else others,
            place.home,
            place.prefix,
            acl=location.acl if name == "public" else None,
            patience=own,
        )
        stores[name] = RetryingStore(inner, own)
    return stores
