"""doctor at the command line: its lines, its document, its exit codes."""

from tests.cli.building import ShowFolder, run
from tests.servers.running import free_port

KEYS = {"exit_code", "well", "checks", "store"}


def test_a_folder_that_is_well_exits_0(show: ShowFolder) -> None:
    """Topics in order, an outcome before each check, a fix below; progress is on stderr."""
    said = show.run("doctor")
    assert said.code == 0
    lines = said.stdout.splitlines()
    topics = [line for line in lines if not line.startswith(" ")]
    assert topics == [
        *("configuration", "credentials", "clock", "store", "records", "public", "private", "tools"),
        "1 warning",
    ]
    assert lines[1] == '  ok       podcast.toml: can be read: "Back on Foot"'
    assert any(line.startswith("           Fix: set base_url") for line in lines)
    assert said.stderr == "looking at out/private\n"


def test_quiet_leaves_only_what_is_not_well(show: ShowFolder) -> None:
    """The folder has no public address yet."""
    said = show.run("doctor", "--quiet")
    assert said.stdout.startswith("configuration\n  warning  base_url: ")
    assert " ok " not in said.stdout
    assert said.stderr == ""


def test_the_document_has_every_check(show: ShowFolder) -> None:
    """And what the store honours, as it is written down elsewhere."""
    document = show.run("doctor", "--json").document
    assert set(document) == KEYS
    assert (document["exit_code"], document["well"]) == (0, True)
    assert document["store"]["conditional_writes"] == "enforces"
    assert {tuple(each) for each in document["checks"]} == {("topic", "check", "outcome", "text", "fix")}


def test_offline_reads_the_folder_alone(show: ShowFolder) -> None:
    """Not even a store in a folder is made."""
    document = show.run("doctor", "--offline", "--json").document
    assert document["store"] is None
    assert {each["topic"] for each in document["checks"]} == {"configuration", "tools"}
    assert not (show.path / "out").exists()


def test_a_wrong_configuration_exits_3(show: ShowFolder) -> None:
    """Each problem is a line of stdout."""
    show.change("podcast.toml", "explicit = false", "explicit = 7\nexplicitt = 8")
    said = show.run("doctor", "--offline")
    assert said.code == 3
    assert said.stdout.count("  problem  podcast.toml: podcast.toml:") == 2
    assert said.stdout.endswith("2 problems\n")


def test_a_store_that_does_not_answer_exits_4(show: ShowFolder) -> None:
    """Whatever else is wrong with the public address."""
    show.use_bucket(f"http://127.0.0.1:{free_port()}")
    show.change("podcast.toml", "https://feet.example/", f"https://127.0.0.1:{free_port()}/")
    said = show.run("doctor", "--json", AWS_ACCESS_KEY_ID="fake", AWS_SECRET_ACCESS_KEY="fake-secret")
    assert said.code == said.document["exit_code"] == 4
    worst = {each["topic"] for each in said.document["checks"] if each["outcome"] == "problem"}
    assert worst == {"store", "records", "public"}


def test_without_a_show_there_is_nothing_to_look_at(show: ShowFolder) -> None:
    """As with every command."""
    said = run(show.path / "episodes" / "001-heel", "doctor", "-C", ".")
    assert said.code == 3
    assert "podcast.toml: there is none in" in said.stderr
