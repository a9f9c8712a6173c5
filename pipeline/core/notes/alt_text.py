"""Pictures in notes, and the words that stand for them."""

from collections.abc import Iterator


def pictures_without_words(notes: str) -> Iterator[str]:
    """The sources of pictures that have no alternative text, each once, in the order of the notes.

    >>> list(pictures_without_words("![](a.png) ![A heel](b.png) <img src='c.png'> ![](a.png)"))
    ['a.png', 'c.png']
    """
    seen: set[str] = set()
    if "<img" not in notes.lower() and "![" not in notes:
        return
    from pipeline.core.notes.dom import elements  # lxml is slow to load
    from pipeline.core.notes.markdown import parse_notes

    for image in elements(parse_notes(notes), "img"):
        source = image.get("src") or ""
        if not (image.get("alt") or "").strip() and source not in seen:
            seen.add(source)
            yield source
