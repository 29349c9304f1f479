"""Kinds of input fields, each with an error text for people."""

import re
from typing import Any

from pydantic import AfterValidator, Field, StringConstraints

Annotations = tuple[Any, ...]
"""What `Annotated[str, *…]` takes."""


def text(max_length: int) -> Annotations:
    """A required text: trimmed, not blank, at most `max_length` characters, without NUL."""
    return code(max_length, r"[^\x00]*", "Null characters are not allowed.")


def optional_text(max_length: int) -> Annotations:
    """A text that may be empty: trimmed, at most `max_length` characters, without NUL."""

    def check(value: str) -> str:
        if "\x00" in value:
            raise ValueError("Null characters are not allowed.")
        return value

    return (StringConstraints(strip_whitespace=True, max_length=max_length), AfterValidator(check))


def code(max_length: int, pattern: str, message: str) -> Annotations:
    """A required text that fits `pattern` as a whole; `message` says what does."""
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
