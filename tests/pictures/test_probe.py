"""What a picture's header says, and what is refused before anything is decoded."""

import struct
import zlib
from pathlib import Path

import pytest

from pipeline.core.picture_facts import PictureFacts
from pipeline.errors import InputError
from pipeline.pictures.probe import MAX_PIXELS, probe_picture
from tests.pictures.conftest import PictureMaker

LFS_POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 12345\n"


def png_claiming(width: int, height: int) -> bytes:
    """A tiny PNG whose header claims to be huge."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 100))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + pixels + chunk(b"IEND", b"")


def message(source: Path | bytes) -> str:
    with pytest.raises(InputError) as caught:
        probe_picture(source, None if isinstance(source, Path) else "art.jpg")
    return str(caught.value)


@pytest.mark.parametrize(
    ("kind", "content_type", "extension"),
    [
        ("JPEG", "image/jpeg", ".jpg"),
        ("PNG", "image/png", ".png"),
        ("GIF", "image/gif", ".gif"),
        ("WEBP", "image/webp", ".webp"),
        ("AVIF", "image/avif", ".avif"),
    ],
)
def test_a_format_is_known_by_its_bytes(
    make_picture: PictureMaker, kind: str, content_type: str, extension: str
) -> None:
    """Type, extension, size in pixels and in bytes come from the file itself."""
    body = make_picture(kind)
    facts = probe_picture(body)
    assert (facts.content_type, facts.extension_for_bytes) == (content_type, extension)
    assert (facts.width, facts.height, facts.size_bytes) == (64, 48, len(body))


def test_a_file_and_its_bytes_give_the_same_facts(make_picture: PictureMaker, tmp_path: Path) -> None:
    """It does not matter whether the picture is on disk, or what it is called."""
    path = tmp_path / "really-a-png.jpg"
    path.write_bytes(make_picture("PNG"))
    facts = probe_picture(path)
    assert facts == probe_picture(path.read_bytes())
    assert facts == PictureFacts("image/png", 64, 48, "RGB", False, path.stat().st_size, ".png")


@pytest.mark.parametrize(
    ("kind", "mode", "has_alpha"),
    [
        ("JPEG", "RGB", False),
        ("JPEG", "CMYK", False),
        ("JPEG", "L", False),
        ("PNG", "RGBA", True),
        ("PNG", "LA", True),
        ("PNG", "P", False),
        ("WEBP", "RGBA", True),
    ],
)
def test_colours_and_transparency_are_told(
    make_picture: PictureMaker, kind: str, mode: str, has_alpha: bool
) -> None:
    """Directories want RGB without an alpha channel, so both are known."""
    facts = probe_picture(make_picture(kind, mode=mode))
    assert (facts.mode, facts.has_alpha) == (mode, has_alpha)


def test_a_palette_with_a_transparent_colour_has_alpha(make_picture: PictureMaker) -> None:
    """A tRNS chunk makes a picture transparent though its mode does not say so."""
    assert probe_picture(make_picture("PNG", mode="P", transparency=0)).has_alpha


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "art.jpg: is empty\n  Fix: export or copy it again"),
        (b"just some text", "art.jpg: is not a picture that apps show\n  Fix: save it as JPEG or PNG"),
        (
            LFS_POINTER,
            "art.jpg: is a Git LFS pointer; the picture itself is not here\n  Fix: run: git lfs pull",
        ),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "art.jpg: is an SVG drawing"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "art.jpg: is a HEIC picture"),
        (b"II*\0\x08\0\0\0", "art.jpg: is a TIFF picture"),
        (b"%PDF-1.7\n", "art.jpg: is a print or layered document"),
        (b"\xff\xd8\xff\xe0broken", "art.jpg: begins like a JPEG picture, but its header is damaged"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\x05IHDR", "art.jpg: begins like a PNG picture, but its header is damaged"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "art.jpg: begins like a WEBP picture"),
        (b"GIF89a\x01", "art.jpg: begins like a GIF picture"),
        (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1", "art.jpg: begins like a AVIF picture"),
    ],
)
def test_what_is_not_a_picture_is_named(body: bytes, said: str) -> None:
    """Each wrong file is answered with what it is and what to do."""
    assert message(body).startswith(said)


@pytest.mark.parametrize(("width", "height"), [(10_000, MAX_PIXELS // 10_000 + 1), (60_000, 60_000)])
def test_a_decompression_bomb_is_refused_from_its_header(width: int, height: int) -> None:
    """A hundred bytes that claim to be gigabytes are never decoded."""
    assert "too many" in message(png_claiming(width, height))


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_half_a_picture_is_cut_short(make_picture: PictureMaker, kind: str) -> None:
    """A copy that was interrupted has a good header and no end."""
    body = make_picture(kind, size=(640, 480))
    assert "is cut short" in message(body[: len(body) * 2 // 3])


def test_bytes_after_the_end_are_harmless(make_picture: PictureMaker) -> None:
    """Some phones and tools append their own data; apps show the picture all the same."""
    assert probe_picture(make_picture("JPEG") + b"\0" * 500).width == 64


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """The path stands first in the message."""
    path = tmp_path / "none.png"
    assert message(path) == f"{path}: cannot be read: No such file or directory"


def test_a_folder_is_no_picture(tmp_path: Path) -> None:
    """A folder is answered like any file that cannot be read."""
    assert "cannot be read: Is a directory" in message(tmp_path)
