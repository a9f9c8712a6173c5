"""The merge rule: what is old here changes nothing, what is new is applied, what is absent stands in."""

import pytest

from pipeline.core.addresses import FEED, INDEX, page_key
from pipeline.core.plan import LocalFile
from pipeline.core.transcript_files import made_name
from pipeline.errors import InputError, Level
from tests.workflows.small_show import (
    BASE_URL,
    DAY,
    HOUR,
    NOW,
    OPEN,
    Clone,
    Talk,
    body_of,
    check_settled,
    feed_items,
    guid_of,
    listing,
    own_files,
    picture,
    point,
    record,
    show_record,
    slug_of,
)

OLD = "is older than what is published"
VTT = "WEBVTT\n\n00:00.000 --> 00:01.000\nHello.\n"
HEEL = f"episodes/{slug_of(1)}/heel.png"
TRANSCRIPT = f"episodes/{slug_of(1)}/transcript.vtt"
TRANSCRIPTS = {"transcript.vtt", *(made_name("transcript.vtt", each) for each in ("srt", "html"))}
INDEX_MD = f"episodes/{slug_of(1)}/index.md"


@pytest.fixture
def live(clone: Clone) -> Clone:
    """One live episode with a picture and a transcript."""
    clone.episode(1, notes="It is rarely the tendon.\n\n![a heel](heel.png)\n")
    clone.write(HEEL, picture(40, "navy", "PNG"))
    clone.write(TRANSCRIPT, VTT)
    clone.publish(1)
    return clone


@pytest.fixture
def old(live: Clone) -> Clone:
    """A clone from before the words were edited and published."""
    clone = live.copy("old")
    live.edit(1, "rarely", "never")
    live.publish(1)
    return clone


def test_regenerating_from_an_old_clone_changes_nothing(live: Clone, old: Clone) -> None:
    """The record wins, with one warning and a fix."""
    before = listing(live.roots)
    outcome = old.regenerate(NOW + DAY)
    (problem,) = outcome.problems
    assert OLD in problem.text
    assert problem.path == INDEX_MD
    assert problem.level is Level.WARNING
    assert listing(live.roots) == before


def test_publishing_another_episode_from_an_old_clone_leaves_this_one_alone(live: Clone, old: Clone) -> None:
    """Only what is named goes out."""
    old.episode(2)
    old.publish(2)
    assert "never" in record(live.roots, 1).notes
    check_settled(live.roots, {guid_of(1), guid_of(2)})


def test_an_old_clone_is_not_ready(live: Clone, old: Clone) -> None:
    """Publish without names does not offer what is old."""
    talk = Talk()
    old.publish(talk=talk)
    assert talk.asked == []
    assert "never" in record(live.roots, 1).notes


def test_what_was_edited_in_an_old_clone_is_applied(live: Clone, old: Clone) -> None:
    """New words are an edit, whichever words they were made from."""
    old.edit(1, "rarely", "hardly ever")
    outcome = old.regenerate(NOW + DAY)
    assert outcome.problems == ()
    assert record(live.roots, 1).notes.strip().startswith("It is hardly ever")
    assert record(live.roots, 1).revision == 3


def test_a_picture_edited_in_an_old_clone_is_applied_and_its_words_are_not(live: Clone, old: Clone) -> None:
    """Each part is judged for itself."""
    old.write(HEEL, picture(41, "black", "PNG"))
    outcome = old.regenerate(NOW + DAY)
    assert [OLD in problem.text for problem in outcome.problems] == [True]
    after = record(live.roots, 1)
    assert after.files["heel.png"].width == 41
    assert "never" in after.notes
    check_settled(live.roots, {guid_of(1)})
    before = listing(live.roots)
    live.regenerate(NOW + 2 * DAY)
    assert listing(live.roots) == before


def test_going_back_to_old_words_is_asked_about(live: Clone, old: Clone) -> None:
    """Named, and after a question that shows the difference; no means that nothing is written."""
    before = listing(live.roots)
    no = Talk()
    old.publish(1, talk=no)
    assert listing(live.roots) == before
    assert "-It is never the tendon." in no.said[0]
    assert "+It is rarely the tendon." in no.said[0]
    yes = Talk(goes_back=True)
    old.publish(1, talk=yes)
    assert len(yes.asked) == 1
    assert "rarely" in record(live.roots, 1).notes
    assert [OLD in problem.text for problem in live.regenerate(NOW + DAY).problems] == [True]


