"""podcast.toml: every problem at once, each with its line and what to write."""

from pathlib import Path

import pytest

from pipeline.core.front_matter import FrontMatter
from pipeline.core.location import PodcastToml
from pipeline.errors import InputError
from pipeline.source.known_words import SHAPES
from pipeline.source.show_file import parse_show, read_location, read_show, show_hash

BASE = """\
title = "T"
description = "D"
language = "en"
author = "A"
artwork = "c.jpg"
categories = ["Sports"]
explicit = false
"""
RECIPIENT = '{ type = "lnaddress", address = "ada@a.org", split = 1 }'
VALUE = f"[value]\nrecipients = [{RECIPIENT}]\n"
STREAM = """\
[[live]]
title = "L"
guid = "live-1"
start = "2026-11-29T10:00Z"
stream = "https://a.org/live.mp3"
content_links = [{ url = "https://a.org/", label = "Watch" }]
"""
MESSAGES = [
    (
        BASE + 'image = "x"',
        "8: 'image' is not a known key\n  Fix: remove this line: 'artwork' is there already",
    ),
    (BASE + 'tz = "UTC"', "8: 'tz' is not a known key\n  Fix: write 'timezone'"),
    (BASE + 'subtitel = "x"', "8: 'subtitel' is not a known key\n  Fix: write 'subtitle'"),
    (
        BASE + '[owner]\nname = "x"\nemail = "x@y.org"\nphone = "1"',
        "11: 'owner.phone' is not a known key\n  Fix: remove it; known here are name, email",
    ),
    (BASE.replace('title = "T"', 'titel = "T"'), "1: 'titel' is not a known key\n  Fix: write 'title'"),
    (BASE.replace("false", '"maybe"'), "7: 'explicit' is \"maybe\"\n  Fix: write true or false"),
    (
        BASE + '[sponsors.a]\nname = "A"\ntext = "B"\nurl = "https://a.org"\nends = "2026-02-31"',
        "12: 'sponsors.a.ends' is \"2026-02-31\"\n  Fix: write the last day as 2026-12-31",
    ),
    (
        BASE + '[reviews.a]\ntext = "A"\nauthor = "B"\ndate = "2026-13-01"',
        "11: 'reviews.a.date' is \"2026-13-01\"\n  Fix: write the day as 2026-11-05",
    ),
    (
        BASE + 'tag_media = "false"',
        "8: 'tag_media' is the text \"false\"\n  Fix: write false, without quotes",
    ),
    (BASE + 'locked = "no"', "8: 'locked' is \"no\"\n  Fix: write true or false"),
    (BASE + "complete = 0", "8: 'complete' is 0\n  Fix: write true or false"),
    (BASE.replace('"T"', "7"), "1: 'title' is 7, not a text\n  Fix: put it in quotes: \"7\""),
    (BASE.replace('"T"', '" "'), "1: 'title' is empty\n  Fix: write a value after it, or remove the line"),
    (
        BASE.replace('"T"', f'"{"x" * 256}"'),
        "1: 'title' has 256 characters\n  Fix: shorten it to 255 at most",
    ),
    (
        BASE.replace('["Sports"]', '"Sports, Health"'),
        '6: \'categories\' is "Sports, Health", not a list\n  Fix: write categories = ["Sports", "Health"]',
    ),
    (
        BASE.replace('["Sports"]', "[]"),
        "6: 'categories' is an empty list\n  Fix: write categories = [\"Sports > Running\"]",
    ),
    (
        BASE.replace('"en"', '"English"'),
        "3: 'language' is \"English\"\n  Fix: write a language code such as en, en-GB or de",
    ),
    (BASE.replace('author = "A"\n', ""), "1: 'author' is missing\n  Fix: add author = \"Your name\""),
    (
        BASE + 'timezone = "Berlin"',
        '8: \'timezone\' is "Berlin", which is no IANA zone\n  Fix: write timezone = "Europe/Berlin"',
    ),
    (
        BASE + 'timezone = "Europe/Lodnon"',
        '8: \'timezone\' is "Europe/Lodnon", which is no IANA zone\n  Fix: write timezone = "Europe/London"',
    ),
    (
        BASE + 'hosts = ["ana"]\n[people.anna]\nname = "Anna"',
        '8: \'hosts\' names "ana", who is not in [people]\n  Fix: write "anna"',
    ),
    (
        BASE + 'hosts = ["ben"]',
        '8: \'hosts\' names "ben", who is not in [people]\n  Fix: add a table [people.ben] with name = "…"',
    ),
    (
        BASE + '[people."Anna Berg"]\nname = "x"',
        "8: 'people.Anna Berg' is not a usable id\n  Fix: use small letters, digits, - and _: anna-berg",
    ),
    (
        BASE + 'store = "s3://x"',
        "8: 'base_url' is missing: a show in a bucket needs it\n"
        '  Fix: add base_url = "https://…/", the address that the public root is seen at',
    ),
    (
        BASE + 'public = "folder:a"',
        "8: 'public' is given without 'private'\n  Fix: add private, or use store alone",
    ),
    (
        BASE + 'base_url = "https://x.org/?a"',
        "8: 'base_url' is \"https://x.org/?a\"\n  Fix: take off all from ? or # on",
    ),
    (
        BASE + 'base_url = "x.org"',
        "8: 'base_url' is \"x.org\"\n"
        "  Fix: write a web address that begins with https:// and holds no blanks",
    ),
    (
        BASE.replace('"D"', f'"{"é" * 2001}"'),
        "2: 'description' has 4,002 bytes\n  Fix: shorten it to 4,000 at most",
    ),
    (BASE + "[feed]\nmax_items = true", "9: 'feed.max_items' is true\n  Fix: write a whole number"),
    (BASE + "[feed]\nmax_items = 0", "9: 'feed.max_items' is 0\n  Fix: write 1 or more"),
    (BASE + 'type = "weekly"', "8: 'type' is \"weekly\"\n  Fix: write episodic or serial"),
    (
        BASE + 'owner = "me"',
        "8: 'owner' is \"me\", not a group of keys\n  Fix: give it keys of its own: name, email",
    ),
    (
        BASE + 'guid = "1"',
        "8: 'guid' is 1\n  Fix: take the line out: airdate writes it when the show is first published",
    ),
    (
        BASE + '[[listen]]\nname = "x"',
        "8: 'listen.url' is missing\n  Fix: add url = \"https://example.org/\"",
    ),
    ("title = Hello", "1: the value of 'title' is not in quotes\n  Fix: write title = \"Hello\""),
    ("title = “Hello”", '1: the quotation marks are typographic ones\n  Fix: write title = "Hello"'),
    ("title =", "1: 'title' has no value\n  Fix: write title = \"…\""),
    (
        'a = "x\nb = 1',
        '1: a quotation mark is opened and never closed\n  Fix: close it, or use """ for several lines',
    ),
    ('\na = "x"\na = "y"', "3: 'a' is given twice\n  Fix: keep one of the two"),
    ("[a]\n[a]", "2: the table [a] is given twice\n  Fix: put its keys under one of the two"),
    (
        'title "x"',
        '1: this line is neither a key with a value nor a [table]\n  Fix: write it as key = "value"',
    ),
    (
        'a = "C:\\Users"',
        "1: a backslash in double quotes has a meaning of its own\n"
        "  Fix: write / in paths, or use single quotes",
    ),
    (
        "a = [1,",
        "1: a list is opened and never closed, or one of its texts is not in quotes\n"
        '  Fix: write it as ["…", "…"]',
    ),
    ("a = 1 b = 2", "1: something stands after the value\n  Fix: put each key on a line of its own"),
    (
        "[a",
        "1: this is not TOML: Expected ']' at the end of a table declaration\n"
        '  Fix: write lines of the form key = "value"',
    ),
    (
        BASE + VALUE + "suggested = 0.00000005",
        "10: 'value.suggested' is 0.00000005, not a text\n  Fix: put it in quotes: \"0.00000005\"",
    ),
    (
        BASE + "value = {}",
        "8: 'value.recipients' is missing\n"
        '  Fix: add recipients = [{ type = "node", address = "the address", split = 100 }]',
    ),
    (
        BASE + '[funding]\nurl = "https://a.org/"\nlabel = "x"',
        "8: 'funding' is a group of keys, not a list\n  Fix: write [[funding]] above its keys",
    ),
    (
        BASE + 'locations = "Vienna"',
        '8: \'locations\' is "Vienna", not a list\n  Fix: write locations = [{ name = "A name" }]',
    ),
    (
        BASE + '[license]\nurl = "https://a.org/"',
        "8: 'license.id' is missing\n  Fix: add id = \"cc-by-4.0\"",
    ),
    (
        BASE + '[[comments]]\nurl = "https://a.org/1"',
        "8: 'comments.protocol' is missing\n  Fix: add protocol = \"activitypub\"",
    ),
    (
        BASE + VALUE + "time_splits = [{ start = 0, duration = 5, recipients = [" + RECIPIENT + "] }]",
        "10: 'value.time_splits' are parts of one episode, and this is the show\n"
        "  Fix: move it to the front matter of that episode",
    ),
    (
        BASE + STREAM + STREAM,
        "16: 'live.guid' is \"live-1\", as that of another stream\n  Fix: give each stream a guid of its own",
    ),
    (
        BASE + STREAM + 'alternatives = [{ file = "live.opus" }]',
        "14: 'live.alternatives.file' is \"live.opus\": a stream is no file\n"
        '  Fix: write sources = [{ url = "…" }] and type',
    ),
]


