"""Every bad input: the answer says where, what and how to fix it, and nothing is written anywhere."""

import shutil
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.audio.building import frame
from tests.cli.building import (
    AUDIO,
    EPISODE,
    EPISODE_TEXT,
    GUID,
    INDEX,
    SHOW_TEXT,
    ShowFolder,
    Tree,
    draw_picture,
    make_show_folder,
)
from tests.servers.running import S3Server, free_port

TOML = "podcast.toml"
Spoil = Callable[[ShowFolder], object]


@dataclass(frozen=True)
class Bad:
    """One way to spoil the folder, and what has to be said of it."""

    name: str
    spoil: Spoil
    where: str
    seen: str


def audio(file: str, seen: str) -> Bad:
    """Another file instead of the MP3, under the extension it has."""
    to = f"heel{Path(file).suffix}"
    return Bad(file, lambda show: show.use_audio(file, to), f"{INDEX}:3", f"audio file {to} {seen}")


def front(line: str, seen: str) -> Bad:
    """One more line of front matter."""
    return Bad(line, lambda show: show.add_front(line), f"{INDEX}:6", seen)


def edit(name: str, old: str, new: str, where: str, seen: str) -> Bad:
    """Something else in the episode's text."""
    return Bad(name, lambda show: show.change(INDEX, old, new), f"{INDEX}:{where}", seen)


def date(text: str, seen: str) -> Bad:
    return edit(f"date {text}", "2026-11-05", text, "4", seen)


def setting(name: str, old: str, new: str, line: int, seen: str) -> Bad:
    """Something else in podcast.toml."""
    return Bad(name, lambda show: show.change(TOML, old, new), f"{TOML}:{line}", seen)


def key(line: str, at: int, seen: str) -> Bad:
    """One more line of podcast.toml, the seventh."""
    return setting(line, "explicit = false", f"{line}\nexplicit = false", at, seen)


def artwork(name: str, data: bytes, seen: str, where: str = f"{TOML}:5") -> Bad:
    """Another picture instead of the show's artwork."""

    def spoil(show: ShowFolder) -> None:
        show.write(name, data)
        show.change(TOML, "cover.jpg", name)

    return Bad(f"artwork {seen}", spoil, where, seen)


def beside(name: str, data: str | bytes, line: int, seen: str) -> Bad:
    """A file beside index.md."""
    where = f"{EPISODE}/{name}:{line}" if line else f"{EPISODE}/{name}"
    return Bad(f"{name} {seen}", lambda show: show.write(f"{EPISODE}/{name}", data), where, seen)


def several(*steps: Spoil) -> Spoil:
    return lambda show: [step(show) for step in steps]


def link_outside(name: str) -> Spoil:
    """Move a file out of the show folder, and link to it."""

    def spoil(show: ShowFolder) -> None:
        outside = show.path.parent / "outside"
        shutil.copyfile(show.path / name, outside)
        show.link(name, outside)

    return spoil


