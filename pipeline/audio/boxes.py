"""MP4 boxes: the walk that finds every box whole and within its parent."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from pipeline.audio.flaws import FlawError

_PARENTS = frozenset((b"moov", b"trak", b"mdia", b"minf", b"stbl", b"tref", b"udta"))
_SLACK_BYTES = 1 << 16
"""What may stand behind the last box: padding or a foreign tag."""
_MOST_BOXES = 100_000
_TOO_MANY = f"is damaged: it is made of more than {_MOST_BOXES} boxes"
_DEEPEST = 12
"""A track's sample tables lie six boxes deep."""
LARGEST = 0xFFFFFFFF
"""What fits into four bytes: the size of a box, the place of a chunk."""


@dataclass(frozen=True)
class Box:
    """One box: where it starts, where its body starts, and where it ends."""

    kind: bytes
    start: int
    body: int
    end: int
    children: tuple["Box", ...] = ()

    def find(self, *path: bytes) -> "Box | None":
        """The first box at the end of a path of kinds below this one."""
        box: Box | None = self
        for kind in path:
            box = next((each for each in box.children if each.kind == kind), None) if box else None
        return box

    def find_all(self, kind: bytes) -> Iterator["Box"]:
        """The children of one kind."""
        return (each for each in self.children if each.kind == kind)


def read_file_boxes(file: BinaryIO, size_bytes: int) -> tuple[Box, ...]:
    """The boxes at the top of a file, headers only.

    Raises:
        FlawError: One of them is not all there.
    """
    boxes: list[Box] = []
    missing, pos = {b"moov", b"mdat"}, 0
    while pos < size_bytes:
        file.seek(pos)
        head = file.read(16)
        if not missing and _is_slack(head, size_bytes - pos):
            break
        box = _parse_box(head, pos, size_bytes)
        if box.end > size_bytes:
            cut = box.end - size_bytes
            raise FlawError(f"is cut short: {cut} bytes of its {_name(box.kind)} box are missing")
        boxes.append(box)
        missing.discard(box.kind)
        if len(boxes) > _MOST_BOXES:
            raise FlawError(_TOO_MANY)
        pos = box.end
    return tuple(boxes)


def _is_slack(head: bytes, left: int) -> bool:
    """Whether this is no box but what editors leave at the end."""
    return left <= _SLACK_BYTES and (not any(head) or (head[:3] == b"TAG" and left == 128))


def parse_boxes(data: bytes, start: int, end: int) -> tuple[Box, ...]:
    """The boxes within a part of `data`, and those inside them.

    Raises:
        FlawError: A box does not end within its parent, or there is no end of boxes.
    """
    return _parse_level(data, (start, end), iter(range(_MOST_BOXES)), 0)


def _parse_level(data: bytes, span: tuple[int, int], numbers: Iterator[int], depth: int) -> tuple[Box, ...]:
    """One level and those below; `numbers` are shared by all of them, and run out."""
    boxes: list[Box] = []
    pos, end = span
    while pos < end:
        head = data[pos : min(pos + 16, end)]
        if not any(head[:8]):
            break
        if next(numbers, None) is None:
            raise FlawError(_TOO_MANY)
        box = _parse_box(head, pos, end)
        if box.end > end:
            raise FlawError(f"is damaged: its {_name(box.kind)} box is longer than the box around it")
        children = _parse_children(data, box, numbers, depth) if box.kind in _PARENTS else ()
        boxes.append(Box(box.kind, box.start, box.body, box.end, children))
        pos = box.end
    return tuple(boxes)


def _parse_children(data: bytes, box: Box, numbers: Iterator[int], depth: int) -> tuple[Box, ...]:
    if depth == _DEEPEST:
        raise FlawError(f"is damaged: its boxes lie more than {_DEEPEST} deep in each other")
    return _parse_level(data, (box.body, box.end), numbers, depth + 1)


def _parse_box(head: bytes, pos: int, end: int) -> Box:
    if len(head) < 8:
        raise FlawError("is cut short: it ends inside the head of a box")
    size, kind, header = int.from_bytes(head[:4], "big"), head[4:8], 8
    if size == 1 and len(head) == 16:
        size, header = int.from_bytes(head[8:16], "big"), 16
    elif size == 0:
        size = end - pos
    if size < header:
        raise FlawError(f"is damaged: its {_name(kind)} box says it is {size} bytes long")
    return Box(kind, pos, pos + header, pos + size)


def _name(kind: bytes) -> str:
    return f"'{kind.decode('latin-1')}'" if all(0x20 <= byte < 0x7F for byte in kind) else f"0x{kind.hex()}"


def render_box(kind: bytes, *bodies: bytes) -> bytes:
    """A box with its head, made of one body or of parts that follow each other.

    >>> render_box(b"free", b"")
    b'\\x00\\x00\\x00\\x08free'
    """
    body = b"".join(bodies)
    return render_head(kind, len(body)) + body


def render_head(kind: bytes, body_bytes: int, *, long: bool = False) -> bytes:
    """The head alone, in the long form where the size needs it or where it is asked for.

    >>> render_head(b"mdat", 4, long=True)
    b'\\x00\\x00\\x00\\x01mdat\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x14'
    """
    if long or body_bytes + 8 > LARGEST:
        return (1).to_bytes(4, "big") + kind + (body_bytes + 16).to_bytes(8, "big")
    return (body_bytes + 8).to_bytes(4, "big") + kind


def render_full_box(kind: bytes, *bodies: bytes, version: int = 0, flags: int = 0) -> bytes:
    """A box whose body begins with a version and flags."""
    return render_box(kind, bytes((version,)), flags.to_bytes(3, "big"), *bodies)
