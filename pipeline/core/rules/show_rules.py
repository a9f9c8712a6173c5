"""Rules of a show: what `podcast.toml` must say for directories to take it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.core.addresses import FEED
from pipeline.core.picture_facts import PictureFacts
from pipeline.core.rules.artwork_rules import Artwork, artwork_rules
from pipeline.core.rules.categories import is_category, suggest_category
from pipeline.core.rules.languages import problem_of_language, quirk_of_language
from pipeline.core.rules.person_roles import is_role, suggest_role
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
from pipeline.core.show import Show
from pipeline.errors import Level

MAX_DESCRIPTION_BYTES = 4000
MAX_CHARACTERS = 255


@dataclass(frozen=True)
class ShowCase:
    """What show rules look at; artwork is None where it could not be read."""

    show: Show
    artwork: PictureFacts | None

    @property
    def texts(self) -> Iterator[tuple[str, str | None]]:
        """The texts of the feed's head, by key."""
        show = self.show
        yield from (("title", show.title), ("description", show.description), ("author", show.author))
        yield from (("subtitle", show.subtitle), ("copyright", show.copyright))
        yield "owner.name", show.owner.name if show.owner else None
        yield from ((f"people.{id_}.name", person.name) for id_, person in show.people.items())
        yield from ((f"funding.{index}.label", each.label) for index, each in enumerate(show.funding))

    @property
    def urls(self) -> Iterator[tuple[str, str | None]]:
        """Every address that listeners or apps may follow, by key."""
        show = self.show
        yield from (("base_url", show.base_url), ("link", show.link), ("new_feed_url", show.new_feed_url))
        yield from ((f"funding.{index}.url", each.url) for index, each in enumerate(show.funding))
        yield from ((f"listen.{index}.url", each.url) for index, each in enumerate(show.listen))
        for id_, person in show.people.items():
            yield f"people.{id_}.url", person.url
            yield f"people.{id_}.image", person.image
        yield from ((f"sponsors.{id_}.url", each.url) for id_, each in show.sponsors.items())
        yield from ((f"calls_to_action.{id_}.url", each.url) for id_, each in show.calls_to_action.items())

    @property
    def picture(self) -> Artwork | None:
        """The artwork with its name."""
        return Artwork(self.show.artwork, self.artwork) if self.artwork else None


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
    Rule("show-title-length", ERROR, *APPLE_GUIDE, "a title has at most 255 characters", check_title_length),
    Rule(
        "show-title-only",
        ADVICE,
        *APPLE_GUIDE,
        "a title is the show's name and nothing else",
        check_title_only,
    ),
    Rule(
        "show-description-bytes",
        ERROR,
        *APPLE_GUIDE,
        "a description has at most 4000 bytes",
        check_description,
    ),
    Rule(
        "show-text-plain",
        WARNING,
        *RSS_PROFILE,
        "title and description are plain text",
        check_description_plain,
    ),
    Rule("show-language", ERROR, *APPLE_GUIDE, "the language is one of ISO 639", check_language),
    Rule(
        "show-language-form",
        WARNING,
        *APPLE_GUIDE,
        "the language has two letters, and a region",
        check_language_form,
    ),
    Rule(
        "show-category", ERROR, *APPLE_REQUIREMENTS, "categories are spelled as Apple does", check_categories
    ),
    Rule(
        "show-category-count", ADVICE, *APPLE_GUIDE, "there are at most two categories", check_category_count
    ),
    Rule("show-explicit", ERROR, *APPLE_GUIDE, "explicit is true or false", check_explicit),
    *artwork_rules("show", ERROR, lambda case: case.picture),
    Rule("show-owner", ADVICE, *SPOTIFY_CLAIM, "an owner can be written to", check_owner),
    Rule("show-255", WARNING, *PSP1, "short values have at most 255 characters", check_value_lengths),
    Rule(
        "show-trimmed",
        WARNING,
        *PSP1,
        "no value begins or ends with blanks",
        lambda case: check_trimmed(case.texts),
    ),
    Rule(
        "show-characters", WARNING, *XML, "texts can stand in XML", lambda case: check_characters(case.texts)
    ),
    Rule(
        "show-https",
        WARNING,
        *APPLE_REQUIREMENTS,
        "addresses are encrypted",
        lambda case: check_https(case.urls),
    ),
    Rule("show-copyright", ADVICE, *PSP1, "copyright is the holder's name alone", check_copyright),
    Rule("show-new-feed-url", WARNING, *APPLE_GUIDE, "new_feed_url names this feed", check_new_feed_url),
    Rule("show-block", WARNING, *APPLE_GUIDE, "block is not left on by accident", check_block),
    Rule("show-complete", WARNING, *APPLE_GUIDE, "complete is not left on by accident", check_complete),
    Rule("show-guid", WARNING, *NAMESPACE, "the show's guid is a UUID of version 5", check_guid),
    Rule("show-person-role", ADVICE, *TAXONOMY, "people have roles that apps know", check_roles),
)
