"""The rows that follow from the attributes of a tag."""

from collections.abc import Iterator

from pipeline.core.feed_document import Node
from pipeline.core.rules.feeds.cases import at
from pipeline.core.rules.feeds.podcasting.examples import example_of
from pipeline.core.rules.feeds.podcasting.forms import either
from pipeline.core.rules.feeds.podcasting.looking import Case, called, kebab, looking, plain, suggest
from pipeline.core.rules.feeds.podcasting.tag import Attribute, Need, Tag
from pipeline.core.rules.sources import NAMESPACE
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.errors import Level

_LISTED = 10
"""Longer lists are not written out."""


def rows_of_attributes(each: Tag) -> Iterator[Rule[Case]]:
    """Every row that the table has for a tag's attributes."""
    for attribute in each.attributes:
        yield from _rows_of_attribute(each, attribute)
    if any(attribute.need is Need.SHOULD for attribute in each.attributes):
        yield _row_of_recommended(each)


def _rows_of_attribute(each: Tag, attribute: Attribute) -> Iterator[Rule[Case]]:
    name, row_id = attribute.name, f"p20-{kebab(each.name)}-{kebab(attribute.name)}"
    right = example_of(each, {name: attribute.right})
    if attribute.need is Need.MUST:
        yield Rule(
            row_id,
            Level.ERROR,
            *NAMESPACE,
            text=f"{called(each)} has {name}{_said_of(attribute)}",
            check=looking(
                each, lambda node: _missing(each, attribute, node) or _wrong(each, attribute, node)
            ),
            fix=f"Write {name} as in the example: apps ignore the tag without it.",
            wrong=example_of(each, {name: attribute.form.wrong or None}),
            right=right,
        )
    elif attribute.form.wrong or attribute.limit:
        wrong = (
            attribute.form.wrong or f"{attribute.right}, and so on for more than {attribute.limit} characters"
        )
        yield Rule(
            row_id,
            Level.WARNING,
            *NAMESPACE,
            text=f"{name} of {called(each)} is {_said_of(attribute).removeprefix(', ')}",
            check=looking(each, lambda node: _wrong(each, attribute, node)),
            fix=f"Write {name} as in the example, or leave it out.",
            wrong=example_of(each, {name: wrong}),
            right=right,
        )
    if attribute.known:
        yield _row_of_known(each, attribute)


def _said_of(attribute: Attribute) -> str:
    limit = f"at most {attribute.limit} characters long" if attribute.limit else ""
    return f", {attribute.form.noun}" if attribute.form.wrong else f", {limit}" if limit else ""


def _row_of_known(each: Tag, attribute: Attribute) -> Rule[Case]:
    name, known = attribute.name, attribute.known
    folded = {value.casefold() for value in known}
    listed = either(known) if len(known) <= _LISTED else f"one of the namespace's list, as in {known[0]}"

    def look(node: Node) -> Finding | None:
        value = node.attributes.get(name, "").strip()
        if value.casefold() in folded or not value or not attribute.form.accepts(value):
            return None
        meant = suggest(value, known)
        fix = f'write {name}="{meant}"' if meant else f"write {listed}"
        return at(
            node, f"{name} of {called(each)} is {one_line(value)}, which the namespace does not list", fix
        )

    return Rule(
        f"p20-{kebab(each.name)}-{kebab(name)}-known",
        attribute.known_level,
        *NAMESPACE,
        text=f"{name} of {called(each)} is one that apps know",
        check=looking(each, look),
        fix=f"Write {listed}.",
        wrong=example_of(each, {name: "my/own" if "/" in attribute.right else "myown"}),
        right=example_of(each, {name: attribute.right}),
    )


def _row_of_recommended(each: Tag) -> Rule[Case]:
    wanted = [attribute for attribute in each.attributes if attribute.need is Need.SHOULD]
    names = " and ".join(attribute.name for attribute in wanted)

    def look(node: Node) -> Finding | None:
        missing = [one for one in wanted if not node.attributes.get(one.name) and _is_needed(one, node)]
        if not missing:
            return None
        added = " ".join(f'{one.name}="{one.right}"' for one in missing)
        text = f"{called(each)} has no {', no '.join(one.name for one in missing)}"
        return at(node, text, f"add what is true of it, as in {added}")

    return Rule(
        f"p20-{kebab(each.name)}-recommended",
        Level.ADVICE,
        *NAMESPACE,
        text=f"{called(each)} has {names} as well",
        check=looking(each, look),
        fix=f"Add {names} where they are known.",
        wrong=example_of(each),
        right=example_of(each, {attribute.name: attribute.right for attribute in wanted}),
    )


def _is_needed(attribute: Attribute, node: Node) -> bool:
    name, value = attribute.unless
    return not name or node.attributes.get(name, "").strip().casefold() != value


def _missing(each: Tag, attribute: Attribute, node: Node) -> Finding | None:
    if attribute.name in node.attributes or not _is_needed(attribute, node):
        return None
    alike = next((name for name in node.attributes if plain(name) == plain(attribute.name)), None)
    fix = f"rename {alike} to {attribute.name}" if alike else f'add {attribute.name}="{attribute.right}"'
    return at(node, f"{called(each)} has no {attribute.name}", fix)


def _wrong(each: Tag, attribute: Attribute, node: Node) -> Finding | None:
    value = node.attributes.get(attribute.name)
    if value is None or not _is_needed(attribute, node):
        return None
    value = value.strip()
    name, where = attribute.name, f"{attribute.name} of {called(each)}"
    if not value:
        must = attribute.need is Need.MUST
        return at(
            node,
            f"{where} is empty",
            f'write {name}="{attribute.right}"' if must else "fill it or leave it out",
        )
    if not attribute.form.accepts(value):
        choices = attribute.form.choices
        right = either(choices) if choices else f'it as in {name}="{attribute.right}"'
        return at(node, f"{where} is {one_line(value)}, not {attribute.form.noun}", f"write {right}")
    if attribute.limit and len(value) > attribute.limit:
        return at(
            node, f"{where} is {len(value)} characters long", f"shorten it to {attribute.limit} or fewer"
        )
    return None
