"""Narrower copies of pictures: what they look like, weigh, and leave out."""

import zlib
from io import BytesIO
from pathlib import Path
from random import Random
from struct import pack
from time import process_time

import pytest
from PIL import Image, ImageDraw

from pipeline.core.made_pictures import WIDTHS
from pipeline.pictures.variants import Variant, make_variants
from tests.pictures.conftest import PictureMaker
from tests.pictures.profiles import blue_is_red, make_profile


def photograph(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """Many colours that run into each other: brighter to the right."""
    image = Image.linear_gradient("L").rotate(90).resize((width, height))
    grain = Random(1).randbytes(width * height)
    noise = Image.frombytes("L", (width, height), grain).point(lambda value: 100 + value // 5)
    return Image.merge("RGB", (image, noise, image.rotate(180))).convert(mode)


def encoded(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def variants(tmp_path: Path, body: bytes) -> tuple[Variant, ...]:
    path = tmp_path / "heel"
    path.write_bytes(body)
    return make_variants(path, "heel.jpg", WIDTHS)


def opened(each: Variant) -> Image.Image:
    return Image.open(BytesIO(each.body))


def test_a_photograph_gets_each_narrower_width(tmp_path: Path) -> None:
    """As progressive JPEG, in its own shape, each lighter than the one above."""
    body = encoded(photograph(1600, 1200), quality=92)
    made = variants(tmp_path, body)
    assert [(each.width, each.height) for each in made] == [(320, 240), (640, 480), (1280, 960)]
    assert {each.content_type for each in made} == {"image/jpeg"}
    assert all(opened(each).info["progressive"] for each in made)
    assert sorted(len(each.body) for each in made) == [len(each.body) for each in made]
    assert len(made[-1].body) <= len(body)


@pytest.mark.parametrize(("width", "expected"), [(320, []), (321, [320]), (640, [320]), (1280, [320, 640])])
def test_no_variant_is_as_wide_as_the_picture(tmp_path: Path, width: int, expected: list[int]) -> None:
    """Nothing is enlarged, or made twice."""
    made = variants(tmp_path, encoded(photograph(width, 200), quality=98))
    assert [each.width for each in made] == expected


def test_the_same_picture_gives_the_same_bytes(tmp_path: Path) -> None:
    """Each time it is made, in whichever folder."""
    body = encoded(photograph(900, 600))
    other = tmp_path / "other"
    other.mkdir()
    assert variants(tmp_path, body) == variants(other, body)


def test_a_variant_tells_nothing_besides_itself(tmp_path: Path) -> None:
    """No EXIF, no profile, no comment; it is turned as it is to be seen."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    body = encoded(photograph(900, 700), exif=exif, comment=b"at home", quality=95)
    made = variants(tmp_path, body)
    assert [(each.width, each.height) for each in made] == [(320, 411), (640, 823)]
    for each in made:
        assert not opened(each).getexif()
        assert {"icc_profile", "comment", "exif"}.isdisjoint(opened(each).info)


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("PNG", "RGBA")])
def test_colours_are_those_that_the_profile_means(tmp_path: Path, kind: str, mode: str) -> None:
    """Where the profile calls blue what is red, the copy without it is red."""
    plain = Image.new(mode, (800, 600), (0, 0, 255, 130)[: len(mode)])
    profile = make_profile("RGB", "Mixed-up screen", blue_is_red)
    made = variants(tmp_path, encoded(plain, kind, quality=98, icc_profile=profile))
    red, _, blue, *_ = opened(made[0]).getpixel((9, 9))  # type: ignore[misc]
    assert red > 200
    assert blue < 60


def test_what_can_be_seen_through_stays_so(tmp_path: Path) -> None:
    """As PNG; an alpha channel that hides nothing makes no PNG of a photograph."""
    clear = photograph(800, 600).convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize((800, 600)))
    made = variants(tmp_path, encoded(clear, "PNG"))
    assert {(each.extension, opened(each).mode) for each in made} == {(".png", "RGBA")}
    assert opened(made[0]).getchannel("A").getextrema()[0] < 10
    opaque = photograph(800, 600).convert("RGBA")
    assert {each.extension for each in variants(tmp_path, encoded(opaque, "PNG"))} == {".jpg"}


def test_a_drawing_stays_a_drawing(tmp_path: Path) -> None:
    """A PNG of few colours is scaled as PNG, where that is no heavier than the whole."""
    drawing = Image.new("RGB", (1000, 700), "white")
    draw = ImageDraw.Draw(drawing)
    for at in range(0, 340, 7):
        draw.rectangle((at, at, 999 - at, at + 3), fill="navy")
        draw.text((at, at), "heel and sole", fill="red")
    body = encoded(drawing, "PNG")
    made = variants(tmp_path, body)
    assert {(each.width, each.content_type) for each in made} <= {(320, "image/png"), (640, "image/png")}
    assert made
    assert all(len(each.body) <= len(body) for each in made)


def test_a_moving_picture_has_no_variants(tmp_path: Path) -> None:
    """A still of it would be another picture."""
    frames = [Image.new("P", (700, 400), colour) for colour in (1, 2, 3)]
    assert variants(tmp_path, encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])) == ()


@pytest.mark.parametrize("mode", ["L", "CMYK", "P", "1"])
def test_every_way_to_keep_colours_is_taken(tmp_path: Path, mode: str) -> None:
    """Grey, print, palettes, black and white."""
    kind = "PNG" if mode in ("P", "1") else "JPEG"
    body = encoded(photograph(900, 600).convert(mode), kind) + b"\0" * 500_000
    if kind == "JPEG":
        body += b"\xff\xd9"
    else:
        body += b"IEND"
    assert [each.width for each in variants(tmp_path, body)] == [320, 640]


def test_damage_and_bombs_have_no_variants(make_picture: PictureMaker, tmp_path: Path) -> None:
    """The rules tell what is wrong; nothing is decoded that would fill the memory."""
    whole = encoded(photograph(900, 600), "PNG")
    broken = whole[: len(whole) // 2] + whole[-12:]
    assert variants(tmp_path, broken) == ()
    header = b"IHDR" + pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + pack(">I", 13) + header + pack(">I", zlib.crc32(header))
    started = process_time()
    assert variants(tmp_path, bomb + make_picture("PNG")[33:]) == ()
    assert process_time() - started < 0.5


def test_twelve_megapixels_take_no_second(tmp_path: Path) -> None:
    """Of processor time, so that a busy machine does not matter."""
    body = encoded(photograph(4000, 3000), quality=90)
    started = process_time()
    assert len(variants(tmp_path, body)) == 3
    assert process_time() - started < 1
