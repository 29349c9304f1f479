"""What can be done to the copies. Each takes over a state, unless a newer one is known already."""

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

NOTHING = {"title": "", "image": "", "sku": "", "price": Decimal(0), "category": ""}


def store_copy(session: Session, product_id: int, version: int, state: Mapping[str, object]) -> None:
    """Make the copy what admin_service told of it. A tombstone stays a tombstone."""
    key = kept(text_key(str(state["title"])), TITLE)
    values = {**state, "title_key": key, "version": version, "synced_at": datetime.now(UTC)}
    _upsert(session, product_id, values, new={})


def bury_copy(session: Session, product_id: int, version: int, deleted_at: datetime) -> bool:
    """Leave a tombstone, whether or not the product was ever known here; False where a newer state is known."""
    values = {"version": version, "synced_at": datetime.now(UTC), "deleted_at": deleted_at, "likes": 0}
    return _upsert(
        session, product_id, values, new={**NOTHING, "created_at": deleted_at, "updated_at": deleted_at}
    )


def add_likes(session: Session, product_id: int, delta: int) -> bool:
    """Change a product's count of likes; False where it is gone."""
    return _count(session, product_id, col(ProductCopy.likes) + delta)


def set_likes(session: Session, product_id: int, likes: int) -> bool:
    """Put a product's count of likes right; False where it is gone."""
    return _count(session, product_id, likes)


def _upsert(session: Session, product_id: int, values: Mapping[str, object], *, new: Mapping[str, object]) -> bool:
    """Update an older copy, or insert it (with `new` besides); False for a newer one or a tombstone."""
    if _update(session, product_id, values):
        return True
    row = {"id": product_id, "likes": 0, "likes_sequence": 0, **new, **values}
    try:
        with session.begin_nested():
            session.execute(insert(ProductCopy), row)
    except IntegrityError:
        # It is there: newer, a tombstone, or inserted by another process just now.
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
    """Set the count, under a new sequence.

    That follows the clock where the clock is ahead of it, so that a database which lost its past still counts on
    from where the others are.
    """
    now = time.time_ns() // 1000
    sequence = col(ProductCopy.likes_sequence)
    result = session.execute(
        update(ProductCopy)
        .where(col(ProductCopy.id) == product_id, col(ProductCopy.deleted_at).is_(None))
        .values(likes=likes, likes_sequence=case((sequence >= now, sequence + 1), else_=now))
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]
