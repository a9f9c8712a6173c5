"""Renders what docs/reference.md takes from the code: the tables of keys, and the help of the commands."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter

from pipeline.cli.program import COMMANDS, airdate
from pipeline.core.front_matter import DateText, FrontMatter
from pipeline.core.location import Location
from pipeline.core.show import Show
from pipeline.core.values import Frozen, Id, Timestamp, Url

Schema = Mapping[str, Any]

HEAD = "| key | type | default | meaning |\n|---|---|---|---|"
HELP_WIDTH = 80
NAMED_PATTERNS = {
    r"^\d{4}-\d{2}-\d{2}$": "day",
    **{
        TypeAdapter(alias).json_schema()["pattern"]: words
        for alias, words in (
            (Url, "web address"),
            (Id, "id"),
            (DateText, "date"),
            (Timestamp, "time like 12:34"),
        )
    },
    **{
        Show.model_json_schema()["properties"][key]["pattern"]: words
        for key, words in (("language", "language code"), ("publish_time", "time of day"))
    },
}
TYPES = {"boolean": "true or false", "integer": "whole number", "object": "table"}


def render_parts() -> dict[str, str]:
    """Every generated part of the reference, by the name its markers bear."""
    return {
        "podcast.toml": render_table(Show, Location),
        "front matter": render_table(FrontMatter),
        "commands": render_commands(),
    }


def replace_parts(text: str, parts: Mapping[str, str]) -> str:
    """A page with what stands between each pair of markers written anew."""
    for name, part in parts.items():
        first, last = f"<!-- {name}: made by make golden -->\n", f"<!-- end of {name} -->"
        assert first in text, f"the page has lost the marker {first.strip()}"
        assert last in text, f"the page has lost the marker {last}"
        before, _, rest = text.partition(first)
        text = f"{before}{first}\n{part}\n\n{last}{rest.partition(last)[2]}"
    return text


def render_table(*models: type[Frozen]) -> str:
    """One row per key, those of nested tables included."""
    schemas = [model.model_json_schema() for model in models]
    rows = [row for schema in schemas for row in _rows(schema, schema, "")]
    return "\n".join([HEAD, *(f"| {' | '.join(row)} |" for row in rows)])


def _rows(schema: Schema, node: Schema, prefix: str) -> Iterator[tuple[str, str, str, str]]:
    required = node.get("required", ())
    for key, field in node["properties"].items():
        default = "required" if key in required else _default(field)
        yield f"`{prefix}{key}`", _type(field), default, _cell(field["description"])
        for within, table in nested_tables(schema, field):
            yield from _rows(schema, table, f"{prefix}{key}{within}.")


def _default(field: Schema) -> str:
    value = field.get("default")
    if value in (None, [], {}) or isinstance(value, dict):
        return ""
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _type(field: Schema) -> str:
    options = [each for each in field.get("anyOf", [field]) if each.get("type") != "null"]
    return _cell(" or ".join(_type_of_one(each) for each in options))


def _type_of_one(field: Schema) -> str:
    choices = field.get("enum") or ([field["const"]] if "const" in field else [])
    if choices:
        return ", ".join(f"`{each}`" for each in choices)
    if "$ref" in field:
        return "table"
    if field["type"] == "array":
        return f"list of {re.sub(r'(?<=[a-z])(?= or |$)', 's', _type(field['items']))}"
    if field["type"] == "object" and "patternProperties" in field:
        return "table by id"
    return NAMED_PATTERNS.get(field.get("pattern"), TYPES.get(field["type"], "text"))


def nested_tables(schema: Schema, field: Schema) -> Iterator[tuple[str, Schema]]:
    """The tables a field can hold, and how to write the way into each."""
    if "$ref" in field:
        yield "", schema["$defs"][field["$ref"].rpartition("/")[2]]
    for each in field.get("anyOf", ()):
        yield from nested_tables(schema, each)
    for within in field.get("patternProperties", {}).values():
        yield from ((f".ID{deeper}", table) for deeper, table in nested_tables(schema, within))
    if isinstance(field.get("items"), dict):
        yield from ((f"[]{deeper}", table) for deeper, table in nested_tables(schema, field["items"]))


def _cell(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("|", "\\|")


def render_commands() -> str:
    """Each command's help, as the terminal shows it."""
    group = airdate.make_context("airdate", [], resilient_parsing=True, terminal_width=HELP_WIDTH)
    helps = [("airdate", airdate.get_help(group))]
    for name in COMMANDS:
        command = airdate.get_command(group, name)
        assert command is not None
        context = command.make_context(name, [], group, resilient_parsing=True)
        helps.append((f"airdate {name}", command.get_help(context)))
    return "\n\n".join(f"### {title}\n\n```text\n{text}\n```" for title, text in helps)