def test_old_settings_of_the_show_change_nothing(live: Clone) -> None:
    """podcast.toml follows the same rule as an episode, also while publishing."""
    old = live.copy("old")
    live.edit_file("podcast.toml", "Running injuries", "All injuries")
    live.regenerate()
    assert show_record(live.roots).show.description == "All injuries, explained."
    before = listing(live.roots)
    outcome = old.regenerate(NOW + DAY)
    (problem,) = outcome.problems
    assert (problem.path, problem.level) == ("podcast.toml", Level.WARNING)
    assert OLD in problem.text
    assert listing(live.roots) == before
    old.episode(2)
    old.publish(2)
    assert show_record(live.roots).show.description == "All injuries, explained."
    assert b"All injuries" in body_of(live.roots.public, INDEX)


def test_going_back_to_old_settings_is_asked_about(live: Clone) -> None:
    """Only by answering, or by the option that says so; every other publish keeps what is published."""
    old = live.copy("old")
    live.edit_file("podcast.toml", "explicit = false", "explicit = true")
    live.regenerate()
    old.publish(1)
    assert show_record(live.roots).show.explicit
    old.publish(1, talk=Talk(goes_back=True))
    assert not show_record(live.roots).show.explicit


def test_media_is_tagged_with_the_settings_that_are_published(live: Clone) -> None:
    """A clone whose podcast.toml is old does not bring an old title into new media."""
    live.edit_file("podcast.toml", "tag_media = false\n", "")
    live.regenerate()
    old = live.copy("old")
    live.edit_file("podcast.toml", 'title = "Second Wind"', 'title = "Third Wind"')
    live.regenerate()
    old.episode(2)
    old.publish(2)
    media = body_of(live.roots.public, record(live.roots, 2).media.key)
    assert "Third Wind".encode("utf-16-le") in media
    assert "Second Wind\0".encode("utf-16-le") not in media


def test_new_words_beside_an_old_picture_leave_the_picture(live: Clone) -> None:
    """An edit is no wish to go back."""
    old = live.copy("old")
    live.write(HEEL, picture(41, "black", "PNG"))
    live.publish(1)
    old.edit(1, "rarely", "hardly")
    talk = Talk(goes_back=True)
    old.publish(1, talk=talk)
    assert talk.asked == []
    assert "hardly" in record(live.roots, 1).notes
    assert record(live.roots, 1).files["heel.png"].width == 41


def test_edits_of_a_published_episode_that_is_a_draft_here_wait(live: Clone) -> None:
    """It stays as it is, and nobody else is kept waiting."""
    live.episode(2)
    live.edit(1, "rarely", "hardly")
    live.edit(1, "audio:", "draft: true\naudio:")
    live.publish(policy=OPEN)
    assert set(feed_items(live.roots)) == {guid_of(1), guid_of(2)}
    before = listing(live.roots)
    (problem,) = live.regenerate(NOW + HOUR).problems
    assert (problem.level, problem.line) == (Level.WARNING, 3)
    assert listing(live.roots) == before


def test_a_guid_written_after_the_first_publish_names_the_show(clone: Clone) -> None:
    """A show that moves in keeps its identity; one that is known never changes it."""
    clone.episode(1)
    clone.edit_file("podcast.toml", 'guid = "917393e3-1b1e-5cef-ace4-edaa54e1f810"\n', "")
    clone.edit_file("podcast.toml", f'base_url = "{BASE_URL}"\n', "")
    clone.publish(1)
    assert show_record(clone.roots).show.guid is None
    clone.edit_file("podcast.toml", "tag_media", 'guid = "917393e3-1b1e-5cef-ace4-edaa54e1f810"\ntag_media')
    clone.regenerate()
    assert show_record(clone.roots).show.guid == "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    clone.edit_file("podcast.toml", "917393e3", "00000000")
    (problem,) = clone.regenerate().problems
    assert "stays so" in problem.text
    assert show_record(clone.roots).show.guid == "917393e3-1b1e-5cef-ace4-edaa54e1f810"


def test_edited_settings_of_an_old_clone_are_applied(live: Clone) -> None:
    """New is new."""
    old = live.copy("old")
    live.edit_file("podcast.toml", "Running injuries", "All injuries")
    live.regenerate()
    old.edit_file("podcast.toml", "Running injuries", "Some injuries")
    assert old.regenerate(NOW + DAY).problems == ()
    assert b"Some injuries" in body_of(live.roots.public, FEED)


