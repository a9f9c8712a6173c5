"""What RSS 2.0 asks of a channel: link, image, contacts, and when to poll it."""

from collections.abc import Iterator

from pipeline.core.feed_document import Node
from pipeline.core.rules.feeds.cases import ChannelCase, at, tag
from pipeline.core.rules.feeds.feed_tags import lacks
from pipeline.core.rules.feeds.values import extension_of, fault_of_contact, is_web_url, parse_whole
from pipeline.core.rules.sources import RSS_PROFILE, SPOTIFY_PSP1_W3C, VALIDATOR
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.errors import Level

MAX_WIDTH, MAX_HEIGHT = 144, 400
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CLOUD = ("domain", "port", "path", "registerProcedure", "protocol")


def check_link(case: ChannelCase) -> Iterator[Finding]:
    if lacks(case.channel, "link"):
        node = case.channel.find("link")
        text = f"<link> is {'empty' if node else 'missing'}"
        yield at(node or case.channel, text, "add <link> with the address of the show's page")


def check_links(case: ChannelCase) -> Iterator[Finding]:
    nodes = [*case.channel.all("link"), *case.channel.all("docs")]
    nodes += [
        part for image in case.channel.all("image") for part in image.children if part.name in _IN_IMAGE
    ]
    for node in nodes:
        text = node.text.strip()
        if text and not is_web_url(text):
            seen = f"{tag(node.name)} is {one_line(text[:300])}, which is no whole address"
            yield at(node, seen, "write it with https:// and the host")


_IN_IMAGE = ("url", "link")


def check_image_parts(case: ChannelCase) -> Iterator[Finding]:
    for image in case.channel.all("image"):
        missing = [tag(name) for name in ("url", "title", "link") if lacks(image, name)]
        if missing:
            yield at(image, f"<image> lacks {', '.join(missing)}", "add it, or remove <image>")


def check_image_agrees(case: ChannelCase) -> Iterator[Finding]:
    for image in case.channel.all("image"):
        for name in ("title", "link"):
            node, own = image.find(name), case.channel.text_of(name)
            if node and own and node.text.strip() and node.text.strip() != own:
                seen, meant = one_line(node.text[:300]), one_line(own[:300])
                text = f"the <{name}> of <image> is {seen}, the channel's is {meant}"
                yield at(node, text, f"write {meant} in both")


def check_image_size(case: ChannelCase) -> Iterator[Finding]:
    for image in case.channel.all("image"):
        for name, limit in (("width", MAX_WIDTH), ("height", MAX_HEIGHT)):
            node = image.find(name)
            if node and not 1 <= (parse_whole(node.text.strip()) or 0) <= limit:
                text = f"the <{name}> of <image> is {one_line(node.text[:100])}: RSS allows 1 to {limit}"
                yield at(node, text, f"remove <{name}>")


def check_image_format(case: ChannelCase) -> Iterator[Finding]:
    for image in case.channel.all("image"):
        node = image.find("url")
        if node and extension_of(node.text) in (".webp", ".svg", ".tif", ".tiff", ".bmp", ".avif", ".heic"):
            text = f"the <url> of <image> ends in {extension_of(node.text)}: RSS knows GIF, JPEG and PNG"
            yield at(node, text, "save it as .jpg or .png")


def check_contacts(case: ChannelCase) -> Iterator[Finding]:
    for node in case.channel.children:
        fault = fault_of_contact(node.text) if node.name in ("managingEditor", "webMaster") else None
        if fault:
            yield at(node, f"{tag(node.name)} {one_line(node.text[:200].strip())} {fault.text}", fault.fix)


def check_ttl(case: ChannelCase) -> Iterator[Finding]:
    for node in case.channel.all("ttl"):
        if not parse_whole(node.text.strip()):
            yield at(
                node, f"<ttl> is {one_line(node.text[:100])}", "write minutes, a whole number from 1 on: 60"
            )


def check_skip_hours(case: ChannelCase) -> Iterator[Finding]:
    for parent in case.channel.all("skipHours"):
        hours = list(parent.all("hour"))
        for node in hours[:100]:
            hour = parse_whole(node.text.strip())
            if hour is None or hour > 23:
                yield at(node, f"<hour> is {one_line(node.text[:100])}", "write 0 to 23")
        yield from _too_many(parent, hours, 24)


def check_skip_days(case: ChannelCase) -> Iterator[Finding]:
    for parent in case.channel.all("skipDays"):
        days = list(parent.all("day"))
        for node in days[:100]:
            if node.text.strip() not in _DAYS:
                yield at(node, f"<day> is {one_line(node.text[:100])}", "write Monday, Tuesday … in English")
        yield from _too_many(parent, days, 7)


def _too_many(parent: Node, nodes: list[Node], limit: int) -> Iterator[Finding]:
    values = [node.text.strip() for node in nodes[: limit + 1]]
    if len(nodes) > limit or len(set(values)) < len(values):
        yield at(parent, f"{tag(parent.name)} says the same more than once", "list each one once")


