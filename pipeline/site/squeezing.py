"""Stylesheets and scripts as they are served: without what only their authors read."""

import re

_CSS_PARTS = re.compile(r"""("[^"]*"|'[^']*')|/\*.*?\*/|\s*([{};])\s*|\s+""", re.DOTALL)
_COMMENT_LINE = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_INDENTATION = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)


def squeeze_style(text: str) -> str:
    """A stylesheet without comments and needless blanks; strings stay as they are.

    >>> squeeze_style('/* why */ a::after {\\n  content: " /* */ ";\\n}\\n')
    'a::after{content: " /* */ ";}'
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
    """What stays of a string, a comment, a brace or a blank."""
    if found[0].startswith("/*"):
        return ""
    return found[1] or found[2] or " "
