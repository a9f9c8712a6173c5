"""`airdate check` on feeds: files and addresses, for people and for machines."""

import re
from pathlib import Path

import pytest

from tests.cli.building import ROOT, ShowFolder, run
from tests.servers.scripted_server import Answer, answering

FEEDS = ROOT / "tests/feeds"
EXPLICIT = "apple-explicit-value/breaks-19.xml"
HELD = "apple-explicit-value/holds.xml"


@pytest.fixture
def folder(tmp_path: Path) -> ShowFolder:
    """A folder without a show, and two feeds in it: one good, one that says explicit wrongly."""
    folder = ShowFolder(tmp_path)
    folder.write("bad.xml", (FEEDS / EXPLICIT).read_bytes())
    folder.write("good.xml", (FEEDS / HELD).read_bytes())
    return folder


def test_a_good_feed_is_accepted_everywhere(folder: ShowFolder) -> None:
    """No show folder is needed, and nothing is written."""
    before = folder.tree()
    ran = folder.run("check", "good.xml", "--level", "warning")
    assert ran.code == 0
    assert ran.stdout.startswith("No problems found.\nApple: accepted\nSpotify: accepted\n")
    assert folder.tree() == before


def test_a_bad_feed_is_told_with_line_rule_and_fix(folder: ShowFolder) -> None:
    """What is wrong for Apple is said of Apple alone."""
    ran = folder.run("check", "bad.xml", "--level", "error")
    assert ran.code == 3
    assert "error: bad.xml:19: <itunes:explicit> is " in ran.stdout
    assert "[apple-explicit-value]\n  Fix: " in ran.stdout
    assert re.search(r"^Apple: not accepted, \d error", ran.stdout, re.MULTILINE)
    assert "Spotify: accepted\n" in ran.stdout


def test_only_what_some_directories_ask_for(folder: ShowFolder) -> None:
    """Their verdicts, their problems, and their exit code."""
    ran = folder.run("check", "bad.xml", "--for", "spotify, amazon", "--level", "error")
    assert (ran.code, ran.stdout) == (0, "No problems found.\nSpotify: accepted\nAmazon: accepted\n")
    assert folder.run("check", "bad.xml", "--for", "apple").code == 3


def test_an_unknown_directory_is_named_with_those_that_are_known(folder: ShowFolder) -> None:
    """Exit code 2, as for any wrong use."""
    ran = folder.run("check", "bad.xml", "--for", "appel")
    assert ran.code == 2
    assert '"appel" is not known; choose from apple, spotify, amazon' in " ".join(ran.stderr.split())


def test_a_report_for_machines(folder: ShowFolder) -> None:
    """Problems, verdicts, and what was left out; nothing else on stdout."""
    ran = folder.run("check", "bad.xml", "--json")
    assert (ran.code, ran.stderr) == (3, "")
    (error,) = [each for each in ran.document["problems"] if each["level"] == "error"]
    assert (error["path"], error["line"], error["rule"]) == ("bad.xml", 19, "apple-explicit-value")
    verdicts = {each["directory"]: each["accepted"] for each in ran.document["verdicts"]}
    assert verdicts["apple"] is False
    assert verdicts["spotify"] is True
    assert ran.document["silenced"] == []
    assert ran.document["left_out"] == {}


@pytest.fixture
def many(folder: ShowFolder) -> ShowFolder:
    """The same folder with a feed of fifty items, all of which say explicit wrongly."""
    good = (FEEDS / HELD).read_text("utf-8")
    start, end = good.index("    <item>"), good.index("  </channel>")
    item = good[start:end].replace("<itunes:explicit>false<", "<itunes:explicit>clean<")
    items = (item.replace("/60", f"/{n}").replace("1de84ee001", f"1de84ee{n:03}") for n in range(50))
    folder.write("many.xml", good[:start] + "".join(items) + good[end:])
    return folder


def test_what_is_wrong_with_every_item_is_counted(many: ShowFolder) -> None:
    """Twenty of each are shown; errors and verdicts count all."""
    ran = many.run("check", "many.xml", "--json", "--for", "psp-1", "--level", "error")
    (verdict,) = ran.document["verdicts"]
    assert [each["rule"] for each in ran.document["problems"]] == ["apple-item-explicit"] * 20
    assert (ran.document["errors"], verdict["errors"]) == (50, 50)
    assert ran.document["left_out"] == {"apple-item-explicit": 30}


def test_only_what_would_be_shown_is_said_to_be_left_out(many: ShowFolder) -> None:
    """More of what was not asked for is no news."""
    assert "and 30 more of apple-item-explicit\n" in many.run("check", "many.xml").stdout
    ran = many.run("check", "many.xml", "--for", "spotify", "--level", "error")
    assert ran.stdout.startswith("No problems found.\nSpotify: accepted")