def check_cloud(case: ChannelCase) -> Iterator[Finding]:
    for node in case.channel.all("cloud"):
        missing = [name for name in _CLOUD if name not in node.attributes]
        if missing:
            yield at(node, f"<cloud> lacks {', '.join(missing)}", "remove <cloud>, or add what is missing")


def check_text_input(case: ChannelCase) -> Iterator[Finding]:
    for node in case.channel.all("textInput"):
        yield at(node, "<textInput> does nothing in podcast apps", "remove it")


ERROR, WARNING, ADVICE = Level.ERROR, Level.WARNING, Level.ADVICE
_IMAGE = (
    "<image>\n  <url>https://wind.example/logo.png</url>\n  <title>Second Wind</title>\n"
    "  <link>https://wind.example/</link>\n</image>"
)

CHANNEL: tuple[Rule[ChannelCase], ...] = (
    Rule(
        "psp1-link",
        ERROR,
        *SPOTIFY_PSP1_W3C,
        "a channel names the show's page",
        check_link,
        fix="Add <link> with the address of the show's page.",
        wrong="<channel>\n  <title>Second Wind</title>",
        right="<channel>\n  <title>Second Wind</title>\n  <link>https://wind.example/</link>",
    ),
    Rule(
        "rss-link",
        ERROR,
        *VALIDATOR,
        "links of a channel are whole addresses",
        check_links,
        fix="Write the whole address, beginning with https://.",
        wrong="<link>www.wind.example</link>",
        right="<link>https://www.wind.example/</link>",
    ),
    Rule(
        "rss-image-parts",
        ERROR,
        *VALIDATOR,
        "a channel's image has url, title and link",
        check_image_parts,
        fix="Add what is missing, or remove <image>: podcast apps read <itunes:image>.",
        wrong="<image>\n  <url>https://wind.example/logo.png</url>\n</image>",
        right=_IMAGE,
    ),
    Rule(
        "rss-image",
        WARNING,
        *VALIDATOR,
        "title and link of a channel's image are the channel's",
        check_image_agrees,
        fix="Write the channel's title and link in <image> as well.",
        wrong=_IMAGE.replace("Second Wind", "Logo"),
        right=_IMAGE,
    ),
    Rule(
        "rss-image-size",
        ERROR,
        *VALIDATOR,
        f"a channel's image is at most {MAX_WIDTH} pixels wide and {MAX_HEIGHT} high",
        check_image_size,
        fix="Remove <width> and <height>: the artwork's 3000 pixels are more than RSS allows there.",
        wrong=_IMAGE.replace("\n</image>", "\n  <width>3000</width>\n</image>"),
        right=_IMAGE,
    ),
    Rule(
        "rss-image-format",
        WARNING,
        *VALIDATOR,
        "a channel's image is GIF, JPEG or PNG",
        check_image_format,
        fix="Save it as JPEG or PNG, and name it so.",
        wrong=_IMAGE.replace("logo.png", "logo.svg"),
        right=_IMAGE,
    ),
    Rule(
        "rss-email-format",
        WARNING,
        *RSS_PROFILE,
        "managingEditor and webMaster are an e-mail address, with the name in brackets",
        check_contacts,
        fix="Write the address first, and the name in brackets; or use <itunes:author> for the name alone.",
        wrong="<managingEditor>Ada Marsh</managingEditor>",
        right="<managingEditor>ada@wind.example (Ada Marsh)</managingEditor>",
    ),
    Rule(
        "rss-ttl",
        ERROR,
        *VALIDATOR,
        "ttl is a whole number of minutes from 1 on",
        check_ttl,
        fix="Write a whole number of minutes, or remove <ttl>.",
        wrong="<ttl>1 hour</ttl>",
        right="<ttl>60</ttl>",
    ),
    Rule(
        "rss-skiphours",
        ERROR,
        *VALIDATOR,
        "skipHours holds hours from 0 to 23, each once",
        check_skip_hours,
        fix="Write hours of GMT from 0 to 23, each one once.",
        wrong="<skipHours><hour>24</hour></skipHours>",
        right="<skipHours><hour>0</hour></skipHours>",
    ),
    Rule(
        "rss-skipdays",
        ERROR,
        *VALIDATOR,
        "skipDays holds English names of days, each once",
        check_skip_days,
        fix="Write Monday, Tuesday and so on, each one once.",
        wrong="<skipDays><day>Sun</day></skipDays>",
        right="<skipDays><day>Sunday</day></skipDays>",
    ),
    Rule(
        "rss-cloud",
        ERROR,
        *VALIDATOR,
        "a cloud says where and how to register",
        check_cloud,
        fix="Remove <cloud>: apps learn of new episodes by WebSub and Podping.",
        wrong='<cloud domain="wind.example"/>',
        right='<atom:link rel="hub" href="https://hub.example/"/>',
    ),
    Rule(
        "rss-no-textinput",
        WARNING,
        *RSS_PROFILE,
        "a channel has no textInput",
        check_text_input,
        fix="Remove <textInput>.",
        wrong="<textInput>\n  <title>Search</title>\n  …\n</textInput>",
        right="<link>https://wind.example/</link>",
    ),
)
