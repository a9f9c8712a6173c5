"""Files that podcast.toml includes are one show with it, however it is split."""

from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from pipeline.core.location import PodcastToml
from pipeline.core.rules.check import check_show
from pipeline.core.show import Show
from pipeline.source.folder import load_episodes, load_folder
from pipeline.source.include import LISTS, TABLES, join
from pipeline.source.mint import insert_show_guid
from pipeline.source.schemas import podcast_schema
from pipeline.source.show_file import PODCAST_TOML, parse_show, read_location, read_show, show_hash
from pipeline.source.toml_document import parse_toml
from tests.source.including import ANNA, BEN, CLUB, LETTER, REQUIRED, SHOES, funding, including, listen

Write = Callable[[str, str | bytes], Path]
WriteAll = Callable[[Mapping[str, str]], Path]


def test_split_files_are_the_same_show_as_one(write_all: WriteAll) -> None:
    """Moving people out of podcast.toml is no edit: show and hash stay."""
    one = parse_show(f"{REQUIRED}{ANNA}{SHOES}{BEN}{LETTER}{CLUB}{listen('a', 'b')}{funding('c')}").show
    split = read_show(
        write_all(
            {
                PODCAST_TOML: including("data/people.toml", "rest.toml") + ANNA + listen("a"),
                "data/people.toml": BEN,
                "rest.toml": SHOES + LETTER + CLUB + listen("b") + funding("c"),
            }
        )
    ).show
    assert split == one
    assert split.model_fields_set == one.model_fields_set
    assert show_hash(split) == show_hash(one)


def test_lists_are_joined_in_order(write_all: WriteAll) -> None:
    """podcast.toml first, then each file as it is named."""
    folder = write_all(
        {
            PODCAST_TOML: including("z.toml", "a.toml") + listen("one"),
            "a.toml": listen("four"),
            "z.toml": listen("two", "three"),
        }
    )
    assert [each.name for each in read_show(folder).show.listen] == ["one", "two", "three", "four"]


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
    ],
    ids=["byte order mark", "windows line ends", "both"],
)
def test_a_windows_checkout_is_the_same_show(
    encode: Callable[[str], bytes], write_all: WriteAll, write: Write
) -> None:
    """Neither hash nor lines depend on line ends or a byte order mark."""
    text = f'{ANNA}bio = """\nRuns.\nCoaches."""\n{BEN}'
    folder = write_all({PODCAST_TOML: including("people.toml"), "people.toml": text})
    before = read_show(folder)
    write("people.toml", encode(text))
    after = read_show(folder)
    assert show_hash(after.show) == show_hash(before.show)
    assert after.place_of("people", "ben") == before.place_of("people", "ben") == ("people.toml", 6)


def test_every_key_is_found_in_its_own_file(write_all: WriteAll) -> None:
    """Items of joined lists by their place in the whole; what is not there, by what is around it."""
    file = read_show(
        write_all(
            {
                PODCAST_TOML: including("a.toml", "b.toml") + listen("one"),
                "a.toml": "\n" + ANNA + listen("two"),
                "b.toml": BEN + funding("x") + listen("three", "four"),
            }
        )
    )
    assert file.place_of("title") == ("podcast.toml", 1)
    assert file.place_of("listen", 0, "url") == ("podcast.toml", 11)
    assert file.place_of("people", "anna", "name") == ("a.toml", 3)
    assert file.place_of("people", "anna", "image") == ("a.toml", 2)
    assert file.place_of("listen", 1, "url") == ("a.toml", 6)
    assert file.place_of("people", "ben", "name") == ("b.toml", 2)
    assert file.place_of("funding", 0, "label") == ("b.toml", 4)
    assert file.place_of("listen", 3, "name") == ("b.toml", 10)
    assert file.place_of("owner") == ("podcast.toml", 1)
    assert (file.line_of("title"), file.line_of("listen", 0, "name")) == (1, 10)
    assert {path[0] for path in file.lines} == {
        "include",
        "listen",
        *parse_show(REQUIRED).show.model_fields_set,
    }


def test_rules_point_into_included_files(write_all: WriteAll) -> None:
    """What a rule finds is told where the producer can mend it."""
    file = read_show(
        write_all(
            {
                PODCAST_TOML: including("people.toml") + '[owner]\nname = "A "\nemail = "a@x.org"\n',
                "people.toml": f'\n{ANNA}role = "Bosss"\n{listen("one").replace("https", "http")}',
            }
        )
    )
    found = check_show(file.show, file.lines, None, PODCAST_TOML, file.elsewhere)
    places = {(problem.rule, problem.path, problem.line) for problem in found}
    assert ("show-person-role", "people.toml", 4) in places
    assert ("show-https", "people.toml", 7) in places
    assert all(problem.path in {PODCAST_TOML, "people.toml"} for problem in found)


