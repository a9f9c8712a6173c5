"""A show folder in which every text is an attack: settings, front matter, notes, side files, tags, names."""

# ruff: noqa: E501  # attacks are on one line

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from mutagen.id3 import CHAP, COMM, CTOC, ID3, TALB, TDES, TIT2, TIT3, TPE1, TXXX, USLT, WXXX
from PIL import Image

from pipeline.core.front_matter import FrontMatter
from pipeline.core.show import Show
from pipeline.store.memory import MemoryStore
from pipeline.store.protocol import Roots
from pipeline.workflows.build import build
from pipeline.workflows.context import Context
from tests.golden.quiet import Quiet
from tests.with_browser.hostile_texts import ATTACKS, SCHEMES, Schema, hostile

SPEECH = Path(__file__).parent / "files" / "speech.mp3"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
BASE_URL = "https://hostile.example/it's;a,show/"
TURNS = 4
SHOW_SCHEMA = Schema(Show.model_json_schema())
EPISODE_SCHEMA = Schema(FrontMatter.model_json_schema())

PICTURE = "'\"><svg onload=pwned=1>{{7*7777777}}.png"
COVER = "'\"><img src=x onerror=pwned=1>.jpg"
AUDIO = "'\"><svg onload=pwned=1>&lt;{{7*7777777}}.mp3"
TRANSCRIPT = "'\"><svg onload=pwned=1>.vtt"
GUID = "917393e3-1b1e-5cef-ace4-edaa54e1f810"
MOMENT = "2026-11-05T18:30:00+01:00"
PLACE = {"geo": "geo:48.2,16.3;<svg onload=pwned=1>", "osm": "R109166", "country": "AT"}
VALUE = {
    "suggested": "0.00000015",
    "time_splits.*.start": "0:01",
    "time_splits.*.duration": "0:05",
    "time_splits.*.remote_start": "0:01",
    "time_splits.*.remote_item.feed_guid": GUID,
}
ALTERNATIVE = {"file": ..., "sources.*.type": "audio/ogg", "type": "audio/ogg", "language": "de"}
IMAGE = {"file": PICTURE, "aspect_ratio": "16/9", "type": "image/png"}

REASONS = {
    "show timezone": "a known zone, or refused",
    "show categories.[*]": "one of Apple's: others are refused",
    "show base_url": "where the pages are served from; it is as odd as a preview can serve",
    "show license.:": "the same as license.id",
    "show value.time_splits.*": "refused: the show has no parts in time",
    "show remote_items.*": "refused beside episodes; the same as podroll",
    "show live.[*].alternatives.[*].file": "refused: a stream has no file",
    "show live.[*].value.time_splits.*": "refused: a stream has no parts in time",
    "show feed.prefixes.[*]": "a known service or an address, or refused",
    "episode transcript.[*].:": "names a file; transcript.*.file is hostile",
    "episode chapters.:": "names a file, whose name is never shown",
    "episode alternatives.[*].file": "names a file, as audio does",
    "episode license.:": "the same as license.id",
}
"""Texts that the show does not attack, as patterns of their names, each with why."""


