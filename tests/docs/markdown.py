"""Takes the documentation apart: fenced blocks, inline code, links and headings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent.parent
README = REPOSITORY / "README.md"
DOCS = REPOSITORY / "docs"
PAGES = [README, *sorted(DOCS.glob("*.md"))]

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block."""

    page: Path
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        """Where it is, as a test's id."""
        return f"{self.page.name}:{self.line}"


def read_blocks(page: Path, *languages: str) -> list[Block]:
    """A page's fenced blocks, of these languages or of all."""
    text = page.read_text()
    blocks = [
        Block(page, text.count("\n", 0, match.start()) + 2, match[1], match[2])
        for match in _FENCE.finditer(text)
    ]
    return [block for block in blocks if not languages or block.language in languages]


def read_prose(page: Path) -> str:
    """A page without its fenced blocks."""
    return _FENCE.sub("", page.read_text())


def read_code_spans(page: Path) -> list[str]:
    """What stands between single backticks, outside of blocks."""
    return re.findall(r"(?<!`)`([^`\n]+)`(?!`)", read_prose(page))


def read_links(page: Path) -> list[str]:
    """The targets of links that stay in the repository."""
    targets = re.findall(r"\]\(([^)\s]+)\)", read_prose(page))
    return [target for target in targets if not target.startswith(("http:", "https:", "mailto:"))]


def read_anchors(page: Path) -> set[str]:
    """What a page's headings are linked by, as GitHub spells it."""
    headings = re.findall(r"^#+ (.+)$", read_prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


def read_command_lines(page: Path) -> Iterator[str]:
    """Every `airdate …` line: of blocks, of help texts, and between backticks."""
    rows = [row.strip() for block in read_blocks(page, "sh", "text") for row in block.text.splitlines()]
    for found in [*rows, *read_code_spans(page)]:
        if found.startswith("airdate "):
            yield re.split(r"\s{2,}|\s[>|]", found)[0]
