"""`airdate explain`: each final value, and where it comes from."""

from tests.cli.building import EPISODE, GUID, ShowFolder


def test_every_value_has_its_source(show: ShowFolder) -> None:
    """A line each: name, value, source; nothing on stderr."""
    ran = show.run("explain", EPISODE)
    assert (ran.code, ran.stderr) == (0, "")
    rows = {line.split("  ")[0]: line for line in ran.stdout.splitlines()}
    assert rows["title"].endswith("Why your heel hurts                   (front matter)")
    assert rows["guid"].split() == ["guid", GUID, "(front", "matter)"]
    assert rows["number"].endswith("(file name)")
    assert rows["people"].split("  ", 1)[1].strip().startswith("Anna Berg (Host)")
    assert "00:13" in rows["duration_s"]


def test_values_from_the_audio_are_said_to_be(show: ShowFolder) -> None:
    """Tags fill what the front matter leaves out."""
    show.use_audio("cbr-with-everything.mp3")
    document = show.run("explain", EPISODE, "--json").document
    assert document["season"] == {"value": 3, "source": "audio tags"}
    assert document["chapters"]["source"] == "audio"


def test_an_unknown_episode_is_met_with_a_near_one(show: ShowFolder) -> None:
    """Exit 3, and the name to type."""
    ran = show.run("explain", "001-heal")
    assert (ran.code, ran.stdout) == (3, "")
    assert ran.stderr == "error: 001-heal: there is no such episode\n  Fix: name episodes/001-heel\n"


def test_an_episode_without_its_audio_is_explained_too(show: ShowFolder) -> None:
    """A fresh clone has none."""
    (show.path / EPISODE / "heel.mp3").unlink()
    ran = show.run("explain", EPISODE)
    assert ran.code == 0
    assert "not on this machine" in ran.stdout


def test_transcripts_that_publish_makes_are_told(show: ShowFolder) -> None:
    """Each with what it is made from; none where none is supplied."""
    assert show.run("explain", EPISODE, "--json").document["transcripts_made"]["value"] == []
    cue = "WEBVTT\n\n00:00.000 --> 00:02.000\nWelcome\n"
    (show.path / EPISODE / "transcript.vtt").write_text(cue)
    made = show.run("explain", EPISODE, "--json").document["transcripts_made"]
    assert made["source"] == "podcast.toml"
    assert {"file": "transcript.html", "source": "transcript.vtt"} in made["value"]
    assert "transcript.html from transcript.vtt" in show.run("explain", EPISODE).stdout
