"""Covers for audio tags: small, plain JPEG, the same each time."""

from io import BytesIO

import pytest
from PIL import Image

from pipeline.errors import InputError
from pipeline.pictures.probe import cover_for_tags, probe_picture
from tests.pictures.conftest import PictureMaker


def test_a_large_cover_is_made_smaller(make_picture: PictureMaker) -> None:
    """Both sides fit the limit and the shape stays."""
    facts = probe_picture(cover_for_tags(make_picture("PNG", size=(2000, 1000)), max_px=500))
    assert (facts.width, facts.height, facts.content_type) == (500, 250, "image/jpeg")


def test_a_small_cover_is_not_blown_up(make_picture: PictureMaker) -> None:
    """Pixels that are not there are not invented."""
    assert probe_picture(cover_for_tags(make_picture(size=(300, 300)))).width == 300


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "CMYK"),
        ("JPEG", "L"),
        ("PNG", "P"),
        ("PNG", "RGBA"),
        ("PNG", "LA"),
        ("WEBP", "RGB"),
        ("AVIF", "RGB"),
    ],
)
def test_every_cover_becomes_rgb(make_picture: PictureMaker, kind: str, mode: str) -> None:
    """Whatever came in, players get the one kind of picture they all read."""
    facts = probe_picture(cover_for_tags(make_picture(kind, mode=mode)))
    assert (facts.mode, facts.has_alpha, facts.content_type) == ("RGB", False, "image/jpeg")


def test_what_is_transparent_becomes_white() -> None:
    """A logo on nothing does not turn black."""
    out = BytesIO()
    Image.new("RGBA", (16, 16), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(BytesIO(cover_for_tags(out.getvalue()))) as made:
        assert made.getpixel((8, 8)) == (255, 255, 255)


def test_the_same_cover_gives_the_same_bytes(make_picture: PictureMaker) -> None:
    """Media is content-addressed, so its cover may not vary."""
    body = make_picture(size=(1600, 1600))
    assert cover_for_tags(body) == cover_for_tags(body)


def test_nothing_private_stays_in_a_cover(make_picture: PictureMaker) -> None:
    """Comments and EXIF of the original do not reach listeners."""
    exif = Image.Exif()
    exif[0x010E] = "canary of the studio"
    body = make_picture(exif=exif.tobytes(), comment=b"canary comment")
    assert b"canary" in body
    assert b"canary" not in cover_for_tags(body)


def test_a_cover_taken_sideways_is_turned(make_picture: PictureMaker) -> None:
    """EXIF orientation is applied, because it is then dropped."""
    exif = Image.Exif()
    exif[0x0112] = 6
    facts = probe_picture(cover_for_tags(make_picture(exif=exif.tobytes(), size=(60, 40))))
    assert (facts.width, facts.height) == (40, 60)


def test_a_damaged_cover_is_refused(make_picture: PictureMaker) -> None:
    """A good header and a good end around rubbish are found when it is decoded."""
    body = make_picture("PNG", size=(200, 200))
    middle = len(body) // 2
    with pytest.raises(InputError, match="cannot be decoded"):
        cover_for_tags(body[:middle] + b"\xff" * 8 + body[middle + 8 :])
