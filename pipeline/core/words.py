"""The fixed words of feed and pages in one language: said, counted, and put into dates and sizes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.core.show import DISCLOSURE


@dataclass(frozen=True)
class Words:
    """What feed and pages say in one language; templates call `words.say("part_of", part=1, of=2)`."""

    language: str
    texts: Mapping[str, Any]
    is_own: bool = True
    """False where English stands in for a language that nobody has written yet."""

    def say(self, key: str, **values: object) -> str:
        """The text of a key with its values filled in; a key that there is not is a fault of ours."""
        text = self.texts[key]
        assert isinstance(text, str), key
        return text.format(**values)

    def count(self, key: str, count: int) -> str:
        """The same for a number of things; one of them has a text of its own.

        >>> words = Words("en", {"parts": "{count} parts", "parts_one": "1 part"})
        >>> words.count("parts", 1), words.count("parts", 2)
        ('1 part', '2 parts')
        """
        return self.say(f"{key}_one" if count == 1 else key, count=count)

    def role(self, role: str) -> str:
        """A role of the Podcast Taxonomy as readers know it; other words are the producer's own.

        >>> words = Words("de", {"roles": {"Guest": "Gast"}})
        >>> words.role("Guest"), words.role("Lauftrainerin")
        ('Gast', 'Lauftrainerin')
        """
        roles: Mapping[str, str] = self.texts["roles"]
        return roles.get(role, role)

    def disclosure(self, said: str) -> str:
        """What a sponsor's block opens with: the producer's words, or ours where they wrote none."""
        return self.say("sponsored") if said == DISCLOSURE else said

    def date(self, moment: datetime, zone: str) -> str:
        """The day in the show's zone: in words, or in figures that everybody reads alike.

        >>> from datetime import UTC
        >>> Words("xx", {}, is_own=False).date(datetime(2026, 11, 4, 23, 30, tzinfo=UTC), "Europe/Berlin")
        '2026-11-05'
        """
        day = moment.astimezone(ZoneInfo(zone)).date()
        if not self.is_own:
            return day.isoformat()
        number = self.texts["first_day"] if day.day == 1 else day.day
        return self.say("date", day=number, month=self.texts["months"][day.month - 1], year=day.year)

    def duration(self, seconds: float | None) -> str:
        """A length to the minute, or to the second where it is short; empty where there is none."""
        if seconds is None:
            return ""
        if seconds < 60:
            return self.say("seconds", seconds=round(seconds))
        hours, minutes = divmod(round(seconds / 60), 60)
        return self.say("hours" if hours else "minutes", hours=hours, minutes=minutes)

    def size(self, size_bytes: int) -> str:
        """A size in decimal units, as shops and browsers count."""
        for key, size in (("gigabytes", 10**9), ("megabytes", 10**6)):
            if size_bytes >= size:
                amount = size_bytes / size
                text = f"{amount:.0f}" if amount >= 10 else f"{amount:.1f}"
                return self.say(key, amount=text.replace(".", self.texts["decimal_point"]))
        return self.say("kilobytes", amount=max(1, round(size_bytes / 1000)))
