"""index.md: what was typed stays what it is, and every slip has its line and its fix."""

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.front_matter import FrontMatter
from pipeline.errors import InputError
from pipeline.source.episode_file import FLAGS, EpisodeFile, find_guid, parse_episode, read_episode, text_hash
from pipeline.source.front_yaml import parse_quickly

SHAPE_OF_DATE = "write it as 2026-11-05, 2026-11-05 18:30 or 2026-11-05T18:30:00+01:00"
SHAPE_OF_GUEST = 'write an id from podcast.toml such as anna-berg, or {name: "Anna Berg"}'
MESSAGES = [
    ("audio: x.mp3", "1: 'title' is missing\n  Fix: add title: \"Your title\""),
    ("titel: x", "2: 'titel' is not a known key\n  Fix: write 'title'"),
    ("title: x\nimg: y", "3: 'img' is not a known key\n  Fix: write 'artwork'"),
    ("title: x\ndescription: y", "3: 'description' is not a known key\n  Fix: write 'summary'"),
    ("title: x\nnumber: 3", "3: 'number' is not a known key\n  Fix: write 'episode'"),
    ("title: x\npublished: 2026-11-05", "3: 'published' is not a known key\n  Fix: write 'date'"),
    ("title: x\nSeason: 2", "3: 'Season' is not a known key\n  Fix: write 'season'"),
    (
        "title: x\nseries: {id: a, title: b, part: 1, whole: 2}",
        "3: 'series.whole' is not a known key\n  Fix: remove it; known here are id, title, part, of, teaser",
    ),
    ("title:", "2: 'title' is empty\n  Fix: write a value after it, or remove the line"),
    ("title: ~", "2: 'title' is empty\n  Fix: write a value after it, or remove the line"),
    ("title: &a [*a]", "2: 'title' holds itself\n  Fix: write it out"),
    ("title: x\nseries: &a {id: {of: *a}}", "3: 'series.id.of' holds itself\n  Fix: write it out"),
    ("title: [a]", "2: 'title' is a list, not a text\n  Fix: write title: \"Your title\""),
    ("title: x\nepisode: ten", "3: 'episode' is \"ten\"\n  Fix: write a whole number, for example 12"),
    ("title: x\nepisode: true", "3: 'episode' is true\n  Fix: write a whole number, for example 12"),
    ("title: x\nepisode: 0x10", "3: 'episode' is \"0x10\"\n  Fix: write a whole number, for example 12"),
    ("title: x\nepisode: 0o10", "3: 'episode' is \"0o10\"\n  Fix: write a whole number, for example 12"),
    ("title: x\nepisode: 1.5", "3: 'episode' is 1.5\n  Fix: write a whole number, for example 12"),
    ("title: x\nepisode: 0", "3: 'episode' is 0\n  Fix: write 1 or more"),
    ("title: x\nexplicit: maybe", "3: 'explicit' is \"maybe\"\n  Fix: write true or false"),
    ("title: x\nexplicit: yes", "3: 'explicit' is \"yes\"\n  Fix: write true or false"),
    ("title: x\nexplicit: 1", "3: 'explicit' is 1\n  Fix: write true or false"),
    (
        'title: x\nexplicit: "false"',
        "3: 'explicit' is the text \"false\"\n  Fix: write false, without quotes",
    ),
    ("title: x\ndraft:", "3: 'draft' is empty\n  Fix: write true or false"),
    ("title: x\ndate: next week", f"3: 'date' is \"next week\"\n  Fix: {SHAPE_OF_DATE}"),
    ("title: x\ntype: teaser", "3: 'type' is \"teaser\"\n  Fix: write full, trailer or bonus"),
    ("title: x\ntags: a, b", '3: \'tags\' is "a, b", not a list\n  Fix: write tags: ["a", "b"]'),
    (
        "title: x\nfunding: https://a.org/",
        "3: 'funding' is \"https://a.org/\", not a list\n"
        '  Fix: write funding: [{url: "https://example.org/", label: "Read more"}]',
    ),
    (
        "title: x\nguests: Ada",
        '3: \'guests\' is "Ada", not a list\n  Fix: write guests: ["Ada"]',
    ),
    (
        "title: x\nalternatives: [{file: tape.xyz}]",
        "3: 'alternatives': 'type' is missing\n  Fix: add what it is, for example type: audio/ogg",
    ),
    ("title: x\nimages: [{alt: x}]", "3: 'images.file' is missing\n  Fix: add file: \"banner.jpg\""),
    ("title: x\nhosts: anna", '3: \'hosts\' is "anna", not a list\n  Fix: write hosts: ["anna"]'),
    ("title: x\nguests:\n  - Anna Berg", f"4: 'guests' is \"Anna Berg\"\n  Fix: {SHAPE_OF_GUEST}"),
    ("title: x\nguests:\n  - nam: A", "4: 'guests.nam' is not a known key\n  Fix: write 'name'"),
    (
        "title: x\nguests:\n  - [a]",
        f"4: 'guests' is a list, which is of no use here\n  Fix: {SHAPE_OF_GUEST}",
    ),
    (
        "title: x\nduration: long",
        "3: 'duration' is \"long\"\n  Fix: write it as 12:34, 1:02:03 or a whole number of seconds",
    ),
    (
        "title: x\nchapters:\n  - start: 90\n    title: a",
        "4: 'chapters.start' is 90\n  Fix: write it as 12:34 or 1:02:03",
    ),
    (
        "title: x\ntranscript: {file: a.vtt}",
        "3: 'transcript' is a group of keys, which is of no use here\n"
        "  Fix: write the name of a file beside index.md, or a list of names",
    ),
    (
        "title: x\nvideo: youtube.com/x",
        "3: 'video' is \"youtube.com/x\"\n"
        "  Fix: write a web address that begins with https:// and holds no blanks",
    ),
    (
        "title: x\nseries: tendons",
        "3: 'series' is \"tendons\", not a group of keys\n"
        "  Fix: give it keys of its own: id, title, part, of, teaser",
    ),
    (f"title: {'x' * 256}", "2: 'title' has 256 characters\n  Fix: shorten it to 255 at most"),
    ("title: a: b", "2: the value of 'title' holds a colon\n  Fix: put it in quotes: title: \"a: b\""),
    ("title: Foo:", "2: the value of 'title' holds a colon\n  Fix: put it in quotes: title: \"Foo:\""),
    (
        'title: "a\naudio: x',
        "2: a quotation mark is opened here and never closed\n  Fix: close it on the same line",
    ),
    (
        'title: "A" b',
        "2: text goes on after the closing quotation mark\n"
        '  Fix: put all of it in quotes: title: "\\"A\\" b"',
    ),
    (
        "title: 'It's'",
        '2: text goes on after the closing quotation mark\n  Fix: put all of it in quotes: title: "It\'s"',
    ),
    ("title: @x", '2: a value cannot begin with @\n  Fix: put it in quotes: title: "@x"'),
    ("title: *why* now", '2: a value cannot begin with *\n  Fix: put it in quotes: title: "*why* now"'),
    ("title: `x`", '2: a value cannot begin with `\n  Fix: put it in quotes: title: "`x`"'),
    (
        "title: !new x",
        "2: 'title' begins with !new, which YAML takes for a type\n  Fix: put the value in quotes",
    ),
    (
        "title: !!python/object:os.system x",
        "2: 'title' begins with !!python/object:os.system, which YAML takes for a type\n"
        "  Fix: put the value in quotes",
    ),
    ("title: x\n\taudio: y", "3: the line is indented with a tab\n  Fix: indent it with blanks"),
    (
        "title: x\n audio: y",
        "3: this line does not go with the one above\n  Fix: begin it at the left edge, as key: value",
    ),
    ("title: x\ntags: [a", "4: a bracket is opened and never closed\n  Fix: close it with ] or }"),
    ("title: x\ntitle: y", "3: 'title' is given twice, first in line 2\n  Fix: keep one of the two"),
    (
        "title: x\nguests: [{name: a, name: b}]",
        "3: 'guests.name' is given twice, first in line 3\n  Fix: keep one of the two",
    ),
    (
        'title: "\\q"',
        "2: a backslash in double quotes has a meaning of its own\n"
        "  Fix: write two of them, or use single quotes",
    ),
    (
        "title: x\naudio: \x9bx",
        "3: the control character U+009B is not allowed\n  Fix: take it out of the value",
    ),
    (
        'title: "x\\0y"',
        "2: 'title': the control character U+0000 is not allowed\n  Fix: take it out of the value",
    ),
    (
        'title: "\\ud83d"',
        "2: 'title': the control character U+D83D is not allowed\n  Fix: take it out of the value",
    ),
    (
        "title:x",
        "2: the front matter has no keys\n"
        "  Fix: write lines such as title: Why your Achilles hurts, with a blank after the colon",
    ),
]
WHOLE_FILES = [
    (
        b"Hello",
        "1: the file does not begin with front matter\n"
        "  Fix: begin it with a line ---, then title: and audio:, then ---",
    ),
    (
        b"---\ntitle: x\n",
        "1: the front matter that begins here does not end\n"
        "  Fix: put a line --- between the front matter and the notes",
    ),
    (b"+++\ntitle = 'x'\n+++\n", "1: the front matter is TOML\n  Fix: write it as YAML between --- lines"),
    (
        b"---\ntitle: x\n---\nna\xefve\n",
        "4: the file is not UTF-8: byte 0xEF\n"
        "  Fix: save the file as UTF-8; editors offer it under Save As or Encoding",
    ),
    (
        "---\ntitle: x\n---\n".encode("utf-16"),
        "1: the file is UTF-16, not UTF-8\n"
        "  Fix: save the file as UTF-8; editors offer it under Save As or Encoding",
    ),
    (
        b"---\ntitle: x\n---\n\nno\x00tes\n",
        "5: the control character U+0000 is not allowed\n"
        "  Fix: delete it; editors often hide such characters",
    ),
    (
        b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n",
        " this is a Git LFS pointer, not the text itself\n"
        "  Fix: run git lfs pull, and keep text files out of Git LFS",
    ),
    (
        b"---\ntitle: x\n---\n" + b"x" * 1_000_000,
        " the file has 1,000,017 bytes; at most 1,000,000 are read\n"
        "  Fix: shorten it, or check that it is the right file",
    ),
]


