"""Records: what cannot be rendered is no record."""

import pytest
from pydantic import ValidationError

from pipeline.core.record import EpisodeRecord
from tests.builders import make_record


@pytest.mark.parametrize(
    "date", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:00-14:00", "2026-11-05T06:00:00"]
)
def test_a_date_that_no_feed_can_show_is_refused(date: str) -> None:
    """Where the calendar ends no other zone can express it, and without an offset it is no instant."""
    document = {**make_record().model_dump(mode="json"), "date": date}
    with pytest.raises(ValidationError, match="date"):
        EpisodeRecord.model_validate(document)
