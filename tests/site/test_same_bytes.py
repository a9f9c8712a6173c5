"""Pages and descriptions do not depend on the machine that renders them."""

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
from datetime import date
from hashlib import sha256
from pipeline.core.notes.feed_notes import render_feed_notes
from pipeline.site.pages import render_pages
from pipeline.site.words import read_words
from tests.site.rich_show import ADDRESSES, make_rich_episodes, make_rich_show_record
show, today, words = make_rich_show_record(), date(2026, 11, 6), read_words("de")
episodes = make_rich_episodes(show)
pages = render_pages(show, episodes, ADDRESSES, today)
feed = "".join(render_feed_notes(each, show.show, ADDRESSES.index, today, words=words) for each in episodes)
print(sha256(repr((pages, feed)).encode()).hexdigest())
"""


def test_pages_are_the_same_on_every_machine() -> None:
    """Time zone, locale and hash seed change nothing."""
    digests = set()
    for seed, zone, locale in (("1", "Asia/Tokyo", "C"), ("2", "America/New_York", "C.UTF-8")):
        machine = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            cwd=Path(__file__).parents[2],
            env={**os.environ, **machine},
            capture_output=True,
            check=True,
            timeout=60,
        )
        digests.add(done.stdout)
    assert len(digests) == 1
    assert len(digests.pop()) == 65
