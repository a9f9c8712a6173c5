"""Videos elsewhere: the known hosts' players, and nothing that could be taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.video import parse_video

YOUTUBE = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"
VIMEO = "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1"
HIDDEN = "https://player.vimeo.com/video/76979871?h=8272103f6e&dnt=1&autoplay=1"
UUID = "9c9de5e8-0a1e-484a-b099-e80766180a6d"
PEERTUBE = f"https://tube.example/videos/embed/{UUID}?autoplay=1&p2p=0"


@pytest.mark.parametrize(
    ("url", "player"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=10", YOUTUBE),
        ("https://m.youtube.com/watch?v=dQw4w9WgXcQ", YOUTUBE),
        ("https://youtu.be/dQw4w9WgXcQ?si=x", YOUTUBE),
        ("https://www.youtube.com/live/dQw4w9WgXcQ", YOUTUBE),
        ("https://youtube.com/shorts/dQw4w9WgXcQ", YOUTUBE),
        ("https://vimeo.com/76979871", VIMEO),
        ("https://player.vimeo.com/video/76979871", VIMEO),
        ("https://vimeo.com/76979871/8272103f6e", HIDDEN),
        ("https://player.vimeo.com/video/76979871?h=8272103f6e", HIDDEN),
        (f"https://tube.example/w/{UUID}", PEERTUBE),
        (f"https://tube.example/videos/watch/{UUID}", PEERTUBE),
    ],
)
def test_a_videos_page_leads_to_its_player(url: str, player: str) -> None:
    """However the address is written."""
    video = parse_video(url)
    assert video is not None
    assert video.embed_url == player


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/@channel",
        "https://www.youtube.com/watch?v=<script>",
        "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
        "https://evil.example/watch?v=dQw4w9WgXcQ",
        "http://youtu.be/dQw4w9WgXcQ",
        "https://vimeo.com/channels/staffpicks",
        "https://tube.example/w/short",
        "https://user:word@tube.example/w/kkGMgK9ZtnKfYAgnEtQxbv",
        "https://[bad/w/kkGMgK9ZtnKfYAgnEtQxbv",
        "https://video.example/live/60",
    ],
)
def test_any_other_page_has_no_player(url: str) -> None:
    """It stays a link."""
    assert parse_video(url) is None


@given(st.text(max_size=30), st.sampled_from(["youtu.be", "vimeo.com", "tube.example", "a.b;c 'self'"]))
def test_an_origin_never_says_more_than_a_host(path: str, host: str) -> None:
    """It goes into the page's policy, where a blank or semicolon would add to it."""
    video = parse_video(f"https://{host}/w/{path}")
    assert video is None or not set(video.origin) & set(" ;,'\"")
