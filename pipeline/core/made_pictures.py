"""Pictures made of others at publish: what they are called in a record, and which of them there are."""

import re
from collections.abc import Mapping

from pipeline.core.record import StoredFile

WIDTHS = (320, 640, 1280)
"""Of variants, in pixels: a phone, a phone of fine resolution or a column of text, and that at twice."""

LARGEST_USEFUL_WIDTH = 2560
"""In pixels; no page shows more, so that a wider original is left to those who ask for it."""

SHARE_IMAGE = "(share image)"
"""What the picture for shared links is called in a record; no file in a folder is."""

_MADE = re.compile(r"(.+) \(([1-9]\d*) wide, made from \1\)", re.DOTALL)


def variant_name(path: str, width: int) -> str:
    """What a narrower copy of a picture is called in a record; no file in a folder is.

    >>> variant_name("heel.jpg", 640)
    'heel.jpg (640 wide, made from heel.jpg)'
    """
    return f"{path} ({width} wide, made from {path})"


def source_of_variant(name: str) -> str | None:
    """Which picture a variant was made from; None for what is no variant.

    >>> source_of_variant("heel.jpg (640 wide, made from heel.jpg)"), source_of_variant("heel.jpg")
    ('heel.jpg', None)
    """
    found = _MADE.fullmatch(name)
    return found[1] if found else None


def is_made_picture(name: str) -> bool:
    """Whether a file of a record is a variant or a share image, which no words ask for."""
    return name == SHARE_IMAGE or source_of_variant(name) is not None


def variants_of(path: str, files: Mapping[str, StoredFile]) -> tuple[StoredFile, ...]:
    """What a page may show in place of a picture, ascending by width; nothing where it has no variants.

    The original comes last, unless it is wider than any page could use.

    Args:
        path: As the record names the picture.
        files: Of the record.
    """
    narrower = tuple(files[name] for name in (variant_name(path, width) for width in WIDTHS) if name in files)
    original = files.get(path)
    if not narrower or original is None:
        return ()
    return (*narrower, original) if (original.width or 0) <= LARGEST_USEFUL_WIDTH else narrower


def share_image_of(files: Mapping[str, StoredFile]) -> StoredFile | None:
    """The picture for shared links; None in a record from before there were any."""
    return files.get(SHARE_IMAGE)
