"""Rules of a show: what `podcast.toml` must say for directories to take it."""

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.core.addresses import FEED
from pipeline.core.rules.artwork_rules import artwork_rules, artworks_rules
from pipeline.core.rules.categories import is_category, suggest_category
from pipeline.core.rules.languages import problem_of_language, quirk_of_language
from pipeline.core.rules.person_roles import is_role, suggest_role
from pipeline.core.rules.show_case import ShowCase
from pipeline.core.rules.sources import (
    APPLE_GUIDE,
    APPLE_REQUIREMENTS,
    NAMESPACE,
    PSP1,
    RSS_PROFILE,
    SPOTIFY_CLAIM,
    TAXONOMY,
    XML,
)
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.core.rules.text_checks import (
    check_characters,
    check_https,
    check_lengths,
    check_plain,
    check_trimmed,
)
from pipeline.errors import Level

MAX_DESCRIPTION_BYTES = 4000
MAX_CHARACTERS = 255


def check_title_length(case: ShowCase) -> Iterator[Finding]:
    return check_lengths([("title", case.show.title)], MAX_CHARACTERS)


def check_value_lengths(case: ShowCase) -> Iterator[Finding]:
    own = ("title", "description")
    return check_lengths([pair for pair in case.texts if pair[0] not in own], MAX_CHARACTERS)


def check_title_only(case: ShowCase) -> Iterator[Finding]:
    if "|" in case.show.title:
        fix = (
            f"write {one_line(case.show.title.partition('|')[0].strip())}; the rest belongs in 'description'"
        )
        yield Finding("title", f"'title' is {one_line(case.show.title)}: more than the show's name", fix)


def check_description(case: ShowCase) -> Iterator[Finding]:
    size = len(case.show.description.encode("utf-8", "surrogatepass"))
    if size > MAX_DESCRIPTION_BYTES:
        text = f"'description' is {size:,} bytes long; accents count as two, emoji as four"
        yield Finding("description", text, f"shorten it to {MAX_DESCRIPTION_BYTES:,} bytes")


def check_description_plain(case: ShowCase) -> Iterator[Finding]:
    return check_plain([("title", case.show.title), ("description", case.show.description)])


def check_language(case: ShowCase) -> Iterator[Finding]:
    found = problem_of_language(case.show.language)
    if found:
        yield Finding("language", f"'language' {one_line(case.show.language)} {found[0]}", found[1])


def check_language_form(case: ShowCase) -> Iterator[Finding]:
    found = quirk_of_language(case.show.language)
    if found:
        yield Finding("language", f"'language' {one_line(case.show.language)} {found[0]}", found[1])


def check_categories(case: ShowCase) -> Iterator[Finding]:
    for index, name in enumerate(case.show.categories):
        if not is_category(name):
            meant = suggest_category(name)
            fix = f'write "{meant}"' if meant else "choose from the list at podcasters.apple.com"
            key = f"categories.{index}"
            yield Finding(key, f"'categories' holds {one_line(name)}, which Apple does not list", fix)


def check_category_count(case: ShowCase) -> Iterator[Finding]:
    names = case.show.categories
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        yield Finding("categories", f"'categories' lists {one_line(twice[0])} twice", "remove one")
    elif len(names) > 2:
        text = f"'categories' lists {len(names)}; Apple uses the first two"
        yield Finding("categories", text, "put the two best ones first")


def check_explicit(case: ShowCase) -> Iterator[Finding]:
    if not isinstance(case.show.explicit, bool):
        yield Finding("explicit", f"'explicit' is {one_line(case.show.explicit)}", "write true or false")


def check_owner(case: ShowCase) -> Iterator[Finding]:
    if case.show.owner is None:
        text = (
            "'owner' is missing: Spotify, YouTube and Amazon send the code for claiming a show to its address"
        )
        yield Finding("owner", text, "add [owner] with name and email while you claim the show")


def check_copyright(case: ShowCase) -> Iterator[Finding]:
    text = case.show.copyright or ""
    bare = text
    for each in ("copyright", "Copyright", "©", "(c)", "(C)"):
        bare = bare.replace(each, "")
    bare = " ".join(word for word in bare.split() if not re.fullmatch(r"[\d,.–-]+", word))
    if bare != " ".join(text.split()):
        fix = f"write {one_line(bare)}" if bare else "write the holder's name"
        yield Finding("copyright", f"'copyright' is {one_line(text)}: apps add the word and the sign", fix)


