"""Reusable types of input fields, with error messages for users."""

import re
from typing import Any

from pydantic import AfterValidator, Field, StringConstraints

MAX_ID = 2**31 - 1

Annotations = tuple[Any, ...]
"""The type of the annotations for `Annotated[str, *annotations]`."""


# Control characters, line separators, and characters that change the direction of surrounding text.
_NOT_IN_A_LINE = r"\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069"
_FORBIDDEN = re.compile(f"[{_NOT_IN_A_LINE}]")


def text(max_length: int) -> Annotations:
    """Required single-line text: trimmed, not blank, at most `max_length` characters."""
    return (
        StringConstraints(strip_whitespace=True, min_length=1, max_length=max_length),
        AfterValidator(single_line),
        Field(json_schema_extra={"pattern": f"^[^{_NOT_IN_A_LINE}]*$"}),
    )


def optional_text(max_length: int) -> Annotations:
    """Optional single-line text: trimmed, at most `max_length` characters."""
    return (StringConstraints(strip_whitespace=True, max_length=max_length), AfterValidator(single_line))


def single_line(value: str) -> str:
    """Return the value. Raises ValueError if it has line breaks, or characters that reorder other text."""
    found = _FORBIDDEN.search(value)
    if found is None:
        return value
    if found[0] == "\x00":
        raise ValueError("Null characters are not allowed.")
    raise ValueError(
        f"Remove the character U+{ord(found[0]):04X}: line breaks, control characters and characters that "
        "override the writing direction are not allowed."
    )


def code(max_length: int, pattern: str, message: str) -> Annotations:
    """Required text that matches `pattern` completely. `message` describes the format."""
    compiled = re.compile(pattern)

    def check(value: str) -> str:
        if not compiled.fullmatch(value):
            raise ValueError(message)
        return value

    return (
        StringConstraints(strip_whitespace=True, min_length=1, max_length=max_length),
        AfterValidator(check),
        Field(json_schema_extra={"pattern": f"^{pattern}$"}),
    )
