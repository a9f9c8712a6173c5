"""Minting: one line goes in, every other byte stays, or nothing is written at all."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.source.episode_file import parse_episode
from pipeline.source.mint import insert_lines, insert_show_guid, replace_file, with_lines, with_show_guid
from pipeline.source.show_file import parse_show
from pipeline.source.text_file import parse_text

Write = Callable[[str, str | bytes], Path]
GUID = "0b6f6ac4-5d0a-4a6f-9a3e-2f1c54a1f060"

_ROWS = st.lists(
    st.sampled_from(
        [
            "# a comment",
            "audio: heel.mp3   ",
            "tags: [a, b]",
            "summary: |+\n  two\n\n  lines\n",
            "questions:\n- why\n- 'how: so'",
            "",
            "explicit: false",
            'artwork: "é.jpg"',
        ]
    ),
    unique_by=lambda row: row.split(":")[0],
)
_ENDS = st.sampled_from(["\n", "\r\n"])
_MARKS = st.sampled_from([b"", b"\xef\xbb\xbf"])
_NOTES = st.lists(st.sampled_from(["", "---", "Notes.  ", "\tcode", "guid: x", "é"]), max_size=4)


@given(_ROWS, _NOTES, _ENDS, _MARKS)
def test_all_other_bytes_stay(rows: list[str], notes: list[str], end: str, mark: bytes) -> None:
    """Taking the new lines out again gives the file as it was, to the byte."""
    front = "\n".join(["---", "title: Why it hurts", *rows, "---", *notes])
    data = mark + front.replace("\n", end).encode()
    minted = with_lines(data, {"guid": GUID, "date": "2026-11-05T06:00:00+00:00"}, "i.md")
    added = f"guid: {GUID}{end}date: 2026-11-05T06:00:00+00:00{end}".encode()
    assert minted.count(added) == 1
    assert minted.replace(added, b"", 1) == data
    before, after = (parse_episode(parse_text(each, "i.md"), "i.md") for each in (data, minted))
    assert after.front == before.front.model_copy(update={"guid": GUID, "date": "2026-11-05T06:00:00+00:00"})
    assert after.notes == before.notes


@given(st.text(st.characters().filter(str.isprintable), min_size=1))
def test_any_guid_is_written_so_that_it_reads_the_same(guid: str) -> None:
    """Shows that moved in bring guids of all kinds."""
    minted = with_lines(b"---\ntitle: x\n---\n", {"guid": guid}, "i.md")
    assert parse_episode(parse_text(minted, "i.md"), "i.md").front.guid == guid


def test_minting_twice_changes_nothing() -> None:
    """A run that was killed after minting goes on with what is there."""
    once = with_lines(b"---\ntitle: x\n---\n", {"guid": GUID}, "i.md")
    assert with_lines(once, {"guid": GUID}, "i.md") == once


def test_indented_front_matter_is_continued_as_it_is() -> None:
    """YAML wants all keys of a mapping at one margin."""
    minted = with_lines(b"---\n  title: x\n---\n", {"guid": GUID}, "i.md")
    assert minted == f"---\n  title: x\n  guid: {GUID}\n---\n".encode()


@pytest.mark.parametrize(
    "text",
    [
        "---\n{title: x}\n---\n",
        "---\ntitle: x\nguid: other\n---\n",
        "---\ntitle: x\nguid:\n---\n",
        "---\rtitle: x\r---\r",
    ],
)
def test_what_cannot_take_a_line_is_left_alone(text: str, write: Write) -> None:
    """Braces, another guid, an empty one, lone carriage returns: the producer is told what to write."""
    index = write("episodes/1-x/index.md", text)
    with pytest.raises(InputError) as caught:
        insert_lines(index, {"guid": GUID}, "i.md")
    assert str(caught.value) == (
        f"i.md: guid could not be added to the front matter\n  Fix: write guid: {GUID} into it yourself"
    )
    assert index.read_bytes() == text.encode()


def test_permissions_and_links_stay(write: Write, tmp_path: Path) -> None:
    """The file is replaced in one step, and looks as before to everybody else."""
    target = write("elsewhere/text.md", "---\ntitle: x\n---\n")
    target.chmod(0o640)
    index = tmp_path / "index.md"
    index.symlink_to(target)
    insert_lines(index, {"guid": GUID})
    assert index.is_symlink()
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert target.read_text() == f"---\ntitle: x\nguid: {GUID}\n---\n"
    assert [path.name for path in target.parent.iterdir()] == ["text.md"]


def test_a_file_that_cannot_be_written_stays_whole(tmp_path: Path) -> None:
    """The message names the file; nothing is left behind."""
    with pytest.raises(InputError, match=r"i\.md: the file cannot be written: "):
        replace_file(tmp_path / "gone" / "index.md", b"x", "i.md")
    (tmp_path / "index.md").mkdir()
    with pytest.raises(InputError, match=r"i\.md: the file cannot be written: "):
        replace_file(tmp_path / "index.md", b"x", "i.md")
    assert [path.name for path in tmp_path.iterdir()] == ["index.md"]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("tables", ["", "\n# who\n[people.anna]\nname = 'Anna'\n", "[feed]\nmax_items = 3"])
@pytest.mark.parametrize(
    "last", ["explicit = false\n", 'subtitle = """\n[not a table]\n"""\n', "explicit = false"]
)
def test_a_show_gets_its_guid_above_the_first_table(end: str, mark: bytes, tables: str, last: str) -> None:
    """Behind the last key of the show itself; all other bytes stay."""
    texts = "".join(f'{key} = "x"\n' for key in ("title", "description", "author", "artwork"))
    base = f'{texts}language = "en"\ncategories = ["Sports"]\n'
    body = base + ("" if last.startswith("explicit") else "explicit = true\n") + last
    if tables and not body.endswith("\n"):
        body += "\n"
    data = mark + (body + tables).replace("\n", end).encode()
    minted = with_show_guid(data, GUID)
    added = f'guid = "{GUID}"'.encode()
    show = parse_show(parse_text(minted, "podcast.toml"))
    assert show.show.guid == GUID
    assert (
        minted.replace(added + end.encode(), b"", 1) == data
        or minted.replace(end.encode() + added, b"", 1) == data
    )
    assert with_show_guid(minted, GUID) == minted


def test_another_guid_of_the_show_is_not_overwritten(write: Write, tmp_path: Path) -> None:
    """It is what directories know the show by."""
    toml = (tmp_path / "podcast.toml").read_text()
    write("podcast.toml", f'guid = "917393e3-1b1e-5cef-ace4-edaa54e1f810"\n{toml}')
    with pytest.raises(InputError, match="a guid could not be added"):
        insert_show_guid(tmp_path, GUID)


@pytest.mark.parametrize(
    "broken", ["title", 'title = "x', "a = " + "[" * 5_000], ids=["name", "quote", "depth"]
)
def test_a_show_that_broke_meanwhile_is_told_why(broken: str) -> None:
    """It may be saved half-written between a run's start and the minting."""
    with pytest.raises(InputError, match=r"^podcast\.toml"):
        with_show_guid(broken.encode(), GUID)


def test_a_show_is_minted_on_disk(write: Write, tmp_path: Path) -> None:
    """The line stands in the file afterwards."""
    insert_show_guid(tmp_path, GUID)
    assert f'hosts = ["anna"]\nguid = "{GUID}"\n\n[people.anna]' in (tmp_path / "podcast.toml").read_text()
