"""Pictures that publishing makes: once, named in the record, and never at the cost of anything else."""

from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from mutagen.id3 import APIC, ID3
from PIL import Image

from pipeline.core.addresses import FEED, STAGING
from pipeline.core.made_pictures import (
    SHARE_IMAGE,
    is_made_picture,
    share_image_of,
    variant_name,
    variants_of,
)
from pipeline.core.record import EMBEDDED_COVER, EpisodeRecord, ShowRecord
from pipeline.store.memory import MemoryStore
from pipeline.store.protocol import Headers, Roots
from pipeline.workflows.build import build
from pipeline.workflows.state import render_record
from tests.workflows.small_show import (
    DAY,
    NOW,
    Clone,
    Talk,
    body_of,
    check_settled,
    guid_of,
    listing,
    own_files,
    picture,
    record,
    record_key,
    show_record,
    slug_of,
    written_to,
)

FOLDER = f"episodes/{slug_of(1)}"
GPS, ORIENTATION = 0x8825, 0x0112
NOTES = "![A heel](heel.jpg)\n"
VARIANT = variant_name("heel.jpg", 640)


@cache
def photograph(width: int = 1000, *, seed: int = 0, turned: bool = False) -> bytes:
    """What a telephone makes, with the place where it did."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6 if turned else 1
    exif.get_ifd(GPS).update({1: "N", 2: (52.0, 31.0, 12.0)})
    shades = Image.linear_gradient("L").resize((width, width * 3 // 4)).point(lambda value: value ^ seed)
    body = BytesIO()
    Image.merge("RGB", (shades, shades.rotate(180), shades)).save(body, "JPEG", quality=97, exif=exif)
    return body.getvalue()


@pytest.fixture
def live(in_memory: Clone) -> Clone:
    """One public episode with a picture in its notes."""
    in_memory.episode(1, notes=NOTES)
    in_memory.write(f"{FOLDER}/heel.jpg", photograph())
    in_memory.publish(1)
    return in_memory


def made(found: EpisodeRecord | ShowRecord) -> dict[str, str]:
    """The made pictures of a record, by name with their keys."""
    return {name: each.key for name, each in found.files.items() if is_made_picture(name)}


def forget_made(roots: Roots) -> None:
    """Make of every record one from before pictures were made."""
    for key, found in (
        (record_key(guid_of(1)), record(roots, 1)),
        ("show.json", show_record(roots)),
    ):
        kept = {name: found.files[name] for name in own_files(found)}
        body = render_record(found.model_copy(update={"files": kept}))
        roots.private.put(key, body, Headers("application/json", "no-store"))
    roots.private.delete("snapshot.json")


def test_a_picture_gets_narrower_copies(live: Clone) -> None:
    """Named in the record with their sizes, standing in the store, and so is the show's artwork."""
    files = record(live.roots, 1).files
    assert [(each.width, each.height) for each in variants_of("heel.jpg", files)] == [
        (320, 240),
        (640, 480),
        (1000, 750),
    ]
    for each in variants_of("heel.jpg", files):
        assert Image.open(BytesIO(body_of(live.roots.public, each.key))).width == each.width
    of_show = variants_of("cover.jpg", show_record(live.roots).files)
    assert [each.width for each in of_show] == [320, 640, 1280, 1400]
    check_settled(live.roots, {guid_of(1)})


def test_an_episode_and_the_show_get_share_images(live: Clone) -> None:
    """JPEGs without metadata, of the size that services show whole."""
    for found in (record(live.roots, 1), show_record(live.roots)):
        stored = share_image_of(found.files)
        assert stored is not None
        image = Image.open(BytesIO(body_of(live.roots.public, stored.key)))
        assert (image.format, image.size) == ("JPEG", (stored.width, stored.height))
        assert image.size == (1200, 630)


def test_no_place_goes_out(live: Clone) -> None:
    """Not with the picture itself either; the producer's file is as it was."""
    stored = record(live.roots, 1).files["heel.jpg"]
    body = body_of(live.roots.public, stored.key)
    assert GPS not in Image.open(BytesIO(body)).getexif()
    assert (live.folder / FOLDER / "heel.jpg").read_bytes() == photograph()
    live.roots.public.delete(stored.key)
    live.regenerate(NOW + DAY)
    assert body_of(live.roots.public, stored.key) == body


