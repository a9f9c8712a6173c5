"""A show with many episodes, seasons, people and tags, for tests of lists."""

from datetime import date, timedelta
from typing import Any

from pipeline.core.episode import Episode, settle
from pipeline.core.front_matter import Guest, Series
from pipeline.core.podcasting import Season
from pipeline.core.record import ShowRecord
from pipeline.core.show import Person
from pipeline.core.site_settings import Review, SiteSettings
from pipeline.site.pages import render_pages
from tests.builders import DATE, make_record
from tests.site.rich_show import ADDRESSES, make_rich_show_record

TODAY = date(2026, 11, 6)
TAGS = ("heel", "Achilles tendon", "足底", "C++", "C#", "Füße")
BASE = ADDRESSES.base_url


def make_long_show(**changes: Any) -> ShowRecord:
    """Two hosts, a season with a name, what people say, five episodes a page."""
    people = {
        "ada": Person(name="Ada Marsh", credentials="DPT", image="ada.jpg", bio="Ada treats runners."),
        "tom": Person(name="Tom Oakes", url="https://tom.example"),
        "secret": Person(name="Never On Air"),
    }
    values: dict[str, Any] = {
        "people": people,
        "hosts": ["ada", "tom"],
        "seasons": {"2": Season(name="The road back", artwork="cover.jpg")},
        "site": SiteSettings(
            episodes_per_page=5, testimonials=[Review(text="Short and kind.", author="Jo", date="2026-10-01")]
        ),
    }
    record = make_rich_show_record()
    return record.model_copy(update={"show": record.show.model_copy(update={**values, **changes})})


def make_numbered(number: int, **changes: Any) -> Any:
    """Episode `number` of the long show, a day after the one before."""
    values: dict[str, Any] = {
        "guid": f"guid-{number}",
        "slug": f"{number:03d}-episode",
        "title": f"Episode no {number}",
        "episode": number,
        "season": 1 + number // 10,
        "date": DATE + timedelta(days=number - 100),
        "tags": [TAGS[number % len(TAGS)]],
        "guests": [Guest(name="Bo Lind")] if number % 4 == 0 else [],
    }
    return make_record(**{**values, **changes})


def make_long_episodes(show: ShowRecord, count: int = 17) -> list[Episode]:
    """The first is the trailer; the last two are parts 1 and 2 of 4."""
    records = [make_numbered(1, type="trailer"), *(make_numbered(each) for each in range(2, count - 1))]
    records += [make_numbered(count - 2 + part, series=make_part(part)) for part in (1, 2)]
    return [settle(each, show.show) for each in records]


def make_part(part: int, **changes: Any) -> Series:
    values = {"id": "heel", "title": "The heel", "part": part, "of": 4, "teaser": f"After part {part}: more."}
    return Series(**{**values, **changes})


def render_long(*episodes: Episode, **changes: Any) -> dict[str, bytes]:
    """The pages of the long show, or of some episodes of it."""
    show = make_long_show(**changes)
    return render_pages(show, episodes or make_long_episodes(show), ADDRESSES, TODAY)
