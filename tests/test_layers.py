"""The house's plan, kept true: who may import whom, and where each outside library lives."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "pipeline"
MODULES = sorted(PACKAGE.rglob("*.py"))

ADAPTERS = ("source", "audio", "pictures", "feed", "site", "store", "web")
MAY_IMPORT = {
    "errors": (),
    "core": ("core", "errors"),
    **{each: (each, "core", "errors") for each in ADAPTERS},
    "workflows": ("workflows", *ADAPTERS, "core", "errors"),
    "cli": ("cli", "workflows", *ADAPTERS, "core", "errors"),
}
HOMES = {
    "boto3": "store",
    "botocore": "store",
    "click": "cli",
    "feedgen": "feed",
    "fontpkg": "pictures",
    "httpcore": "web",
    "httpx": "web",
    "jinja2": "site",
    "mutagen": "audio",
    "nh3": "core/notes",
    "PIL": "pictures",
    "pyromark": "core/notes",
    "rich": "cli",
    "rjsmin": "site",
    "ruamel": "source",
    "ryaml": "source",
    "s3transfer": "store",
    "segno": "site",
    "tomllib": "source",
    "watchfiles": "web",
}
CORE_MAY_NOT = {
    "os",
    "io",
    "pathlib.Path",
    "socket",
    "subprocess",
    "tempfile",
    "time",
    "shutil",
    "urllib.request",
}


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """A module's syntax tree and all that is in it: five tests look at each."""
    return tuple(ast.walk(ast.parse(path.read_text())))


def imports_of(path: Path) -> Iterator[tuple[str, int]]:
    """Every module that a file imports, also inside functions, with the line."""
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_arrows_point_one_way(path: Path) -> None:
    """A room imports only itself and what lies below it."""
    if path.parent == PACKAGE and path.stem in {"__init__", "__main__"}:
        return
    allowed = MAY_IMPORT[room_of(path)]
    for name, line in imports_of(path):
        parts = name.split(".")
        if parts[0] == "pipeline" and parts[1] != "__version__":
            assert parts[1] in allowed, f"{path}:{line}: {room_of(path)} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_each_library_has_one_home(path: Path) -> None:
    """An outside library is imported in its home alone."""
    place = path.relative_to(PACKAGE).as_posix()
    for name, line in imports_of(path):
        home = HOMES.get(name.split(".")[0])
        assert home is None or place.startswith(f"{home}/"), f"{path}:{line}: {name} lives in {home}"


@pytest.mark.parametrize("path", sorted((PACKAGE / "core").rglob("*.py")), ids=lambda path: path.name)
def test_the_core_does_no_io(path: Path) -> None:
    """The core reads no file, clock, environment or network."""
    for name, line in imports_of(path):
        assert not any(name == each or name.startswith(f"{each}.") for each in CORE_MAY_NOT), (
            f"{path}:{line}: {name}"
        )
    calls = {
        node.func.id
        for node in nodes_of(path)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not calls & {"open", "print", "input"}, path


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_and_functions_stay_small(path: Path) -> None:
    """No file over 400 lines, no function over 50 besides its docstring."""
    assert path.read_text().count("\n") <= 400, path
    for node in nodes_of(path):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            lines = (body[-1].end_lineno or 0) - body[0].lineno + 1
            assert lines <= 50, f"{path}:{node.lineno}: {node.name} has {lines} lines"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_module_says_what_it_is_for(path: Path) -> None:
    """A module opens with a sentence; none is called utils."""
    assert path.stem not in {"utils", "util", "helpers", "common", "misc"}
    module = nodes_of(path)[0]
    assert isinstance(module, ast.Module)
    assert ast.get_docstring(module), f"{path}: no docstring"
