"""A conversation with nobody: every question is answered with yes, every plan approved."""

from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.core.plan import Plan
from pipeline.errors import Problem
from pipeline.store.protocol import Progress


class Quiet:
    """Implements `pipeline.workflows.conversation.Conversation`."""

    def say(self, text: str) -> None:
        pass

    def warn(self, problem: Problem | str) -> None:
        pass

    def ask(self, question: str) -> bool:
        return True

    def ask_back(self, question: str) -> bool:
        return False

    def approve(self, plan: Plan) -> bool:
        return True

    @contextmanager
    def uploading(self, what: str, size_bytes: int) -> Iterator[Progress]:
        yield lambda _: None
