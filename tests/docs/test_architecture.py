"""docs/architecture.md: the rooms, the keys and the record's fields it names are those of the code."""

import re

from pipeline.core import addresses
from pipeline.core.record import EpisodeRecord
from pipeline.store.probing import PROBE_KEY
from tests.docs.markdown import DOCS, README, REPOSITORY
from tests.test_layers import ADAPTERS, HOMES

ARCHITECTURE = DOCS / "architecture.md"


def rows_of(heading: str) -> list[list[str]]:
    """The cells of the tables below a heading."""
    part = ARCHITECTURE.read_text().partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = [
        [cell.strip() for cell in row.split("|")[1:-1]] for row in part.splitlines() if row.startswith("| ")
    ]
    assert rows, heading
    return rows


def names_in(cell: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", cell))


def test_the_map_of_the_code_shows_every_room() -> None:
    """README and architecture name the same rooms, which are those of the package."""
    rooms = {f"pipeline/{path.parent.name}/" for path in (REPOSITORY / "pipeline").glob("*/__init__.py")}
    for page in (README, ARCHITECTURE):
        assert set(re.findall(r"(?:^|`)(pipeline/\w+/)", page.read_text(), re.MULTILINE)) == rooms


def test_the_rooms_in_the_middle_are_the_adapters() -> None:
    """The arrows are drawn as the layer test holds them."""
    drawn = re.search(r"workflows ─▶ (.+) ─▶ core ─▶ errors", ARCHITECTURE.read_text())
    assert drawn
    assert set(drawn[1].split()) == set(ADAPTERS)


def test_each_library_is_named_at_home() -> None:
    """Where a library lives is said where people look for it."""
    spelled = {"PIL": "pillow", "ruamel": "ruamel.yaml", "fontpkg": "noto sans"}
    said = {room.strip("`"): homes.lower() for room, _, homes in rows_of("Rooms and arrows")}
    for library, home in HOMES.items():
        if is_used(library):
            assert spelled.get(library, library) in said[f"pipeline/{home.partition('/')[0]}/"]


def is_used(library: str) -> bool:
    pattern = re.compile(rf"^\s*(import|from) {library}\b", re.MULTILINE)
    return any(pattern.search(path.read_text()) for path in (REPOSITORY / "pipeline").rglob("*.py"))


def test_every_kind_of_key_has_a_row() -> None:
    """What stands in the store is explained there."""
    named = {
        re.split(r"[<…]", name)[0] for row in rows_of("Where everything stands") for name in names_in(row[0])
    }
    keys = {value for name, value in vars(addresses).items() if name.isupper() and "://" not in value}
    keys |= {PROBE_KEY, "media/", "files/", "episodes/"}
    for key in keys:
        assert any(each.startswith(key) for each in named), key


def test_every_field_of_the_record_has_a_row() -> None:
    """And no field is described that is gone."""
    named = {name for row in rows_of("The record") for name in names_in(row[0])}
    assert named == set(EpisodeRecord.model_fields)
