"""What apps show of each item is read from the document itself."""

from pipeline.feed.descriptions import read_descriptions

FEED = b"""<rss version="2.0"><channel><title>Second Wind</title>
<item><guid> a </guid><title>Heels &amp; toes</title>
<description>&lt;p&gt;Rest.&lt;/p&gt;</description></item>
<item><guid>b</guid></item>
</channel></rss>"""


def test_titles_and_notes_are_found_by_guid() -> None:
    """As apps unpack them; what is missing is empty."""
    found = read_descriptions(FEED)
    assert (found["a"].title, found["a"].html) == ("Heels & toes", "<p>Rest.</p>")
    assert (found["b"].title, found["b"].html) == ("", "")
