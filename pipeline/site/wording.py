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


def locale_of(language: str) -> str:
    """A language as picture cards name it; empty where no country is said.

    >>> locale_of("pt-BR"), locale_of("de"), locale_of("zh-Hant-TW")
    ('pt_BR', '', 'zh_TW')
    """
    first, *rest = language.split("-")
    country = next((each for each in rest if len(each) == 2), "")
    return f"{first}_{country.upper()}" if country else ""
