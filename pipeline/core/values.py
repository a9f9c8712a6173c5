"""What all our data classes share: frozen, strict about keys, and comparable."""

from datetime import date
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""A text that says something: no blanks around it, at least one character."""

Flag = StrictBool
"""true or false, and no text or number that may mean one of them."""


def _no_flag(value: object) -> object:
    """What the schema library would take for 1 or 0."""
    if isinstance(value, bool):
        raise PydanticCustomError("int_type", "not a number")
    return value


Whole = Annotated[int, BeforeValidator(_no_flag)]
"""A whole number; true is none."""

Number = Annotated[float, BeforeValidator(_no_flag), Field(allow_inf_nan=False)]
"""A number; true is none."""

Timestamp = Annotated[str, Field(pattern=r"^(\d+:)?[0-5]?\d:[0-5]\d(\.\d+)?$")]
"""12:34, 1:02:03 or 1:02:03.5."""

Time = Timestamp | Annotated[Number, Field(ge=0)]
"""A timestamp, or seconds."""


def unfit(text: str, fix: str) -> PydanticCustomError:
    """What to raise in a validator, where keys do not fit each other."""
    return PydanticCustomError("unfit", "{text}", {"text": text, "fix": fix})


Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
"""How people, sponsors and the like are named in `podcast.toml` and by episodes."""

Url = Annotated[str, Field(pattern=r"^https?://[^\s<>\"]+$", max_length=2000)]
"""An absolute web address."""


def _on_the_calendar(text: str) -> str:
    date.fromisoformat(text)
    return text


Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_on_the_calendar)]
"""A day that there is: 30 February is refused."""


class Frozen(BaseModel):
    """A value: never changed after it was made, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)
