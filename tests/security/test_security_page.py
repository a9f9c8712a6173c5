"""SECURITY.md promises nothing without a test that holds it."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
PROMISES = PAGE.partition("## What is promised")[2].partition("## What is not promised")[0]


def known_tests() -> set[str]:
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    return {name for text in texts for name in re.findall(r"^def (test_\w+)", text, re.MULTILINE)}


def test_every_test_that_is_named_exists() -> None:
    """A test that is renamed takes its promise along."""
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    assert len(named) > 40
    assert named - known_tests() == set()


def test_every_promise_names_a_test() -> None:
    """Each point of the list, and the paragraph on rights."""
    points = re.findall(r"^- .*(?:\n  .*)*", PROMISES, re.MULTILINE)
    assert len(points) > 15
    assert [point for point in points if not re.search(r"`test_\w+`", point)] == []


def test_every_test_of_this_folder_stands_on_the_page_or_beside_one_that_does() -> None:
    """Whoever adds a module of attacks says what it promises."""
    modules = [path for path in Path(__file__).parent.glob("test_*.py") if path != Path(__file__)]
    for module in modules:
        names = re.findall(r"^def (test_\w+)", module.read_text(encoding="utf-8"), re.MULTILINE)
        assert any(f"`{name}`" in PAGE for name in names), module.name


def test_links_of_the_page_lead_somewhere() -> None:
    """Within the repository."""
    for target in re.findall(r"\]\(([^)#]+)", PAGE):
        assert (ROOT / target).exists(), target
