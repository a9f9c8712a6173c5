"""The sample show is real input: it must stay valid, small and true to itself."""

import json
import re
import tomllib
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import pytest
import ryaml
from mutagen import File
from mutagen.id3 import ID3
from mutagen.mp3 import MP3, BitrateMode
from mutagen.mp4 import MP4
from PIL import Image

from pipeline.core.chapters import parse_chapters_json, parse_note_timestamps
from pipeline.core.dates import parse_date
from pipeline.core.front_matter import FrontMatter
from pipeline.core.location import PodcastToml
from pipeline.core.video import parse_video

ROOT = Path(__file__).parents[2]
FOLDERS = sorted((ROOT / "episodes").glob("*/"))
TRAILER, SHIN, HEEL, RUNNING = (
    ROOT / "episodes" / name
    for name in (
        "000-trailer",
        "001-shin-pain-irritated-or-more",
        "002-why-your-heel-hurts-in-the-morning",
        "003-getting-your-heel-running-again",
    )
)
each_episode = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def read_show() -> PodcastToml:
    return PodcastToml.model_validate(tomllib.loads((ROOT / "podcast.toml").read_text()))


def read_index(folder: Path) -> tuple[FrontMatter, str]:
    _, front, notes = (folder / "index.md").read_text().split("---\n", 2)
    return FrontMatter.model_validate(ryaml.loads(front)), notes


def audio_of(folder: Path) -> Path:
    front, _ = read_index(folder)
    assert front.audio
    return folder / front.audio


def duration_s(folder: Path) -> float:
    return float(File(audio_of(folder)).info.length)


def cue_times_s(text: str) -> list[tuple[float, float]]:
    def seconds(clock: str) -> float:
        hours, minutes, rest = clock.replace(",", ".").split(":")
        return int(hours) * 3600 + int(minutes) * 60 + float(rest)

    return [(seconds(a), seconds(b)) for a, b in re.findall(r"^(\S+) --> (\S+)$", text, re.MULTILINE)]


def test_podcast_toml_is_a_valid_show() -> None:
    """The show validates, is a preview in a folder, and has what pages can show."""
    show = read_show()
    assert (show.store, show.base_url, show.guid) == ("folder:out", None, None)
    assert show.categories == ["Sports > Running", "Health & Fitness > Medicine"]
    assert len(show.description.encode()) <= 4000
    assert len(show.sponsors) == 2
    assert all((show.calls_to_action, show.reviews, show.listen, show.funding, show.owner, show.hosts))
    assert all(show.people[each].credentials for each in show.hosts)


@each_episode
def test_an_episode_names_only_what_the_show_has(folder: Path) -> None:
    """Every id in front matter stands in podcast.toml."""
    show, (front, _) = read_show(), read_index(folder)
    assert {each for each in front.guests if isinstance(each, str)} | {
        *(front.hosts or [])
    } <= show.people.keys()
    assert {*front.sponsors} <= show.sponsors.keys()
    assert {*front.calls_to_action} <= show.calls_to_action.keys()
    assert {*front.reviews} <= show.reviews.keys()


@each_episode
def test_an_episode_is_released(folder: Path) -> None:
    """It has a random UUID, is no draft, and its date is past."""
    front, _ = read_index(folder)
    assert front.guid
    assert UUID(front.guid).version == 4
    assert not front.draft
    show = read_show()
    moment = parse_date(front.date or "", show.timezone, show.publish_time)
    assert datetime(2026, 9, 1, tzinfo=UTC) < moment < datetime(2026, 11, 19, tzinfo=UTC)


def test_guids_differ() -> None:
    """No two episodes share an identity."""
    guids = [read_index(folder)[0].guid for folder in FOLDERS]
    assert len(guids) >= 4
    assert len({*guids}) == len(guids)


