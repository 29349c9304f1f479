"""What can be asked about the stock."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from service_kit.db.database import Reader
from sqlalchemy import ColumnElement, Row, select, union_all

from admin_service.stock.model import (
    Reservation,
    ReservationLine,
    ReservationState,
    StockLevel,
    StockMovement,
)

level = StockLevel.__table__  # type: ignore[attr-defined]
movement = StockMovement.__table__  # type: ignore[attr-defined]
reservation = Reservation.__table__  # type: ignore[attr-defined]
line = ReservationLine.__table__  # type: ignore[attr-defined]


def levels(reader: Reader, product_ids: Collection[int]) -> Sequence[Row[Any]]:
    """The available and the reserved units of these products, in no order."""
    statement = select(level.c.product_id, level.c.available, level.c.reserved)
    return reader.execute(statement.where(level.c.product_id.in_(product_ids))).all()


def untouched(reader: Reader, product_ids: Collection[int]) -> frozenset[int]:
    """Those of these products of which there has never been anything."""
    statement = select(level.c.product_id).where(level.c.product_id.in_(product_ids), level.c.version == 0)
    return frozenset(reader.execute(statement).scalars())


def is_low(product_id: ColumnElement[int], below: int) -> ColumnElement[bool]:
    """Whether fewer units than `below` of a product are available."""
    return product_id.in_(select(level.c.product_id).where(level.c.available < below))


def newest_movements(reader: Reader, wanted: Mapping[int, int]) -> Sequence[Row[Any]]:
    """The newest movements of each product, as many as are wanted of it, newest first. One range a product."""
    ranges = [
        select(movement).where(movement.c.product_id == product_id).order_by(movement.c.id.desc()).limit(limit)
        for product_id, limit in wanted.items()
    ]
    found = union_all(*(select(part.subquery()) for part in ranges)).subquery()
    return reader.execute(select(found).order_by(found.c.id.desc())).all()


def lines_of(reader: Reader, order_id: int) -> dict[int, int]:
    """How many units of which product an order asks for, by product id."""
    statement = select(line.c.product_id, line.c.quantity).where(line.c.order_id == order_id)
    return {row.product_id: row.quantity for row in reader.execute(statement.order_by(line.c.product_id))}


def for_sale(reader: Reader, product_ids: Collection[int] | None = None) -> dict[int, int]:
    """How many units of each of these products, or of all, are available; one that is gone is not among them."""
    statement = select(level.c.product_id, level.c.available).where(level.c.withdrawn_at.is_(None))
    if product_ids is not None:
        statement = statement.where(level.c.product_id.in_(product_ids))
    return {row.product_id: row.available for row in reader.execute(statement)}


def levels_after(reader: Reader, product_id: int, *, limit: int) -> Sequence[StockLevel]:
    """The next levels by product id, for telling the others of all of them."""
    statement = select(level).where(level.c.product_id > product_id).order_by(level.c.product_id).limit(limit)
    return [StockLevel.model_validate(row, from_attributes=True) for row in reader.execute(statement)]


def unsettled_after(reader: Reader, order_id: int, *, limit: int) -> Sequence[Reservation]:
    """The next reservations by order id whose orders have not ended, for telling the others of all answers."""
    waiting = reservation.c.state.in_([ReservationState.HELD, ReservationState.REFUSED])
    statement = select(reservation).where(reservation.c.order_id > order_id, waiting)
    rows = reader.execute(statement.order_by(reservation.c.order_id).limit(limit))
    return [Reservation.model_validate(row, from_attributes=True) for row in rows]
