"""What the show that says everything says, key by key."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from pipeline.source.episode_file import read_episode
from pipeline.source.show_file import read_show

FOLDER = Path(__file__).parent.parent / "golden" / "every-tag"
FEED = FOLDER / "expected" / "feed.xml"
EPISODES = {"second": "002-half-way", "first": "001-the-first-mile", "trailer": "000-hear-us"}
"""In the feed's order."""


def load_said() -> Mapping[str, Any]:
    """The show and its episodes, by the name that begins their keys in the table."""
    fronts = {
        name: read_episode(FOLDER / "episodes" / folder / "index.md").front
        for name, folder in EPISODES.items()
    }
    return {"show": read_show(FOLDER).show, **fronts}


def value_at(said: Any, path: str) -> Any:
    """What stands at a path of keys and numbers, in our models as in anybody's dictionaries.

    Raises:
        LookupError: Nothing does.
    """
    for part in path.split("."):
        if isinstance(said, BaseModel):
            said = getattr(said, part)
        else:
            said = said[int(part)] if isinstance(said, list) else said[part]
    return said


def keys_of(said: Any, path: str) -> Iterator[str]:
    """Every key that was written and holds no others, without numbers and ids: `show.people.name`."""
    if isinstance(said, BaseModel):
        for name in said.model_fields_set:
            yield from keys_of(getattr(said, name), f"{path}.{name}")
    elif isinstance(said, dict | list):
        for each in said.values() if isinstance(said, dict) else said:
            yield from keys_of(each, path)
    else:
        yield path


def key_of(path: str, said: Mapping[str, Any]) -> str:
    """The key that a path of the table is about, in the form of `keys_of`."""
    parts, walked = path.split("."), said[path.split(".", maxsplit=1)[0]]
    kept = ["show" if parts[0] == "show" else "episode"]
    for part in parts[1:]:
        if isinstance(walked, BaseModel):
            kept.append(part)
        walked = value_at(walked, part)
    return ".".join(kept)
