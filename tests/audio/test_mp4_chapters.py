"""Chapters of a published MP4: Nero's list and a text track, both saying what the episode says."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutagen import mp4

from pipeline.audio.boxes import parse_boxes, render_box, render_full_box
from pipeline.audio.mp4_chapter_track import ChapterTrack, render_track
from pipeline.audio.mp4_chapters import parse_chpl, parse_sample, plan_marks, render_chpl, render_sample
from pipeline.audio.mp4_tracks import parse_tracks, sample_places, sample_times
from pipeline.audio.probe import probe
from pipeline.audio.tag_values import clean_text
from pipeline.audio.tagging import write_tagged
from pipeline.core.audio_facts import Chapter
from pipeline.errors import AudioError
from tests.audio.building import FILES, make_tags
from tests.audio.mp4_building import TinyMovie, TinyTrack, number, parse_movie, tiny_movie, with_text

Write = Callable[..., Path]

MP4S = ["chapters.m4a", "index-last.m4a", "video.mp4", "video.m4v", "video.mov", "sound-only.mov"]
TITLES = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
LISTS = st.lists(
    st.builds(Chapter, start_s=st.integers(0, 2500).map(lambda ms: ms / 1000), title=TITLES), max_size=30
)


def without_text_track(path: Path) -> Path:
    """A copy in which only Nero's list is found."""
    other = path.with_name(f"nero-{path.name}")
    other.write_bytes(path.read_bytes().replace(b"chap", b"xxxx"))
    return other


def said(path: Path) -> list[tuple[float, str]]:
    return [(chapter.start_s, chapter.title) for chapter in probe(path).chapters]


@pytest.mark.parametrize("name", MP4S)
def test_both_lists_say_what_they_were_told(name: str, tmp_path: Path) -> None:
    """Whatever the master said."""
    wanted = [(0.0, "Привет 🎙️"), (0.75, "Why: a < b & c"), (1.5, "Goodbye")]
    chapters = tuple(Chapter(start_s=start_s, title=title) for start_s, title in wanted)
    write_tagged(FILES / name, tmp_path / name, make_tags(chapters=chapters))
    assert said(tmp_path / name) == wanted
    assert said(without_text_track(tmp_path / name)) == wanted
    assert probe(tmp_path / name).chapters[-1].end_s == probe(FILES / name).duration_s


def test_mutagen_reads_neros_list(tmp_path: Path) -> None:
    """A reader that is not ours."""
    write_tagged(FILES / "chapters.m4a", tmp_path / "copy.m4a", make_tags())
    found = mp4.MP4(tmp_path / "copy.m4a").chapters
    assert [(each.start, each.title) for each in found] == [(0.0, "Hello"), (2.5, "Why")]


def test_without_chapters_nothing_of_the_old_ones_is_left(tmp_path: Path) -> None:
    """As in an MP3: neither lists nor references, and not a letter of their titles."""
    assert "Привет".encode() in (FILES / "chapters.m4a").read_bytes()
    write_tagged(FILES / "chapters.m4a", tmp_path / "copy.m4a", make_tags(chapters=()))
    data = (tmp_path / "copy.m4a").read_bytes()
    assert probe(tmp_path / "copy.m4a").chapters == ()
    for word in (b"chpl", b"chap", b"text", "Привет".encode(), b"Goodbye"):
        assert word not in data


def test_the_sound_and_the_video_name_the_chapters(tmp_path: Path) -> None:
    """Once each, and no track that is gone; the track of titles is switched off."""
    for name in ("chapters.m4a", "video.mp4"):
        write_tagged(FILES / name, tmp_path / name, make_tags())
        movie = parse_movie((tmp_path / name).read_bytes())
        (text,) = (track for track in movie.tracks if track.handler == b"text")
        assert {track.chapter_ids for track in movie.media_tracks} == {(text.track_id,)}
        tkhd = text.box.find(b"tkhd")
        assert tkhd is not None
        assert not text.data[tkhd.body + 3] & 1
        mvhd = movie.moov.find(b"mvhd")
        assert mvhd is not None
        assert int.from_bytes(movie.data[mvhd.end - 4 : mvhd.end], "big") == text.track_id + 1


