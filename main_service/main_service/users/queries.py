"""What can be asked about the copies of users."""

import random
from collections.abc import Collection, Sequence
from typing import Any

from service_kit.db.database import Reader
from service_kit.db.text_keys import case_key, kept, text_key
from sqlalchemy import ColumnElement, Row, false, func, select, true

from main_service.users.model import USERNAME, UserCopy

table = UserCopy.__table__  # type: ignore[attr-defined]


def version_of(user_id: ColumnElement[int]) -> ColumnElement[Any]:
    """The version of the copy of a user, as part of a statement; NULL where there is none."""
    return select(table.c.version).where(table.c.id == user_id).scalar_subquery()


def username_of(user_id: ColumnElement[Any]) -> ColumnElement[Any]:
    """The name of a user, as part of a statement; NULL where there is no copy."""
    return select(table.c.username).where(table.c.id == user_id).scalar_subquery()


def account_named(reader: Reader, username: str) -> int | None:
    """The id of the account with this username, regardless of case."""
    key = kept(text_key(username), USERNAME)
    named = select(table.c.id, table.c.username).where(table.c.username_key == key, table.c.visitor == false())
    rows = reader.execute(named.order_by(table.c.id)).all()
    # Names that differ in accents have the same key. Accounts from before there were keys may differ in case.
    alike = [row for row in rows if case_key(row.username) == case_key(username)]
    return next((row.id for row in sorted(alike, key=lambda row: row.username != username)), None)


def by_ids(reader: Reader, ids: Collection[int]) -> Sequence[Row[Any]]:
    """What to call these users, in no order."""
    return reader.execute(
        select(table.c.id, table.c.username, table.c.display_name).where(table.c.id.in_(ids))
    ).all()


def random_visitor(reader: Reader) -> int | None:
    """A random known visitor's id: never that of somebody with an account."""
    visitors = table.c.visitor == true()
    range_of_ids = select(func.min(table.c.id), func.max(table.c.id)).where(visitors)
    lowest, highest = reader.execute(range_of_ids).one()
    if highest is None:
        return None
    start = random.randint(lowest, highest)  # noqa: S311 - any visitor will do
    statement = select(table.c.id).where(visitors, table.c.id >= start).order_by(table.c.id).limit(1)
    drawn: int = reader.execute(statement).scalar_one()
    return drawn


def first_visitors(reader: Reader, *, limit: int) -> list[int]:
    """The ids of the visitors known longest."""
    statement = select(table.c.id).where(table.c.visitor == true()).order_by(table.c.id).limit(limit)
    return list(reader.execute(statement).scalars())
