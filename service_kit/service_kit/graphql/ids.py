"""Parsing of GraphQL ids."""

from strawberry import ID

from service_kit.fields import MAX_ID


def parse_id(value: ID) -> int:
    """Convert an `ID` to a number. Returns 0, which no object has, if it is invalid."""
    text = str(value)
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else 0
    return number if number <= MAX_ID else 0
