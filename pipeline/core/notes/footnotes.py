"""Footnotes: gathered at the end of the notes, linked both ways."""

from pipeline.core.notes.dom import Element, append_text, elements, make_element, remove

REFERENCE = "footnote-ref"
LIST = "footnotes"
BACK = "footnote-back"


def gather_footnotes(root: Element) -> None:
    """Move the definitions to a list at the end, numbered as the text refers to them."""
    numbers = _number_definitions(root)
    referred = _link_references(root, numbers)
    definitions = [each for each in elements(root, "div") if each.get("class") == "footnote-definition"]
    if not definitions:
        return
    listed = make_element("ol", class_=LIST)
    by_number = sorted(definitions, key=lambda each: numbers.get(each.get("id") or "", len(numbers) + 1))
    for definition in by_number:
        listed.append(_item(definition, numbers.get(definition.get("id") or ""), referred))
    for definition in definitions:
        if definition.getparent() is not None:
            remove(definition)
    root.append(listed)


def _number_definitions(root: Element) -> dict[str, int]:
    """The number of each label, in the order of the text, as the references show it."""
    labels: dict[str, int] = {}
    for reference in elements(root, "sup"):
        if reference.get("class") == "footnote-reference" and len(reference):
            label = (reference[0].get("href") or "").removeprefix("#")
            labels.setdefault(label, len(labels) + 1)
    return labels


def _link_references(root: Element, numbers: dict[str, int]) -> set[int]:
    referred: set[int] = set()
    for reference in elements(root, "sup"):
        if reference.get("class") != "footnote-reference" or not len(reference):
            continue
        number = numbers[(reference[0].get("href") or "").removeprefix("#")]
        reference.set("class", REFERENCE)
        if number not in referred:
            reference.set("id", f"fnref-{number}")
        referred.add(number)
        reference[0].set("href", f"#fn-{number}")
        reference[0].text = str(number)
    return referred


def _item(definition: Element, number: int | None, referred: set[int]) -> Element:
    item = make_element("li")
    append_text(item, definition.text)
    for child in list(definition):
        if child.get("class") != "footnote-definition-label":
            item.append(child)
        else:
            append_text(item, child.tail)
    if number in referred:
        referred.remove(number)  # a label defined twice is linked once
        item.set("id", f"fn-{number}")
        last = item[-1] if len(item) and item[-1].tag == "p" else item
        append_text(last, " ")
        last.append(
            make_element("a", "↩", href=f"#fnref-{number}", class_=BACK, aria_label="Back to the text")
        )
    return item


def is_back_link(element: Element) -> bool:
    """Whether it is the arrow from a footnote back to the text."""
    return bool(element.get("class") == BACK)
