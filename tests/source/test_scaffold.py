"""What init and new write is valid, waits for the producer, and is the same each time."""

import json
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.source.episode_file import parse_episode
from pipeline.source.folder import load_folder
from pipeline.source.scaffold import Proposal, render_index, scaffold_files, spell
from pipeline.source.schemas import podcast_schema
from pipeline.source.show_file import parse_show

GUID = "0b6f6ac4-5d0a-4a6f-9a3e-2f1c54a1f060"


def files(title: str = 'My "Show"') -> dict[str, bytes]:
    return scaffold_files(title, "Anna Berg", "en", "1.2.3", "Europe/London", GUID)


@pytest.mark.parametrize("title", ["My Show", 'Back\\slash "quotes"', "Füße @TITLE@", "No"])
def test_a_new_show_is_valid(title: str, tmp_path: Path) -> None:
    """It loads without a problem; its one episode is a draft."""
    for name, data in files(title).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    folder = load_folder(tmp_path)
    assert folder.all_problems == ()
    assert (folder.show_file.show.title, folder.show_file.show.timezone) == (title, "Europe/London")
    (hello,) = folder.episodes
    assert (hello.slug, hello.front.draft, hello.front.guid) == ("000-hello", True, GUID)


def test_every_example_in_the_comments_is_valid() -> None:
    """Taking the # away must not lead into an error."""
    text = files()["podcast.toml"].decode()
    examples = [line.removeprefix("# ") if _is_example(line) else line for line in text.splitlines()]
    tops = "\n".join(line for line in examples if not line.startswith('store = "folder'))
    assert parse_show(tops).show.hosts == ["anna"]


def _is_example(line: str) -> bool:
    return line.startswith("# ") and (" = " in line or line.startswith("# ["))


def test_the_workflow_pins_the_version_and_avoids_the_full_hour() -> None:
    """An upgrade is a decision; at the full hour everybody's jobs wait."""
    workflow = files()[".github/workflows/airdate.yml"].decode()
    assert "pipx install airdate==1.2.3" in workflow
    assert 'cron: "23 4 * * *"' in workflow
    assert "${{ secrets.AWS_ACCESS_KEY_ID }}" in workflow


def test_editors_find_the_schema() -> None:
    """podcast.toml names it in its first line, and it is there."""
    assert files()["podcast.toml"].startswith(b"#:schema .schemas/podcast.json\n")
    assert json.loads(files()[".schemas/podcast.json"]) == podcast_schema()


def test_what_is_made_stays_out_of_git() -> None:
    """The folder store and scratch files are not sources."""
    assert files()[".gitignore"] == b"/out/\n/build/\n.airdate/\n"


@given(st.text(min_size=1).filter(lambda text: text.strip() and text.isprintable()), st.text(min_size=1))
def test_titles_from_tags_survive(title: str, audio: str) -> None:
    """Whatever a tag says becomes front matter that reads the same."""
    assume(audio.isprintable() and audio.strip())
    front = parse_episode(render_index(Proposal(title, GUID, audio, episode=60, season=2)), "i.md").front
    assert (front.title, front.audio) == (title.strip(), audio.strip())
    assert (front.episode, front.season, front.draft, front.guid, front.date) == (60, 2, True, GUID, None)


@pytest.mark.parametrize(
    "word", ["No", "yes", "on", "null", "~", "1e3", "010", "- x", "a: b", "a #b", "@x", "*x", "x:"]
)
def test_ambiguous_words_are_quoted(word: str) -> None:
    """Hugo and others read the same files with older YAML."""
    assert spell(word) == json.dumps(word)