def check_new_feed_url(case: ShowCase) -> Iterator[Finding]:
    show = case.show
    own = (show.base_url or "").rstrip("/") + "/" + FEED
    if show.new_feed_url and show.new_feed_url != own:
        text = f"'new_feed_url' is {show.new_feed_url}: apps move every listener to that feed"
        yield Finding("new_feed_url", text, "remove it unless the show has moved there")


def check_block(case: ShowCase) -> Iterator[Finding]:
    if case.show.block:
        text = "'block' is true: directories remove the whole show"
        yield Finding("block", text, "remove it unless the show is meant to be hidden")


def check_complete(case: ShowCase) -> Iterator[Finding]:
    if case.show.complete:
        text = "'complete' is true: directories may never look for another episode"
        yield Finding("complete", text, "remove it unless the show has ended for good")


def check_guid(case: ShowCase) -> Iterator[Finding]:
    guid = case.show.guid
    if guid and guid[14] != "5":
        text = f"'guid' {guid} is not made from the feed's address (UUID version 5)"
        yield Finding("guid", text, "keep it if the show already had it; or remove it, and airdate makes one")


def check_roles(case: ShowCase) -> Iterator[Finding]:
    for id_, person in case.show.people.items():
        if not is_role(person.role):
            meant = suggest_role(person.role)
            fix = (
                f'write "{meant}"'
                if meant
                else 'write "Host" or "Guest", and the profession in \'credentials\''
            )
            yield Finding(
                f"people.{id_}.role", f"'role' of {id_} is {one_line(person.role)}: apps do not know it", fix
            )


ERROR, WARNING, ADVICE = Level.ERROR, Level.WARNING, Level.ADVICE

