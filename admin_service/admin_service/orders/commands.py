"""The use cases of order copies."""

from collections.abc import Mapping

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from admin_service.orders.model import OrderCopy


def keep_copy(session: Session, order_id: int, version: int, state: Mapping[str, object]) -> None:
    """Stores the state of an order, unless a newer state is stored already."""
    values = {**state, "version": version}
    if _update(session, order_id, values):
        return
    try:
        with session.begin_nested():
            session.execute(insert(OrderCopy), {"id": order_id, **values})
    except IntegrityError:
        # The row exists: it is newer, or another process has just inserted it.
        _update(session, order_id, values)


def _update(session: Session, order_id: int, values: Mapping[str, object]) -> bool:
    statement = update(OrderCopy).where(col(OrderCopy.id) == order_id, col(OrderCopy.version) <= values["version"])
    return bool(session.execute(statement.values(**values)).rowcount)  # type: ignore[attr-defined]