CONVERT = "which podcast directories do not take"
AUDIO_FILES = [
    audio("text.mp3", "is not audio"),
    audio("web-page.mp3", "is a web page or XML document, not audio"),
    audio("empty.mp3", "is empty (0 bytes)"),
    audio("cut-short.mp3", "is cut short: its header says 199 frames"),
    audio("cut-short-without-header.mp3", "is cut short: it ends inside an MP3 frame"),
    audio("cut-short.m4a", "is cut short: 25201 bytes of its 'mdat' box are missing"),
    audio("index-missing.m4a", "is cut short: its index"),
    audio("cut-short.pdf", "is cut short: the mark that ends a PDF"),
    audio("in-fragments.m4a", "is in fragments"),
    audio("lfs-pointer.mp3", "is a Git LFS pointer"),
    audio("without-sound.mp4", "holds no sound"),
    audio("m4a-called.mp3", "is called .mp3 but holds MP4 audio (.m4a)"),
    audio("wav-called.mp3", "is a WAV file"),
    audio("mp3-called.m4a", "is called .m4a but holds MP3 audio (.mp3)"),
    audio("video-called.m4a", "is called .m4a but holds MP4 video (.mp4)"),
    audio("sound-called.mp4", "is called .mp4 but holds MP4 audio (.m4a)"),
    audio("tape.ogg", f"is an Ogg Vorbis file, {CONVERT}"),
    audio("tape.opus", f"is an Opus file, {CONVERT}"),
    audio("tape.flac", f"is a FLAC file, {CONVERT}"),
    audio("tape.wav", f"is a WAV file, {CONVERT}"),
    audio("tape.aac", f"is a raw AAC file, {CONVERT}"),
    audio("tape.aiff", f"is an AIFF file, {CONVERT}"),
    audio("tape.mka", f"is a Matroska file, {CONVERT}"),
    audio("tape.webm", f"is a WebM file, {CONVERT}"),
    audio("tape.wma", f"is a WMA file, {CONVERT}"),
    Bad("no file", lambda show: (show.path / AUDIO).unlink(), f"{INDEX}:3", "heel.mp3 does not exist"),
    edit("other case", "heel.mp3", "Heel.MP3", "3", "audio file Heel.MP3 does not exist"),
    edit("no audio key", "audio: heel.mp3\n", "", "1", "'audio' is missing"),
    front("duration: 10:00", "'duration' is 10:00, but the audio is 00:13"),
]
PATHS = [
    edit("up", "heel.mp3", "../../../secret.mp3", "3", '"../../../secret.mp3" leaves the show folder'),
    edit("absolute", "heel.mp3", "/etc/passwd", "3", '"/etc/passwd" is not inside the show folder'),
    edit("a folder", "heel.mp3", ".", "3", '"." is not the name of a file'),
    edit("web", "heel.mp3", "https://x.example/a.mp3", "3", "is a web address, not a file"),
    Bad("audio by link", link_outside(AUDIO), f"{INDEX}:3", '"heel.mp3" leaves the show folder'),
    Bad("text by link", link_outside(INDEX), INDEX, '"index.md" leaves the show folder'),
    edit("picture up", "rarely", "![x](../../../x.png)", "8", '"../../../x.png" leaves the show folder'),
    edit("no picture", "rarely", "![x](x.png)", "8", "x.png does not exist"),
    front("artwork: ../../../x.jpg", '"../../../x.jpg" leaves the show folder'),
    front("artwork: none.jpg", "artwork none.jpg does not exist"),
    front("transcript: /etc/passwd", '"/etc/passwd" is not inside the show folder'),
    front("transcript: none.vtt", "none.vtt does not exist"),
    front("chapters: none.json", "none.json does not exist"),
    front("chapters: ../../../x.json", '"../../../x.json" leaves the show folder'),
]
TWINS = [
    Bad(
        "same guid",
        lambda show: show.add_episode("002-toe", f"guid: {GUID}\n"),
        f"{INDEX}:5",
        "'guid' is the same as in episodes/002-toe/index.md",
    ),
    Bad(
        "same slug",
        lambda show: show.write("episodes/001-heel.md", EPISODE_TEXT.replace(GUID, "6f1e")),
        INDEX,
        "the name is the same as that of episodes/001-heel.md",
    ),
    Bad(
        "same number by name",
        lambda show: show.add_episode("001-toe"),
        f"{INDEX}:1",
        "the name begins with 1, the same number as episodes/001-toe/index.md",
    ),
    Bad(
        "same number in a season",
        several(
            lambda show: show.add_episode("002-toe", "episode: 7\nseason: 2\n"),
            lambda show: show.add_front("season: 2\nepisode: 7"),
        ),
        f"{INDEX}:7",
        "'episode' is 7, the same number as episodes/002-toe/index.md",
    ),
]
DATES = [
    date("2026-03-29 01:30", "2026-03-29 01:30 does not exist in Europe/London"),
    date("2026-10-25 01:30", "2026-10-25 01:30 happens twice in Europe/London"),
    date("2026-02-30", '"2026-02-30" is not a date'),
    date("2026-13-01", '"2026-13-01" is not a date'),
    date("2026-11-05 25:00", '"2026-11-05 25:00" is not a date'),
    date("2026", "'date' is 2026"),
    date("tomorrow", "'date' is \"tomorrow\""),
]
FRONT_MATTER = [
    front("titel: x", "'titel' is not a known key"),
    front("sumary: x", "'sumary' is not a known key"),
    front("explicit: maybe", "'explicit' is \"maybe\""),
    front("episode: ten", "'episode' is \"ten\""),
    front("episode: -1", "'episode' is -1"),
    front("type: fulll", "'type' is \"fulll\""),
    front("questions: why", "'questions' is \"why\", not a list"),
    front("series: {id: x}", "'series.part' is missing"),
    front("video: file:///x", "'video' is \"file:///x\""),
    front(f"summary: {'x' * 300}", "'summary' has 300 characters"),
    front("title: Twice", "'title' is given twice, first in line 2"),
    front(r'questions: ["a\x07b"]', "the control character U+0007 is not allowed"),
    front("hosts: [bob]", "'hosts' names \"bob\", which is not in podcast.toml"),
    front("guests: [bob]", "'guests' names \"bob\", which is not in podcast.toml"),
    front("sponsors: [acme]", "'sponsors' names \"acme\", which is not in podcast.toml"),
    front("calls_to_action: [join]", "'calls_to_action' names \"join\", which is not in podcast.toml"),
    front("reviews: [kind]", "'reviews' names \"kind\", which is not in podcast.toml"),
    front("draft: true", "the episode is a draft"),
    edit("no title", "title: Why your heel hurts\n", "", "1", "'title' is missing"),
    edit("empty title", "Why your heel hurts", "", "2", "'title' is empty"),
    edit("title a list", "Why your heel hurts", "[a]", "2", "'title' is a list, not a text"),
    edit("a colon", "Why your", "Heel: the", "2", "the value of 'title' holds a colon"),
    edit("a tab", "audio:", "\taudio:", "3", "the line is indented with a tab"),
    edit("an open quote", "Why your", '"Why', "2", "a quotation mark is opened here and never closed"),
    edit("no end", "---\n\nIt", "It", "1", "the front matter that begins here does not end"),
    edit("no front matter", "---\ntitle", "title", "1", "the file does not begin with front matter"),
    edit("control in front", "Why", "Wh\x07y", "2", "the control character U+0007 is not allowed"),
    edit("control in notes", "rarely", "rar\x1b[2Jely", "8", "the control character U+001B is not allowed"),
    Bad(
        "Latin-1",
        lambda show: show.write(INDEX, EPISODE_TEXT.replace("rarely", "räre").encode("latin-1")),
        f"{INDEX}:8",
        "the file is not UTF-8: byte 0xE4",
    ),
    Bad(
        "UTF-16",
        lambda show: show.write(INDEX, EPISODE_TEXT.encode("utf-16")),
        f"{INDEX}:1",
        "the file is UTF-16, not UTF-8",
    ),
]
CUE = "00:00.000 --> 00:01.000\n"
BESIDE = [
    beside("chapters.json", "{", 0, "it is not JSON"),
    beside("chapters.json", "[]", 0, 'it has no list of "chapters"'),
    beside(
        "chapters.json",
        '{"version": "1.2.0", "chapters": [{"startTime": -1, "title": "x"}]}',
        0,
        '"startTime" of chapter 1 is -1',
    ),
    beside("chapters.json", b'{"chapters": [{"startTime": 0, "title": "\xe4"}]}', 1, "byte 0xE4"),
    beside("transcript.vtt", f"WEBVTT\n\n{CUE}".encode() + b"\xe4\n", 4, "is not UTF-8: byte 0xE4"),
    beside("transcript.vtt", f"WEBVTT\n\n{CUE}Hi\n".encode("utf-16"), 1, "the transcript is UTF-16"),
    beside("transcript.srt", "1\n00:00:02,000 --> 00:00:01,000\nHi\n", 0, "ends before it starts"),
    Bad(
        "artwork that is none",
        several(
            lambda show: show.write(f"{EPISODE}/own.jpg", "x"),
            lambda show: show.add_front("artwork: own.jpg"),
        ),
        f"{EPISODE}/own.jpg",
        "is not a picture that apps show",
    ),
    Bad(
        "picture that is none",
        several(
            lambda show: show.write(f"{EPISODE}/own.jpg", "x"),
            lambda show: show.change(INDEX, "rarely", "![x](own.jpg)"),
        ),
        f"{EPISODE}/own.jpg",
        "is not a picture that apps show",
    ),
]
OF_EPISODES = [*AUDIO_FILES, *PATHS, *TWINS, *DATES, *FRONT_MATTER, *BESIDE]

