"""The use cases of stock. Each function runs in the unit of work of the code that calls it.

Every change of a level locks its row. Several rows are locked in the order of their product IDs.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from service_kit.db.database import changed
from service_kit.errors import InvalidInput
from service_kit.events import outbox
from service_kit.events.event import Event
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from admin_service.products import errors as product_errors
from admin_service.stock import errors, events, queries
from admin_service.stock.events import Short
from admin_service.stock.model import (
    Adjustment,
    Reason,
    Reservation,
    ReservationLine,
    ReservationState,
    StockLevel,
    StockMovement,
)
from admin_service.stock.units import MAX_STOCK

REPUBLISH_BATCH = 500


def open_stock(session: Session, product_id: int, quantity: int) -> None:
    """Creates the level of a new product, and publishes it even if it is 0."""
    level = StockLevel.open(product_id)
    session.add(level)
    if quantity:
        _record(session, [level], [level.receive(quantity)])
    else:
        outbox.record(session, events.changed(level))


def adjust_stock(session: Session, product_id: int, adjustment: Adjustment, *, user_id: int | None) -> None:
    """Adjusts the stock of a product.

    Raises ProductNotFound, InsufficientStock, and InvalidInput if the stock would exceed the maximum.
    """
    level = _lock_level(session, product_id)
    change = _change(level, adjustment)
    if change == 0:
        return
    is_receipt = adjustment.change is not None and change > 0
    move = level.receive if is_receipt else level.correct
    _record(session, [level], [move(change, user_id=user_id, note=adjustment.note)])


def withdraw_stock(session: Session, product_id: int) -> None:
    """Writes off the available units of a deleted product, and refuses the orders that have reserved units of it.

    The reserved units stay until main_service reports whether the order was complete already.
    """
    for level in _lock_levels(session, [product_id]):
        _record(session, [level], level.withdraw())
        for reservation in _lock_held_reservations(session, product_id) if level.reserved else ():
            reservation.withdraw()
            outbox.record(session, events.answered(reservation, [_deleted(product_id)]))


def answer_order(session: Session, order_id: int, order_version: int, lines: Mapping[int, int]) -> None:
    """Reserves all units of a pending order (by product ID) or none, and publishes the answer.

    A repeated call publishes the current answer again. Nothing is published for an order that has ended.
    """
    reservation, is_new = _get_or_create_reservation(session, order_id, order_version)
    if is_new:
        session.add_all(
            ReservationLine(order_id=order_id, product_id=product_id, quantity=quantity)
            for product_id, quantity in lines.items()
        )
        reservation.answer(_reserve(session, order_id, lines))
    if reservation.is_unsettled:
        outbox.record(session, _answer(session, reservation))


def end_order(session: Session, order_id: int, order_version: int, *, sold: bool) -> None:
    """Sells the reserved units of a completed order. Releases them if the order ended in another state."""
    reservation, _ = _get_or_create_reservation(session, order_id, order_version)
    if reservation.state == ReservationState.HELD:
        _settle(session, order_id, sold=sold)
    if reservation.is_unsettled:
        reservation.end(sold=sold)


def republish_levels(session: Session, after: int) -> int | None:
    """Republishes the next levels. Returns the last product ID, or None at the end."""
    levels = queries.levels_after(session, after, limit=REPUBLISH_BATCH)
    outbox.record(session, *(events.changed(level) for level in levels))
    return levels[-1].product_id if levels else None


def republish_answers(session: Session, after: int) -> int | None:
    """Republishes the answers to orders that have not ended. Returns the last order ID, or None at the end."""
    found = queries.unsettled_after(session, after, limit=REPUBLISH_BATCH)
    outbox.record(session, *(_answer(session, reservation) for reservation in found))
    return found[-1].order_id if found else None


def _change(level: StockLevel, adjustment: Adjustment) -> int:
    change = adjustment.change
    field = "quantity" if change is None else "change"
    if change is None:
        change = (adjustment.quantity or 0) - level.available
    if level.available + change < 0:
        raise errors.InsufficientStock(level.available)
    if level.available + level.reserved + change > MAX_STOCK:
        raise InvalidInput({field: [f"The stock would exceed the maximum of {MAX_STOCK} units."]})
    return change


def _reserve(session: Session, order_id: int, lines: Mapping[int, int]) -> Reason | None:
    """Reserves all lines or none. Returns the reason for a refusal."""
    with session.begin_nested() as savepoint:
        is_reserved = all(_reserve_line(session, product_id, lines[product_id]) for product_id in sorted(lines))
        if not is_reserved:
            savepoint.rollback()
    if not is_reserved:
        all_there = len(queries.for_sale(session, lines)) == len(lines)
        return Reason.OUT_OF_STOCK if all_there else Reason.PRODUCT_GONE
    movements = [StockMovement.reserve(product_id, quantity, order_id) for product_id, quantity in lines.items()]
    _record(session, _lock_levels(session, lines), movements)
    return None


def _reserve_line(session: Session, product_id: int, quantity: int) -> bool:
    """Reserves with one conditional UPDATE, so that two orders cannot reserve the same unit.

    The condition is a difference, so that the database cannot use the index on `available`. Each change moves the
    row in that index, and InnoDB skips a row that was moved while the statement waited for its lock.
    """
    statement = (
        update(StockLevel)
        .where(
            col(StockLevel.product_id) == product_id,
            col(StockLevel.withdrawn_at).is_(None),
            col(StockLevel.available) - quantity >= 0,
        )
        .values(
            available=col(StockLevel.available) - quantity,
            reserved=col(StockLevel.reserved) + quantity,
            version=col(StockLevel.version) + 1,
            updated_at=datetime.now(UTC),
        )
        .execution_options(synchronize_session=False)
    )
    return bool(session.execute(statement).rowcount)  # type: ignore[attr-defined]


def _settle(session: Session, order_id: int, *, sold: bool) -> None:
    lines = queries.lines_of(session, order_id)
    levels = _lock_levels(session, lines)
    movements = [
        movement
        for level in levels
        for movement in (level.sell if sold else level.release)(lines[level.product_id], order_id)
    ]
    _record(session, levels, movements)


def _answer(session: Session, reservation: Reservation) -> Event:
    """Builds the current answer. A refusal lists every product that is deleted or short at present."""
    if reservation.reason is None:
        return events.answered(reservation, [])
    lines = queries.lines_of(session, reservation.order_id)
    available = queries.for_sale(session, lines)
    deleted = [_deleted(product_id) for product_id in lines if product_id not in available]
    short = [
        Short(product_id=product_id, available=units, reason=Reason.OUT_OF_STOCK)
        for product_id, units in available.items()
        if units < lines[product_id]
    ]
    return events.answered(reservation, [*deleted, *short])


def _deleted(product_id: int) -> Short:
    return Short(product_id=product_id, available=0, reason=Reason.PRODUCT_GONE)


def _get_or_create_reservation(session: Session, order_id: int, order_version: int) -> tuple[Reservation, bool]:
    """Gets or creates the reservation of an order, and locks it. Also returns whether it is new."""
    found = session.get(Reservation, order_id, with_for_update=True)
    if found is None:
        new = Reservation.open(order_id, order_version)
        try:
            with session.begin_nested():
                session.add(new)
        except IntegrityError:  # another process has just handled another event of the order
            found = session.get_one(Reservation, order_id, with_for_update=True)
        else:
            return new, True
    found.order_version = max(found.order_version, order_version)
    return found, False


def _lock_held_reservations(session: Session, product_id: int) -> Sequence[Reservation]:
    """Locks and returns the reservations that hold units of a product and have not been refused."""
    line = ReservationLine
    statement = (
        select(Reservation)
        .join(line, col(line.order_id) == col(Reservation.order_id))
        .where(
            col(Reservation.state) == ReservationState.HELD,
            col(Reservation.reason).is_(None),
            col(line.product_id) == product_id,
        )
    )
    return session.scalars(statement.order_by(col(Reservation.order_id)).with_for_update(of=Reservation)).all()


def _lock_level(session: Session, product_id: int) -> StockLevel:
    levels = _lock_levels(session, [product_id])
    if not levels or levels[0].withdrawn_at is not None:
        raise product_errors.ProductNotFound(product_id)
    return levels[0]


def _lock_levels(session: Session, product_ids: Collection[int]) -> Sequence[StockLevel]:
    """Locks and returns the levels of these products."""
    statement = select(StockLevel).where(col(StockLevel.product_id).in_(product_ids))
    ordered = statement.order_by(col(StockLevel.product_id)).with_for_update()
    return session.scalars(ordered, execution_options={"populate_existing": True}).all()


def _record(session: Session, levels: Iterable[StockLevel], movements: Sequence[StockMovement]) -> None:
    """Stores the movements, and publishes the levels whose available units have changed."""
    if not movements:
        return
    session.execute(insert(StockMovement), [movement.model_dump(exclude={"id"}) for movement in movements])
    changed(session, *(f"product/{movement.product_id}/stock" for movement in movements))
    affected = {movement.product_id for movement in movements if movement.available_change}
    outbox.record(session, *(events.changed(level) for level in levels if level.product_id in affected))
