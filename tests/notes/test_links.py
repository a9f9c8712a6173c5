"""Addresses that may run something are none, whatever stands around them."""

import pytest

from pipeline.core.notes.links import safe_url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\tscript:alert(1)",
        "\x01javascript:alert(1)",
        "vbscript:msgbox(1)",
        "data:text/html,<script>alert(1)</script>",
        "blob:https://wind.example/1",
        "file:///etc/passwd",
    ],
)
def test_what_could_run_is_no_address(url: str) -> None:
    """Before a sieve behind it is asked: JSON and plain text have none."""
    assert safe_url(url) is None
    assert safe_url(url, "https://wind.example/show/") is None
