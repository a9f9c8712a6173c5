"""New artwork: whatever comes in, what comes out is taken by every directory; what changed is told."""

import random
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from pipeline.core.picture_facts import PictureFacts
from pipeline.core.rules.artwork_checks import LIGHT_BYTES
from pipeline.errors import InputError
from pipeline.pictures.artwork import ArtworkWish, NewArtwork, make_artwork
from pipeline.pictures.probe import MAX_PIXELS, probe_picture
from tests.pictures.profiles import blue_is_red, cyan_is_red, make_profile

KEEP, CROP, PAD = ArtworkWish(), ArtworkWish(shape="crop"), ArtworkWish(shape="pad")
SWOP = make_profile("CMYK", "Mixed-up press", cyan_is_red)
MIXED_UP = make_profile("RGB", "Mixed-up screen", blue_is_red)

PLAIN = Image.Dither.NONE

Save = Callable[..., Path]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    """A picture on disk: square, 1400 pixels, RGB, unless told otherwise."""

    def to_disk(
        name: str,
        mode: str = "RGB",
        size: tuple[int, int] = (1400, 1400),
        colour: Any = None,
        image: Image.Image | None = None,
        **options: Any,
    ) -> Path:
        path = tmp_path / name
        made = image or (
            Image.new(mode, size, colour) if colour is not None else drawn(size).convert(mode, dither=PLAIN)
        )
        made.save(path, **options)
        return path

    return to_disk


