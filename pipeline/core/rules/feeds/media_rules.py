"""Media RSS: pictures for YouTube, descriptions and restrictions for Spotify."""

import re
from collections.abc import Iterator

from pipeline.core.feed_document import Node
from pipeline.core.rules.feeds.cases import ItemCase, at, tag
from pipeline.core.rules.feeds.notes_html import parse_html
from pipeline.core.rules.feeds.values import is_web_url, parse_whole
from pipeline.core.rules.sources import MEDIA_RSS, YOUTUBE_HELP
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.errors import Level

MEDIUMS = ("image", "audio", "video", "document", "executable")
EXPRESSIONS = ("sample", "full", "nonstop")
RATINGS = ("adult", "nonadult")
_HELD_ONCE = ("media:title", "media:description", "media:copyright")
_MOST = 500

_DECIMAL = re.compile(r"[0-9]{1,12}(\.[0-9]{1,9})?")
_COUNTRY = re.compile(r"[a-z]{2}", re.IGNORECASE)


def _media(case: ItemCase, name: str) -> Iterator[Node]:
    """Elements of this name in the item, in its groups and in their contents."""
    for node in case.item.children:
        if node.name == name:
            yield node
        if node.name in ("media:group", "media:content"):
            for inner in node.children[:_MOST]:
                if inner.name == name:
                    yield inner
                yield from inner.all(name) if inner.name == "media:content" else ()


def check_thumbnail(case: ItemCase) -> Iterator[Finding]:
    for node in _media(case, "media:thumbnail"):
        url = node.attributes.get("url")
        if url is None:
            yield at(
                node, "<media:thumbnail> has no url", 'write url="https://…" with the picture\'s address'
            )
        elif not is_web_url(url):
            text = f"the url of <media:thumbnail> is {one_line(url)}, which is no address of the web"
            yield at(node, text, "write the whole address, from https:// on")


def check_shape(case: ItemCase) -> Iterator[Finding]:
    for node in case.item.all("media:thumbnail"):
        width, height = (parse_whole(node.attributes.get(each, "")) for each in ("width", "height"))
        if width and height and abs(width * 9 - height * 16) > 16 and width != height:
            text = f"<media:thumbnail> is {width} × {height}"
            yield at(node, text, "offer one of 16:9, such as 1920 × 1080, or a square one")


def check_numbers(case: ItemCase) -> Iterator[Finding]:
    for name in ("media:content", "media:thumbnail", "media:player"):
        for node in _media(case, name):
            for key in ("width", "height", "fileSize"):
                value = node.attributes.get(key)
                if value is not None and not parse_whole(value.strip()):
                    text = f"the {key} of {tag(name)} is {one_line(value)}"
                    yield at(node, text, "write a whole number over 0, or leave it out")


def check_content(case: ItemCase) -> Iterator[Finding]:
    for node in _media(case, "media:content"):
        url = node.attributes.get("url")
        if url is None and node.find("media:player") is None:
            yield at(node, "<media:content> has neither url nor <media:player>", "write the file's address")
        elif url is not None and not is_web_url(url):
            text = f"the url of <media:content> is {one_line(url)}, which is no address of the web"
            yield at(node, text, "write the whole address, from https:// on")


def check_values(case: ItemCase) -> Iterator[Finding]:
    allowed = {"medium": MEDIUMS, "expression": EXPRESSIONS, "isDefault": ("true", "false")}
    for node in _media(case, "media:content"):
        for key, values in allowed.items():
            value = node.attributes.get(key)
            if value is not None and value.strip() not in values:
                yield at(
                    node, f"the {key} of <media:content> is {one_line(value)}", f"write {_either(values)}"
                )
        for key in ("duration", "bitrate", "framerate", "samplingrate"):
            value = node.attributes.get(key)
            if value is not None and not _DECIMAL.fullmatch(value.strip()[:40]):
                yield at(node, f"the {key} of <media:content> is {one_line(value)}", "write a number")


def _either(values: tuple[str, ...]) -> str:
    return f"{', '.join(values[:-1])} or {values[-1]}"


def check_restriction(case: ItemCase) -> Iterator[Finding]:
    for node in _media(case, "media:restriction"):
        relation, kind = node.attributes.get("relationship"), node.attributes.get("type")
        if relation not in ("allow", "deny"):
            seen = one_line(relation) if relation else "missing"
            yield at(node, f"the relationship of <media:restriction> is {seen}", "write allow or deny")
        elif kind not in ("country", "uri", "sharing", None):
            text = f"the type of <media:restriction> is {one_line(kind)}"
            yield at(node, text, "write country or uri")


def check_countries(case: ItemCase) -> Iterator[Finding]:
    for node in _media(case, "media:restriction"):
        if node.attributes.get("type") != "country":
            continue
        odd = next((each for each in node.text[:2_000].split() if not _is_country(each)), None)
        if odd or not node.text.strip():
            text = f"<media:restriction> names {one_line(odd) if odd else 'no country'}"
            yield at(node, text, "write ISO 3166 codes with blanks between them: de at ch")


def _is_country(code: str) -> bool:
    return bool(_COUNTRY.fullmatch(code)) and code.lower() not in ("uk", "en", "eu")


