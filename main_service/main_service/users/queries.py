"""Reads of the copies of users."""

import random
from collections.abc import Collection, Sequence
from typing import Any

from service_kit.db.database import Reader
from service_kit.db.text_keys import case_key, kept, text_key
from sqlalchemy import ColumnElement, Row, false, func, select, true

from main_service.users.model import USERNAME, UserCopy

table = UserCopy.__table__  # type: ignore[attr-defined]


def version_of(user_id: ColumnElement[int]) -> ColumnElement[Any]:
    """An SQL expression: the version of the copy of a user, or NULL if there is no copy."""
    return select(table.c.version).where(table.c.id == user_id).scalar_subquery()


def username_of(user_id: ColumnElement[Any]) -> ColumnElement[Any]:
    """An SQL expression: the username, or NULL if there is no copy of the user."""
    return select(table.c.username).where(table.c.id == user_id).scalar_subquery()


def account_by_username(reader: Reader, username: str) -> int | None:
    """The id of the account with this username, ignoring case."""
    key = kept(text_key(username), USERNAME)
    named = select(table.c.id, table.c.username).where(table.c.username_key == key, table.c.visitor == false())
    rows = reader.execute(named.order_by(table.c.id)).all()
    # Names that differ only in accents have the same key. Old accounts can differ only in case.
    alike = [row for row in rows if case_key(row.username) == case_key(username)]
    return next((row.id for row in sorted(alike, key=lambda row: row.username != username)), None)


def by_ids(reader: Reader, ids: Collection[int]) -> Sequence[Row[Any]]:
    """The usernames and full names of these users, unordered."""
    return reader.execute(
        select(table.c.id, table.c.username, table.c.display_name).where(table.c.id.in_(ids))
    ).all()


def random_visitor(reader: Reader) -> int | None:
    """The id of a random visitor; None if there are no visitors. Never an account."""
    visitors = table.c.visitor == true()
    range_of_ids = select(func.min(table.c.id), func.max(table.c.id)).where(visitors)
    lowest, highest = reader.execute(range_of_ids).one()
    if highest is None:
        return None
    start = random.randint(lowest, highest)  # noqa: S311 - no security decision depends on it
    statement = select(table.c.id).where(visitors, table.c.id >= start).order_by(table.c.id).limit(1)
    found: int = reader.execute(statement).scalar_one()
    return found


def first_visitors(reader: Reader, *, limit: int) -> list[int]:
    """The lowest ids of visitors."""
    statement = select(table.c.id).where(table.c.visitor == true()).order_by(table.c.id).limit(limit)
    return list(reader.execute(statement).scalars())