def _below(path: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{path}.{name}": value for name, value in values.items()}


def write_show(folder: Path) -> dict[str, Any]:
    """Write `podcast.toml` and what it names; returns what it says."""
    chosen = {
        "language": "en",
        "artwork": COVER,
        "categories": ["Sports > Running"],
        "timezone": "Europe/Berlin",
        "publish_time": "06:00",
        "base_url": BASE_URL,
        "owner.email": "'onclick=pwned=1@evil.invalid",
        "guid": GUID,
        "block_on": ["amazon"],
        "allow_on": ["youtube"],
        "managing_editor": "a@evil.invalid (<svg onload=pwned=1>)",
        "web_master": "a@evil.invalid (<svg onload=pwned=1>)",
        **_below("locations.*", PLACE),
        **_below("images.*", IMAGE),
        "trailers.*.date": MOMENT,
        "trailers.*.type": "audio/mpeg",
        "seasons": {"1": {"name": hostile(128, "seasons.*.name"), "artwork": COVER}},
        "value.suggested": VALUE["suggested"],
        "value.time_splits": [],
        "live.*.start": MOMENT,
        "live.*.end": "2026-11-05T19:30:00+01:00",
        "live.*.stream_type": "audio/mpeg",
        "live.*.artwork": COVER,
        "live.*.hosts": ["one"],
        "live.*.guests": ["one"],
        **_below("live.*.alternatives.*", ALTERNATIVE),
        **_below("live.*.locations.*", PLACE),
        **_below("live.*.images.*", IMAGE),
        "live.*.value.suggested": VALUE["suggested"],
        "live.*.value.time_splits": [],
        "podroll.*.feed_guid": GUID,
        "publisher.feed_guid": GUID,
        "remote_items": [],
        "update_frequency.rrule": "FREQ=WEEKLY",
        "update_frequency.starts": "2026-11-05",
        "hosts": ["one"],
        "people.*.image": PICTURE,
        "sponsors.*.ends": "2027-11-30",
        "reviews.*.date": "2026-11-01",
        "feed.max_items": ...,
        "feed.size_budget_kb": ...,
        "feed.slim_after": ...,
        "feed.prefixes": [],
        "feed.archives": "yearly",
        "feed.whole_notes": True,
        "site.accent": "#0a6",
        "site.background": "#ffffff",
        "site.about": NOTES,
        "site.episodes_per_page": 5,
        "site.testimonials.*.date": "2026-11-01",
        "site.newsletter.field": "email",
        "site.newsletter.honeypot": "website",
        "tag_media": True,
        "pretty_urls": False,
        "silence": {"enclosure-url-ascii": hostile(900, "silence.*")},
    }
    said = _one_of_two(SHOW_SCHEMA.fill(chosen, 0))
    (folder / "podcast.toml").write_text(
        "".join(f"{key} = {_toml(value)}\n" for key, value in said.items()), encoding="utf-8"
    )
    (folder / COVER).write_bytes(_picture("JPEG", 1400))
    (folder / PICTURE).write_bytes(_picture("PNG", 64))
    return said


def write_episode(folder: Path, turn: int) -> dict[str, Any]:
    """Write one episode; each turn tells its chapters and transcripts in another way."""
    own = folder / "episodes" / f"06{turn}-talk"
    own.mkdir(parents=True)
    chosen = {
        "audio": AUDIO,
        "date": f"2026-11-0{turn + 1} 08:00",
        "guid": hostile(900, "guid", turn),
        "episode": turn + 1,
        "season": 1,
        "artwork": COVER,
        "duration": ...,
        **_below("locations.*", PLACE),
        **_below("images.*", IMAGE),
        **_below("alternatives.*", ALTERNATIVE),
        **_below("value", VALUE),
        "soundbites.*.start": "0:01",
        "soundbites.*.duration": "0:10",
        "hosts": ["one"],
        "guests.*.image": PICTURE,
        "sponsors": ["one"],
        "calls_to_action": ["one"],
        "reviews": ["one"],
        "series.id": "one",
        "series.part": turn + 1,
        "series.of": 5,
        "transcript": [{"file": TRANSCRIPT, "language": "en"}, "talk.de.srt", "talk.fr.json"]
        if turn % 2
        else TRANSCRIPT,
        "chapters.*.start": "0:02",
        "chapters.*.image": PICTURE,
        **({"chapters": "chapters.json"} if turn == 1 else {"chapters": ...} if turn else {}),
        **({"video": "https://youtu.be/dQw4w9WgXcQ"} if turn % 2 else {}),
    }
    said = _one_of_two(EPISODE_SCHEMA.fill(chosen, turn))
    front = "".join(f"{key}: {json.dumps(value)}\n" for key, value in said.items())
    stamps = "" if turn == 3 else STAMPS
    (own / "index.md").write_text(f"---\n{front}---\n{NOTES}{stamps}", encoding="utf-8")
    (own / AUDIO).write_bytes(_tagged())
    (own / COVER).write_bytes(_picture("JPEG", 1400))
    (own / PICTURE).write_bytes(_picture("PNG", 64))
    for name, text in {
        TRANSCRIPT: VTT,
        "talk.de.srt": SRT,
        "talk.fr.json": CUES,
        "chapters.json": CHAPTERS,
    }.items():
        if name in json.dumps(said) or name == TRANSCRIPT:
            (own / name).write_text(text, encoding="utf-8")
    return said


def make_hostile(folder: Path, target: Path) -> None:
    """Write the whole show, and build it."""
    write_show(folder)
    for turn in range(TURNS):
        write_episode(folder, turn)
    scratch = folder.parent / "scratch"
    scratch.mkdir()
    context = Context(folder, Roots(MemoryStore(), MemoryStore()), NOW, Quiet(), scratch, folder)
    build(context, target, drafts=False, clock=NOW)


def _one_of_two(value: Any) -> Any:
    """Where two keys exclude each other, one entry for each of them."""
    if isinstance(value, dict):
        return {key: _one_of_two(each) for key, each in value.items()}
    if not isinstance(value, list):
        return value
    found = []
    for each in map(_one_of_two, value):
        both = isinstance(each, dict) and {"remote_item", "recipients"} <= each.keys()
        names = ("remote_item", "recipients") if both else ("",)
        found += [{k: v for k, v in each.items() if k != name} if name else each for name in names]
    return found


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value)


