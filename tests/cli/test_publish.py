"""`airdate publish`: the plan on stdout, conversation on stderr, questions only where somebody answers."""

from tests.cli.building import DONE, EPISODE, GUID, INDEX, NOW, ShowFolder

FEED = "out/public/feed.xml"


def test_the_plan_is_the_result_and_the_rest_is_conversation(show: ShowFolder) -> None:
    """Each step with its reason; then where the feed is."""
    ran = show.publish(EPISODE)
    assert ran.code == 0
    lines = ran.stdout.splitlines()
    assert lines[0] == '001-heel "Why your heel hurts" becomes public now'
    assert [line for line in lines if line.endswith(":")] == [
        "Media:",
        "Files:",
        "Records:",
        "Pages:",
        "Feed:",
    ]
    assert all(line.endswith(")") for line in lines if line.startswith("  "))
    assert "objects to write" in lines[-1]
    assert ran.stderr == DONE
    assert (show.path / FEED).is_file()


def test_every_way_of_naming_an_episode_works(show: ShowFolder) -> None:
    """Folder, text, slug, with a slash at the end, and from below."""
    for name in (EPISODE, f"{EPISODE}/", INDEX, "001-heel", str(show.path / EPISODE)):
        assert show.publish("--dry-run", name).code == 0, name
    assert ShowFolder(show.path / EPISODE).publish("--dry-run", ".").code == 0


def test_without_a_name_what_is_ready_is_listed(show: ShowFolder) -> None:
    """Drafts are not; what is broken is said, and left."""
    show.add_episode("002-toe", "draft: true\n")
    show.add_episode("003-ankle", "titel: x\n")
    ran = show.publish()
    assert ran.code == 0
    assert 'Ready to publish:\n  001-heel  "Why your heel hurts"\n' in ran.stderr
    assert "error: episodes/003-ankle/index.md:5: 'titel' is not a known key" in ran.stderr
    assert "002-toe" not in ran.stdout + ran.stderr
    assert "003-ankle" not in ran.stdout


def test_a_question_that_nobody_can_answer_is_wrong_usage(show: ShowFolder) -> None:
    """Exit 2 with what to add, also where a name leaves only the plan to approve."""
    before = show.tree()
    for names in ([], [EPISODE]):
        ran = show.run("publish", "--now", NOW, *names)
        assert ran.code == 2
        assert "Usage: airdate publish [OPTIONS] [EPISODE]..." in ran.stderr
        assert "There is nobody here to answer: add --yes, or run in a terminal." in ran.stderr
    assert show.tree() == before


def test_such_a_question_is_one_document_for_a_machine(show: ShowFolder) -> None:
    """With the exit code in it."""
    ran = show.run("publish", "--json", "--now", NOW)
    assert (ran.code, ran.document["exit_code"], ran.document["problems"]) == (2, 2, [])
    assert "add --yes" in ran.document["error"]


def test_a_dry_run_shows_the_same_plan_and_writes_nothing(show: ShowFolder) -> None:
    """It asks nothing either."""
    before = show.tree()
    tried = show.run("publish", "-n", "--now", NOW, EPISODE)
    assert (tried.code, show.tree()) == (0, before)
    assert tried.stderr == "Nothing was written: this was a dry run.\n"
    assert show.publish(EPISODE).stdout == tried.stdout


def test_the_second_time_there_is_nothing_to_do(show: ShowFolder) -> None:
    """Not a byte is written."""
    assert show.publish(EPISODE).code == 0
    before = show.tree()
    ran = show.publish(EPISODE)
    assert (ran.code, ran.stdout) == (0, "")
    assert ran.stderr == "Nothing to do: everything is already there.\n"
    assert show.tree() == before


def test_quiet_leaves_warnings_and_errors(show: ShowFolder) -> None:
    """Nothing else is said."""
    show.use_audio("cbr-without-header.mp3")
    ran = show.publish("--quiet", EPISODE)
    assert (ran.code, ran.stdout) == (0, "")
    assert [line[:8] for line in ran.stderr.splitlines() if not line.startswith("  ")] == ["warning:"]


