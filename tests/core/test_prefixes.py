"""Prefixes go before media addresses and come off again, and change nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.prefixes import apply_prefixes, is_prefix, strip_prefixes

GUID = "917393e3-1b1e-5cef-ace4-edaa54e1f810"
BARE = "https://media.wind.example/1/060-heel.mp3"

labels = st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True)
hosts = st.lists(labels, min_size=2, max_size=4).map(".".join)
paths = st.text(st.sampled_from("abc019-_./?=&,%"), min_size=1, max_size=40)
addresses = st.builds("{}://{}/{}x".format, st.sampled_from(["https", "http"]), hosts, paths)


@given(addresses, st.lists(st.sampled_from(["op3", "podtrac"]), unique=True), st.sampled_from([GUID, None]))
def test_what_is_put_before_comes_off_again(url: str, prefixes: list[str], guid: str | None) -> None:
    """Whatever the chain, the media's own address is found behind it."""
    assert strip_prefixes(apply_prefixes(url, prefixes, guid)) == url


@given(addresses, st.lists(st.sampled_from(["op3", "podtrac", "https://count.example/e/"])))
def test_putting_them_twice_changes_nothing(url: str, prefixes: list[str]) -> None:
    """An address that was imported with its prefixes is not counted twice."""
    once = apply_prefixes(url, prefixes, GUID)
    assert apply_prefixes(once, prefixes, GUID) == once


def test_a_counter_is_recognised_however_it_is_spelled() -> None:
    """An imported address that names no show is not counted by OP3 a second time."""
    imported = f"https://op3.dev/e/{BARE[8:]}"
    assert apply_prefixes(imported, ["op3"], GUID) == imported


@given(st.text())
def test_any_text_survives(text: str) -> None:
    """Addresses come from strangers' feeds."""
    assert isinstance(strip_prefixes(text), str)
    assert isinstance(apply_prefixes(text, ["op3"], None), str)
    assert isinstance(is_prefix(text), bool)


def test_a_long_address_takes_no_time() -> None:
    """Nothing in a stranger's address makes the search for prefixes slow."""
    for url in ("https://op3.dev/e/" * 20_000, "https://pdst.fm/e/" + "a." * 50_000, "a" * 200_000):
        assert strip_prefixes(url)


@pytest.mark.parametrize(
    "prefixed",
    [
        f"https://op3.dev/e,pg={GUID}/media.wind.example/1/060-heel.mp3",
        "https://op3.dev/e/media.wind.example/1/060-heel.mp3",
        "https://OP3.dev/e/https://media.wind.example/1/060-heel.mp3",
        "https://dts.podtrac.com/redirect.mp3/media.wind.example/1/060-heel.mp3",
        "http://www.podtrac.com/pts/redirect.mp3/media.wind.example/1/060-heel.mp3",
        "https://pdst.fm/e/media.wind.example/1/060-heel.mp3",
        "https://chrt.fm/track/D6C24/media.wind.example/1/060-heel.mp3",
        "https://pfx.vpixl.com/6qj4J/media.wind.example/1/060-heel.mp3",
        "https://mgln.ai/e/35/media.wind.example/1/060-heel.mp3",
        "https://claritaspod.com/measure/media.wind.example/1/060-heel.mp3",
        "https://pscrb.fm/rss/p/media.wind.example/1/060-heel.mp3",
        "https://pdst.fm/e/chrt.fm/track/D6C24/mgln.ai/e/35/media.wind.example/1/060-heel.mp3",
    ],
)
def test_known_counters_are_recognised(prefixed: str) -> None:
    """Those that stand in many feeds, in chains too."""
    assert strip_prefixes(prefixed) == BARE


@pytest.mark.parametrize(
    "url",
    [
        BARE,
        "https://op3.dev/",
        "https://op3.dev/e/",
        "https://op3.dev/e/60.mp3",
        "https://op3.dev.evil.example/e/media.wind.example/60.mp3",
        "https://pdst.fm/other/media.wind.example/60.mp3",
        "https://wind.example/?u=https://op3.dev/e/media.wind.example/60.mp3",
    ],
)
def test_other_addresses_are_left_as_they_are(url: str) -> None:
    """Only what stands at the very beginning, with media behind it, is a prefix."""
    assert strip_prefixes(url) == url


def test_the_show_is_named_to_those_who_ask_for_it() -> None:
    """A prefix of one's own may name the guid; where there is none it is left out."""
    own = "https://count.example/{guid}/"
    assert apply_prefixes(BARE, [own], GUID) == f"https://count.example/{GUID}/{BARE[8:]}"
    assert apply_prefixes(BARE, [own], None) == BARE


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000/a.mp3", "http://localhost/a.mp3", "http://[::1]/a"])
def test_a_preview_is_not_counted(url: str) -> None:
    """No counter can send anybody to this machine."""
    assert apply_prefixes(url, ["op3", "podtrac"], GUID) == url


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("op3", True),
        ("podtrac", True),
        ("https://count.example/", True),
        ("https://count.example/e/{guid}/", True),
        ("OP3", False),
        ("http://count.example/e/", False),
        ("https://count.example/e", False),
        ("https://count.example/e /", False),
        ("https:///e/", False),
        ("", False),
    ],
)
def test_a_setting_is_a_name_or_an_address(text: str, expected: bool) -> None:
    """What is neither is told while the settings are read."""
    assert is_prefix(text) is expected