def check_text(case: ItemCase) -> Iterator[Finding]:
    for name in ("media:title", "media:description"):
        for node in _media(case, name):
            kind = node.attributes.get("type")
            if kind not in (None, "plain", "html"):
                yield at(node, f"the type of {tag(name)} is {one_line(kind)}", "write plain or html")
            elif kind != "html" and parse_html(node.text).tags:
                yield at(node, f"{tag(name)} holds HTML, but its type does not say so", 'write type="html"')


def check_rating(case: ItemCase) -> Iterator[Finding]:
    for node in _media(case, "media:rating"):
        if node.attributes.get("scheme", "urn:simple") == "urn:simple" and node.text.strip() not in RATINGS:
            yield at(node, f"<media:rating> is {one_line(node.text)}", "write adult or nonadult")


def check_once(case: ItemCase) -> Iterator[Finding]:
    for name in _HELD_ONCE:
        for node in [*case.item.all(name)][1:]:
            yield at(node, f"{tag(name)} stands a second time in the item", "keep one of them")


def check_group(case: ItemCase) -> Iterator[Finding]:
    for node in case.item.all("media:group"):
        if sum(1 for _ in node.all("media:content")) < 2:
            text = "<media:group> offers no choice between files"
            yield at(node, text, "write two or more <media:content> in it, or one without the group")


WARNING, ADVICE = Level.WARNING, Level.ADVICE

ITEM: tuple[Rule[ItemCase], ...] = (
    Rule(
        "media-thumbnail",
        WARNING,
        *MEDIA_RSS,
        "media:thumbnail names a picture",
        check_thumbnail,
        "write the picture's address as the attribute url",
        "<media:thumbnail>https://example.org/7.jpg</media:thumbnail>",
        '<media:thumbnail url="https://example.org/7.jpg"/>',
    ),
    Rule(
        "youtube-thumbnail",
        ADVICE,
        *YOUTUBE_HELP,
        "a still for YouTube is 16:9 or square",
        check_shape,
        "offer a picture of 1920 × 1080",
        '<media:thumbnail url="https://example.org/7.jpg" width="1600" height="1200"/>',
        '<media:thumbnail url="https://example.org/7.jpg" width="1920" height="1080"/>',
    ),
    Rule(
        "media-size",
        WARNING,
        *MEDIA_RSS,
        "widths, heights and file sizes are whole numbers over 0",
        check_numbers,
        "write a whole number, without a unit, or leave the attribute out",
        '<media:thumbnail url="https://example.org/7.jpg" width="100%"/>',
        '<media:thumbnail url="https://example.org/7.jpg" width="1920"/>',
    ),
    Rule(
        "media-content",
        WARNING,
        *MEDIA_RSS,
        "media:content names a file or a player",
        check_content,
        "write the file's address as the attribute url",
        '<media:content type="video/mp4"/>',
        '<media:content url="https://example.org/7.mp4" type="video/mp4"/>',
    ),
    Rule(
        "media-values",
        WARNING,
        *MEDIA_RSS,
        "the attributes of media:content have values of their lists",
        check_values,
        "write one of the values that Media RSS lists, and numbers without units",
        '<media:content url="https://example.org/7.mp4" medium="Video"/>',
        '<media:content url="https://example.org/7.mp4" medium="video"/>',
    ),
    Rule(
        "media-restriction",
        WARNING,
        *MEDIA_RSS,
        "media:restriction says what it allows or denies",
        check_restriction,
        "write relationship=allow or deny, and type=country or uri",
        '<media:restriction type="country">de at</media:restriction>',
        '<media:restriction relationship="allow" type="country">de at</media:restriction>',
    ),
    Rule(
        "media-countries",
        WARNING,
        *MEDIA_RSS,
        "media:restriction names countries by ISO 3166",
        check_countries,
        "write codes of two letters with blanks between them",
        '<media:restriction relationship="allow" type="country">Germany, uk</media:restriction>',
        '<media:restriction relationship="allow" type="country">de gb</media:restriction>',
    ),
    Rule(
        "media-text",
        WARNING,
        *MEDIA_RSS,
        "media:title and media:description are plain text unless they say html",
        check_text,
        'write type="html", or the text without tags',
        "<media:description>&lt;p&gt;Hello&lt;/p&gt;</media:description>",
        '<media:description type="html">&lt;p&gt;Hello&lt;/p&gt;</media:description>',
    ),
    Rule(
        "media-rating",
        WARNING,
        *MEDIA_RSS,
        "media:rating is adult or nonadult",
        check_rating,
        "write adult or nonadult, or name another scheme",
        "<media:rating>clean</media:rating>",
        "<media:rating>nonadult</media:rating>",
    ),
    Rule(
        "media-once",
        WARNING,
        *MEDIA_RSS,
        "media:title, media:description and media:copyright stand once in an item",
        check_once,
        "keep one of them",
        "<media:title>One</media:title><media:title>Two</media:title>",
        "<media:title>One</media:title>",
    ),
    Rule(
        "media-group",
        WARNING,
        *MEDIA_RSS,
        "media:group holds several versions of one thing",
        check_group,
        "write two or more media:content in it, or one without the group",
        '<media:group><media:content url="https://example.org/7.mp4"/></media:group>',
        '<media:content url="https://example.org/7.mp4"/>',
    ),
)
