"""Stylesheets and scripts as they are served: without what only their authors read."""

import re

_CSS_PARTS = re.compile(
    r"""
    (?P<string>"[^"]*"|'[^']*')
    | (?P<comment>/\*.*?\*/)
    | ;?\s*(?P<end>\})\s*
    | \s*(?P<mark>[{;,>])\s*
    | (?P<colon>:)\s+
    | (?P<blank>\s+)
    """,
    re.DOTALL | re.VERBOSE,
)
"""What stands before a colon may be a blank between two selectors, and stays."""
_COMMENT_LINE = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_INDENTATION = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)


def squeeze_style(text: str) -> str:
    """A stylesheet without comments and needless blanks; strings stay as they are.

    >>> squeeze_style('/* why */ a, p :is(b)::after {\\n  content: " ; ";\\n  margin: 0 auto;\\n}\\n')
    'a,p :is(b)::after{content:" ; ";margin:0 auto}'
    """
    return _CSS_PARTS.sub(_keep, text).strip()


def squeeze_script(text: str) -> str:
    """A script without indentation, empty lines and lines that are comments.

    Line ends stay, because they may end statements. Scripts of the theme
    have no text over several lines, where blanks would count.

    >>> squeeze_script("{\\n  // why\\n  go();\\n\\n}\\n")
    '{\\ngo();\\n}\\n'
    """
    return _INDENTATION.sub("", _COMMENT_LINE.sub("", text))


def _keep(found: re.Match[str]) -> str:
    """What stays of a string, a comment, a mark or a blank."""
    kind = found.lastgroup or ""
    return {"comment": "", "blank": " "}.get(kind, found[kind])
