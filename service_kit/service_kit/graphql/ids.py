"""Ids as clients send them."""

from strawberry import ID

from service_kit.fields import MAX_ID


def parse_id(value: ID) -> int:
    """The number that an `ID` stands for; 0, which nothing has, where it stands for none."""
    text = str(value)
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else 0
    return number if number <= MAX_ID else 0
