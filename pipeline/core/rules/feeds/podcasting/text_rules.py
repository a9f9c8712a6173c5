"""What the table cannot say of licences, free texts and comments."""

from collections.abc import Iterator
from typing import Any

from pipeline.core.podcasting_values import LICENSES, TXT_PURPOSES
from pipeline.core.rules.feeds.cases import at
from pipeline.core.rules.feeds.podcasting.looking import Case, standing, suggest
from pipeline.core.rules.sources import NAMESPACE
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.errors import Level


def check_license(case: Case) -> Iterator[Finding]:
    for node in standing(case, "license"):
        value = node.text.strip()
        if value and value.casefold() not in LICENSES and not node.attributes.get("url", "").strip():
            meant = suggest(value, LICENSES)
            text = f"<podcast:license> is {one_line(value)}, which is not listed, and has no url"
            yield at(
                node, text, f"write {meant}, or add url" if meant else "add url with the text of the licence"
            )


def check_purpose(case: Case) -> Iterator[Finding]:
    for node in standing(case, "txt"):
        value = node.attributes.get("purpose", "").strip()
        meant = suggest(value, TXT_PURPOSES)
        if meant and value != meant:
            text = f"purpose of <podcast:txt> is {one_line(value)}: directories look for {meant}"
            yield at(node, text, f'write purpose="{meant}" if that is meant')


def check_ai_content(case: Case) -> Iterator[Finding]:
    for node in standing(case, "txt"):
        value = node.text.strip()
        is_told = node.attributes.get("purpose", "").strip() == "ai-content"
        if is_told and value and value.casefold() not in ("true", "false"):
            text = f"<podcast:txt> about AI is {one_line(value)}, not true or false"
            yield at(node, text, "write true or false; say the rest in the notes")


def check_disabled(case: Case) -> Iterator[Finding]:
    nodes = list(standing(case, "socialInteract"))
    disabled = [
        each for each in nodes if each.attributes.get("protocol", "").strip().casefold() == "disabled"
    ]
    for node in disabled:
        if len(nodes) > len(disabled):
            text = "<podcast:socialInteract> disables comments beside another that names a place for them"
            yield at(node, text, "keep one of them")
        elif set(node.attributes) - {"protocol"}:
            others = ", ".join(sorted(set(node.attributes) - {"protocol"})[:3])
            text = f"<podcast:socialInteract> disables comments, but has {one_line(others)}"
            yield at(node, text, 'leave it at protocol="disabled"')


def check_priority(case: Case) -> Iterator[Finding]:
    nodes = list(standing(case, "socialInteract"))
    for node in nodes if len(nodes) > 1 else ():
        if not node.attributes.get("priority") and node.attributes.get("protocol", "").strip() != "disabled":
            text = "<podcast:socialInteract> is one of several, but has no priority"
            yield at(node, text, 'add priority="1" to the one that apps shall show first')


_COMMENTS = '<podcast:socialInteract{} protocol="{}" uri="https://social.example/@ada/{}"/>'
_FIRST, _SECOND = ' priority="1"', ' priority="2"'

BOTH: tuple[Rule[Any], ...] = (
    Rule(
        "p20-license-known",
        Level.WARNING,
        *NAMESPACE,
        "<podcast:license> is one of the list, or has the address of its text",
        check_license,
        fix="Write one of the listed ids, or add url with the text of the licence.",
        wrong="<podcast:license>my-licence-v1</podcast:license>",
        right='<podcast:license url="https://wind.example/licence.html">my-licence-v1</podcast:license>',
    ),
    Rule(
        "p20-txt-purpose-known",
        Level.ADVICE,
        *NAMESPACE,
        "purpose of <podcast:txt> is spelled as directories look for it",
        check_purpose,
        fix="Write verify, applepodcastsverify, ai-content or release where one of them is meant.",
        wrong='<podcast:txt purpose="applepodcastverify">05124</podcast:txt>',
        right='<podcast:txt purpose="applepodcastsverify">05124</podcast:txt>',
    ),
    Rule(
        "p20-txt-ai-content",
        Level.WARNING,
        *NAMESPACE,
        "<podcast:txt> about AI is true or false",
        check_ai_content,
        fix="Write true or false.",
        wrong='<podcast:txt purpose="ai-content">some of it</podcast:txt>',
        right='<podcast:txt purpose="ai-content">true</podcast:txt>',
    ),
    Rule(
        "p20-social-interact-disabled",
        Level.WARNING,
        *NAMESPACE,
        "where comments are disabled, nothing else is said of them",
        check_disabled,
        fix='Keep protocol="disabled" alone, or take it out.',
        wrong=f'<podcast:socialInteract protocol="disabled"/>\n{_COMMENTS.format("", "activitypub", 7)}',
        right='<podcast:socialInteract protocol="disabled"/>',
    ),
    Rule(
        "p20-social-interact-order",
        Level.ADVICE,
        *NAMESPACE,
        "several places for comments have an order",
        check_priority,
        fix="Add priority to each: the lowest is shown first.",
        wrong=f"{_COMMENTS.format('', 'activitypub', 7)}\n{_COMMENTS.format('', 'atproto', 8)}",
        right=f"{_COMMENTS.format(_FIRST, 'activitypub', 7)}\n{_COMMENTS.format(_SECOND, 'atproto', 8)}",
    ),
)
