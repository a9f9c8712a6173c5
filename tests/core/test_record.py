"""Records: what is written can be read again, whatever is missing in it."""

from types import NoneType
from typing import get_args

import pytest
from pydantic import BaseModel

from pipeline.core import audio_facts, front_matter, record, show
from pipeline.core.audio_facts import AudioFacts
from pipeline.core.record import EpisodeRecord, ShowRecord
from pipeline.workflows.state import parse_record, render_record
from tests.builders import make_audio, make_record, make_show_record

MODELS = sorted(
    {
        model
        for module in (audio_facts, front_matter, record, show)
        for model in vars(module).values()
        if isinstance(model, type) and issubclass(model, BaseModel)
    },
    key=lambda model: model.__name__,
)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_what_may_be_none_has_a_default(model: type[BaseModel]) -> None:
    """Records leave out what is None, so reading one must not ask for it."""
    for name, field in model.model_fields.items():
        assert not (field.is_required() and NoneType in get_args(field.annotation)), (
            f"{model.__name__}.{name}"
        )


PAPER = AudioFacts(content_type="application/pdf", extension=".pdf", size_bytes=125)


@pytest.mark.parametrize("audio", [make_audio(), PAPER], ids=["MP3", "PDF"])
def test_an_episodes_record_is_read_as_it_was_written(audio: AudioFacts) -> None:
    """Byte for byte, too."""
    written = make_record(audio=audio, released_at=None)
    read = parse_record(render_record(written), EpisodeRecord, "a record")
    assert read == written
    assert render_record(read) == render_record(written)


def test_the_shows_record_is_read_as_it_was_written() -> None:
    """With and without what may be left out."""
    for written in (make_show_record(), make_show_record(guid=None, owner=None)):
        assert parse_record(render_record(written), ShowRecord, "show.json") == written
