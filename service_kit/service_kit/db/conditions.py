"""Text conditions that behave the same on MySQL, MariaDB and SQLite, for any text that a client sends."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, false, or_, true

from service_kit.db.text_keys import text_key

MAX_SEARCH = 200


def equals(identifier: ColumnElement[Any], value: str) -> ColumnElement[bool]:
    """Whether an `identifier` column equals `value`.

    MySQL rejects a comparison of such an ASCII column with non-ASCII text.
    """
    return identifier == value if value.isascii() else false()


def contains(
    value: str, *, keys: Sequence[ColumnElement[Any]], identifiers: Sequence[ColumnElement[Any]]
) -> ColumnElement[bool]:
    """Whether any of the texts contains `value`, ignoring case and accents. `keys` are their `text_key` columns.

    False for a `value` that is too long or has a null character, which would end the pattern on SQLite.
    """
    if len(value) > MAX_SEARCH or "\x00" in value:
        return false()
    key = text_key(value)
    if not key:
        return true()
    found = [column.contains(key, autoescape=True) for column in keys]
    if value.isascii():
        found += [column.icontains(value.strip(), autoescape=True) for column in identifiers]
    return or_(false(), *found)
