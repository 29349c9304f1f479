"""Conditions on text that mean the same on MySQL, MariaDB and SQLite, whatever text a client sends."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, false, or_, true

from service_kit.db.text_keys import text_key

MAX_SEARCH = 200


def equals(identifier: ColumnElement[Any], value: str) -> ColumnElement[bool]:
    """Whether a column of the kind `identifier` is exactly `value`.

    MySQL refuses to compare such a column, which is ASCII, with what ASCII does not have.
    """
    return identifier == value if value.isascii() else false()


def contains(
    value: str, *, keys: Sequence[ColumnElement[Any]], identifiers: Sequence[ColumnElement[Any]]
) -> ColumnElement[bool]:
    """Whether any of the texts contains `value`, regardless of case and accents. `keys` are their `text_key`s.

    Nothing contains what is longer than any text, nor a null character, at which SQLite would end the pattern.
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
