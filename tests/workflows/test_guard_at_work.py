"""The guard at work: what would harm what is public is refused, exit 5, and the store stays as it was."""

import json
from collections.abc import Callable, Iterable

import pytest

from pipeline.core.addresses import FEED, MANIFEST, SHOW, SNAPSHOT, record_key
from pipeline.core.record import SCHEMA
from pipeline.core.serving import Group
from pipeline.errors import AirdateError, GuardError, InputError
from pipeline.store.protocol import Headers, Roots
from pipeline.workflows.render import RENDERER
from tests.workflows.small_show import (
    DAY,
    HOUR,
    NOW,
    OPEN,
    Clone,
    body_of,
    check_settled,
    feed_items,
    guid_of,
    listing,
    record,
    show_record,
    titles,
)

XML = Headers("application/rss+xml", "no-cache")
JSON = Headers("application/json", "no-store")
FOREIGN = {
    "an old host's feed": b"<rss version='2.0'><channel><title>Before</title><item><title>Pilot</title>"
    b"<guid>old-1</guid></item></channel></rss>",
    "an Atom feed": b"<feed xmlns='http://www.w3.org/2005/Atom'><title>Before</title></feed>",
    "a web page": b"<!doctype html><title>Before</title><p>Not XML",
    "nothing": b"",
}


def refused(run: Callable[[], object]) -> str:
    """The refusal's words; its exit code is 5."""
    with pytest.raises(GuardError) as caught:
        run()
    assert caught.value.exit_code == 5
    assert caught.value.fix
    return str(caught.value)


def live(clone: Clone, count: int) -> Clone:
    """So many live episodes."""
    for number in range(1, count + 1):
        clone.episode(number)
    clone.publish()
    return clone


@pytest.mark.parametrize("what", FOREIGN)
def test_a_foreign_feed_is_never_overwritten(clone: Clone, what: str) -> None:
    """Whatever stands at feed.xml and is not ours stays, and nothing is written beside it."""
    clone.roots.public.put(FEED, FOREIGN[what], XML)
    clone.episode(1)
    before = listing(clone.roots)
    message = refused(lambda: clone.publish(1))
    assert "feed.xml" in message or '"Pilot" would disappear' in message
    assert listing(clone.roots) == before


def test_our_own_feed_is_mended_when_it_was_damaged(clone: Clone) -> None:
    """What airdate wrote, it may write again."""
    live(clone, 2)
    whole = body_of(clone.roots.public, FEED)
    clone.roots.public.put(FEED, whole[:100], XML)
    clone.regenerate()
    assert body_of(clone.roots.public, FEED) == whole


def test_a_deleted_record_is_noticed_before_its_episode_is_lost(clone: Clone) -> None:
    """The refusal names the episode."""
    live(clone, 3)
    clone.roots.private.delete(record_key(guid_of(2)))
    before = listing(clone.roots)
    assert '"Part 2" would disappear' in refused(clone.regenerate)
    clone.episode(4)
    assert '"Part 2" would disappear' in refused(lambda: clone.publish(4))
    assert listing(clone.roots) == before


def test_publishing_the_episode_again_brings_a_deleted_record_back(clone: Clone) -> None:
    """Guid, date and media are the same, and so nothing is lost."""
    live(clone, 2)
    items = feed_items(clone.roots)
    clone.roots.private.delete(record_key(guid_of(2)))
    clone.publish(2)
    assert {guid: item.enclosure_url for guid, item in feed_items(clone.roots).items()} == {
        guid: item.enclosure_url for guid, item in items.items()
    }


def test_a_lost_private_root_does_not_empty_the_feed(clone: Clone) -> None:
    """Every public episode is named in the refusal."""
    live(clone, 3)
    for row in list(clone.roots.private.list()):
        clone.roots.private.delete(row.key)
    clone.episode(4)
    message = refused(lambda: clone.publish(4))
    assert all(f'"Part {number}" would disappear' in message for number in (1, 2, 3))
    assert titles(clone.roots) != []


@pytest.mark.parametrize("change", [{"date": "2020-01-01T00:00:00Z"}, {"media": None}])
def test_a_record_that_was_tampered_with_is_noticed(clone: Clone, change: dict[str, object]) -> None:
    """Date and media of a live item never change."""
    live(clone, 1)
    key = record_key(guid_of(1))
    document = json.loads(body_of(clone.roots.private, key))
    if "media" in change:
        change = {"media": {**document["media"], "key": "media/0123456789abcdef/other.mp3"}}
    clone.roots.private.put(key, json.dumps({**document, **change}).encode(), JSON)
    before = listing(clone.roots)
    assert '"Part 1" would change its' in refused(clone.regenerate)
    assert listing(clone.roots) == before