SHOW_RULES: tuple[Rule[ShowCase], ...] = (
    Rule(
        "show-title-length",
        ERROR,
        *APPLE_GUIDE,
        "a title has at most 255 characters",
        check_title_length,
        fix="Shorten it to 255 characters; what the show is about belongs in 'description'.",
        wrong='title = "Second Wind, the show in which two physiotherapists …" (300 characters)',
        right='title = "Second Wind"',
    ),
    Rule(
        "show-title-only",
        ADVICE,
        *APPLE_GUIDE,
        "a title is the show's name and nothing else",
        check_title_only,
        fix="Write the name alone; what the show is about belongs in 'description'.",
        wrong='title = "Second Wind | Running | Health"',
        right='title = "Second Wind"',
    ),
    Rule(
        "show-description-bytes",
        ERROR,
        *APPLE_GUIDE,
        "the show's description has at most 4,000 bytes",
        check_description,
        fix="Shorten it. An accented letter takes two bytes, an emoji four.",
        wrong='description = "Running injuries, …" (4,200 bytes)',
        right='description = "Running injuries, …" (900 bytes)',
    ),
    Rule(
        "show-text-plain",
        WARNING,
        *RSS_PROFILE,
        "title and description of the show are plain text",
        check_description_plain,
        fix="Write it without HTML; apps show the tags as they stand.",
        wrong='description = "Two <b>physiotherapists</b> run &amp; talk."',
        right='description = "Two physiotherapists run & talk."',
    ),
    Rule(
        "show-language",
        ERROR,
        *APPLE_GUIDE,
        "the show's language is one of ISO 639",
        check_language,
        fix="Write the code of the language, not that of the country.",
        wrong='language = "jp"',
        right='language = "ja"',
    ),
    Rule(
        "show-language-form",
        WARNING,
        *APPLE_GUIDE,
        "the show's language is a code of two letters, with or without a region",
        check_language_form,
        fix="Write the two letters of ISO 639-1, and a region of ISO 3166 if it matters.",
        wrong='language = "en-UK"',
        right='language = "en-GB"',
    ),
    Rule(
        "show-category",
        ERROR,
        *APPLE_REQUIREMENTS,
        "categories are spelled as Apple does",
        check_categories,
        fix="Write the category as the list at podcasters.apple.com does.",
        wrong='categories = ["Sport > Running"]',
        right='categories = ["Sports > Running"]',
    ),
    Rule(
        "show-category-count",
        ADVICE,
        *APPLE_GUIDE,
        "there are at most two categories",
        check_category_count,
        fix="Keep the two best ones, the better one first.",
        wrong='categories = ["Sports > Running", "Education", "Arts"]',
        right='categories = ["Sports > Running", "Education"]',
    ),
    Rule(
        "show-explicit",
        ERROR,
        *APPLE_GUIDE,
        "explicit is true or false",
        check_explicit,
        fix='Write true or false; "clean" and "yes" are of the past.',
        wrong='explicit = "clean"',
        right="explicit = false",
    ),
    *artwork_rules("show", ERROR, lambda case: case.picture),
    *artworks_rules("season", WARNING, lambda case: case.pictures_of_seasons),
    *artworks_rules("live", WARNING, lambda case: case.pictures_of_streams),
    Rule(
        "show-owner",
        ADVICE,
        *SPOTIFY_CLAIM,
        "the show has an owner that can be written to",
        check_owner,
        fix="Add [owner] with name and email, at least while you claim the show: the code is sent there.",
        wrong='title = "Second Wind"',
        right='title = "Second Wind"\n\n[owner]\nname = "Second Wind"\nemail = "feed@wind.example"',
    ),
    Rule(
        "show-255",
        WARNING,
        *PSP1,
        "short values of the show have at most 255 characters",
        check_value_lengths,
        fix="Shorten it to 255 characters.",
        wrong='copyright = "Second Wind, all rights reserved, …" (300 characters)',
        right='copyright = "Second Wind"',
    ),
    Rule(
        "show-trimmed",
        WARNING,
        *PSP1,
        "no value of the show begins or ends with blanks",
        lambda case: check_trimmed(case.texts),
        fix="Take the blanks out.",
        wrong='author = " Ada Marsh "',
        right='author = "Ada Marsh"',
    ),
    Rule(
        "show-characters",
        WARNING,
        *XML,
        "no text of the show holds characters that XML cannot hold, or that turn the text around them",
        lambda case: check_characters(case.texts),
        fix="Delete the invisible character: it often comes along when text is copied.",
        wrong='title = "Sec\\u0007ond Wind"',
        right='title = "Second Wind"',
    ),
    Rule(
        "show-https",
        WARNING,
        *APPLE_REQUIREMENTS,
        "all addresses of the show are encrypted",
        lambda case: check_https(case.urls),
        fix="Write https:// where the address answers there.",
        wrong='link = "http://wind.example/"',
        right='link = "https://wind.example/"',
    ),
    Rule(
        "show-copyright",
        ADVICE,
        *PSP1,
        "copyright is the holder's name alone",
        check_copyright,
        fix="Write the holder's name: apps add the word and the sign.",
        wrong='copyright = "© 2026 Second Wind"',
        right='copyright = "Second Wind"',
    ),
    Rule(
        "show-new-feed-url",
        WARNING,
        *APPLE_GUIDE,
        "new_feed_url names this show's own feed",
        check_new_feed_url,
        fix="Take it out, unless the show has moved there: apps move every listener to it.",
        wrong='base_url = "https://wind.example/"\nnew_feed_url = "https://other.example/feed.xml"',
        right='base_url = "https://wind.example/"\nnew_feed_url = "https://wind.example/feed.xml"',
    ),
    Rule(
        "show-block",
        WARNING,
        *APPLE_GUIDE,
        "the show is not hidden by accident",
        check_block,
        fix="Take it out, unless the show is meant to be hidden: directories remove it.",
        wrong="block = true",
        right="block = false",
    ),
    Rule(
        "show-complete",
        WARNING,
        *APPLE_GUIDE,
        "the show is not called complete by accident",
        check_complete,
        fix="Take it out, unless the show has ended for good: directories stop looking.",
        wrong="complete = true",
        right="complete = false",
    ),
    Rule(
        "show-guid",
        WARNING,
        *NAMESPACE,
        "the show's guid is a UUID of version 5",
        check_guid,
        fix="Keep it if the show already had it; or take it out, and airdate makes another.",
        wrong='guid = "0b6f6ac4-5d0a-4a6f-9a3e-2f1c54a1f060"',
        right='guid = "b8c2a7d3-6f0e-5a15-9b8a-0d7f3c1e2a44"',
    ),
    Rule(
        "show-person-role",
        ADVICE,
        *TAXONOMY,
        "people have roles that apps know",
        check_roles,
        fix="Write Host, Guest or another role of the taxonomy, and the profession in 'credentials'.",
        wrong='[people.ada]\nname = "Ada Marsh"\nrole = "Physiotherapist"',
        right='[people.ada]\nname = "Ada Marsh"\nrole = "Host"\ncredentials = "physiotherapist"',
    ),
)
