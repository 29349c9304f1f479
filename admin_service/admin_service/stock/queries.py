"""Reads of stock levels, movements and reservations."""

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
    """Returns the available and reserved units, in no particular order."""
    statement = select(level.c.product_id, level.c.available, level.c.reserved)
    return reader.execute(statement.where(level.c.product_id.in_(product_ids))).all()


def never_stocked(reader: Reader, product_ids: Collection[int]) -> frozenset[int]:
    """Returns those of these products that never had any stock."""
    statement = select(level.c.product_id).where(level.c.product_id.in_(product_ids), level.c.version == 0)
    return frozenset(reader.execute(statement).scalars())


def is_stock_below(product_id: ColumnElement[int], below: int) -> ColumnElement[bool]:
    """The condition that a product has fewer available units than `below`."""
    return product_id.in_(select(level.c.product_id).where(level.c.available < below))


def newest_movements(reader: Reader, wanted: Mapping[int, int]) -> Sequence[Row[Any]]:
    """Returns the newest movements, newest first. `wanted` maps product IDs to numbers of movements."""
    ranges = [
        select(movement).where(movement.c.product_id == product_id).order_by(movement.c.id.desc()).limit(limit)
        for product_id, limit in wanted.items()
    ]
    found = union_all(*(select(part.subquery()) for part in ranges)).subquery()
    return reader.execute(select(found).order_by(found.c.id.desc())).all()


def lines_of(reader: Reader, order_id: int) -> dict[int, int]:
    """Returns the quantities of an order by product ID."""
    statement = select(line.c.product_id, line.c.quantity).where(line.c.order_id == order_id)
    return {row.product_id: row.quantity for row in reader.execute(statement.order_by(line.c.product_id))}


def for_sale(reader: Reader, product_ids: Collection[int] | None = None) -> dict[int, int]:
    """Returns the available units by product ID, of these products or of all. Excludes deleted products."""
    statement = select(level.c.product_id, level.c.available).where(level.c.withdrawn_at.is_(None))
    if product_ids is not None:
        statement = statement.where(level.c.product_id.in_(product_ids))
    return {row.product_id: row.available for row in reader.execute(statement)}


def levels_after(reader: Reader, product_id: int, *, limit: int) -> Sequence[StockLevel]:
    """Returns the next levels by product ID, to republish them."""
    statement = select(level).where(level.c.product_id > product_id).order_by(level.c.product_id).limit(limit)
    return [StockLevel.model_validate(row, from_attributes=True) for row in reader.execute(statement)]


def unsettled_after(reader: Reader, order_id: int, *, limit: int) -> Sequence[Reservation]:
    """Returns the next reservations of orders that have not ended, to republish them."""
    waiting = reservation.c.state.in_([ReservationState.HELD, ReservationState.REFUSED])
    statement = select(reservation).where(reservation.c.order_id > order_id, waiting)
    rows = reader.execute(statement.order_by(reservation.c.order_id).limit(limit))
    return [Reservation.model_validate(row, from_attributes=True) for row in rows]
