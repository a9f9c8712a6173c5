"""How a workflow talks to the person at the keyboard, without knowing about terminals."""

from contextlib import AbstractContextManager
from typing import Protocol

from pipeline.core.plan import Plan
from pipeline.errors import Problem
from pipeline.store.protocol import Progress


class Conversation(Protocol):
    """What workflows say and ask. The CLI speaks to a terminal, tests to a list."""

    def say(self, text: str) -> None:
        """A line of progress or news."""
        ...

    def warn(self, problem: Problem | str) -> None:
        """Something that does not stop the run."""
        ...

    def ask(self, question: str) -> bool:
        """A question that needs a yes; False ends the run without harm."""
        ...

    def ask_back(self, question: str) -> bool:
        """Whether to undo what somebody published: only a person, or an option by that name, says yes."""
        ...

    def approve(self, plan: Plan) -> bool:
        """Show the plan; False stops before anything is written."""
        ...

    def uploading(self, what: str, size_bytes: int) -> AbstractContextManager[Progress]:
        """Show the progress of one transfer, in bytes."""
        ...
