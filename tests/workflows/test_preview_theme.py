"""The preview of a theme that is being written: shown at once, and what is wrong with it beside the page."""

import html
from datetime import datetime
from pathlib import Path

from pipeline.core.addresses import INDEX
from pipeline.store.folder import FolderStore
from pipeline.store.protocol import Roots
from pipeline.web.files import ServedFile
from pipeline.workflows.context import Context
from pipeline.workflows.preview import Preview
from tests.cli.building import NOW, make_show_folder
from tests.workflows.small_show import Talk

FOOT = '{% extends "airdate/base.html" %}\n{% block foot %}\nMade in a shed.\n{% endblock %}\n'


def test_a_theme_is_shown_as_it_is_saved(tmp_path: Path) -> None:
    """A broken one leaves pages in our look, with file and line in the list of problems."""
    show = make_show_folder(tmp_path / "show").path
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    nowhere = Roots(FolderStore(scratch / "public"), FolderStore(scratch / "private"))
    preview = Preview(Context(show, nowhere, datetime.fromisoformat(NOW), Talk(), scratch, show))
    (show / "theme").mkdir()

    def save(text: str) -> str:
        (show / "theme" / "base.html").write_text(text)
        preview.refresh()
        found = preview.shown.find(f"/{INDEX}", "http://127.0.0.1:8123/")
        assert isinstance(found, ServedFile)
        with found.open() as stream:
            return html.unescape(stream.read().decode())

    assert "Made in a shed." in save(FOOT)
    broken = save(FOOT.replace("a shed", "{{ site.shed }}"))
    assert "Made in" not in broken
    assert "theme/base.html:3" in broken
    assert "there is no value 'shed' here" in broken
    assert not preview.ignores(show / "theme" / "base.html")
    assert "Made in a garage." in save(FOOT.replace("shed", "garage"))
