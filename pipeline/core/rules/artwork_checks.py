"""What can be wrong with a picture that directories and apps show: the checks behind the rows of artwork."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from shlex import quote

from pipeline.core.content_types import PICTURE_TYPES
from pipeline.core.picture_facts import PictureFacts
from pipeline.core.rules.table import Finding

MIN_PX, MAX_PX = 1400, 3000
LIGHT_BYTES, HEAVY_BYTES = 512 * 1024, 1024 * 1024


@dataclass(frozen=True)
class Artwork:
    """A picture that stands for a show or an episode."""

    name: str
    """As the producer wrote it; empty for the picture inside the audio."""
    facts: PictureFacts

    @property
    def called(self) -> str:
        """How messages begin."""
        return f"'artwork' {self.name}" if self.name else "the picture inside the audio"

    @property
    def extension(self) -> str:
        """Of the file's name, lower case, with the dot."""
        return self.name[self.name.rfind(".") :].lower() if "." in self.name else ""

    @property
    def size(self) -> str:
        """In words."""
        return f"{self.facts.width} × {self.facts.height} pixels"

    def found(self, text: str, fix: str) -> Finding:
        """What is wrong with it, at the place that names it."""
        return Finding("artwork", f"{self.called} {text}", fix)

    @property
    def source(self) -> str | None:
        """The file that `airdate artwork` can start from, as somebody in the show folder would type it."""
        return None

    def remedy(self, by_hand: str, options: str = "") -> str:
        """What to do about it: the command that does it, or what to do by hand.

        Args:
            by_hand: That.
            options: Of `airdate artwork`, with a blank in front.
        """
        return f"run: airdate artwork {quote(self.source)}{options}" if self.source else by_hand


@dataclass(frozen=True)
class LocalArtwork(Artwork):
    """Artwork in the show folder."""

    path: str
    """As somebody in the show folder would type it."""
    key: str = "artwork"
    """The key that names it."""

    @property
    def called(self) -> str:
        return f"'{self.key}' {self.name}"

    @property
    def source(self) -> str | None:
        return self.path

    def found(self, text: str, fix: str) -> Finding:
        return Finding(self.key, f"{self.called} {text}", fix)


@dataclass(frozen=True)
class ChapterPicture(Artwork):
    """The picture of a chapter: of any shape, so that `airdate artwork` is not meant for it."""

    number: int
    """Of the chapter, from 1."""
    place: Finding
    """Where the chapters came from."""

    @property
    def called(self) -> str:
        return f"{self.name}, the picture of chapter {self.number},"

    def found(self, text: str, fix: str) -> Finding:
        return replace(self.place, text=f"{self.called} {text}", fix=fix)


def check_square(art: Artwork) -> Iterator[Finding]:
    small, large = sorted((art.facts.width, art.facts.height))
    if small != large:
        option = " --crop" if small >= MIN_PX else " --pad"
        fix = art.remedy("crop it to a square", option) if large >= MIN_PX else "export it as a square"
        yield art.found(f"is {art.size}: it is not square", fix)


def check_size(art: Artwork) -> Iterator[Finding]:
    small, large = sorted((art.facts.width, art.facts.height))
    by_hand = f"export it at {MAX_PX} × {MAX_PX} pixels"
    taken = f"directories take {MIN_PX} × {MIN_PX} to {MAX_PX} × {MAX_PX}"
    if small < MIN_PX:
        yield art.found(f"is {art.size}: {taken}", by_hand)  # no command invents what is not there
    elif large > MAX_PX:
        yield art.found(f"is {art.size}: {taken}", art.remedy(by_hand, "" if small == large else " --crop"))


def check_not_vast(art: Artwork) -> Iterator[Finding]:
    if max(art.facts.width, art.facts.height) > MAX_PX:
        yield art.found(f"is {art.size}, more than any phone shows", "scale it down, to 1500 or so")


def check_format(art: Artwork) -> Iterator[Finding]:
    if art.facts.content_type not in ("image/jpeg", "image/png"):
        kind = art.facts.content_type.removeprefix("image/").upper()
        yield art.found(f"is {kind}: directories take JPEG and PNG", art.remedy("save it as JPEG"))


def check_chapter_format(art: Artwork) -> Iterator[Finding]:
    if art.facts.content_type not in ("image/jpeg", "image/png"):
        kind = art.facts.content_type.removeprefix("image/").upper()
        yield art.found(f"is {kind}: not every app shows that", "save it as JPEG or PNG")


def check_extension(art: Artwork) -> Iterator[Finding]:
    if art.name and PICTURE_TYPES.get(art.extension) != art.facts.content_type:
        true = art.facts.extension_for_bytes
        stem = art.name[: len(art.name) - len(art.extension)]
        yield art.found(f"holds a {true} picture", f"rename it to {stem}{true}")


def check_suffix(art: Artwork) -> Iterator[Finding]:
    if art.extension == ".jpeg" and art.facts.content_type == "image/jpeg":
        stem = art.name[: -len(".jpeg")]
        yield art.found("ends in .jpeg: Apple names only .jpg", f"rename it to {stem}.jpg")


def check_colours(art: Artwork) -> Iterator[Finding]:
    if art.facts.mode not in ("RGB", "RGBA", "RGBX"):
        kind = {"CMYK": "CMYK", "L": "grey", "LA": "grey", "1": "black and white", "P": "of a palette"}
        said = kind.get(art.facts.mode, art.facts.mode)
        yield art.found(f"is {said}: directories take RGB", art.remedy("export it in RGB, for screens"))


def check_printed(art: Artwork) -> Iterator[Finding]:
    if art.facts.mode == "CMYK":
        yield art.found("is CMYK, for printers: some apps show it in wrong colours", "export it in RGB")


def check_alpha(art: Artwork) -> Iterator[Finding]:
    if art.facts.has_alpha:
        fix = art.remedy("export it without transparency, as JPEG for example")
        yield art.found("has an alpha channel", fix)


def check_light(art: Artwork) -> Iterator[Finding]:
    if LIGHT_BYTES < art.facts.size_bytes <= HEAVY_BYTES:
        yield _weight(art, "512 kB is the custom")


def check_not_heavy(art: Artwork) -> Iterator[Finding]:
    if art.facts.size_bytes > HEAVY_BYTES:
        yield _weight(art, "apps load it for every listener, and 512 kB is the custom")


def _weight(art: Artwork, why: str) -> Finding:
    kilobytes = -(-art.facts.size_bytes // 1024)
    fix = art.remedy("save it as JPEG of quality 80 or so")
    return art.found(f"is {kilobytes:,} kB: {why}", fix)