def parsed(front: str, notes: str = "Notes.\n") -> EpisodeFile:
    return parse_episode(f"---\n{front}\n---\n{notes}", "i.md")


@pytest.mark.parametrize(
    ("front", "message"), MESSAGES, ids=[message.partition("\n")[0] for _, message in MESSAGES]
)
def test_each_slip_has_its_message(front: str, message: str) -> None:
    """The message names the line, the key, the value seen and what to write."""
    with pytest.raises(InputError) as caught:
        parsed(front)
    assert str(caught.value) == f"i.md:{message}"


@pytest.mark.parametrize(
    ("data", "message"), WHOLE_FILES, ids=[message.partition("\n")[0] for _, message in WHOLE_FILES]
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, message: str, tmp_path: Path) -> None:
    """Encodings, pointers, sizes and control characters are named, with the line where there is one."""
    (tmp_path / "index.md").write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_episode(tmp_path / "index.md", "i.md")
    assert str(caught.value) == f"i.md:{message}"


def test_all_problems_come_at_once() -> None:
    """One run shows every slip of a file."""
    with pytest.raises(InputError) as caught:
        parsed("titel: x\nimg: y\nepisode: ten\nchapters:\n  - {start: 1, titel: x}\ntags: a\n")
    assert [(problem.line, problem.text.split()[0]) for problem in caught.value.problems] == [
        (2, "'titel'"),
        (3, "'img'"),
        (4, "'episode'"),
        (6, "'chapters.start'"),
        (6, "'chapters.titel'"),
        (7, "'tags'"),
    ]