SETTINGS = [
    key("titel = 3", 7, "'titel' is not a known key"),
    key("explicit = true", 8, "'explicit' is given twice"),
    key("subtitle =", 7, "'subtitle' has no value"),
    key("subtitle = Feet", 7, "the value of 'subtitle' is not in quotes"),
    key('base_url = "x"', 7, "'base_url' is \"x\""),
    key('store = "s3://a-bucket"', 7, "'base_url' is missing: a show in a bucket needs it"),
    key("timezone_ = 1", 7, "'timezone_' is not a known key"),
    setting("title a number", '"Back on Foot"', "3", 1, "'title' is 3, not a text"),
    setting("no title", 'title = "Back on Foot"\n', "", 1, "'title' is missing"),
    setting("explicit maybe", "= false", '= "maybe"', 7, "'explicit' is \"maybe\""),
    setting("no explicit", "explicit = false\n", "", 1, "'explicit' is missing"),
    setting(
        "category", "Sports > Running", "Sport > Runing", 6, '"Sport > Runing", which Apple does not list'
    ),
    setting("no category", '["Sports > Running"]', "[]", 6, "'categories' is an empty list"),
    setting(
        "category no list", '["Sports > Running"]', '"Sports"', 6, "'categories' is \"Sports\", not a list"
    ),
    setting("language", '"en"', '"english"', 3, "'language' is \"english\""),
    setting("no such language", '"en"', '"xx"', 3, "'language' \"xx\" is no language of ISO 639"),
    setting("zone", "Europe/London", "Europe/Londn", 8, '"Europe/Londn", which is no IANA zone'),
    setting("host", '["anna"]', '["ana"]', 9, "'hosts' names \"ana\", who is not in [people]"),
    setting("long description", "Running", "x" * 4001, 2, "'description' has 4,0"),
    setting("control", "Anna", "A\x00na", 4, "the control character U+0000 is not allowed"),
    setting("artwork up", '"cover', '"../cover', 5, '"../cover.jpg" leaves the show folder'),
    setting("artwork absolute", '"cover', '"/cover', 5, '"/cover.jpg" is not inside the show folder'),
    Bad("artwork by link", link_outside("cover.jpg"), f"{TOML}:5", '"cover.jpg" leaves the show folder'),
    Bad(
        "Latin-1",
        lambda show: show.write(TOML, SHOW_TEXT.replace("Berg", "Bärg").encode("latin-1")),
        f"{TOML}:4",
        "the file is not UTF-8: byte 0xE4",
    ),
    Bad("no podcast.toml", lambda show: (show.path / TOML).unlink(), TOML, "there is none in"),
    Bad(
        "no artwork", lambda show: (show.path / "cover.jpg").unlink(), f"{TOML}:5", "cover.jpg does not exist"
    ),
]
ENCLOSURE = [
    Bad(
        "an address that is not ASCII",
        lambda show: show.change(TOML, "explicit", 'base_url = "https://x.example/füße/"\nexplicit'),
        f"{INDEX}:3",
        'holds "ü"; Apple takes ASCII letters and digits',
    ),
]
ARTWORK = [
    artwork("cover.jpg", draw_picture(width=300, height=300), "is 300 × 300 pixels"),
    artwork("cover.jpg", draw_picture(width=3200, height=3200), "is 3200 × 3200 pixels"),
    artwork("cover.jpg", draw_picture(width=1500), "is 1500 × 1400 pixels: it is not square"),
    artwork("cover.jpg", draw_picture(mode="CMYK"), "is CMYK"),
    artwork("cover.jpg", draw_picture(mode="L"), "is grey"),
    artwork("cover.png", draw_picture("PNG", "RGBA"), "has an alpha channel"),
    artwork("cover.webp", draw_picture("WEBP"), "is WEBP"),
    artwork("cover.jpg", draw_picture("PNG"), "holds a .png picture"),
    artwork("cover.jpg", b"hello", "is not a picture that apps show", "cover.jpg"),
    artwork("cover.jpg", b"", "is empty", "cover.jpg"),
    artwork("cover.jpg", draw_picture()[:9000], "is cut short", "cover.jpg"),
]
OF_THE_SHOW = [*SETTINGS, *ENCLOSURE, *ARTWORK]


