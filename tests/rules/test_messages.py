"""Messages and places of the rules, word for word where producers meet them most."""

import pytest

from pipeline.core.audio_facts import AudioTags
from pipeline.core.rules.check import check_episode, check_episodes_together, check_show
from pipeline.core.rules.table import KeyPath
from pipeline.errors import Problem
from tests.builders import make_audio, make_show
from tests.rules.candidates import make_candidate, make_chapters, make_cover
from tests.rules.examples import CHAPTERS_OF_FRONT

LINES: dict[KeyPath, int] = {("title",): 1, ("artwork",): 5, ("categories",): 6, ("funding", 0, "url"): 9}


def said(problems: list[Problem], rule: str) -> list[str]:
    return [str(each) for each in problems if each.rule == rule]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Health", "Health & Fitness"),
        ("Games & Hobbies", "Leisure > Games"),
        ("Technology > Podcasting", "Technology"),
        ("Running", "Sports > Running"),
        ("kids & family", "Kids & Family"),
        ("Arts &gt; Books", "Arts > Books"),
        ("Religion and Spirituality > Buddhism", "Religion & Spirituality > Buddhism"),
        ("News & Politics", "News > Politics"),
        ("Health & Fitness > Fitnes", "Health & Fitness > Fitness"),
    ],
)
def test_a_category_that_is_not_listed_is_answered_with_the_one_that_was_meant(name: str, meant: str) -> None:
    """Retired names, subcategories alone, other spellings and slips are recognised."""
    show = make_show(categories=["Arts", name])
    assert said(check_show(show, LINES, None), "show-category") == [
        f'podcast.toml:6: \'categories\' holds "{name}", which Apple does not list\n  Fix: write "{meant}"'
    ]


def test_artwork_is_told_with_its_real_size() -> None:
    """The message names the file and both sides."""
    art = make_cover(width=1200, height=1200)
    assert said(check_show(make_show(), LINES, art), "show-artwork-size") == [
        "podcast.toml:5: 'artwork' cover.jpg is 1200 × 1200 pixels: "
        "directories take 1400 × 1400 to 3000 × 3000\n"
        "  Fix: export it at 3000 × 3000 pixels"
    ]


def test_a_picture_with_the_wrong_name_is_told_the_right_one() -> None:
    """The fix can be typed as it stands."""
    art = make_cover(content_type="image/png", extension_for_bytes=".png")
    assert said(check_show(make_show(), LINES, art), "show-artwork-extension") == [
        "podcast.toml:5: 'artwork' cover.jpg holds a .png picture\n  Fix: rename it to cover.png"
    ]


def test_the_picture_inside_the_audio_only_warns() -> None:
    """It has no name to be wrong, and a small one must not keep an episode from being released."""
    candidate = make_candidate(embedded_cover=True, picture=make_cover(width=300, height=300))
    found = check_episode(candidate, make_show())
    assert [(each.rule, each.level) for each in found] == [("episode-artwork-size", "warning")]
    assert found[0].text.startswith("the picture inside the audio is 300 × 300 pixels")


def test_a_file_that_was_cut_short_is_held_against_the_editor() -> None:
    """Half of an MP3 is a good MP3: only the noted duration tells."""
    candidate = make_candidate(duration="12:34", probed=make_audio(duration_s=602.0))
    assert said(check_episode(candidate, make_show()), "audio-duration") == [
        "episodes/060-why-your-achilles-hurts/index.md:6: "
        "'duration' is 12:34, but the audio is 10:02: is it cut short?\n"
        "  Fix: export the audio again, or write duration: 10:02"
    ]


def test_a_transcript_is_named_with_the_line_in_it() -> None:
    """The problem is in the transcript, not in index.md."""
    body = b"WEBVTT\n\n00:00.000 --> 00:05.000\nHello\n\n00:05,000 --> 00:09,000\nThere\n"
    found = said(
        check_episode(make_candidate(transcripts={"transcript.vtt": body}), make_show()),
        "transcript-readable",
    )
    assert found == [
        "episodes/060-why-your-achilles-hurts/transcript.vtt:6: the transcript cannot be read as text/vtt: "
        '"00:05,000 --> 00:09,000" needs "." before the milliseconds\n'
        "  Fix: export it again, or name it by what it is"
    ]


def test_a_byte_that_is_not_utf8_is_found() -> None:
    """The line and the byte are told, so that an editor can go there."""
    found = said(
        check_episode(make_candidate(transcripts={"transcript.txt": b"a\nb\xe9"}), make_show()),
        "transcript-utf8",
    )
    assert found[0].startswith(
        "episodes/060-why-your-achilles-hurts/transcript.txt:2: the transcript is not UTF-8: byte 0xE9"
    )


def test_many_bad_cues_make_one_message() -> None:
    """A transcript of another edit does not bury everything else."""
    bad = "WEBVTT\n\n" + "\n\n".join("00:05.000 --> 00:04.000\nWords" for _ in range(300))
    candidate = make_candidate(transcripts={"transcript.vtt": bad.encode()})
    found = said(check_episode(candidate, make_show()), "transcript-cue-times")
    assert len(found) == 1
    assert "and 299 more like it" in found[0]


