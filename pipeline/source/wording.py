"""Says what is wrong with a value in a podcaster's words; the schema library's own never reach a person."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from pipeline.core.slugs import slugify
from pipeline.core.values import Frozen
from pipeline.errors import InputError, Problem
from pipeline.source.known_words import (
    EXAMPLES,
    LITERAL_EXAMPLES,
    SHAPES,
    group_in_list,
    model_at,
    suggest_key,
)

T = TypeVar("T", bound=Frozen)

KeyPath = tuple[str | int, ...]
"""Where a value stands: names of keys, and positions in lists."""

_BARE = re.compile(r"true|false|-?\d+(\.\d+)?", re.IGNORECASE)
_NOT_MEANT = "not_meant"
"""A complaint about an alternative that nobody was writing; it counts only where there is no other."""
_UNION_SCALARS = ("constrained-str", "constrained-int", "constrained-float", "str", "int", "float")


@dataclass(frozen=True)
class Document:
    """A file as it was written, to be explained."""

    shown: str
    """What to call it in messages."""
    data: Mapping[str, Any]
    lines: Mapping[KeyPath, int]
    assign: str
    """What stands between key and value: ": " or " = "."""

    def line(self, path: KeyPath) -> int:
        """The line of a key, or of the nearest one around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


@dataclass(frozen=True)
class _Fault:
    """One finding, with what the wording needs."""

    kind: str
    path: KeyPath
    seen: Any
    context: Mapping[str, Any]
    model: type[BaseModel]
    document: Document

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(part for part in self.path if isinstance(part, str))

    @property
    def key(self) -> str:
        return ".".join(self.names)

    @property
    def name(self) -> str:
        return self.names[-1] if self.names else ""


def parse_as(model: type[T], document: Document) -> T:
    """Hold a file's values against their model.

    Raises:
        InputError: Every value that does not fit, each with its line.
    """
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        raise InputError(explain(error, model, document)) from error


def explain(error: ValidationError, model: type[BaseModel], document: Document) -> list[Problem]:
    """One problem for each value that does not fit.

    A key that is missing is not named where another one looks like a slip
    of the pen for it.
    """
    faults = sorted(_faults(error, model, document), key=lambda fault: fault.kind == _NOT_MEANT)
    slips = {(*fault.path[:-1], _meant(fault)) for fault in faults if fault.kind == "extra_forbidden"}
    found: dict[KeyPath, Problem] = {}
    for fault in faults:
        said = any(path[: len(fault.path)] == fault.path for path in found)
        if not said and not (fault.kind == "missing" and fault.path in slips):
            text, fix = _WORDS.get(fault.kind, _unusable)(fault)
            found[fault.path] = Problem(document.shown, document.line(fault.path), text, fix)
    return list(found.values())


def _faults(error: ValidationError, model: type[BaseModel], document: Document) -> Iterator[_Fault]:
    for each in error.errors(include_url=False):
        kind = "bad_id" if each["loc"][-1] == "[key]" else each["type"]
        path, meant = _plain_path(each["loc"], document.data, may_be_absent=kind == "missing")
        kind = kind if meant else _NOT_MEANT
        yield _Fault(kind, path, each["input"], each.get("ctx") or {}, model, document)


def _meant(fault: _Fault) -> str | None:
    return suggest_key(fault.name, model_at(fault.model, fault.names[:-1]))


def show_value(value: object) -> str:
    """A value as a message quotes it.

    >>> show_value("maybe"), show_value("12"), show_value(True), show_value(["a"]), show_value({"a": 1})
    ('"maybe"', '12', 'true', 'a list', 'a group of keys')
    """
    if isinstance(value, Mapping):
        return "a group of keys"
    if isinstance(value, list | tuple):
        return "a list"
    if value is None:
        return "empty"
    if isinstance(value, float):
        return str(_written(value))
    if isinstance(value, str) and (len(value) > 60 or not _BARE.fullmatch(value)):
        cut = value if len(value) <= 60 else f"{value[:59]}…"
        return json.dumps(cut, ensure_ascii=False)
    return value if isinstance(value, str) else json.dumps(value)


