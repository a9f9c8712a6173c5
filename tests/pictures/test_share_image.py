"""Share images: their size, their words, and when they have none."""

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from pipeline.errors import InputError
from pipeline.pictures.lettering import drawable, load_font, set_lines
from pipeline.pictures.share_image import MAX_BYTES, ShareCard, draw_share_image, readable_on
from tests.pictures.conftest import PictureMaker

Box = tuple[int, int, int, int]
WORDS: Box = (880, 60, 1200, 570)
"""Where words stand, and artwork never does."""


@pytest.fixture
def artwork(tmp_path: Path, make_picture: PictureMaker) -> Path:
    path = tmp_path / "cover.jpg"
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    path.write_bytes(make_picture(size=(1400, 1400), exif=exif))
    return path


def draw(
    artwork: Path, title: str, *, show: str = "Second Wind, the Running Show", accent: str = "#0b6e4f"
) -> Image.Image:
    body = draw_share_image(ShareCard(title, show, artwork.name + str(artwork.parent), accent), artwork)
    return Image.open(BytesIO(body))


def has_words(image: Image.Image) -> bool:
    """Whether more than the plain colour is on the right."""
    part = image.convert("RGB").crop(WORDS)
    low_high = part.getextrema()
    return any(high - low > 60 for low, high in low_high)  # type: ignore[operator, misc]


def test_a_share_image_is_what_services_show_whole(artwork: Path) -> None:
    """A JPEG of 1200 × 630, light, without the metadata of the artwork."""
    body = draw_share_image(ShareCard("Why your Achilles hurts", "Second Wind", "a", "#0b6e4f"), artwork)
    image = Image.open(BytesIO(body))
    assert (image.format, image.size, image.mode) == ("JPEG", (1200, 630), "RGB")
    assert len(body) <= MAX_BYTES
    assert not image.getexif()


def test_the_same_card_gives_the_same_bytes(artwork: Path) -> None:
    """And another title others."""
    card = ShareCard("Why your Achilles hurts", "Second Wind", "a", "#0b6e4f")
    assert draw_share_image(card, artwork) == draw_share_image(card, artwork)
    other = ShareCard("Why your knee hurts", "Second Wind", "a", "#0b6e4f")
    assert draw_share_image(card, artwork) != draw_share_image(other, artwork)


@pytest.mark.parametrize(
    "title", ["Achilles", "Боль в пятке", "Ο Αχίλλειος τένοντας", "Đau gót chân", "Øl & ž"]
)
def test_titles_of_three_scripts_are_written(artwork: Path, title: str) -> None:
    """Latin, Cyrillic and Greek."""
    assert drawable(title) == title
    assert has_words(draw(artwork, title))


@pytest.mark.parametrize(
    "title", ["כאב בעקב", "ألم الكعب", "走る", "एड़ी", "Heel ❤ sole", "e\u0316heel", "\u202e"]
)
def test_what_cannot_be_written_truly_is_not(artwork: Path, title: str) -> None:
    """No boxes, no letters in the wrong order: the artwork alone, in the middle."""
    assert drawable(title) is None
    image = draw(artwork, title)
    assert not has_words(image)
    assert (
        ImageChops.difference(image.crop((0, 0, 300, 630)), image.crop((900, 0, 1200, 630))).getbbox() is None
    )


def test_emoji_around_a_title_are_left_out() -> None:
    """They decorate; what stands between the words stays, or nothing is written."""
    assert drawable("🎧👩🏽‍⚕️ Heel pain ✅") == "Heel pain"
    assert drawable("© 2026 – “Heel” № 5, 50 % + €3…") == "© 2026 – “Heel” № 5, 50 % + €3…"
    assert drawable("Heel\u00adpain\u200b \u2068now\u2069") == "Heelpain now"
    assert drawable("u\u0308ben") == "üben"


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("abcW .,-–ßЖΩ "), max_size=400).filter(str.strip))
def test_lines_stay_inside(text: str) -> None:
    """However long the words are."""
    said = drawable(text) or "x"
    set_so = set_lines(said, (78, 56, 40), 546, 350, 700)
    assert set_so.height_px <= 350
    font = load_font(set_so.size_px, 700)
    assert all(font.getlength(line) <= 546 for line in set_so.lines)


def test_a_long_title_ends_in_an_ellipsis() -> None:
    """Where it does not fit in the smallest letters either; a short one stands in the largest."""
    assert set_lines("heel " * 90, (78, 40), 546, 350, 700).lines[-1].endswith("…")
    assert set_lines("heel", (78, 40), 546, 350, 700).size_px == 78


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_ink_can_be_read_on_every_colour(colour: tuple[int, int, int]) -> None:
    """By at least 4 : 1, and these letters are large."""

    def light(rgb: tuple[int, int, int]) -> float:
        linear = [each / 3294.6 if each <= 10 else ((each / 255 + 0.055) / 1.055) ** 2.4 for each in rgb]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05

    dark, bright = sorted((light(colour), light(readable_on(colour))))
    assert bright / dark >= 4


def test_artwork_of_any_shape_and_mode_is_shown(tmp_path: Path, make_picture: PictureMaker) -> None:
    """An episode's may be wide, see-through, or small."""
    for number, picture in enumerate(
        (
            make_picture("PNG", mode="RGBA", size=(900, 300)),
            make_picture("PNG", mode="P", size=(90, 400)),
            make_picture("JPEG", mode="CMYK", size=(1500, 1500)),
            make_picture("WEBP", size=(20, 30)),
        )
    ):
        path = tmp_path / f"{number}"
        path.write_bytes(picture)
        left = draw(path, "Heel", accent="#fff").crop((80, 100, 500, 500)).convert("L").getextrema()
        assert left[0] < 200  # type: ignore[operator]


def test_artwork_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    """The caller decides what that means."""
    path = tmp_path / "cover.jpg"
    path.write_bytes(b"no picture")
    with pytest.raises(InputError):
        draw(path, "Heel")