def test_chapters_are_blamed_where_they_stand() -> None:
    """A chapters file by its name, those of the front matter by their line."""
    of_file = check_episode(make_candidate(chapters_file=make_chapters(5, 60, 120)), make_show())
    of_front = check_episode(make_candidate(chapters=CHAPTERS_OF_FRONT), make_show())
    assert said(of_file, "chapters-first")[0].startswith(
        "episodes/060-why-your-achilles-hurts/chapters.json: the first"
    )
    assert said(of_front, "chapters-first")[0].startswith(
        "episodes/060-why-your-achilles-hurts/index.md:8: the first"
    )


def test_both_of_two_episodes_with_one_guid_are_told() -> None:
    """Which of them is the copy cannot be known here, so neither goes first unseen."""
    pair = [make_candidate(slug="061-a", guid="same"), make_candidate(slug="062-b", guid="same")]
    assert said(check_episodes_together(pair), "unique-guid") == [
        f"episodes/{own}/index.md:4: 'guid' is same, as in episodes/{other}/index.md: "
        "apps show only one of them\n"
        "  Fix: remove the line from the newer one, and publish writes another"
        for own, other in (("061-a", "062-b"), ("062-b", "061-a"))
    ]


def test_a_number_from_the_tags_clashes_like_any_other() -> None:
    """Where the number came from is told, because index.md does not show it."""
    tagged = make_audio(tags=AudioTags(number=62))
    pair = [make_candidate(slug="061-a", probed=tagged), make_candidate(slug="062-b")]
    found = said(check_episodes_together(pair), "unique-number")
    assert "'episode' is 62 (from the audio tags), as in episodes/062-b/index.md" in found[0]
    assert "'episode' is 62 (from the file name), as in episodes/061-a/index.md" in found[1]


@pytest.mark.parametrize(
    "title",
    [
        "#12 Tendons",
        "12. Tendons",
        "12 - Tendons",
        "S2E12: Tendons",
        "Episode 12 Tendons",
        "E12 – Tendons",
        "ep12",
    ],
)
def test_titles_with_numbers_are_recognised(title: str) -> None:
    """Apps add the number themselves."""
    assert said(check_episode(make_candidate(title=title), make_show()), "episode-title-number")


@pytest.mark.parametrize(
    "title",
    [
        "12 tendons",
        "5-minute warm-up",
        "2024 in review",
        "Episodes we loved",
        "E-bikes",
        "1984",
        "10:00 a.m.",
    ],
)
def test_titles_that_are_about_numbers_are_left_alone(title: str) -> None:
    """A false alarm teaches people to ignore the true ones."""
    assert said(check_episode(make_candidate(title=title), make_show()), "episode-title-number") == []


def test_a_line_is_that_of_the_key_or_of_what_holds_it() -> None:
    """Nested keys are found; a missing one is reported on line 1."""
    show = make_show(funding=[{"url": "http://give.example/", "label": "Give"}], owner=None)
    places = {(each.rule, each.line) for each in check_show(show, LINES, None)}
    assert {("show-https", 9), ("show-owner", 1)} <= places


def test_chapters_from_the_notes_or_the_audio_have_no_line_of_their_own() -> None:
    """Those of the notes are told of the file, those inside the audio at `audio`."""
    inside = make_candidate(probed=make_audio(chapters=make_chapters(5, 60, 120)))
    noted = make_candidate(notes="00:00 A\n00:20 B\n02:00 C\n")
    index = "episodes/060-why-your-achilles-hurts/index.md"
    assert said(check_episode(inside, make_show()), "chapters-first")[0].startswith(f"{index}:3: the first")
    assert said(check_episode(noted, make_show()), "chapters-short")[0].startswith(f"{index}: the chapter")


@pytest.mark.parametrize(("extension", "kind"), [(".mp3", "an MP3"), (".m4a", "an MP4")])
def test_the_chapter_that_is_put_first_counts_as_well(extension: str, kind: str) -> None:
    """What the tags cannot hold is told by check already, for each kind of file that has tags."""
    late = make_chapters(*(each / 2 for each in range(1, 256)))
    candidate = make_candidate(probed=make_audio(extension=extension), chapters_file=late)
    assert said(check_episode(candidate, make_show()), "chapters-number") == []
    later = make_chapters(*(1 + each / 2 for each in range(255)))
    candidate = make_candidate(probed=make_audio(extension=extension), chapters_file=later)
    assert said(check_episode(candidate, make_show()), "chapters-number") == [
        "episodes/060-why-your-achilles-hurts/chapters.json: "
        f"there are 256 chapters: {kind} holds 255\n"
        "  Fix: merge some, or set tag_media = false in podcast.toml"
    ]


@pytest.mark.parametrize("extension", [".mp3", ".m4a"])
def test_chapters_inside_a_file_that_gets_new_ones_need_not_agree(extension: str) -> None:
    """Nobody will see them: only where the bytes go out as they are do apps show one or the other."""
    probed = make_audio(extension=extension, chapters=make_chapters(0, 50, 120))
    candidate = make_candidate(probed=probed, chapters_file=make_chapters(0, 60, 120))
    assert said(check_episode(candidate, make_show()), "chapters-agree") == []
    assert said(check_episode(candidate, make_show(tag_media=False)), "chapters-agree")
