"""Notes as plain text."""


def first_paragraph(notes: str, limit: int) -> str:
    """To be written."""
    return notes[:limit]