def drawn(size: tuple[int, int]) -> Image.Image:
    """Something to see, dark and red at the left."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 4, size[1]), fill=(200, 30, 30))
    return image


def make(path: Path, wish: ArtworkWish = KEEP) -> NewArtwork:
    """What is made of it; something is."""
    made = make_artwork(path, path.name, wish)
    assert made is not None
    return made


def facts_of(made: NewArtwork) -> PictureFacts:
    return probe_picture(made.body)


def pixel(made: NewArtwork, x: int, y: int) -> tuple[int, ...]:
    with Image.open(BytesIO(made.body)) as image:
        found = image.getpixel((x, y))
    assert isinstance(found, tuple)
    return found


def refusal(path: Path, wish: ArtworkWish = KEEP) -> str:
    with pytest.raises(InputError) as caught:
        make_artwork(path, path.name, wish)
    return str(caught.value)


def near(found: tuple[int, ...], wanted: tuple[int, int, int], by: int = 12) -> bool:
    return all(abs(one - other) <= by for one, other in zip(found, wanted, strict=True))


KINDS = [
    ("a.webp", "RGB", {}, "WEBP became JPEG"),
    ("a.webp", "RGBA", {}, "WEBP became JPEG"),
    ("a.gif", "P", {}, "GIF became JPEG"),
    ("a.avif", "RGB", {}, "AVIF became JPEG"),
    ("a.tif", "RGB", {}, "TIFF became JPEG"),
    ("a.tif", "CMYK", {}, "CMYK became RGB, by guess"),
    ("a.tif", "LAB", {}, "LAB became sRGB"),
    ("a.tif", "YCbCr", {"compression": "jpeg"}, "TIFF became JPEG"),
    ("a.bmp", "RGB", {}, "BMP became JPEG"),
    ("a.jpg", "CMYK", {}, "CMYK became RGB, by guess, for there is no colour profile inside"),
    ("a.jpg", "L", {}, "grey became RGB"),
    ("a.png", "P", {}, "colours of a palette became RGB"),
    ("a.png", "1", {}, "grey became RGB"),
    ("a.png", "L", {}, "grey became RGB"),
    ("a.png", "LA", {}, "an alpha channel that hid nothing was left out"),
    ("a.png", "RGBA", {}, "an alpha channel that hid nothing was left out"),
]


@pytest.mark.parametrize(("name", "mode", "options", "said"), KINDS)
def test_every_kind_becomes_what_directories_take(
    name: str, mode: str, options: dict[str, Any], said: str, save: Save
) -> None:
    """JPEG, RGB, no alpha; and the words tell what happened."""
    image = None if mode != "LAB" else Image.new("LAB", (1400, 1400), (200, 30, 220))
    made = make(save(name, mode, image=image, **options))
    facts = facts_of(made)
    assert (facts.content_type, facts.mode, facts.has_alpha) == ("image/jpeg", "RGB", False)
    assert (facts.width, facts.height, made.side_px, made.extension) == (1400, 1400, 1400, ".jpg")
    assert facts.size_bytes <= LIGHT_BYTES
    assert any(each.startswith(said) for each in made.changes), made.changes


def test_a_picture_that_is_fine_is_left_alone(save: Save) -> None:
    """Encoding it again would only make it worse."""
    assert make_artwork(save("a.jpg"), "a.jpg", KEEP) is None
    assert make_artwork(save("a.png"), "a.png", KEEP) is None


def test_only_a_wrong_name_costs_no_quality(save: Save) -> None:
    """The same bytes under a name that is true to them."""
    path = save("a.png", format="JPEG")
    made = make(path)
    assert (made.body, made.extension) == (path.read_bytes(), ".jpg")
    assert make(save("b.jpeg", format="JPEG")).extension == ".jpg"


def test_the_picture_itself_is_never_touched(save: Save, tmp_path: Path) -> None:
    """And nothing else is written."""
    path = save("a.webp", "RGBA")
    before = path.read_bytes()
    make(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_colours_are_converted_by_the_profile_inside(save: Save) -> None:
    """What a press calls cyan may be anything: only its profile knows."""
    by_profile = make(save("a.jpg", "CMYK", colour=(255, 0, 0, 0), icc_profile=SWOP))
    by_guess = make(save("b.jpg", "CMYK", colour=(255, 0, 0, 0)))
    assert near(pixel(by_profile, 9, 9), (255, 0, 0), 30)
    assert near(pixel(by_guess, 9, 9), (0, 255, 255))
    assert 'CMYK became sRGB by the colour profile inside, "Mixed-up press"' in by_profile.changes
    assert any("compare the colours with the original" in each for each in by_guess.changes)
    assert b"Mixed-up" not in by_profile.body


def test_an_rgb_profile_counts_as_well(save: Save) -> None:
    """Adobe RGB or Display P3 would look pale where nobody reads profiles."""
    made = make(save("a.webp", colour=(0, 0, 255), icc_profile=MIXED_UP))
    assert near(pixel(made, 9, 9), (255, 0, 0), 30)
    assert 'RGB became sRGB by the colour profile inside, "Mixed-up screen"' in made.changes


@pytest.mark.parametrize("damaged", [b"", b"not a profile", SWOP[:300], MIXED_UP])
def test_a_profile_that_does_not_fit_is_left_out(damaged: bytes, save: Save) -> None:
    """Damaged, cut short, or for another kind of colours: guessed, and told."""
    made = make(save("a.jpg", "CMYK", colour=(255, 0, 0, 0), icc_profile=damaged))
    assert near(pixel(made, 9, 9), (0, 255, 255))
    assert any("compare the colours" in each for each in made.changes)


def test_what_is_transparent_is_put_on_white(save: Save) -> None:
    """And told: a white logo on nothing disappears."""
    image = Image.new("RGBA", (1400, 1400), (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((700, 0, 1400, 1400), fill=(10, 200, 10, 255))
    made = make(save("a.png", image=image))
    assert near(pixel(made, 50, 50), (255, 255, 255))
    assert near(pixel(made, 1300, 50), (10, 200, 10))
    assert "what was transparent is white now" in made.changes


def test_a_transparent_colour_of_a_palette_is_put_on_white_too(save: Save) -> None:
    """No alpha channel, but a colour that means nothing."""
    image = Image.new("P", (1400, 1400), 0)
    image.putpalette([0, 0, 0, 250, 10, 10])
    ImageDraw.Draw(image).rectangle((700, 0, 1400, 1400), fill=1)
    for name in ("a.png", "a.gif"):
        made = make(save(name, image=image, transparency=0))
        assert near(pixel(made, 50, 50), (255, 255, 255))
        assert near(pixel(made, 1300, 50), (250, 10, 10))


def test_sixteen_bits_become_eight(save: Save) -> None:
    """Cut down in proportion: Pillow's own way makes all of it white."""
    image = Image.new("I;16", (1400, 1400), 128 * 257)
    made = make(save("a.png", image=image))
    assert near(pixel(made, 9, 9), (128, 128, 128), 2)
    assert "16 bits for each colour became 8" in made.changes


