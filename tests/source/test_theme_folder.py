"""A theme's folder: what is read of it, what is left alone, and what is refused."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.core.own_theme import MAX_ALL_BYTES, MAX_TEXT_BYTES
from pipeline.errors import Level
from pipeline.source.folder import load_folder
from pipeline.source.theme_folder import LocalTheme, load_theme

Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def read(tmp_path: Path) -> Callable[[], LocalTheme]:
    """Read the theme of the show folder, which must have one."""

    def load() -> LocalTheme:
        theme = load_theme(tmp_path.resolve())
        assert theme is not None
        return theme

    return load


def test_a_show_without_the_folder_has_no_theme(write: Write, tmp_path: Path) -> None:
    """None, which is another thing than an empty folder."""
    assert load_folder(tmp_path).show_file.theme is None


def test_templates_styles_a_script_pictures_and_fonts_are_read(
    write: Write, read: Callable[[], LocalTheme]
) -> None:
    """By path below the folder, with line ends of one kind."""
    for name in ("base.html", "blocks/own.html", "page.css", "lists.css", "extra.css", "extra.js"):
        write(f"theme/{name}", "one\r\ntwo\r\n")
    for name in ("fonts/a.woff2", "logo.svg", "a.png", "b.jpg", "c.webp"):
        write(f"theme/{name}", b"bytes")
    theme = read()
    assert set(theme.files) == {"fonts/a.woff2", "logo.svg", "a.png", "b.jpg", "c.webp"}
    assert theme.texts["blocks/own.html"] == "one\ntwo\n"
    assert len(theme.texts) == 6
    assert theme.problems == ()
    assert theme.is_whole


def test_the_hash_is_the_same_for_any_line_ends(write: Write, read: Callable[[], LocalTheme]) -> None:
    """A checkout on Windows is no edit; one other letter is."""
    write("theme/base.html", "one\ntwo\n")
    write("theme/logo.svg", b"<svg>\n</svg>\n")
    before = read().sha256
    write("theme/base.html", "one\r\ntwo\r\n")
    write("theme/logo.svg", b"<svg>\r\n</svg>\r\n")
    assert read().sha256 == before
    write("theme/logo.svg", b"<svg>\n<g/></svg>\n")
    assert read().sha256 != before


def test_what_people_keep_for_themselves_is_left_alone(write: Write, read: Callable[[], LocalTheme]) -> None:
    """Licences, notes, hidden files and editors' copies."""
    for name in ("README.md", "LICENSE", "fonts/OFL.txt", ".DS_Store", ".git/x.html", "base.html~"):
        write(f"theme/{name}", "x")
    assert read().is_empty
    assert read().problems == ()


@pytest.mark.parametrize(
    ("name", "fix"), [("style.css", "extra.css"), ("app.js", "extra.js"), ("a.ttf", ".woff2")]
)
def test_a_file_that_no_page_uses_is_a_warning(
    write: Write, read: Callable[[], LocalTheme], name: str, fix: str
) -> None:
    """With the name that would be used."""
    write(f"theme/{name}", "x")
    (problem,) = read().problems
    assert (problem.path, problem.level) == (f"theme/{name}", Level.WARNING)
    assert fix in str(problem.fix)


def test_a_text_may_not_be_too_large(write: Write, read: Callable[[], LocalTheme]) -> None:
    """All of them stand in the show's record."""
    write("theme/base.html", "x" * (MAX_TEXT_BYTES + 1))
    assert "100,001 bytes" in read().problems[0].text
    assert not read().is_whole


def test_all_texts_together_may_not_be_too_large(write: Write, read: Callable[[], LocalTheme]) -> None:
    """However small each is."""
    for number in range(MAX_ALL_BYTES // MAX_TEXT_BYTES + 1):
        write(f"theme/{number}.html", "x" * MAX_TEXT_BYTES)
    assert [problem.path for problem in read().problems] == ["theme"]


def test_a_text_that_is_none_is_an_error(write: Write, read: Callable[[], LocalTheme]) -> None:
    """With its line, like any other text of a producer."""
    write("theme/base.html", b"one\n\xff\n")
    assert [(each.path, each.line) for each in read().problems] == [("theme/base.html", 2)]


def test_nothing_outside_of_the_show_folder_is_read(
    write: Write, read: Callable[[], LocalTheme], tmp_path: Path
) -> None:
    """A link that leads out is refused."""
    outside = tmp_path.parent / f"{tmp_path.name}-outside.html"
    outside.write_text("secret")
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme" / "base.html").symlink_to(outside)
    theme = read()
    assert theme.texts == {}
    assert "leaves the show folder" in theme.problems[0].text
