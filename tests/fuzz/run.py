"""Looks for bytes that break a reader, with atheris, which sees what code they reach: `make fuzz`."""

import argparse
import subprocess
import sys
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

BUILD = Path(__file__).parent.parent.parent / "build" / "fuzz"
LONGEST_BYTES = 20_000
SLOWEST_S = 20
MOST_MEMORY_MB = 2048


def parse_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="readers to try; all unless named")
    parser.add_argument("--seconds", type=int, default=20, help="for each reader")
    parser.add_argument("--here", action="store_true", help="try the one reader in this process")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Try each reader in a process of its own; 1 where one of them broke."""
    chosen = parse_arguments(arguments)
    if chosen.here:
        return fuzz(chosen.names[0], chosen.seconds)
    from tests.fuzz.targets import BY_NAME

    broken = [name for name in chosen.names or BY_NAME if not survives(name, chosen.seconds)]
    for name in broken:
        sys.stdout.write(f"{name} broke; what broke it is in {BUILD / name}\n")
    return 1 if broken else 0


def survives(name: str, seconds: int) -> bool:
    """Whether nothing was found; what was is told, and else how much was tried."""
    command = [sys.executable, "-m", "tests.fuzz.run", "--here", "--seconds", str(seconds), name]
    done = subprocess.run(command, capture_output=True, check=False, text=True, errors="replace")
    lines = done.stderr.splitlines()
    tried = next((line for line in reversed(lines) if line.startswith("Done ")), "")
    sys.stdout.write(f"{name}: {tried}\n" if done.returncode == 0 else f"{done.stdout}{done.stderr}")
    sys.stdout.flush()
    return done.returncode == 0


def fuzz(name: str, seconds: int) -> int:
    """Try one reader; libFuzzer ends the process."""
    import atheris

    with atheris.instrument_imports(include=["pipeline"]):
        from tests.fuzz.targets import BY_NAME
    target = BY_NAME[name]
    seeds, found = put_seeds(name, target.seeds()), BUILD / name
    words = BUILD / f"{name}.words"
    words.write_text("".join(f"{quoted(each)}\n" for each in target.words))
    options = {
        "max_total_time": seconds,
        "max_len": LONGEST_BYTES,
        "timeout": SLOWEST_S,
        "rss_limit_mb": MOST_MEMORY_MB,
        "artifact_prefix": f"{found}/",
        "dict": words,
    }
    flags = [f"-{key}={value}" for key, value in options.items()]
    atheris.Setup([name, *flags, str(seeds)], target.try_out)
    atheris.Fuzz()
    return 0


def put_seeds(name: str, seeds: Iterable[bytes]) -> Path:
    """The folder of what the reader is to begin with; what libFuzzer adds to it stays for the next time."""
    folder = BUILD / name / "corpus"
    folder.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        (folder / sha256(seed).hexdigest()[:16]).write_bytes(seed)
    return folder


def quoted(word: str) -> str:
    r"""A word as libFuzzer's dictionaries have it.

    >>> quoted('a"\n')
    '"\\x61\\x22\\x0a"'
    """
    return '"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"'


if __name__ == "__main__":
    sys.exit(main())
