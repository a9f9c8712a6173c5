"""What has to go for what was withdrawn: its media, its files, and every page that is made no more. Pure."""

from collections.abc import Collection, Iterable

from pipeline.core.acts import keys_of
from pipeline.core.addresses import STAGING, page_key
from pipeline.core.plan import Removal
from pipeline.core.record import EpisodeRecord, ShowRecord
from pipeline.core.serving import Root

_CONTENT_ADDRESSED = ("files/", "media/")


def plan_removals(
    show: ShowRecord,
    records: Iterable[EpisodeRecord],
    rendered: Collection[str],
    written: Collection[str],
    there: Collection[str],
    staged: Collection[str],
) -> tuple[Removal, ...]:
    """What of withdrawn episodes still stands.

    Decided by what is there, not by what this run does: a run that was
    killed among the removals is finished by the next one. Pages go before
    the media and files that they name; an episode's own page is the last of
    them, and tells that others may be left where nothing else does.

    Args:
        show: As it will be.
        records: All of them, as they will be.
        rendered: Keys of what is rendered now.
        written: Keys of what airdate ever rendered, as the manifest says.
        there: Keys of what stands in the public root.
        staged: The same of what waits below `staging/`.
    """
    known = list(records)
    gone = [each for each in known if each.withdrawn is not None and each.withdrawn.reissued_as is None]
    if not gone:
        return ()
    kept = [each for each in known if each.withdrawn is None]
    named = {*(each.key for each in show.files.values()), *rendered}
    named_public = named.union(*(keys_of(each) for each in kept if each.is_live))
    named_staged = set().union(*(keys_of(each) for each in kept if not each.is_live))
    own = {key: each.slug for each in gone for key in (each.withdrawn.keys if each.withdrawn else ())}
    objects = [
        Removal(Root.PUBLIC, key, f"{slug} was withdrawn")
        for key, slug in sorted(own.items())
        if key in there and key not in named_public
    ]
    held = [
        Removal(Root.PRIVATE, STAGING + key, f"{slug} was withdrawn")
        for key, slug in sorted(own.items())
        if key in staged and key not in named_staged
    ]
    return (*held, *_pages(gone, named_public, written, there, is_begun=bool(objects)), *objects)


def _pages(
    gone: Iterable[EpisodeRecord],
    named: Collection[str],
    written: Collection[str],
    there: Collection[str],
    *,
    is_begun: bool,
) -> list[Removal]:
    """Pages that were written and are made no more, while something of a withdrawn episode still stands."""
    slugs = {page_key(each.slug): each.slug for each in gone}
    if not is_begun and not any(key in there and key not in named for key in slugs):
        return []
    # Who published an edit meanwhile has put the page back, and no manifest says so.
    back = {key for key in there if _is_page_of(key, slugs)}
    stale = [
        key
        for key in back.union(written)
        if key in there and key not in named and _is_of(key, slugs.values())
    ]
    last = [key for key in stale if key in slugs]
    first = sorted(set(stale).difference(last))
    return [Removal(Root.PUBLIC, key, "made no more") for key in (*first, *sorted(last))]


def _is_page_of(key: str, slugs: Collection[str]) -> bool:
    """Whether it is one of these pages, or its twin in Markdown."""
    return key.rpartition(".")[0] + ".html" in slugs


def _is_of(key: str, slugs: Collection[str]) -> bool:
    """Any page; of what is content-addressed only what bears an episode's name: open pages load the rest."""
    if not key.startswith(_CONTENT_ADDRESSED):
        return True
    name = key.rsplit("/", 1)[-1]
    return any(name.startswith(f"{slug}.") for slug in slugs)