def test_changed_artwork_goes_out_and_old_artwork_does_not(live: Clone) -> None:
    """The show's picture is a part of its own."""
    old = live.copy("old")
    live.write("cover.jpg", picture(1500, "black"))
    live.regenerate()
    key = show_record(live.roots).files["cover.jpg"].key
    assert key.encode() in body_of(live.roots.public, FEED)
    before = listing(live.roots)
    old.regenerate(NOW + DAY)
    assert listing(live.roots) == before


def test_a_second_clone_without_the_guid_adopts_it(clone: Clone) -> None:
    """The same folder published from two machines is one episode."""
    clone.episode(1, guid=None)
    second = clone.copy("second")
    clone.publish(1)
    talk = Talk()
    result = second.publish(1, talk=talk)
    assert result is not None
    assert not result.plan
    assert len(feed_items(clone.roots)) == 1
    (guid,) = feed_items(clone.roots)
    assert guid in result.plan.notes[0]
    assert f"guid: {guid}".encode() in (second.folder / f"episodes/{slug_of(1)}/index.md").read_bytes()


def test_adopting_writes_the_guid_when_something_goes_out(clone: Clone) -> None:
    """With an edit the known guid becomes a line of the second clone's file as well."""
    clone.episode(1, guid=None)
    second = clone.copy("second")
    clone.publish(1)
    second.edit(1, "rarely", "never")
    second.publish(1)
    (guid,) = feed_items(clone.roots)
    assert f"guid: {guid}\n" in second.files()[INDEX_MD].decode()
    assert "never" in body_of(clone.roots.public, page_key(slug_of(1))).decode()


def test_the_nightly_run_takes_edits_of_a_file_whose_guid_was_never_committed(clone: Clone) -> None:
    """It goes by the folder's name, and writes nothing into the clone."""
    clone.episode(1, guid=None)
    ci = clone.copy("ci", without="*.mp3")
    clone.publish(1)
    ci.edit(1, "rarely", "never")
    before = ci.files()
    outcome = ci.regenerate(NOW + DAY)
    assert outcome.unpublished == ()
    assert ci.files() == before
    (guid,) = feed_items(clone.roots)
    check_settled(clone.roots, {guid})
    assert "never" in body_of(clone.roots.public, page_key(slug_of(1))).decode()


ABSENT = ["*.mp3", "*.mp3 *.png *.vtt", "*.mp3 *.png *.vtt *.jpg"]


@pytest.mark.parametrize("names", ABSENT)
def test_files_that_are_not_here_are_no_change(live: Clone, names: str) -> None:
    """Media, pictures, transcripts and artwork stand in from the record."""
    before = listing(live.roots)
    outcome = live.copy("ci", without=names).regenerate(NOW + DAY)
    assert outcome.problems == ()
    assert listing(live.roots) == before


@pytest.mark.parametrize("names", ABSENT)
def test_git_lfs_pointers_are_no_change(live: Clone, names: str) -> None:
    """A pointer says which file would be here; the record has it."""
    ci = live.copy("ci")
    point(ci, *names.split())
    before = listing(live.roots)
    outcome = ci.regenerate(NOW + DAY)
    assert outcome.problems == ()
    assert listing(live.roots) == before


@pytest.mark.parametrize("with_pointers", [False, True])
def test_an_edit_goes_out_where_no_other_file_is(live: Clone, with_pointers: bool) -> None:
    """The words change; picture, transcript and media stay what they were."""
    ci = live.copy("ci", without="" if with_pointers else "*.mp3 *.png *.jpg")
    if with_pointers:
        point(ci, "*.mp3", "*.png", "*.vtt", "*.jpg")
    before = record(live.roots, 1)
    ci.edit(1, "rarely", "never")
    outcome = ci.regenerate(NOW + DAY)
    assert outcome.problems == ()
    assert not any(isinstance(step.source, LocalFile) for step in outcome.result.plan.steps)
    after = record(live.roots, 1)
    assert (after.media, after.files) == (before.media, before.files)
    check_settled(live.roots, {guid_of(1)})


def test_words_that_want_a_picture_nobody_has_wait_for_it(live: Clone) -> None:
    """The record serves the episode as it was, everything else goes out, and the run says so."""
    live.episode(2)
    live.publish(2)
    live.edit(1, "heel.png", "toe.png")
    live.edit(2, "rarely", "never")
    outcome = live.regenerate(NOW + DAY)
    assert outcome.has_errors
    assert "toe.png" in outcome.problems[0].text
    assert "heel.png" in record(live.roots, 1).notes
    assert "never" in record(live.roots, 2).notes
    check_settled(live.roots, {guid_of(1), guid_of(2)})


