"""`airdate diff`: what it prints in each form, and how it ends."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from pipeline.cli.diff_short import escape_markdown
from pipeline.web.server import make_server
from tests.cli.building import EPISODE, INDEX, NOW, Ran, ShowFolder, run

ITEM = (
    "<item><title>{title}</title><guid>{guid}</guid><pubDate>Thu, 05 Nov 2026 06:00:00 GMT</pubDate>"
    "<description>{notes}</description>"
    '<enclosure url="{base}{guid}.mp3" length="9" type="audio/mpeg"/></item>'
)


def make_feed(
    *guids: str, base: str = "https://a.example/", notes: str = "Rest.", title: str = "Part"
) -> str:
    items = (ITEM.format(title=f"{title} {guid}", guid=guid, base=base, notes=notes) for guid in guids)
    return f"<rss><channel><title>Show</title>{''.join(items)}</channel></rss>"


def compare(folder: Path, old: str, new: str, *options: str) -> Ran:
    """Run it on two files."""
    (folder / "old.xml").write_text(old, encoding="utf-8")
    (folder / "new.xml").write_text(new, encoding="utf-8")
    return run(folder, "diff", "old.xml", "new.xml", *options)


def diff(show: ShowFolder, *options: str) -> Ran:
    return show.run("diff", "--now", NOW, *options)


@pytest.fixture
def edited(show: ShowFolder) -> ShowFolder:
    """A show with an edit, an episode that is ready, one without its audio, and one dated ahead."""
    show.publish(EPISODE)
    show.change(INDEX, "rarely", "never")
    show.add_episode("002-toe")
    show.add_episode("003-knee")
    (show.path / "episodes/003-knee/tape.mp3").unlink()
    show.add_episode("004-hip", date="2026-12-01")
    return show


def test_what_a_publish_would_change_is_the_result(edited: ShowFolder) -> None:
    """Item by item, with the words that change; and the folder stays as it is."""
    before = edited.tree()
    ran = diff(edited)
    assert (ran.code, ran.stderr) == (0, "")
    lines = ran.stdout.splitlines()
    assert lines[:3] == [
        '+ "About 002-toe"  2026-11-05 06:00',
        '~ "Why your heel hurts"',
        "    description: 1 word out, 1 in, -1 bytes",
    ]
    assert "[-rarely-] {+never+}" in lines[3]
    assert '  004-hip "About 004-hip" is scheduled for 2026-12-01 06:00:00+00:00' in lines
    assert '? episodes/003-knee/index.md: "About 003-knee" needs its audio, tape.mp3' in lines
    assert lines[-1].startswith("1 new, 1 without audio, 1 changed, 0 removed; feed ")
    assert edited.tree() == before


def test_nothing_to_tell_is_told(show: ShowFolder) -> None:
    """In every form."""
    show.publish(EPISODE)
    assert diff(show).stdout == diff(show, "--short").stdout == "No differences.\n"
    assert diff(show, "--exit-code").code == 0
    assert diff(show, "--json").document["differs"] is False


def test_the_short_form_is_a_list_for_a_pull_request(edited: ShowFolder) -> None:
    """A summary, then a line per item."""
    ran = diff(edited, "--short")
    assert (ran.code, ran.stderr) == (0, "")
    summary, blank, *lines = ran.stdout.splitlines()
    assert summary.startswith("1 new, 1 without audio, 1 changed, 0 removed; feed ")
    assert blank == ""
    assert lines == [
        "- **new**: About 002-toe",
        "- **changed**: Why your heel hurts (description)",
        "- **needs its audio**: About 003-knee",
    ]


def test_json_holds_everything_under_stable_keys(edited: ShowFolder) -> None:
    """The same with and without differences."""
    ran = diff(edited, "--json")
    assert ran.stderr == ""
    document = ran.document
    assert list(document) == [
        "old",
        "new",
        "differs",
        "added",
        "removed",
        "changed",
        "show",
        "moves",
        "reordered",
        "guard",
        "notes",
        "waiting",
        "problems",
    ]
    assert [each["title"] for each in document["added"]] == ["About 002-toe"]
    (changed,) = document["changed"]
    assert (changed["old_guid"], [each["field"] for each in changed["fields"]]) == (None, ["description"])
    assert document["guard"] == {"refuses": False, "text": None, "fix": None}
    assert document["waiting"][0]["audio"] == "tape.mp3"
    assert list(diff(edited, "--json").document) == list(document)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (make_feed("a"), make_feed("a"), 0),
        (make_feed("a"), make_feed("b", "a"), 7),
        (make_feed("a"), make_feed("a", base="https://b.example/"), 7),
        (make_feed("a", "b"), make_feed("a"), 5),
    ],
)
def test_the_exit_status_tells_on_request(tmp_path: Path, old: str, new: str, code: int) -> None:
    """Without the option, differences are no failure."""
    assert compare(tmp_path, old, new).code == 0
    assert compare(tmp_path, old, new, "--exit-code").code == code
    assert compare(tmp_path, old, new, "--exit-code", "--short").code == code


def test_problems_of_the_folder_end_it_with_3(edited: ShowFolder) -> None:
    """After everything else was compared."""
    edited.add_episode("005-bad", front="titel: x\n")
    ran = diff(edited, "--exit-code")
    assert ran.code == 3
    assert "About 002-toe" in ran.stdout
    assert "episodes/005-bad/index.md:5" in ran.stderr
    assert "- **problem**: episodes/005-bad/index.md" in diff(edited, "--short").stdout


def test_a_new_guid_stands_on_top_and_the_guard_at_the_end(tmp_path: Path) -> None:
    """With the way out."""
    ran = compare(tmp_path, make_feed("a"), make_feed("a").replace("<guid>a", "<guid>z"))
    lines = ran.stdout.splitlines()
    assert lines[0] == '! "Part a": the guid changed from "a" to "z"'
    assert "0 new, 0 changed, 1 with a new guid, 0 removed; feed " in lines[1]
    assert lines[2] == "The guard would refuse this: this would harm episodes that are already public"
    assert lines[-1].startswith("  Fix: write the earlier guid back")


def test_a_new_host_is_one_line(tmp_path: Path) -> None:
    """However many items move."""
    guids = [f"g{n}" for n in range(61)]
    ran = compare(tmp_path, make_feed(*guids), make_feed(*guids, base="https://b.example/x/"))
    assert ran.stdout.splitlines()[:-1] == [
        "~ all 61 enclosure URLs moved from https://a.example/ to https://b.example/x/"
    ]
    ran = compare(tmp_path, make_feed(*guids), make_feed(*guids, base="https://op3.dev/e/a.example/"))
    assert ran.stdout.startswith("~ all 61 enclosure URLs now go through https://op3.dev/e/\n")
    ran = compare(tmp_path, make_feed(*guids, base="https://op3.dev/e/a.example/"), make_feed(*guids))
    assert ran.stdout.startswith("~ all 61 enclosure URLs no longer go through https://op3.dev/e/\n")


def test_a_feed_that_is_now_encrypted_has_moved(tmp_path: Path) -> None:
    """Nothing goes through https:// as through a prefix."""
    guids = [f"g{n}" for n in range(61)]
    ran = compare(tmp_path, make_feed(*guids, base="http://a.example/"), make_feed(*guids))
    assert ran.stdout.startswith("~ all 61 enclosure URLs moved from http:// to https://\n")


