"""The named acts on the command line: what they ask, show, print and exit with."""

import json

import pytest

from tests.cli.building import AUDIO, EPISODE, INDEX, NOW, ROOT, ShowFolder

OTHER_AUDIO = ROOT / "tests" / "audio" / "files" / "mpeg2-stereo.mp3"


@pytest.fixture
def live(show: ShowFolder) -> ShowFolder:
    """Two episodes are public."""
    show.add_episode("002-toe")
    assert show.publish(EPISODE).code == 0
    assert show.publish("002-toe").code == 0
    return show


def test_withdraw_shows_what_it_deletes_and_does_it(live: ShowFolder) -> None:
    """The plan lists the media; afterwards feed, page and media are gone."""
    ran = live.run("withdraw", "--now", NOW, "--yes", EPISODE)
    assert ran.code == 0, ran.stderr
    assert '001-heel "Why your heel hurts" is withdrawn' in ran.stdout
    assert "  delete public/media/" in ran.stdout
    assert "Withdrawn. Caches of the feed may list it for some minutes more." in ran.stderr
    public = live.path / "out/public"
    assert "heel" not in (public / "feed.xml").read_text()
    assert not (public / "episodes/001-heel.html").exists()
    assert not list(public.glob("media/*/001-heel*"))


def test_withdraw_without_a_terminal_needs_yes(live: ShowFolder) -> None:
    """A script that forgot it withdraws nothing."""
    before = live.tree()
    ran = live.run("withdraw", "--now", NOW, EPISODE)
    assert ran.code != 0
    assert live.tree() == before


def test_a_dry_run_withdraws_nothing(live: ShowFolder) -> None:
    """It shows the plan with every deletion."""
    before = live.tree()
    ran = live.run("withdraw", "--now", NOW, "--yes", "--dry-run", EPISODE)
    assert (ran.code, live.tree()) == (0, before)
    assert "Delete:" in ran.stdout


def test_machines_get_the_removals(live: ShowFolder) -> None:
    """One document, with a reason for each deletion."""
    ran = live.run("withdraw", "--now", NOW, "--yes", "--json", EPISODE)
    document = json.loads(ran.stdout)
    assert document["done"] is True
    removals = document["plan"]["removals"]
    assert {"root": "public", "key": "episodes/001-heel.html", "reason": "made no more"} in removals


def test_list_knows_the_withdrawn(live: ShowFolder) -> None:
    """The folder is still there, and its state is told."""
    assert live.run("withdraw", "--now", NOW, "--yes", EPISODE).code == 0
    ran = live.run("list", "--now", NOW)
    assert [line for line in ran.stdout.splitlines() if "001-heel" in line and "withdrawn" in line]


def test_replaced_audio_gets_another_address(live: ShowFolder) -> None:
    """The guid stays, and the old file stays for who is listening."""
    public = live.path / "out/public"
    before = set(public.glob("media/*/001-heel*"))
    (live.path / AUDIO).write_bytes(OTHER_AUDIO.read_bytes())
    ran = live.run("replace-audio", "--now", NOW, "--yes", EPISODE)
    assert ran.code == 0, ran.stderr
    assert before < set(public.glob("media/*/001-heel*"))
    assert live.run("replace-audio", "--now", NOW, "--yes", EPISODE).stderr.splitlines()[-1] == (
        "Nothing to do: this is done already."
    )


def test_a_changed_date_is_in_the_feed(live: ShowFolder) -> None:
    """And the front matter is asked to follow."""
    ran = live.run("change-date", "--now", NOW, "--yes", EPISODE, "2026-01-05 06:00")
    assert ran.code == 0, ran.stderr
    assert "Write the new date into the episode's front matter too." in ran.stderr
    assert "Mon, 05 Jan 2026 06:00:00 +0000" in (live.path / "out/public/feed.xml").read_text()


def test_a_date_that_is_none_is_refused(live: ShowFolder) -> None:
    """The value is named, with the form to write."""
    ran = live.run("change-date", "--now", NOW, "--yes", EPISODE, "yesterday")
    assert ran.code == 3
    assert '"yesterday" is not a date\n  Fix: write it as 2026-11-05' in ran.stderr


def test_a_reissued_guid_is_told(live: ShowFolder) -> None:
    """The new one is printed, to be written into index.md."""
    guid = "0d1f6cf6-2a70-4f3a-9f0c-7f5d9bb3f8aa"
    ran = live.run("reissue-guid", "--now", NOW, "--yes", "--guid", guid, EPISODE)
    assert ran.code == 0, ran.stderr
    assert f"write guid: {guid} into its index.md" in ran.stdout
    assert guid in (live.path / "out/public/feed.xml").read_text()


@pytest.mark.parametrize("command", ["withdraw", "replace-audio", "reissue-guid"])
def test_an_unknown_episode_is_exit_3(command: str, live: ShowFolder) -> None:
    """With a way to find the right name."""
    ran = live.run(command, "--now", NOW, "--yes", "099-none")
    assert ran.code == 3
    assert "099-none: " in ran.stderr
    assert "Fix: " in ran.stderr


def test_an_act_works_where_the_folder_is_broken(live: ShowFolder) -> None:
    """What is to be withdrawn in a hurry does not wait for a typing error."""
    live.change(INDEX, "title:", "titel:")
    ran = live.run("withdraw", "--now", NOW, "--yes", "001-heel")
    assert ran.code == 0, ran.stderr