@pytest.mark.parametrize(
    ("text", "message"), MESSAGES, ids=[message.partition("\n")[0] for _, message in MESSAGES]
)
def test_each_slip_has_its_message(text: str, message: str) -> None:
    """The message names the line, the key, the value seen and what to write."""
    with pytest.raises(InputError) as caught:
        parse_show(text)
    assert str(caught.value) == f"podcast.toml:{message}"


def test_all_problems_come_at_once() -> None:
    """Nobody has to run the command once for each slip."""
    with pytest.raises(InputError) as caught:
        parse_show('titel = "x"\nexplicit = "maybe"\ntimezone = "Berlin"\n')
    found = [(problem.line, problem.text.split()[0]) for problem in caught.value.problems]
    missing = [(1, f"'{key}'") for key in ("artwork", "author", "categories", "description", "language")]
    assert found == [*missing, (1, "'titel'"), (2, "'explicit'"), (3, "'timezone'")]


def test_a_base_address_ends_in_a_slash() -> None:
    """Addresses are made by putting keys behind it."""
    assert parse_show(BASE + 'base_url = "https://x.org/a"').show.base_url == "https://x.org/a/"
    assert parse_show(BASE + 'base_url = "https://x.org/"').show.base_url == "https://x.org/"


def test_dates_and_times_may_be_written_without_quotes() -> None:
    """TOML has its own; ours are texts."""
    sponsor = '[sponsors.x]\nname = "x"\ntext = "t"\nurl = "https://x.org"\nends = 2026-12-31\n'
    show = parse_show(f"{BASE}publish_time = 18:30:00\n{sponsor}").show
    assert (show.publish_time, show.sponsors["x"].ends) == ("18:30", "2026-12-31")