def test_an_episode_that_comes_back_under_another_guid_is_refused(clone: Clone) -> None:
    """Its record was lost and its guid deleted: everybody would download it once more."""
    live(clone, 2)
    clone.roots.private.delete(record_key(guid_of(2)))
    clone.roots.private.delete("slugs/002-part-2")
    clone.edit(2, f"guid: {guid_of(2)}", f"guid: {guid_of(7)}")
    before = listing(clone.roots)
    message = refused(lambda: clone.publish(2))
    assert f'"Part 2" would change its guid from {guid_of(2)} to {guid_of(7)}' in message
    assert listing(clone.roots) == before


def test_a_second_episode_of_the_same_title_and_day_is_refused(clone: Clone) -> None:
    """Apps would show only one of the two; another title is enough."""
    live(clone, 2)
    clone.episode(3, title="Part 2")
    before = listing(clone.roots)
    with pytest.raises(InputError, match="apps take the two for one episode"):
        clone.publish(3)
    assert listing(clone.roots) == before
    clone.edit(3, "title: Part 2", "title: Part 3")
    clone.publish(3)
    assert len(titles(clone.roots)) == 3


def test_an_edit_that_makes_two_episodes_one_is_refused(clone: Clone) -> None:
    """A live episode may have problems, but the feed must not lose one to an app's guess."""
    live(clone, 2)
    clone.edit(2, "title: Part 2", "title: Part 1")
    before = listing(clone.roots)
    message = refused(clone.regenerate)
    assert '"Part 1" and "Part 1" would look like one episode to apps' in message
    assert "give one of the two another title" in message
    assert listing(clone.roots) == before


@pytest.fixture
def dozen(in_memory: Clone) -> Clone:
    """Twelve live episodes."""
    return live(in_memory, 12)


def edit_all(clone: Clone, count: int) -> None:
    edit_all_of(clone, range(1, count + 1))


def test_ten_edits_at_once_are_fine(dozen: Clone) -> None:
    """Up to max(10, 10 %) nobody is asked."""
    edit_all(dozen, 10)
    dozen.regenerate(NOW + DAY)
    assert record(dozen.roots, 10).revision == 2


def test_more_edits_at_once_need_to_be_allowed(dozen: Clone) -> None:
    """Eleven of twelve look like an accident; the option says that they are none."""
    edit_all(dozen, 11)
    before = listing(dozen.roots)
    message = refused(lambda: dozen.regenerate(NOW + DAY))
    assert "11 of 12 public episodes would change" in message
    assert "--allow-mass-change" in message
    assert listing(dozen.roots) == before
    dozen.regenerate(NOW + DAY, policy=OPEN)
    assert record(dozen.roots, 11).revision == 2


def test_episodes_that_were_named_may_all_change(dozen: Clone) -> None:
    """Naming them is saying so."""
    edit_all(dozen, 12)
    dozen.publish(*range(1, 13), now=NOW + DAY)
    assert record(dozen.roots, 12).revision == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("explicit = false", "explicit = true"),
        ("https://wind.example/show/", "https://cdn.example/"),
        ("Second Wind Radio", "Third Wind Radio"),
    ],
)
def test_a_changed_show_explains_that_every_item_changes(dozen: Clone, old: str, new: str) -> None:
    """Settings of the show are in every item; a new address is no new identity."""
    guids = list(feed_items(dozen.roots))
    dozen.edit_file("podcast.toml", old, new)
    outcome = dozen.regenerate(NOW + DAY)
    assert outcome.result.plan.of(Group.FEED)
    assert list(feed_items(dozen.roots)) == guids
    assert not dozen.regenerate(NOW + DAY).result.plan


def test_notes_that_grow_shorter_with_age_explain_themselves(in_memory: Clone) -> None:
    """New episodes push a dozen old ones behind `feed.slim_after`; an accident is still noticed."""
    in_memory.edit_file("podcast.toml", "[owner]", "[feed]\nslim_after = 12\n\n[owner]")
    notes = "".join(f"Paragraph {n} of notes that nobody reads twice.\n\n" for n in range(40))
    for number in range(1, 13):
        in_memory.episode(number, notes=notes)
    in_memory.publish()
    for number in range(13, 25):
        in_memory.episode(number, date=NOW + HOUR)
    result = in_memory.publish(*range(13, 25), now=NOW + DAY)
    assert result is not None
    assert result.done
    assert len(feed_items(in_memory.roots)) == 24
    edit_all_of(in_memory, range(13, 25))
    assert "12 of 24 public episodes would change" in refused(lambda: in_memory.regenerate(NOW + DAY))


def edit_all_of(clone: Clone, numbers: Iterable[int]) -> None:
    for number in numbers:
        clone.edit(number, "rarely", "never")


def test_a_sponsors_end_explains_itself(in_memory: Clone) -> None:
    """The day after an offer's last, every episode with it changes by itself, once."""
    in_memory.edit_file(
        "podcast.toml",
        "[owner]",
        '[sponsors.tarn]\nname = "Tarn"\ntext = "Maps."\nurl = "https://tarn.example/"\ncode = "WIND"\n'
        'ends = "2026-11-05"\n\n[owner]',
    )
    for number in range(1, 13):
        in_memory.episode(number, more="sponsors: [tarn]")
    in_memory.publish()
    assert not in_memory.regenerate(NOW + HOUR).result.plan
    assert in_memory.regenerate(NOW + DAY).result.plan.of(Group.FEED)
    assert not in_memory.regenerate(NOW + 2 * DAY).result.plan


