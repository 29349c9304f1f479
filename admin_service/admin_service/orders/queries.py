"""Reads of order copies."""

from collections.abc import Collection, Sequence
from typing import Any

from service_kit.db.database import Reader
from sqlalchemy import Row, func, select, union_all

from admin_service.orders.model import OrderCopy

LATEST = 5
table = OrderCopy.__table__  # type: ignore[attr-defined]


def counts(reader: Reader, user_ids: Collection[int]) -> dict[int, int]:
    """Returns the number of orders by user ID, without users who have no orders."""
    statement = select(table.c.user_id, func.count().label("n")).where(table.c.user_id.in_(user_ids))
    return {row.user_id: row.n for row in reader.execute(statement.group_by(table.c.user_id))}


def latest(reader: Reader, user_ids: Collection[int]) -> Sequence[Row[Any]]:
    """Returns the newest orders of each user, newest first. Reads one index range per user."""
    newest = (table.c.placed_at.desc(), table.c.id.desc())
    ranges = [
        select(table).where(table.c.user_id == user_id).order_by(*newest).limit(LATEST) for user_id in user_ids
    ]
    found = union_all(*(select(part.subquery()) for part in ranges)).subquery()
    return reader.execute(select(found).order_by(found.c.placed_at.desc(), found.c.id.desc())).all()