def test_the_time_before_the_first_chapter_has_no_title(tmp_path: Path) -> None:
    """The text track begins at 0, as QuickTime wants it; what is read back does not."""
    wanted = [(0.5, "Hello"), (1.0, "Why")]
    chapters = tuple(Chapter(start_s=start_s, title=title) for start_s, title in wanted)
    write_tagged(FILES / "index-last.m4a", tmp_path / "copy.m4a", make_tags(chapters=chapters))
    assert said(tmp_path / "copy.m4a") == wanted
    assert said(without_text_track(tmp_path / "copy.m4a")) == wanted
    assert (tmp_path / "copy.m4a").read_bytes().endswith(render_sample("Hello") + render_sample("Why"))


def test_hidden_chapters_and_those_that_last_no_time_are_left_out(tmp_path: Path) -> None:
    """Nobody could be in them; a chapter without a title is called by its number."""
    chapters = (
        Chapter(start_s=1.5, title="Last"),
        Chapter(start_s=0, title="Replaced"),
        Chapter(start_s=0, title=" \0"),
        Chapter(start_s=1, title="Picture", hidden=True),
        Chapter(start_s=2.0, title="At the end"),
        Chapter(start_s=99, title="Behind the end"),
    )
    write_tagged(FILES / "index-last.m4a", tmp_path / "copy.m4a", make_tags(chapters=chapters))
    assert said(tmp_path / "copy.m4a") == [(0.0, "3"), (1.5, "Last")]
    hidden = make_tags(chapters=(Chapter(start_s=0, title="Picture", hidden=True),))
    write_tagged(FILES / "index-last.m4a", tmp_path / "copy.m4a", hidden)
    assert probe(tmp_path / "copy.m4a").chapters == ()


@pytest.mark.parametrize("count", [255, 256, 300])
def test_an_mp4_holds_255_chapters(count: int, tmp_path: Path) -> None:
    """One byte counts them in Nero's list; more are refused before anything is written."""
    tags = make_tags(chapters=[Chapter(start_s=n / 200, title=str(n)) for n in range(count)])
    if count > 255:
        with pytest.raises(AudioError, match=f"has {count} chapters; the tags of an MP4 hold 255"):
            write_tagged(FILES / "index-last.m4a", tmp_path / "copy.m4a", tags)
        assert not (tmp_path / "copy.m4a").exists()
    else:
        write_tagged(FILES / "index-last.m4a", tmp_path / "copy.m4a", tags)
        assert len(said(tmp_path / "copy.m4a")) == count
        assert len(said(without_text_track(tmp_path / "copy.m4a"))) == count


def test_titles_are_cut_between_letters(tmp_path: Path) -> None:
    """At 255 bytes in Nero's list, at four kilobytes in the text track."""
    chapters = (Chapter(start_s=0, title="🎙" * 2000),)
    write_tagged(FILES / "index-last.m4a", tmp_path / "copy.m4a", make_tags(chapters=chapters))
    assert said(tmp_path / "copy.m4a") == [(0.0, "🎙" * 1023)]
    assert said(without_text_track(tmp_path / "copy.m4a")) == [(0.0, "🎙" * 63)]