def test_sixteen_bits_of_three_colours_are_told(tmp_path: Path) -> None:
    """Pillow cuts them down when it reads."""
    row = b"\0" + struct.pack(">HHH", 65535, 0, 32768) * 1400
    path = tmp_path / "deep.png"
    path.write_bytes(png(1400, 1400, 16, zlib.compress(row * 1400)))
    made = make(path, ArtworkWish(is_named=True))
    assert near(pixel(made, 9, 9), (255, 0, 128))
    assert "16 bits for each colour became 8" in made.changes


def png(width: int, height: int, bits: int, pixels: bytes) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, bits, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def test_numbers_of_32_bits_are_refused(save: Save) -> None:
    """How bright they are is anybody's guess."""
    said = refusal(save("a.tif", image=Image.new("F", (1400, 1400), 0.5)))
    assert said == (
        "a.tif: keeps its colours in 32 bits each, which no screen shows\n"
        "  Fix: export it with 8 bits for each colour"
    )


def test_a_large_picture_is_scaled_down(save: Save) -> None:
    """To what was wished for, 3000 pixels at most."""
    path = save("a.png", size=(4000, 4000))
    assert make(path).side_px == 3000
    made = make(path, ArtworkWish(side_px=1400))
    assert (made.side_px, facts_of(made).height) == (1400, 1400)
    assert "scaled down from 4,000 to 1,400 pixels" in made.changes
    assert near(pixel(made, 100, 1000), (200, 30, 30))


def test_a_large_jpeg_is_scaled_while_it_is_decoded(save: Save) -> None:
    """It never takes the memory of all its pixels; the words tell its real size."""
    made = make(save("a.jpg", size=(6400, 6400)))
    assert made.side_px == 3000
    assert "scaled down from 6,400 to 3,000 pixels" in made.changes


def test_a_small_picture_is_not_enlarged(save: Save) -> None:
    """Pixels that are not there are not invented; but 1400 are enough."""
    assert refusal(save("a.jpg", size=(1399, 1399))) == (
        "a.jpg: is 1399 × 1399 pixels: directories want 1400 × 1400 or more, and enlarging helps nobody\n"
        "  Fix: export it at 3000 × 3000 pixels, from the original"
    )
    made = make(save("b.webp", size=(1400, 1400)))
    assert made.side_px == 1400
    assert made.notes == (
        "it has 1,400 pixels a side; to be featured, Apple asks for 3,000: export a larger one",
    )


def test_a_picture_that_is_not_square_is_refused_with_both_ways_out(save: Save) -> None:
    """Which part counts, only a person knows."""
    assert refusal(save("my wide.jpg", size=(2100, 1400))) == (
        "my wide.jpg: is 2100 × 1400 pixels, 700 pixels wider than high: artwork is square\n"
        "  Fix: cut the middle out: airdate artwork 'my wide.jpg' --crop; "
        "or add white: airdate artwork 'my wide.jpg' --pad"
    )
    said = refusal(save("high.jpg", size=(1000, 1400)))
    assert "400 pixels higher than wide" in said
    assert "--crop" not in said
    assert "airdate artwork high.jpg --pad" in said


def test_cropping_keeps_the_middle(save: Save) -> None:
    """As much from either side."""
    image = Image.new("RGB", (2000, 1400), "white")
    ImageDraw.Draw(image).rectangle((300, 0, 1699, 1400), fill=(0, 0, 200))
    made = make(save("a.png", image=image), CROP)
    assert made.side_px == 1400
    assert near(pixel(made, 2, 700), (0, 0, 200))
    assert near(pixel(made, 1397, 700), (0, 0, 200))
    assert "600 pixels cut off, half left and half right" in made.changes


