"""Texts that try to break out of every page, and every place where the schema takes a text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any
from zlib import crc32

ATTACKS = (
    '"><svg onload=pwned=1>',
    "<script>pwned=1</script>",
    "<img src=//evil.invalid/a onerror=pwned=1>",
    "' onfocus=pwned=1 autofocus x='",
    "{{7*7777777}}{% if %}{#",
    "]]></script><script>pwned=1</script>",
    "<!--<script>",
    "</title></style></textarea></template>",
    "&lt;img src=x onerror=pwned=1&gt;",
    "&#60;svg/onload=pwned=1&#62;",
    "[a](javascript:pwned=1)",
    '<a href="jAva&#9;script:pwned=1">a</a>',
    '<iframe srcdoc="<script>parent.pwned=1</script>">',
    "<base href=//evil.invalid><meta http-equiv=refresh content=0;//evil.invalid/b>",
    "${pwned=1}`-pwned=1-'\\u003csvg onload=pwned=1\\u003e",
    "\u202eunsafe\u2066\u200b\u2028",
)
"""All of them set `window.pwned`, ask another host for something, or are words that a template would run."""

EVALUATED = str(7 * 7777777)

SHORTEST = ATTACKS[0]

URL = "https://evil.invalid/'onclick=pwned=1//{{7*7777777}}&lt;/&#60;&quot;`${pwned=1}`%22%3E%3Csvg%20onload=pwned=1%3E#'"

SCHEMES = (
    "javascript:pwned=1",
    "JaVaScRiPt:pwned=1",
    "java\tscript:pwned=1",
    "\x01javascript:pwned=1",
    " javascript:pwned=1",
    "javascript&colon;pwned=1",
    "https\n://evil.invalid",
    "data:text/html,<script>pwned=1</script>",
    "vbscript:pwned=1",
    "//evil.invalid/",
    "blob:https://evil.invalid/",
)
"""Addresses that no key takes."""

Path = tuple[str, ...]
Node = Mapping[str, Any]


def hostile(longest: int, place: str, turn: int = 0) -> str:
    """As many attacks as there is room for; each place and turn begins with another.

    >>> hostile(23, "a") in ATTACKS
    True
    """
    start = crc32(place.encode()) + turn
    text = ""
    for each in (ATTACKS[(start + step) % len(ATTACKS)] for step in range(len(ATTACKS))):
        if len(text) + len(each) <= longest:
            text += each
    return text or SHORTEST


@dataclass(frozen=True)
class Leaf:
    """A place where a text can stand."""

    path: Path
    """Keys; `*` stands for any, in a list or a table; `:` for the text where something else may stand."""
    pattern: str | None
    longest: int

    def __str__(self) -> str:
        return ".".join(self.path)


class Schema:
    """A JSON Schema, walked."""

    def __init__(self, whole: Node) -> None:
        self.whole = whole

    def leaves(self) -> list[Leaf]:
        """Every place where a text can stand."""
        return list(self._leaves(self.whole, ()))

    def _leaves(self, node: Node, path: Path) -> Iterator[Leaf]:
        node = self._resolved(node)
        choices = [each for each in map(self._resolved, node.get("anyOf", [])) if each.get("type") != "null"]
        structured = any(each.get("type") in {"object", "array"} for each in choices)
        for each in choices:
            own = (*path, ":") if structured and each.get("type") == "string" else path
            yield from self._leaves(each, own)
        for name, each in node.get("properties", {}).items():
            yield from self._leaves(each, (*path, name))
        for table in (*node.get("patternProperties", {}).values(), node.get("additionalProperties")):
            if isinstance(table, Mapping):
                yield from self._leaves(table, (*path, "*"))
        if "items" in node:
            yield from self._leaves(node["items"], (*path, "*"))
        if node.get("type") == "string" and "enum" not in node and "const" not in node:
            yield Leaf(path, node.get("pattern"), node.get("maxLength", 3000))

    def fill(self, chosen: Mapping[str, Any], turn: int) -> dict[str, Any]:
        """A whole document: hostile wherever a text may be anything.

        Args:
            chosen: Values by path, for what must mean something; `...` leaves a key out.
            turn: Another one takes other choices, and other attacks.
        """
        filled = self._fill(self.whole, (), chosen, count(turn))
        assert isinstance(filled, dict)
        return filled

    def _fill(self, node: Node, path: Path, chosen: Mapping[str, Any], turns: "count[int]") -> Any:
        name = ".".join(path)
        if name in chosen:
            return chosen[name]
        node = self._resolved(node)
        if "anyOf" in node:
            choices = [each for each in map(self._resolved, node["anyOf"]) if each.get("type") != "null"]
            choices.sort(
                key=lambda each: (
                    ("object", "array").index(each["type"]) if each.get("type") in {"object", "array"} else 2
                )
            )
            return self._fill(choices[0], path, chosen, turns)
        if "properties" in node:
            found = {
                key: self._fill(each, (*path, key), chosen, turns) for key, each in node["properties"].items()
            }
            return {key: each for key, each in found.items() if each is not ...}
        if node.get("type") == "object":
            table = next(
                each
                for each in (*node.get("patternProperties", {}).values(), node.get("additionalProperties"))
                if isinstance(each, Mapping)
            )
            return {"one": self._fill(table, (*path, "*"), chosen, turns)}
        return self._fill_plain(node, path, chosen, turns)

    def _fill_plain(self, node: Node, path: Path, chosen: Mapping[str, Any], turns: "count[int]") -> Any:
        kind = node.get("type")
        if "const" in node or "enum" in node:
            return node.get("const", node.get("enum", [None])[0])
        if kind == "array":
            return [self._fill(node["items"], (*path, "*"), chosen, turns)]
        if kind == "boolean":
            return False
        if kind in {"integer", "number"}:
            return max(1, node.get("minimum", 1))
        if (node.get("pattern") or "").startswith("^https?://"):
            return URL
        if node.get("pattern"):
            raise AssertionError(f"{'.'.join(path)} has a form: say what it holds")
        return hostile(node.get("maxLength", 3000), ".".join(path), next(turns))

    def _resolved(self, node: Node) -> Node:
        while "$ref" in node:
            node = self.whole["$defs"][node["$ref"].rsplit("/", 1)[-1]]
        return node


def found_at(value: Any, path: Path) -> Iterator[str]:
    """The texts that a document holds at a path.

    >>> list(found_at({"a": [{"b": "x"}, "y"]}, ("a", "*", "b"))), list(found_at(["x"], ("*", ":")))
    (['x'], ['x'])
    """
    if not path or path == (":",):
        if isinstance(value, str):
            yield value
    elif path[0] == "*" and isinstance(value, list):
        for each in value:
            yield from found_at(each, path[1:])
    elif path[0] == "*" and isinstance(value, dict):
        for each in value.values():
            yield from found_at(each, path[1:])
    elif isinstance(value, dict) and path[0] in value:
        yield from found_at(value[path[0]], path[1:])
