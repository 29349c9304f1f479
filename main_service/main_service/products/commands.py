"""Commands for the copies of products. They ignore a state that is older than the stored one."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal

from service_kit.db.text_keys import kept, text_key
from sqlalchemy import ColumnElement, case, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from main_service.products.model import TITLE, ProductCopy

TOMBSTONE_VALUES = {"title": "", "image": "", "sku": "", "price": Decimal(0), "category": ""}


def store_copy(session: Session, product_id: int, version: int, state: Mapping[str, object]) -> None:
    """Updates the copy. A tombstone does not change."""
    key = kept(text_key(str(state["title"])), TITLE)
    values = {**state, "title_key": key, "version": version, "synced_at": datetime.now(UTC)}
    _upsert(session, product_id, values, new={})


def tombstone_copy(session: Session, product_id: int, version: int, deleted_at: datetime) -> bool:
    """Stores a tombstone, even if there is no copy. Returns False if a newer state is stored."""
    values = {"version": version, "synced_at": datetime.now(UTC), "deleted_at": deleted_at, "likes": 0}
    return _upsert(
        session, product_id, values, new={**TOMBSTONE_VALUES, "created_at": deleted_at, "updated_at": deleted_at}
    )


def add_likes(session: Session, product_id: int, delta: int) -> bool:
    """Changes the number of likes. Returns False if the product was deleted."""
    return _count(session, product_id, col(ProductCopy.likes) + delta)


def set_likes(session: Session, product_id: int, likes: int) -> bool:
    """Sets the number of likes. Returns False if the product was deleted."""
    return _count(session, product_id, likes)


def _upsert(session: Session, product_id: int, values: Mapping[str, object], *, new: Mapping[str, object]) -> bool:
    """Updates an older copy, or inserts it with the additional values `new`. Returns False if neither was done."""
    if _update(session, product_id, values):
        return True
    row = {"id": product_id, "likes": 0, "likes_sequence": 0, **new, **values}
    try:
        with session.begin_nested():
            session.execute(insert(ProductCopy), row)
    except IntegrityError:
        # The row exists: it is newer, it is a tombstone, or another process has just inserted it.
        return _update(session, product_id, values)
    return True


def _update(session: Session, product_id: int, values: Mapping[str, object]) -> bool:
    result = session.execute(
        update(ProductCopy)
        .where(
            col(ProductCopy.id) == product_id,
            col(ProductCopy.version) <= values["version"],
            col(ProductCopy.deleted_at).is_(None),
        )
        .values(**values)
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]


def _count(session: Session, product_id: int, likes: ColumnElement[int] | int) -> bool:
    """Sets the count and increases its sequence.

    The sequence is at least the current time. If this database is restored from an older backup, its sequences are
    therefore still newer than those that were already published.
    """
    now = time.time_ns() // 1000
    sequence = col(ProductCopy.likes_sequence)
    result = session.execute(
        update(ProductCopy)
        .where(col(ProductCopy.id) == product_id, col(ProductCopy.deleted_at).is_(None))
        .values(likes=likes, likes_sequence=case((sequence >= now, sequence + 1), else_=now))
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]
