"""What goes wrong between a publisher and its store: one row for each kind of fault."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from signal import SIGINT, SIGKILL, SIGTERM, Signals
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass(frozen=True)
class Request:
    """One request to the store, before its body is read."""

    method: str
    target: str
    """Path and query as they were sent."""
    headers: dict[str, str]
    """Names in lower case."""

    @property
    def query(self) -> dict[str, str]:
        found = parse_qs(urlsplit(self.target).query, keep_blank_values=True)
        return {name: values[0] for name, values in found.items()}

    @property
    def bucket(self) -> str:
        return unquote(urlsplit(self.target).path).strip("/").partition("/")[0]

    @property
    def key(self) -> str:
        return unquote(urlsplit(self.target).path).lstrip("/").partition("/")[2]

    @property
    def size_bytes(self) -> int:
        return int(self.headers.get("content-length") or 0)

    @property
    def is_mutation(self) -> bool:
        return self.method in {"PUT", "POST", "DELETE"}

    @property
    def is_list(self) -> bool:
        return self.method == "GET" and not self.key

    @property
    def is_conditional(self) -> bool:
        return self.method == "PUT" and bool({"if-match", "if-none-match"} & self.headers.keys())

    @property
    def is_assembled(self) -> bool:
        """The answers to these may begin with 200 and end in an error, says AWS."""
        is_copy = self.method == "PUT" and "x-amz-copy-source" in self.headers
        return is_copy or (self.method == "POST" and "uploadId" in self.query)

    @property
    def label(self) -> str:
        """`PUT pages`: the method, and where below which root."""
        room, _, rest = self.key.partition("/")
        return f"{self.method} {self.bucket}/{room}{'/' if rest else ''}"


class Then(Enum):
    """What happens to the request that a fault hits."""

    RESET = "the connection is reset before anything is read"
    CUT = "the connection is reset in the middle of the request's body"
    HANG = "nothing is said for a while, then the connection is reset"
    ANSWER = "an error is answered, and nothing is done"
    LOSE = "it is done, and the connection is reset instead of an answer"
    ERR = "it is done, and an error is answered"
    TRUNCATE = "it is done, and half of the answer comes"
    STALE = "a list is answered as it was when the run began"
    OUTAGE = "every connection is reset, for some seconds"
    SIGNAL = "the process is sent a signal, and the request goes on"
    SIGNAL_AFTER = "it is done, and the process is sent a signal instead of an answer"


@dataclass(frozen=True)
class Fault:
    """One kind of fault."""

    name: str
    then: Then
    fits: Callable[[Request], bool] = lambda _: True
    """Which requests it can hit: the n-th of these is hit."""
    status: int = 500
    body: bytes = b""
    signal: Signals | None = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def ends_the_run(self) -> bool:
        """Whether the run is stopped by it, so that it cannot go on by itself."""
        return self.signal is not None


def error(code: str) -> bytes:
    """As S3 words its refusals."""
    text = f"<Error><Code>{code}</Code><Message>injected</Message></Error>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()


def _is_mutation(request: Request) -> bool:
    return request.is_mutation


def _has_body(request: Request) -> bool:
    return request.size_bytes > 1


def _is_list(request: Request) -> bool:
    return request.is_list


def _is_conditional(request: Request) -> bool:
    return request.is_conditional


def _is_assembled(request: Request) -> bool:
    return request.is_assembled


GATEWAY = b"<html><head><title>502 Bad Gateway</title></head><body>upstream is away</body></html>"

FAULTS = (
    Fault("refuse", Then.RESET),
    Fault("cut body", Then.CUT, _has_body),
    Fault("lose reply", Then.LOSE),
    Fault("hang", Then.HANG),
    Fault("500", Then.ANSWER, status=500, body=error("InternalError")),
    Fault("500 when done", Then.ERR, _is_mutation, 500, error("InternalError")),
    Fault("503", Then.ANSWER, status=503, body=error("ServiceUnavailable")),
    Fault("SlowDown", Then.ANSWER, status=503, body=error("SlowDown")),
    Fault("429", Then.ANSWER, status=429, body=error("TooManyRequests")),
    Fault("bad gateway", Then.ANSWER, status=502, body=GATEWAY, headers={"Content-Type": "text/html"}),
    Fault("error in 200", Then.ANSWER, _is_assembled, 200, error("InternalError")),
    Fault("conflict", Then.ANSWER, _is_conditional, 409, error("ConditionalRequestConflict")),
    Fault("truncate", Then.TRUNCATE),
    Fault("stale list", Then.STALE, _is_list),
    Fault("outage", Then.OUTAGE),
)
STOPS = (
    Fault("kill before", Then.SIGNAL, signal=SIGKILL),
    Fault("kill after", Then.SIGNAL_AFTER, _is_mutation, signal=SIGKILL),
    Fault("SIGTERM", Then.SIGNAL, signal=SIGTERM),
    Fault("SIGINT", Then.SIGNAL, signal=SIGINT),
)
BY_NAME = {fault.name: fault for fault in (*FAULTS, *STOPS)}
