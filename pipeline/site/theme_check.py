"""What is wrong with a theme, as far as its files tell by themselves: each problem with file and line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from jinja2 import Environment, nodes

from pipeline.core.own_theme import FOLDER, TEMPLATE_SUFFIX, ThemeSource
from pipeline.errors import InputError, Level, Problem
from pipeline.site.own_theme import OURS, PAGE, naming_the_line, open_sandbox
from pipeline.site.theme import our_templates
from pipeline.site.theme_policy import check_page, check_style
from pipeline.site.theme_urls import path_in_theme, urls_in

_PREVIEW = "preview/"
"""Templates of `serve`, which are no part of the site."""
_ASKING: tuple[type[nodes.Node], ...] = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


@dataclass(frozen=True)
class _Reading:
    """A theme with its templates parsed."""

    source: ThemeSource
    trees: Mapping[str, nodes.Template]
    ours: Mapping[str, nodes.Template]

    @property
    def effective(self) -> list[nodes.Template]:
        """What pages are drawn with: each of the theme's in the place of ours."""
        return list({**self.ours, **self.trees}.values())

    def knows(self, name: str) -> bool:
        return name in self.trees or name.removeprefix(f"{OURS}/") in self.ours


def check_theme(source: ThemeSource) -> list[Problem]:
    """Every problem, warnings among them."""
    problems: list[Problem] = []
    trees: dict[str, nodes.Template] = {}
    environment = open_sandbox(tuple(sorted(source.texts.items())), ())
    for name, text in _templates(source):
        try:
            with naming_the_line():
                environment.compile(text, name, f"{FOLDER}/{name}")
                trees[name] = environment.parse(text, name, f"{FOLDER}/{name}")
        except InputError as error:
            problems += error.problems
        problems += check_page(f"{FOLDER}/{name}", text)
    reading = _Reading(source, trees, read_our_trees())
    for name, tree in trees.items():
        problems += [*_check_names(name, tree, reading), *_check_macros(name, tree, reading)]
        problems += _check_escaping(name, tree)
    return [*problems, *_check_use(reading), *_check_styles(source)]


@cache
def read_our_trees() -> Mapping[str, nodes.Template]:
    """The templates that come with airdate, parsed, by name."""
    environment = Environment(loader=our_templates(), autoescape=True)
    names = [name for name in environment.list_templates(["html"]) if not name.startswith(_PREVIEW)]
    assert environment.loader is not None
    return {name: environment.parse(environment.loader.get_source(environment, name)[0]) for name in names}


def macros_of(tree: nodes.Template) -> dict[str, list[str]]:
    """The parameters of each macro that other templates can import."""
    macros = (node for node in tree.body if isinstance(node, nodes.Macro))
    return {macro.name: [each.name for each in macro.args] for macro in macros}


def _templates(source: ThemeSource) -> list[tuple[str, str]]:
    return [(name, text) for name, text in source.texts.items() if name.endswith(TEMPLATE_SUFFIX)]


def _named(tree: nodes.Template) -> Iterator[tuple[str, int]]:
    """The templates that a template asks for by name, with the line."""
    for node in tree.find_all(_ASKING):
        named = getattr(node, "template", None)
        is_needed = not getattr(node, "ignore_missing", False)
        if is_needed and isinstance(named, nodes.Const) and isinstance(named.value, str):
            yield named.value, node.lineno


def _imported(tree: nodes.Template, name: str) -> Iterator[str]:
    """The macros that a template imports from another, by the other's name for them."""
    for node in tree.find_all(nodes.FromImport):
        if isinstance(node.template, nodes.Const) and node.template.value == name:
            yield from (each if isinstance(each, str) else each[0] for each in node.names)


def _check_names(name: str, tree: nodes.Template, reading: _Reading) -> Iterator[Problem]:
    for named, line in _named(tree):
        if not reading.knows(named):
            near = _near(named, reading)
            fix = f'write "{near}"' if near else f"{PAGE} lists the templates"
            yield Problem(f"{FOLDER}/{name}", line, f'there is no template "{named}"', fix)


def _check_macros(name: str, tree: nodes.Template, reading: _Reading) -> Iterator[Problem]:
    """What our other templates import from this one."""
    own = macros_of(tree)
    asked = {each for theirs in reading.effective for each in _imported(theirs, name)}
    ours = macros_of(reading.ours[name]) if name in reading.ours else {}
    for macro, arguments in ours.items():
        if macro not in asked:
            continue
        head = f"{{% macro {macro}({', '.join(arguments)}) %}}"
        if macro not in own:
            text = f"the macro '{macro}' is missing, which other templates draw this block with"
            yield Problem(f"{FOLDER}/{name}", 0, text, f"add {head}")
        elif len(own[macro]) < len(arguments):
            text = f"the macro '{macro}' takes {len(own[macro])} values, and is given {len(arguments)}"
            line = next(node.lineno for node in tree.find_all(nodes.Macro) if node.name == macro)
            yield Problem(f"{FOLDER}/{name}", line, text, f"write {head}")


def _check_escaping(name: str, tree: nodes.Template) -> Iterator[Problem]:
    for node in tree.find_all(nodes.ScopedEvalContextModifier):
        yield Problem(
            f"{FOLDER}/{name}", node.lineno, "values are always escaped", "take out {% autoescape %}"
        )


def _check_use(reading: _Reading) -> Iterator[Problem]:
    """Templates of names that are not ours, and that nothing asks for."""
    asked = {named for tree in reading.trees.values() for named, _ in _named(tree)}
    for name in reading.trees:
        if name not in reading.ours and name not in asked:
            near = _near(name, reading)
            fix = f"call it {near}" if near else "include it in another, or take it out"
            text = "no page uses this template"
            yield Problem(f"{FOLDER}/{name}", 0, text, fix, Level.WARNING)


def _near(name: str, reading: _Reading) -> str | None:
    """A template of ours that may be meant."""
    near = get_close_matches(name, reading.ours, n=1, cutoff=0.7)
    same = [each for each in reading.ours if each.rpartition("/")[2] == name.rpartition("/")[2]]
    return next(iter([*same, *near]), None)


def _check_styles(source: ThemeSource) -> Iterator[Problem]:
    for name, text in source.texts.items():
        if not name.endswith(".css"):
            continue
        shown = f"{FOLDER}/{name}"
        yield from check_style(shown, text)
        for line, url in urls_in(text):
            path = path_in_theme(url)
            if path is not None and path not in source.files:
                near = get_close_matches(path, source.files, n=1)
                fix = f"write url({near[0]})" if near else f"put the file into {FOLDER}/, or correct the name"
                yield Problem(shown, line, f"there is no file {FOLDER}/{path}", fix)
