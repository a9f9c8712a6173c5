"""moto's server, made to hold to conditions: alone it looks and writes in two steps, and two may win.

Run as a program, with moto_server's own arguments.
"""

from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

import moto.server
from moto.moto_server.werkzeug_app import DomainDispatcherApplication

WRITING = {"PUT", "POST", "DELETE"}


class OneWriter(DomainDispatcherApplication):  # type: ignore[misc] # moto has no types
    """One request that writes at a time."""

    writing = Lock()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in WRITING:
            return self._answer(environ, start_response)
        with self.writing:
            return self._answer(environ, start_response)

    def _answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        answer: Iterable[bytes] = super().__call__(environ, start_response)
        return answer


if __name__ == "__main__":
    moto.server.DomainDispatcherApplication = OneWriter
    moto.server.main()
