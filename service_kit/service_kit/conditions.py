"""Conditions on text that mean the same on MySQL, MariaDB and SQLite, whatever text a client sends."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, false, or_

MAX_SEARCH = 200


def equals(identifier: ColumnElement[Any], value: str) -> ColumnElement[bool]:
    """Whether a column of the kind `identifier` is exactly `value`.

    MySQL refuses to compare such a column, which is ASCII, with what ASCII does not have.
    """
    return identifier == value if value.isascii() else false()


def contains(
    value: str, *, words: Sequence[ColumnElement[Any]], identifiers: Sequence[ColumnElement[Any]]
) -> ColumnElement[bool]:
    """Whether any of the columns contains `value`, regardless of case.

    Nothing contains what is longer than any text, nor a null character, at which SQLite would end the pattern.
    """
    if len(value) > MAX_SEARCH or "\x00" in value:
        return false()
    found = [column.contains(value, autoescape=True) for column in words]
    if value.isascii():
        found += [column.icontains(value, autoescape=True) for column in identifiers]
    return or_(false(), *found)
