"""What holds for every tag of the namespace: its name, its attributes' names, addresses, and case."""

from collections.abc import Iterator
from typing import Any

from pipeline.core.rules.feeds.cases import at, tag
from pipeline.core.rules.feeds.podcasting.forms import WEB
from pipeline.core.rules.feeds.podcasting.looking import Case, plain, shown, suggest
from pipeline.core.rules.feeds.podcasting.tag import Need
from pipeline.core.rules.feeds.podcasting.tags import TAGS
from pipeline.core.rules.sources import NAMESPACE
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.core.rules.text_checks import is_loopback
from pipeline.errors import Level

_OTHER = ", in another case than the namespace writes it"
_MISSPELT = {plain(name): name for name in TAGS}
_LINKS = {
    name: tuple(each.name for each in tag.attributes if each.form is WEB or each.name == "uri")
    for name, tag in TAGS.items()
    if name != "source"
}
"""Attributes that are links for people and apps; a source may be an onion's."""
_CHOICES = {
    name: tuple((each.name, each.form.choices) for each in tag.attributes if each.form.choices)
    for name, tag in TAGS.items()
}
_ATTRIBUTES = {name: frozenset(each.name for each in tag.attributes) for name, tag in TAGS.items()}
_MUST = {
    name: {plain(each.name): each.name for each in tag.attributes if each.need is Need.MUST}
    for name, tag in TAGS.items()
}


def check_names(case: Case) -> Iterator[Finding]:
    for name in [each for each in case.podcasting if each not in TAGS]:
        meant = _MISSPELT.get(plain(name)) or suggest(name, TAGS)
        fix = f"write {tag(f'podcast:{meant}')}" if meant else "leave it out, unless some app asks for it"
        for placed in case.podcasting[name]:
            yield at(placed.node, f"{shown(placed.node.name)} is no tag of the podcast namespace", fix)


def check_attributes(case: Case) -> Iterator[Finding]:
    for name, places in case.podcasting.items():
        known = _ATTRIBUTES.get(name, frozenset())
        for placed in places if name in TAGS else ():
            for strange in placed.node.attributes:
                if (
                    strange in known
                    or ":" in strange
                    or _is_told_elsewhere(name, strange, placed.node.attributes)
                ):
                    continue
                meant = suggest(strange, known)
                fix = f"rename it to {meant}" if meant else "leave it out"
                yield at(
                    placed.node, f"<podcast:{name}> has an unknown attribute, {one_line(strange, 60)}", fix
                )


def _is_told_elsewhere(name: str, strange: str, attributes: Any) -> bool:
    """What a required attribute was misspelt as is told where that is missed."""
    meant = _MUST[name].get(plain(strange))
    return meant is not None and meant not in attributes


def check_https(case: Case) -> Iterator[Finding]:
    for name, places in case.podcasting.items():
        for placed in places if _LINKS.get(name) else ():
            for link in _LINKS[name]:
                url = placed.node.attributes.get(link, "").strip()
                if url[:7].lower() == "http://" and not is_loopback(url):
                    text = f"{link} of <podcast:{name}> is {one_line(url)}: it is not encrypted"
                    yield at(placed.node, text, "write https:// if it answers there")


def check_case(case: Case) -> Iterator[Finding]:
    for name, places in case.podcasting.items():
        text = TAGS[name].text if name in TAGS else None
        for placed in places:
            for attribute, choices in _CHOICES.get(name, ()):
                meant = _other_case(placed.node.attributes.get(attribute, "").strip(), choices)
                if meant:
                    seen = one_line(placed.node.attributes[attribute])
                    yield at(
                        placed.node,
                        f"{attribute} of <podcast:{name}> is {seen}{_OTHER}",
                        f'write {attribute}="{meant}"',
                    )
            meant = _other_case(placed.node.text.strip(), text.form.choices) if text else None
            if meant:
                seen = one_line(placed.node.text.strip())
                yield at(placed.node, f"<podcast:{name}> is {seen}{_OTHER}", f"write {meant}")


def _other_case(value: str, choices: tuple[str, ...]) -> str | None:
    if not choices or not value or value in choices or len(value) > 40:
        return None
    return next((each for each in choices if each.casefold() == value.casefold()), None)


BOTH: tuple[Rule[Any], ...] = (
    Rule(
        "p20-unknown-tag",
        Level.WARNING,
        *NAMESPACE,
        "every tag with the prefix podcast is one of the namespace",
        check_names,
        fix="Correct the name: apps ignore a tag that they do not know.",
        wrong="<podcast:Person>Ada Marsh</podcast:Person>",
        right="<podcast:person>Ada Marsh</podcast:person>",
    ),
    Rule(
        "p20-unknown-attribute",
        Level.ADVICE,
        *NAMESPACE,
        "every attribute is one that the namespace has for the tag",
        check_attributes,
        fix="Correct the attribute's name, or leave it out.",
        wrong='<podcast:person image="https://wind.example/ada.jpg">Ada Marsh</podcast:person>',
        right='<podcast:person img="https://wind.example/ada.jpg">Ada Marsh</podcast:person>',
    ),
    Rule(
        "p20-https",
        Level.WARNING,
        *NAMESPACE,
        "addresses begin with https",
        check_https,
        fix="Write https if the server answers there: apps block what is not encrypted.",
        wrong='<podcast:funding url="http://wind.example/give">Support the show</podcast:funding>',
        right='<podcast:funding url="https://wind.example/give">Support the show</podcast:funding>',
    ),
    Rule(
        "p20-case",
        Level.WARNING,
        *NAMESPACE,
        "words of the namespace's lists are in lower or upper case as it has them",
        check_case,
        fix="Write the word as the namespace has it.",
        wrong="<podcast:locked>Yes</podcast:locked>",
        right="<podcast:locked>yes</podcast:locked>",
    ),
)