def names(rows: Iterable[Bad]) -> list[str]:
    return [row.name for row in rows]


def require_answer(stderr: str, where: str, seen: str) -> None:
    """One of the errors begins with the place, tells what was seen, and is followed by a fix."""
    lines = stderr.splitlines()
    found = [number for number, line in enumerate(lines) if line.startswith(f"error: {where}: ")]
    said = [number for number in found if seen in lines[number]]
    assert said, f"{where}: … {seen}\n--- was not said:\n{stderr}"
    assert lines[said[0] + 1].startswith("  Fix: "), stderr
    assert "Traceback" not in stderr


@pytest.mark.parametrize("bad", [*OF_EPISODES, *OF_THE_SHOW], ids=names([*OF_EPISODES, *OF_THE_SHOW]))
def test_bad_input_is_answered_with_place_and_fix_and_writes_nothing(bad: Bad, show: ShowFolder) -> None:
    """Exit 3; the store does not come to be, and the producer's files stay as they are."""
    bad.spoil(show)
    before = show.tree()
    ran = show.publish("001-heel")
    assert (ran.code, ran.stdout) == (3, "")
    require_answer(ran.stderr, bad.where, bad.seen)
    assert show.tree() == before
    assert not (show.path / "out").exists()


@pytest.fixture(scope="module")
def live_show(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A show with an episode that is live, besides the one that is to be spoilt."""
    show = make_show_folder(tmp_path_factory.mktemp("live") / "show")
    show.add_episode("000-hello")
    assert show.publish("000-hello").code == 0
    return show.path


@pytest.mark.parametrize("bad", OF_EPISODES, ids=names(OF_EPISODES))
def test_a_live_show_is_left_alone_by_bad_input(bad: Bad, live_show: Path, tmp_path: Path) -> None:
    """Not a byte of the store changes, nor of the producer's files."""
    show = ShowFolder(tmp_path / "show")
    shutil.copytree(live_show, show.path, copy_function=shutil.copy2)
    bad.spoil(show)
    before = show.tree()
    ran = show.publish("001-heel")
    assert ran.code == 3
    require_answer(ran.stderr, bad.where, bad.seen)
    assert show.tree() == before


def test_audio_that_is_still_being_written_is_refused(show: ShowFolder) -> None:
    """An editor exports while publish runs: it is watched for a second, and grows."""
    done = threading.Event()

    def export() -> None:
        with (show.path / AUDIO).open("ab", buffering=0) as file:
            while not done.wait(0.05):
                file.write(frame())

    (show.path / AUDIO).touch()
    editor = threading.Thread(target=export)
    editor.start()
    try:
        ran = show.run("publish", "--yes", "001-heel")
    finally:
        done.set()
        editor.join()
    assert (ran.code, ran.stdout) == (3, "")
    require_answer(ran.stderr, f"{INDEX}:3", "audio file heel.mp3 changed while it was read")
    assert not (show.path / "out").exists()


def test_an_unknown_episode_is_refused(show: ShowFolder) -> None:
    """With a near name, or what to name; the others that were named do not go out either."""
    before = show.tree()
    ran = show.publish("001-heal", "001-heel", "episodes/zzz")
    assert (ran.code, ran.stdout) == (3, "")
    require_answer(ran.stderr, "001-heal", "there is no such episode")
    require_answer(ran.stderr, "episodes/zzz", "there is no such episode")
    assert "  Fix: name episodes/001-heel\n" in ran.stderr
    assert show.tree() == before


def test_bad_input_is_told_to_machines_in_the_same_words(show: ShowFolder) -> None:
    """Place, text and fix apart."""
    show.use_audio("text.mp3")
    show.add_front("titel: x")
    ran = show.publish("001-heel", "--json")
    problem = ran.document["problems"][0]
    assert (ran.code, problem["path"], problem["line"]) == (3, INDEX, 6)
    assert (
        f"error: {problem['path']}:{problem['line']}: {problem['text']}\n  Fix: {problem['fix']}\n"
        in ran.stderr
    )


KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}


