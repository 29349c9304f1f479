"""Commands for orders, including the settling of due orders. `basket.py` has the commands for baskets."""

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal

from service_kit.db.database import announce, changed, database_now
from service_kit.db.idempotency import once
from service_kit.errors import InvalidInput, ServiceError
from service_kit.events import outbox
from sqlalchemy.orm import Session

from main_service.options import queries as options
from main_service.options.configuration import configure
from main_service.options.document import NO_OPTIONS
from main_service.orders import errors, events, queries
from main_service.orders.availability import LineProblem, Offer, ProblemKind, problems_of
from main_service.orders.lines import PRODUCT_COLUMNS, OrderLine
from main_service.orders.model import Order, OrderRefusal, OrderState, OrderStep, Reason, Terms, Totals
from main_service.products import queries as products
from main_service.products.errors import ProductNotFound

SETTLING = "settling"
SETTLE_BATCH = 100
MAX_KEY = 200
REPUBLISH_BATCH = 500
Lines = Mapping[int, list[OrderLine]]
Shortages = Mapping[int, tuple[Reason, int]]
"""By product id: the reason why an order cannot have the product, and its available stock."""


def place_once(
    session: Session,
    user_id: int | None,
    key: str | None,
    request: Mapping[str, object],
    place: Callable[[], int],
) -> int:
    """Places an order with an idempotency key. A repeated key returns the id of the first order.

    Raises InvalidInput, IdempotencyConflict if the key was used with another `request`, and the errors of `place`.
    """
    if key is None:
        return place()
    check_key(key)
    return int(once(session, "placeOrder", f"{user_id}:{key}", request, lambda: str(place())))


def check_key(key: str) -> None:
    """Raises InvalidInput if the idempotency key is empty or too long."""
    if not 0 < len(key) <= MAX_KEY:
        raise InvalidInput({"idempotency_key": [f"Use 1 to {MAX_KEY} characters."]})


def checkout(
    session: Session, user_id: int, terms: Terms, expected_total: Decimal | None = None, *, check_stock: bool
) -> int:
    """Orders the basket at current prices and returns the id of the order.

    Raises BasketEmpty, ProductGone, LineMisconfigured if selected options are no longer valid, PriceChanged if the
    total is not the expected one, and with `check_stock` also LinesNotInStock.
    """
    basket = queries.lock_basket(session, user_id)
    if basket is None:
        raise errors.BasketEmpty
    lines = queries.lines_by_order(session, [basket])[basket.id]
    changes = _reprice(session, lines, check_stock=check_stock)
    changed(session, f"basket/{user_id}")
    order_id = _place(session, basket, lines, terms)
    if expected_total is not None and expected_total != basket.total:
        raise errors.PriceChanged(expected_total, basket.total, changes)
    return order_id