@pytest.mark.parametrize(
    "content",
    [
        "---\ntitle: [\n---\n",
        "no front matter\n",
        "---\ntitle: A\naudio: tape.mp3\ndate: 31 Nov\n---\n",
        "---\ntitle: A\nadio: tape.mp3\n---\n",
        "",
        b"\xff\xfe\x00",
    ],
)
def test_a_broken_source_is_served_from_its_record(live: Clone, content: str | bytes) -> None:
    """One bad episode stops only itself: the others go out, and the run ends with its problems."""
    live.episode(2)
    live.publish(2)
    live.edit(2, "rarely", "never")
    before = record(live.roots, 1)
    live.write(INDEX_MD, content)
    outcome = live.regenerate(NOW + DAY)
    assert outcome.has_errors
    assert {problem.path for problem in outcome.problems} == {INDEX_MD}
    assert "never" in record(live.roots, 2).notes
    assert record(live.roots, 1) == before
    assert "rarely" in before.notes
    assert b"rarely" in body_of(live.roots.public, page_key(slug_of(1)))
    check_settled(live.roots, {guid_of(1), guid_of(2)})


def test_a_broken_podcast_toml_is_served_from_the_records(live: Clone) -> None:
    """Episodes go out under the settings as last published."""
    live.episode(2)
    live.publish(2)
    live.edit_file("podcast.toml", "explicit = false", 'explicit = "maybe"')
    live.edit(1, "rarely", "never")
    live.write(f"episodes/{slug_of(2)}/index.md", "---\ntitle: [\n---\n")
    outcome = live.regenerate(NOW + DAY)
    assert outcome.has_errors
    assert {problem.path for problem in outcome.problems} == {
        "podcast.toml",
        f"episodes/{slug_of(2)}/index.md",
    }
    assert len(outcome.problems) == 2
    assert "never" in record(live.roots, 1).notes
    check_settled(live.roots, {guid_of(1), guid_of(2)})


def test_a_picture_that_is_none_stops_only_its_episode(live: Clone) -> None:
    """The recorded one stays."""
    before = record(live.roots, 1)
    live.write(HEEL, "not a picture")
    outcome = live.regenerate(NOW + DAY)
    assert outcome.has_errors
    assert record(live.roots, 1) == before
    check_settled(live.roots, {guid_of(1)})


@pytest.mark.parametrize("lost", ["folder", "everything", "all episodes"])
def test_episodes_that_only_the_records_know_stay(live: Clone, lost: str) -> None:
    """A sparse, shallow or wrong checkout takes nothing away."""
    live.episode(2)
    live.publish(2)
    bare = live.copy(
        "bare", without={"folder": slug_of(1), "everything": "episodes", "all episodes": "0*"}[lost]
    )
    before = listing(live.roots)
    bare.regenerate(NOW + DAY)
    assert listing(live.roots) == before
    bare.episode(3)
    bare.publish(3)
    check_settled(live.roots, {guid_of(1), guid_of(2), guid_of(3)})


def test_what_is_merged_but_was_never_published_is_named(live: Clone) -> None:
    """Regenerate publishes nothing by itself."""
    live.episode(2)
    live.episode(3, more="draft: true")
    outcome = live.regenerate(NOW + DAY)
    assert outcome.unpublished == (slug_of(2),)
    assert not outcome.result.plan


def test_twins_are_refused_before_anything_is_written(live: Clone) -> None:
    """Two folders with one guid cannot both be meant."""
    before = listing(live.roots)
    live.episode(5, guid=guid_of(1))
    with pytest.raises(InputError):
        live.publish(5)
    assert listing(live.roots) == before


def test_a_picture_changed_behind_a_pointer_is_applied_once_it_is_here(live: Clone) -> None:
    """The nightly run sees the pointer alone: the picture counts as changed until its bytes went out."""
    live.write(HEEL, picture(41, "black", "PNG"))
    live.write("cover.jpg", picture(1500, "black"))
    ci = live.copy("ci")
    point(ci, "*.png", "*.jpg")
    before = listing(live.roots)
    ci.regenerate(NOW + DAY)
    assert listing(live.roots) == before
    live.publish()
    assert record(live.roots, 1).files["heel.png"].width == 41
    assert show_record(live.roots).files["cover.jpg"].width == 1500


