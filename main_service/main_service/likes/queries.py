"""What can be asked about likes."""

from collections import Counter
from collections.abc import Collection
from typing import Any

from service_kit.db.database import Reader
from sqlalchemy import ColumnElement, func, select, union_all

from main_service.likes.model import Like, LikeChange

likes = Like.__table__  # type: ignore[attr-defined]
changes = LikeChange.__table__  # type: ignore[attr-defined]


def uncounted(product_id: ColumnElement[int]) -> ColumnElement[Any]:
    """The sum of the changes to a product's count that are not in it yet, as part of a statement."""
    total = select(func.coalesce(func.sum(changes.c.delta), 0)).where(changes.c.product_id == product_id)
    return total.scalar_subquery()


def counted(reader: Reader, product_ids: Collection[int]) -> Counter[int]:
    """What the counts of these products must be: their likes, but for the changes that are still to be counted.

    One statement, so that it sees a like and its change together or neither.
    """
    given = select(likes.c.product_id, func.count().label("n")).where(likes.c.product_id.in_(product_ids))
    waiting = select(changes.c.product_id, -func.sum(changes.c.delta)).where(changes.c.product_id.in_(product_ids))
    statement = union_all(given.group_by(likes.c.product_id), waiting.group_by(changes.c.product_id))
    total: Counter[int] = Counter()
    for row in reader.execute(statement):
        total[row.product_id] += int(row.n)
    return total


def liked_by(reader: Reader, user_id: int, product_ids: Collection[int]) -> frozenset[int]:
    """Which of these products the user likes."""
    statement = select(likes.c.product_id).where(likes.c.user_id == user_id, likes.c.product_id.in_(product_ids))
    return frozenset(reader.execute(statement).scalars())


def any_like(reader: Reader) -> bool:
    """Whether anybody likes anything."""
    return reader.execute(select(likes.c.user_id).limit(1)).first() is not None
