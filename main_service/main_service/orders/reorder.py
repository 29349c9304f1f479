"""The command that adds the lines of an order to the basket again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from service_kit.db.database import changed, database_now
from service_kit.db.idempotency import once
from service_kit.errors import InvalidInput
from sqlalchemy.orm import Session

from main_service.options.configuration import configure
from main_service.orders import errors, queries
from main_service.orders.availability import (
    LineProblem,
    Offer,
    ProblemKind,
    problems_of,
    product_or_options_problem,
)
from main_service.orders.basket import open_basket
from main_service.orders.commands import check_key
from main_service.orders.lines import MAX_LINES, TOO_MANY_LINES, OrderLine
from main_service.orders.model import Order, OrderState, Terms


@dataclass(frozen=True)
class Reordered:
    """The basket, and the order lines that were not added or only in part, with the reasons."""

    basket: Order
    not_added: Sequence[LineProblem]


def add_order(session: Session, user_id: int, order_id: int, key: str | None, terms: Terms) -> Reordered:
    """Adds the lines of an order of the user to the basket, limited to the stock.

    A repeated idempotency key does not add the lines again. Raises OrderNotFound, InvalidInput,
    IdempotencyConflict.
    """
    order = session.get(Order, order_id)
    if order is None or order.user_id != user_id or order.state == OrderState.OPEN:
        raise errors.OrderNotFound
    lines = queries.lines_by_order(session, [order])[order_id]
    basket, offer = open_basket(session, user_id, terms), Offer.read(session, lines)
    missing: list[LineProblem] | None = None

    def fill() -> str:
        nonlocal missing
        missing = _fill(session, basket, lines, offer)
        return str(basket.id)

    if key is None:
        fill()
    else:
        check_key(key)
        once(session, "addOrderToBasket", f"{user_id}:{key}", {"order": order_id}, fill)
    found = problems_of(lines, offer) if missing is None else missing
    return Reordered(basket, [replace(problem, advice="") for problem in found])


def _fill(session: Session, basket: Order, lines: Sequence[OrderLine], offer: Offer) -> list[LineProblem]:
    """Adds the lines to the basket and returns the problems of lines that were not fully added."""
    now, basket_lines = database_now(session), queries.lines_by_order(session, [basket])[basket.id]
    missing = [
        problem
        for line in lines
        if (problem := _add_available(line, basket, basket_lines, offer, now)) is not None
    ]
    session.add_all(basket_lines)
    basket.change(now)
    changed(session, f"basket/{basket.user_id}")
    return missing


def _add_available(
    line: OrderLine, basket: Order, basket_lines: list[OrderLine], offer: Offer, now: datetime
) -> LineProblem | None:
    """Adds the available quantity of the line to the basket. Returns the problem if a part is missing."""
    available = offer.levels.get(line.product_id)
    problem = product_or_options_problem(line, offer) or (problems_of([line], offer)[0] if not available else None)
    if problem is not None or available is None:
        return problem
    room = available - sum(other.quantity for other in basket_lines if other.product_id == line.product_id)
    quantity = min(line.quantity, room)
    try:
        if quantity > 0:
            _add(line, quantity, basket, basket_lines, offer, now)
    except InvalidInput as error:
        reason = " ".join(text for texts in error.fields.values() for text in texts)
        return LineProblem(line.id, line.title, ProblemKind.LIMIT_REACHED, reason)
    if quantity == line.quantity:
        return None
    added = f"{quantity} of {line.quantity} were added" if quantity > 0 else "your basket already contains them"
    reason = f"Only {available} left: {added}."
    return LineProblem(line.id, line.title, ProblemKind.INSUFFICIENT_STOCK, reason, available=available)


def _add(
    line: OrderLine, quantity: int, basket: Order, basket_lines: list[OrderLine], offer: Offer, now: datetime
) -> None:
    """Adds the quantity to the basket line with the same options, or as a new line. Raises InvalidInput."""
    product = offer.products[line.product_id]
    chosen = configure(offer.options.get(line.product_id), product.price, line.options)
    wanted = line.product_id, chosen.key
    same = next((other for other in basket_lines if (other.product_id, other.configuration_key) == wanted), None)
    if same is None and len(basket_lines) >= MAX_LINES:
        raise InvalidInput({"product_id": [TOO_MANY_LINES]})
    target = OrderLine.of(basket.id, product, chosen, now) if same is None else same
    target.increase(quantity, now)
    if same is None:
        basket_lines.append(target)
