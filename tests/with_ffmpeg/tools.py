"""The outside tools, run to their end; and what is encoded with them."""

import json
import subprocess
from pathlib import Path
from typing import Any

TEXT = "Your heel hurts in the morning. Here is why. " * 8

MP3 = "-c:a libmp3lame"
ENCODINGS = {
    "cbr.mp3": f"{MP3} -b:a 128k",
    "cbr-mono.mp3": f"{MP3} -b:a 64k -ac 1",
    "cbr-headerless.mp3": f"{MP3} -b:a 96k -write_xing 0 -id3v2_version 0",
    "abr.mp3": f"{MP3} -b:a 96k -abr 1",
    "vbr.mp3": f"{MP3} -q:a 4 -id3v2_version 4 -write_id3v1 1",
    "vbr-headerless.mp3": f"{MP3} -q:a 4 -write_xing 0",
    "vbr-headerless-mono.mp3": f"{MP3} -q:a 7 -ac 1 -write_xing 0 -id3v2_version 0",
    "vbr-32k.mp3": f"{MP3} -q:a 4 -ar 32000 -write_xing 0",
    "vbr-48k.mp3": f"{MP3} -q:a 2 -ar 48000",
    "low-22k.mp3": f"{MP3} -q:a 4 -ar 22050 -write_xing 0",
    "low-16k.mp3": f"{MP3} -b:a 32k -ar 16000 -ac 1",
    "low-8k.mp3": f"{MP3} -b:a 16k -ar 8000 -ac 1",
    "shine.mp3": "-c:a libshine -b:a 128k",
    "layer2.mp3": "-c:a mp2 -b:a 128k -f mp2",
    "aac.m4a": "-c:a aac -b:a 96k",
    "aac-faststart.m4a": "-c:a aac -b:a 64k -ac 1 -movflags +faststart",
    "alac.m4a": "-c:a alac",
    "aac.mov": "-c:a aac -b:a 96k",
    "pcm.mov": "-c:a pcm_s16be -ar 22050",
    "video.mp4": "-c:a aac -b:a 64k",
    "video-faststart.m4v": "-c:a aac -b:a 64k -movflags +faststart -f mp4 -brand M4V",
    "video.mov": "-c:a aac -b:a 64k",
}


def run(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a tool to its end, and show what it said if it failed."""
    done = subprocess.run(arguments, cwd=cwd, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, f"{arguments}: {done.stderr}"
    return done


def ffmpeg(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return run("ffmpeg", "-nostdin", "-v", "error", "-y", *arguments)


def ffprobe(path: Path, *show: str) -> dict[str, Any]:
    """What ffprobe shows, by the names it gives."""
    found: dict[str, Any] = json.loads(run("ffprobe", "-v", "error", "-of", "json", *show, path).stdout)
    return found


def jpeg(folder: Path) -> bytes:
    """A real picture."""
    ffmpeg("-f", "lavfi", "-i", "color=c=blue:s=64x64:d=1", "-frames:v", "1", folder / "cover.jpg")
    return (folder / "cover.jpg").read_bytes()
