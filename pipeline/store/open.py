"""Open the two roots that `podcast.toml` names; boto3 is imported only where one is at S3."""

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core.location import Location
from pipeline.errors import InputError
from pipeline.store.folder import FolderStore
from pipeline.store.patience import Patience
from pipeline.store.places import Place, check_location, parse_roots
from pipeline.store.protocol import Roots, Store
from pipeline.store.retrying import RetryingStore

if TYPE_CHECKING:
    from boto3 import Session


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
    near = {
        name: FolderStore(place.folder(base_dir), place.home)
        for name, place in (("public", public), ("private", private))
        if place.scheme == "folder"
    }
    far = {name: place for name, place in (("public", public), ("private", private)) if place.scheme == "s3"}
    stores = {**near, **_open_s3(far, location, session, patience or Patience())}
    return Roots(stores["public"], stores["private"])


def _open_s3(
    places: dict[str, Place], location: Location, session: "Session | None", patience: Patience
) -> dict[str, Store]:
    """Stores that share their connections, so that they copy from one to the other on the server."""
    if not places:
        return {}
    from pipeline.store.s3 import S3Store  # a folder must not pay for boto3
    from pipeline.store.s3_client import open_clients

    clients = open_clients(location, session)
    return {
        name: RetryingStore(
            S3Store(
                clients,
                place.home,
                place.prefix,
                acl=location.acl if name == "public" else None,
                patience=patience,
            ),
            patience,
        )
        for name, place in places.items()
    }
