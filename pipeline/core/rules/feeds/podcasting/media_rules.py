"""What the table cannot say of alternate enclosures and pictures."""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Any

from pipeline.core.feed_document import Node
from pipeline.core.podcasting_values import IMAGE_PURPOSES
from pipeline.core.rules.feeds.cases import ItemCase, at
from pipeline.core.rules.feeds.podcasting.forms import RATIO
from pipeline.core.rules.feeds.podcasting.looking import Case, standing, suggest
from pipeline.core.rules.feeds.values import parse_whole
from pipeline.core.rules.sources import NAMESPACE
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.errors import Level

_LONGEST = 20_000
_HASH = re.compile(r"sha(256|384|512)-([A-Za-z0-9+/]{43,88}={0,2})(\?\S{0,200})?")
_SHAPE_SLACK = 0.02


def check_sources(case: ItemCase) -> Iterator[Finding]:
    for node in standing(case, "alternateEnclosure"):
        if not node.find("podcast:source"):
            text = "<podcast:alternateEnclosure> has no <podcast:source>"
            yield at(node, text, 'add <podcast:source uri="https://…"/> to it')


def check_integrity(case: ItemCase) -> Iterator[Finding]:
    for node in standing(case, "integrity"):
        kind = node.attributes.get("type", "").strip().casefold()
        value = node.attributes.get("value", "").strip()
        if value and kind == "sri" and not _is_sri(value):
            text = f"value of <podcast:integrity> is {one_line(value, 40)}, not an SRI string"
            yield at(node, text, "write sha256-, sha384- or sha512- and the whole hash in base64")
        if value and kind == "pgp-signature" and _decoded(value) is None:
            text = f"value of <podcast:integrity> is {one_line(value, 40)}, not base64"
            yield at(node, text, "write the signature in base64")


def _is_sri(value: str) -> bool:
    found = [_HASH.fullmatch(each) for each in value[:_LONGEST].split()]
    return all(each and len(_decoded(each[2]) or b"") * 8 == int(each[1]) for each in found)