def test_annotations_for_github(folder: ShowFolder) -> None:
    """One line for each problem, with what would end it or a property escaped."""
    ran = folder.run("check", "bad.xml", "--format", "github", "--level", "error")
    assert ran.code == 3
    assert re.fullmatch(
        r"::error file=bad\.xml,line=19,title=apple-explicit-value::<itunes:explicit> [^\n]*%0AFix: [^\n]*\n",
        ran.stdout,
    )


def test_nothing_to_annotate_is_nothing(folder: ShowFolder) -> None:
    """Not even an empty line."""
    ran = folder.run("check", "good.xml", "--format", "github", "--level", "error")
    assert (ran.code, ran.stdout) == (0, "")


def test_a_report_in_sarif(folder: ShowFolder) -> None:
    """Version 2.1.0: every result names a rule that the driver describes, and a place."""
    ran = folder.run("check", "bad.xml", "--format", "sarif")
    assert ran.code == 3
    assert ran.document["version"] == "2.1.0"
    (one_run,) = ran.document["runs"]
    described = {rule["id"] for rule in one_run["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in one_run["results"]} == described
    (error,) = [result for result in one_run["results"] if result["level"] == "error"]
    place = error["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "bad.xml"}, "region": {"startLine": 19}}


def test_a_broken_show_file_is_told_in_the_form_asked_for(show: ShowFolder) -> None:
    """What reads annotations or SARIF is given these, and the words stand on stderr."""
    show.write("podcast.toml", 'title = "Second Wind\n')
    ran = show.run("check", "--format", "github")
    assert (ran.code, ran.stdout.count("\n")) == (3, 1)
    assert ran.stdout.startswith("::error file=podcast.toml,line=1::")
    (one_run,) = show.run("check", "--format", "sarif").document["runs"]
    (result,) = one_run["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "podcast.toml"}
    assert one_run["invocations"][0]["executionSuccessful"] is True


def test_files_are_named_from_the_top_of_the_repository(show: ShowFolder) -> None:
    """A show in a folder of a repository, or a feed in one, is annotated where GitHub shows it."""
    above = ShowFolder(show.path.parent)
    above.write(".git", "gitdir: elsewhere")
    show.write("podcast.toml", 'title = "Second Wind\n')
    show.write("out/bad.xml", (FEEDS / EXPLICIT).read_bytes())
    name = show.path.name
    assert f" file={name}/podcast.toml,line=1:" in above.run("check", "-C", name, "--format", "github").stdout
    assert f" file={name}/podcast.toml,line=1:" in show.run("check", "--format", "github").stdout
    ran = show.run("check", "out/bad.xml", "--format", "sarif", "--level", "error")
    places = [each["locations"][0]["physicalLocation"] for each in ran.document["runs"][0]["results"]]
    assert {each["artifactLocation"]["uri"] for each in places} == {f"{name}/out/bad.xml"}


def test_a_feed_that_cannot_be_fetched_is_told_in_the_form_asked_for(folder: ShowFolder) -> None:
    """No file is at fault, so no file is named."""
    address = "http://127.0.0.1:9/feed.xml"
    ran = folder.run("check", address, "--format", "github")
    assert (ran.code, ran.stdout.count("\n")) == (1, 1)
    assert ran.stdout.startswith(f"::error::{address}: ")
    (one_run,) = folder.run("check", address, "--format", "sarif").document["runs"]
    assert one_run["results"] == []
    assert one_run["invocations"][0]["executionSuccessful"] is False


def test_a_feed_that_is_not_there_hides_no_other(folder: ShowFolder) -> None:
    """Of several, each is told."""
    ran = folder.run("check", "none.xml", "bad.xml", "http://127.0.0.1:9/", "--level", "error")
    assert ran.code == 3
    assert "error: none.xml: there is no such file\n" in ran.stdout
    assert "error: bad.xml:19: " in ran.stdout
    assert "error: http://127.0.0.1:9/: names port 9" in ran.stdout


def test_what_came_of_a_feed_that_breaks_off_is_checked(folder: ShowFolder) -> None:
    """With the reason why there is no more."""
    body = (FEEDS / EXPLICIT).read_bytes()
    with answering(lambda _: Answer(body=body[:-40], missing_bytes=40)) as server:
        address = f"{server.endpoint_url}/feed.xml"
        ran = folder.run("check", address, "--allow-private", "--level", "error")
    assert ran.code == 3
    assert f"error: {address}: the answer breaks off" in ran.stdout
    assert f"error: {address}:19: <itunes:explicit> is " in ran.stdout


def test_one_rule_explained(folder: ShowFolder) -> None:
    """Level, who asks, the source with its date, an example and the fix; no folder is looked at."""
    ran = folder.run("check", "--explain", "apple-explicit-value")
    assert ran.code == 0
    for word in ("level", "asked by  Apple", "source", "wrong", "right", "fix"):
        assert f"  {word}" in ran.stdout


def test_one_rule_explained_to_machines(folder: ShowFolder) -> None:
    """One document, with the row as it stands."""
    row = folder.run("check", "--explain", "apple-explicit-value", "--json").document
    assert (row["id"], row["level"]) == ("apple-explicit-value", "error")
    assert all(row[each] for each in ("who", "source", "date", "text", "fix", "wrong", "right"))


@pytest.mark.parametrize("target", ["show", "show/podcast.toml"])
def test_a_show_is_named_like_anything_else(show: ShowFolder, target: str) -> None:
    """By its folder, or by the file that tells of it; then by itself."""
    above = ShowFolder(show.path.parent)
    told = show.run("check").stdout
    assert above.run("check", target).stdout == told
    assert show.run("check", ".").stdout == told
    ran = above.run("check", target, "show/episodes")
    assert (ran.code, f"{target} is a show: check it by itself" in ran.stderr) == (2, True)


def test_a_rule_that_there_is_not_is_guessed_at(folder: ShowFolder) -> None:
    """Exit code 2."""
    ran = folder.run("check", "--explain", "aple-explicit-value")
    assert ran.code == 2
    assert "Did you mean 'apple-explicit-value'?" in ran.stderr


def test_a_show_silences_a_rule_with_a_reason(show: ShowFolder) -> None:
    """The rest speaks; the reason is told, so that nobody forgets it."""
    show.write("bad.xml", (FEEDS / EXPLICIT).read_bytes())
    text = (show.path / "podcast.toml").read_text(encoding="utf-8")
    show.write("podcast.toml", f'{text}\n[silence]\napple-explicit-value = "an experiment"\n')
    ran = show.run("check", "bad.xml", "--level", "error")
    assert ran.code == 0
    assert ran.stderr == "apple-explicit-value was silenced 1 time: an experiment\n"
    document = show.run("check", "bad.xml", "--json").document
    assert document["silenced"] == [{"rule": "apple-explicit-value", "reason": "an experiment", "count": 1}]


def test_silencing_no_rule_is_a_problem_of_the_show(show: ShowFolder) -> None:
    """With its line, and the rule that was meant."""
    text = (show.path / "podcast.toml").read_text(encoding="utf-8")
    show.write("podcast.toml", f'{text}\n[silence]\ntranscript-non = "soon"\n')
    ran = show.run("check")
    assert ran.code == 0
    told = "'silence' names transcript-non, which is no rule\n  Fix: write transcript-none\n"
    assert f"warning: podcast.toml:15: {told}" in ran.stdout


def test_a_silenced_error_lets_an_episode_out(show: ShowFolder) -> None:
    """The show has answered for it; so does a publish."""
    show.change("podcast.toml", "Sports > Running", "Sprots")
    assert show.publish("001-heel").code == 3
    text = (show.path / "podcast.toml").read_text(encoding="utf-8")
    show.write("podcast.toml", f'{text}\n[silence]\nshow-category = "a category of our own"\n')
    assert show.publish("001-heel").code == 0


def test_feeds_and_episodes_are_checked_one_after_the_other(show: ShowFolder) -> None:
    """Together they would make one report about two things."""
    ran = show.run("check", "feed.xml", "001-heel")
    assert ran.code == 2
    assert "check feeds and episodes one after the other" in ran.stderr


@pytest.mark.parametrize("name", ["nowhere.xml", "https://127.0.0.1:9/feed.xml"])
def test_a_feed_that_cannot_be_had(folder: ShowFolder, name: str) -> None:
    """A file that is missing is a problem of the input; an address that is refused is a failure."""
    ran = folder.run("check", name)
    assert ran.code == (3 if name == "nowhere.xml" else 1)
    assert name in ran.stderr
    assert "Traceback" not in ran.stderr


def test_more_than_anybody_reads_is_counted(tmp_path: Path) -> None:
    """A mistake that every item makes is told twenty times."""
    item = "<item><title>A</title></item>\n"
    folder = ShowFolder(tmp_path)
    folder.write("long.xml", f"<rss version='2.0'><channel><title>T</title>\n{item * 50}</channel></rss>")
    ran = folder.run("check", "long.xml", "--level", "error")
    assert ran.code == 3
    assert re.search(r"^and 30 more of apple-enclosure", ran.stdout, re.MULTILINE)


@pytest.mark.parametrize("path", sorted(FEEDS.glob("*.xml*")), ids=lambda path: path.name)
def test_whole_feeds_kept_as_examples_are_accepted(path: Path) -> None:
    """By every directory."""
    assert run(ROOT, "check", str(path), "--level", "error").code == 0


def test_online_without_an_address_says_what_is_missing(show: ShowFolder) -> None:
    """A preview has nothing on the web."""
    ran = show.run("check", "--online")
    assert ran.code == 3
    assert "podcast.toml:1: 'base_url' is missing: there is nothing online to look at" in ran.stdout
    assert "[show-owner]" in ran.stdout


def test_audio_is_not_measured_in_a_feed(folder: ShowFolder) -> None:
    """Rather than doing nothing in silence."""
    ran = folder.run("check", "good.xml", "--audio")
    assert ran.code == 2
    assert "--audio measures the files of a show" in ran.stderr