def test_a_transcript_that_is_not_here_stays_when_words_are_edited(live: Clone) -> None:
    """It was found by its name, not named in the words: being absent here does not take it away."""
    ci = live.copy("ci", without="*.vtt")
    ci.edit(1, "rarely", "never")
    ci.regenerate(NOW + DAY)
    assert "transcript.vtt" in record(live.roots, 1).files
    assert b"<podcast:transcript" in body_of(live.roots.public, FEED)


def test_words_can_take_a_transcript_away(live: Clone) -> None:
    """An empty list says that there is none."""
    live.edit(1, "audio:", "transcript: []\naudio:")
    live.regenerate(NOW + DAY)
    assert "transcript.vtt" not in record(live.roots, 1).files
    assert b"<podcast:transcript" not in body_of(live.roots.public, FEED)


def test_a_picture_that_words_dropped_does_not_return_from_an_old_clone(live: Clone) -> None:
    """Another picture edited there brings only itself."""
    live.edit(1, "![a heel](heel.png)", "![a toe](toe.png)")
    live.write(HEEL.replace("heel", "toe"), picture(40, "red", "PNG"))
    old = live.copy("old")
    old.edit(1, "![a toe](toe.png)", "![a toe](toe.png) ![a heel](heel.png)")
    old.publish(1)
    live.edit(1, "rarely", "never")
    live.publish(1)
    assert own_files(record(live.roots, 1)) == {"toe.png", *TRANSCRIPTS}
    old.write(TRANSCRIPT, VTT.replace("Hello", "Goodbye"))
    old.regenerate(NOW + DAY)
    assert own_files(record(live.roots, 1)) == {"toe.png", *TRANSCRIPTS}


def test_artwork_can_be_changed_and_changed_back(live: Clone) -> None:
    """A picture that was published before, then dropped, is published again when it is named again."""
    live.write("other.jpg", picture(1500, "black"))
    live.edit_file("podcast.toml", "cover.jpg", "other.jpg")
    live.regenerate()
    live.edit_file("podcast.toml", "other.jpg", "cover.jpg")
    live.edit_file("podcast.toml", "explained", "made plain")
    live.regenerate()
    assert own_files(show_record(live.roots)) == {"cover.jpg"}
    assert b"cover.jpg" in body_of(live.roots.public, FEED)
    check_settled(live.roots, {guid_of(1)})


def test_an_old_picture_is_asked_about_before_it_goes_back(live: Clone) -> None:
    """Naming an episode may go back, but never in silence."""
    old = live.copy("old")
    live.write(HEEL, picture(41, "black", "PNG"))
    live.publish(1)
    no = Talk()
    old.publish(1, talk=no)
    assert "heel.png" in "\n".join([*no.said, *no.asked])
    assert record(live.roots, 1).files["heel.png"].width == 41
    old.publish(1, talk=Talk(goes_back=True))
    assert record(live.roots, 1).files["heel.png"].width == 40


def test_changed_chapters_are_an_edit_like_any_other(live: Clone) -> None:
    """A chapters file alone makes an episode ready to publish."""
    name = f"episodes/{slug_of(1)}/chapters.json"
    chapters = '{"chapters": [{"startTime": 0, "title": "Start"}, {"startTime": 2, "title": "%s"}]}'
    live.write(name, chapters % "End")
    talk = Talk()
    live.publish(talk=talk)
    assert len(talk.asked) == 1
    live.write(name, chapters % "The end")
    live.publish()
    assert [each.title for each in record(live.roots, 1).chapters or ()] == ["Start", "The end"]


def test_artwork_that_nobody_has_is_an_error_of_the_show_alone(live: Clone) -> None:
    """The nightly run keeps the settings as published; publishing by hand stops before it writes."""
    live.edit_file("podcast.toml", "cover.jpg", "other.jpg")
    live.edit(1, "rarely", "never")
    outcome = live.regenerate(NOW + DAY)
    assert outcome.has_errors
    assert {problem.path for problem in outcome.problems} == {"podcast.toml"}
    assert "other.jpg does not exist" in outcome.problems[0].text
    assert show_record(live.roots).show.artwork == "cover.jpg"
    assert "never" in record(live.roots, 1).notes
    before = listing(live.roots)
    with pytest.raises(InputError, match=r"other\.jpg does not exist"):
        live.publish(1)
    assert listing(live.roots) == before
