"""What a picture tells besides itself is taken out, and nothing else is."""

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms
from PIL.PngImagePlugin import PngInfo

from pipeline.errors import InputError
from pipeline.pictures.metadata import Stripped, strip_metadata
from pipeline.pictures.probe import probe_picture
from tests.pictures.conftest import PictureMaker

GPS, ORIENTATION, ARTIST, COPYRIGHT, MODEL = 0x8825, 0x0112, 0x013B, 0x8298, 0x0110
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/" exif:GPSLatitude="52,31N"/>'
FORMATS = ("JPEG", "PNG", "WEBP")


def exif(*, orientation: int = 1) -> Image.Exif:
    """What a telephone writes."""
    made = Image.Exif()
    made[ORIENTATION] = orientation
    made[MODEL] = "Secretphone 9"
    made[ARTIST] = "Ada Marsh"
    made[COPYRIGHT] = "© Ada Marsh"
    made.get_ifd(GPS).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 1.0)})
    return made


def strip(tmp_path: Path, body: bytes) -> Stripped | None:
    path = tmp_path / "picture"
    path.write_bytes(body)
    return strip_metadata(path, "heel.jpg", probe_picture(path))


def opened(body: bytes) -> Image.Image:
    image = Image.open(BytesIO(body))
    image.load()
    return image


@pytest.mark.parametrize("kind", FORMATS)
def test_a_place_is_not_published(make_picture: PictureMaker, tmp_path: Path, kind: str) -> None:
    """Nor the camera, nor what XMP says; every pixel stays."""
    body = make_picture(kind, exif=exif(), xmp=XMP)
    made = strip(tmp_path, body)
    assert made is not None
    assert b"Secretphone" not in made.body
    assert b"GPSLatitude" not in made.body
    after = opened(made.body)
    assert GPS not in after.getexif()
    assert ImageChops.difference(opened(body), after).getbbox() is None


@pytest.mark.parametrize("kind", FORMATS)
def test_whoever_made_it_stays_named(make_picture: PictureMaker, tmp_path: Path, kind: str) -> None:
    """Author and copyright are not airdate's to take away; a name with letters of its own survives."""
    made = strip(tmp_path, make_picture(kind, exif=exif()))
    assert made is not None
    tags = opened(made.body).getexif()
    assert tags[ARTIST] == "Ada Marsh"
    assert "Ada Marsh" in str(tags[COPYRIGHT])


@pytest.mark.parametrize("kind", FORMATS)
def test_a_turned_picture_stays_turned(make_picture: PictureMaker, tmp_path: Path, kind: str) -> None:
    """And its size is said as readers see it."""
    made = strip(tmp_path, make_picture(kind, size=(64, 48), exif=exif(orientation=6)))
    assert made is not None
    assert opened(made.body).getexif()[ORIENTATION] == 6
    assert (made.width, made.height) == (48, 64)


@pytest.mark.parametrize("kind", [*FORMATS, "GIF", "AVIF"])
def test_a_picture_that_tells_nothing_goes_out_as_it_is(
    make_picture: PictureMaker, tmp_path: Path, kind: str
) -> None:
    """The same bytes, so that its key stays what it was."""
    assert strip(tmp_path, make_picture(kind)) is None


@pytest.mark.parametrize("kind", FORMATS)
def test_stripping_twice_changes_nothing_more(make_picture: PictureMaker, tmp_path: Path, kind: str) -> None:
    """What was published once has the same key when it is published again."""
    once = strip(tmp_path, make_picture(kind, exif=exif(orientation=6), xmp=XMP))
    assert once is not None
    assert strip(tmp_path, once.body) == once


@pytest.mark.parametrize("kind", FORMATS)
def test_a_colour_profile_stays(make_picture: PictureMaker, tmp_path: Path, kind: str) -> None:
    """Without it the picture would look different."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    made = strip(tmp_path, make_picture(kind, exif=exif(), icc_profile=profile))
    assert made is not None
    assert opened(made.body).info["icc_profile"] == profile


def test_a_progressive_jpeg_survives(make_picture: PictureMaker, tmp_path: Path) -> None:
    """Of several scans, with markers between them."""
    body = make_picture(size=(300, 200), exif=exif(), progressive=True, comment=b"at home")
    made = strip(tmp_path, body)
    assert made is not None
    assert b"at home" not in made.body
    assert ImageChops.difference(opened(body), opened(made.body)).getbbox() is None


def test_what_hides_behind_a_picture_is_cut_off(make_picture: PictureMaker, tmp_path: Path) -> None:
    """The previews and films that telephones append, which have places of their own."""
    for kind in ("JPEG", "PNG"):
        plain, secret = make_picture(kind), make_picture(exif=exif())
        made = strip(tmp_path, plain + secret)
        assert made is not None
        assert made.body == plain


def test_texts_of_a_png_go_but_for_the_author(make_picture: PictureMaker, tmp_path: Path) -> None:
    """Screenshots have comments, and programs put XMP into texts."""
    texts = PngInfo()
    for key in ("Comment", "XML:com.adobe.xmp", "Author"):
        texts.add_itxt(key, f"{key} of Ada")
    made = strip(tmp_path, make_picture("PNG", pnginfo=texts))
    assert made is not None
    assert opened(made.body).text == {"Author": "Author of Ada"}  # type: ignore[attr-defined]


def test_an_avif_that_tells_a_place_is_refused(make_picture: PictureMaker, tmp_path: Path) -> None:
    """With a way out."""
    with pytest.raises(InputError) as refused:
        strip(tmp_path, make_picture("AVIF", exif=exif()))
    assert "tells the place" in str(refused.value)
    assert "JPEG" in str(refused.value.problems[0].fix)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kind=st.sampled_from(FORMATS), at=st.integers(0, 900), byte=st.binary(min_size=1, max_size=3))
def test_damage_never_lets_a_place_out(
    make_picture: PictureMaker, tmp_path: Path, kind: str, at: int, byte: bytes
) -> None:
    """What cannot be understood is refused; what goes out as it is tells Pillow no place."""
    body = make_picture(kind, exif=exif())
    damaged = body[:at] + byte + body[at + len(byte) :]
    try:
        made = strip(tmp_path, damaged)
    except InputError:
        return
    try:
        tags = Image.open(BytesIO(made.body if made else damaged)).getexif()
    except (OSError, SyntaxError, ValueError):
        return
    assert GPS not in tags