def test_pictures_are_beside_podcast_toml_wherever_they_are_named(write_all: WriteAll) -> None:
    """A person who moves to another file keeps the picture; what is wrong is told there."""
    folder = write_all(
        {
            PODCAST_TOML: including("data/people.toml"),
            "data/people.toml": f'{ANNA}image = "anna.jpg"\n{BEN}image = "../ben.jpg"\n'
            '[people.cy]\nname = "Cy"\nimage = "cy.jpg"\n',
            "anna.jpg": "x",
        }
    )
    found = load_folder(folder)
    assert {name: side.state for name, side in found.show_file.files.items()} == {
        "cover.jpg": "present",
        "anna.jpg": "present",
        "cy.jpg": "absent",
    }
    assert str(found.show_file.missing_file_problem("cy.jpg")) == (
        "data/people.toml:9: cy.jpg does not exist\n"
        "  Fix: put it next to podcast.toml, or correct 'people.cy.image'"
    )
    assert str(found.problems[0]) == (
        "data/people.toml:6: 'people.ben.image': \"../ben.jpg\" leaves the show folder"
        "\n  Fix: put the file beside it and write its name"
    )


def test_episodes_may_name_what_is_included(write_all: WriteAll) -> None:
    """Guests and sponsors are looked up in the whole show."""
    folder = write_all(
        {
            PODCAST_TOML: including("more.toml"),
            "more.toml": ANNA + SHOES,
            "episodes/1-x/index.md": "---\ntitle: T\nguests: [anna]\nsponsors: [shoes, socks]\n---\n",
        }
    )
    (episode,) = load_folder(folder).episodes
    assert [problem.text for problem in episode.problems] == [
        "'sponsors' names \"socks\", which is not in podcast.toml"
    ]


def test_a_broken_include_leaves_store_and_episodes_readable(write_all: WriteAll) -> None:
    """`regenerate` goes on from the records."""
    folder = write_all(
        {
            PODCAST_TOML: including("gone.toml") + 'store = "folder:elsewhere"\n',
            "episodes/1-x/index.md": "---\ntitle: T\n---\n",
        }
    )
    assert read_location(folder).store == "folder:elsewhere"
    assert [each.slug for each in load_episodes(folder, None).episodes] == ["1-x"]
    write_all({PODCAST_TOML: f'{REQUIRED}include = "gone.toml"\nstore = "folder:elsewhere"\n'})
    assert read_location(folder).store == "folder:elsewhere"


def test_include_never_reaches_a_record(write_all: WriteAll) -> None:
    """The show is what the files say together, not how they are split."""
    file = read_show(write_all({PODCAST_TOML: including("people.toml"), "people.toml": ANNA}))
    assert file.location.include == ["people.toml"]
    assert "include" not in Show.model_fields
    assert "people" in file.show.model_fields_set


def test_a_minted_guid_goes_into_podcast_toml_alone(write_all: WriteAll) -> None:
    """Included files are never written to."""
    folder = write_all({PODCAST_TOML: including("people.toml"), "people.toml": ANNA})
    before = show_hash(read_show(folder).show)
    insert_show_guid(folder, "9b024349-ccf0-5f69-a609-6b82873eab3c")
    assert show_hash(read_show(folder).show) == before
    assert (folder / "people.toml").read_text() == ANNA
    assert (folder / PODCAST_TOML).read_text().splitlines()[8].startswith("guid = ")


def test_text_alone_is_read_without_what_it_includes() -> None:
    """Hosts who may stand in the other file are let pass."""
    show = parse_show(including("people.toml") + 'hosts = ["anna"]\n').show
    assert (show.hosts, show.people) == (["anna"], {})


def test_editors_know_the_key() -> None:
    """They offer it, explain it, and refuse what is no list."""
    schema = podcast_schema()
    assert "people" in schema["properties"]["include"]["description"]
    good = {"title": "T", "description": "D", "language": "en", "author": "A", "artwork": "c.jpg"}
    good |= {"categories": ["Sports"], "explicit": False, "include": ["people.toml"]}
    validator = Draft202012Validator(schema)
    assert validator.is_valid(good)
    assert not validator.is_valid({**good, "include": "people.toml"})


def test_what_may_be_included_is_part_of_the_show() -> None:
    """The lists of names keep up with the schema."""
    defaults = {key: PodcastToml.model_fields[key].default for key in (*TABLES, *LISTS)}
    assert [defaults[key] for key in (*TABLES, *LISTS)] == [{} for _ in TABLES] + [[] for _ in LISTS]


ENTRIES = st.lists(
    st.tuples(st.sampled_from((*TABLES, *LISTS)), st.from_regex(r"[a-z][a-z0-9_-]{0,5}", fullmatch=True)),
    unique=True,
    max_size=12,
)


@given(entries=ENTRIES, cuts=st.lists(st.integers(0, 12), max_size=3))
def test_however_a_file_is_cut_the_whole_is_the_same(entries: list[tuple[str, str]], cuts: list[int]) -> None:
    """Joining the pieces gives the data of the one file, and a place for each of its keys."""
    texts = [
        f"[{key}.{name}]\nx = 1\n" if key in TABLES else f'[[{key}]]\nx = "{name}"\n' for key, name in entries
    ]
    edges = [0, *sorted(min(cut, len(texts)) for cut in cuts), len(texts)]
    pieces = ["".join(texts[start:end]) for start, end in pairwise(edges)]
    main, *included = (parse_toml(text, f"{number}.toml") for number, text in enumerate(pieces))
    joined, one = join(main, included), parse_toml("".join(texts), PODCAST_TOML)
    assert joined.data == one.data
    assert {*main.lines, *joined.elsewhere} == set(one.lines)
