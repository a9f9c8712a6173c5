"""How an episode's values are settled: front matter, then tags, file name, show."""

import pytest

from pipeline.core.audio_facts import AudioTags, Chapter
from pipeline.core.episode import Details, Material, number_of, settle, settle_details
from pipeline.core.front_matter import ChapterEntry, FrontMatter, Guest, TranscriptEntry
from pipeline.core.record import EMBEDDED_COVER
from pipeline.core.show import Person, Show, Sponsor
from tests.builders import make_audio, make_file, make_front, make_record, make_show

SPOKEN = (Chapter(start_s=0.0, title="Inside"),)


def settled(
    front: FrontMatter | None = None,
    *,
    notes: str = "First words.\n\nMore.",
    slug: str = "060-tape",
    tags: AudioTags | None = None,
    files: tuple[str, ...] = (),
    chapters_file: tuple[Chapter, ...] | None = None,
    show: Show | None = None,
) -> Details:
    audio = make_audio(tags=tags or AudioTags(), chapters=SPOKEN)
    return settle_details(
        Material(front or make_front(), notes, slug, audio, files, chapters_file), show or make_show()
    )


def test_the_number_comes_from_the_nearest_place() -> None:
    """Front matter before tags before the folder's name, and the source is remembered."""
    tags = AudioTags(number=61)
    found = [
        settled(make_front(episode=62), tags=tags),
        settled(tags=tags),
        settled(),
        settled(slug="trailer"),
    ]
    assert [(each.number, each.sources["number"]) for each in found] == [
        (62, "front matter"),
        (61, "audio tags"),
        (60, "file name"),
        (None, "default"),
    ]


def test_a_tag_of_zero_is_no_number() -> None:
    """Track 0 means that nobody numbered it, and directories refuse 0."""
    details = settled(tags=AudioTags(number=0, season=0))
    assert (details.number, details.season) == (60, None)


@pytest.mark.parametrize(
    ("slug", "number"),
    [
        ("060-x", 60),
        ("060", 60),
        ("000-x", None),
        ("60x", None),
        ("x-60", None),
        ("12345-x", 12345),
        ("123456-x", None),
    ],
)
def test_a_folders_number_is_what_it_begins_with(slug: str, number: int | None) -> None:
    """Up to five digits, then a hyphen or the end."""
    assert number_of(slug) == number


def test_a_summary_is_always_text() -> None:
    """From the front matter, the tags or the notes; empty where there are no words at all."""
    tags = AudioTags(summary="Tagged.")
    assert settled(make_front(summary="Written."), tags=tags).summary == "Written."
    assert settled(tags=tags).summary == "Tagged."
    assert settled().summary == "First words."
    assert settled(notes="").summary == ""


def test_explicit_and_type_fall_back() -> None:
    """What the front matter does not say, the show or the default does."""
    show = make_show(explicit=True)
    assert (settled(show=show).explicit, settled(show=show).sources["explicit"]) == (True, "podcast.toml")
    assert settled(make_front(explicit=False), show=show).explicit is False
    assert settled().sources["type"] == "default"
    assert settled(make_front(type="full")).sources["type"] == "front matter"


def test_chapters_come_from_the_nearest_place() -> None:
    """Front matter, file, notes, audio: the first that has any; an empty list means none."""
    listed = make_front(chapters=[ChapterEntry(start="0:00", title="Listed")])
    filed = (Chapter(start_s=0.0, title="Filed"),)
    noted = "00:00 Noted\n01:00 B\n02:00 C"
    found = [
        settled(listed, notes=noted, chapters_file=filed),
        settled(notes=noted, chapters_file=filed),
        settled(notes=noted),
        settled(),
    ]
    assert [(each.chapters[0].title, each.sources["chapters"]) for each in found] == [
        ("Listed", "front matter"),
        ("Filed", "file beside index.md"),
        ("Noted", "notes"),
        ("Inside", "audio"),
    ]
    assert settled(make_front(chapters=[])).chapters == ()


def test_transcripts_are_found_best_first_with_their_language() -> None:
    """VTT before SRT; the language is in the name or the show's."""
    found = settled(files=("transcript.txt", "transcript.de.srt", "transcript.vtt", "notes.vtt")).transcripts
    assert [(each.path, each.content_type, each.language) for each in found] == [
        ("transcript.vtt", "text/vtt", "en"),
        ("transcript.de.srt", "application/x-subrip", "de"),
        ("transcript.txt", "text/plain", "en"),
    ]


def test_named_transcripts_replace_those_that_are_found() -> None:
    """A language that is stated beats the one in the name."""
    front = make_front(transcript=["a.es-419.vtt", TranscriptEntry(file="b.srt", language="fr")])
    found = settled(front, files=("transcript.vtt",)).transcripts
    assert [(each.path, each.language) for each in found] == [("a.es-419.vtt", "es-419"), ("b.srt", "fr")]


def test_people_are_the_hosts_and_then_the_guests() -> None:
    """A host of the show who is somebody's guest is a guest there."""
    people = {"ada": Person(name="Ada"), "bo": Person(name="Bo"), "ed": Person(name="Ed", role="Editor")}
    show = make_show(people=people, hosts=["ada"])
    front = make_front(guests=["bo", "ed", Guest(name="Cy", credentials="MD"), "gone"])
    assert [(each.name, each.role) for each in settled(front, show=show).people] == [
        ("Ada", "Host"),
        ("Bo", "Guest"),
        ("Ed", "Editor"),
        ("Cy", "Guest"),
    ]
    assert settled(make_front(hosts=[]), show=show).people == ()


def test_ids_that_the_show_no_longer_has_are_left_out() -> None:
    """An old episode is still rendered after a sponsor was deleted."""
    acme = Sponsor(name="Acme", text="Shoes.", url="https://acme.example/")
    front = make_front(sponsors=["acme", "gone"])
    assert settled(front, show=make_show(sponsors={"acme": acme})).sponsors == (acme,)


def test_artwork_is_ones_own_then_the_one_inside_then_the_shows() -> None:
    """A record's files tell whether there was a cover inside the audio."""
    record = make_record(files={EMBEDDED_COVER: make_file("x.jpg"), "own.jpg": make_file("own.jpg")})
    inside = settle(record, make_show())
    own = settle(record.model_copy(update={"front": make_front(artwork="own.jpg")}), make_show())
    assert (inside.artwork, own.artwork) == (record.files[EMBEDDED_COVER], record.files["own.jpg"])
    assert settle(make_record(), make_show()).artwork is None


@pytest.mark.parametrize(("kind", "number"), [("full", 4), ("bonus", None), ("trailer", None)])
def test_only_a_full_episode_takes_its_number_from_the_folder(kind: str, number: int | None) -> None:
    """Apple reads a numbered trailer or bonus as one of that episode: it has to be said."""
    assert settled(make_front(type=kind), slug="004-the-paper").number == number
