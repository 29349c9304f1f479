"""What can be done to the copies of orders."""

from collections.abc import Mapping

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from admin_service.orders.model import OrderCopy


def keep_copy(session: Session, order_id: int, version: int, state: Mapping[str, object]) -> None:
    """Make the copy what main_service told of the order, unless a newer state is known."""
    values = {**state, "version": version}
    if _update(session, order_id, values):
        return
    try:
        with session.begin_nested():
            session.execute(insert(OrderCopy), {"id": order_id, **values})
    except IntegrityError:
        # It is there: newer, or inserted by another process just now.
        _update(session, order_id, values)


def _update(session: Session, order_id: int, values: Mapping[str, object]) -> bool:
    statement = update(OrderCopy).where(col(OrderCopy.id) == order_id, col(OrderCopy.version) <= values["version"])
    return bool(session.execute(statement.values(**values)).rowcount)  # type: ignore[attr-defined]
