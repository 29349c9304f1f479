"""Reads of likes."""

from collections import Counter
from collections.abc import Collection
from typing import Any

from service_kit.db.database import Reader
from sqlalchemy import ColumnElement, func, select, union_all

from main_service.likes.model import Like, LikeChange

likes = Like.__table__  # type: ignore[attr-defined]
changes = LikeChange.__table__  # type: ignore[attr-defined]


def uncounted(product_id: ColumnElement[int]) -> ColumnElement[Any]:
    """An SQL expression: the sum of the changes that the product's count does not contain yet."""
    total = select(func.coalesce(func.sum(changes.c.delta), 0)).where(changes.c.product_id == product_id)
    return total.scalar_subquery()


def counted(reader: Reader, product_ids: Collection[int]) -> Counter[int]:
    """The correct counts of these products: their likes without the changes that are still uncounted.

    It is one statement, so that it sees either both a like and its change, or neither.
    """
    given = select(likes.c.product_id, func.count().label("n")).where(likes.c.product_id.in_(product_ids))
    waiting = select(changes.c.product_id, -func.sum(changes.c.delta)).where(changes.c.product_id.in_(product_ids))
    statement = union_all(given.group_by(likes.c.product_id), waiting.group_by(changes.c.product_id))
    total: Counter[int] = Counter()
    for row in reader.execute(statement):
        total[row.product_id] += int(row.n)
    return total


def liked_by(reader: Reader, user_id: int, product_ids: Collection[int]) -> frozenset[int]:
    """The ids of these products that the user likes."""
    statement = select(likes.c.product_id).where(likes.c.user_id == user_id, likes.c.product_id.in_(product_ids))
    return frozenset(reader.execute(statement).scalars())


def any_like(reader: Reader) -> bool:
    """Whether there are any likes."""
    return reader.execute(select(likes.c.user_id).limit(1)).first() is not None
