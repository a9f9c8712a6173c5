"""`airdate check`: every problem, and nothing changed."""

from tests.cli.building import INDEX, ShowFolder

ACCEPTED = "".join(
    f"{name}: accepted\n"
    for name in ("Apple", "Spotify", "Amazon", "YouTube", "PSP-1", "Podcasting 2.0", "RSS 2.0")
)


def test_a_sound_show_has_nothing_but_advice(show: ShowFolder) -> None:
    """The report is the product, and stands on stdout, with what each directory would say."""
    ran = show.run("check")
    assert (ran.code, ran.stderr) == (0, "")
    advice = f"advice: {INDEX}:1: there is no transcript  [transcript-none]\n  Fix: put transcript.vtt"
    assert advice in ran.stdout
    assert "error:" not in ran.stdout
    assert ran.stdout.endswith(f"\n\n{ACCEPTED}")


def test_less_serious_problems_can_be_left_out(show: ShowFolder) -> None:
    """With nothing left to show, it says so."""
    ran = show.run("check", "--level", "warning")
    assert (ran.code, ran.stdout, ran.stderr) == (0, f"No problems found.\n{ACCEPTED}", "")


def test_all_problems_are_told_at_once_by_path_and_line(show: ShowFolder) -> None:
    """Of the show and of every episode; then how many."""
    show.add_episode("002-toe", "titel: x\n")
    show.change("podcast.toml", "Sports > Running", "Sprots")
    show.use_audio("text.mp3")
    ran = show.run("check", "--level", "error")
    assert (ran.code, ran.stderr) == (3, "")
    places = [line.split(": ")[1] for line in ran.stdout.splitlines() if line.startswith("error: ")]
    assert places == [f"{INDEX}:3", "episodes/002-toe/index.md:5", "podcast.toml:6"]
    assert "Apple: not accepted, 3 errors\n" in ran.stdout


def test_one_episode_can_be_checked(show: ShowFolder) -> None:
    """The others' problems, and the show's, are left for another time."""
    show.add_episode("002-toe", "titel: x\n")
    assert show.run("check", "001-heel").code == 0
    assert show.run("check", "episodes/002-toe").code == 3


def test_problems_as_a_document(show: ShowFolder) -> None:
    """Stable keys; the line is null where there is none; the exit code stays."""
    show.add_front("titel: x")
    ran = show.run("check", "--json")
    assert (ran.code, ran.stderr) == (3, "")
    assert ran.document["errors"] == 1
    assert ran.document["problems"][0] == {
        "level": "error",
        "path": INDEX,
        "line": 6,
        "text": "'titel' is not a known key",
        "fix": "remove this line: 'title' is there already",
        "rule": None,
    }


def test_check_changes_nothing(show: ShowFolder) -> None:
    """No file, no store."""
    before = show.tree()
    show.run("check")
    assert show.tree() == before


def test_check_works_below_the_show_folder_and_from_elsewhere(show: ShowFolder) -> None:
    """The nearest podcast.toml counts, or the one that is named."""
    assert ShowFolder(show.path / "episodes/001-heel").run("check", ".").code == 0
    assert ShowFolder(show.path.parent).run("check", "--show", "show").code == 0
    assert ShowFolder(show.path.parent).run("check", "-C", "nowhere").code == 2
