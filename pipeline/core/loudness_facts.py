"""What is heard in an audio file when it is decoded: loudness, peaks, silences, clipping."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Silence:
    """A stretch in which nothing is heard; times are seconds from the start."""

    start_s: float
    end_s: float

    @property
    def length_s(self) -> float:
        return self.end_s - self.start_s


@dataclass(frozen=True)
class LoudnessFacts:
    """One measurement by ITU-R BS.1770 and EBU R 128; mono is measured as if on two speakers."""

    integrated_lufs: float | None
    """Of the whole; None where there is no sound above the gate."""
    true_peak_dbtp: float | None
    """The highest point between samples as well; None where there is no sound."""
    range_lu: float
    """How far loud and soft parts lie apart."""
    clipped_samples: int
    """Samples at full scale, of all channels."""
    crest_db: float | None
    """How far the peak stands above the mean; what is cut flat has little of it."""
    silences: tuple[Silence, ...]
    """Those of three seconds and more, in order."""
    duration_s: float
    """Of the decoded sound."""
    codec: str
    """As ffmpeg calls it: mp3, aac, alac …"""
