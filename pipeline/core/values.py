"""What all our data classes share: frozen, strict about keys, and comparable."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StrictBool, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""A text that says something: no blanks around it, at least one character."""

Flag = StrictBool
"""true or false, and no text or number that may mean one of them."""


class Frozen(BaseModel):
    """A value: never changed after it was made, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)
