"""What browsers are told of lengths and languages."""

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})


def iso_duration(seconds: float) -> str:
    """A length as `<time datetime>` wants it.

    >>> iso_duration(1475.4)
    'PT1475S'
    """
    return f"PT{round(seconds)}S"


def direction(language: str) -> str:
    """Which way a language is written.

    >>> direction("he-IL"), direction("en")
    ('rtl', 'ltr')
    """
    return "rtl" if language.split("-", maxsplit=1)[0] in _RIGHT_TO_LEFT else "ltr"