def test_a_feed_in_a_compressed_file_is_compared(tmp_path: Path) -> None:
    """As check takes it; one that cannot be unpacked is named."""
    (tmp_path / "old.xml.gz").write_bytes(gzip.compress(make_feed("a").encode()))
    (tmp_path / "new.xml").write_text(make_feed("a", "b"), encoding="utf-8")
    folder = ShowFolder(tmp_path)
    assert folder.run("diff", "old.xml.gz", "new.xml").stdout.startswith('+ "Part b"')
    (tmp_path / "old.xml.gz").write_bytes(gzip.compress(make_feed("a").encode())[:60])
    ran = folder.run("diff", "old.xml.gz", "new.xml")
    assert (ran.code, "error: old.xml.gz: the compressed data ends" in ran.stderr) == (3, True)


def test_a_broken_feed_is_sent_to_check(tmp_path: Path) -> None:
    """There, everything that is wrong with it is told at once."""
    ran = compare(tmp_path, make_feed("a"), make_feed("a").replace("Part", "Tape & Part"))
    assert ran.code == 3
    assert "not well-formed XML: " in ran.stderr
    assert "\n  Fix: airdate check new.xml tells all that is wrong with it\n" in ran.stderr


def test_what_many_items_share_is_told_once_and_long_lists_are_counted(tmp_path: Path) -> None:
    """Unless everything is asked for."""
    guids = [f"g{n}" for n in range(30)]
    ran = compare(tmp_path, make_feed(*guids), make_feed(*guids, notes="Run.", title="Teil"))
    assert ran.stdout.count("~ ") == 21
    assert '~ 30 items: description: "Rest." → "Run."' in ran.stdout
    assert "  … and 10 more (--verbose lists them)" in ran.stdout
    ran = compare(tmp_path, make_feed(*guids), make_feed(*guids, notes="Run.", title="Teil"), "--verbose")
    assert ran.stdout.count("~ ") == 31
    short = compare(tmp_path, make_feed(*guids), make_feed(*guids, notes="Run."), "--short").stdout
    assert "- … and 10 more" in short


