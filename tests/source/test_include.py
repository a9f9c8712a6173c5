"""Slips in files that podcast.toml includes: each is told with its own file and line."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.source.show_file import PODCAST_TOML, read_show
from tests.source.including import ANNA, CLUB, LETTER, REQUIRED, SHOES, including, listen

WriteAll = Callable[[Mapping[str, str]], Path]


def messages(folder: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_show(folder)
    return [str(problem) for problem in caught.value.problems]


KNOWN = "people, sponsors, calls_to_action, reviews, listen, funding"
SLIPS = [
    ("[people.anna]\nnam = 'x'", ["more.toml:2: 'people.anna.nam' is not a known key\n  Fix: write 'name'"]),
    (
        "\n[people.anna]\nrole = 'Host'",
        ["more.toml:2: 'people.anna.name' is missing\n  Fix: add name = \"A name\""],
    ),
    (
        '[people.anna]\nname = "A"\nurl = "x.org"',
        [
            "more.toml:3: 'people.anna.url' is \"x.org\"\n"
            "  Fix: write a web address that begins with https:// and holds no blanks"
        ],
    ),
    (
        "[people.anna]\nname = 7",
        ["more.toml:2: 'people.anna.name' is 7, not a text\n  Fix: put it in quotes: \"7\""],
    ),
    (
        '[people."Anna B"]\nname = "A"',
        [
            "more.toml:1: 'people.Anna B' is not a usable id\n"
            "  Fix: use small letters, digits, - and _: anna-b"
        ],
    ),
    (
        'people = "Anna"',
        [
            "more.toml:1: 'people' is \"Anna\", not a group of keys\n"
            "  Fix: give it keys of its own: name, role, group, credentials, bio, image, url"
        ],
    ),
    (
        '# links\nlisten = "https://x.org"',
        [
            "more.toml:2: 'listen' is \"https://x.org\", not a list\n  "
            'Fix: write listen = [{ name = "A name", url = "https://example.org/" }]'
        ],
    ),
    (
        f"{listen('one')}[[listen]]\nname = 'x'",
        ["more.toml:4: 'listen.url' is missing\n  Fix: add url = \"https://example.org/\""],
    ),
    (
        "\ntitle = 'x'",
        ["more.toml:2: 'title' cannot stand in an included file\n  Fix: move it to podcast.toml"],
    ),
    (
        f"{ANNA}[owner]\nname = 'x'",
        ["more.toml:3: 'owner' cannot stand in an included file\n  Fix: move it to podcast.toml"],
    ),
    (
        "store = 'folder:x'",
        ["more.toml:1: 'store' cannot stand in an included file\n  Fix: move it to podcast.toml"],
    ),
    (
        "include = ['even-more.toml']",
        ["more.toml:1: an included file cannot include others\n  Fix: move 'include' to podcast.toml"],
    ),
    ("[sponsor.x]\nname = 'x'", ["more.toml:1: 'sponsor' is not a known key\n  Fix: write 'sponsors'"]),
    (
        "titel = 'x'",
        ["more.toml:1: 'titel' is not a known key\n  Fix: write 'title', and move it to podcast.toml"],
    ),
    (
        "zebra = 1",
        [f"more.toml:1: 'zebra' is not a known key\n  Fix: remove it; an included file holds {KNOWN}"],
    ),
    ("a = ", ["more.toml:1: 'a' has no value\n  Fix: write a = \"…\""]),
    (f"{ANNA}name = 'x'", ["more.toml:3: 'name' is given twice\n  Fix: keep one of the two"]),
    (
        f"{ANNA}{ANNA}",
        ["more.toml:3: the table [people.anna] is given twice\n  Fix: put its keys under one of the two"],
    ),
    ("a = " + "[" * 5000 + "]" * 5000, ["more.toml: brackets are nested too deeply\n  Fix: write it out"]),
    (
        "# \x07",
        [
            "more.toml:1: the control character U+0007 is not allowed\n"
            "  Fix: delete it; editors often hide such characters"
        ],
    ),
    (
        "titel = 'x'\n[people.anna]\n[[funding]]\nurl = 'x'",
        [
            "more.toml:1: 'titel' is not a known key\n  Fix: write 'title', and move it to podcast.toml",
            "more.toml:2: 'people.anna.name' is missing\n  Fix: add name = \"A name\"",
            "more.toml:3: 'funding.label' is missing\n  Fix: add label = \"Read more\"",
            "more.toml:4: 'funding.url' is \"x\"\n"
            "  Fix: write a web address that begins with https:// and holds no blanks",
        ],
    ),
]


@pytest.mark.parametrize(
    ("text", "expected"), SLIPS, ids=[each[0].partition("\n")[0][:60] for _, each in SLIPS]
)
def test_a_slip_is_told_with_the_included_file_and_its_line(
    text: str, expected: list[str], write_all: WriteAll
) -> None:
    """The producer is sent to the file that holds the slip, not to the one that names it."""
    assert messages(write_all({PODCAST_TOML: including("more.toml"), "more.toml": text})) == expected


POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'ab' * 32}\nsize 9\n"
BESIDE = "\n  Fix: put the file beside it and write its name"
BAD_NAMES = [
    ("gone.toml", "gone.toml does not exist\n  Fix: put it next to podcast.toml, or correct 'include'"),
    ("peopel.toml", "peopel.toml does not exist\n  Fix: write people.toml, which is there"),
    ("../out.toml", f"'include': \"../out.toml\" leaves the show folder{BESIDE}"),
    ("/etc/hosts", f"'include': \"/etc/hosts\" is not inside the show folder{BESIDE}"),
    ("~/people.toml", f"'include': \"~/people.toml\" is not inside the show folder{BESIDE}"),
    ("https://x.org/a.toml", f"'include': \"https://x.org/a.toml\" is a web address, not a file{BESIDE}"),
    (".people.toml", f"'include': \".people.toml\" is not the name of a file that can be published{BESIDE}"),
    ("link.toml", f"'include': \"link.toml\" leaves the show folder{BESIDE}"),
    ("door/out.toml", f"'include': \"door/out.toml\" leaves the show folder{BESIDE}"),
    ("hidden.toml", "'include': \"hidden.toml\" is a hidden file\n  Fix: name another file"),
    ("sub", "'include': \"sub\" is not a file\n  Fix: name a file"),
    (PODCAST_TOML, "'include' names podcast.toml, which is read already\n  Fix: take it out of the list"),
    (
        "./sub/../podcast.toml",
        "'include' names ./sub/../podcast.toml, which is read already\n  Fix: take it out of the list",
    ),
    (
        "pointer.toml",
        "pointer.toml is a Git LFS pointer, not the file itself\n"
        '  Fix: run git lfs pull --include="**/pointer.toml"',
    ),
]


@pytest.mark.parametrize(("name", "expected"), BAD_NAMES, ids=[name for name, _ in BAD_NAMES])
def test_a_file_that_cannot_be_included_is_told_at_its_name(
    name: str, expected: str, write_all: WriteAll, tmp_path: Path
) -> None:
    """Nothing outside of the show folder, hidden or missing is read; the line is that of the name."""
    home = tmp_path / "show"
    write_all(
        {
            "out.toml": ANNA,
            "show/people.toml": ANNA,
            "show/.people.toml": ANNA,
            "show/sub/x.toml": ANNA,
            "show/pointer.toml": POINTER,
            "show/podcast.toml": f'{REQUIRED}include = [\n  "people.toml",\n  "{name}",\n]\n',
        }
    )
    (home / "link.toml").symlink_to(tmp_path / "out.toml")
    (home / "door").symlink_to(tmp_path)
    (home / "hidden.toml").symlink_to(home / ".people.toml")
    assert messages(home) == [f"podcast.toml:10: {expected}"]


def test_a_file_is_included_once(write_all: WriteAll) -> None:
    """Also where it goes by two names."""
    folder = write_all({PODCAST_TOML: including("people.toml", "./people.toml"), "people.toml": ANNA})
    text = "podcast.toml:8: 'include' names ./people.toml, which is read already"
    assert messages(folder) == [f"{text}\n  Fix: take it out of the list"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('"people.toml"', '\'include\' is "people.toml", not a list\n  Fix: write include = ["people.toml"]'),
        ("[7]", "'include' is 7, not a text\n  Fix: put it in quotes: \"7\""),
        ('[" "]', "'include' is empty\n  Fix: write a value after it, or remove the line"),
        ("true", "'include' is true, not a list\n  Fix: write it as a list, even of one: include = […]"),
    ],
)
def test_include_is_a_list_of_names(value: str, expected: str, write_all: WriteAll) -> None:
    """Nothing else is guessed at, and hosts are not called unknown meanwhile."""
    text = f'{REQUIRED}include = {value}\nhosts = ["anna"]\n'
    assert messages(write_all({PODCAST_TOML: text, "people.toml": ANNA})) == [f"podcast.toml:8: {expected}"]


def test_tables_without_their_prefix_are_understood(write_all: WriteAll) -> None:
    """In people.toml it seems natural to write [anna]."""
    folder = write_all(
        {PODCAST_TOML: including("data/people.toml"), "data/people.toml": '\n[anna]\nname = "A"\n'}
    )
    assert messages(folder) == ["data/people.toml:2: 'anna' is not a known key\n  Fix: write [people.anna]"]


def test_an_id_given_twice_names_both_places(write_all: WriteAll) -> None:
    """Whether the first one is in podcast.toml or in another included file."""
    folder = write_all(
        {
            PODCAST_TOML: including("a.toml", "b.toml") + ANNA,
            "a.toml": SHOES + CLUB,
            "b.toml": f"# more\n{ANNA}{SHOES}{LETTER}{CLUB}",
        }
    )
    fix = "\n  Fix: keep one of the two"
    assert messages(folder) == [
        f"b.toml:2: 'people.anna' is given twice: here and in podcast.toml:9{fix}",
        f"b.toml:4: 'sponsors.shoes' is given twice: here and in a.toml:1{fix}",
        f"b.toml:12: 'reviews.club' is given twice: here and in a.toml:5{fix}",
    ]


def test_all_problems_of_all_files_come_at_once(write_all: WriteAll) -> None:
    """Those of podcast.toml too: nobody runs the command once for each file."""
    main = including("a.toml", "gone.toml", "b.toml").replace("explicit = false", 'explicit = "maybe"')
    folder = write_all(
        {PODCAST_TOML: f'{main}timezone = "Berlin"\n', "a.toml": "a =\n", "b.toml": "titel = 'x'\n"}
    )
    assert [message.partition(" ")[0] for message in messages(folder)] == [
        "a.toml:1:",
        "b.toml:1:",
        "podcast.toml:7:",
        "podcast.toml:8:",
        "podcast.toml:9:",
    ]


def test_a_host_may_stand_in_an_included_file(write_all: WriteAll) -> None:
    """Ids are looked for in all of them."""
    text = including("people.toml") + 'hosts = ["ana"]\n'
    folder = write_all({PODCAST_TOML: text, "people.toml": ANNA})
    assert messages(folder) == [
        'podcast.toml:9: \'hosts\' names "ana", who is not in [people]\n  Fix: write "anna"'
    ]
    write_all({PODCAST_TOML: text.replace("ana", "anna")})
    assert read_show(folder).show.hosts == ["anna"]


def test_a_host_is_not_called_unknown_while_a_file_is_missing(write_all: WriteAll) -> None:
    """The one slip is told, not what follows from it."""
    folder = write_all({PODCAST_TOML: including("people.toml") + 'hosts = ["anna"]\n'})
    assert [message.partition("\n")[0] for message in messages(folder)] == [
        "podcast.toml:8: people.toml does not exist"
    ]