def place_order(
    session: Session,
    user_id: int | None,
    product_id: int,
    quantity: int,
    terms: Terms,
    expected_price: Decimal | None = None,
) -> int:
    """Orders a quantity of one product, without a basket and options, and returns the id of the order.

    Raises ProductNotFound, InvalidInput, InvalidConfiguration if the product requires options, and PriceChanged if
    the unit price is not the expected one.
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
        raise errors.PriceChanged(expected.total, order.total, [_price_change(line, expected_price)])
    return order_id


def place_order_by_title(session: Session, user_id: int, title: str, terms: Terms) -> int:
    """Orders one unit of the product with this title. Raises the errors of `place_order`."""
    product = products.by_title(session, title, ["id"])
    if product is None:
        raise ProductNotFound(0)
    return place_order(session, user_id, product.id, 1, terms)


def cancel_order(session: Session, user_id: int, order_id: int) -> Order:
    """Cancels an order of the user. Raises OrderNotFound, WrongState."""
    order = queries.lock(session, order_id)
    if order is None or order.user_id != user_id:
        raise errors.OrderNotFound
    step = order.cancel(database_now(session))
    _publish(session, [(order, step)], queries.lines_by_order(session, [order]))
    return order


def apply_reservation(session: Session, order_id: int, stock_version: int, event_id: str) -> None:
    """Records that the stock is reserved. Ignores an outdated answer. Raises UnknownOrder."""
    order = _lock_awaiting(session, order_id, stock_version)
    if order is not None:
        step = order.reserve(stock_version, database_now(session))
        step.event_id = event_id
        session.add(step)
        announce(session, SETTLING)


def apply_refusal(session: Session, order_id: int, stock_version: int, reason: Reason, short: Shortages) -> None:
    """Refunds the order because the stock is not available. `short` contains the products concerned.

    Ignores an outdated answer. Raises UnknownOrder.
    """
    order = _lock_awaiting(session, order_id, stock_version)
    if order is None:
        return
    step = order.refuse(stock_version, reason, database_now(session))
    session.add_all(
        OrderRefusal(order_id=order.id, product_id=product_id, reason=why, available=available)
        for product_id, (why, available) in short.items()
    )
    _publish(session, [(order, step)], queries.lines_by_order(session, [order]))


def settle_due(session: Session) -> bool:
    """Completes orders whose stock is reserved and whose hold is over. Returns whether there may be more.

    Several processes can run this at the same time, because each skips rows that another one has locked.
    """
    now = database_now(session)
    due = queries.lock_due(session, now, limit=SETTLE_BATCH)
    _publish(session, [(order, order.settle(now)) for order in due], queries.lines_by_order(session, due))
    return len(due) == SETTLE_BATCH


def push_order(session: Session, order_id: int) -> Order:
    """Publishes the event of an order again, so that a stuck order continues. Raises OrderNotFound."""
    order = queries.lock(session, order_id)
    if order is None or order.state == OrderState.OPEN:
        raise errors.OrderNotFound
    _publish_again(session, [order])
    return order


def push_stuck(session: Session) -> int:
    """Pushes all stuck orders and returns their number."""
    ids = [row.id for row in queries.stuck(session)]
    for order_id in ids:
        push_order(session, order_id)
    return len(ids)


def republish_orders(session: Session, after: int) -> int | None:
    """Publishes the current state of the next orders. Returns the last id, or None at the end."""
    orders = queries.lock_placed_after(session, after, limit=REPUBLISH_BATCH)
    _publish_again(session, orders)
    return orders[-1].id if orders else None


def _reprice(session: Session, lines: Sequence[OrderLine], *, check_stock: bool) -> list[errors.PriceChange]:
    """Sets the current price of each line and returns the changes. Raises an error that lists all problems."""
    offer = Offer.read(session, lines)
    problems = problems_of(lines, offer, check_stock=check_stock)
    if problems:
        raise _refusal(problems, lines)
    changes = []
    for line in lines:
        copy, seen = offer.options.get(line.product_id), line.unit_price
        line.reprice(offer.products[line.product_id].price, NO_OPTIONS if copy is None else copy.document)
        if line.unit_price != seen:
            changes.append(_price_change(line, seen))
    return changes


def _price_change(line: OrderLine, seen: Decimal) -> errors.PriceChange:
    line_id, product_id = line.id, line.product_id
    return errors.PriceChange(line_id, product_id, line.sku, line.title, old_price=seen, new_price=line.unit_price)


def _refusal(problems: Sequence[LineProblem], lines: Sequence[OrderLine]) -> ServiceError:
    """Builds the error for these problems. Problems that waiting cannot solve determine its type."""
    kinds = {problem.kind: problem for problem in reversed(problems)}
    if (gone := kinds.get(ProblemKind.PRODUCT_GONE)) is not None:
        return errors.ProductGone(next(line.sku for line in lines if line.id == gone.line_id), problems)
    if ProblemKind.INVALID_CONFIGURATION in kinds:
        return errors.LineMisconfigured(problems)
    return errors.LinesNotInStock(problems)


def _place(session: Session, order: Order, lines: list[OrderLine], terms: Terms) -> int:
    step = order.place(lines, terms.hold, database_now(session))
    _publish(session, [(order, step)], {order.id: lines})
    return order.id


def _lock_awaiting(session: Session, order_id: int, stock_version: int) -> Order | None:
    order = queries.lock(session, order_id)
    if order is None:
        raise errors.UnknownOrder(f"order {order_id}")
    return order if order.awaits(stock_version) else None


def _publish(session: Session, changes: Sequence[tuple[Order, OrderStep]], lines: Lines) -> None:
    """Stores the steps of the orders, and publishes an event for each."""
    published = []
    for order, step in changes:
        event = events.state_changed(order, lines[order.id])
        step.event_id = event.id
        session.add(step)
        published.append(event)
    outbox.record(session, *published)


def _publish_again(session: Session, orders: Collection[Order]) -> None:
    lines = queries.lines_by_order(session, orders)
    outbox.record(session, *(events.state_changed(order, lines[order.id]) for order in orders))