def test_pictures_of_chapters_stay_where_there_are_chapters(write: Write, tmp_path: Path) -> None:
    """They are shown at times of their own; without chapters they would be taken for a video."""
    sound = TinyTrack(1, references={b"chap": [2], b"sync": [5, 1]})
    pictures = TinyTrack(2, b"vide", b"jpeg", [[b"picture"]])
    movie = with_text(TinyMovie(tracks=(sound, pictures)), "Old")
    master = write(tiny_movie(movie), "tape.m4a")
    write_tagged(master, tmp_path / "copy.m4a", make_tags())
    copy = parse_movie((tmp_path / "copy.m4a").read_bytes())
    assert [(track.track_id, track.handler) for track in copy.tracks] == [
        (1, b"soun"),
        (2, b"vide"),
        (3, b"text"),
    ]
    assert copy.tracks[0].chapter_ids == (3, 2)
    sync = copy.tracks[0].box.find(b"tref", b"sync")
    assert sync is not None
    assert copy.data[sync.body : sync.end] == b"\0\0\0\1"
    write_tagged(master, tmp_path / "copy.m4a", make_tags(chapters=()))
    assert [track.handler for track in parse_movie((tmp_path / "copy.m4a").read_bytes()).tracks] == [b"soun"]


@pytest.mark.parametrize(
    ("hours", "movie_timescale", "versions"),
    [(1, 1000, (0, 0)), (30, 44_100, (1, 0)), (1200, 600, (0, 1)), (1200, 44_100, (1, 1))],
)
def test_a_long_track_says_its_length_in_eight_bytes(
    hours: int, movie_timescale: int, versions: tuple[int, int]
) -> None:
    """Thirty hours in units of a sample are more than four bytes can say."""
    samples = ((render_sample("One"), hours * 1_800_000), (render_sample("Two"), hours * 1_800_000))
    chapters = ChapterTrack(7, samples, movie_timescale, "eng", is_quicktime=False)
    mvhd = render_full_box(b"mvhd", bytes(8), number(movie_timescale), bytes(84))
    data = render_box(b"moov", mvhd, render_track(chapters, 99, wide=False))
    (track,) = parse_tracks(parse_boxes(data, 0, len(data))[0], data)
    assert (track.track_id, track.handler, track.duration_s) == (7, b"text", hours * 3600)
    assert sample_times(track, 9) == [0, hours * 1800, hours * 3600]
    assert sample_places(track, 9) == [
        (99, len(samples[0][0])),
        (99 + len(samples[0][0]), len(samples[1][0])),
    ]
    heads = (track.box.find(b"tkhd"), track.box.find(b"mdia", b"mdhd"))
    assert tuple(data[box.body] for box in heads if box) == versions


@settings(max_examples=60, deadline=None)
@given(LISTS)
def test_any_chapters_are_read_back(
    tmp_path_factory: pytest.TempPathFactory, chapters: list[Chapter]
) -> None:
    """In order, each start to the millisecond, from both lists."""
    copy = tmp_path_factory.mktemp("tagged") / "copy.m4a"
    write_tagged(FILES / "index-last.m4a", copy, make_tags(chapters=tuple(chapters)))
    named = {
        each.start_s: clean_text(each.title) or str(n)
        for n, each in enumerate(chapters, start=1)
        if each.start_s < 2
    }
    assert said(copy) == sorted(named.items())
    assert [start_s for start_s, _ in said(without_text_track(copy))] == sorted(named)


@given(TITLES)
def test_any_title_is_read_back_from_a_sample(title: str) -> None:
    """But for control characters and blanks around it, which are taken out before."""
    clean = clean_text(title) or "1"
    assert parse_sample(render_sample(clean)) == clean


@given(LISTS)
def test_neros_list_is_read_back(chapters: list[Chapter]) -> None:
    """Titles as far as they fit."""
    marks = plan_marks(chapters, 9.0)
    found = parse_chpl(render_chpl(marks)[8:])
    assert [round(each.start_s * 1000) for each in found] == [mark.start_ms for mark in marks]
    assert all(mark.title.startswith(each.title) for mark, each in zip(marks, found, strict=True))


@given(st.binary(max_size=200))
def test_any_bytes_are_some_list(body: bytes) -> None:
    """Never an error: what cannot be read is no chapter."""
    assert len(parse_chpl(body)) <= 255
    assert isinstance(parse_sample(body), str)
