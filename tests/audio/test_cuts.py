"""Files of every layout, whole and cut: no whole one is refused, and no cut of sound passes unseen."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.audio.probe import probe
from pipeline.errors import AudioError
from tests.audio.cuts import find_broken, render_tallies
from tests.audio.cutting import Tally, check_good, cut_files
from tests.audio.good_files import BARE, SMALL, assembled, kept, movies
from tests.audio.mp4_building import TinyMovie, tiny_movie, with_text

SEED = 20
CUTS = 15


@pytest.fixture(scope="module")
def tallies(tmp_path_factory: pytest.TempPathFactory) -> list[Tally]:
    """What became of some files of each family."""
    files = [*kept(), *assembled(SEED, 200), *movies(SEED, 40)]
    return cut_files(files, CUTS, SEED, tmp_path_factory.mktemp("cuts"))


def test_no_whole_file_is_refused(tallies: list[Tally]) -> None:
    """Footers, APE tags, padding, leading junk and free format included."""
    assert [alarm for tally in tallies for alarm in tally.alarms] == []
    assert sum(tally.files for tally in tallies) >= 200


def test_no_cut_passes_but_between_frames_that_nobody_counted(tallies: list[Tally]) -> None:
    """What says how long it is, is held to it; all else ends inside a frame unless the cut hits the seam."""
    assert [passed for tally in tallies for passed in tally.passed] == []
    assert {tally.family for tally in tallies if tally.between} <= {
        tally.family for tally in tallies if tally.family.endswith(BARE)
    }
    assert sum(tally.cuts for tally in tallies) >= 300


def test_every_family_is_cut(tallies: list[Tally]) -> None:
    """MP3 of three versions in each layout, and MP4 in each order of its parts."""
    families = {tally.family.removesuffix(BARE).removesuffix(SMALL) for tally in tallies}
    assert families >= {f"{mpeg} free format" for mpeg in ("MPEG-1", "MPEG-2", "MPEG-2.5")}
    assert families >= {"MPEG-1 CBR Info", "MPEG-1 VBR Xing", "MPEG-1 CBR VBRI"}
    assert families >= {"M4A index first", "M4A index last", "M4A open end", "MP4 video", "MOV video"}
    assert all(tally.cuts for tally in tallies)


def test_a_cut_that_takes_only_the_titles_of_chapters_is_seen(tmp_path: Path) -> None:
    """They may stand last, in media data that says nothing of its length."""
    movie = with_text(TinyMovie(open_end=True), "Hello", "Why")
    (tmp_path / "tape.m4a").write_bytes(tiny_movie(movie)[:-3])
    with pytest.raises(AudioError, match="is cut short: 3 bytes of its chapters' titles are missing"):
        probe(tmp_path / "tape.m4a")


def test_sound_that_was_taken_for_text_is_refused(tmp_path: Path) -> None:
    """A byte more at every line feed: the frames are still found, one by one, and sound broken."""
    refused = 0
    for good in (*assembled(SEED, 60), *kept()):
        data = good.data.replace(b"\n", b"\r\n")
        if len(data) - len(good.data) >= 20:
            assert check_good(replace(good, data=data), tmp_path), good.name
            refused += 1
    assert refused > 30


def test_the_figures_tell_what_is_broken() -> None:
    """A false alarm, a cut that passed, and too many seams hit."""
    bare = Tally(f"layer II{BARE}", 1, cuts=100, between=2)
    bad = Tally("M4A", 1, alarms=["a.m4a: is cut short"], cuts=10, passed=["a.m4a: byte 7 of 9"])
    assert find_broken([bare, bad]) == [
        "false alarm: a.m4a: is cut short",
        "passed: a.m4a: byte 7 of 9",
        "of headerless files only 98.00 % of the cuts are refused",
    ]
    assert "2 good files, 1 false alarms; 110 cuts, 1 passed that ought not to" in render_tallies([bare, bad])


def test_the_files_are_the_seeds_own(tmp_path: Path) -> None:
    """A cut that passed once can be made again."""
    assert list(assembled(3, 20)) == list(assembled(3, 20))
    assert list(movies(3, 5)) == list(movies(3, 5))
