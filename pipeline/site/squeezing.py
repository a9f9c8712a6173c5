"""Stylesheets and scripts as they are served: without what only their authors read.

The only module that imports rjsmin.
"""

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


def squeeze_style(text: str) -> str:
    """A stylesheet without comments and needless blanks; strings stay as they are.

    >>> squeeze_style('/* why */ a, p :is(b)::after {\\n  content: " ; ";\\n  margin: 0 auto;\\n}\\n')
    'a,p :is(b)::after{content:" ; ";margin:0 auto}'
    """
    return _CSS_PARTS.sub(_keep, text).strip()


def squeeze_script(text: str) -> str:
    r"""A script without comments and needless blanks; texts and patterns in it stay as they are.

    >>> squeeze_script("{\n  // why\n  go('a  //  b', /x y/);\n\n  stop();\n}\n")
    "{go('a  //  b',/x y/);stop();}\n"
    """
    import rjsmin

    return str(rjsmin.jsmin(text)).strip() + "\n"


def _keep(found: re.Match[str]) -> str:
    """What stays of a string, a comment, a mark or a blank."""
    kind = found.lastgroup or ""
    return {"comment": "", "blank": " "}.get(kind, found[kind])
