"""Brings any picture's colours to sRGB on white: by the profile inside, where there is one."""

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

_SPACES = {"RGB": "RGB", "CMYK": "CMYK", "L": "GRAY", "LAB": "Lab"}
"""By Pillow's mode, the colour space that a profile for it must be of."""
DEEP_MODES = ("I;16", "I;16L", "I;16B", "I;16N")
"""Grey in 16 bits."""
COMPARE = "compare the colours with the original"


class ColoursError(ValueError):
    """Colours that are kept in a way that cannot be brought to sRGB; `str()` says how."""


def in_srgb(image: "Image.Image", said: list[str]) -> "Image.Image":
    """The same picture in RGB, for screens, with nothing that is transparent.

    Args:
        image: Of any mode; it may be changed.
        said: What was done is added to it, in words.

    Raises:
        ColoursError: Numbers of 32 bits, which no screen shows.
        OSError: It cannot be decoded; of other kinds as Pillow has them.
    """
    alpha = image.convert("RGBA").getchannel("A") if image.has_transparency_data else None
    colours = _by_profile(_without_alpha(image, said), image.info.get("icc_profile"), said)
    return _on_white(colours, alpha, said) if alpha else colours


def _without_alpha(image: "Image.Image", said: list[str]) -> "Image.Image":
    """In one of the modes that profiles are made for."""
    if image.mode in DEEP_MODES:
        return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if image.mode in ("I", "F"):
        raise ColoursError("keeps its colours in 32 bits each, which no screen shows")
    if image.mode in ("LA", "La"):
        return image.getchannel("L")
    if image.mode == "1":
        return image.convert("L")
    if image.mode in _SPACES:
        return image
    if image.mode in ("P", "PA"):
        said.append("colours of a palette became RGB")
    return image.convert("RGBA").convert("RGB") if image.mode.endswith(("A", "a")) else image.convert("RGB")


def _by_profile(image: "Image.Image", inside: bytes | None, said: list[str]) -> "Image.Image":
    """In sRGB; where no profile says what the colours mean, by the usual guess."""
    from PIL import ImageCms  # only what converts pays for it

    name = {"L": "grey"}.get(image.mode, image.mode)
    profile: ImageCms.ImageCmsProfile | None = None
    if inside:
        try:
            profile = ImageCms.ImageCmsProfile(BytesIO(inside))
            if profile.profile.xcolor_space.strip() != _SPACES[image.mode]:
                profile = None
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            profile = None
        if profile is None:
            said.append(f"the colour profile inside is damaged and was left out: {COMPARE}")
    elif image.mode == "LAB":
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    if profile is not None:
        return _converted(image, profile, name, said)
    if image.mode == "RGB":
        return image
    guess = f", by guess, for there is no colour profile inside: {COMPARE}" if name == "CMYK" else ""
    said.append(f"{name} became RGB{guess}")
    return image.convert("RGB")


def _converted(image: "Image.Image", profile: object, name: str, said: list[str]) -> "Image.Image":
    from PIL import ImageCms  # loaded already

    assert isinstance(profile, ImageCms.ImageCmsProfile)
    described = " ".join((profile.profile.profile_description or "no name").split())[:60]
    if image.mode == "RGB" and "srgb" in described.casefold():
        return image
    srgb = ImageCms.createProfile("sRGB")
    try:
        made = ImageCms.profileToProfile(
            image,
            profile,
            srgb,
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except ImageCms.PyCMSError:
        said.append(f"the colour profile inside is damaged and was left out: {COMPARE}")
        return image.convert("RGB")
    assert made is not None  # it is, unless converted in place
    said.append(f'{name} became sRGB by the colour profile inside, "{described}"')
    return made


def _on_white(image: "Image.Image", alpha: "Image.Image", said: list[str]) -> "Image.Image":
    from PIL import Image  # loaded already

    least, _ = alpha.getextrema()
    if least == 255:
        said.append("an alpha channel that hid nothing was left out")
        return image
    said.append("what was transparent is white now")
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=alpha)
    return white