def _written(value: object) -> object:
    """A number as people write it: the smallest ones, too.

    >>> _written(0.00000005), _written(1.5), _written(12)
    ('0.00000005', 1.5, 12)
    """
    is_exponential = isinstance(value, float) and "e-" in str(value)
    return f"{value:.12f}".rstrip("0") if is_exponential else value


def _plain_path(loc: tuple[int | str, ...], data: object, *, may_be_absent: bool) -> tuple[KeyPath, bool]:
    """The path in the file, without the names of alternatives; and whether all of these were meant."""
    path: list[str | int] = []
    here = data
    for number, part in enumerate(loc):
        if part == "[key]":
            break
        if isinstance(here, Mapping) and (part in here or (may_be_absent and number == len(loc) - 1)):
            here = here.get(part)
            path.append(part)
        elif isinstance(here, list) and isinstance(part, int):
            here = here[part]
            path.append(part)
        elif not _is_meant(str(part), here):
            return tuple(path), False
    return tuple(path), True


def _is_meant(alternative: str, value: object) -> bool:
    """Whether what was written looks like this alternative of a key that takes several."""
    if isinstance(value, list):
        return alternative.startswith("list[")
    if isinstance(value, Mapping):
        return not alternative.startswith(("list[", *_UNION_SCALARS))
    return alternative in _UNION_SCALARS


Words = tuple[str, str | None]


def _missing(fault: _Fault) -> Words:
    return f"'{fault.key}' is missing", f"add {fault.name}{fault.document.assign}{_example(fault)}"


def _example(fault: _Fault) -> str:
    """A value that could stand there."""
    model = model_at(fault.model, fault.names[:-1])
    return _example_of(model, fault.names[-2:], fault.document.assign)


def _example_of(model: type[BaseModel], names: tuple[str, ...], assign: str) -> str:
    name = names[-1] if names else ""
    group = group_in_list(model, name)
    if group is None:
        text = EXAMPLES.get(".".join(names)) or EXAMPLES.get(name, "…")
        return LITERAL_EXAMPLES.get(name) or json.dumps(text, ensure_ascii=False)
    required = (key for key, field in group.model_fields.items() if field.is_required())
    keys = ", ".join(f"{key}{assign}{_example_of(group, (name, key), assign)}" for key in required)
    return f"[{{{keys}}}]" if assign.startswith(":") else f"[{{ {keys} }}]"


def _unknown(fault: _Fault) -> Words:
    model = model_at(fault.model, fault.names[:-1])
    meant = _meant(fault)
    around: Any = fault.document.data
    for part in fault.path[:-1]:
        around = around[part]
    if meant in around:
        fix = f"remove this line: '{meant}' is there already"
    elif meant:
        fix = f"write '{meant}'"
    else:
        fix = f"remove it; known here are {', '.join(model.model_fields)}"
    return f"'{fault.key}' is not a known key", fix


def _text_expected(fault: _Fault) -> Words:
    if fault.seen is None or fault.seen == "":
        return _empty(fault)
    if isinstance(fault.seen, Mapping | list):
        return f"'{fault.key}' is {show_value(fault.seen)}, not a text", _shape(fault) or _as_text(fault)
    quoted = json.dumps(str(_written(fault.seen)), ensure_ascii=False)
    return f"'{fault.key}' is {show_value(fault.seen)}, not a text", f"put it in quotes: {quoted}"


def _as_text(fault: _Fault) -> str:
    return f"write {fault.name}{fault.document.assign}{_example(fault)}"


def _empty(fault: _Fault) -> Words:
    return f"'{fault.key}' is empty", "write a value after it, or remove the line"


def _too_long(fault: _Fault) -> Words:
    limit = fault.context["max_length"]
    return f"'{fault.key}' has {len(str(fault.seen)):,} characters", f"shorten it to {limit:,} at most"


def _misshapen(fault: _Fault) -> Words:
    return f"'{fault.key}' is {show_value(fault.seen)}", _shape(fault)


def _shape(fault: _Fault) -> str | None:
    if not fault.names:
        return None
    return SHAPES.get(f"{fault.names[0]}.{fault.name}") or SHAPES.get(fault.name)


