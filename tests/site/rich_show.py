"""A show whose pages have one of everything, for tests of pages and of browsers."""

from datetime import timedelta
from typing import Any

from pipeline.core.addresses import Addresses
from pipeline.core.audio_facts import Chapter
from pipeline.core.episode import Episode, settle
from pipeline.core.front_matter import Guest, Series
from pipeline.core.record import ShowRecord
from pipeline.core.show import CallToAction, Funding, Listen, Sponsor
from pipeline.core.site_settings import Review
from tests.builders import DATE, make_file, make_record, make_show_record

ADDRESSES = Addresses("https://wind.example/show/")

NOTES = """\
The tendon is rarely the whole story.[^1]

![Side view of a heel](heel.png)

## 1. What it is

- Load
  - too much, too soon

| Week | Run |
|-----:|:---:|
| 1    | 10  |

See [the picture](heel.png), [the programme](https://plan.example) or [mail us](mailto:a@wind.example).

[^1]: Nor is the calf.
"""


def make_rich_show_record(**changes: Any) -> ShowRecord:
    """A show with sponsors, calls to action, reviews and links to listen elsewhere."""
    return make_show_record(
        subtitle="Injuries & how to mend them",
        description="First <b>paragraph</b>.\n\nSecond paragraph.",
        timezone="Europe/Berlin",
        sponsors={
            "heel": Sponsor(
                name="Heel & Co", text="Insoles.", url="https://heel.example", code="ANA15", ends="2026-11-30"
            )
        },
        calls_to_action={
            "plan": CallToAction(text="Want a plan?", url="https://plan.example", label="Book it")
        },
        reviews={"kim": Review(text="It <i>helped</i>.", author="Kim", source="a letter", date="2026-10-01")},
        listen=[Listen(name="Pods", url="https://pods.example/x")],
        funding=[Funding(url="https://fund.example", label="Chip in")],
        files={
            "cover.jpg": make_file("cover.jpg", width=1400, height=1400),
            "ada.jpg": make_file("ada.jpg", width=200, height=200),
        },
        **changes,
    )


def make_rich_record(**changes: Any) -> Any:
    """Part 1 of 2, with everything an episode can have."""
    values: dict[str, Any] = {
        "notes": NOTES,
        "episode": 60,
        "guests": [Guest(name="Bo Lind", credentials="MD", url="https://bo.example")],
        "sponsors": ["heel"],
        "calls_to_action": ["plan"],
        "reviews": ["kim"],
        "questions": ["Why does it hurt?", "Is <rest> enough?"],
        "video": "https://video.example/60",
        "series": Series(id="achilles", title="Achilles", part=1, of=2, teaser="Next week: the way back."),
        "chapters": (
            Chapter(start_s=0, title="Hello"),
            Chapter(start_s=5, title="Why <it> hurts", url="https://why.example"),
            Chapter(start_s=12.5, title="What helps"),
            Chapter(start_s=13, title="", hidden=True),
        ),
        "files": {
            "heel.png": make_file("heel.png", width=640, height=480),
            "transcript.vtt": make_file("transcript.vtt", content_type="text/vtt"),
        },
    }
    return make_record(**{**values, **changes})


def make_rich_episodes(show: ShowRecord) -> list[Episode]:
    """The rich episode, and an older plain one."""
    older = make_record(
        guid="older",
        slug="059-shins",
        title="Shins",
        episode=59,
        date=DATE - timedelta(days=7),
        notes="Shins & more.",
    )
    return [settle(older, show.show), settle(make_rich_record(), show.show)]
