"""What a feed says of files that were published with an episode: shapes of pictures, proofs of bytes."""

from base64 import b64encode
from collections.abc import Iterable
from math import gcd

from pipeline.core.podcasting import Alternative, Integrity, Picture
from pipeline.core.record import StoredFile
from pipeline.feed.element import Element


def picture_shape(picture: Picture, stored: StoredFile | None) -> dict[str, str | None]:
    """Width, height, aspect ratio and type: as the producer says, else as the file is."""
    width = picture.width or (stored.width if stored else None)
    height = picture.height or (stored.height if stored else None)
    ratio = picture.aspect_ratio or (aspect_ratio(width, height) if width and height else None)
    return {
        "aspect-ratio": ratio,
        "width": str(width) if width else None,
        "height": str(height) if height else None,
        "type": picture.type or (stored.content_type if stored else None),
    }


def aspect_ratio(width: int, height: int) -> str:
    """In lowest terms.

    >>> aspect_ratio(1920, 1080), aspect_ratio(3000, 3000)
    ('16/9', '1/1')
    """
    divisor = gcd(width, height)
    return f"{width // divisor}/{height // divisor}"


def integrity_of(other: Alternative, stored: StoredFile | None) -> Iterable[Element]:
    """The producer's proof, else the hash of the file that was published."""
    proof = other.integrity or (Integrity(type="sri", value=sri(stored.sha256)) if stored else None)
    if proof:
        yield Element("integrity", attributes={"type": proof.type, "value": proof.value})


def sri(sha256: str) -> str:
    """A SHA-256 as Subresource Integrity writes it.

    >>> sri("00" * 32)
    'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='
    """
    return f"sha256-{b64encode(bytes.fromhex(sha256)).decode()}"
