"""One S3 server, the proxy before it, an observer behind it, and the command that runs between them."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic
from urllib.parse import quote

from tests.chaos.commands import FIRST, Command, settle, write_show
from tests.chaos.faults import Fault, Request
from tests.chaos.invariants import BASE_URL, PRIVATE, PUBLIC, Harm, Referee, open_ends
from tests.chaos.launcher import ROOT, Launcher, Ran, launching
from tests.chaos.mirror import Kept, Mirror, Place
from tests.chaos.proxy import HANG_S, FaultProxy, proxying
from tests.servers.moto_server import moto
from tests.servers.running import S3Server, clean_environment

STOPPED = "stopped; what was finished stands, and running the command again goes on"
UNSIGNED = {"x-amz-content-sha256": "UNSIGNED-PAYLOAD", "authorization": "AWS key:signature"}
NOT_COMPARED = ("history/", "snapshot.json", "probe")
"""What tells how the store came to be, and not what it is."""


@dataclass(frozen=True)
class Case:
    """One run with one fault."""

    command: Command
    fault: Fault
    at: int
    hang_s: float = HANG_S

    @property
    def name(self) -> str:
        return f"{self.command.name}, {self.fault.name}, {self.at}"


@dataclass(frozen=True)
class Outcome:
    """How a case ended."""

    case: Case
    hit: Request | None
    """The request that the fault hit; None where the run needed fewer."""
    codes: tuple[int, ...]
    """Of the run, and of the one after it where one was needed."""
    findings: tuple[tuple[Harm, str], ...]
    writes: int
    polls: int
    took_s: float
    said: str

    @property
    def has_converged(self) -> bool:
        return Harm.STUCK not in {harm for harm, _ in self.findings}


@dataclass(frozen=True)
class Clean:
    """What a command does when nothing goes wrong."""

    start: Mirror
    folder: Path
    requests: tuple[Request, ...]
    end: Mirror

    def count(self, fault: Fault) -> int:
        """How many of its requests a fault fits."""
        return sum(fault.fits(request) for request in self.requests)


@dataclass
class World:
    """Everything that one case needs; the next one uses it again."""

    folder: Path
    server: S3Server
    proxy: FaultProxy
    launcher: Launcher
    observer: "subprocess.Popen[str]"
    _clean: dict[str, Clean] = field(default_factory=dict)

    @property
    def scratch(self) -> Path:
        return self.folder / "tmp"

    def run(self, folder: Path, typed: list[str]) -> Ran:
        """The command, and then quiet."""
        environment = {**self.server.environment(), "TMPDIR": str(self.scratch)}
        ran = self.launcher.run(folder, typed, environment)
        self.proxy.wait_until_quiet()
        return ran

    def clean(self, command: Command) -> Clean:
        """The same command without faults; run once."""
        if command.name not in self._clean:
            self._clean[command.name] = self._run_clean(command)
        return self._clean[command.name]

    def _run_clean(self, command: Command) -> Clean:
        start = Mirror() if command.starts_empty else self.clean((*command.before, FIRST)[0]).end
        folder = self.folder / re.sub(r"\W+", "-", command.name)
        clone = write_show(folder, self.proxy.endpoint_url)
        command.prepare(clone)
        settle(folder)
        self.restore(start)
        referee = Referee.of(start, command.allowed)
        self.proxy.look = referee.look
        self.proxy.arm()
        ran = self.run(clone.folder, command.typed)
        end = self.proxy.mirror.copy()
        assert ran.code == 0, ran
        assert not self.proxy.failures, self.proxy.failures
        assert not referee.findings, referee.findings
        ends = open_ends(end.bodies(PUBLIC))
        assert not ends, ends
        return Clean(start, clone.folder, tuple(self.proxy.seen), end)

    def play(self, case: Case) -> Outcome:
        """One case from its start to the end of its story."""
        began_s = monotonic()
        clean = self.clean(case.command)
        self.restore(clean.start)
        referee = Referee.of(clean.start, case.command.allowed)
        self.proxy.look = referee.look
        self._watch(case, clean)
        self.proxy.arm(case.fault, case.at, case.hang_s)
        ran = self.run(clean.folder, case.command.typed)
        hit, said, codes = self.proxy.hit, ran.stderr, [ran.code]
        self._check_end(case, ran, clean, referee)
        if ran.code != 0:
            self.proxy.arm()
            again = self.run(clean.folder, case.command.typed)
            codes.append(again.code)
            said += again.stderr
            self._check_settled(again, clean, referee)
        self._check_leftovers(referee)
        seen = self._stop_watching(referee, clean)
        findings = tuple((each.harm, each.text) for each in referee.findings)
        took_s = monotonic() - began_s
        return Outcome(case, hit, tuple(codes), findings, referee.looks, seen, took_s, said)

    def _check_end(self, case: Case, ran: Ran, clean: Clean, referee: Referee) -> None:
        """The exit code and the words of the run that was hit."""
        if "Traceback" in ran.stderr:
            referee.report(Harm.LIED, ran.stderr[-2000:])
        meant = {0, 4}
        if case.fault.signal is not None:
            meant = {0, -9} if case.fault.signal == 9 else {0, 130}
        if ran.code not in meant:
            referee.report(Harm.LIED, f"exit {ran.code}: {ran.stderr[-500:]}")
        if ran.code == 130 and STOPPED not in ran.stderr:
            referee.report(Harm.LIED, f"exit 130: {ran.stderr[-500:]}")
        if ran.code == 0:
            for text in self._differences(clean.end):
                referee.report(Harm.LIED, f"exit 0, but {text}")

    def _check_settled(self, again: Ran, clean: Clean, referee: Referee) -> None:
        if again.code != 0:
            referee.report(Harm.STUCK, f"exit {again.code}: {again.stderr[-1000:]}")
        for text in self._differences(clean.end):
            referee.report(Harm.STUCK, text)

    def _differences(self, end: Mirror) -> Iterator[str]:
        """How the store differs from how a clean run leaves it."""
        for bucket in (PUBLIC, PRIVATE):
            ours, theirs = self.proxy.mirror.bodies(bucket), end.bodies(bucket)
            for key in sorted(ours.keys() | theirs.keys()):
                if ours.get(key) != theirs.get(key) and not key.startswith(NOT_COMPARED):
                    kinds = ("absent", "there")
                    yield (
                        f"{bucket}/{key} differs from a clean run: "
                        f"{kinds[key in ours]}, {kinds[key in theirs]} there"
                    )

    def _check_leftovers(self, referee: Referee) -> None:
        if self.proxy.failures:
            referee.report(Harm.STUCK, f"the proxy failed: {self.proxy.failures}")
        for (_, key), _headers in self.proxy.mirror.uploads.values():
            referee.report(Harm.LEFT, f"an upload of {key}")
        for path in self.scratch.iterdir():
            referee.report(Harm.LEFT, f"scratch {path.name}")

    def _watch(self, case: Case, clean: Clean) -> None:
        hidden = [
            BASE_URL + quote(key.removeprefix("staging/"))
            for bucket, key in (*clean.start.objects, *clean.end.objects)
            if bucket == PRIVATE and key.startswith("staging/") and key.endswith(".mp3")
        ]
        self._tell(
            {
                "watch": case.name,
                "leaving": list(case.command.leaving),
                "changing": list(case.command.changing),
                "forbidden": sorted(set(hidden)) if case.command.forbidden else [],
            }
        )

    def _stop_watching(self, referee: Referee, clean: Clean) -> int:
        """What the observer saw; and that it sees what a clean run leaves."""
        seen = self._tell({"stop": True})
        for harm, text in seen["findings"]:
            referee.report(Harm(harm), f"seen from outside: {text}")
        expected = Referee.of(clean.end, referee.allowed).items
        for guid in expected.keys() - set(seen["guids"]):
            referee.report(Harm.LOST, guid)
        return int(seen["polls"])

    def _tell(self, order: Mapping[str, object]) -> dict[str, list[str]]:
        assert self.observer.stdin
        assert self.observer.stdout
        self.observer.stdin.write(json.dumps(order) + "\n")
        self.observer.stdin.flush()
        answer: dict[str, list[str]] = json.loads(self.observer.stdout.readline())
        return answer

    def restore(self, start: Mirror) -> None:
        """Put the store back to where a story begins, behind everybody's back."""
        self.proxy.failures.clear()
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.scratch.mkdir()
        now = self.proxy.mirror
        for upload, (place, _) in now.uploads.items():
            self._ask("DELETE", place, query=f"?uploadId={quote(upload)}")
        for place in sorted(now.objects.keys() - start.objects.keys()):
            self._ask("DELETE", place)
        for place, kept in start.objects.items():
            if now.objects.get(place) != kept:
                self._ask("PUT", place, kept)
        self.proxy.mirror = start.copy()
        self.proxy.mirror.uploads.clear()

    def _ask(self, method: str, place: Place, kept: Kept | None = None, query: str = "") -> None:
        connection = HTTPConnection("127.0.0.1", self.proxy.backend_port, timeout=30)
        headers = {**UNSIGNED, **(kept.headers if kept else {})}
        path = quote(f"/{place[0]}/{place[1]}") + query
        connection.request(method, path, kept.body if kept else None, headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        assert answer.status < 300, (method, place, answer.status)


@contextmanager
def open_world(folder: Path) -> Iterator[World]:
    """Servers and processes until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        server = stack.enter_context(moto(folder))
        for bucket in (PUBLIC, PRIVATE):
            server.admin().create_bucket(Bucket=bucket)
        proxy = stack.enter_context(proxying(int(server.endpoint_url.rpartition(":")[2])))
        launcher = stack.enter_context(launching(folder / "launcher"))
        proxy.send_signal = launcher.send_signal
        observer = stack.enter_context(_observing(folder, f"{server.endpoint_url}/{PUBLIC}/"))
        yield World(folder, server, proxy, launcher, observer)


@contextmanager
def _observing(folder: Path, served_at: str) -> "Iterator[subprocess.Popen[str]]":
    command = [sys.executable, "-m", "tests.chaos.observer", "--public-url", BASE_URL]
    command += ["--served-at", served_at, "--journal", str(folder / "journal.jsonl")]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**clean_environment(), "PYTHONPATH": str(ROOT)},
    ) as process:
        yield process
        assert process.stdin
        process.stdin.close()
        process.wait(10)