def _decoded(value: str) -> bytes | None:
    try:
        return base64.b64decode("".join(value[:_LONGEST].split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def _preferred(case: ItemCase) -> list[Node]:
    nodes = standing(case, "alternateEnclosure")
    return [each for each in nodes if each.attributes.get("default", "").strip().casefold() == "true"]


def check_same_file(case: ItemCase) -> Iterator[Finding]:
    enclosure = case.item.find("enclosure")
    for node in _preferred(case) if enclosure else ():
        for name in ("type", "length"):
            ours = node.attributes.get(name, "").strip().casefold()
            theirs = enclosure.attributes.get(name, "").strip().casefold() if enclosure else ""
            if ours and theirs and ours != theirs:
                text = (
                    f"{name} of the default <podcast:alternateEnclosure> is {one_line(ours)}, "
                    f"but that of <enclosure> {one_line(theirs)}"
                )
                yield at(node, text, 'leave out default="true" unless it is the same file')


def check_one_default(case: ItemCase) -> Iterator[Finding]:
    for node in _preferred(case)[1:]:
        text = "more than one <podcast:alternateEnclosure> is the default"
        yield at(node, text, 'leave default="true" to one')


def check_purposes(case: Case) -> Iterator[Finding]:
    for node in standing(case, "image"):
        for token in node.attributes.get("purpose", "")[:_LONGEST].split():
            meant = suggest(token, IMAGE_PURPOSES) if "/" not in token else None
            if meant and meant != token.casefold():
                text = (
                    f"purpose of <podcast:image> holds {one_line(token)}, which the namespace does not list"
                )
                yield at(node, text, f"write {meant}")


def check_shape(case: Case) -> Iterator[Finding]:
    for node in standing(case, "image"):
        width, height = (parse_whole(node.attributes.get(name, "").strip()) for name in ("width", "height"))
        ratio = node.attributes.get("aspect-ratio", "").strip()
        if not width or not height or not RATIO.accepts(ratio):
            continue
        across, _, down = ratio.partition("/")
        if abs(float(across) / float(down or 1) / (width / height) - 1) > _SHAPE_SLACK:
            text = f"aspect-ratio of <podcast:image> is {ratio}, but it is {width} × {height}"
            yield at(node, text, "correct the one that is wrong")


def check_deprecated(case: Case) -> Iterator[Finding]:
    for node in standing(case, "images"):
        yield at(node, "<podcast:images> is deprecated", "write one <podcast:image> for each picture")


_ALTERNATE = '<podcast:alternateEnclosure type="audio/opus">'
_SOURCE = '<podcast:source uri="https://wind.example/60.opus"/></podcast:alternateEnclosure>'
_DEFAULT = '<podcast:alternateEnclosure type="{}" length="7" default="true">…</podcast:alternateEnclosure>'
_MAIN = '<enclosure url="https://wind.example/60.mp3" length="7" type="audio/mpeg"/>'

ITEM: tuple[Rule[ItemCase], ...] = (
    Rule(
        "p20-alternate-enclosure-source",
        Level.ERROR,
        *NAMESPACE,
        "<podcast:alternateEnclosure> has a source",
        check_sources,
        fix="Add <podcast:source> with the address of the file: apps have nothing to play without it.",
        wrong=f"{_ALTERNATE}https://wind.example/60.opus</podcast:alternateEnclosure>",
        right=f"{_ALTERNATE}{_SOURCE}",
    ),
    Rule(
        "p20-integrity-form",
        Level.ERROR,
        *NAMESPACE,
        "value of <podcast:integrity> is an SRI string or a signature in base64",
        check_integrity,
        fix="Write the hash in base64 behind its name, not in hexadecimal.",
        wrong='<podcast:integrity type="sri" value="e3b0c44298fc1c149afbf4c8996fb924"/>',
        right='<podcast:integrity type="sri" value="sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="/>',
    ),
    Rule(
        "p20-alternate-enclosure-same",
        Level.WARNING,
        *NAMESPACE,
        "the default alternate enclosure is the file of <enclosure>",
        check_same_file,
        fix='Leave out default="true" where the file is another.',
        wrong=f"{_MAIN}\n{_DEFAULT.format('audio/opus')}",
        right=f"{_MAIN}\n{_DEFAULT.format('audio/mpeg')}",
    ),
    Rule(
        "p20-alternate-enclosure-one-default",
        Level.WARNING,
        *NAMESPACE,
        "one alternate enclosure at most is the default",
        check_one_default,
        fix='Leave default="true" to one.',
        wrong=f"{_DEFAULT.format('audio/mpeg')}\n{_DEFAULT.format('audio/mpeg')}",
        right=_DEFAULT.format("audio/mpeg"),
    ),
)
BOTH: tuple[Rule[Any], ...] = (
    Rule(
        "p20-image-purpose-known",
        Level.ADVICE,
        *NAMESPACE,
        "purpose of <podcast:image> holds words that apps know",
        check_purposes,
        fix="Write artwork, social, canvas, banner, publisher, circular or poster, or an app's token.",
        wrong='<podcast:image href="https://wind.example/a.jpg" purpose="artworks"/>',
        right='<podcast:image href="https://wind.example/a.jpg" purpose="artwork"/>',
    ),
    Rule(
        "p20-image-shape",
        Level.WARNING,
        *NAMESPACE,
        "aspect-ratio of <podcast:image> agrees with its width and height",
        check_shape,
        fix="Correct the one that is wrong.",
        wrong='<podcast:image href="https://a.example/b" aspect-ratio="1/1" width="1920" height="1080"/>',
        right='<podcast:image href="https://a.example/b" aspect-ratio="16/9" width="1920" height="1080"/>',
    ),
    Rule(
        "p20-images-deprecated",
        Level.ADVICE,
        *NAMESPACE,
        "pictures are named by <podcast:image>",
        check_deprecated,
        fix="Write one <podcast:image> for each picture.",
        wrong='<podcast:images srcset="https://wind.example/a.jpg 1500w"/>',
        right='<podcast:image href="https://wind.example/a.jpg" width="1500"/>',
    ),
)
