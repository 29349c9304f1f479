"""What can be done to orders, and the settling of those that are due. The basket has `basket.py`."""

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal

from service_kit.db.database import announce, changed, database_now
from service_kit.db.idempotency import once
from service_kit.errors import InvalidInput, ServiceError
from service_kit.events import outbox
from sqlalchemy.orm import Session

from main_service.options import queries as options
from main_service.options.configuration import configure
from main_service.options.document import NOTHING
from main_service.orders import events, queries
from main_service.orders.availability import LineProblem, Offer, ProblemKind, problems_of
from main_service.orders.errors import (
    BasketEmpty,
    LineMisconfigured,
    LinesNotInStock,
    OrderNotFound,
    PriceChange,
    PriceChanged,
    ProductGone,
    UnknownOrder,
)
from main_service.orders.lines import PRODUCT_COLUMNS, OrderLine
from main_service.orders.model import Order, OrderRefusal, OrderState, OrderStep, Reason, Terms, Totals
from main_service.products import queries as products
from main_service.products.errors import ProductNotFound

SETTLING = "settling"
SETTLE_BATCH = 100
MAX_KEY = 200
REPUBLISH_BATCH = 500
Lines = Mapping[int, list[OrderLine]]
Short = Mapping[int, tuple[Reason, int]]
"""The products that an order cannot have: why, and how many of each there are."""


def place_once(
    session: Session,
    user_id: int | None,
    key: str | None,
    request: Mapping[str, object],
    place: Callable[[], int],
) -> int:
    """Place an order unless the caller's `key` has placed one; returns its id, the first one each time.

    Raises InvalidInput, IdempotencyConflict where the key was used with another `request`, and what `place` does.
    """
    if key is None:
        return place()
    check_key(key)
    return int(once(session, "placeOrder", f"{user_id}:{key}", request, lambda: str(place())))


def check_key(key: str) -> None:
    """Raises InvalidInput for an idempotency key that cannot be kept."""
    if not 0 < len(key) <= MAX_KEY:
        raise InvalidInput({"idempotency_key": [f"Use 1 to {MAX_KEY} characters."]})


def checkout(
    session: Session, user_id: int, terms: Terms, expected_total: Decimal | None = None, *, ask_stock: bool
) -> int:
    """Order what is in the basket, at today's prices; returns the order's id.

    Raises BasketEmpty, ProductGone, LineMisconfigured where a product can no longer be had as it was chosen,
    LinesNotInStock where the copy of the stock is asked, and PriceChanged where the total is not the expected one.
    """
    basket = queries.lock_basket(session, user_id)
    if basket is None:
        raise BasketEmpty
    lines = queries.lines_by_order(session, [basket])[basket.id]
    changes = _judge(session, lines, ask_stock=ask_stock)
    changed(session, f"basket/{user_id}")
    order_id = _place(session, basket, lines, terms)
    if expected_total is not None and expected_total != basket.total:
        raise PriceChanged(expected_total, basket.total, changes)
    return order_id


def place_order(
    session: Session,
    user_id: int | None,
    product_id: int,
    quantity: int,
    terms: Terms,
    expected_price: Decimal | None = None,
) -> int:
    """Order a quantity of one product, without a basket and without options; returns the order's id.

    Raises ProductNotFound, InvalidInput, InvalidConfiguration where there are options to be chosen, and
    PriceChanged where one does not cost the expected price.
    """
    product = products.get(session, product_id, PRODUCT_COLUMNS)
    if product is None:
        raise ProductNotFound(product_id)
    plain = configure(options.get(session, product_id), product.price, [])
    plain.check()
    now = database_now(session)
    order = Order.begin(user_id, terms.fee_percent, now, basket=False)
    session.add(order)
    session.flush()
    line = OrderLine.of(order.id, product, plain, now)
    line.increase(quantity, now)
    session.add(line)
    order_id = _place(session, order, [line], terms)
    if expected_price is not None and expected_price != line.unit_price:
        expected = Totals.of([expected_price * quantity], terms.fee_percent)
        raise PriceChanged(expected.total, order.total, [_price_change(line, expected_price)])
    return order_id


def place_titled(session: Session, user_id: int, title: str, terms: Terms) -> int:
    """Order one of the product of this title; returns the order's id. Raises ProductNotFound."""
    product = products.titled(session, title, ["id"])
    if product is None:
        raise ProductNotFound(0)
    return place_order(session, user_id, product.id, 1, terms)


def cancel_order(session: Session, user_id: int, order_id: int) -> Order:
    """Cancel one's own order. Raises OrderNotFound, WrongState."""
    order = queries.lock(session, order_id)
    if order is None or order.user_id != user_id:
        raise OrderNotFound
    step = order.cancel(database_now(session))
    _tell(session, [(order, step)], queries.lines_by_order(session, [order]))
    return order


