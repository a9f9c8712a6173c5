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
from pipeline.core.words import Words


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


def feed_blocks_before(episode: Episode, next_part: Part | None, words: Words) -> list[Block]:
    """The blocks above the notes: where this episode stands in its series, and its video."""
    front = episode.record.front
    blocks = []
    if front.series:
        key = "part_label_of" if front.series.of else "part_label"
        part = _label(words.say(key, part=front.series.part, of=front.series.of), words)
        line = f"{part} <strong>{_text(front.series.title)}</strong>."
        blocks.append(Block(Weight.SERIES, _paragraph(line + _sequel(front.series.teaser, next_part, words))))
    if front.video:
        blocks.append(Block(Weight.VIDEO, _paragraph(_link(front.video, words.say("watch_the_video")))))
    return blocks


def _sequel(teaser: str | None, next_part: Part | None, words: Words) -> str:
    if next_part:
        part = _label(words.say("part_label", part=next_part.number), words)
        return f" {part} {_link(next_part.url, next_part.title)}"
    return f" {_text(teaser)}" if teaser else ""


def feed_blocks_after(episode: Episode, listen: Iterable[Listen], today: date, words: Words) -> list[Block]:
    """The blocks below the notes, in the order they are read."""
    details, questions = episode.details, episode.record.front.questions
    lines = chapter_lines(details.chapters) if details.sources.get("chapters") != NOTES else ""
    return [
        block
        for block in (
            Block(Weight.QUESTIONS, _questions(questions, words)),
            Block(Weight.CHAPTERS, lines),
            *(Block(Weight.SPONSOR, _sponsor(each, today, words)) for each in details.sponsors),
            *(Block(Weight.CALL, _call(each)) for each in details.calls_to_action),
            Block(Weight.PEOPLE, _people(details.people, words)),
            Block(Weight.LISTEN, _listen(listen, words)),
        )
        if block.html
    ]


def more_link(page_url: str, words: Words) -> str:
    """What stands at the end where something had to be left out."""
    return _paragraph(_link(page_url, words.say("full_notes")))


def chapter_lines(chapters: Iterable[Chapter]) -> str:
    """Timestamps as Apple, Spotify and YouTube read them: one a line, the first at 00:00.

    Fewer than three, or a first one later than that, are no chapters to them.
    """
    shown = [each for each in chapters if each.title and not each.hidden]
    if len(shown) < 3 or int(shown[0].start_s):
        return ""
    return _paragraph("<br/>".join(f"{format_clock(each.start_s)} {_text(each.title)}" for each in shown))


def _questions(questions: list[str], words: Words) -> str:
    items = "".join(f"<li>{_text(each)}</li>" for each in questions)
    label = _label(words.say("in_this_episode"), words)
    return f"<p><strong>{label}</strong></p><ul>{items}</ul>" if items else ""


def _sponsor(sponsor: Sponsor, today: date, words: Words) -> str:
    disclosure = words.disclosure(sponsor.disclosure)
    about = f"<strong>{_text(disclosure)}</strong> {_link(sponsor.url, sponsor.name)}"
    if offer_has_ended(sponsor, today):
        return _paragraph(f"{about} ({_text(words.say('offer_ended'))})")
    code = f" {words.say('code')} <strong>{_text(sponsor.code)}</strong>" if sponsor.code else ""
    return _paragraph(f"{about}{words.say('colon')} {_text(sponsor.text)}{code}")


def _call(call: CallToAction) -> str:
    return _paragraph(f"{_text(call.text)} {_link(call.url, call.label)}")


def _people(people: Iterable[Person], words: Words) -> str:
    return _paragraph("<br/>".join(_person(each, words) for each in people))


def _person(person: Person, words: Words) -> str:
    role = _label(words.role(person.role), words)
    name = _link(person.url, person.name) if person.url else _text(person.name)
    return f"{role} {name}" + (f", {_text(person.credentials)}" if person.credentials else "")


def _listen(listen: Iterable[Listen], words: Words) -> str:
    links = ", ".join(_link(each.url, each.name) for each in listen)
    return _paragraph(f"{_label(words.say('listen_anywhere'), words)} {links}") if links else ""


def _label(text: str, words: Words) -> str:
    """What something is, and a colon; French has a blank before the colon that `_text` would change."""
    return _text(text) + words.say("colon")


def _paragraph(html: str) -> str:
    return f"<p>{html}</p>" if html else ""


def _link(url: str, words: str) -> str:
    safe = safe_url(url)
    return f'<a href="{escape(drop_illegal(safe))}">{_text(words)}</a>' if safe else _text(words)


def _text(words: str) -> str:
    return escape(drop_illegal(" ".join(words.split())), quote=False)
