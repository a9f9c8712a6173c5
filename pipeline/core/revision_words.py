"""What a revision changed, in words for people, and the lines of two revisions side by side. Pure."""

from collections.abc import Iterator, Mapping

from pipeline.core.made_pictures import is_made_picture
from pipeline.core.record import EpisodeRecord, ShowRecord, StoredFile
from pipeline.core.text_change import compare_texts

_TOLD = {"title", "date", "guid", "audio", "draft"}
"""Keys of front matter that have a sentence of their own, or none."""
_SHOWN = 60
"""Longer values are named, and not shown."""


def describe_episode(before: EpisodeRecord | None, after: EpisodeRecord) -> tuple[str, ...]:
    """What a revision changed, each change in a few words; never empty.

    Args:
        before: The revision before; None for the first.
        after: The revision itself.
    """
    if before is None:
        first = "first published"
        return (first if after.released_at else f"{first}, scheduled for {after.date.isoformat(' ')}",)
    changes = [*_states(before, after), *_frozen_facts(before, after), *_words(before, after)]
    changes += _files(before.files, after.files)
    if before.chapters != after.chapters:
        changes.append("chapters changed")
    return tuple(changes) or (_else(before, after),)


def describe_show(before: ShowRecord | None, after: ShowRecord) -> tuple[str, ...]:
    """The same of the show's settings."""
    if before is None:
        return ("first published",)
    old, new = before.show.model_dump(mode="json"), after.show.model_dump(mode="json")
    changes = [*_keys(old, new), *_files(before.files, after.files)]
    if before.theme != after.theme:
        changes.append("theme changed")
    if before.renderer != after.renderer:
        changes.append(f"pages and feed rendered anew by airdate {after.writer}")
    return tuple(changes) or (_else(before, after),)


def _states(before: EpisodeRecord, after: EpisodeRecord) -> Iterator[str]:
    if before.released_at is None and after.released_at is not None:
        yield "became public"
    if after.withdrawn is not None and before.withdrawn is None:
        new, reason = after.withdrawn.reissued_as, after.withdrawn.reason
        yield f"goes on under the guid {new}" if new else "withdrawn" + (f": {reason}" if reason else "")


def _frozen_facts(before: EpisodeRecord, after: EpisodeRecord) -> Iterator[str]:
    if before.guid != after.guid:
        yield f"guid: {before.guid} → {after.guid}"
    if before.slug != after.slug:
        yield f"folder: {before.slug} → {after.slug}"
    if before.date != after.date:
        yield f"date: {before.date.isoformat(' ')} → {after.date.isoformat(' ')}"
    if before.media.key != after.media.key:
        yield "audio replaced"


def _words(before: EpisodeRecord, after: EpisodeRecord) -> Iterator[str]:
    if before.front.title != after.front.title:
        yield f'title: "{before.front.title}" → "{after.front.title}"'
    old, new = (
        each.front.model_dump(mode="json", exclude_unset=True, exclude=_TOLD) for each in (before, after)
    )
    yield from _keys(old, new)
    if before.notes != after.notes:
        change = compare_texts(before.notes, after.notes)
        counts = [
            f"{count} {'word' if count == 1 else 'words'} {what}"
            for count, what in ((change.removed, "gone"), (change.added, "new"))
            if count
        ]
        yield f"notes: {', '.join(counts) or 'blanks'}"


def _keys(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[str]:
    for key in sorted({*old, *new}):
        was, now = old.get(key), new.get(key)
        if was != now:
            is_short = all(
                isinstance(each, str | int | None) and len(str(each)) <= _SHOWN for each in (was, now)
            )
            yield f"{key}: {_shown(was)} → {_shown(now)}" if is_short else f"{key} changed"


def _shown(value: object) -> str:
    return "none" if value is None else f'"{value}"' if isinstance(value, str) else str(value).lower()


def _files(old: Mapping[str, StoredFile], new: Mapping[str, StoredFile]) -> Iterator[str]:
    """The producer's files, by name."""
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name) and not is_made_picture(name):
            yield f"{name} {'removed' if name not in new else 'added' if name not in old else 'replaced'}"


def _else(before: EpisodeRecord | ShowRecord, after: EpisodeRecord | ShowRecord) -> str:
    """What a revision is for that changed nothing of the producer's."""
    return "nothing that anybody reads" if before.files == after.files else "pictures made for the pages"


def lines_of_episode(record: EpisodeRecord) -> list[str]:
    """Front matter, a line for each key, files and notes: what two revisions are compared by."""
    said = record.front.model_dump(mode="json", exclude_unset=True, exclude={"guid"})
    files = [f"{name}: {each.sha256[:16]}" for name, each in _own(record.files)]
    return [*(f"{key}: {value}" for key, value in said.items()), *files, "", *record.notes.splitlines()]


def lines_of_show(record: ShowRecord) -> list[str]:
    """The same of the show's settings."""
    said = record.show.model_dump(mode="json", exclude_unset=True)
    files = [f"{name}: {each.sha256[:16]}" for name, each in _own(record.files)]
    theme = [
        f"theme/{name}: {line}" for name, text in (record.theme or {}).items() for line in text.splitlines()
    ]
    return [*(f"{key}: {value}" for key, value in said.items()), *files, *theme]


def _own(files: Mapping[str, StoredFile]) -> list[tuple[str, StoredFile]]:
    return [(name, each) for name, each in files.items() if not is_made_picture(name)]


def render_lines_changed(old: list[str], new: list[str], old_name: str = "", new_name: str = "") -> str:
    """What differs, line by line; empty where nothing does.

    >>> render_lines_changed(["a", "b"], ["a", "c"]).splitlines()[-2:]
    ['-b', '+c']
    """
    import difflib  # only those who compare need it

    return "\n".join(difflib.unified_diff(old, new, old_name, new_name, lineterm="", n=1))
