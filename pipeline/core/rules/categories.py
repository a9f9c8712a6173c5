"""Apple's categories: the table, the names it retired, and what somebody probably meant."""

import difflib
import html
from collections.abc import Iterator

APPLE_CATEGORIES: dict[str, tuple[str, ...]] = {
    "Arts": ("Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"),
    "Business": ("Careers", "Entrepreneurship", "Investing", "Management", "Marketing", "Non-Profit"),
    "Comedy": ("Comedy Interviews", "Improv", "Stand-Up"),
    "Education": ("Courses", "How To", "Language Learning", "Self-Improvement"),
    "Fiction": ("Comedy Fiction", "Drama", "Science Fiction"),
    "Government": (),
    "History": (),
    "Health & Fitness": (
        *("Alternative Health", "Fitness", "Medicine"),
        *("Mental Health", "Nutrition", "Sexuality"),
    ),
    "Kids & Family": ("Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"),
    "Leisure": (
        *("Animation & Manga", "Automotive", "Aviation", "Crafts"),
        *("Games", "Hobbies", "Home & Garden", "Video Games"),
    ),
    "Music": ("Music Commentary", "Music History", "Music Interviews"),
    "News": (
        *("Business News", "Daily News", "Entertainment News", "News Commentary"),
        *("Politics", "Sports News", "Tech News"),
    ),
    "Religion & Spirituality": (
        *("Buddhism", "Christianity", "Hinduism", "Islam"),
        *("Judaism", "Religion", "Spirituality"),
    ),
    "Science": (
        *("Astronomy", "Chemistry", "Earth Sciences", "Life Sciences", "Mathematics"),
        *("Natural Sciences", "Nature", "Physics", "Social Sciences"),
    ),
    "Society & Culture": (
        *("Documentary", "Personal Journals", "Philosophy"),
        *("Places & Travel", "Relationships"),
    ),
    "Sports": (
        *("Baseball", "Basketball", "Cricket", "Fantasy Sports", "Football", "Golf", "Hockey", "Rugby"),
        *("Running", "Soccer", "Swimming", "Tennis", "Volleyball", "Wilderness", "Wrestling"),
    ),
    "Technology": (),
    "True Crime": (),
    "TV & Film": ("After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"),
}
"""19 categories with 91 subcategories; directories compare spelling and case exactly."""

RETIRED = {
    "Arts > Literature": "Arts > Books",
    "Business > Management & Marketing": "Business > Marketing",
    "Business > Shopping": "Business",
    "Education > Higher Education": "Education > Courses",
    "Education > K-12": "Kids & Family > Education for Kids",
    "Education > Training": "Education > Courses",
    "Games & Hobbies": "Leisure > Games",
    "Government & Organizations": "Government",
    "Health": "Health & Fitness",
    "News & Politics": "News > Politics",
    "Science & Medicine": "Science",
    "Sports & Recreation": "Sports",
    "Technology > Gadgets": "Technology",
    "Technology > Podcasting": "Technology",
    "Technology > Software How-To": "Education > How To",
    "Technology > Tech News": "News > Tech News",
}
"""Names Apple dropped in 2019, with the nearest one of today."""


def parse_category(text: str) -> tuple[str, str | None]:
    """A category and its subcategory, from `Sports > Running`.

    >>> parse_category("Sports>Running"), parse_category("History")
    (('Sports', 'Running'), ('History', None))
    """
    parent, _, child = (part.strip() for part in text.partition(">"))
    return parent, child or None


def is_category(text: str) -> bool:
    """Whether Apple's table has it, spelled exactly so.

    >>> is_category("Kids & Family > Parenting"), is_category("Kids & family"), is_category("Running")
    (True, False, False)
    """
    parent, child = parse_category(text)
    return parent in APPLE_CATEGORIES and (child is None or child in APPLE_CATEGORIES[parent])


def suggest_category(text: str) -> str | None:
    """What was probably meant by a category that does not exist.

    >>> suggest_category("kids &amp; family"), suggest_category("Running"), suggest_category("Health")
    ('Kids & Family', 'Sports > Running', 'Health & Fitness')
    >>> suggest_category("Games & Hobbies > Video Games"), suggest_category("Sport > Runing")
    ('Leisure > Video Games', 'Sports > Running')
    >>> suggest_category("Xyzzy") is None
    True
    """
    parent, child = parse_category(html.unescape(text).replace(" and ", " & "))
    wanted = f"{parent} > {child}" if child else parent
    known = {_plain(name): name for name in _names()}
    alone = {_plain(name.rpartition(" > ")[2]): name for name in _names()}
    retired = {_plain(name): today for name, today in RETIRED.items()}
    for table, key in ((known, wanted), (retired, wanted), (alone, child or wanted)):
        if _plain(key) in table:
            return table[_plain(key)]
    close = difflib.get_close_matches(_plain(wanted), known, n=1, cutoff=0.8)
    if close:
        return known[close[0]]
    last = difflib.get_close_matches(_plain(child or wanted), alone, n=1, cutoff=0.75)
    return alone[last[0]] if last else retired.get(_plain(parent))


def _names() -> Iterator[str]:
    """Every name as `podcast.toml` writes it."""
    for parent, children in APPLE_CATEGORIES.items():
        yield parent
        yield from (f"{parent} > {child}" for child in children)


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").split())
