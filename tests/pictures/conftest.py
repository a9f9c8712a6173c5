"""Pictures made on the spot, in every format and state that producers have them."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageDraw

PictureMaker = Callable[..., bytes]


@pytest.fixture
def make_picture() -> PictureMaker:
    """Bytes of a picture; valid and small unless told otherwise."""

    def make(
        kind: str = "JPEG", *, mode: str = "RGB", size: tuple[int, int] = (64, 48), **options: Any
    ) -> bytes:
        image = Image.new("RGB", size, (200, 60, 40))
        ImageDraw.Draw(image).ellipse((4, 4, size[0] // 2, size[1] // 2), fill=(20, 90, 160))
        if mode.endswith("A"):
            image.putalpha(120)
        out = BytesIO()
        image.convert(mode).save(out, kind, **options)
        return out.getvalue()

    return make
