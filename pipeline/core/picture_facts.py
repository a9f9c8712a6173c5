"""What is known of a picture without decoding it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PictureFacts:
    """A picture's header, as its bytes say, whatever the file is called."""

    content_type: str
    width: int
    height: int
    mode: str
    """Pillow's word for how colours are kept: RGB, CMYK, L (grey), P (palette), RGBA …"""
    has_alpha: bool
    """Parts of it may be transparent."""
    size_bytes: int
    extension_for_bytes: str
    """With the dot, lower case: `.jpg` for every JPEG."""
