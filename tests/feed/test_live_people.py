"""Who is named on a live stream: those of the stream instead of the show's."""

import pytest

from pipeline.core.show import Person
from pipeline.feed.render import render_feed
from tests.builders import make_show_record
from tests.feed.building import found, make_feed_show, parse

PEOPLE = {
    "ada": Person(name="Ada Marsh"),
    "bo": Person(name="Bo Quill"),
    "cy": Person(name="Cy Rowe", role="Audio Editor"),
}
STREAM = {
    "title": "Live",
    "guid": "live-1",
    "start": "2026-11-29T10:00Z",
    "stream": "https://wind.example/live.mp3",
    "content_links": [{"url": "https://wind.example/live", "label": "Watch"}],
}


@pytest.mark.parametrize(
    ("own", "named"),
    [
        ({}, []),
        ({"guests": ["bo", "cy"]}, ["Ada Marsh, host", "Bo Quill, guest", "Cy Rowe, audio editor"]),
        ({"hosts": ["bo"]}, ["Bo Quill, host"]),
        ({"hosts": [], "guests": ["bo"]}, ["Bo Quill, guest"]),
    ],
)
def test_guests_of_a_stream_do_not_drive_its_hosts_away(own: dict[str, list[str]], named: list[str]) -> None:
    """Its people replace the channel's: the show's hosts are among them unless others are named."""
    record = make_show_record(people=PEOPLE, hosts=["ada"], live=[{**STREAM, **own}])
    feed = parse(render_feed(make_feed_show(record), []))
    people = found(feed, "channel/podcast:liveItem/podcast:person")
    assert [f"{each.text}, {each.get('role')}" for each in people] == named
