"""Why a file cannot be published, on its way to the `AudioError` that also names the file."""

CUT_FIX = (
    "export or copy it again; if it is whole when you listen to its end, write it anew: "
    "ffmpeg -i {name} -vn -c:a libmp3lame -q:a 2 whole-{name}"
)


class FlawError(Exception):
    """What is wrong inside a file; `fix` may say {name} for the file's name."""

    def __init__(self, reason: str, fix: str = "export or copy it again") -> None:
        super().__init__(reason)
        self.reason = reason
        self.fix = fix


class NoSoundError(FlawError):
    """There is not one whole frame in it."""