def test_padding_keeps_everything(save: Save) -> None:
    """White above and below, or left and right."""
    made = make(save("a.png", size=(1000, 1800), colour=(0, 0, 200)), PAD)
    assert made.side_px == 1800
    assert near(pixel(made, 200, 900), (255, 255, 255))
    assert near(pixel(made, 900, 2), (0, 0, 200))
    assert "800 pixels of white added, half left and half right" in made.changes


def test_padding_a_long_strip_does_not_make_a_vast_square(save: Save) -> None:
    """80,000 pixels a side would be 19 GB."""
    made = make(save("a.png", size=(80_000, 1000), colour=(0, 0, 200)), PAD)
    assert made.side_px == 3000


def test_cropping_what_is_too_small_then_is_refused(save: Save) -> None:
    """1000 pixels stay 1000 pixels."""
    assert "1400 × 1400 or more" in refusal(save("a.jpg", size=(2000, 1000)), CROP)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_turned_as_it_is_meant_to_be_seen(orientation: int, save: Save) -> None:
    """EXIF orientation is applied, because it is then left out: the red edge is at the left again."""
    upright = drawn((1400, 1400))
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = upright.transpose(undo[orientation]) if orientation > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    made = make(save("a.jpg", image=stored, exif=exif), ArtworkWish(is_named=True))
    assert near(pixel(made, 100, 1300), (200, 30, 30))
    assert near(pixel(made, 1300, 1390), upright.getpixel((1300, 1390)))  # type: ignore[arg-type]
    assert ("turned upright, as its EXIF data says" in made.changes) == (orientation > 1)


def test_a_photo_taken_sideways_is_measured_upright(save: Save) -> None:
    """Wider than high as stored, higher than wide as seen."""
    exif = Image.Exif()
    exif[0x0112] = 6
    assert "higher than wide" in refusal(save("a.jpg", size=(2000, 1500), exif=exif))


def test_the_place_of_a_photo_does_not_reach_listeners(save: Save) -> None:
    """A picture that is fine but for that is made anew."""
    exif = Image.Exif()
    exif[0x010E] = "canary of the studio"
    exif.get_ifd(0x8825)[1] = "N"
    path = save("a.jpg", exif=exif, comment=b"canary comment")
    assert b"canary" in path.read_bytes()
    made = make(path)
    assert b"canary" not in made.body
    assert b"Exif" not in made.body
    assert "its EXIF data was left out, with the place it tells" in made.changes


def test_damaged_exif_data_is_no_reason_to_refuse(save: Save) -> None:
    """It goes anyway."""
    made = make(save("a.webp", exif=b"Exif\0\0II*\0\xff\xff\xff\xff"))
    assert made.side_px == 1400


def test_only_the_first_picture_of_several_is_kept(save: Save) -> None:
    """Covers do not move."""
    frames = [Image.new("RGB", (1400, 1400), colour) for colour in ("red", "blue")]
    for name in ("a.gif", "a.webp", "a.png", "a.tif"):
        made = make(save(name, image=frames[0], save_all=True, append_images=frames[1:]))
        assert near(pixel(made, 9, 9), (255, 0, 0), 20)
        assert "only the first of its pictures was kept" in made.changes


def test_quality_gives_way_to_bytes_to_a_point(save: Save) -> None:
    """512 kB where that leaves it good; else it is said, with what would help."""
    speckled = Image.effect_noise((1400, 1400), 60).convert("RGB")
    light = make(save("a.png", image=speckled.resize((350, 350)).resize((1400, 1400))))
    assert len(light.body) <= LIGHT_BYTES
    heavy = make(save("b.png", image=Image.effect_noise((2400, 2400), 90).convert("RGB")))
    assert len(heavy.body) > LIGHT_BYTES
    assert any("512 kB is the custom: --size 2000 makes it lighter" in each for each in heavy.notes)


def test_a_png_is_made_where_one_is_named(save: Save) -> None:
    """RGB without alpha, as it must be."""
    made = make(save("a.webp", "RGBA"), ArtworkWish(kind="PNG", is_named=True))
    facts = facts_of(made)
    assert (facts.content_type, facts.mode, facts.has_alpha) == ("image/png", "RGB", False)
    assert made.extension == ".png"