def test_the_cover_inside_the_audio_tells_no_place_either(in_memory: Clone) -> None:
    """Where it serves as artwork, it goes out like any other picture."""
    exif = Image.Exif()
    exif.get_ifd(GPS)[1] = "N"
    cover = BytesIO()
    Image.new("RGB", (1400, 1400), "teal").save(cover, "JPEG", exif=exif)
    in_memory.episode(1)
    tags = ID3()
    tags.add(APIC(encoding=0, mime="image/jpeg", type=3, desc="", data=cover.getvalue()))
    tags.save(in_memory.folder / FOLDER / "tape.mp3")
    in_memory.publish(1)
    stored = record(in_memory.roots, 1).files[EMBEDDED_COVER]
    assert GPS not in Image.open(BytesIO(body_of(in_memory.roots.public, stored.key))).getexif()
    assert variant_name(EMBEDDED_COVER, 640) in record(in_memory.roots, 1).files


def test_a_turned_picture_has_the_size_that_readers_see(in_memory: Clone) -> None:
    """Browsers turn it as its EXIF data says, which stays."""
    in_memory.episode(1, notes=NOTES)
    in_memory.write(f"{FOLDER}/heel.jpg", photograph(turned=True))
    in_memory.publish(1)
    sizes = [(each.width, each.height) for each in variants_of("heel.jpg", record(in_memory.roots, 1).files)]
    assert sizes == [(320, 427), (640, 853), (750, 1000)]


def test_nothing_is_made_twice(live: Clone) -> None:
    """Neither by the next publish nor at night, from clones with and without pictures."""
    before = listing(live.roots)
    live.publish(1, now=NOW + DAY)
    live.regenerate(NOW + DAY)
    live.copy("ci", without="*.jpg *.mp3").regenerate(NOW + DAY)
    assert listing(live.roots) == before


def test_made_pictures_change_no_feed(live: Clone) -> None:
    """A publish that only brings them leaves the feed and its date as they are; a night brings none."""
    whole = made(record(live.roots, 1)), made(show_record(live.roots))
    feed = body_of(live.roots.public, FEED)
    forget_made(live.roots)
    live.regenerate(NOW + DAY)
    assert made(record(live.roots, 1)) == made(show_record(live.roots)) == {}
    talk = Talk()
    live.publish(1, now=NOW + DAY, talk=talk)
    assert (made(record(live.roots, 1)), made(show_record(live.roots))) == whole
    assert body_of(live.roots.public, FEED) == feed
    assert talk.plans[0].notes == (
        "the show gets pictures for its pages",
        f'{slug_of(1)} "Part 1" has other pictures on its page',
    )
    check_settled(live.roots, {guid_of(1)})


def test_what_is_only_in_the_store_gets_pictures_as_well(live: Clone) -> None:
    """A producer whose clone has no pictures publishes: the store's are taken."""
    whole = made(record(live.roots, 1))
    forget_made(live.roots)
    live.copy("other", without="heel.jpg").publish(1, now=NOW + DAY)
    assert made(record(live.roots, 1)) == whole


def test_an_edit_of_words_keeps_what_was_made(live: Clone) -> None:
    """From a clone without the picture too; a picture that words drop takes its copies with it."""
    before = made(record(live.roots, 1))
    live.edit(1, NOTES, f"Hello. {NOTES}")
    live.copy("ci", without="*.jpg").regenerate(NOW + DAY)
    assert made(record(live.roots, 1)) == before
    live.edit(1, f"Hello. {NOTES}", "Hello.\n")
    live.regenerate(NOW + DAY)
    assert set(made(record(live.roots, 1))) == {SHARE_IMAGE}


def test_a_new_picture_gets_new_copies(live: Clone) -> None:
    """Also where it goes live at night: nothing was made of it before."""
    before = made(record(live.roots, 1))
    live.write(f"{FOLDER}/heel.jpg", photograph(seed=5))
    live.regenerate(NOW + DAY)
    after = made(record(live.roots, 1))
    assert after.keys() == before.keys()
    assert after[VARIANT] != before[VARIANT]
    assert after[SHARE_IMAGE] == before[SHARE_IMAGE]


def test_a_share_image_follows_the_title_when_the_producer_publishes(live: Clone) -> None:
    """At night, where nobody looks, it stays; the next publish draws it, once."""
    before = made(record(live.roots, 1))[SHARE_IMAGE]
    live.edit(1, "Part 1", "Part one")
    live.regenerate(NOW + DAY)
    assert made(record(live.roots, 1))[SHARE_IMAGE] == before
    live.publish(1, now=NOW + DAY)
    after = made(record(live.roots, 1))[SHARE_IMAGE]
    assert after != before
    live.publish(1, now=NOW + DAY)
    assert made(record(live.roots, 1))[SHARE_IMAGE] == after


