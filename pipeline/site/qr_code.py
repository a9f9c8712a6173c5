"""QR codes as inline SVG. The only module that imports segno."""

_CORRECTION = ("m", "l")
"""How much of a code may be dirty: 15 %, or 7 % where the address is long."""


def render_qr_code(text: str, title: str) -> str | None:
    """A square that grows with its box, dark on white in every colour scheme, as cameras want it.

    Args:
        text: What is read from it.
        title: What it is, for those who do not see it.

    Returns:
        None where the text is longer than any code.
    """
    import segno

    for level in _CORRECTION:
        try:
            code = segno.make_qr(text, error=level, boost_error=False)
        except segno.DataOverflowError:
            continue
        svg = code.svg_inline(
            omitsize=True, border=4, light="#fff", svgclass="qr", lineclass=None, title=title
        )
        return svg.replace("<svg ", '<svg role="img" ', 1)
    return None
