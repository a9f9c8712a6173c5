"""A transcript as a page: what people read who have no script, and search engines."""

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import escape

from pipeline.core.chapters import format_clock
from pipeline.core.notes.plain import shorten
from pipeline.core.transcript_cues import Cue
from pipeline.core.transcript_writing import join_turns

LONG_CHARACTERS = 600
"""Of one person's words, after which they go on in a new paragraph."""
TITLE_CHARACTERS = 65
"""Of which search engines show most."""

_STYLE = """\
:root { color-scheme: light dark; }
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1.0625rem/1.6 system-ui, sans-serif; \
overflow-wrap: break-word; }
h1 { font-size: 1.6rem; }
cite { font-style: normal; font-weight: 600; }
time { font-size: 0.875rem; font-variant-numeric: tabular-nums; }
p { margin: 0 0 1.25rem; }
"""
_POLICY = f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'"


def render_transcript_page(
    cues: Iterable[Cue], language: str, heading: str, heading_language: str | None = None
) -> str:
    """A whole page that loads nothing: a name, a time and a paragraph for each turn.

    Its elements are those that the podcast namespace asks of HTML transcripts.
    It says nothing of the episode, so that it stays as it is when that is renamed.

    Args:
        cues: What is said.
        language: That it is said in.
        heading: What such a page is called in that language.
        heading_language: Of the heading, where it is in another one.
    """
    turns = list(join_turns(cues, LONG_CHARACTERS))
    title = shorten(": ".join([heading, *(turn.text for turn in turns[:1])]), TITLE_CHARACTERS)
    marked = f' lang="{escape(heading_language)}"' if heading_language else ""
    return f"""\
<!DOCTYPE html>
<html lang="{escape(language)}" dir="auto">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1{marked}>{escape(heading)}</h1>
{"".join(map(_turn, turns))}\
</main>
</body>
</html>
"""


def _turn(turn: Cue) -> str:
    """One paragraph, with whose it is and since when.

    >>> print(_turn(Cue(3723.5, 3724.0, "Ada", "1 < 2")), end="")
    <div>
    <cite>Ada:</cite> <time datetime="PT3723.5S">1:02:03</time>
    <p>1 &lt; 2</p>
    </div>
    """
    name = f"<cite>{escape(turn.speaker)}:</cite> " if turn.speaker else ""
    start = f"{turn.start_s:.3f}".rstrip("0").rstrip(".")
    time = f'<time datetime="PT{start}S">{format_clock(turn.start_s)}</time>'
    return f"<div>\n{name}{time}\n<p>{escape(turn.text)}</p>\n</div>\n"
