"""`airdate regenerate`: no questions, no audio, and nothing written when nothing is new."""

import pytest

from tests.cli.building import AUDIO, DONE, EPISODE, INDEX, NOW, ShowFolder


@pytest.fixture
def live(show: ShowFolder) -> ShowFolder:
    """The episode is public, and its audio is not in this clone."""
    assert show.publish(EPISODE).code == 0
    (show.path / AUDIO).unlink()
    return show


def regenerate(show: ShowFolder, *arguments: str, now: str = NOW) -> tuple[int, str, str]:
    ran = show.run("regenerate", "--now", now, *arguments)
    return ran.code, ran.stdout, ran.stderr


def test_nothing_new_is_nothing_written(live: ShowFolder) -> None:
    """A nightly run says one line, on stderr."""
    before = live.tree()
    assert regenerate(live) == (0, "", "Nothing to do: everything is already there.\n")
    assert live.tree() == before


def test_an_edit_goes_live(live: ShowFolder) -> None:
    """Without a question and without the audio."""
    live.change(INDEX, "Why your heel hurts", "Why heels hurt")
    code, stdout, stderr = regenerate(live)
    assert (code, stderr) == (0, DONE)
    assert stdout.splitlines()[0] == '001-heel "Why heels hurt" is edited'
    assert "<title>Why heels hurt</title>" in (live.path / "out/public/feed.xml").read_text()


def test_a_dry_run_writes_nothing(live: ShowFolder) -> None:
    """And shows what it would."""
    live.change(INDEX, "Why your heel hurts", "Why heels hurt")
    before = live.tree()
    code, stdout, _ = regenerate(live, "--dry-run")
    assert (code, live.tree()) == (0, before)
    assert "write  public/feed.xml" in stdout


def test_one_bad_episode_stops_only_itself(live: ShowFolder) -> None:
    """The others' edits go out, and exit 3 says that something is left to mend."""
    live.add_episode("002-toe")
    assert live.publish("002-toe").code == 0
    live.add_front("titel: x")
    live.change("episodes/002-toe/index.md", "About 002-toe", "Toes")
    code, stdout, stderr = regenerate(live)
    assert code == 3
    assert '002-toe "Toes" is edited' in stdout
    assert f"error: {INDEX}:6: 'titel' is not a known key\n  Fix: " in stderr
    feed = (live.path / "out/public/feed.xml").read_text()
    assert "<title>Toes</title>" in feed
    assert "<title>Why your heel hurts</title>" in feed


def test_a_bad_show_picture_leaves_the_recorded_one(live: ShowFolder) -> None:
    """A path that leaves the folder must not take the artwork out of the feed."""
    before = live.tree()
    live.change("podcast.toml", '"cover.jpg"', '"../cover.jpg"')
    code, stdout, stderr = regenerate(live)
    assert (code, stdout) == (3, "")
    assert "error: podcast.toml:5: 'artwork': \"../cover.jpg\" leaves the show folder\n  Fix: " in stderr
    after = live.tree()
    assert {name: after[name] for name in after if name.startswith("out")} == {
        name: before[name] for name in before if name.startswith("out")
    }


def test_the_outcome_as_a_document(live: ShowFolder) -> None:
    """Problems and what was never published are in it; the exit code stays."""
    live.add_front("titel: x")
    live.add_episode("002-toe")
    ran = live.run("regenerate", "--now", NOW, "--json")
    assert ran.code == 3
    assert ran.document["unpublished"] == ["002-toe"]
    assert [each["path"] for each in ran.document["problems"]] == [INDEX]


def test_what_was_never_published_is_named(live: ShowFolder) -> None:
    """With the command that would do it; it is no error."""
    live.add_episode("002-toe")
    code, _, stderr = regenerate(live)
    assert code == 0
    assert (
        "warning: episodes/002-toe: was never published\n  Fix: airdate publish episodes/002-toe\n" in stderr
    )


def test_a_release_that_is_due_goes_out(show: ShowFolder) -> None:
    """The first run after its time."""
    show.change(INDEX, "2026-11-05", "2026-11-06")
    assert show.publish(EPISODE).code == 0
    assert regenerate(show)[0] == 0
    assert not (show.path / "out/public/episodes/001-heel.html").exists()
    code, stdout, _ = regenerate(show, now="2026-11-06T06:00:00+00:00")
    assert (code, stdout.splitlines()[0]) == (0, '001-heel "Why your heel hurts" becomes public now')
    assert (show.path / "out/public/episodes/001-heel.html").exists()


def test_a_store_without_a_show_is_a_failure(show: ShowFolder) -> None:
    """There is nothing to regenerate: the first publish comes first."""
    code, stdout, stderr = regenerate(show)
    assert (code, stdout) == (1, "")
    assert stderr.startswith("error: nothing was ever published to ")
    assert stderr.endswith("\n  Fix: publish a first episode: airdate publish\n")
