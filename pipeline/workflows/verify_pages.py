"""The pages as the public address serves them, and the links in the notes."""

from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser

from pipeline.core.addresses import INDEX, Addresses
from pipeline.core.record import EpisodeRecord
from pipeline.core.web_facts import Answer, Failure
from pipeline.errors import Level, Problem
from pipeline.workflows.asking import Question

_NOT_THERE = frozenset({404, 410})


def page_urls(addresses: Addresses, records: Iterable[EpisodeRecord]) -> list[str]:
    """The index and a page for each episode."""
    return [addresses.index, *(addresses.page(record.slug) for record in records)]


def check_pages(asked: Mapping[Question, Answer | Failure]) -> Iterator[Problem]:
    """Every page that is not there for everybody, or is not served as a page."""
    for question, answer in asked.items():
        if isinstance(answer, Failure):
            yield Problem(question.url, 0, answer.reason, answer.fix)
        elif answer.status != 200:
            fix = "let everybody read the public root; airdate regenerate writes what is missing"
            yield Problem(question.url, 0, f"answers {answer.status}", fix)
        elif answer.content_type != "text/html":
            text = f"is served as {_named(answer.content_type)}, so that browsers show no page"
            yield Problem(question.url, 0, text, "let the server send the Content-Type that the store has")


def _named(content_type: str) -> str:
    return f'"{content_type[:60]}"' if content_type else "nothing"


class _Links(HTMLParser):
    """The addresses that notes link to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href") or ""
        if tag == "a" and href.lower().startswith(("http://", "https://")):
            self.found.setdefault(href.partition("#")[0])


def links_in(html: str) -> tuple[str, ...]:
    """Where notes lead, each address once, without its fragment.

    >>> links_in('<a href="https://a.example/#x">a</a> <a href="mailto:x@a.example">b</a>')
    ('https://a.example/',)
    """
    parser = _Links()
    parser.feed(html)
    return tuple(parser.found)


def check_links(asked: Mapping[Question, Answer | Failure], places: Mapping[str, str]) -> Iterator[Problem]:
    """Links that lead nowhere: warnings, because they are other people's pages.

    A server that refuses robots (403, 429 and the like) says nothing of its page.

    Args:
        asked: What each address answered.
        places: The episode that names it first, by address.
    """
    for question, answer in asked.items():
        where = places.get(question.url, INDEX)
        if isinstance(answer, Failure):
            yield Problem(where, 0, f"{question.url[:200]} {answer.reason}", _FIX, Level.WARNING)
        elif answer.status in _NOT_THERE or (answer.status >= 500 and answer.status != 503):
            text = f"{question.url[:200]} answers {answer.status}"
            yield Problem(where, 0, text, _FIX, Level.WARNING)


_FIX = "correct the link in the notes, or take it out"