def require_store_answer(show: ShowFolder, before: Tree, seen: str, fix: str, **environment: str) -> None:
    """Exit 4, in words and as a document, and no line of the folder changed."""
    ran = show.publish("001-heel", **environment)
    assert (ran.code, ran.stdout) == (4, "")
    first, second = ran.stderr.splitlines()[-2:]
    assert first.startswith("error: could not ")
    assert seen in first
    assert second.startswith(f"  Fix: {fix}")
    assert "Traceback" not in ran.stderr
    documented = show.publish("001-heel", "--json", **environment)
    assert (documented.code, documented.document["exit_code"], documented.document["problems"]) == (4, 4, [])
    assert documented.document["error"] == f"{first.removeprefix('error: ')}\n{second}"
    assert show.tree() == before


def test_a_store_that_does_not_answer_is_named(show: ShowFolder) -> None:
    """Nothing listens there; nobody waits for minutes."""
    url = f"http://127.0.0.1:{free_port()}"
    show.use_bucket(url)
    require_store_answer(show, show.tree(), url, "check the network and 'endpoint_url'", **KEYS)


def test_missing_credentials_are_asked_for_where_boto3_looks(show: ShowFolder) -> None:
    """No secret is ever an option or a key of podcast.toml."""
    show.use_bucket(f"http://127.0.0.1:{free_port()}")
    require_store_answer(show, show.tree(), "Unable to locate credentials", "give credentials as boto3 finds")


