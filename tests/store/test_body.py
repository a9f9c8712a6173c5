"""A body is given whole or not at all, also where nobody knows its digest."""

import os
from pathlib import Path

import pytest

from pipeline.errors import StoreError
from pipeline.store.body import open_body


def test_a_file_rewritten_at_the_same_size_is_refused(tmp_path: Path) -> None:
    """Neither its size nor a digest gives it away, so the time of its last change must."""
    path = tmp_path / "tape.mp3"
    path.write_bytes(b"old old old!")
    with open_body(path) as body:
        parts = body.parts(6, None)
        assert next(parts) == b"old ol"
        path.write_bytes(b"new new new!")
        os.utime(path, (1, 1))
        with pytest.raises(StoreError, match=r"tape\.mp3 was changed while it was read"):
            next(parts)
