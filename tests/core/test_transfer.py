"""Transfers: what moves when a record changes state, and from where."""

from datetime import timedelta

from pipeline.core.plan import LocalFile, Staged
from pipeline.core.serving import Group, Root
from pipeline.core.transfer import Places, plan_show_transfer, plan_transfer
from tests.builders import DATE, make_file, make_media, make_record, make_show_record

MEDIA = make_media()
PICTURE = make_file("heel.jpg")
PATHS = {MEDIA.sha256: "/x/tape.mp3", PICTURE.sha256: "/x/heel.jpg"}
SIZES = {MEDIA.key: MEDIA.size_bytes, PICTURE.key: PICTURE.size_bytes}
LIVE = make_record(files={"heel.jpg": PICTURE})
SCHEDULED = LIVE.model_copy(update={"released_at": None, "date": DATE + timedelta(days=9)})


def places(
    *,
    there: dict[str, int] | None = None,
    staged: dict[str, int] | None = None,
    paths: dict[str, str] | None = None,
) -> Places:
    """A store and a machine with what is stated, and nothing else."""
    return Places(there or {}, staged or {}, paths or {})


def test_a_first_publish_uploads_everything_in_public() -> None:
    """Media first, then files."""
    transfer = plan_transfer(None, LIVE, places(paths=PATHS))
    assert [(step.group, step.root, step.key) for step in transfer.steps] == [
        (Group.MEDIA, Root.PUBLIC, MEDIA.key),
        (Group.FILES, Root.PUBLIC, PICTURE.key),
    ]


def test_nothing_of_a_scheduled_episode_goes_to_the_public_root() -> None:
    """Before its time everything stands below staging/ of the private root."""
    transfer = plan_transfer(None, SCHEDULED, places(paths=PATHS))
    assert {(step.root, step.key.split("/")[0]) for step in transfer.steps} == {(Root.PRIVATE, "staging")}


def test_a_release_copies_on_the_server_and_needs_no_local_file() -> None:
    """The machine that releases has no audio."""
    transfer = plan_transfer(SCHEDULED, LIVE, places(staged=SIZES))
    assert [step.source for step in transfer.steps] == [
        Staged(f"staging/{MEDIA.key}"),
        Staged(f"staging/{PICTURE.key}"),
    ]
    assert {step.root for step in transfer.steps} == {Root.PUBLIC}


def test_what_is_there_is_skipped_and_said() -> None:
    """An edit of words moves no media."""
    transfer = plan_transfer(LIVE, LIVE.model_copy(update={"revision": 2}), places(there=SIZES))
    assert transfer.steps == []
    assert {skip.reason for skip in transfer.skips} == {"already there"}


def test_new_media_is_checked_even_where_something_of_its_name_stands() -> None:
    """An interrupted run left it; files under content-addressed keys are taken as they are."""
    transfer = plan_transfer(None, LIVE, places(there=SIZES, paths=PATHS))
    assert [step.key for step in transfer.steps] == [MEDIA.key]


def test_a_new_picture_of_a_live_episode_goes_out_alone() -> None:
    """Only what is new is uploaded."""
    other = make_file("load.png", sha256="ee" * 32)
    edited = LIVE.model_copy(update={"files": {"heel.jpg": PICTURE, "load.png": other}})
    transfer = plan_transfer(LIVE, edited, places(there=SIZES, paths={other.sha256: "/x/load.png"}))
    assert [(step.key, step.source) for step in transfer.steps] == [(other.key, LocalFile("/x/load.png"))]


def test_what_the_store_has_lost_is_brought_back_or_named() -> None:
    """A record never goes on naming an object that is not there, unsaid."""
    lost = plan_transfer(LIVE, LIVE, places(there={PICTURE.key: PICTURE.size_bytes}))
    assert (lost.steps, lost.nowhere) == ([], [MEDIA.key])
    cut = plan_transfer(LIVE, LIVE, places(there={**SIZES, PICTURE.key: 1}, paths=PATHS))
    assert [step.key for step in cut.steps] == [PICTURE.key]


def test_a_release_without_what_was_staged_is_named() -> None:
    """Then the episode stays where it is."""
    assert plan_transfer(SCHEDULED, LIVE, places()).nowhere == [MEDIA.key, PICTURE.key]


def test_the_shows_artwork_is_brought_back_as_well() -> None:
    """Every app shows it."""
    record = make_show_record()
    cover = record.files["cover.jpg"]
    there = {each.key: each.size_bytes for each in record.files.values() if each.key != cover.key}
    assert plan_show_transfer(record, places(there=there)).nowhere == [cover.key]
