"""The rows that follow from the table of tags: one for each thing it says of a tag."""

from collections.abc import Iterable, Iterator

from pipeline.core.feed_document import Node
from pipeline.core.rules.feeds.cases import at, tag
from pipeline.core.rules.feeds.podcasting.attribute_rules import rows_of_attributes
from pipeline.core.rules.feeds.podcasting.examples import example_of
from pipeline.core.rules.feeds.podcasting.forms import either
from pipeline.core.rules.feeds.podcasting.index import Placed
from pipeline.core.rules.feeds.podcasting.looking import Case, called, kebab, looking, shown, suggest
from pipeline.core.rules.feeds.podcasting.tag import Tag, Text
from pipeline.core.rules.feeds.podcasting.tags import TAGS
from pipeline.core.rules.sources import NAMESPACE
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.errors import Level


def rows_of(each: Tag) -> Iterator[Rule[Case]]:
    """Every row that the table has for a tag."""
    yield _row_of_parents(each)
    if each.is_single:
        yield _row_of_count(each)
    yield from rows_of_attributes(each)
    if each.text:
        yield from _rows_of_text(each, each.text)


def _row_of_parents(each: Tag) -> Rule[Case]:
    allowed = either([tag(_parent(name)) for name in each.parents])

    def look(placed: Placed) -> Finding | None:
        if placed.parent in each.parents:
            return None
        text = f"{called(each)} stands in {shown(placed.around.name)}, where apps ignore it"
        return at(placed.node, text, f"move it to {allowed}")

    def check(case: Case) -> Iterable[Finding]:
        placed = case.podcasting.get(each.name)
        return [found for one in placed if (found := look(one))] if placed else ()

    right = example_of(each)
    return Rule(
        f"p20-{kebab(each.name)}-parent",
        Level.WARNING,
        *NAMESPACE,
        text=f"{called(each)} stands in {allowed}",
        check=check,
        fix=f"Move it to {allowed}.",
        wrong=f"<image>{right}</image>",
        right=f"<{_parent(each.parents[0])}>{right}</{_parent(each.parents[0])}>",
    )


def _parent(name: str) -> str:
    return f"podcast:{name}" if name in TAGS else name


def _row_of_count(each: Tag) -> Rule[Case]:
    def look(placed: tuple[Placed, ...]) -> Iterator[Finding]:
        seen: set[int] = set()
        for one in placed:
            if id(one.around) in seen and one.parent in each.parents:
                text = f"there is more than one {called(each)} in {shown(one.around.name)}"
                yield at(one.node, text, "keep one: which of them apps take is open")
            seen.add(id(one.around))

    def check(case: Case) -> Iterable[Finding]:
        placed = case.podcasting.get(each.name, ())
        return look(placed) if len(placed) > 1 else ()

    right = example_of(each)
    return Rule(
        f"p20-{kebab(each.name)}-count",
        Level.WARNING,
        *NAMESPACE,
        text=f"{called(each)} stands there once",
        check=check,
        fix="Keep one of them.",
        wrong=f"{right}\n{right}",
        right=right,
    )


def _rows_of_text(each: Tag, text: Text) -> Iterator[Rule[Case]]:
    if text.level:
        yield Rule(
            f"p20-{kebab(each.name)}-text",
            text.level,
            *NAMESPACE,
            text=f"{called(each)} holds {text.what}",
            check=looking(each, lambda node: _wrong_text(each, text, node)),
            fix=f"Write {text.what} between its start and its end.",
            wrong=example_of(each, text=text.form.wrong),
            right=example_of(each),
        )
    if text.limit:
        yield Rule(
            f"p20-{kebab(each.name)}-text-length",
            Level.WARNING,
            *NAMESPACE,
            text=f"{called(each)} holds at most {text.limit} characters",
            check=looking(each, lambda node: _long_text(each, text, node)),
            fix=f"Shorten it to {text.limit} characters: apps cut what is longer.",
            wrong=example_of(each, text=f"{text.right}, and so on for pages"),
            right=example_of(each),
        )


def _wrong_text(each: Tag, text: Text, node: Node) -> Finding | None:
    value = node.text.strip()
    if not value:
        return at(node, f"{called(each)} is empty", f"write {_as_in(text)}")
    if not text.form.accepts(value):
        meant = suggest(value, text.form.choices)
        right = f'"{meant}"' if meant else _as_in(text)
        return at(node, f"{called(each)} is {one_line(value)}, not {text.form.noun}", f"write {right}")
    return None


def _as_in(text: Text) -> str:
    return text.what if text.form.noun == text.what else f"{text.what}, as in {one_line(text.right)}"


def _long_text(each: Tag, text: Text, node: Node) -> Finding | None:
    size = len(node.text.strip())
    if size <= text.limit:
        return None
    return at(node, f"{called(each)} holds {size} characters", f"shorten it to {text.limit} or fewer")
