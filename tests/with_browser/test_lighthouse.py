"""Lighthouse finds nothing to better in accessibility, best practices and search, as phones see the pages."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.with_browser.conftest import BROWSERS, FLAGS, Run
from tests.with_browser.sites import Site

Lighthouse = Callable[[Site, str], list[str]]

GATED = ("accessibility", "best-practices", "seo")
PRINTED = "performance"


def test_lighthouse_finds_nothing_to_better_on_the_index(built_site: Site, lighthouse: Lighthouse) -> None:
    """A hundred in each category that does not depend on the machine."""
    assert lighthouse(built_site, "index.html") == []


def test_lighthouse_finds_nothing_to_better_on_the_richest_episode(
    built_site: Site, lighthouse: Lighthouse
) -> None:
    """The one with the longest page."""
    episodes = [key for key in built_site.keys if key.startswith("episodes/") and key.endswith(".html")]
    richest = max(episodes, key=lambda key: (built_site.root / key).stat().st_size)
    assert lighthouse(built_site, richest) == []


@pytest.fixture
def lighthouse(
    node_modules: Path,
    run_tool: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Lighthouse:
    """Look at one page as a phone does, print the scores, and say what costs points."""
    monkeypatch.setenv("CHROME_PATH", next(path for name in BROWSERS if (path := shutil.which(name))))
    flags = " ".join(["--headless=new", *(flag for flag in FLAGS if " " not in flag)])
    report = tmp_path / "report.json"

    def look(site: Site, key: str) -> list[str]:
        ran = run_tool(
            "node",
            node_modules / "lighthouse" / "cli" / "index.js",
            site.url.replace("127.0.0.1", "localhost") + key,
            f"--chrome-flags={flags}",
            f"--only-categories={','.join((*GATED, PRINTED))}",
            "--no-enable-error-reporting",
            "--output=json",
            f"--output-path={report}",
            "--quiet",
        )
        assert ran.returncode == 0, ran.stderr
        found = json.loads(report.read_text(encoding="utf-8"))
        scores = {name: round(100 * each["score"]) for name, each in found["categories"].items()}
        with capsys.disabled():
            sys.stdout.write(f"\n{key}: {scores}\n")
        return _losses(found)

    return look


def _losses(report: dict[str, Any]) -> list[str]:
    """What the gated categories were marked down for."""
    counted = {
        each["id"] for name in GATED for each in report["categories"][name]["auditRefs"] if each["weight"]
    }
    found = [report["audits"][each] for each in sorted(counted)]
    return [f"{each['id']}: {each['title']}" for each in found if each["score"] not in {1, None}]
