"""Lines of keys in TOML: whatever tomllib accepts, in whatever style."""

import json
import tomllib
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipeline.source.toml_lines import parse_layout
from pipeline.source.wording import KeyPath

_SCALARS = st.sampled_from(
    ["1", "true", "'a # b'", '"c = [\\""', "1979-05-27", "'''x\n[y]\nz = 1'''", '"""\n] "" \\""""', "-1.5e3"]
)
_KEYS = st.text('abc-_." #é', min_size=1, max_size=4)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3),
    max_leaves=8,
)


def spelled(value: Any, gap: str) -> str:
    """A value as TOML; lists spread over lines."""
    if isinstance(value, list):
        return f"[{gap}" + f",{gap}".join(spelled(each, gap) for each in value) + f"{gap}]"
    if isinstance(value, dict):
        return (
            "{ "
            + ", ".join(f"{json.dumps(key)} = {spelled(each, gap)}" for key, each in value.items())
            + " }"
        )
    return str(value)


def paths(value: Any, above: KeyPath = ()) -> Iterator[KeyPath]:
    """Every path in a parsed document."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in items:
        yield (*above, key)
        yield from paths(each, (*above, key))


@given(
    st.dictionaries(_KEYS, _VALUES, max_size=4), st.dictionaries(_KEYS, _VALUES, max_size=3), st.booleans()
)
def test_every_key_has_its_line(top: dict[str, Any], table: dict[str, Any], array: bool) -> None:
    """Each path that tomllib finds is located, and each top-level key on the line it stands on."""
    gap = "\n  # [note]\n  "
    rows = [f"{json.dumps(key)} = {spelled(value, gap)}  # x = 1" for key, value in top.items()]
    header = "[[a-table.'of tables']] # [b]" if array else "[ a-table . of ]"
    rows += ["", header, *(f"{json.dumps(key)} = {spelled(value, gap)}" for key, value in table.items())]
    text = "\n".join(rows)
    found = parse_layout(text)
    assert set(found.lines) == set(paths(tomllib.loads(text)))
    for key in top:
        line = text.split("\n")[found.lines[(key,)] - 1]
        assert line.startswith(f"{json.dumps(key)} =")
    assert text[found.top_end :].lstrip(" #x=1").startswith("\n\n[") or not top


def test_dotted_keys_and_arrays_of_tables_are_followed() -> None:
    """A table below an array belongs to its last element."""
    text = "a.b = 1\n[[c]]\nd = 1\n[c.e]\nf = 1\n[[c]]\nd = 2\n"
    lines = parse_layout(text).lines
    assert lines["a", "b"] == 1
    assert lines["c", 0, "e", "f"] == 5
    assert lines["c", 1, "d"] == 7