def _picture(kind: str, side_px: int) -> bytes:
    stream = BytesIO()
    Image.new("RGB", (side_px, side_px), "#0a5a50").save(stream, kind)
    return stream.getvalue()


def _tagged() -> bytes:
    """The speech, with an attack in each of its tags."""
    stream = BytesIO(SPEECH.read_bytes())
    tags = ID3()
    for frame in (TIT2, TIT3, TPE1, TALB):
        tags.add(frame(encoding=3, text=hostile(900, frame.__name__)))
    tags.add(TDES(encoding=3, text=hostile(900, "TDES")))
    tags.add(COMM(encoding=3, lang="eng", desc=SHORT, text=hostile(900, "COMM")))
    tags.add(USLT(encoding=3, lang="eng", desc=SHORT, text=hostile(900, "USLT")))
    tags.add(TXXX(encoding=3, desc=SHORT, text=hostile(900, "TXXX")))
    names = []
    for number, attack in enumerate(ATTACKS):
        names.append(f"chp{number}")
        inside = [
            TIT2(encoding=3, text=attack),
            WXXX(encoding=3, desc=SHORT, url=SCHEMES[number % len(SCHEMES)]),
        ]
        tags.add(
            CHAP(
                element_id=names[-1], start_time=number * 900, end_time=number * 900 + 900, sub_frames=inside
            )
        )
    tags.add(CTOC(element_id="toc", flags=3, child_element_ids=names, sub_frames=[]))
    stream.seek(0)
    tags.save(stream, v2_version=4)
    return stream.getvalue()