def test_the_whole_show_is_small() -> None:
    """A clone stays quick: all of it is under 12 MB."""
    files = [path for folder in FOLDERS for path in folder.iterdir()]
    assert sum(path.stat().st_size for path in [*files, ROOT / "cover.jpg"]) < 12_000_000


def test_the_cover_is_what_directories_ask_for() -> None:
    """JPEG, RGB, 3000 pixels square, under 512 kB."""
    with Image.open(ROOT / "cover.jpg") as cover:
        assert (cover.format, cover.mode, cover.size) == ("JPEG", "RGB", (3000, 3000))
    assert (ROOT / "cover.jpg").stat().st_size < 512_000


@each_episode
def test_audio_lasts_as_long_as_it_should(folder: Path) -> None:
    """A full episode has two to four minutes, the trailer less than one."""
    shortest_s, longest_s = (25, 60) if folder == TRAILER else (120, 240)
    assert shortest_s <= duration_s(folder) <= longest_s


def test_the_audio_comes_in_three_kinds() -> None:
    """One constant and one variable bitrate MP3, one M4A."""
    assert MP3(audio_of(HEEL)).info.bitrate_mode in {BitrateMode.CBR, BitrateMode.UNKNOWN}
    assert MP3(audio_of(SHIN)).info.bitrate_mode == BitrateMode.VBR
    assert MP4(audio_of(RUNNING)).info.codec == "mp4a.40.2"
    assert {MP3(audio_of(folder)).info.channels for folder in (TRAILER, SHIN, HEEL)} == {1}


def test_the_m4a_can_start_before_it_has_arrived() -> None:
    """The index stands before the sound."""
    body = audio_of(RUNNING).read_bytes()
    assert 0 < body.index(b"moov") < body.index(b"mdat")


def test_the_rich_mp3_carries_chapters_and_cover() -> None:
    """ID3v2.3 with one top-level table of contents that names every chapter, and a JPEG."""
    tags = ID3(audio_of(HEEL), translate=False)
    (contents,) = tags.getall("CTOC")
    found = {each.element_id: each for each in tags.getall("CHAP")}
    assert tags.version == (2, 3, 0)
    assert [found[name].start_time for name in contents.child_element_ids] == sorted(
        each.start_time for each in found.values()
    )
    assert max(each.end_time for each in found.values()) <= duration_s(HEEL) * 1000 + 50
    (cover,) = tags.getall("APIC")
    assert cover.data.startswith(b"\xff\xd8\xff")
    assert len(cover.data) < 300_000


def test_chapters_agree_wherever_they_stand() -> None:
    """The chapters file and the MP3's own tags name the same times and titles."""
    listed = parse_chapters_json((HEEL / "chapters.json").read_text())
    tags = sorted(ID3(audio_of(HEEL)).getall("CHAP"), key=lambda each: each.start_time)
    assert [(c.start_s, c.title) for c in listed] == [
        (each.start_time / 1000, each.sub_frames["TIT2"].text[0]) for each in tags
    ]
    assert json.loads((HEEL / "chapters.json").read_text())["version"] == "1.2.0"


@pytest.mark.parametrize("folder", [SHIN, HEEL, RUNNING], ids=lambda folder: folder.name)
def test_chapters_begin_at_nought_and_ascend(folder: Path) -> None:
    """The first starts at 0, each later than the one before, the last within the audio."""
    starts = {
        SHIN: lambda: [c.start_s for c in parse_note_timestamps(read_index(SHIN)[1])],
        HEEL: lambda: [c.start_s for c in parse_chapters_json((HEEL / "chapters.json").read_text())],
        RUNNING: lambda: [c.start for c in MP4(audio_of(RUNNING)).chapters],
    }[folder]()
    assert len(starts) == 5
    assert starts[0] == 0
    assert all(a < b for a, b in pairwise(starts))
    assert starts[-1] < duration_s(folder)


