"""What files tell besides themselves stays here: an editor's tags, a place; and what is not due."""

from io import BytesIO

import pytest
from mutagen.id3 import APIC, COMM, GEOB, ID3, OWNE, PRIV, TXXX, UFID, USLT, WXXX
from mutagen.mp4 import MP4, MP4FreeForm
from PIL import Image

from tests.cli.building import AUDIO, EPISODE, INDEX, NOW, TAPE, ShowFolder, draw_picture

CANARY = "canary-41c7be"
HOME = f"/Users/{CANARY}/Desktop/secret.wav"


def public_bytes(show: ShowFolder) -> dict[str, bytes]:
    """Everything that the public can read."""
    root = show.path / "out/public"
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def photograph(kind: str) -> bytes:
    """A picture that tells where and with what it was taken."""
    exif = Image.Exif()
    exif[0x0110] = CANARY
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0), 0x1D: CANARY})
    out = BytesIO()
    Image.open(BytesIO(draw_picture())).save(out, kind, exif=exif)
    return out.getvalue() + (CANARY.encode() if kind == "JPEG" else b"")


def tagged_mp3() -> bytes:
    file = BytesIO(TAPE)
    tags = ID3()
    tags.add(COMM(encoding=3, lang="eng", desc=CANARY, text=[HOME]))
    tags.add(PRIV(owner=CANARY, data=CANARY.encode()))
    tags.add(GEOB(encoding=3, mime="text/plain", filename=HOME, desc="", data=CANARY.encode()))
    tags.add(UFID(owner=CANARY, data=CANARY.encode()))
    tags.add(OWNE(encoding=3, price="EUR1", date="20260101", seller=CANARY))
    tags.add(TXXX(encoding=3, desc="path", text=[HOME]))
    tags.add(USLT(encoding=3, lang="eng", desc="", text=CANARY))
    tags.add(WXXX(encoding=3, desc="", url=f"file://{HOME}"))
    tags.add(APIC(encoding=3, mime="image/jpeg", type=3, desc=CANARY, data=photograph("JPEG")))
    tags.save(file)
    return file.getvalue() + b"TAG" + CANARY.encode().ljust(125, b"\0")


def test_private_tags_of_an_mp3_are_not_published(show: ShowFolder) -> None:
    """Comments, private frames, files inside, paths, identifiers, the cover's own data."""
    show.write(AUDIO, tagged_mp3())
    assert show.publish("001-heel").code == 0
    assert [name for name, body in public_bytes(show).items() if CANARY.encode() in body] == []


def test_private_tags_of_an_m4a_are_not_published(show: ShowFolder) -> None:
    """Whatever an editor leaves there."""
    show.use_audio("index-last.m4a", "heel.m4a")
    path = show.path / EPISODE / "heel.m4a"
    tags = MP4(path)
    tags["purl"] = [HOME]
    tags["\xa9too"] = [CANARY]
    tags["----:com.apple.iTunes:path"] = [MP4FreeForm(HOME.encode())]
    tags["apID"] = [CANARY]
    tags.save()
    show.write(f"{EPISODE}/heel.m4a", path.read_bytes())
    assert show.publish("001-heel").code == 0
    assert [name for name, body in public_bytes(show).items() if CANARY.encode() in body] == []


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_place_where_a_picture_was_taken_is_not_published(kind: str, show: ShowFolder) -> None:
    """In notes, as artwork, of a guest and of the show."""
    name = f"heel.{kind.lower().replace('jpeg', 'jpg')}"
    show.write(f"{EPISODE}/{name}", photograph(kind))
    show.write("cover.jpg", photograph("JPEG"))
    show.add_front(f"guests: [{{name: Ada, image: {name}}}]")
    show.change(INDEX, "It is rarely", f"![a heel]({name}) It is rarely")
    assert show.publish("001-heel").code == 0
    assert [name for name, body in public_bytes(show).items() if CANARY.encode() in body] == []


def test_a_draft_leaves_no_trace_in_the_store(show: ShowFolder) -> None:
    """Neither in the public part nor in the private one."""
    show.add_episode("002-later", f"draft: true\nsummary: {CANARY}\n")
    show.write("episodes/002-later/transcript.vtt", f"WEBVTT\n\n00:00.000 --> 00:01.000\n{CANARY}\n")
    assert show.publish("001-heel").code == 0
    assert show.run("regenerate", "--now", NOW).code == 0
    for path in (show.path / "out").rglob("*"):
        assert "002-later" not in path.name
        assert not path.is_file() or CANARY.encode() not in path.read_bytes(), path


def test_a_scheduled_episode_leaves_no_trace_in_public(show: ShowFolder) -> None:
    """Not in any object or name, before its time; then it is there."""
    show.add_episode("002-later", f"summary: {CANARY}\n", date="2026-12-01")
    show.write("episodes/002-later/transcript.vtt", f"WEBVTT\n\n00:00.000 --> 00:01.000\n{CANARY}\n")
    assert show.publish("001-heel", "002-later").code == 0
    assert show.run("regenerate", "--now", NOW).code == 0
    for name, body in public_bytes(show).items():
        assert "later" not in name
        assert CANARY.encode() not in body, name
        assert b"002-later" not in body, name
    assert show.run("regenerate", "--now", "2026-12-02T12:00:00+00:00").code == 0
    assert any(CANARY.encode() in body for body in public_bytes(show).values())


def test_the_owners_mail_address_is_public_only_where_the_show_gives_it(show: ShowFolder) -> None:
    """Nothing makes one up, from git or the machine."""
    assert show.publish("001-heel").code == 0
    feed = public_bytes(show)["feed.xml"]
    assert b"itunes:email" not in feed
    assert b"@" not in feed.replace(b"@xmlns", b"")
