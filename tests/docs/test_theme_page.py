"""docs/theme.md says what the templates have, and its example is a theme."""

import os
import re
from pathlib import Path

from pipeline.site.theme_check import read_our_trees
from tests.docs.markdown import DOCS, read_blocks
from tests.docs.reference import replace_parts
from tests.docs.theme_page import DRAWS, render_parts
from tests.workflows.small_show import make_clone, memory_roots
from tests.workflows.small_show import objects as objects_of

PAGE = DOCS / "theme.md"


def read_example() -> dict[str, str]:
    """The files of the example, by the name in the line before each."""
    text = PAGE.read_text()
    blocks = [each for each in read_blocks(PAGE) if each.language in {"html", "css"}]
    lines = text.splitlines()
    named = {re.findall(r"`(theme/[\w/.]+)`", lines[block.line - 4])[0]: block.text for block in blocks}
    assert len(named) == len(blocks)
    return named


def test_the_golden_page_is_current() -> None:
    """A template or a value that changed shows in review; `make golden` writes it."""
    text = PAGE.read_text()
    current = replace_parts(text, render_parts())
    if os.environ.get("AIRDATE_GOLDEN") == "write":
        PAGE.write_text(current)
    assert current == PAGE.read_text()


def test_every_template_has_a_row() -> None:
    """None is left out, and none is there that is gone."""
    assert set(DRAWS) == set(read_our_trees())


def test_the_example_is_a_theme_that_can_be_published(tmp_path: Path) -> None:
    """All three files, on pages of a real publish, with nothing to say against them."""
    clone = make_clone(tmp_path, memory_roots())
    clone.episode(1)
    for name, text in read_example().items():
        clone.write(name, text)
    clone.write("theme/fonts/heading.woff2", b"wOF2")
    clone.write("theme/shed.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    done = clone.publish(1)
    assert done is not None
    assert [problem for problem in done.changes.problems if problem.path.startswith("theme")] == []
    pages = {key: body.decode() for key, body in objects_of(clone.roots.public).items() if "html" in key}
    assert "Made in a shed in Leeds" in pages["about.html"]
    assert "font-src" in pages["index.html"]
    assert "Second Wind Radio asks" in pages["episodes/001-part-1.html"]