@pytest.mark.parametrize(("folder", "name"), [(HEEL, "transcript.vtt"), (RUNNING, "transcript.srt")])
def test_a_transcript_fits_its_audio(folder: Path, name: str) -> None:
    """Cues have a length, do not overlap, and end before the audio does but not long before."""
    cues = cue_times_s((folder / name).read_text())
    assert all(start < end for start, end in cues)
    assert all(a[1] <= b[0] for a, b in pairwise(cues))
    assert duration_s(folder) - 6 < cues[-1][1] <= duration_s(folder)


@pytest.mark.parametrize("folder", [SHIN, HEEL, RUNNING], ids=lambda folder: folder.name)
def test_chapters_are_called_as_in_the_narration(folder: Path) -> None:
    """Notes, chapters file and M4A name the sections that were spoken, in order."""
    narration = (Path(__file__).parent / "narration" / f"{folder.name}.txt").read_text()
    titles = re.findall(r"^== (.+)$", narration, re.MULTILINE)
    found = {
        SHIN: lambda: [c.title for c in parse_note_timestamps(read_index(SHIN)[1])],
        HEEL: lambda: [c.title for c in parse_chapters_json((HEEL / "chapters.json").read_text())],
        RUNNING: lambda: [c.title for c in MP4(audio_of(RUNNING)).chapters],
    }[folder]()
    assert found == titles


def test_the_transcript_is_the_narration() -> None:
    """Every word of the rich episode stands in its transcript, with a voice for each cue."""
    narration = (Path(__file__).parent / "narration" / f"{HEEL.name}.txt").read_text()
    said = " ".join(re.findall(r"^\w+: (.+)$", narration, re.MULTILINE))
    blocks = (HEEL / "transcript.vtt").read_text().split("\n\n")[1:]
    voiced = [re.fullmatch(r"\S+ --> \S+\n<v ([^>]+)>(.+)", block.strip(), re.DOTALL) for block in blocks]
    assert all(voiced)
    assert " ".join(match[2].replace("\n", " ") for match in voiced if match) == said
    assert {match[1] for match in voiced if match} == {"Maren Oakes", "Tobi Adeyemi", "Dr Priya Raman"}


@each_episode
def test_pictures_in_notes_exist_and_are_described(folder: Path) -> None:
    """Each has words for those who do not see it, and is a picture."""
    for words, path in re.findall(r"!\[(.*?)\]\((.*?)\)", read_index(folder)[1]):
        assert len(words) > 20
        with Image.open(folder / path) as picture:
            assert picture.width >= 1200


def test_one_episode_has_everything() -> None:
    """The rich episode uses every block that a page can show."""
    show, (front, notes) = read_show(), read_index(HEEL)
    assert front.series
    assert (front.series.part, front.series.of) == (1, 2)
    assert all(
        (front.video, front.questions, front.sponsors, front.calls_to_action, front.reviews, front.guests)
    )
    assert any(show.sponsors[each].code and show.sponsors[each].ends for each in front.sponsors)
    assert parse_video(front.video or "")
    site = show.pages
    assert site
    assert all((site.tagline, site.sign_off, site.testimonials, site.newsletter))
    chapters = parse_chapters_json((HEEL / "chapters.json").read_text())
    assert any(each.image for each in chapters)
    assert any(each.url for each in chapters)
    assert len(re.findall(r"!\[", notes)) >= 2
    assert len(re.findall(r"^## \d\. ", notes, re.MULTILINE)) >= 4
    assert re.search(r"^  - ", notes, re.MULTILINE)
    second, _ = read_index(RUNNING)
    assert second.series
    assert (second.series.id, second.series.part) == (front.series.id, 2)


def test_one_episode_promises_a_part_that_is_not_out() -> None:
    """A series has a next part with a teaser and no episode, so that its page shows the teaser."""
    fronts = [read_index(folder)[0] for folder in FOLDERS]
    known = {(each.series.id, each.series.part) for each in fronts if each.series}
    promised = [each.series for each in fronts if each.series and each.series.teaser]
    assert any((each.id, each.part + 1) not in known for each in promised)
