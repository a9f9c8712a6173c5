"""The strict walk: what is cut is found, what is only odd is not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.audio.probe import probe
from pipeline.errors import AudioError
from tests.audio.building import FILES, ID3V1, LYRICS, ape, frame, id3v2, info_frame

SECONDS = 1152 / 44100
"""In one frame."""
TEN = frame() * 10

Write = Callable[..., Path]

HEADS = {
    "no tag": b"",
    "ID3v2.3": id3v2(300, version=3),
    "ID3v2.4 with a footer": id3v2(300, footer=True),
    "two ID3v2 tags": id3v2(100) + id3v2(200),
    "zeros behind the tag": id3v2(100) + bytes(5000),
    "junk": b"\xff\xfb junk that is no frame \xff\xf3\x90",
    "an APE tag": ape(b"x" * 50),
}
TAILS = {
    "no tag": b"",
    "ID3v1": ID3V1,
    "ID3v1 enhanced": b"TAG+".ljust(227, b"\0") + ID3V1,
    "APE": ape(b"x" * 80),
    "APE without a header": ape(b"x" * 80, header=False),
    "APE and ID3v1": ape(b"x" * 80) + ID3V1,
    "Lyrics3 and ID3v1": LYRICS + ID3V1,
    "Lyrics3 of the first kind": b"LYRICSBEGIN" + b"la " * 50 + b"LYRICSEND" + ID3V1,
    "ID3v2.4 at the end": id3v2(200, footer=True),
    "padding": bytes(3000),
    "a note": b"recorded in the kitchen",
}


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("tail", TAILS)
def test_tags_around_the_frames_are_no_sound(head: str, tail: str, write: Write) -> None:
    """Every tag that is found before or behind an MP3 leaves the duration alone."""
    facts = probe(write(HEADS[head] + TEN + TAILS[tail]))
    assert facts.duration_s == pytest.approx(10 * SECONDS, abs=0.001)
    assert facts.bitrate_bps == 128_000


MIDDLES = {
    "a tag between joined files": ID3V1 + id3v2(500),
    "an APE tag": ape(b"x" * 300),
    "a byte of padding": b"\0",
    "junk": bytes(1000) + b"RIFF" + b"\xff\xfb\x90",
}


@pytest.mark.parametrize("middle", MIDDLES)
def test_what_stands_between_frames_is_stepped_over(middle: str, write: Write) -> None:
    """Joined files and careless editors leave such things; players skip them too."""
    facts = probe(write(TEN + MIDDLES[middle] + TEN))
    assert facts.duration_s == pytest.approx(20 * SECONDS, abs=0.001)


def test_a_byte_of_junk_behind_many_frames_is_harmless(write: Write) -> None:
    """An old encoder's wrong padding."""
    facts = probe(write(TEN + (frame() + b"\0") * 500))
    assert facts.duration_s == pytest.approx(510 * SECONDS, abs=0.001)


def test_joined_files_of_two_rates_add_up(write: Write) -> None:
    """Each part counts with its own sample rate."""
    slow = b"".join([b"\xff\xf3\x90\x64" + bytes(257)] * 10)  # MPEG-2, 22.05 kHz, 80 kbit/s: 576 samples
    assert probe(write(TEN + slow)).duration_s == pytest.approx(10 * SECONDS + 10 * 576 / 22050, abs=0.001)


@pytest.mark.parametrize("padding", [0, 1])
def test_free_format_frames_are_measured(padding: int, write: Write) -> None:
    """Bitrate index 0: only the distance to the next header tells how long a frame is."""
    free = [frame(third=third, fill=7, size_bytes=800 + (third >> 1 & 1)) for third in (2 * padding, 0, 2, 0)]
    facts = probe(write(b"".join(free * 5)))
    assert facts.duration_s == pytest.approx(20 * SECONDS, abs=0.001)
    assert facts.bitrate_bps == pytest.approx(800 * 8 / SECONDS, rel=0.01)


def test_vbr_without_a_header_is_counted(write: Write) -> None:
    """Frames of 128 and 64 kbit/s: the size says nothing about the duration."""
    facts = probe(write((frame() + frame(third=0x50, size_bytes=208)) * 50))
    assert facts.vbr
    assert facts.duration_s == pytest.approx(100 * SECONDS, abs=0.001)


def vbri_frame(frames: int) -> bytes:
    numbers = (len(TEN) + 417).to_bytes(4, "big") + frames.to_bytes(4, "big")
    return (frame()[:36] + b"VBRI" + bytes(6) + numbers).ljust(417, b"\0")


HEADERS = {
    "Xing": info_frame(10, 11 * 417, name=b"Xing"),
    "Info": info_frame(10, 11 * 417),
    "VBRI": vbri_frame(10),
}


@pytest.mark.parametrize("header", HEADERS)
def test_the_encoders_own_frame_is_no_sound(header: str, write: Write) -> None:
    """Ten frames follow it: ten are counted."""
    facts = probe(write(HEADERS[header] + TEN))
    assert facts.duration_s == pytest.approx(10 * SECONDS, abs=0.001)
    assert facts.vbr == (header != "Info")


