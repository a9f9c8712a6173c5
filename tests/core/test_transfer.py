"""Transfers: what moves when a record changes state, and from where."""

from datetime import timedelta

import pytest

from pipeline.core.plan import LocalFile, Staged
from pipeline.core.serving import Group, Root
from pipeline.core.transfer import NotHereError, plan_transfer
from tests.builders import DATE, make_file, make_media, make_record

MEDIA = make_media()
PICTURE = make_file("heel.jpg")
PATHS = {MEDIA.sha256: "/x/tape.mp3", PICTURE.sha256: "/x/heel.jpg"}
LIVE = make_record(files={"heel.jpg": PICTURE})
SCHEDULED = LIVE.model_copy(update={"released_at": None, "date": DATE + timedelta(days=9)})


def test_a_first_publish_uploads_everything_in_public() -> None:
    """Media first, then files."""
    steps, _ = plan_transfer(None, LIVE, PATHS)
    assert [(step.group, step.root, step.key) for step in steps] == [
        (Group.MEDIA, Root.PUBLIC, MEDIA.key),
        (Group.FILES, Root.PUBLIC, PICTURE.key),
    ]


def test_nothing_of_a_scheduled_episode_goes_to_the_public_root() -> None:
    """Before its time everything stands below staging/ of the private root."""
    steps, _ = plan_transfer(None, SCHEDULED, PATHS)
    assert {(step.root, step.key.split("/")[0]) for step in steps} == {(Root.PRIVATE, "staging")}


def test_a_release_copies_on_the_server_and_needs_no_local_file() -> None:
    """The machine that releases has no audio."""
    steps, _ = plan_transfer(SCHEDULED, LIVE, {})
    assert [step.source for step in steps] == [
        Staged(f"staging/{MEDIA.key}"),
        Staged(f"staging/{PICTURE.key}"),
    ]
    assert {step.root for step in steps} == {Root.PUBLIC}


def test_what_is_there_is_skipped_and_said() -> None:
    """An edit of words moves no media."""
    steps, skips = plan_transfer(LIVE, LIVE.model_copy(update={"revision": 2}), {})
    assert steps == []
    assert [skip.reason for skip in skips] == ["media is already there"]


def test_a_new_picture_of_a_live_episode_goes_out_alone() -> None:
    """Only what is new is uploaded."""
    other = make_file("load.png", sha256="ee" * 32)
    edited = LIVE.model_copy(update={"files": {"heel.jpg": PICTURE, "load.png": other}})
    steps, _ = plan_transfer(LIVE, edited, {other.sha256: "/x/load.png"})
    assert [(step.key, step.source) for step in steps] == [(other.key, LocalFile("/x/load.png"))]


def test_what_is_nowhere_is_an_error() -> None:
    """A record never names an object that cannot be brought there."""
    with pytest.raises(NotHereError, match="media/"):
        plan_transfer(None, LIVE, {})
