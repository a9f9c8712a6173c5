"""Language codes: ISO 639-1, and what people write instead."""

_CODES = """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz
    ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik
    io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml
    mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd
    se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve
    vi vo wa wo xh yi yo za zh zu
"""

LANGUAGES = frozenset(_CODES.split())
"""ISO 639-1: two letters each."""

MISTAKEN = {
    "cn": "zh", "cz": "cs", "dk": "da", "gr": "el", "in": "id", "iw": "he", "ji": "yi", "jp": "ja",
    "ua": "uk",
}  # fmt: skip
"""Codes of countries, and codes that ISO withdrew, with the language that was meant."""


def problem_of_language(code: str) -> tuple[str, str] | None:
    """What is wrong with a code, and the fix; None where it is one.

    >>> problem_of_language("en-GB"), problem_of_language("jp-JP")
    (None, ('is no language of ISO 639', 'write "ja-JP"'))
    """
    primary, _, rest = code.partition("-")
    if primary in LANGUAGES or len(primary) == 3:
        return None
    meant = MISTAKEN.get(primary)
    fix = (
        f'write "{meant}-{rest}"'
        if meant and rest
        else f'write "{meant}"'
        if meant
        else "write en, de, pt-BR …"
    )
    return "is no language of ISO 639", fix


def quirk_of_language(code: str) -> tuple[str, str] | None:
    """What some directories make of a code that is right by ISO.

    >>> quirk_of_language("pt-BR"), quirk_of_language("en-UK")
    (None, ('names the region UK, which ISO calls GB', 'write "en-GB"'))
    """
    primary, _, rest = code.partition("-")
    if rest.upper() == "UK":
        return "names the region UK, which ISO calls GB", f'write "{primary}-GB"'
    if len(primary) == 3:
        return "has three letters; directories document two", "use the code of ISO 639-1 if there is one"
    if rest and (len(rest) != 2 or not rest.isalpha()):
        return "is more than a language and a region", f'write "{primary}" unless apps need the rest'
    return None