@pytest.mark.parametrize(
    ("front", "values"),
    [
        ("title: No", {"title": "No"}),
        ("title: 2024", {"title": "2024"}),
        ("title: 1.10", {"title": "1.10"}),
        ("title: True", {"title": "True"}),
        ("title: 1e3", {"title": "1e3"}),
        ("title: 2026-11-05", {"title": "2026-11-05"}),
        ("title: x\nepisode: 010", {"title": "x", "episode": 10}),
        ("title: x\nepisode: '7'", {"title": "x", "episode": 7}),
        ("title: x\nduration: 12:34", {"title": "x", "duration": "12:34"}),
        ("title: x\nduration: 90", {"title": "x", "duration": 90}),
        ("title: x\nexplicit: False\ndraft: true", {"title": "x", "explicit": False, "draft": True}),
        ("title: x\ntags: [2024, no, on]", {"title": "x", "tags": ["2024", "no", "on"]}),
        ("title: x\nguid: 12", {"title": "x", "guid": "12"}),
        ("title: x\nseason:", {"title": "x", "season": None}),
        ("title: x # a comment", {"title": "x"}),
        ('title: "caf\\u00e9"', {"title": "café"}),
        ("{title: x, tags: [a]}", {"title": "x", "tags": ["a"]}),
        ("title: >\n  a\n  b\naudio: x", {"title": "a b", "audio": "x"}),
    ],
)
def test_values_are_what_was_typed(front: str, values: dict[str, object]) -> None:
    """YAML 1.2, and texts stay texts: no booleans, octals or sixties where none were meant."""
    assert parsed(front).front.model_dump(exclude_unset=True) == values


def test_lines_and_notes_are_found() -> None:
    """Rules point into the front matter, pictures into the notes."""
    file = parsed(
        'title: x\n"audio": y\nguests:\n  - name: A\n    image: a.jpg\n  - name: B\n    image: b.jpg',
        "\nHi\n",
    )
    assert file.lines == {"title": 2, "audio": 3, "guests": 4}
    assert (file.line_of("guests", "b.jpg"), file.line_of("guests", "c.jpg"), file.line_of("date")) == (
        8,
        4,
        1,
    )
    assert (file.notes_line, file.notes) == (10, "\nHi\n")