def test_an_unknown_profile_is_named(show: ShowFolder) -> None:
    """Before anything is sent."""
    show.use_bucket(f"http://127.0.0.1:{free_port()}")
    show.change(TOML, "explicit", 'profile = "nobody"\nexplicit')
    require_store_answer(show, show.tree(), "(nobody) could not be found", "give credentials as boto3 finds")


def test_a_bucket_that_is_not_there_is_named(show: ShowFolder, moto_server: S3Server) -> None:
    """With its name and what to do."""
    show.use_bucket(moto_server.endpoint_url, "no-such-bucket")
    seen, fix = "s3://no-such-bucket/show/", "create the bucket, or correct its name in podcast.toml"
    require_store_answer(show, show.tree(), seen, fix, **moto_server.environment())


@pytest.mark.parametrize(
    ("lines", "seen"),
    [
        ('store = "s4://a-bucket"', '"s4://a-bucket", which is no store'),
        ('store = "folder:"', '"folder:", which is no store'),
        ('public = "folder:out"\nprivate = "folder:out/x"', "'private' is inside 'public'"),
    ],
)
def test_a_store_that_is_none_is_bad_input(lines: str, seen: str, show: ShowFolder) -> None:
    """Of podcast.toml."""
    show.change(TOML, "explicit", f"{lines}\nexplicit")
    before = show.tree()
    ran = show.publish("001-heel")
    assert (ran.code, ran.stdout) == (3, "")
    require_answer(ran.stderr, TOML, seen)
    assert show.tree() == before
