"""Files of every encoder and tagger here, whole and cut; `python -m tests.audio.cuts` cuts more."""

import pytest

from tests.audio.cutting import Tally, cut_files
from tests.audio.encoders import encoded


@pytest.fixture(scope="module")
def tallies(tmp_path_factory: pytest.TempPathFactory) -> list[Tally]:
    """What became of them, each family cut thirty times."""
    folder = tmp_path_factory.mktemp("encoders")
    return cut_files(encoded(folder), 30, 1, folder)


def test_no_encoder_and_no_tagger_raises_a_false_alarm(tallies: list[Tally]) -> None:
    """With ffmpeg alone there are fewer than with lame, sox and twolame beside it."""
    assert [alarm for tally in tallies for alarm in tally.alarms] == []
    assert sum(tally.files for tally in tallies) >= 60


def test_no_cut_of_an_encoders_file_passes_unseen(tallies: list[Tally]) -> None:
    """But between two frames that nobody counted."""
    assert [passed for tally in tallies for passed in tally.passed] == []
