"""What pictures made of others are called, and which of them a page may show."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.made_pictures import (
    SHARE_IMAGE,
    is_made_picture,
    share_image_of,
    source_of_variant,
    variant_name,
    variants_of,
)
from pipeline.core.record import EMBEDDED_COVER, StoredFile
from pipeline.core.transcript_files import source_of_made


def stored(width: int) -> StoredFile:
    return StoredFile(
        key=f"files/{width}.jpg", content_type="image/jpeg", size_bytes=1, sha256=f"{width}", width=width
    )


@given(st.text(min_size=1), st.integers(1, 9999))
def test_a_name_tells_the_source(path: str, width: int) -> None:
    """Whatever a picture is called, its variants are known as such and as nothing else."""
    name = variant_name(path, width)
    assert is_made_picture(name)
    assert source_of_variant(name) == path
    assert source_of_made(variant_name("heel.jpg", width)) is None


def test_what_producers_supply_is_not_made() -> None:
    """Neither a file's own name nor that of the cover inside the audio."""
    names = ("heel.jpg", EMBEDDED_COVER, "a (640 wide, made from b)", "transcript.srt (made from a.vtt)")
    assert not any(is_made_picture(name) for name in names)
    assert is_made_picture(SHARE_IMAGE)


def test_variants_ascend_to_the_original() -> None:
    """As `srcset` lists them; the names of other pictures that begin alike do not matter."""
    files = {
        name: stored(width)
        for name, width in {
            variant_name("heel.jpg", 640): 640,
            variant_name("heel.jpg", 320): 320,
            variant_name("heel.jpg.png", 1280): 1280,
            "heel.jpg": 1000,
        }.items()
    }
    assert [each.width for each in variants_of("heel.jpg", files)] == [320, 640, 1000]


def test_an_original_wider_than_pages_is_left_out() -> None:
    """Nobody's phone loads what the camera made."""
    files = {"heel.jpg": stored(4000), variant_name("heel.jpg", 1280): stored(1280)}
    assert [each.width for each in variants_of("heel.jpg", files)] == [1280]


def test_a_picture_may_have_no_variants() -> None:
    """As in every record from before they were made."""
    assert variants_of("heel.jpg", {"heel.jpg": stored(4000)}) == ()
    assert variants_of("heel.jpg", {}) == ()
    assert share_image_of({}) is None
    assert share_image_of({SHARE_IMAGE: stored(1200)}) == stored(1200)
