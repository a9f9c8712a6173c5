"""The fixed words of pages, in the show's language: one file for each."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

FALLBACK = "en"


@dataclass(frozen=True)
class Words:
    """What pages say in one language; templates call `words.say("part_of", part=1, of=2)`."""

    language: str
    texts: Mapping[str, Any]
    is_own: bool = True
    """False where English stands in for a language that nobody has written yet."""

    def say(self, key: str, **values: object) -> str:
        """The text of a key with its values filled in; a key that there is not is a fault of ours."""
        text = self.texts[key]
        assert isinstance(text, str), key
        return text.format(**values)

    def date(self, moment: datetime, zone: str) -> str:
        """The day in the show's zone: in words, or in figures that everybody reads alike.

        >>> from datetime import UTC
        >>> read_words("en-GB").date(datetime(2026, 11, 4, 23, 30, tzinfo=UTC), "Europe/Berlin")
        '5 November 2026'
        """
        day = moment.astimezone(ZoneInfo(zone)).date()
        if not self.is_own:
            return day.isoformat()
        return self.say("date", day=day.day, month=self.texts["months"][day.month - 1], year=day.year)

    def duration(self, seconds: float | None) -> str:
        """A length to the minute, or to the second where it is short.

        >>> words = read_words("en")
        >>> words.duration(45), words.duration(1475), words.duration(3725), words.duration(None)
        ('45 s', '25 min', '1 h 2 min', '')
        """
        if seconds is None:
            return ""
        if seconds < 60:
            return self.say("seconds", seconds=round(seconds))
        hours, minutes = divmod(round(seconds / 60), 60)
        return self.say("hours" if hours else "minutes", hours=hours, minutes=minutes)

    def size(self, size_bytes: int) -> str:
        """A size in decimal units, as shops and browsers count.

        >>> [read_words("en").size(size) for size in (900, 48_200, 2_881_234, 71_000_000, 2_100_000_000)]
        ['1 kB', '48 kB', '2.9 MB', '71 MB', '2.1 GB']
        """
        for unit, size in (("GB", 10**9), ("MB", 10**6)):
            if size_bytes >= size:
                amount = size_bytes / size
                text = f"{amount:.0f}" if amount >= 10 else f"{amount:.1f}"
                return f"{text.replace('.', self.texts['decimal_point'])} {unit}"
        return f"{max(1, round(size_bytes / 1000))} kB"


@cache
def read_words(language: str) -> Words:
    """The words of a language, or English where nobody has written them yet.

    Args:
        language: A code as shows have it: de, pt-BR.
    """
    folder = files("pipeline.site") / "languages"
    code = language.split("-", maxsplit=1)[0].lower()
    path = folder / f"{code}.json"
    is_own = path.is_file()
    path = path if is_own else folder / f"{FALLBACK}.json"
    return Words(code if is_own else FALLBACK, json.loads(path.read_text(encoding="utf-8")), is_own)
