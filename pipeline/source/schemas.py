"""JSON Schemas of `podcast.toml` and the front matter, so that editors complete and check them."""

from typing import Any

from pipeline.core.front_matter import FrontMatter
from pipeline.core.location import PodcastToml
from pipeline.core.values import Frozen

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def podcast_schema() -> dict[str, Any]:
    """The schema of `podcast.toml`."""
    return _schema(PodcastToml, "podcast.toml")


def episode_schema() -> dict[str, Any]:
    """The schema of what stands between the `---` lines of an episode."""
    return _schema(FrontMatter, "The front matter of an episode")


def _schema(model: type[Frozen], title: str) -> dict[str, Any]:
    described = _without_titles(model.model_json_schema())
    return {"$schema": DIALECT, **described, "title": title}


def _without_titles(node: Any) -> Any:
    """Drop the titles that only repeat each key; a property called `title` stays."""
    if isinstance(node, list):
        return [_without_titles(each) for each in node]
    if not isinstance(node, dict):
        return node
    kept = {key: each for key, each in node.items() if key != "title" or not isinstance(each, str)}
    return {key: _without_titles(each) for key, each in kept.items()}