SHORT = ATTACKS[0]
WRITTEN = [url.replace("\n", "&#10;").replace("\x01", "&#1;") for url in SCHEMES]
_LINKS = "".join(f"- [{index}](<{url}>)\n" for index, url in enumerate(WRITTEN))
_RAW = "".join(f'<a href="{url}">raw</a> <img src="{url}" alt="raw">\n' for url in WRITTEN)
_LINES = "".join(f"{attack}\n\n" for attack in ATTACKS)
NOTES = f"""\
{_LINES}
# {ATTACKS[0]} {ATTACKS[1]}

## {ATTACKS[2]}

## {ATTACKS[3]}

### {ATTACKS[4]} [b](javascript:pwned=1)

## {ATTACKS[12]}

{_LINKS}
<javascript:pwned=1> <data:text/html,x>

[ref]: javascript:pwned=1 "x"
[ref] and ![ref]

[titled](https://evil.invalid/ "'><svg onload=pwned=1>") [&#106;avascript](&#106;avascript:pwned=1)

![{ATTACKS[3]}](<{PICTURE.replace("<", "&lt;").replace(">", "&gt;")}> "{ATTACKS[3]}")
![x"onerror="pwned=1](https://evil.invalid/p.png "x' onload='pwned=1")
![x](javascript:pwned=1) ![y](data:image/svg+xml,<svg/onload=pwned=1>)

| {ATTACKS[1]} | {ATTACKS[3]} |
|---|---|
| {ATTACKS[2]} | {ATTACKS[8]} |

```<svg onload=pwned=1>"onclick=pwned=1
{ATTACKS[1]}
```

`{ATTACKS[2]}` {SHORT}[^{"a'onclick=pwned=1"}]

[^a'onclick=pwned=1]: {ATTACKS[2]} [c](javascript:pwned=1)

{_RAW}
<a id=player name=player href="https://evil.invalid" onclick=pwned=1 target=_blank style="position:fixed;inset:0">x</a>
<form id=tools action=javascript:pwned=1><input name=children autofocus onfocus=pwned=1><button formaction=javascript:pwned=1>x</button></form>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=pwned=1&gt;"></table></math>
<svg><style><img src=x onerror=pwned=1></style><a xlink:href="javascript:pwned=1"><text>x</text></a><use href="data:image/svg+xml,x#y"/></svg>
<noscript><p title="</noscript><img src=x onerror=pwned=1>"></noscript>
<style>@import "//evil.invalid/s.css"; body {{ background: url(//evil.invalid/bg) }}</style>
<link rel=stylesheet href=//evil.invalid/s.css><link rel=prefetch href=//evil.invalid/f>
<object data=//evil.invalid/o></object><embed src=//evil.invalid/e><applet code=x></applet>
<video autoplay poster=//evil.invalid/v><source src=//evil.invalid/v onerror=pwned=1><track default src=//evil.invalid/t></video>
<audio autoplay src=//evil.invalid/a></audio><picture><source srcset=//evil.invalid/s><img srcset="//evil.invalid/z 1x"></picture>
<details open ontoggle=pwned=1><summary>x</summary></details><marquee onstart=pwned=1>x</marquee>
<template><script>pwned=1</script></template><plaintext-x is=y><portal src=//evil.invalid>
<table background=//evil.invalid/t><td background=//evil.invalid/d>x</td></table><body onload=pwned=1 background=//evil.invalid/y>
<div data-start=1 data-embed="javascript:pwned=1" data-copy=x data-do=toggle>x</div>
<a data-embed="javascript:pwned=1" data-title=x href="https://evil.invalid/">video</a>

"""
STAMPS = "".join(f"\n00:0{number} {attack}\n" for number, attack in enumerate(ATTACKS[:9], 1))
VTT = "WEBVTT - <svg onload=pwned=1>\n\n" + "".join(
    f"{attack.replace('-->', '->')}\n00:{number:02d}.000 --> 00:{number:02d}.900\n<v {attack}>{attack}\n\n"
    for number, attack in enumerate(ATTACKS[:15])
)
SRT = "".join(
    f"{number + 1}\n00:00:{number:02d},000 --> 00:00:{number:02d},900\n{attack[:40]}: {attack}\n\n"
    for number, attack in enumerate(ATTACKS[:15])
)
CUES = json.dumps(
    {
        "version": "1.0.0",
        "segments": [
            {"speaker": attack, "startTime": number, "endTime": number + 0.9, "body": attack}
            for number, attack in enumerate(ATTACKS[:15])
        ],
    }
)
CHAPTERS = json.dumps(
    {
        "version": "1.2.0",
        "title": SHORT,
        "author": SHORT,
        "chapters": [
            {"startTime": number, "title": attack, "url": SCHEMES[number % len(SCHEMES)], "img": PICTURE}
            for number, attack in enumerate(ATTACKS[:15])
        ],
    }
)
