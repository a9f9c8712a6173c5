"""Counters in front of enclosures: the form in which OP3 passes listeners on."""

import re
from collections.abc import Iterator

from pipeline.core.feed_document import Node
from pipeline.core.rules.feeds.cases import ItemCase, at
from pipeline.core.rules.feeds.enclosure_addresses import op3_target
from pipeline.core.rules.sources import OP3_SETUP
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.errors import Level

_PREFIX = "https://op3.dev/e/"
_ARGUMENTS = re.compile(r"(?:,(?:pg|hls|s|p|t|g)(?:=|%3[Dd])[0-9A-Fa-f-]{1,64})*")
_GUID = re.compile(r",pg(?:=|%3[Dd])([^,/]*)")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_HOST = re.compile(r"(?=.{1,253}(?::|$))[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?")


def _prefixed(case: ItemCase) -> Iterator[tuple[Node, str, str]]:
    """Enclosures with OP3 in front: what stands behind its /e up to the next slash, and behind that."""
    for node in case.item.all("enclosure"):
        found = op3_target(node.attributes.get("url", ""))
        if found:
            arguments, target = (" ".join(each.split()) for each in found)
            yield node, arguments, target


def check_form(case: ItemCase) -> Iterator[Finding]:
    for node, arguments, target in _prefixed(case):
        guid = re.match(r"(?:pg=|=)([0-9A-Fa-f-]{1,64})/", target)
        if guid:
            text = f"<enclosure> has {one_line(_PREFIX + target[:40])}: OP3 takes what follows /e/ for a host"
            yield at(node, text, f"write https://op3.dev/e,pg={guid[1]}/ with a comma")
        elif not _ARGUMENTS.fullmatch(arguments):
            text = f"<enclosure> has {one_line(f'op3.dev/e{arguments[:60]}/')}, which OP3 cannot read"
            yield at(
                node, text, "write https://op3.dev/e/ or https://op3.dev/e,pg= with the show's podcast:guid"
            )


def check_scheme(case: ItemCase) -> Iterator[Finding]:
    for node, arguments, target in _prefixed(case):
        if target.lower().startswith(("https:/", "https%3a")):
            text = f"<enclosure> has {one_line(target[:40])} behind OP3's prefix"
            yield at(node, text, f"write https://op3.dev/e{arguments[:60]}/ and the address without https://")


def check_host(case: ItemCase) -> Iterator[Finding]:
    for node, _, target in _prefixed(case):
        if re.match("pg=|=", target):
            continue
        host, _, path = re.sub("^https?:/{1,2}", "", target, flags=re.IGNORECASE).partition("/")
        is_host = _HOST.fullmatch(host[:300]) and ".." not in host and host.lower() != "localhost"
        if not is_host or not path:
            seen = f"no path behind {one_line(host)}" if is_host else f"no host in {one_line(host or target)}"
            text = f"<enclosure> has {seen}: OP3 does not know where to lead listeners"
            yield at(node, text, "write host and path of the file behind the prefix, in ASCII")


def check_guid(case: ItemCase) -> Iterator[Finding]:
    own = case.channel.text_of("podcast:guid").lower()
    for node, arguments, _ in _prefixed(case):
        found = _GUID.search(arguments)
        if found and (not _UUID.fullmatch(found[1]) or (own and found[1].lower() != own)):
            text = (
                f"<enclosure> has pg={found[1][:60]} in OP3's prefix, which is not the show's <podcast:guid>"
            )
            yield at(
                node,
                text,
                f"write pg={own[:60]}" if own else "write the show's podcast:guid, or leave pg out",
            )


ERROR, WARNING = Level.ERROR, Level.WARNING

ITEM: tuple[Rule[ItemCase], ...] = (
    Rule(
        "op3-form",
        ERROR,
        *OP3_SETUP,
        "OP3's prefix is /e/ or /e,pg=…/",
        check_form,
        "write a comma in front of pg: OP3 cannot lead listeners on otherwise",
        "https://op3.dev/e/pg=9b024349-ccf0-5f69-a609-6b82873eab3c/example.org/7.mp3",
        "https://op3.dev/e,pg=9b024349-ccf0-5f69-a609-6b82873eab3c/example.org/7.mp3",
    ),
    Rule(
        "op3-scheme",
        WARNING,
        *OP3_SETUP,
        "the address behind OP3's prefix is without https://",
        check_scheme,
        "leave out https:// behind the prefix; servers on the way merge the double slash",
        "https://op3.dev/e/https://example.org/7.mp3",
        "https://op3.dev/e/example.org/7.mp3",
    ),
    Rule(
        "op3-host",
        ERROR,
        *OP3_SETUP,
        "behind OP3's prefix stand a host and a path",
        check_host,
        "write the file's host and path behind the prefix, in ASCII, without user names",
        "https://op3.dev/e/7.mp3",
        "https://op3.dev/e/example.org/7.mp3",
    ),
    Rule(
        "op3-guid",
        WARNING,
        *OP3_SETUP,
        "the guid in OP3's prefix is the show's podcast:guid",
        check_guid,
        "write the show's podcast:guid behind pg=, or leave pg out",
        "https://op3.dev/e,pg=7/example.org/7.mp3",
        "https://op3.dev/e,pg=9b024349-ccf0-5f69-a609-6b82873eab3c/example.org/7.mp3",
    ),
)
