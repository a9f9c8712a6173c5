"""What `itunes:image` names: an address in an attribute, of a picture in a format that is taken."""

from pipeline.core.feed_document import Node
from pipeline.core.rules.feeds.values import Fault, extension_of, is_web_url
from pipeline.core.rules.table import one_line

_TAKEN = (".jpg", ".png")
_OTHER_FORMATS = (
    ".webp", ".gif", ".svg", ".bmp", ".tif", ".tiff", ".avif", ".heic", ".heif", ".ico", ".pdf", ".psd",
)  # fmt: skip


def fault_of_href(image: Node) -> Fault | None:
    """What is wrong with where the address stands, and whether it is one."""
    href, text = image.attributes.get("href", "").strip(), image.text.strip()
    if is_web_url(href):
        return None
    if href:
        return Fault(f"has the href {one_line(href)}, which is no whole address", "begin it with https://")
    if text:
        seen = f"holds {one_line(text[:200])} as text, which apps ignore"
        return Fault(seen, f'write <itunes:image href="{text}"/>' if is_web_url(text[:500]) else "write href")
    return Fault("has no href", 'write <itunes:image href="https://…/cover.jpg"/>')


def fault_of_extension(image: Node) -> Fault | None:
    """A format that directories do not take, as the address's extension tells."""
    extension = extension_of(image.attributes.get("href", ""))
    if extension not in _OTHER_FORMATS:
        return None
    return Fault(f"ends in {extension}: directories take JPEG and PNG", "save it as .jpg")


def unusual_extension(image: Node) -> Fault | None:
    """An extension that says nothing of the format, or not as Apple words it."""
    href = image.attributes.get("href", "")
    extension = extension_of(href)
    if not is_web_url(href) or extension in _TAKEN or extension in _OTHER_FORMATS:
        return None
    seen = f"ends in {extension}" if extension else "has no extension in its path"
    return Fault(f"{seen}: Apple names .jpg and .png alone", "name the file .jpg or .png")