def test_titles_of_strangers_drive_nothing(tmp_path: Path) -> None:
    """Neither a terminal nor a forge."""
    title = "\u202e@ada closes #1 [x](https://e.example) &lt;img src=x&gt; | `"
    ran = compare(tmp_path, make_feed("a"), make_feed("a", "b", title=title), "--short")
    line = next(line for line in ran.stdout.splitlines() if "**new**" in line)
    assert "@<!-- -->ada" in line
    assert "\\#<!-- -->1" in line
    assert "\\[x\\]\\(https\\://e.example\\) \\<img src=x\\> \\| \\`" in line
    assert "\u202e" not in ran.stdout + compare(tmp_path, make_feed("a"), make_feed("b", title=title)).stdout


def test_escaping_keeps_to_one_line_of_some_length() -> None:
    """Whatever the title is."""
    assert "\n" not in escape_markdown("a\nb\r\nc")
    assert len(escape_markdown("a" * 10_000)) <= 300


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Where a folder with a feed is served."""
    public = tmp_path / "public"
    public.mkdir()
    (public / "feed.xml").write_text(make_feed("a"))
    server = make_server(public, 0)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.url
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()


def test_addresses_are_fetched(tmp_path: Path, address: str) -> None:
    """Those of this machine where it is said: a preview is worth comparing."""
    (tmp_path / "new.xml").write_text(make_feed("a", "b"))
    refused = run(tmp_path, "diff", f"{address}feed.xml", "new.xml")
    assert (refused.code, "--allow-private" in refused.stderr) == (1, True)
    ran = run(tmp_path, "diff", f"{address}feed.xml", "new.xml", "--allow-private")
    assert (ran.code, ran.stdout.splitlines()[0]) == (0, '+ "Part b"  2026-11-05 06:00')
    ran = run(tmp_path, "diff", "new.xml", f"{address}absent.xml", "--allow-private")
    assert ran.code == 1
    assert "the server answers 404" in ran.stderr


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("absent.xml", "absent.xml: there is no such file\n  Fix: name a feed file"),
        (".", ".: is a folder, not a feed"),
        ("page.html", "page.html: not an RSS feed: the document is <html>"),
        ("empty.xml", "empty.xml"),
        ("bomb.xml", "bomb.xml: it has a DOCTYPE, which no feed needs"),
    ],
)
def test_what_is_no_feed_is_said_of_the_one_it_is_true_of(tmp_path: Path, name: str, words: str) -> None:
    """On either side, in one sentence, with exit 3."""
    (tmp_path / "feed.xml").write_text(make_feed("a"))
    (tmp_path / "page.html").write_text("<html><body/></html>")
    (tmp_path / "empty.xml").write_text("")
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    (tmp_path / "bomb.xml").write_text(f'<!DOCTYPE rss [<!ENTITY a0 "lol">{bomb}]><rss><channel/></rss>')
    for pair in ((name, "feed.xml"), ("feed.xml", name)):
        ran = run(tmp_path, "diff", *pair)
        assert (ran.code, ran.stdout) == (3, "")
        assert words in ran.stderr


def test_contradictions_are_wrong_usage(tmp_path: Path) -> None:
    """One feed alone, or two forms at once."""
    ran = run(tmp_path, "diff", "old.xml")
    assert (ran.code, "Name two feeds" in ran.stderr) == (2, True)
    ran = run(tmp_path, "diff", "--short", "--json")
    assert (ran.code, "choose one" in ran.stderr) == (2, True)


def test_without_a_show_only_two_feeds_can_be_compared(tmp_path: Path) -> None:
    """The message says what is missing."""
    ran = run(tmp_path, "diff")
    assert ran.code == 3
    assert "podcast.toml" in ran.stderr
