"""Tags of the namespace as the examples of rules write them."""

from collections.abc import Mapping
from html import escape

from pipeline.core.rules.feeds.podcasting.tag import Need, Tag


def example_of(each: Tag, changes: Mapping[str, str | None] | None = None, text: str | None = None) -> str:
    """A tag with what it needs.

    Args:
        each: The tag.
        changes: Attributes to add, to change, or to leave out where they are None.
        text: What stands in it instead of what should.
    """
    needed = {one.name: one.right for one in each.attributes if one.need is Need.MUST}
    said: dict[str, str | None] = {**needed, **(changes or {})}
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in said.items() if value is not None)
    body = each.inside or escape(text if text is not None else each.text.right if each.text else "")
    start = f"<podcast:{each.name}{attributes}"
    return f"{start}>{body}</podcast:{each.name}>" if body else f"{start}/>"
