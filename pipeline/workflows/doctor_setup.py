"""Doctor, the folder's part: `podcast.toml`, what it includes, where it leads, and which tools are here."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pipeline.audio.loudness import find_ffmpeg
from pipeline.core import findings
from pipeline.core.addresses import PREVIEW_URL, Addresses
from pipeline.core.findings import MISCONFIGURED, Finding, Topic
from pipeline.core.location import Location
from pipeline.errors import InputError, Problem, ToolError
from pipeline.source.show_file import PODCAST_TOML, ShowFile, read_location, read_show
from pipeline.store.places import Place, check_location, parse_roots

_ok = partial(findings.ok, Topic.CONFIGURATION)
_warning = partial(findings.warning, Topic.CONFIGURATION)
_problem = partial(findings.problem, Topic.CONFIGURATION, code=MISCONFIGURED)


@dataclass(frozen=True)
class Setup:
    """What the folder says."""

    findings: tuple[Finding, ...]
    location: Location | None = None
    """None where it names no usable store."""
    public: Place | None = None
    private: Place | None = None
    base_url: str | None = None
    """Where the public root is seen; None where that is no address for others."""
    pretty: bool = False

    @property
    def addresses(self) -> Addresses:
        return Addresses(self.base_url or PREVIEW_URL, self.pretty)


def look_at_setup(folder: Path) -> Setup:
    """Everything that can be told without asking anybody."""
    found: list[Finding] = []
    file = None
    try:
        file = read_show(folder)
        found += _describe(file)
    except InputError as error:
        found += map(_of_problem, error.problems)
    try:
        location = read_location(folder)
    except InputError:
        return Setup(tuple(found))  # its problems are among those of the whole
    if problems := check_location(location, folder):
        known = {each.text for each in found}
        fresh = (each for each in map(_of_problem, problems) if each.text not in known)
        return Setup((*found, *fresh))
    public, private = parse_roots(location)
    found.append(_ok("store", f"public root {_named(public)}, private root {_named(private)}"))
    if file is None:
        return Setup(tuple(found), location, public, private)
    found.append(_look_at_base_url(file, public))
    base_url = file.show.base_url
    is_public = base_url is not None and base_url.startswith("https://")
    return Setup(
        tuple(found), location, public, private, base_url if is_public else None, file.show.pretty_urls
    )


def _describe(file: ShowFile) -> Iterator[Finding]:
    yield _ok(PODCAST_TOML, f'can be read: "{file.show.title}"')
    included = sorted({shown for shown, _ in file.elsewhere.values()})
    if included:
        yield _ok("include", f"{len(included)} included: {', '.join(included)}")


def _of_problem(problem: Problem) -> Finding:
    where = f"{problem.path}:{problem.line}" if problem.line else problem.path
    check = PODCAST_TOML if problem.path == PODCAST_TOML else "include"
    return _problem(check, f"{where}: {problem.text}", problem.fix)


def _named(place: Place) -> str:
    if place.scheme == "folder":
        return f"folder:{place.home}"
    return f"s3://{place.home}/{place.prefix}".rstrip("/")


def _look_at_base_url(file: ShowFile, public: Place) -> Finding:
    base_url, line = file.show.base_url, file.line_of("base_url")
    fix = 'set base_url = "https://…/", the address at which everybody sees the public root'
    if base_url is None:
        kind = "a folder" if public.scheme == "folder" else "a store"
        return _warning("base_url", f"not set: the show is a preview in {kind}, which nobody else sees", fix)
    if not base_url.startswith("https://"):
        text = f"{PODCAST_TOML}:{line}: {base_url} is not encrypted, and so it is a preview"
        return _warning("base_url", text, fix)
    return _ok("base_url", base_url)


def look_at_tools() -> Iterator[Finding]:
    """Programs that help where they are, and are never needed."""
    try:
        yield findings.ok(Topic.TOOLS, "ffmpeg", f"{find_ffmpeg()}: check --audio can measure loudness")
    except ToolError:
        text = "not here, and not needed: only check --audio would use it"
        yield findings.ok(Topic.TOOLS, "ffmpeg", text)
