"""The stylesheet that the feed names: what people see who open its address in a browser."""

from functools import cache
from hashlib import sha256
from importlib.resources import files

from pipeline.core.addresses import file_key
from pipeline.core.made_pictures import variants_of
from pipeline.site.colours import render_palettes
from pipeline.site.whole import Pages, Whole

NAME = "feed.css"

_TO_ROOT = "../../"
"""From where files stand (`file_key`)."""


def render(whole: Whole) -> Pages:
    body = "".join([_palettes(whole), _words(whole), _read()]).encode()
    return {file_key(sha256(body).hexdigest(), NAME): body}


def find_feed_style(pages: Pages) -> str | None:
    """The key of the feed's stylesheet; None where the show has no pages here."""
    return next((key for key in pages if key.startswith("files/") and key.endswith(f"/{NAME}")), None)


def _palettes(whole: Whole) -> str:
    return render_palettes(whole.settings.accent, whole.settings.background)


def _words(whole: Whole) -> str:
    """What the stylesheet says, in the show's language, and the show's picture."""
    words, site = whole.words, whole.site
    values = {
        "about": css_string(words.say("feed_about")),
        "page": css_string(words.say("feed_page")),
    }
    small = variants_of(whole.show.artwork, whole.record.files)
    picture = small[0] if small else whole.record.files.get(whole.show.artwork)
    if picture:
        values |= {
            "cover": f"url({css_string(_TO_ROOT + picture.key)})",
            "height": "7rem",
            "indent": "8.5rem",
        }
    values["start"] = "right" if site.direction == "rtl" else "left"
    said = " ".join(f"--{name}: {value};" for name, value in values.items())
    return f":root {{ direction: {site.direction}; {said} }}\n"


def css_string(text: str) -> str:
    r"""A text as CSS has it, whatever it holds.

    >>> css_string('a "b" \\ </style>\n')
    '"a \\22 b\\22  \\5c  \\3c /style\\3e \\a "'
    """
    special = {ord(sign): f"\\{ord(sign):x} " for sign in '"\\<>\n\r\f\0'}
    return f'"{text.translate(special)}"'


@cache
def _read() -> str:
    return (files("pipeline.site") / "theme" / NAME).read_text(encoding="utf-8")
