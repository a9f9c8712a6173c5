"""How long to wait out an outage of the store, and how often to try."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from pipeline.errors import AirdateError, OutageError

T = TypeVar("T")
LONGEST_WAIT_S = 20.0


@dataclass
class Patience:
    """Try again after an OutageError, waiting longer each time, until the deadline.

    A store that never answered at all is more likely misspelt than down:
    its first error is passed on at once.
    """

    deadline_s: float = 600.0
    """How long one operation may take, its repetitions included."""
    sleep: Callable[[float], None] = time.sleep
    monotonic: Callable[[], float] = time.monotonic
    jitter: Callable[[], float] = random.random
    """A number from 0 to 1: clients that failed together should not return together."""
    on_wait: Callable[[OutageError, float], None] | None = None
    """Told what failed and how many seconds are waited before the next attempt."""
    has_answered: bool = False
    """Whether the store ever answered anything."""

    def keep_trying(self, operation: Callable[[], T]) -> T:
        """The operation's result, however often it takes.

        Raises:
            OutageError: The last one, when the time is up.
        """
        end = self.monotonic() + self.deadline_s
        wait_s = 1.0
        while True:
            try:
                result = operation()
            except OutageError as error:
                self.has_answered |= error.has_answered
                pause_s = wait_s * (0.5 + self.jitter() / 2)
                if not self.has_answered or self.monotonic() + pause_s > end:
                    raise
                self._pause(error, pause_s)
            except AirdateError:
                self.has_answered = True
                raise
            else:
                self.has_answered = True
                return result
            wait_s = min(2 * wait_s, LONGEST_WAIT_S)

    def _pause(self, error: OutageError, pause_s: float) -> None:
        if self.on_wait:
            self.on_wait(error, pause_s)
        self.sleep(pause_s)
