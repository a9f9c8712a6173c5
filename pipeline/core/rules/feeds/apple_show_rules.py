"""What Apple requires a channel to say of its show: name, picture, language, ratings."""

from collections.abc import Iterator

from pipeline.core.feed_document import Node
from pipeline.core.rules.feeds.cases import ChannelCase, at, tag
from pipeline.core.rules.feeds.feed_tags import has_no, lacks
from pipeline.core.rules.feeds.language_values import fault_of_language, quirk_of
from pipeline.core.rules.feeds.picture_values import fault_of_extension, fault_of_href, unusual_extension
from pipeline.core.rules.feeds.values import fix_of_explicit, seen_explicit
from pipeline.core.rules.sources import (
    ALL_DIRECTORIES,
    APPLE_ARTWORK,
    APPLE_GUIDE,
    APPLE_PSP1,
    APPLE_PSP1_W3C,
    APPLE_SPOTIFY_PSP1,
    APPLE_W3C,
    PODCAST_HOSTS_MEETING,
)
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.errors import Level

MAX_DESCRIPTION_BYTES = 4000
_REQUIRED = {
    "title": "add <title> with the show's name",
    "description": "add <description> with what the show is about",
}


def check_required(case: ChannelCase) -> Iterator[Finding]:
    for name, fix in _REQUIRED.items():
        if lacks(case.channel, name):
            yield _missing(case.channel, name, fix)


def _missing(channel: Node, name: str, fix: str) -> Finding:
    node = channel.find(name)
    return at(node or channel, f"{tag(name)} is {'empty' if node else 'missing'}", fix)


def check_title_length(case: ChannelCase) -> Iterator[Finding]:
    node = case.channel.find("title")
    if node and len(node.text.strip()) > 255:
        yield at(
            node, f"<title> is {len(node.text.strip()):,} characters long", "write the show's name alone"
        )


def check_title_only(case: ChannelCase) -> Iterator[Finding]:
    node = case.channel.find("title")
    title = node.text.strip()[:500] if node else ""
    if node and "|" in title:
        name = title.partition("|")[0].strip()
        fix = (
            f"write {one_line(name)}; the rest belongs in <description>" if name else "write the show's name"
        )
        yield at(node, f"<title> is {one_line(title)}: more than the show's name", fix)


def check_description(case: ChannelCase) -> Iterator[Finding]:
    node = case.channel.find("description")
    size = len(node.text.strip().encode("utf-8", "replace")) if node else 0
    if node and size > MAX_DESCRIPTION_BYTES:
        text = f"<description> is {size:,} bytes long; accents count as two, emoji as four"
        yield at(node, text, f"shorten it to {MAX_DESCRIPTION_BYTES:,} bytes")


def check_image(case: ChannelCase) -> Iterator[Finding]:
    if has_no(case.channel, "itunes:image"):
        text = "<itunes:image> is missing: no directory takes a show without a picture"
        yield at(case.channel, text, 'add <itunes:image href="https://…/cover.jpg"/>')


def check_image_href(case: ChannelCase) -> Iterator[Finding]:
    for node in case.channel.all("itunes:image"):
        fault = fault_of_href(node)
        if fault:
            yield at(node, f"<itunes:image> {fault.text}", fault.fix)


def check_image_format(case: ChannelCase) -> Iterator[Finding]:
    for node in case.channel.all("itunes:image"):
        fault = fault_of_extension(node)
        if fault:
            yield at(node, f"<itunes:image href> {fault.text}", fault.fix)


def check_image_suffix(case: ChannelCase) -> Iterator[Finding]:
    for node in case.channel.all("itunes:image"):
        fault = unusual_extension(node)
        if fault:
            yield at(node, f"<itunes:image href> {fault.text}", fault.fix)


def check_language(case: ChannelCase) -> Iterator[Finding]:
    if lacks(case.channel, "language"):
        yield _missing(case.channel, "language", "add <language>en</language>, or the code of yours")


def check_language_code(case: ChannelCase) -> Iterator[Finding]:
    node = case.channel.find("language")
    fault = fault_of_language(node.text) if node and node.text.strip() else None
    if node and fault:
        yield at(node, f"<language> {one_line(node.text[:100].strip())} {fault.text}", fault.fix)


def check_language_form(case: ChannelCase) -> Iterator[Finding]:
    node = case.channel.find("language")
    if node and node.text.strip() and not fault_of_language(node.text):
        fault = quirk_of(node.text)
        if fault:
            yield at(node, f"<language> {one_line(node.text.strip())} {fault.text}", fault.fix)


def check_explicit(case: ChannelCase) -> Iterator[Finding]:
    if has_no(case.channel, "itunes:explicit"):
        fix = "add <itunes:explicit>false</itunes:explicit>, or true where a parent would want to be warned"
        yield at(case.channel, "<itunes:explicit> is missing", fix)


def check_explicit_value(case: ChannelCase) -> Iterator[Finding]:
    for node in case.channel.all("itunes:explicit"):
        fix = fix_of_explicit(node.text)
        if fix:
            yield at(node, f"<itunes:explicit> {seen_explicit(node.text)}", fix)


def check_type(case: ChannelCase) -> Iterator[Finding]:
    node = case.channel.find("itunes:type")
    kind = node.text.strip() if node else "episodic"
    if node and kind not in ("episodic", "serial"):
        meant = kind.lower() if kind.lower() in ("episodic", "serial") else "episodic or serial"
        yield at(node, f"<itunes:type> is {one_line(kind)}", f"write {meant}, in small letters")


def check_generator(case: ChannelCase) -> Iterator[Finding]:
    if lacks(case.channel, "generator"):
        text = "<generator> is missing: Apple asks who made a feed before it asks the show"
        yield at(case.channel, text, "add <generator> with the name and version of the program")


