"""What can be done to the stock: one function a use case, each in the caller's unit of work.

Whatever changes a level locks its row, several in the order of their products.
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

from admin_service.products.errors import ProductNotFound
from admin_service.stock import events, queries
from admin_service.stock.errors import InsufficientStock
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
    """Open the stock of a new product. A level of 0 is published like any other: the shop must know it."""
    level = StockLevel.open(product_id)
    session.add(level)
    if quantity:
        _record(session, [level], [level.receive(quantity)])
    else:
        outbox.record(session, events.changed(level))


def adjust_stock(session: Session, product_id: int, adjustment: Adjustment, *, user_id: int | None) -> None:
    """Take units in, or put a level right.

    Raises ProductNotFound, InsufficientStock, and InvalidInput where there would be more than any level may have.
    """
    level = _level_for_sale(session, product_id)
    change = _change(level, adjustment)
    if change == 0:
        return
    is_receipt = adjustment.change is not None and change > 0
    move = level.receive if is_receipt else level.correct
    _record(session, [level], [move(change, user_id=user_id, note=adjustment.note)])


def withdraw_stock(session: Session, product_id: int) -> None:
    """Write off what there is of a product that is deleted, and take back the answers that promised some of it.

    What is set aside stays so until main_service has said whether the order was completed already.
    """
    for level in _locked(session, [product_id]):
        _record(session, [level], level.withdraw())
        for reservation in _promised(session, product_id) if level.reserved else ():
            reservation.withdraw()
            outbox.record(session, events.answered(reservation, [_gone(product_id)]))


def answer_order(session: Session, order_id: int, order_version: int, lines: Mapping[int, int]) -> None:
    """Set aside all that a pending order asks for (units by product id) or nothing, and tell main_service.

    Asked again, it tells its present answer again. An order that has ended is told nothing.
    """
    reservation, is_new = _reservation(session, order_id, order_version)
    if is_new:
        session.add_all(
            ReservationLine(order_id=order_id, product_id=product_id, quantity=quantity)
            for product_id, quantity in lines.items()
        )
        reservation.answer(_reserve(session, order_id, lines))
    if reservation.awaits_the_end:
        outbox.record(session, _answer(session, reservation))


def end_order(session: Session, order_id: int, order_version: int, *, sold: bool) -> None:
    """Sell what is set aside for an order that is completed; release it where the order ended otherwise."""
    reservation, _ = _reservation(session, order_id, order_version)
    if reservation.state == ReservationState.HELD:
        _settle(session, order_id, sold=sold)
    if reservation.awaits_the_end:
        reservation.end(sold=sold)


def republish_levels(session: Session, after: int) -> int | None:
    """Tell of the next levels after this product as they are; returns the last one's id, or None at the end."""
    levels = queries.levels_after(session, after, limit=REPUBLISH_BATCH)
    outbox.record(session, *(events.changed(level) for level in levels))
    return levels[-1].product_id if levels else None


def republish_answers(session: Session, after: int) -> int | None:
    """Tell the next answers to orders that have not ended; returns the last one's id, or None at the end."""
    found = queries.unsettled_after(session, after, limit=REPUBLISH_BATCH)
    outbox.record(session, *(_answer(session, reservation) for reservation in found))
    return found[-1].order_id if found else None


def _change(level: StockLevel, adjustment: Adjustment) -> int:
    change = adjustment.change
    field = "quantity" if change is None else "change"
    if change is None:
        change = (adjustment.quantity or 0) - level.available
    if level.available + change < 0:
        raise InsufficientStock(level.available)
    if level.available + level.reserved + change > MAX_STOCK:
        raise InvalidInput({field: [f"There would be more than {MAX_STOCK} units."]})
    return change


def _reserve(session: Session, order_id: int, lines: Mapping[int, int]) -> Reason | None:
    """Set aside all lines, or none; returns why not."""
    with session.begin_nested() as savepoint:
        taken = all(_take(session, product_id, lines[product_id]) for product_id in sorted(lines))
        if not taken:
            savepoint.rollback()
    if not taken:
        all_there = len(queries.for_sale(session, lines)) == len(lines)
        return Reason.OUT_OF_STOCK if all_there else Reason.PRODUCT_GONE
    movements = [StockMovement.reserve(product_id, quantity, order_id) for product_id, quantity in lines.items()]
    _record(session, _locked(session, lines), movements)
    return None


def _take(session: Session, product_id: int, quantity: int) -> bool:
    """One conditional UPDATE: of two who want the last unit, the second finds it gone.

    The condition is a difference, so that no index on `available` can serve it: there a row moves with each
    change, and InnoDB passes over one that has moved while it was waited for.
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
    levels = _locked(session, lines)
    movements = [
        movement
        for level in levels
        for movement in (level.sell if sold else level.release)(lines[level.product_id], order_id)
    ]
    _record(session, levels, movements)


def _answer(session: Session, reservation: Reservation) -> Event:
    """The present answer. A refusal names every product that is gone or short at present."""
    if reservation.reason is None:
        return events.answered(reservation, [])
    lines = queries.lines_of(session, reservation.order_id)
    there = queries.for_sale(session, lines)
    gone = [_gone(product_id) for product_id in lines if product_id not in there]
    few = [
        Short(product_id=product_id, available=available, reason=Reason.OUT_OF_STOCK)
        for product_id, available in there.items()
        if available < lines[product_id]
    ]
    return events.answered(reservation, [*gone, *few])


def _gone(product_id: int) -> Short:
    return Short(product_id=product_id, available=0, reason=Reason.PRODUCT_GONE)


def _reservation(session: Session, order_id: int, order_version: int) -> tuple[Reservation, bool]:
    """The order's reservation, locked until the unit of work ends, and whether it is new."""
    found = session.get(Reservation, order_id, with_for_update=True)
    if found is None:
        new = Reservation.open(order_id, order_version)
        try:
            with session.begin_nested():
                session.add(new)
        except IntegrityError:  # another event of the order has come to another process just now
            found = session.get_one(Reservation, order_id, with_for_update=True)
        else:
            return new, True
    found.order_version = max(found.order_version, order_version)
    return found, False


def _promised(session: Session, product_id: int) -> Sequence[Reservation]:
    """The reservations that some of the product is set aside for, locked, and whose answer says so."""
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


def _level_for_sale(session: Session, product_id: int) -> StockLevel:
    levels = _locked(session, [product_id])
    if not levels or levels[0].withdrawn_at is not None:
        raise ProductNotFound(product_id)
    return levels[0]


def _locked(session: Session, product_ids: Collection[int]) -> Sequence[StockLevel]:
    """The levels of these products, locked until the unit of work ends."""
    statement = select(StockLevel).where(col(StockLevel.product_id).in_(product_ids))
    ordered = statement.order_by(col(StockLevel.product_id)).with_for_update()
    return session.scalars(ordered, execution_options={"populate_existing": True}).all()


def _record(session: Session, levels: Iterable[StockLevel], movements: Sequence[StockMovement]) -> None:
    """Keep the movements in the ledger, and tell of the levels of which there is more or less for sale."""
    if not movements:
        return
    session.execute(insert(StockMovement), [movement.model_dump(exclude={"id"}) for movement in movements])
    changed(session, *(f"product/{movement.product_id}/stock" for movement in movements))
    told = {movement.product_id for movement in movements if movement.available_change}
    outbox.record(session, *(events.changed(level) for level in levels if level.product_id in told))
