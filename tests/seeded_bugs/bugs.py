"""Bugs that somebody could make one day, each as one exact replacement, and the test that has to notice."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

LISTS = Path(__file__).parent / "lists"


@dataclass(frozen=True)
class Bug:
    """One seeded bug."""

    name: str
    """What it does, in words."""
    file: str
    """Where, from the top of the tree."""
    old: str
    """The text that is replaced; it stands there once."""
    new: str
    test: str
    """The test that kills it, as pytest takes it."""

    def plant(self, text: str) -> str:
        """The file's text with the bug in it.

        Raises:
            ValueError: The text that is replaced does not stand there exactly once.
        """
        if (times := text.count(self.old)) != 1:
            raise ValueError(f"{self.name}: the old text stands {times} times in {self.file}")
        return text.replace(self.old, self.new)


def load_bugs(folder: Path = LISTS) -> list[Bug]:
    """Every bug of every list."""
    return [
        Bug(**row) for path in sorted(folder.glob("*.toml")) for row in tomllib.loads(path.read_text())["bug"]
    ]
