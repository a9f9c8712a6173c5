"""Renders what docs/rules.md takes from the table of rules."""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import unified_diff
from itertools import islice
from typing import Any

from pipeline.core.rules.audio_rules import AUDIO_RULES
from pipeline.core.rules.catalogue import RULES
from pipeline.core.rules.chapter_rules import CHAPTER_RULES
from pipeline.core.rules.check import ALL_RULES
from pipeline.core.rules.directories import TITLES, directories_of
from pipeline.core.rules.enclosure_rules import ENCLOSURE_RULES, PRESENCE_RULES
from pipeline.core.rules.episode_rules import EPISODE_RULES
from pipeline.core.rules.feeds import (
    apple_channel_rules,
    apple_item_rules,
    directory_rules,
    extension_rules,
    html_rules,
    podcasting_rules,
    psp1_rules,
    rss_rules,
)
from pipeline.core.rules.feeds.document_rules import DOCUMENT
from pipeline.core.rules.feeds.online_rules import ONLINE
from pipeline.core.rules.feeds.together_rules import TOGETHER
from pipeline.core.rules.loudness_rules import LOUDNESS_RULES
from pipeline.core.rules.show_rules import SHOW_RULES
from pipeline.core.rules.table import Rule, sentence
from pipeline.core.rules.together_rules import TOGETHER_RULES
from pipeline.core.rules.transcript_file_rules import TRANSCRIPT_FILE_RULES
from pipeline.core.rules.transcript_rules import TRANSCRIPT_RULES
from pipeline.errors import Level

Rows = Iterable[Rule[Any]]

AREAS: tuple[tuple[str, Rows], ...] = (
    ("Your show", SHOW_RULES),
    ("Your episodes", EPISODE_RULES),
    ("Your audio", (*PRESENCE_RULES, *ENCLOSURE_RULES, *AUDIO_RULES)),
    ("Your audio as it is heard", LOUDNESS_RULES),
    ("Your chapters", CHAPTER_RULES),
    ("Your transcripts", (*TRANSCRIPT_RULES, *TRANSCRIPT_FILE_RULES)),
    ("Your episodes among each other", TOGETHER_RULES),
    ("More about your show and episodes", ALL_RULES),
    ("Any feed: XML and vocabularies", DOCUMENT),
    ("Any feed: the show", apple_channel_rules.CHANNEL),
    ("Any feed: episodes", apple_item_rules.ITEM),
    ("Any feed: addresses, dates and identity", (*rss_rules.CHANNEL, *rss_rules.ITEM)),
    ("Any feed: PSP-1", (*psp1_rules.CHANNEL, *psp1_rules.ITEM)),
    ("Any feed: Podcasting 2.0", (*podcasting_rules.CHANNEL, *podcasting_rules.ITEM)),
    ("Any feed: Spotify, OP3 and others", (*directory_rules.CHANNEL, *directory_rules.ITEM)),
    ("Any feed: chapters, archives, Media RSS", (*extension_rules.CHANNEL, *extension_rules.ITEM)),
    ("Any feed: HTML in notes", (*html_rules.CHANNEL, *html_rules.ITEM)),
    ("Any feed: episodes among each other", TOGETHER),
    ("Online: how feed and files are served", ONLINE),
)
"""Each rule stands in the first area that has it."""

_CODE = re.compile(r"<[^<>\n]*>|&[a-z]+;")
_SPECIAL = re.compile(r"[\\`*_\[\]<]")


def render_parts() -> dict[str, str]:
    """Every generated part of the page, by the name its markers bear."""
    return {"directories": render_directories(), "rules": render_rules(dict(areas()))}


def areas() -> Iterator[tuple[str, list[Rule[Any]]]]:
    """Every rule once, by area; areas that have none of their own are left out."""
    seen: set[str] = set()
    for title, rows in AREAS:
        own = list({rule.id: rule for rule in rows if rule.id not in seen}.values())
        seen.update(rule.id for rule in own)
        if own:
            yield title, own


def render_directories() -> str:
    """How many rules speak for each directory; what concerns everybody counts for each."""
    rows = ["| directory | `--for` | errors | warnings | advice |", "|---|---|---|---|---|"]
    for directory, title in TITLES.items():
        levels = [rule.level for rule in RULES.values() if directory in directories_of(rule.who)]
        counts = " | ".join(str(levels.count(level)) for level in Level)
        rows.append(f"| {title} | `{directory.value}` | {counts} |")
    return "\n".join(rows)


def render_rules(by_area: Mapping[str, list[Rule[Any]]]) -> str:
    """An index of the areas, and each area with its rules."""
    index = [f"- [{title}](#{_anchor(title)}): {len(rows)}" for title, rows in by_area.items()]
    chapters = [
        "\n\n".join([f"## {title}", *(render_rule(rule) for rule in rows)]) for title, rows in by_area.items()
    ]
    return "\n\n".join(["\n".join(index), *chapters])


def render_rule(rule: Rule[Any]) -> str:
    """One rule: who asks for what, what to do, and the difference that it makes."""
    asked = f"**{rule.level.value}**, {_prose(rule.who)}: {_prose(rule.source)} ({rule.date})"
    said = f"{_prose(sentence(rule.text))} {_prose(sentence(rule.fix))}"
    return f"### {rule.id}\n\n{asked}\n\n{said}\n\n```diff\n{_difference(rule.wrong, rule.right)}\n```"


def _difference(wrong: str, right: str) -> str:
    lines = unified_diff(wrong.split("\n"), right.split("\n"), n=99, lineterm="")
    return "\n".join(line.rstrip() for line in islice(lines, 3, None))


def _prose(words: str) -> str:
    """Markdown that shows the words as they are, tags and entities as code.

    >>> _prose("write &amp; into <itunes:image>, not [x]")
    'write `&amp;` into `<itunes:image>`, not \\\\[x\\\\]'
    """
    parts, end = [], 0
    for found in _CODE.finditer(words):
        parts += [_SPECIAL.sub(r"\\\g<0>", words[end : found.start()]), f"`{found[0]}`"]
        end = found.end()
    return "".join([*parts, _SPECIAL.sub(r"\\\g<0>", words[end:])])


def _anchor(title: str) -> str:
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
