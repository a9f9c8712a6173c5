"""What stands around the notes in the feed: sponsor, calls to action, series and the like as plain lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from html import escape

from pipeline.core.audio_facts import Chapter
from pipeline.core.chapters import format_clock
from pipeline.core.episode import NOTES, Episode
from pipeline.core.notes.characters import drop_illegal
from pipeline.core.notes.links import safe_url
from pipeline.core.notes.offers import offer_has_ended
from pipeline.core.notes.series import Part
from pipeline.core.show import CallToAction, Listen, Person, Sponsor


class Weight(IntEnum):
    """Which blocks give way first where the space is short: the lightest."""

    LISTEN = 1
    PEOPLE = 2
    QUESTIONS = 3
    CHAPTERS = 4
    CALL = 5
    VIDEO = 6
    SERIES = 7
    SPONSOR = 8


@dataclass(frozen=True)
class Block:
    """A piece of HTML that stays whole or goes."""

    weight: Weight
    html: str


def feed_blocks_before(episode: Episode, next_part: Part | None) -> list[Block]:
    """The blocks above the notes: where this episode stands in its series, and its video."""
    front = episode.record.front
    blocks = []
    if front.series:
        of = f" of {front.series.of}" if front.series.of else ""
        line = f"Part {front.series.part}{of}: <strong>{_text(front.series.title)}</strong>."
        blocks.append(Block(Weight.SERIES, _paragraph(line + _sequel(front.series.teaser, next_part))))
    if front.video:
        blocks.append(Block(Weight.VIDEO, _paragraph(_link(front.video, "Watch the video"))))
    return blocks


def _sequel(teaser: str | None, next_part: Part | None) -> str:
    if next_part:
        return f" Part {next_part.number}: {_link(next_part.url, next_part.title)}"
    return f" {_text(teaser)}" if teaser else ""


def feed_blocks_after(episode: Episode, listen: Iterable[Listen], today: date) -> list[Block]:
    """The blocks below the notes, in the order they are read."""
    details, questions = episode.details, episode.record.front.questions
    lines = chapter_lines(details.chapters) if details.sources.get("chapters") != NOTES else ""
    return [
        block
        for block in (
            Block(Weight.QUESTIONS, _questions(questions)),
            Block(Weight.CHAPTERS, lines),
            *(Block(Weight.SPONSOR, _sponsor(each, today)) for each in details.sponsors),
            *(Block(Weight.CALL, _call(each)) for each in details.calls_to_action),
            Block(Weight.PEOPLE, _people(details.people)),
            Block(Weight.LISTEN, _listen(listen)),
        )
        if block.html
    ]


def more_link(page_url: str) -> str:
    """What stands at the end where something had to be left out."""
    return _paragraph(_link(page_url, "Full show notes"))


def chapter_lines(chapters: Iterable[Chapter]) -> str:
    """Timestamps as Apple, Spotify and YouTube read them: one a line, the first at 00:00.

    Fewer than three, or a first one later than that, are no chapters to them.
    """
    shown = [each for each in chapters if each.title and not each.hidden]
    if len(shown) < 3 or int(shown[0].start_s):
        return ""
    return _paragraph("<br/>".join(f"{format_clock(each.start_s)} {_text(each.title)}" for each in shown))


def _questions(questions: list[str]) -> str:
    items = "".join(f"<li>{_text(each)}</li>" for each in questions)
    return f"<p><strong>In this episode:</strong></p><ul>{items}</ul>" if items else ""


def _sponsor(sponsor: Sponsor, today: date) -> str:
    about = f"<strong>{_text(sponsor.disclosure)}</strong> {_link(sponsor.url, sponsor.name)}"
    if offer_has_ended(sponsor, today):
        return _paragraph(f"{about} (offer ended)")
    code = f" Code: <strong>{_text(sponsor.code)}</strong>" if sponsor.code else ""
    return _paragraph(f"{about}: {_text(sponsor.text)}{code}")


def _call(call: CallToAction) -> str:
    return _paragraph(f"{_text(call.text)} {_link(call.url, call.label)}")


def _people(people: Iterable[Person]) -> str:
    return _paragraph("<br/>".join(_person(each) for each in people))


def _person(person: Person) -> str:
    name = _link(person.url, person.name) if person.url else _text(person.name)
    return f"{_text(person.role)}: {name}" + (f", {_text(person.credentials)}" if person.credentials else "")


def _listen(listen: Iterable[Listen]) -> str:
    links = ", ".join(_link(each.url, each.name) for each in listen)
    return _paragraph(f"Listen wherever you get your podcasts: {links}") if links else ""


def _paragraph(html: str) -> str:
    return f"<p>{html}</p>" if html else ""


def _link(url: str, words: str) -> str:
    safe = safe_url(url)
    return f'<a href="{escape(drop_illegal(safe))}">{_text(words)}</a>' if safe else _text(words)


def _text(words: str) -> str:
    return escape(drop_illegal(" ".join(words.split())), quote=False)
