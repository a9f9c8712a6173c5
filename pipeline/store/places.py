"""Where the two roots are, by what `podcast.toml` says: parsed and checked, nothing opened."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from pipeline.core.location import Location
from pipeline.errors import Problem, StoreError
from pipeline.store.keys import safe_key

CONFIG = "podcast.toml"
DEFAULT = "folder:out"
EXAMPLES = "write folder:PATH or s3://BUCKET/PREFIX"
_BUCKET = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9._-]{1,253}[a-zA-Z0-9]")
_SCHEMES = ("folder", "s3")


@dataclass(frozen=True)
class Place:
    """One root: a folder, or a prefix of a bucket."""

    scheme: str
    home: str
    """The folder as written, or the bucket."""
    prefix: str = ""
    """Within the bucket, without slashes around it."""

    def below(self, name: str) -> "Place":
        """The place `name` within this one."""
        if self.scheme == "folder":
            return Place("folder", f"{self.home.rstrip('/')}/{name}")
        return Place("s3", self.home, f"{self.prefix}/{name}".strip("/"))

    def folder(self, base_dir: Path) -> Path:
        """The folder; a relative one is relative to the show's."""
        return base_dir / Path(self.home).expanduser()

    def parts(self, base_dir: Path) -> tuple[str, ...]:
        """What two places are compared by: one is inside the other if its parts begin with the other's."""
        if self.scheme == "folder":
            return "folder", *self.folder(base_dir).resolve().parts
        return "s3", self.home, *(part for part in self.prefix.split("/") if part)


def parse_place(text: str) -> Place:
    """A root as `podcast.toml` writes it.

    >>> parse_place("s3://my-show/podcast/")
    Place(scheme='s3', home='my-show', prefix='podcast')
    >>> parse_place("folder:out")
    Place(scheme='folder', home='out', prefix='')

    Raises:
        ValueError: With what to write instead.
    """
    scheme, colon, rest = text.partition(":")
    if not colon or scheme not in _SCHEMES:
        raise ValueError(_meant(scheme, colon, rest))
    if scheme == "folder":
        if not rest.strip():
            raise ValueError(f"name the folder: {DEFAULT}")
        return Place("folder", rest.strip())
    bucket, _, prefix = rest.removeprefix("//").partition("/")
    if not rest.startswith("//") or not _BUCKET.fullmatch(bucket):
        raise ValueError("write s3://BUCKET or s3://BUCKET/PREFIX")
    prefix = prefix.strip("/")
    try:
        return Place("s3", bucket, prefix and safe_key(prefix))
    except StoreError as error:
        raise ValueError("use only plain letters, digits, '-', '_', '.' and '/' in the prefix") from error


def _meant(scheme: str, colon: str, rest: str) -> str:
    if not colon:
        return f"write folder:{scheme}, or s3://BUCKET/PREFIX"
    if near := get_close_matches(scheme.lower(), _SCHEMES, n=1, cutoff=0.5):
        return f"did you mean {near[0]}:{rest}?"
    return EXAMPLES


def check_location(location: Location, base_dir: Path) -> list[Problem]:
    """What is wrong with where the show is to be stored."""
    if location.store and (location.public or location.private):
        return [_problem("'store' stands beside 'public' or 'private'", "keep 'store', or the other two")]
    if bool(location.public) != bool(location.private):
        missing = "private" if location.public else "public"
        return [_problem(f"'{missing}' is missing", f'name both roots: {missing} = "s3://BUCKET"')]
    written = {"store": location.store, "public": location.public, "private": location.private}
    problems = []
    for key, text in written.items():
        try:
            parse_place(text or DEFAULT)
        except ValueError as error:
            problems.append(_problem(f"'{key}' is \"{text}\", which is no store", str(error)))
    return problems or _check_apart(*parse_roots(location), base_dir)


def _check_apart(public: Place, private: Place, base_dir: Path) -> list[Problem]:
    """Because what stands below the public root can be read by everyone."""
    ours, theirs = private.parts(base_dir), public.parts(base_dir)
    shorter = min(len(ours), len(theirs))
    if ours[:shorter] != theirs[:shorter]:
        return []
    text = "'private' is inside 'public', where everyone can read it"
    if len(ours) < len(theirs):
        text = "'public' is inside 'private'"
    return [_problem(text, "give each root a place of its own")]


def _problem(text: str, fix: str) -> Problem:
    return Problem(CONFIG, 0, text, fix)


def parse_roots(location: Location) -> tuple[Place, Place]:
    """The public and the private root.

    Raises:
        ValueError: A place is not one; see `check_location`.
    """
    if location.public and location.private:
        return parse_place(location.public), parse_place(location.private)
    place = parse_place(location.store or DEFAULT)
    return place.below("public"), place.below("private")
