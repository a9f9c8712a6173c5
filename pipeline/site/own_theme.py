"""A theme of the show's own, on top of ours: templates run in a sandbox, and errors name file and line."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from traceback import walk_tb
from typing import Any

from jinja2 import ChoiceLoader, Environment, FunctionLoader, PrefixLoader, TemplateNotFound, Undefined
from jinja2.exceptions import SecurityError, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import BaseModel

from pipeline.core.addresses import Addresses
from pipeline.core.own_theme import EXTRA_SCRIPT, EXTRA_STYLE, FOLDER, ThemeSource
from pipeline.core.site_settings import SiteSettings
from pipeline.errors import InputError, Problem
from pipeline.site.theme import OPTIONS, Theme, our_templates, read_texts, stored_under_keys
from pipeline.site.theme_urls import settle_urls

OURS = "airdate"
"""What the names of our own templates begin with, for those that replace them."""
PAGE = "docs/theme.md"

_FAULTS = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    RecursionError,
)
"""What a template can come to. One of ours that fails so with our own theme as well is our fault."""
_LARGEST = 100_000
"""Characters or entries that a product may have: the sandbox has the same limit for ranges."""
_NO_FILE = "there is no file"
_MISSING = re.compile(r"'[\w.]+ object' has no (?:attribute|element) '?([\w-]+)'?|'([\w-]+)' is undefined")


@dataclass(frozen=True)
class OwnTheme(Theme):
    """A theme that somebody else wrote parts of."""

    def render(self, template: str, **values: Any) -> bytes:
        """One page.

        Raises:
            InputError: A template of the show's own fails; names file and line.
        """
        with naming_the_line():
            return super().render(template, **values)


def read_own_theme(settings: SiteSettings, source: ThemeSource, addresses: Addresses) -> OwnTheme:
    """Our theme with what the show has in place of parts of it, or besides."""
    keys = {path: each.key for path, each in source.files.items()}
    own = {
        name: settle_urls(text, keys) if name.endswith(".css") else text
        for name, text in source.texts.items()
    }
    extra = {name: own[name] for name in (EXTRA_STYLE, EXTRA_SCRIPT) if name in own}
    names, static = stored_under_keys({**read_texts(settings, own), **extra})
    urls = tuple((path, addresses.url(key)) for path, key in sorted(keys.items()))
    environment = open_sandbox(tuple(sorted(source.texts.items())), urls)
    return OwnTheme(environment, static, names, source.has_fonts)


@lru_cache(maxsize=4)
def open_sandbox(texts: tuple[tuple[str, str], ...], urls: tuple[tuple[str, str], ...]) -> Environment:
    """Where the templates of a theme run; kept, because it holds them compiled.

    Args:
        texts: Of the theme, by path.
        urls: Public addresses of its pictures and fonts, by path.
    """
    ours = our_templates()
    loader = ChoiceLoader([PrefixLoader({OURS: ours}), _reader(dict(texts)), ours])
    environment = _Sandbox(loader=loader, **OPTIONS)
    environment.globals["theme_url"] = _finder(dict(urls))
    del environment.filters["safe"]
    return environment


@contextmanager
def naming_the_line() -> Iterator[None]:
    """Make of what a template comes to a problem of its line.

    Raises:
        InputError: Where a template fails inside.
    """
    try:
        yield
    except _FAULTS as error:
        path, line = _spot(error)
        raise InputError([Problem(path, line, *say_fault(error))]) from error


def say_fault(error: Exception) -> tuple[str, str]:
    """What is wrong in a template, and what to do.

    >>> say_fault(UndefinedError("'pipeline.site.views.Site object' has no attribute 'titel'"))[0]
    "there is no value 'titel' here"
    """
    text = str(error.message if isinstance(error, TemplateSyntaxError) else error).rstrip(".")
    fix = f"{PAGE} lists the templates, and the values that each has"
    if isinstance(error, TemplateNotFound):
        return f'there is no template "{error.name}"', fix
    if isinstance(error, SecurityError):
        return f"the template may not do this: {text}", "use the values as they are"
    if isinstance(error, TemplateSyntaxError):
        return f"the template cannot be read: {text}", f"{PAGE} tells what templates may hold"
    if isinstance(error, RecursionError):
        return "the template includes itself again and again", f'extend ours as "{OURS}/…"'
    return _say_value(text), f"put the file into {FOLDER}/, or correct the name" if _NO_FILE in text else fix


def _say_value(text: str) -> str:
    """What is wrong with a value, without names of classes."""
    if text.startswith(_NO_FILE):
        return text
    found = _MISSING.search(text)
    return (
        f"there is no value '{found[1] or found[2]}' here"
        if found
        else f"the template cannot be rendered: {text}"
    )


def _spot(error: BaseException) -> tuple[str, int]:
    """File and line: the innermost of the theme; the whole theme where none is known."""
    if isinstance(error, TemplateSyntaxError):
        return error.filename or f"{FOLDER}/{error.name}", error.lineno
    spots = ((frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__))
    of_theme = [spot for spot in spots if spot[0].startswith(f"{FOLDER}/")]
    return of_theme[-1] if of_theme else (FOLDER, 0)


def _reader(texts: Mapping[str, str]) -> FunctionLoader:
    """The templates of a theme, under the names that problems call them by."""

    def read(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        return (texts[name], f"{FOLDER}/{name}", lambda: True) if name in texts else None

    return FunctionLoader(read)


def _finder(urls: Mapping[str, str]) -> Callable[[str], str]:
    """The function `theme_url` of templates."""

    def theme_url(path: str) -> str:
        if path not in urls:
            raise UndefinedError(f"{_NO_FILE} {FOLDER}/{path}")
        return urls[path]

    return theme_url


class _Sandbox(ImmutableSandboxedEnvironment):
    """Values may be shown, and nothing else done with them."""

    intercepted_binops = frozenset({"*", "**"})

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Not what our data classes inherit: it reads files, and unpickles."""
        kind = obj if isinstance(obj, type) else type(obj)
        inherited = issubclass(kind, BaseModel) and hasattr(BaseModel, attr)
        return not inherited and super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """No products that fill the memory."""
        sizes = [len(each) if hasattr(each, "__len__") else each for each in (left, right)]
        if operator == "**" or (sizes != [left, right] and sizes[0] * sizes[1] > _LARGEST):
            raise SecurityError(f"{operator} makes too much of it")
        return super().call_binop(context, operator, left, right)

    def unsafe_undefined(self, obj: Any, attribute: str) -> Undefined:  # noqa: ARG002
        """Said without the name of a class."""
        return self.undefined(f"'{attribute}' may not be used here", exc=SecurityError)
