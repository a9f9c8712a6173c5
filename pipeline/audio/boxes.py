"""MP4 boxes: the walk that finds every box whole and within its parent."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from pipeline.audio.flaws import FlawError

_PARENTS = frozenset((b"moov", b"trak", b"mdia", b"minf", b"stbl", b"tref", b"udta"))
_SLACK_BYTES = 1 << 16
"""What may stand behind the last box: padding or a foreign tag."""


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
    pos = 0
    while pos < size_bytes:
        file.seek(pos)
        head = file.read(16)
        if _is_slack(head, size_bytes - pos, boxes):
            break
        box = _parse_box(head, pos, size_bytes)
        if box.end > size_bytes:
            missing = box.end - size_bytes
            raise FlawError(f"is cut short: {missing} bytes of its {_name(box.kind)} box are missing")
        boxes.append(box)
        pos = box.end
    return tuple(boxes)


def _is_slack(head: bytes, left: int, before: list[Box]) -> bool:
    """Whether this is no box but what editors leave at the end."""
    complete = {b"moov", b"mdat"} <= {box.kind for box in before}
    return complete and left <= _SLACK_BYTES and (not any(head) or (head[:3] == b"TAG" and left == 128))


def parse_boxes(data: bytes, start: int, end: int) -> tuple[Box, ...]:
    """The boxes within a part of `data`, and those inside them.

    Raises:
        FlawError: A box does not end within its parent.
    """
    boxes: list[Box] = []
    pos = start
    while pos < end:
        head = data[pos : min(pos + 16, end)]
        if not any(head[:8]):
            break
        box = _parse_box(head, pos, end)
        if box.end > end:
            raise FlawError(f"is damaged: its {_name(box.kind)} box is longer than the box around it")
        children = parse_boxes(data, box.body, box.end) if box.kind in _PARENTS else ()
        boxes.append(Box(box.kind, box.start, box.body, box.end, children))
        pos = box.end
    return tuple(boxes)


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


def render_box(kind: bytes, body: bytes) -> bytes:
    """A box with its head.

    >>> render_box(b"free", b"")
    b'\\x00\\x00\\x00\\x08free'
    """
    return (len(body) + 8).to_bytes(4, "big") + kind + body