def test_a_limit_that_the_show_sets_by_name_is_kept(clone: Clone) -> None:
    """Older items leave the feed when feed.max_items says so, and return when it no longer does."""
    live(clone, 3)
    clone.episode(4, date=NOW)
    clone.write("podcast.toml", (clone.folder / "podcast.toml").read_text() + "\n[feed]\nmax_items = 2\n")
    clone.publish(4)
    assert titles(clone.roots)[0] == "Part 4"
    assert len(titles(clone.roots)) == 2
    clone.episode(5, date=NOW + HOUR)
    clone.publish(5, now=NOW + HOUR)
    assert titles(clone.roots)[:2] == ["Part 5", "Part 4"]
    assert len(titles(clone.roots)) == 2
    clone.edit_file("podcast.toml", "\n[feed]\nmax_items = 2\n", "")
    clone.edit_file("podcast.toml", "explained", "made plain")
    clone.regenerate(NOW + HOUR)
    check_settled(clone.roots, {guid_of(number) for number in range(1, 6)})


def rewrite(roots: Roots, key: str, **changes: object) -> None:
    """Change a JSON object of the private root."""
    document = json.loads(body_of(roots.private, key))
    roots.private.put(key, json.dumps({**document, **changes}).encode(), JSON)


def newer_record(roots: Roots) -> None:
    rewrite(roots, record_key(guid_of(1)), schema_version=SCHEMA + 1, writer="9.9", mood="unknown here")


def newer_record_of_the_same_fields(roots: Roots) -> None:
    """And a snapshot that the newer version wrote with it."""
    rewrite(roots, record_key(guid_of(1)), schema_version=SCHEMA + 1, writer="9.9")
    (row,) = (row for row in roots.private.list("records/"))
    packed = json.loads(body_of(roots.private, row.key))
    records = {row.key: {"etag": row.etag, "record": packed}}
    rewrite(roots, SNAPSHOT, schema_version=SCHEMA + 1, records=records)


def newer_show(roots: Roots) -> None:
    rewrite(roots, SHOW, schema_version=SCHEMA + 1, writer="9.9")


def newer_renderer(roots: Roots) -> None:
    rewrite(roots, SHOW, renderer=99, writer="9.9")


@pytest.mark.parametrize("make", [newer_record, newer_record_of_the_same_fields, newer_show, newer_renderer])
def test_what_a_newer_airdate_wrote_is_not_overwritten(clone: Clone, make: Callable[[Roots], None]) -> None:
    """Publish and regenerate say which version to install, and leave everything as it is."""
    live(clone, 1)
    make(clone.roots)
    clone.edit(1, "rarely", "never")
    before = listing(clone.roots)
    for run in (lambda: clone.publish(1), clone.regenerate):
        with pytest.raises(AirdateError, match=r"9\.9 or later: pipx upgrade airdate"):
            run()
    assert listing(clone.roots) == before


def test_an_older_renderer_is_brought_up_to_date_once(dozen: Clone) -> None:
    """A new version of airdate renders everything anew, as one explained change."""
    rewrite(dozen.roots, SHOW, renderer=0)
    rewrite(dozen.roots, MANIFEST, objects={})
    outcome = dozen.regenerate(NOW + DAY)
    assert any("renders pages and feed anew" in note for note in outcome.result.plan.notes)
    assert show_record(dozen.roots).renderer == RENDERER
    assert not dozen.regenerate(NOW + DAY).result.plan


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"schema_version": "x"}', b"null"])
def test_a_damaged_record_is_named_and_stops_the_run(clone: Clone, body: bytes) -> None:
    """What cannot be read is never taken for absent."""
    live(clone, 2)
    key = record_key(guid_of(1))
    clone.roots.private.put(key, body, JSON)
    before = listing(clone.roots)
    with pytest.raises(AirdateError) as caught:
        clone.regenerate()
    assert key in str(caught.value)
    assert listing(clone.roots) == before


@pytest.mark.parametrize("key", [MANIFEST, SNAPSHOT])
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"objects": 3, "records": 4}'])
def test_what_can_be_made_again_may_be_damaged(clone: Clone, key: str, body: bytes) -> None:
    """Manifest and snapshot only save work."""
    live(clone, 2)
    public = {row.key: body_of(clone.roots.public, row.key) for row in clone.roots.public.list()}
    clone.roots.private.put(key, body, JSON)
    clone.regenerate()
    clone.roots.private.delete(key)
    clone.regenerate()
    assert {row.key: body_of(clone.roots.public, row.key) for row in clone.roots.public.list()} == public
    assert not clone.regenerate().result.plan