@pytest.mark.parametrize("header", HEADERS)
def test_frames_that_the_encoder_counted_are_missed(header: str, write: Write) -> None:
    """A cut between two frames is seen where a header says how many there were."""
    with pytest.raises(AudioError, match=r"its header says 10 frames, 0:00; the file has 7 frames"):
        probe(write(HEADERS[header] + frame() * 7))


def test_one_missing_frame_is_seen_by_the_count_of_bytes(write: Write) -> None:
    """The number of frames alone may include the encoder's own."""
    with pytest.raises(AudioError, match="is cut short"):
        probe(write(info_frame(10, 11 * 417) + frame() * 9))
    assert probe(write(info_frame(10, 10 * 417) + frame() * 9)).duration_s


@pytest.mark.parametrize(("frames", "size_bytes"), [(0, 0), (5, 0), (5, 6 * 417), (10, 90_000)])
def test_a_header_that_promises_less_or_nothing_is_believed_less_than_the_frames(
    frames: int, size_bytes: int, write: Write
) -> None:
    """A recorder that died left zeros; joined files keep the first one's count; some count bytes oddly."""
    facts = probe(write(info_frame(frames, size_bytes) + TEN))
    assert facts.duration_s == pytest.approx(10 * SECONDS, abs=0.001)


def test_bytes_alone_are_held_to_as_well(write: Write) -> None:
    """Where the header counts only bytes."""
    with pytest.raises(AudioError, match="header says 9000 bytes; the file has 4587"):
        probe(write(info_frame(0, 9000) + TEN))


@pytest.mark.parametrize("lost", [1, 2, 100, 413, 414, 415, 416])
def test_a_cut_inside_the_last_frame_is_seen(lost: int, write: Write) -> None:
    """Down to the last byte, and up to the first of a header."""
    with pytest.raises(AudioError, match="it ends inside an MP3 frame"):
        probe(write(TEN[:-lost]))


@pytest.mark.parametrize("tail", ["ID3v1", "APE", "Lyrics3 of the first kind"])
@pytest.mark.parametrize("left", [1, 3, 20, 100])
def test_a_cut_inside_the_tags_at_the_end_is_seen(tail: str, left: int, write: Write) -> None:
    """The sound is all there, the file is not."""
    with pytest.raises(AudioError, match="it ends inside the tags behind the audio"):
        probe(write(TEN + TAILS[tail][:left]))


@pytest.mark.parametrize("left", [10, 100, 309])
def test_a_cut_inside_the_tags_at_the_start_is_seen(left: int, write: Write) -> None:
    """The tag says how long it is."""
    with pytest.raises(AudioError, match=f"its tags alone need 310 bytes, the file has {left}"):
        probe(write((id3v2(300) + TEN)[:left]))


def test_tags_without_sound_are_refused(write: Write) -> None:
    """An export that stopped after the tags."""
    with pytest.raises(AudioError, match="holds tags but no MP3 audio"):
        probe(write(id3v2(300)))


def test_a_file_of_one_broken_frame_is_refused(write: Write) -> None:
    """Not even one frame is whole."""
    with pytest.raises(AudioError, match="holds no complete MP3 frame"):
        probe(write(frame()[:300]))


@pytest.mark.parametrize(
    ("data", "where"),
    [(TEN + bytes(70_000), "behind its last frame"), (TEN + bytes(70_000) + TEN, "between its frames")],
)
def test_a_hole_is_damage(data: bytes, where: str, write: Write) -> None:
    """An aborted download that was filled up with zeros."""
    with pytest.raises(AudioError, match=f"is damaged: 70000 bytes {where}"):
        probe(write(data))


def test_a_hole_across_the_end_of_the_read_buffer_is_counted_once(write: Write) -> None:
    """Frames that lie across two chunks of reading are neither lost nor doubled."""
    many = frame() * 6000
    assert probe(write(many)).duration_s == pytest.approx(6000 * SECONDS, abs=0.001)


@pytest.mark.parametrize(
    "name",
    [
        "cbr-with-everything.mp3",
        "cbr-without-header.mp3",
        "vbr-with-xing.mp3",
        "vbr-without-header.mp3",
        "layer2.mp3",
    ],
)
@settings(max_examples=60, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True))
def test_no_cut_of_a_real_file_passes(
    name: str, place: float, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Anywhere; save between two frames of a stream that nobody counted, or off goes just the ID3v1 tag."""
    data = (FILES / name).read_bytes()
    cut = 1 + int(place * (len(data) - 1))
    path = tmp_path_factory.mktemp("cut") / name
    path.write_bytes(data[:cut])
    try:
        duration_s = probe(path).duration_s
    except AudioError:
        return
    if data[cut : cut + 3] == b"TAG":
        return
    assert data[cut : cut + 2] in (b"\xff\xfb", b"\xff\xfa", b"\xff\xfd", b"\xff\xfc"), (cut, duration_s)
    assert "header" in name or name == "layer2.mp3"
