"""Carry an object from one store to another through this machine, with bounded memory."""

from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.errors import StoreError
from pipeline.store.body import Body, Opened
from pipeline.store.protocol import Head, Headers, Store


def require_source(source: Store, source_key: str) -> Head:
    """What is to be copied.

    Raises:
        StoreError: It is absent.
    """
    if head := source.head(source_key):
        return head
    raise absent(source.url(source_key))


def absent(url: str) -> StoreError:
    """The error of reading what is not there."""
    return StoreError(f"could not read {url}: there is no such object")


def copy_through(
    source: Store, source_key: str, size_bytes: int, target: Store, key: str, headers: Headers
) -> None:
    """Read from one store, write to the other."""
    with source.open(source_key) as stream:
        target.put_stream(key, stream, size_bytes, headers)


def opening(source: Store, source_key: str, size_bytes: int) -> Opened:
    """An object as a body that can be read more than once."""

    @contextmanager
    def opened() -> Iterator[Body]:
        with source.open(source_key) as stream:
            yield Body(stream, size_bytes, source.url(source_key))

    return opened
