"""`airdate check` on what a show says beyond RSS and iTunes, before there is a feed."""

from tests.cli.building import INDEX, ShowFolder


def test_a_tag_of_an_episode_is_told_at_its_key(show: ShowFolder) -> None:
    """With the key that the producer wrote, and the rule of the namespace."""
    show.add_front('soundbites:\n  - {start: 0, duration: 5}\n  - {start: "0:01", duration: 90}')
    ran = show.run("check")
    assert ran.code == 0
    assert f"advice: {INDEX}:6: 'soundbites': <podcast:soundbite> lasts 5 seconds" in ran.stdout
    assert f"warning: {INDEX}:6: 'soundbites': <podcast:soundbite> ends at 91 s" in ran.stdout
    assert "Podcasting 2.0: accepted, 1 warning" in ran.stdout


def test_a_tag_of_the_show_is_told_at_its_key(show: ShowFolder) -> None:
    """Also one in a list or a table."""
    show.change("podcast.toml", "explicit = false", 'explicit = false\nblock_on = ["nowhere"]')
    text = (show.path / "podcast.toml").read_text(encoding="utf-8")
    value = '\n[value]\n[[value.recipients]]\ntype = "lnaddress"\naddress = "a@b.example"\nsplit = 0\n'
    show.write("podcast.toml", text + value)
    ran = show.run("check")
    assert "podcast.toml:8: 'block_on': id of <podcast:block> is \"nowhere\"" in ran.stdout
    assert "podcast.toml:15: 'value': " in ran.stdout


def test_a_list_with_episodes_is_an_error(show: ShowFolder) -> None:
    """Apps would not show them."""
    show.change("podcast.toml", "explicit = false", 'explicit = false\nmedium = "podcastL"')
    ran = show.run("check")
    assert ran.code == 3
    assert "error: podcast.toml:8: 'medium': " in ran.stdout


def test_a_live_stream_is_checked_as_well(show: ShowFolder) -> None:
    """Its own table is where it is told."""
    text = (show.path / "podcast.toml").read_text(encoding="utf-8")
    live = """
[[live]]
title = "Sunday"
guid = "sunday"
start = "2026-11-29T10:00:00+01:00"
end = "2026-11-29T09:00:00+01:00"
stream = "https://stream.example/live.mp3"
content_links = [{ url = "https://video.example/live", label = "Watch" }]
"""
    show.write("podcast.toml", text + live)
    ran = show.run("check")
    assert "podcast.toml:14: 'live': <podcast:liveItem> ends before it starts" in ran.stdout


def test_a_sound_show_is_not_bothered(show: ShowFolder) -> None:
    """What has rules of its own is not told twice."""
    assert "p20-" not in show.run("check").stdout