def take_reservation(session: Session, order_id: int, stock_version: int, event_id: str) -> None:
    """The stock is reserved. An answer that comes too late changes nothing. Raises UnknownOrder."""
    order = _lock_awaiting(session, order_id, stock_version)
    if order is not None:
        step = order.hold_stock(stock_version, database_now(session))
        step.event_id = event_id
        session.add(step)
        announce(session, SETTLING)


def take_refusal(session: Session, order_id: int, stock_version: int, reason: Reason, short: Short) -> None:
    """Refund the order: there is no stock, or no longer. `short` says of which products, and why.

    An answer that comes too late changes nothing. Raises UnknownOrder.
    """
    order = _lock_awaiting(session, order_id, stock_version)
    if order is None:
        return
    step = order.refuse(stock_version, reason, database_now(session))
    session.add_all(
        OrderRefusal(order_id=order.id, product_id=product_id, reason=why, available=available)
        for product_id, (why, available) in short.items()
    )
    _tell(session, [(order, step)], queries.lines_by_order(session, [order]))


def settle_due(session: Session) -> bool:
    """Complete orders whose stock is reserved and whose hold is over; returns whether there may be more.

    Any number of processes may do so at once: each takes orders that no other holds.
    """
    now = database_now(session)
    due = queries.lock_due(session, now, limit=SETTLE_BATCH)
    _tell(session, [(order, order.settle(now)) for order in due], queries.lines_by_order(session, due))
    return len(due) == SETTLE_BATCH


def push_order(session: Session, order_id: int) -> Order:
    """Tell of an order again, so that it goes on if it is stuck. Raises OrderNotFound."""
    order = queries.lock(session, order_id)
    if order is None or order.state == OrderState.OPEN:
        raise OrderNotFound
    _tell_again(session, [order])
    return order


def push_stuck(session: Session) -> int:
    """Push every order that is stuck; returns how many there are."""
    ids = [row.id for row in queries.stuck(session)]
    for order_id in ids:
        push_order(session, order_id)
    return len(ids)


def republish_orders(session: Session, after: int) -> int | None:
    """Tell of the next orders as they are; returns the last one's id, or None at the end."""
    orders = queries.lock_placed_after(session, after, limit=REPUBLISH_BATCH)
    _tell_again(session, orders)
    return orders[-1].id if orders else None


def _judge(session: Session, lines: Sequence[OrderLine], *, ask_stock: bool) -> list[PriceChange]:
    """Set each line's present price and return the changes. Raises an error that names all lines with problems."""
    offer = Offer.read(session, lines)
    problems = problems_of(lines, offer, ask_stock=ask_stock)
    if problems:
        raise _refusal(problems, lines)
    changes = []
    for line in lines:
        copy, seen = offer.options.get(line.product_id), line.unit_price
        line.reprice(offer.products[line.product_id].price, NOTHING if copy is None else copy.document)
        if line.unit_price != seen:
            changes.append(_price_change(line, seen))
    return changes


def _price_change(line: OrderLine, seen: Decimal) -> PriceChange:
    line_id, product_id = line.id, line.product_id
    return PriceChange(line_id, product_id, line.sku, line.title, old_price=seen, new_price=line.unit_price)


def _refusal(problems: Sequence[LineProblem], lines: Sequence[OrderLine]) -> ServiceError:
    """The error that tells of these problems: of several kinds the one that waiting helps least gives its type."""
    kinds = {problem.kind: problem for problem in reversed(problems)}
    if (gone := kinds.get(ProblemKind.PRODUCT_GONE)) is not None:
        return ProductGone(next(line.sku for line in lines if line.id == gone.line_id), problems)
    if ProblemKind.INVALID_CONFIGURATION in kinds:
        return LineMisconfigured(problems)
    return LinesNotInStock(problems)


def _place(session: Session, order: Order, lines: list[OrderLine], terms: Terms) -> int:
    step = order.place(lines, terms.hold, database_now(session))
    _tell(session, [(order, step)], {order.id: lines})
    return order.id


def _lock_awaiting(session: Session, order_id: int, stock_version: int) -> Order | None:
    order = queries.lock(session, order_id)
    if order is None:
        raise UnknownOrder(f"order {order_id}")
    return order if order.awaits(stock_version) else None


def _tell(session: Session, taken: Sequence[tuple[Order, OrderStep]], lines: Lines) -> None:
    """Keep the steps that orders have taken, each with the event that tells of it."""
    told = []
    for order, step in taken:
        told.append(events.told(order, lines[order.id]))
        step.event_id = told[-1].id
        session.add(step)
    outbox.record(session, *told)


def _tell_again(session: Session, orders: Collection[Order]) -> None:
    lines = queries.lines_by_order(session, orders)
    outbox.record(session, *(events.told(order, lines[order.id]) for order in orders))
