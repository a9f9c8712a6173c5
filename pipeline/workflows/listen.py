"""Listen: measure the audio of episodes with ffmpeg, for the rules of what is heard."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.core.loudness_facts import LoudnessFacts
from pipeline.core.rules.candidate import Candidate
from pipeline.errors import InputError, Problem
from pipeline.source.local_episode import LocalEpisode
from pipeline.workflows.context import Context
from pipeline.workflows.prepare import named_audio

_NAMED = 3


@dataclass
class Listener:
    """Listens to one episode after the other, and remembers which it could not."""

    context: Context
    ffmpeg: str
    absent: list[str] = field(default_factory=list)
    """Episodes whose audio is not here, by slug."""

    def listen(self, local: LocalEpisode, candidate: Candidate, problems: list[Problem]) -> Candidate:
        """The candidate with what is heard in its audio; as it was where there is nothing to hear."""
        if candidate.audio is None or local.audio is None:
            if local.audio_file is not None:
                self.absent.append(local.slug)
            return candidate
        if candidate.audio.duration_s is None:
            return candidate  # a PDF
        self.context.talk.say(f"listening to {self.context.shown(local.audio)}")
        try:
            return replace(candidate, loudness=self._measure(local, local.audio))
        except InputError as error:
            problems += error.problems
            return candidate

    def _measure(self, local: LocalEpisode, audio: Path) -> LoudnessFacts:
        from pipeline.audio.loudness import measure  # only who listens pays for it

        with named_audio(local):
            return measure(audio, self.ffmpeg)

    @property
    def notes(self) -> Sequence[str]:
        """What was not listened to."""
        if not self.absent:
            return ()
        named = ", ".join(self.absent[:_NAMED])
        more = len(self.absent) - _NAMED
        others = f" and {more} more" if more > 0 else ""
        return (f"not listened to, because the audio is not here: {named}{others}",)


def open_listener(context: Context) -> Listener:
    """Somebody who can listen.

    Raises:
        ToolError: ffmpeg is not on this machine.
    """
    from pipeline.audio.loudness import find_ffmpeg  # only who listens pays for it

    return Listener(context, find_ffmpeg())