def test_a_share_image_shows_the_episodes_own_artwork(live: Clone) -> None:
    """And the show's colour."""
    seen = [made(record(live.roots, 1))[SHARE_IMAGE]]
    live.write(f"{FOLDER}/own.jpg", picture(1400, "red"))
    live.edit(1, "audio:", "artwork: own.jpg\naudio:")
    live.publish(1)
    seen.append(made(record(live.roots, 1))[SHARE_IMAGE])
    live.edit_file("podcast.toml", "[owner]", '[site]\naccent = "#c03"\n\n[owner]')
    live.publish(1)
    seen.append(made(record(live.roots, 1))[SHARE_IMAGE])
    assert len(set(seen)) == 3


def test_a_show_without_pages_needs_no_pictures(in_memory: Clone) -> None:
    """Nobody would see them."""
    in_memory.edit_file("podcast.toml", "tag_media", "site = false\ntag_media")
    in_memory.episode(1, notes=NOTES)
    in_memory.write(f"{FOLDER}/heel.jpg", photograph())
    in_memory.publish(1)
    assert made(record(in_memory.roots, 1)) == made(show_record(in_memory.roots)) == {}


def test_a_build_makes_no_pictures(live: Clone, tmp_path: Path) -> None:
    """Its bytes do not depend on the Pillow that is installed."""
    build(live.context(), tmp_path / "build", drafts=False, clock=None)
    assert not list((tmp_path / "build").rglob("share*.jpg"))
    assert not list((tmp_path / "build").rglob("heel-*.jpg"))


def test_pictures_of_a_scheduled_episode_wait_with_it(in_memory: Clone) -> None:
    """Nothing of it is public before its time; a clone without pictures releases all of it."""
    in_memory.episode(1, date=NOW + DAY, notes=NOTES)
    in_memory.write(f"{FOLDER}/heel.jpg", photograph())
    in_memory.publish(1)
    keys = made(record(in_memory.roots, 1)).values()
    assert len(keys) == 3
    assert not any(in_memory.roots.public.head(key) for key in keys)
    in_memory.copy("ci", without="*.jpg *.mp3").regenerate(NOW + DAY + DAY)
    assert all(in_memory.roots.public.head(key) for key in keys)


def test_a_lost_made_picture_stops_no_release(in_memory: Clone) -> None:
    """The page does without."""
    in_memory.episode(1, date=NOW + DAY, notes=NOTES)
    in_memory.write(f"{FOLDER}/heel.jpg", photograph())
    in_memory.publish(1)
    for key in made(record(in_memory.roots, 1)).values():
        in_memory.roots.private.delete(STAGING + key)
    outcome = in_memory.copy("ci", without="*.jpg *.mp3").regenerate(NOW + DAY + DAY)
    assert outcome.problems == ()
    assert made(record(in_memory.roots, 1)) == {}
    check_settled(in_memory.roots, {guid_of(1)})


@pytest.mark.parametrize("without", ["", "*.jpg *.mp3"])
def test_a_lost_made_picture_is_no_lasting_trouble(live: Clone, without: str) -> None:
    """The next run drops it, the run after has nothing to do, and publishing makes it again."""
    whole = made(record(live.roots, 1))
    feed = body_of(live.roots.public, FEED)
    live.roots.public.delete(whole[VARIANT])
    live.roots.public.delete(whole[SHARE_IMAGE])
    night = live.copy("ci", without=without)
    assert night.regenerate(NOW + DAY).problems == ()
    assert not {VARIANT, SHARE_IMAGE} & made(record(live.roots, 1)).keys()
    check_settled(live.roots, {guid_of(1)})
    before = listing(live.roots)
    night.regenerate(NOW + DAY)
    assert listing(live.roots) == before
    live.publish(1, now=NOW + DAY)
    assert made(record(live.roots, 1))[SHARE_IMAGE] == whole[SHARE_IMAGE]
    assert body_of(live.roots.public, FEED) == feed


def test_two_stores_get_the_same_pictures(live: Clone) -> None:
    """The same folder, the same bytes."""
    other = live.with_roots(Roots(MemoryStore("public"), MemoryStore("private")))
    other.publish(1)
    assert made(record(other.roots, 1)) == made(record(live.roots, 1))


def test_pictures_stand_before_the_record_that_names_them(live: Clone) -> None:
    """A run that is killed between leaves nothing that is named and absent."""
    written = written_to(live.roots)
    commit = written.index(record_key(guid_of(1)))
    assert all(written.index(key) < commit for key in made(record(live.roots, 1)).values())
