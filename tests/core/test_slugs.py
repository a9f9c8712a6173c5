"""Slugs and file names hold only what every store, host and disk spells alike."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.slugs import ascii_name, is_slug, same_name, slugify


@given(st.text())
def test_a_slug_is_always_valid(text: str) -> None:
    """Whatever the name, its slug passes the rule for slugs."""
    assert is_slug(slugify(text))


@given(st.text())
def test_a_slug_of_a_slug_is_itself(text: str) -> None:
    """Slugging twice changes nothing."""
    assert slugify(slugify(text)) == slugify(text)


@given(st.from_regex(r"[a-z0-9]{1,20}(-[a-z0-9]{1,10}){0,4}", fullmatch=True))
def test_a_good_name_is_its_own_slug(name: str) -> None:
    """A folder that is named well keeps its name."""
    assert slugify(name) == name


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("060 Why Your Achilles Hurts", "060-why-your-achilles-hurts"),
        ("Łódź Ærø İstanbul", "lodz-aero-istanbul"),
        ("Runner’s knee", "runners-knee"),
        ("../feed", "feed"),
        ("--x--", "x"),
        ("Привет", "episode"),
        ("x" * 200, "x" * 80),
        ("Cafe\u0301", "cafe"),
    ],
)
def test_names_become_readable_slugs(text: str, slug: str) -> None:
    """Accents fall, words stay."""
    assert slugify(text) == slug


@pytest.mark.parametrize("text", ["", "A", "a_b", "a b", "a/b", "..", "é", "a" * 81, "a\n"])
def test_other_names_are_no_slugs(text: str) -> None:
    """Capitals, blanks, slashes, dots and overlong names are refused."""
    assert not is_slug(text)


@given(st.text())
def test_a_file_name_is_always_safe_in_a_key(name: str) -> None:
    """The name is ASCII, has no slash, no leading dot and no double dot."""
    assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*", ascii_name(name))


@given(st.text())
def test_a_file_name_settles_at_once(name: str) -> None:
    """Cleaning twice changes nothing."""
    assert ascii_name(ascii_name(name)) == ascii_name(name)


@given(st.text(), st.sampled_from([".jpg", ".PNG", ".vtt", ".json"]))
def test_a_file_name_keeps_its_extension(stem: str, extension: str) -> None:
    """The extension decides the type, so it stays."""
    assert ascii_name(f"x{stem}{extension}").endswith(extension.lower())


def test_names_that_one_disk_would_merge_are_the_same() -> None:
    """Case and composition make no difference to macOS."""
    assert same_name("E\u0301p.MP3") == same_name("\u00e9P.mp3")
    assert same_name("a.mp3") != same_name("b.mp3")
