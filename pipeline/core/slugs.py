"""Names that are safe everywhere: slugs for episodes, ASCII names for the files beside them."""

import re
import unicodedata

MAX_LENGTH = 80
FALLBACK = "episode"
"""The slug of a name that has no letter or digit we can spell in ASCII."""

_SLUG = re.compile(rf"[a-z0-9-]{{1,{MAX_LENGTH}}}")
_SPELLED = str.maketrans(
    {
        "ß": "ss",
        "ẞ": "ss",
        "æ": "ae",
        "Æ": "ae",
        "œ": "oe",
        "Œ": "oe",
        "þ": "th",
        "Þ": "th",
        "ŋ": "n",
        "ø": "o",
        "Ø": "o",
        "ł": "l",
        "Ł": "l",
        "đ": "d",
        "Đ": "d",
        "ð": "d",
        "Ð": "d",
        "ı": "i",
        "ħ": "h",
        "’": "",
        "'": "",
        "ʼ": "",
        "&": " and ",
    }
)


def is_slug(text: str) -> bool:
    """Whether a folder of this name can be an episode: a to z, 0 to 9 and -, at most 80.

    >>> is_slug("060-why-your-achilles-hurts"), is_slug("060 Achilles"), is_slug("../feed")
    (True, False, False)
    """
    return _SLUG.fullmatch(text) is not None


def slugify(text: str) -> str:
    """The nearest slug: accents dropped, everything else that is not a letter or digit becomes one hyphen.

    >>> slugify("060 Füße & Waden: was hilft?")
    '060-fusse-and-waden-was-hilft'
    >>> slugify("第三回")
    'episode'
    """
    return _hyphenated(_ascii(text))[:MAX_LENGTH].strip("-") or FALLBACK


def ascii_name(name: str) -> str:
    """A file's name as it may stand in a key; the extension stays, in small letters.

    >>> ascii_name("Wade (links).JPG"), ascii_name("transcript.de.vtt"), ascii_name("图.png")
    ('wade-links.jpg', 'transcript.de.vtt', 'file.png')
    """
    parts = [_hyphenated(part).strip("-") for part in _ascii(name.rpartition("/")[2]).split(".")]
    *stem, extension = parts if len(parts) > 1 else [*parts, ""]
    shown = ".".join(part for part in stem if part)[:MAX_LENGTH].strip("-.") or "file"
    return f"{shown}.{extension[:16].strip('-')}" if extension else shown


def same_name(text: str) -> str:
    """What two names share that some disk or host would take for one.

    >>> same_name("Cafe\\u0301.MP3") == same_name("caf\\u00e9.mp3")
    True
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def _ascii(text: str) -> str:
    """Letters spelled in ASCII where they can be; what cannot becomes a blank."""
    spread = unicodedata.normalize("NFKD", text.translate(_SPELLED))
    bare = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return bare.translate(_SPELLED).encode("ascii", "replace").decode().replace("?", " ").lower()


def _hyphenated(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")
