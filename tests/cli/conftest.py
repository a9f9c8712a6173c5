"""A producer's folder for every test that asks for one."""

from pathlib import Path

import pytest

from tests.cli.building import ShowFolder, make_show_folder


@pytest.fixture
def show(tmp_path: Path) -> ShowFolder:
    """A show with one episode that is ready, valid until a test breaks it."""
    return make_show_folder(tmp_path / "show")
