"""Commands for likes, and the tally that counts them."""

from collections import Counter
from collections.abc import Collection
from datetime import UTC, datetime

from service_kit.db.database import announce
from service_kit.events import outbox
from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from main_service.likes import errors, events, queries
from main_service.likes.model import Like, LikeChange
from main_service.products import queries as products
from main_service.products.commands import add_likes, set_likes
from main_service.products.errors import ProductNotFound

TALLY = "tally"
TALLY_BATCH = 1000
REPUBLISH_BATCH = 500


def like_product(session: Session, user_id: int, product_id: int) -> None:
    """Adds a like of the user to the product. Raises ProductNotFound, AlreadyLiked."""
    if not products.exists(session, product_id):
        raise ProductNotFound(product_id)
    try:
        session.execute(
            insert(Like), {"user_id": user_id, "product_id": product_id, "created_at": datetime.now(UTC)}
        )
    except IntegrityError as error:
        raise errors.AlreadyLiked(product_id) from error
    _count_later(session, product_id, 1)


def unlike_product(session: Session, user_id: int, product_id: int) -> None:
    """Removes the like of the user. Raises ProductNotFound, NotLiked."""
    result = session.execute(delete(Like).where(col(Like.user_id) == user_id, col(Like.product_id) == product_id))
    if not result.rowcount:  # type: ignore[attr-defined]
        raise errors.NotLiked(product_id) if products.exists(session, product_id) else ProductNotFound(product_id)
    _count_later(session, product_id, -1)


def delete_likes(session: Session, product_id: int) -> None:
    """Deletes the likes of a deleted product."""
    session.execute(delete(Like).where(col(Like.product_id) == product_id))


def tally(session: Session) -> bool:
    """Adds uncounted changes to the counts of the products and publishes the counts.

    Returns whether there may be more. Several processes can run this at the same time, because each skips rows
    that another one has locked.
    """
    changes = session.execute(
        select(col(LikeChange.id), col(LikeChange.product_id), col(LikeChange.delta))
        .order_by(col(LikeChange.id))
        .limit(TALLY_BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    deltas: Counter[int] = Counter()
    for change in changes:
        deltas[change.product_id] += change.delta
    for product_id in sorted(deltas):
        if not add_likes(session, product_id, deltas[product_id]):
            # The product was deleted while it was being liked.
            delete_likes(session, product_id)
    _publish(session, deltas)
    if changes:
        session.execute(delete(LikeChange).where(col(LikeChange.id).in_([change.id for change in changes])))
    return len(changes) == TALLY_BATCH


def republish_likes(session: Session, after: int) -> int | None:
    """Counts the likes of the next products again and publishes them. Returns the last id, or None at the end."""
    ids = products.lock_ids_after(session, after, limit=REPUBLISH_BATCH)
    counts = queries.counted(session, ids)
    for product_id in ids:
        set_likes(session, product_id, counts[product_id])
    _publish(session, ids)
    return ids[-1] if ids else None


def _count_later(session: Session, product_id: int, delta: int) -> None:
    session.execute(insert(LikeChange), {"product_id": product_id, "delta": delta})
    announce(session, TALLY)


def _publish(session: Session, product_ids: Collection[int]) -> None:
    counts = products.like_counts(session, product_ids)
    outbox.record(session, *(events.changed(row.id, row.likes, row.likes_sequence) for row in counts))
