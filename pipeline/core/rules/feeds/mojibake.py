"""Text that was written as UTF-8 and read as Windows-1252: é becomes Ã©."""

import re
from typing import NamedTuple

_LOOK_AT = 65_536
_SUSPECT = re.compile("Ã[\x80-\xbfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]|Â[\xa0-\xbf]|â€[\x80-\xbf™œžš˜¢¦“”‘’]")


class Mojibake(NamedTuple):
    """One garbled character."""

    seen: str
    meant: str


def find_mojibake(text: str) -> Mojibake | None:
    """The first garbled character of a text.

    >>> find_mojibake("CafÃ© itâ€™s"), find_mojibake("SÃO PAULO, Â. Café")
    (Mojibake(seen='Ã©', meant='é'), None)
    """
    for found in _SUSPECT.finditer(text, 0, _LOOK_AT):
        meant = _read_again(found[0])
        if meant:
            return Mojibake(found[0], meant)
    return None


def _read_again(text: str) -> str | None:
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return None