def _not_an_id(fault: _Fault) -> Words:
    if fault.names[:1] == ("seasons",):
        return f"'{fault.key}' is no season", "write the season's number: [seasons.2]"
    return f"'{fault.key}' is not a usable id", f"use small letters, digits, - and _: {slugify(fault.name)}"


def _not_boolean(fault: _Fault) -> Words:
    if fault.seen in ("true", "false"):
        return f"'{fault.key}' is the text \"{fault.seen}\"", f"write {fault.seen}, without quotes"
    return (_empty if fault.seen is None else _misshapen)(fault)[0], "write true or false"


def _not_number(fault: _Fault) -> Words:
    if fault.name == "duration":
        return _misshapen(fault)
    return (_empty if fault.seen is None else _misshapen)(fault)[0], "write a whole number, for example 12"


def _too_small(fault: _Fault) -> Words:
    return f"'{fault.key}' is {show_value(fault.seen)}", f"write {fault.context['ge']} or more"


def _too_large(fault: _Fault) -> Words:
    return f"'{fault.key}' is {show_value(fault.seen)}", f"write {fault.context['le']:g} or less"


def _not_decimal(fault: _Fault) -> Words:
    fix = _shape(fault) or "write a number above 0, for example 12.5"
    return (_empty if fault.seen is None else _misshapen)(fault)[0], fix


def _not_one_of(fault: _Fault) -> Words:
    known = fault.context["expected"].replace("'", "")
    return (_empty if fault.seen is None else _misshapen)(fault)[0], f"write {known}"


def _list_expected(fault: _Fault) -> Words:
    if fault.seen is None:
        return _empty(fault)
    text = f"'{fault.key}' is {show_value(fault.seen)}, not a list"
    if group_in_list(model_at(fault.model, fault.names[:-1]), fault.name):
        if isinstance(fault.seen, Mapping) and fault.document.assign.startswith(" "):
            return text, f"write [[{fault.key}]] above its keys"
        return text, f"write {fault.name}{fault.document.assign}{_example(fault)}"
    if not isinstance(fault.seen, str):
        return text, f"write it as a list, even of one: {fault.name}{fault.document.assign}[…]"
    items = [part.strip() for part in fault.seen.split(",") if part.strip()]
    return text, f"write {fault.name}{fault.document.assign}{json.dumps(items, ensure_ascii=False)}"


def _group_expected(fault: _Fault) -> Words:
    if fault.seen is None:
        return _empty(fault)
    keys = ", ".join(model_at(fault.model, fault.names).model_fields)
    return (
        f"'{fault.key}' is {show_value(fault.seen)}, not a group of keys",
        f"give it keys of its own: {keys}",
    )


def _too_few(fault: _Fault) -> Words:
    return f"'{fault.key}' is an empty list", f"write {fault.name}{fault.document.assign}{_example(fault)}"


def _unusable(fault: _Fault) -> Words:
    return f"'{fault.key}' is {show_value(fault.seen)}, which is of no use here", _shape(fault)


def _unfit(fault: _Fault) -> Words:
    where = f"'{fault.key}': " if fault.key else ""
    return where + fault.context["text"], fault.context["fix"]


_WORDS: Mapping[str, Callable[[_Fault], Words]] = {
    "unfit": _unfit,
    "missing": _missing,
    "extra_forbidden": _unknown,
    "invalid_key": _unknown,
    "bad_id": _not_an_id,
    "string_type": _text_expected,
    "string_too_short": _empty,
    "string_too_long": _too_long,
    "string_pattern_mismatch": _misshapen,
    "value_error": _misshapen,
    "bool_parsing": _not_boolean,
    "bool_type": _not_boolean,
    "int_parsing": _not_number,
    "int_parsing_size": _not_number,
    "int_type": _not_number,
    "int_from_float": _not_number,
    "float_parsing": _not_decimal,
    "float_type": _not_decimal,
    "finite_number": _not_decimal,
    "greater_than_equal": _too_small,
    "greater_than": _not_decimal,
    "less_than_equal": _too_large,
    "literal_error": _not_one_of,
    "list_type": _list_expected,
    "model_type": _group_expected,
    "dict_type": _group_expected,
    "too_short": _too_few,
}