ERROR, WARNING, ADVICE = Level.ERROR, Level.WARNING, Level.ADVICE

CHANNEL: tuple[Rule[ChannelCase], ...] = (
    Rule(
        "rss-channel-min",
        ERROR,
        *ALL_DIRECTORIES,
        "a channel has a title and a description",
        check_required,
        fix="Add the element, with text in it.",
        wrong="<channel>\n  <title/>",
        right="<channel>\n  <title>Second Wind</title>",
    ),
    Rule(
        "apple-title-length",
        ERROR,
        *APPLE_PSP1,
        "a channel's title has at most 255 characters",
        check_title_length,
        fix="Write the show's name alone; what it is about belongs in <description>.",
        wrong="<title>Second Wind … and 300 more characters</title>",
        right="<title>Second Wind</title>",
    ),
    Rule(
        "apple-title-only",
        ADVICE,
        *APPLE_GUIDE,
        "a title is the show's name and nothing else",
        check_title_only,
        fix="Leave words for the search out of the title: Apple removes shows for them.",
        wrong="<title>Second Wind | Running, Injuries, Training</title>",
        right="<title>Second Wind</title>",
    ),
    Rule(
        "apple-description-bytes",
        ERROR,
        *APPLE_PSP1,
        "a channel's description has at most 4000 bytes",
        check_description,
        fix="Shorten the description; tags, accents and emoji count with all their bytes.",
        wrong="<description>… 4,213 bytes …</description>",
        right="<description>Running injuries, explained.</description>",
    ),
    Rule(
        "apple-image",
        ERROR,
        *APPLE_SPOTIFY_PSP1,
        "a channel has a picture",
        check_image,
        fix="Add <itunes:image> with the address of a square JPEG or PNG of 1400 to 3000 pixels.",
        wrong="<image><url>https://wind.example/cover.jpg</url></image>",
        right='<itunes:image href="https://wind.example/cover.jpg"/>',
    ),
    Rule(
        "apple-image-href",
        ERROR,
        *APPLE_SPOTIFY_PSP1,
        "the picture's address stands in href, and is a whole one",
        check_image_href,
        fix="Write the picture's whole address into the attribute href of <itunes:image>.",
        wrong="<itunes:image>https://wind.example/cover.jpg</itunes:image>",
        right='<itunes:image href="https://wind.example/cover.jpg"/>',
    ),
    Rule(
        "apple-artwork-file",
        ERROR,
        *APPLE_GUIDE,
        "the picture's address ends in .jpg or .png, not in another format's extension",
        check_image_format,
        fix="Save the picture as JPEG or PNG, and name it so.",
        wrong='<itunes:image href="https://wind.example/cover.webp"/>',
        right='<itunes:image href="https://wind.example/cover.jpg"/>',
    ),
    Rule(
        "apple-artwork-suffix",
        WARNING,
        *APPLE_ARTWORK,
        "the picture's address ends in .jpg or .png",
        check_image_suffix,
        fix="Name the file .jpg or .png: Apple's wording knows no other extension.",
        wrong='<itunes:image href="https://wind.example/cover.jpeg"/>',
        right='<itunes:image href="https://wind.example/cover.jpg"/>',
    ),
    Rule(
        "apple-language",
        ERROR,
        *APPLE_PSP1,
        "a channel names its language",
        check_language,
        fix="Add <language> with the two letters of ISO 639.",
        wrong="<channel>\n  <title>Second Wind</title>",
        right="<channel>\n  <title>Second Wind</title>\n  <language>en</language>",
    ),
    Rule(
        "apple-language-code",
        ERROR,
        *APPLE_PSP1_W3C,
        "the language is a code of ISO 639",
        check_language_code,
        fix="Write two letters of ISO 639, with a region after a hyphen where it matters.",
        wrong="<language>en_US</language>",
        right="<language>en-US</language>",
    ),
    Rule(
        "apple-language-form",
        WARNING,
        *APPLE_GUIDE,
        "the language has two small letters, and perhaps a region",
        check_language_form,
        fix="Write two small letters, and a region of two letters where it matters.",
        wrong="<language>en-UK</language>",
        right="<language>en-GB</language>",
    ),
    Rule(
        "apple-explicit",
        ERROR,
        *APPLE_PSP1,
        "a channel says whether it is explicit",
        check_explicit,
        fix="Add <itunes:explicit> with true or false.",
        wrong="<channel>\n  <title>Second Wind</title>",
        right="<channel>\n  <title>Second Wind</title>\n  <itunes:explicit>false</itunes:explicit>",
    ),
    Rule(
        "apple-explicit-value",
        ERROR,
        *APPLE_PSP1_W3C,
        "explicit is true or false, in small letters and without blanks",
        check_explicit_value,
        fix="Write true or false; yes, no and clean are those of before 2019.",
        wrong="<itunes:explicit>clean</itunes:explicit>",
        right="<itunes:explicit>false</itunes:explicit>",
    ),
    Rule(
        "apple-type",
        ERROR,
        *APPLE_W3C,
        "type is episodic or serial",
        check_type,
        fix="Write episodic (newest first) or serial (from the beginning), in small letters.",
        wrong="<itunes:type>Serial</itunes:type>",
        right="<itunes:type>serial</itunes:type>",
    ),
    Rule(
        "apple-generator",
        ADVICE,
        *PODCAST_HOSTS_MEETING,
        "a channel says what made it",
        check_generator,
        fix="Add <generator> with the name and version of the program that writes the feed.",
        wrong="<channel>\n  <title>Second Wind</title>",
        right="<channel>\n  <title>Second Wind</title>\n  <generator>airdate 1.0</generator>",
    ),
)