def test_verbose_tells_of_transfers_and_skips(show: ShowFolder) -> None:
    """As they happen, on stderr."""
    ran = show.publish("--verbose", EPISODE)
    assert "uploading media/" in ran.stderr
    assert "Claim:" in ran.stdout


def test_the_outcome_as_a_document(show: ShowFolder) -> None:
    """One document on stdout, nothing on stderr."""
    ran = show.publish("--json", EPISODE)
    assert (ran.code, ran.stderr) == (0, "")
    document = ran.document
    assert list(document) == ["done", "plan", "feed_url", "problems", "public"]
    assert document["done"] is True
    step = next(each for each in document["plan"]["steps"] if each["group"] == "media")
    assert step["reason"] == "new in 001-heel"
    assert (step["root"], step["action"]) == ("public", "write")
    assert document["plan"]["upload_bytes"] > step["size_bytes"] > 0


def test_minted_lines_are_all_that_changes_in_the_folder(show: ShowFolder) -> None:
    """Guid and date, inserted; every other byte stays."""
    show.change(INDEX, f"date: 2026-11-05\nguid: {GUID}\n", "")
    before = show.tree()
    assert show.publish(EPISODE).code == 0
    after = show.tree()
    assert {name for name in before if before[name] != after[name]} == {INDEX}
    old, new = (str(tree[INDEX]).split("\\n") for tree in (before, after))
    assert [line for line in new if line.partition(":")[0] not in {"guid", "date"}] == old


def test_an_old_date_is_asked_about(show: ShowFolder) -> None:
    """Apps sort such an episode below newer ones."""
    show.change(INDEX, "2026-11-05", "2026-11-01")
    ran = show.run("publish", "--now", NOW, EPISODE)
    assert ran.code == 2
    assert "001-heel is dated 2026-11-01 06:00: apps will list it below newer episodes." in ran.stderr


def test_a_date_ahead_is_scheduled_where_nobody_sees_it(show: ShowFolder) -> None:
    """The plan says so, and the public root has no trace of it."""
    show.change(INDEX, "2026-11-05", "2027-01-01")
    ran = show.publish(EPISODE)
    assert (ran.code, ran.stdout.splitlines()[0]) == (
        0,
        '001-heel "Why your heel hurts" is scheduled for 2027-01-01 06:00:00+00:00',
    )
    assert not [name for name in show.tree() if name.startswith("out/public") and "heel" in name]


def test_what_would_harm_listeners_is_refused(show: ShowFolder) -> None:
    """Exit 5 with the items it is about, as a document too; the feed stays."""
    assert show.publish(EPISODE).code == 0
    show.change(FEED, GUID, "somebody-elses")
    before = show.tree()
    ran = show.publish(EPISODE)
    assert (ran.code, ran.stdout) == (5, "")
    assert ran.stderr.startswith("error: refused: ")
    assert "Why your heel hurts" in ran.stderr
    documented = show.publish(EPISODE, "--json")
    assert (documented.code, documented.document["exit_code"]) == (5, 5)
    assert show.tree() == before


def test_yes_does_not_undo_what_others_published(show: ShowFolder) -> None:
    """Going back to an older text takes a person's answer, or the option of that name."""
    show.publish(EPISODE)
    show.change(INDEX, "rarely", "never")
    show.publish(EPISODE)
    show.change(INDEX, "never", "rarely")
    feed = show.path / "out/public/feed.xml"
    kept = show.publish(EPISODE)
    assert kept.code == 0
    assert "is older than what is published" in kept.stderr
    assert "Fix: git pull, or airdate publish 001-heel --go-back if it is meant" in kept.stderr
    assert "never" in feed.read_text()
    assert show.publish(EPISODE, "--go-back").code == 0
    assert "never" not in feed.read_text()