def test_an_alias_bomb_is_refused_quickly() -> None:
    """Ten lines that stand for a billion values are no front matter."""
    rows = [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    with pytest.raises(InputError, match="repeats itself without end"):
        parsed("\n".join(["a0: &a0 [x,x,x,x,x,x,x,x,x,x]", *rows]))


def test_deep_nesting_is_refused_calmly() -> None:
    """No traceback, however many brackets."""
    with pytest.raises(InputError, match="nested too deeply"):
        parsed("title: " + "[" * 5000)


def test_endless_front_matter_is_refused() -> None:
    """Notes belong below the front matter."""
    with pytest.raises(InputError, match="front matter has 300,0"):
        parsed("title: x\nsummary: " + "x" * 300_000)


@given(st.text())
def test_any_text_is_read_or_refused_with_problems(text: str) -> None:
    """Whatever stands between the lines, the answer is a value or a message."""
    try:
        found: Any = parsed(f"title: {text}").front
    except InputError as error:
        found = error.problems
    assert isinstance(found, FrontMatter) or all(problem.path == "i.md" and problem.text for problem in found)


@given(st.permutations(["title: 'No'", "episode: 60", "tags: [a, b]", "date: 2026-11-05"]), st.integers(0, 3))
def test_the_hash_ignores_spelling(rows: list[str], blank: int) -> None:
    """Order of keys, line ends, quotes, comments, guid and draft are no edits."""
    plain = parsed("title: No\nepisode: 60\ntags: [a, b]\ndate: '2026-11-05'", "A\n\nB\n").text_sha256
    text = "\n".join(["---", *rows, "guid: 6f1e", "draft: true # yet", "---", "A", "", "B", *[""] * blank])
    assert parse_episode(text, "i.md").text_sha256 == plain


@pytest.mark.parametrize("change", ["title: Yes", "title: No\nepisode: 61", "title: No\nsummary: x"])
def test_the_hash_sees_every_edit(change: str) -> None:
    """A changed value, a changed note: each is an edit."""
    assert parsed(change).text_sha256 != parsed("title: No").text_sha256
    assert parsed("title: No", "Other notes.").text_sha256 != parsed("title: No").text_sha256


def test_windows_checkouts_are_the_same_episode(tmp_path: Path) -> None:
    """CRLF and a byte order mark change neither values nor hash."""
    text = "---\ntitle: x\nsummary: |\n  a\n  b\n---\n\nA\n\n\tB\n"
    (tmp_path / "index.md").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    windows, unix = read_episode(tmp_path / "index.md"), parse_episode(text, "i.md")
    assert (windows.front, windows.notes, windows.lines) == (unix.front, unix.notes, unix.lines)
    assert windows.text_sha256 == unix.text_sha256


def test_an_empty_value_says_nothing() -> None:
    """`season:` with nothing behind it is the same as no line."""
    empty = FrontMatter.model_validate({"title": "x", "season": None})
    assert text_hash(empty, "") == text_hash(FrontMatter(title="x"), "")


@pytest.mark.parametrize(
    ("front", "guid"),
    [
        ("guid: 6f1e", "6f1e"),
        ('title: [\nguid: "a b" # minted', "a b"),
        ("guid: https://x.org/?p=1", "https://x.org/?p=1"),
        ("title: x\n# guid: old", None),
        ("guid:", None),
    ],
)
def test_the_guid_of_a_broken_file_can_be_made_out(front: str, guid: str | None) -> None:
    """Its record is found by it."""
    assert find_guid(f"---\n{front}\n---\nguid: not-this\n") == guid


def test_good_files_never_need_the_slow_parser() -> None:
    """A thousand plain episodes take the quick way: none of them loads ruamel.yaml."""
    numbers = random.Random(1)
    rows = ["title: Why it hurts", "episode: 60", "explicit: false", "date: 2026-11-05 18:30", "tags: [a, b]"]
    assert all(parse_quickly("\n".join(numbers.sample(rows, 5))) for _ in range(1000))


def test_every_key_that_is_true_or_false_is_known() -> None:
    """The reader that keeps scalars as they were typed has to know them."""
    schema = FrontMatter.model_json_schema()
    tables = [schema, *schema["$defs"].values()]
    found = {key for table in tables for key, each in table["properties"].items() if "'boolean'" in str(each)}
    assert found == FLAGS


@pytest.mark.parametrize("word", ["true", "True", "TRUE", "false", "False", "FALSE"])
def test_true_and_false_are_read_beside_what_needs_a_closer_look(word: str) -> None:
    """All spellings of YAML 1.2, read by either parser."""
    quick, close = f"title: x\nexplicit: {word}", f"title: 2024\nexplicit: {word}"
    for text in (quick, close):
        assert parse_episode(f"---\n{text}\n---\n", "index.md").front.explicit is (word.lower() == "true")
