"""What is made to do harm: it costs a few seconds and little memory, and nothing is fetched."""

import gzip
import json
import socket
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.core.feed_document import FlawKind
from pipeline.feed.elements import MAX_CHARS, MAX_DEPTH
from pipeline.feed.unpack import Intake, unpack
from tests.feed.documents import HEAD, TAIL, joined, make_feed, read, read_all, repeated

ROOT = Path(__file__).parents[2]
MEGABYTE = 1_000_000
HEAD_BYTES, TAIL_BYTES = HEAD.encode(), TAIL.encode()
MEASURE = """
import json, resource, sys, time
from tests.feed import test_document_bombs as bombs
from tests.feed.documents import make_feed, read, read_all
read(make_feed())
before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
document, items = read_all(bombs.BOMBS[sys.argv[1]]())
spent = time.process_time() - start
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(json.dumps([spent, grown, sorted({str(flaw.kind) for flaw in document.flaws})]))
"""


def laughs() -> Iterator[bytes]:
    yield b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "ha">'
    for level in range(1, 12):
        yield b'<!ENTITY e%d "%s">' % (level, b"&e%d;" % (level - 1) * 10)
    yield b"]><rss><channel><title>&e11;</title></channel></rss>"


def quadratic() -> Iterator[bytes]:
    yield b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "' + b"a" * 100_000 + b'">]><rss><channel><title>'
    yield from repeated(b"&a;", 300_000)
    yield b"</title></channel></rss>"


def packed() -> Iterator[bytes]:
    stream = zlib.compressobj(9, wbits=31)
    yield stream.compress(HEAD_BYTES)
    for _ in range(300):
        yield stream.compress(b" " * MEGABYTE)
    yield stream.flush()


def attributes() -> Iterator[bytes]:
    yield HEAD_BYTES + b"<item "
    for start in range(0, 1_000_000, 1000):
        yield "".join(f'a{number}="" ' for number in range(start, start + 1000)).encode()
    yield b"/>" + TAIL_BYTES


def names(form: str, count: int) -> Iterator[bytes]:
    yield HEAD_BYTES
    for start in range(0, count, 1000):
        yield "".join(form.format(number) for number in range(start, start + 1000)).encode()
    yield TAIL_BYTES


def inside(opener: bytes, unit: bytes, closer: bytes) -> Iterator[bytes]:
    return joined(HEAD_BYTES, b"<item><title>", opener, repeated(unit, 5 * MEGABYTE), closer)


BOMBS = {
    "laughs": laughs,
    "quadratic": quadratic,
    "gzip": packed,
    "deep": lambda: joined(HEAD_BYTES, repeated(b"<a>", 300_000)),
    "deeper": lambda: joined(HEAD_BYTES, repeated(b"<a>", 20 * MEGABYTE)),
    "attributes": attributes,
    "long-text": lambda: joined(
        HEAD_BYTES, b"<item><title>", repeated(b"x" * 1000, 50 * MEGABYTE), TAIL_BYTES
    ),
    "one-line": lambda: joined(
        HEAD_BYTES, repeated(b"<item><title>a</title></item>", 50 * MEGABYTE), TAIL_BYTES
    ),
    "names": lambda: names("<a{}/>", 1_000_000),
    "attribute-names": lambda: names('<a a{}=""/>', 1_000_000),
    "vocabularies": lambda: names('<a xmlns:a="u{}"/>', 200_000),
    "elements": lambda: joined(HEAD_BYTES, repeated(b"<a/>", 20 * MEGABYTE), TAIL_BYTES),
    "large-attributes": lambda: joined(HEAD_BYTES, repeated(b'<a b="%s"/>' % (b"x" * 60_000), 50 * MEGABYTE)),
    "ampersands": lambda: inside(b"", b"&", b""),
    "entities": lambda: inside(b"", b"&nbsp;", b""),
    "less-than": lambda: inside(b"", b"< ", b""),
    "brackets": lambda: inside(b"", b"]", b""),
    "closers": lambda: inside(b"", b"]]>", b""),
    "controls": lambda: inside(b"", b"\x01a", b""),
    "bytes": lambda: inside(b"", b"\xe9a", b""),
    "comment": lambda: inside(b"<!--", b"- ", b"-->"),
    "dashes": lambda: inside(b"<!--", b"-", b"-->"),
    "comments": lambda: inside(b"", b"<!---->", b""),
    "cdata": lambda: inside(b"<![CDATA[", b"]] ", b"]]>"),
    "instruction": lambda: inside(b"<?a ", b"? ", b"?>"),
    "instructions": lambda: inside(b"", b"<?a?>", b""),
    "quotes": lambda: inside(b"", b'<a "', b""),
    "doctype": lambda: joined(b"<!DOCTYPE rss [", repeated(b"<!ENTITY a ']>'>", 3 * MEGABYTE), b"]><rss/>"),
    "zeros": lambda: repeated(b"\0", 5 * MEGABYTE),
    "blanks": lambda: repeated(b"\n ", 5 * MEGABYTE),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_little(name: str) -> None:
    """A few seconds of work and at most 60 MB, whatever it holds; and it is told what it is."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, name],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    spent_s, grown_kb, kinds = json.loads(done.stdout)
    assert kinds, "something is wrong with each of them"
    assert spent_s < 20
    assert grown_kb < 60_000


def test_entities_outside_are_never_fetched() -> None:
    """A server that listens sees nobody, and no file is read."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        doctype = (
            f'<!DOCTYPE rss SYSTEM "{address}" [<!ENTITY % p SYSTEM "{address}">%p;'
            f'<!ENTITY web SYSTEM "{address}"><!ENTITY file SYSTEM "file:///etc/passwd">]>'
        )
        feed = make_feed("<item><title>&web;&file;</title></item>").replace(
            b"<rss", doctype.encode() + b"<rss"
        )
        feed = feed.replace(b"<channel>", f'<xi:include xmlns:xi="x" href="{address}"/><channel>'.encode())
        _, items = read(feed)
        assert items[0].text_of("title") == "&web;&file;"
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_document_is_read_up_to_a_size() -> None:
    """What is beyond is not asked for, and that is told; nor is a compressed one opened further."""
    for chunks in (repeated(b"x", 10 * MEGABYTE), iter([gzip.compress(b"xyz" * MEGABYTE)])):
        intake = Intake(max_size_bytes=MEGABYTE)
        assert sum(map(len, unpack(chunks, intake))) == intake.size_bytes == MEGABYTE
        assert intake.trouble is FlawKind.SIZE


def test_a_long_text_is_cut_and_the_rest_of_the_feed_read() -> None:
    """One item that is too large takes nothing from the others."""
    feed = joined(
        HEAD_BYTES,
        b"<item><title>",
        repeated(b"x" * 1000, 3 * MAX_CHARS),
        b"</title></item><item/>",
        TAIL_BYTES,
    )
    document, items = read_all(feed)
    assert len(items) == 2
    assert len(items[0].text_of("title")) <= MAX_CHARS
    assert [flaw.kind for flaw in document.flaws] == [FlawKind.SIZE]


def test_what_is_too_deep_is_left_out_and_the_rest_read() -> None:
    """The element that is too deep is told, those around it are kept."""
    body = f"<item><title>a</title>{'<x>' * MAX_DEPTH}{'</x>' * MAX_DEPTH}<guid>b</guid></item>"
    document, items = read(make_feed(body))
    assert [child.name for child in items[0].children] == ["title", "x", "guid"]
    assert [flaw.kind for flaw in document.flaws] == [FlawKind.DEPTH]
    assert document.is_whole