def test_the_same_picture_gives_the_same_bytes(save: Save) -> None:
    """So that a second run finds its file there already."""
    path = save("a.webp", "RGBA", icc_profile=MIXED_UP)
    assert make(path) == make(path)


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tif", "a.gif", "a.webp", "a.bmp", "a.avif"])
def test_half_a_picture_is_refused(name: str, save: Save) -> None:
    """In words, whatever the format."""
    path = save(name, "P" if name == "a.gif" else "RGB", size=(1500, 1500))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    said = refusal(path)
    assert any(each in said for each in ("cut short", "damaged", "not a picture")), said


def test_a_bomb_is_refused_from_its_header(tmp_path: Path) -> None:
    """A hundred bytes that claim to be gigabytes are never decoded, in any format."""
    side = 10_000
    assert side * side > MAX_PIXELS
    bomb = tmp_path / "bomb.png"
    bomb.write_bytes(png(side, side, 8, zlib.compress(bytes(100))))
    assert "too many to be a picture" in refusal(bomb)
    bmp = (
        b"BM"
        + struct.pack("<IHHI", 100, 0, 0, 54)
        + struct.pack("<IiiHHIIiiII", 40, side, side, 1, 24, *[0] * 6)
    )
    (tmp_path / "bomb.bmp").write_bytes(bmp + bytes(46))
    assert "too many to be a picture" in refusal(tmp_path / "bomb.bmp")
    entries = [
        (256, 4, 1, side),
        (257, 4, 1, side),
        (258, 3, 1, 8),
        (262, 3, 1, 1),
        (273, 4, 1, 8),
        (277, 3, 1, 1),
    ]
    tiff = b"II*\0\x08\0\0\0" + struct.pack("<H", len(entries))
    tiff += b"".join(struct.pack("<HHII", *each) for each in entries) + bytes(64)
    (tmp_path / "bomb.tif").write_bytes(tiff)
    assert "too many to be a picture" in refusal(tmp_path / "bomb.tif")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "is empty"),
        (b"just some text", "is not a picture"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "is a HEIC picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is an SVG drawing"),
        (b"8BPS\0\1", "is a print or layered document"),
        (b"version https://git-lfs.github.com/spec/v1\noid", "is a Git LFS pointer"),
        (b"II*\0\x08\0\0\0", "is damaged"),
        (b"BM\0\0\0\0\0\0\0\0\x36\0\0\0", "is damaged"),
    ],
)
def test_what_cannot_be_converted_is_named(body: bytes, said: str, tmp_path: Path) -> None:
    """With what to do instead."""
    path = tmp_path / "cover.jpg"
    path.write_bytes(body)
    found = refusal(path)
    assert said in found
    assert "Fix: " in found


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    """As the system says it."""
    assert refusal(tmp_path / "none.jpg") == "none.jpg: cannot be read: No such file or directory"
    assert "cannot be read: Is a directory" in refusal(tmp_path)


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tif", "a.gif", "a.webp", "a.bmp"])
def test_no_damage_is_met_with_anything_but_words(name: str, save: Save) -> None:
    """Bytes changed at random, in the header mostly: a picture comes out, or a message."""
    exif = Image.Exif()
    exif[0x0112] = 6
    options = {"exif": exif} if name in ("a.jpg", "a.webp", "a.png", "a.tif") else {}
    path = save(name, "P" if name == "a.gif" else "RGB", icc_profile=MIXED_UP, **options)
    data, places = path.read_bytes(), random.Random(name)
    for _ in range(40):
        broken = bytearray(data)
        for _ in range(places.randrange(1, 8)):
            broken[places.randrange(min(len(broken), 900))] = places.randrange(256)
        path.write_bytes(broken)
        met = outcome(path, ArtworkWish(side_px=1400, shape="crop", is_named=True))
        assert met == "RGB" or met.startswith(f"{name}: "), met


def outcome(path: Path, wish: ArtworkWish) -> str:
    """The mode of what is made, or the message."""
    try:
        return facts_of(make(path, wish)).mode
    except InputError as error:
        return str(error)
