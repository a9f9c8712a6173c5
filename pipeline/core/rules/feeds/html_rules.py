"""What notes may hold: HTML that apps show, and nothing that runs."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from pipeline.core.feed_document import Node
from pipeline.core.rules.feeds.cases import ChannelCase, ItemCase, tag
from pipeline.core.rules.feeds.notes_html import Html, parse_html
from pipeline.core.rules.feeds.plain_rules import PLAIN_CHANNEL, PLAIN_ITEM
from pipeline.core.rules.sources import SHOW_NOTES, SPOTIFY_NOTES, VALIDATOR, YOUTUBE_HELP
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.core.rules.text_checks import is_loopback
from pipeline.errors import Level

SHOWN = frozenset(("p", "br", "a", "ul", "ol", "li", "b", "i", "strong", "em", "span"))
"""What Apple, Spotify and PSP-1 show, or drop without harm, as they do with bold and italics."""

HEADINGS = frozenset(("h1", "h2"))
"""What Spotify shows besides."""

OF_PAGES = frozenset(
    (
        *("html", "head", "body", "title", "style", "link", "meta", "base", "noscript"),
        *("form", "input", "button", "select", "textarea"),
    )
)
"""What has no place in a part of a page; apps show what stands in it as words, or drop the notes."""

ACTIVE = frozenset(("script", "iframe", "object", "embed", "frame", "applet"))

YOUTUBE_CHARACTERS = 5_000

_MOST = 3
"""Of one kind in one text: who sees three looks for the rest."""

_DEAD = re.compile(r"(?:file|about|blob|chrome|cid|content|res|ms-appx|webcal|ws|wss):", re.IGNORECASE)
_RUNS = re.compile(r"\s*(?:javascript|vbscript|data)\s*:", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{1,30}:", re.IGNORECASE)


def _notes(case: ItemCase) -> Iterator[tuple[Node, Html]]:
    for node in case.item.children:
        if node.name in ("description", "content:encoded") and node.text:
            yield node, parse_html(node.text)


def _in(node: Node, line: int, text: str, fix: str) -> Finding:
    """A finding at a line of the notes, which often have many."""
    return Finding("", f"{tag(node.name)} {text}", fix, line=node.line + line)


def check_active(case: ItemCase) -> Iterator[Finding]:
    for node, html in _notes(case):
        for each in html.active[:_MOST]:
            yield _in(node, each.line, f"holds {each.value}, which apps take out", "remove it")


def check_tags(case: ItemCase) -> Iterator[Finding]:
    for node, html in _notes(case):
        dropped = html.tags - SHOWN - HEADINGS - OF_PAGES - ACTIVE
        if dropped:
            line = min(html.line_of(each) for each in dropped)
            names = ", ".join(tag(each[:20]) for each in sorted(dropped)[:5])
            text = f"uses {names}, which Apple and Spotify drop"
            yield _in(node, line, text, "write it with paragraphs, lists and links")


def check_headings(case: ItemCase) -> Iterator[Finding]:
    for node, html in _notes(case):
        for name in sorted(html.tags & HEADINGS):
            yield _in(node, html.line_of(name), f"uses {tag(name)}: Apple shows no headings", "use <p><b>")


def check_page(case: ItemCase) -> Iterator[Finding]:
    for node, html in _notes(case):
        for name in sorted(html.tags & OF_PAGES)[:_MOST]:
            text = f"holds {tag(name)}: notes are a part of a page"
            yield _in(node, html.line_of(name), text, "write only what would stand in its <body>")


def check_style(case: ItemCase) -> Iterator[Finding]:
    for node, html in _notes(case):
        if html.styled is not None:
            yield _in(node, html.styled, "has style attributes: apps drop them", "remove them")


def check_balance(case: ItemCase) -> Iterator[Finding]:
    for node, html in _notes(case):
        if html.unbalanced and not html.unfinished:
            where, is_stray = html.unbalanced
            name = tag(f"/{where.value[:20]}" if is_stray else where.value[:20])
            text = f"holds {name}, which closes nothing" if is_stray else f"never closes its {name}"
            yield _in(node, where.line, text, "remove it" if is_stray else f"write </{where.value[:20]}>")


def check_unfinished(case: ItemCase) -> Iterator[Finding]:
    for node, html in _notes(case):
        if html.unfinished:
            text = f"ends in the middle of a tag: {one_line(html.unfinished.value)}"
            yield _in(
                node, html.unfinished.line, text, "cut notes between tags, and close those that are open"
            )


def check_escaped(case: ItemCase) -> Iterator[Finding]:
    for node, html in _notes(case):
        if html.escaped:
            text = f"holds {one_line(html.escaped.value)}, which apps show as it stands"
            yield _in(
                node, html.escaped.line, text, "escape the notes once, or put them into CDATA as they are"
            )


def check_relative(case: ItemCase) -> Iterator[Finding]:
    for node, html in _notes(case):
        relative = [each for each in html.links if _is_relative(each.value)]
        for each in relative[:_MOST]:
            url = each.value.strip()
            fix = (
                f"write https://{url[:60]}"
                if url.startswith("www.")
                else "begin it with https:// and the host"
            )
            yield _in(node, each.line, f"links to {one_line(url)}, which leads nowhere in an app", fix)


def check_dead(case: ItemCase) -> Iterator[Finding]:
    for node, html in _notes(case):
        dead = [each for each in html.links if _is_dead(each.value) and not _is_of_preview(each.value, case)]
        for each in dead[:_MOST]:
            seen = one_line(each.value) if each.value.strip() else "nothing"
            yield _in(
                node, each.line, f"links to {seen}, which nobody else can open", "correct it, or remove it"
            )


def check_https(case: ItemCase) -> Iterator[Finding]:
    for node, html in _notes(case):
        open_ones = [each for each in html.links if _is_unencrypted(each.value)]
        for each in open_ones[:_MOST]:
            text = f"links to {one_line(each.value)}, which is not encrypted: Spotify drops such links"
            yield _in(node, each.line, text, "write https:// if it answers there")


def check_youtube(case: ItemCase) -> Iterator[Finding]:
    for node, html in _notes(case):
        if node.name == "description" and len(node.text) > YOUTUBE_CHARACTERS:
            count = len(html.words.strip())
            if count > YOUTUBE_CHARACTERS:
                text = f"has {count:,} characters without its tags: YouTube takes {YOUTUBE_CHARACTERS:,}"
                yield _in(node, 0, text, "shorten it")


def check_brackets(case: ItemCase) -> Iterator[Finding]:
    title = case.item.find("title")
    if title and re.search("[<>]", title.text[:1000]):
        text = f"<title> is {one_line(title.text)}: YouTube refuses < and >"
        yield Finding("", text, "write it without them", line=title.line)


def _is_relative(url: str) -> bool:
    url = url.strip()
    return bool(url) and not _SCHEME.match(url)


def _is_dead(url: str) -> bool:
    url = url.strip()
    if not url or _DEAD.match(url):
        return True
    if not url[:8].lower().startswith(("http://", "https://")):
        return url[:6].lower().startswith(("http:", "https:")) and not _RUNS.match(url)
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return True
    return "." not in host or is_loopback(url)


def _is_of_preview(url: str, case: ItemCase) -> bool:
    """A feed that is served by this machine alone, to look at it, links to this machine."""
    links = (each.attributes for each in case.channel.all("atom:link"))
    own = (each.get("href", "") for each in links if each.get("rel", "").strip() == "self")
    return is_loopback(url) and any(map(is_loopback, own))


def _is_unencrypted(url: str) -> bool:
    return url.strip()[:7].lower() == "http://" and not _is_dead(url)


ERROR, WARNING, ADVICE = Level.ERROR, Level.WARNING, Level.ADVICE

CHANNEL: tuple[Rule[ChannelCase], ...] = PLAIN_CHANNEL

ITEM: tuple[Rule[ItemCase], ...] = (
    *PLAIN_ITEM,
    Rule(
        "notes-active",
        WARNING,
        *VALIDATOR,
        "notes hold nothing that runs or loads",
        check_active,
        "remove scripts, players and handlers; link to the page that has them",
        '<iframe src="https://player.example/7"></iframe>',
        '<a href="https://player.example/7">Listen here</a>',
    ),
    Rule(
        "notes-tags",
        ADVICE,
        *SHOW_NOTES,
        "notes are paragraphs, lists and links",
        check_tags,
        "write the notes with p, br, a, ul, ol and li; apps drop other tags, and the words in them run on",
        "<table><tr><td>00:00</td><td>Hello</td></tr></table>",
        "<ul><li>00:00 Hello</li></ul>",
    ),
    Rule(
        "notes-headings",
        ADVICE,
        *SHOW_NOTES,
        "notes have no headings",
        check_headings,
        "write a heading as a paragraph of its own, in bold",
        "<h2>Links</h2>",
        "<p><b>Links</b></p>",
    ),
    Rule(
        "notes-page",
        WARNING,
        *VALIDATOR,
        "notes are a part of a page, without head, style and forms",
        check_page,
        "write only what would stand in the page's body",
        "<style>p {color: red}</style><p>Hello</p>",
        "<p>Hello</p>",
    ),
    Rule(
        "notes-style",
        ADVICE,
        *VALIDATOR,
        "notes have no style attributes",
        check_style,
        "remove them: apps have colours and fonts of their own",
        '<p style="color: red">Hello</p>',
        "<p>Hello</p>",
    ),
    Rule(
        "notes-balance",
        WARNING,
        *VALIDATOR,
        "every tag in the notes is closed",
        check_balance,
        "close each tag, in the order opposite to that in which they were opened",
        '<p>Read <a href="https://example.org/">this</p>',
        '<p>Read <a href="https://example.org/">this</a></p>',
    ),
    Rule(
        "notes-cut",
        WARNING,
        *VALIDATOR,
        "notes do not end within a tag",
        check_unfinished,
        "cut long notes between tags, and close those that are open",
        '<p>Read <a href="https://exam',
        '<p>Read <a href="https://example.org/">this</a></p>',
    ),
    Rule(
        "notes-escaped",
        WARNING,
        *VALIDATOR,
        "notes are escaped once",
        check_escaped,
        "put the HTML into CDATA as it is, or escape it once",
        "<description>&amp;lt;p&amp;gt;Hello&amp;lt;/p&amp;gt;</description>",
        "<description><![CDATA[<p>Hello</p>]]></description>",
    ),
    Rule(
        "notes-relative-link",
        WARNING,
        *VALIDATOR,
        "links in the notes are whole addresses",
        check_relative,
        "begin each address with https:// and the host: an app has no page that it could be relative to",
        '<a href="/episodes/7">Notes</a>',
        '<a href="https://example.org/episodes/7">Notes</a>',
    ),
    Rule(
        "notes-dead-link",
        WARNING,
        *VALIDATOR,
        "links in the notes lead to where everybody can go",
        check_dead,
        "correct addresses that are empty, without a host, or of one machine alone",
        '<a href="file:///home/me/notes.html">Notes</a>',
        '<a href="https://example.org/notes.html">Notes</a>',
    ),
    Rule(
        "notes-https",
        ADVICE,
        *SPOTIFY_NOTES,
        "links in the notes are encrypted",
        check_https,
        "write https:// where the site answers there",
        '<a href="http://example.org/">Notes</a>',
        '<a href="https://example.org/">Notes</a>',
    ),
    Rule(
        "youtube-description",
        WARNING,
        *YOUTUBE_HELP,
        "a description has at most 5,000 characters besides its tags",
        check_youtube,
        "shorten it, and put the long version on the episode's page",
        "<description> of 6,000 characters",
        "<description> of 3,000 characters and a link",
    ),
    Rule(
        "youtube-brackets",
        ADVICE,
        *YOUTUBE_HELP,
        "a title holds neither < nor >",
        check_brackets,
        "write the title without angle brackets",
        "<title>Why 2 &lt; 3</title>",
        "<title>Why 2 is less than 3</title>",
    ),
)
