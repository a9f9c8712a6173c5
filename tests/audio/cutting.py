"""Cuts of whole files at random places: which are refused, and which of the others may pass."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from pipeline.audio.probe import probe
from pipeline.errors import AudioError
from tests.audio.good_files import GoodFile


@dataclass
class Tally:
    """What became of one family of files."""

    family: str
    files: int = 0
    alarms: list[str] = field(default_factory=list)
    """Whole files that were refused, and why."""
    cuts: int = 0
    """Of sound: a cut that takes off nothing but tags does no harm, and is not counted."""
    between: int = 0
    """Cuts exactly between two frames of a file that says nowhere how long it is: these pass."""
    passed: list[str] = field(default_factory=list)
    """Cuts that passed and ought not to."""
    tag_cuts: int = 0
    """Cuts that took off nothing but tags and padding."""

    @property
    def refused_percent(self) -> float:
        return 100 * (1 - (self.between + len(self.passed)) / self.cuts) if self.cuts else 100.0


def extension_of(good: GoodFile) -> str:
    """What the file is to be called."""
    return next((each for each in (".m4a", ".mp4", ".m4v", ".mov") if each in good.name), ".mp3")


def check_good(good: GoodFile, folder: Path) -> str | None:
    """Why a whole file is refused; None where it is not."""
    return _reason(good, good.data, folder)


def _reason(good: GoodFile, data: bytes, folder: Path) -> str | None:
    path = folder / f"tape{extension_of(good)}"
    path.write_bytes(data)
    try:
        probe(path)
    except AudioError as error:
        return str(error).removeprefix(f"{path}: ").partition("\n")[0]
    return None


def is_between_frames(good: GoodFile, cut: int) -> bool:
    """Whether the next frame would have begun there."""
    return good.data[cut] == 0xFF and good.data[cut + 1] & 0xE0 == 0xE0


def cut_files(files: Iterable[GoodFile], cuts: int, seed: int, folder: Path) -> list[Tally]:
    """Probe every file whole, and each family cut at so many places, spread over its files.

    Places are anywhere in the file, so that a long file of a family counts
    no more than a short one.
    """
    families = defaultdict(list)
    for good in files:
        families[good.family].append(good)
    return [_cut_family(some, cuts, Random(f"{seed} {name}"), folder) for name, some in families.items()]


def _cut_family(files: Sequence[GoodFile], cuts: int, random: Random, folder: Path) -> Tally:
    tally = Tally(files[0].family, len(files))
    for good in files:
        if reason := check_good(good, folder):
            tally.alarms.append(f"{good.name}: {reason}")
    for good, cut in _places(files, cuts, random):
        if cut >= good.sound_end:
            tally.tag_cuts += 1
            continue
        tally.cuts += 1
        if _reason(good, good.data[:cut], folder):
            continue
        if good.is_bare and is_between_frames(good, cut):
            tally.between += 1
        else:
            tally.passed.append(f"{good.name}: byte {cut} of {len(good.data)}")
    return tally


def _places(files: Sequence[GoodFile], cuts: int, random: Random) -> Iterator[tuple[GoodFile, int]]:
    for number in range(cuts):
        good = files[number % len(files)]
        yield good, random.randrange(1, len(good.data))