def test_show_and_location_come_apart() -> None:
    """Where a show is stored never reaches its record."""
    file = parse_show(BASE + 'store = "folder:out"\nregion = "auto"\n')
    assert (file.location.store, file.location.region) == ("folder:out", "auto")
    assert file.show.model_fields_set.isdisjoint(("store", "region"))


def test_lines_are_found_at_any_depth() -> None:
    """Rules point at the key, or at what is around it."""
    file = parse_show(BASE + '[people.anna]\nname = "Anna"\nurl = "https://x.org"\n')
    assert file.line_of("people", "anna", "url") == 10
    assert file.line_of("people", "anna", "image") == 8
    assert file.line_of("owner") == 1


@pytest.mark.parametrize("zone", ["localtime", "posixrules", "../etc/passwd", "Europe", "", "Europe/Löndon"])
def test_a_zone_means_the_same_on_every_machine(zone: str) -> None:
    """Names that depend on the machine, or are no zones, are refused."""
    with pytest.raises(InputError, match=r"podcast.toml:8: 'timezone' is"):
        parse_show(f'{BASE}timezone = "{zone}"\n')


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    """A checkout on Windows is the same show."""
    (tmp_path / "podcast.toml").write_bytes(b"\xef\xbb\xbf" + BASE.replace("\n", "\r\n").encode())
    assert show_hash(read_show(tmp_path).show) == show_hash(parse_show(BASE).show)


def test_the_hash_of_a_show_ignores_its_guid_and_its_spelling() -> None:
    """Minting is no edit; neither are comments, order and quotes."""
    shuffled = "# hello\n" + "\n".join(reversed(BASE.replace('"', "'").splitlines()))
    minted = parse_show(BASE + 'guid = "9b024349-ccf0-5f69-a609-6b82873eab3c"\n')
    assert show_hash(minted.show) == show_hash(parse_show(shuffled).show) == show_hash(parse_show(BASE).show)
    assert show_hash(parse_show(BASE.replace('"T"', '"U"')).show) != show_hash(parse_show(BASE).show)


def test_a_folder_without_a_show_says_how_to_make_one(tmp_path: Path) -> None:
    """The commonest slip is to stand in the wrong folder."""
    with pytest.raises(InputError) as caught:
        read_show(tmp_path)
    fix = "run airdate in the folder of a show, or make one with airdate init"
    assert str(caught.value) == f"podcast.toml: there is no such file\n  Fix: {fix}"


def test_the_store_is_known_even_where_the_show_has_problems(tmp_path: Path) -> None:
    """`regenerate` can go on from the records."""
    (tmp_path / "podcast.toml").write_text('titel = "x"\nstore = "folder:elsewhere"\n')
    assert read_location(tmp_path).store == "folder:elsewhere"


def test_every_shape_has_an_example() -> None:
    """No value is refused by pattern without saying how it should look."""
    schemas = [model.model_json_schema() for model in (PodcastToml, FrontMatter)]
    tables = [table for schema in schemas for table in (schema, *schema["$defs"].values())]
    shaped = {
        key for table in tables for key, each in table.get("properties", {}).items() if "pattern" in str(each)
    }
    by_id = {"people", "seasons", "silence"}
    assert shaped - by_id <= SHAPES.keys()


def test_deep_nesting_is_refused_calmly() -> None:
    """No traceback, however many brackets."""
    with pytest.raises(InputError, match="nested too deeply"):
        parse_show("a = " + "[" * 5000 + "]" * 5000)
