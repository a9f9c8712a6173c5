"""Characters that no XML or HTML document may hold."""

import re

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def drop_illegal(text: str) -> str:
    r"""Leave out what XML 1.0 §2.2 does not allow: controls, lone surrogates, U+FFFE and U+FFFF.

    >>> drop_illegal("a\x00b\x1b[0m\ud800\tc")
    'ab[0m\tc'
    """
    return _ILLEGAL.sub("", text)
