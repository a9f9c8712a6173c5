"""Language codes as feeds have them: what people write instead of them, and what was meant."""

import re

from pipeline.core.rules.feeds.values import Fault
from pipeline.core.rules.languages import problem_of_language, quirk_of_language

_LOOK_AT = 40
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")
_NAMES = {
    "arabic": "ar", "chinese": "zh", "danish": "da", "dansk": "da", "deutsch": "de", "dutch": "nl",
    "eng": "en", "english": "en", "español": "es", "french": "fr", "français": "fr", "german": "de",
    "hindi": "hi", "italian": "it", "italiano": "it", "japanese": "ja", "nederlands": "nl", "norsk": "no",
    "polish": "pl", "portuguese": "pt", "português": "pt", "russian": "ru", "spanish": "es", "svenska": "sv",
    "swedish": "sv", "turkish": "tr",
}  # fmt: skip


def fault_of_language(text: str) -> Fault | None:
    """What is wrong with a code; None where directories take it.

    >>> fault_of_language("en_US").fix, fault_of_language("english").fix, fault_of_language("pt-BR")
    ('write "en-US"', 'write "en"', None)
    """
    code = text[:_LOOK_AT].strip()
    name = _NAMES.get(code.casefold())
    if name:
        return Fault("is no code of ISO 639", f'write "{name}"')
    if "_" in code and problem_of_language(_lower(code.replace("_", "-"))) is None:
        return Fault("joins language and region by _", f'write "{code.replace("_", "-")}"')
    if not _TAG.fullmatch(code):
        return Fault("is no code of ISO 639", "write en, de, pt-BR …")
    found = problem_of_language(_lower(code))
    return Fault(*found) if found else None


def quirk_of(text: str) -> Fault | None:
    """What is unusual about a code that is right by ISO.

    >>> quirk_of("EN"), quirk_of("en-us")
    (Fault(text='has capitals in its language', fix='write "en"'), None)
    """
    code = text[:_LOOK_AT].strip()
    lower = _lower(code)
    if lower != code:
        return Fault("has capitals in its language", f'write "{lower}"')
    found = quirk_of_language(code)
    return Fault(*found) if found else None


def _lower(code: str) -> str:
    language, dash, rest = code.partition("-")
    return language.lower() + dash + rest
