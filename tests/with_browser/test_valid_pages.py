"""Pages, styles and pictures are what their standards say: html-validate and vnu find nothing."""

import json
from pathlib import Path

from tests.with_browser.conftest import Run
from tests.with_browser.sites import Site

CONFIG = Path(__file__).parent / "html-validate.cjs"
POLICY_NOTES = (
    "Inline script violates Content Security Policy",
    "Inline style violates Content Security Policy",
)
"""vnu reads JSON-LD as a script, and knows no hashes; test_quiet_pages.py asks a browser instead."""


def find_files(sites: dict[str, Site], *endings: str) -> list[Path]:
    """The files that end so, in all of the sites."""
    return [site.root / key for site in sites.values() for key in site.keys if key.endswith(endings)]


def test_html_validate_finds_nothing(every_site: dict[str, Site], node_modules: Path, run_tool: Run) -> None:
    """In any page of the sample show and the golden shows, not even a warning."""
    program = node_modules / ".bin" / "html-validate"
    pages = find_files(every_site, ".html")
    ran = run_tool(str(program), "--config", CONFIG, "--formatter", "json", *pages)
    found = [
        f"{file['filePath']}:{each['line']}: {each['ruleId']}: {each['message']}"
        for file in json.loads(ran.stdout)
        for each in file["messages"]
    ]
    assert found == []
    assert ran.returncode == 0, ran.stderr


def test_vnu_finds_nothing(every_site: dict[str, Site], node_modules: Path, run_tool: Run) -> None:
    """In pages, pictures drawn in them included, nor in styles as they are served, the feed's included."""
    jar = node_modules / "vnu-jar" / "build" / "dist" / "vnu.jar"
    files = find_files(every_site, ".html", ".css", ".svg")
    ran = run_tool(
        "java", "-jar", jar, "--stdout", "--format", "json", "--also-check-css", "--also-check-svg", *files
    )
    found = [
        f"{each.get('url')}:{each.get('lastLine')}: {each['message']} {each.get('extract', '')!r}"
        for each in json.loads(ran.stdout)["messages"]
        if not (each["type"] == "info" and each["message"].startswith(POLICY_NOTES))
    ]
    assert found == []
