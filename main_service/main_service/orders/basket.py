"""Commands for baskets. A basket is an order in the state OPEN."""

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal

from service_kit.db.database import changed, database_now
from service_kit.errors import InvalidInput
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from main_service.options import queries as options
from main_service.options.configuration import MAX_SELECTED, Configuration, configure
from main_service.options.document import NO_OPTIONS
from main_service.orders import errors, queries
from main_service.orders.lines import MAX_LINES, PRODUCT_COLUMNS, TOO_MANY_LINES, OrderLine
from main_service.orders.model import Order, Terms
from main_service.products import queries as products
from main_service.products.errors import ProductNotFound
from main_service.stock import queries as stock


def open_basket(session: Session, user_id: int, terms: Terms) -> Order:
    """Returns the basket of the user, locked. Creates it if necessary."""
    basket = queries.lock_basket(session, user_id)
    if basket is not None:
        return basket
    basket = Order.begin(user_id, terms.fee_percent, database_now(session), basket=True)
    try:
        with session.begin_nested():
            session.add(basket)
    except IntegrityError:
        # Another request created it at the same time, and may already have ordered it.
        return open_basket(session, user_id, terms)
    return basket


def add_to_basket(
    session: Session,
    user_id: int,
    product_id: int,
    quantity: int,
    terms: Terms,
    *,
    check_stock: bool,
    chosen: Collection[str] = (),
) -> Order:
    """Adds a quantity of a product with the selected options to the basket.

    Raises ProductNotFound, InvalidInput and InvalidConfiguration. With `check_stock`, also InsufficientStock and
    StockUnknown.
    """
    product = products.get(session, product_id, PRODUCT_COLUMNS)
    if product is None:
        raise ProductNotFound(product_id)
    configuration = _configured(session, product_id, product.price, chosen)
    basket, now = open_basket(session, user_id, terms), database_now(session)
    lines = _lines(session, basket)
    line = _same(lines, product_id, configuration)
    if line is None:
        line = OrderLine.of(basket.id, product, configuration, now)
        lines.append(line)
    line.increase(quantity, now)
    if len(lines) > MAX_LINES:
        raise InvalidInput({"product_id": [TOO_MANY_LINES]})
    if check_stock:
        _check_stock(session, product_id, lines)
    session.add(line)
    return _change(session, basket, now)


def change_line(session: Session, user_id: int, line_id: int, quantity: int) -> Order:
    """Sets the quantity of a line of the basket.

    Raises LineNotFound, ProductNotFound if the product was deleted, InvalidInput, InsufficientStock, StockUnknown.
    """
    basket, lines = _basket_with_lines(session, user_id)
    line = _line(lines, line_id)
    if not products.exists(session, line.product_id):
        raise ProductNotFound(line.product_id)
    now = database_now(session)
    line.set_quantity(quantity, now)
    _check_stock(session, line.product_id, lines)
    return _change(session, basket, now)


def accept_price(session: Session, user_id: int, line_id: int, unit_price: Decimal) -> Order:
    """Records that the customer accepted `unit_price` as the current price of a line.

    Raises LineNotFound, ProductNotFound if the product was deleted, and InvalidInput if the current price differs.
    """
    basket, lines = _basket_with_lines(session, user_id)
    line = _line(lines, line_id)
    product = products.get(session, line.product_id, ["id", "price"])
    if product is None:
        raise ProductNotFound(line.product_id)
    copy = options.get(session, line.product_id)
    line.reprice(product.price, NO_OPTIONS if copy is None else copy.document)
    if line.unit_price != unit_price:
        raise InvalidInput(
            {"unit_price": [f"The current unit price is {line.unit_price}. Accept this price instead."]}
        )
    return _change(session, basket, database_now(session))


def remove_line(session: Session, user_id: int, line_id: int) -> Order:
    """Removes a line from the basket. Raises LineNotFound."""
    basket, lines = _basket_with_lines(session, user_id)
    return _remove(session, basket, [_line(lines, line_id)])


def remove_sku(session: Session, user_id: int, sku: str) -> Order:
    """Removes all lines with this SKU, whatever options are selected. Raises LineNotFound."""
    basket, lines = _basket_with_lines(session, user_id)
    return _remove(session, basket, [line for line in lines if line.sku == sku])


def _configured(session: Session, product_id: int, price: Decimal, chosen: Collection[str]) -> Configuration:
    if len(chosen) > MAX_SELECTED:
        raise InvalidInput({"options": [f"Select at most {MAX_SELECTED} options."]})
    configuration = configure(options.get(session, product_id), price, chosen)
    configuration.check()
    return configuration


def _basket_with_lines(session: Session, user_id: int) -> tuple[Order, list[OrderLine]]:
    basket = queries.lock_basket(session, user_id)
    if basket is None:
        raise errors.LineNotFound
    return basket, _lines(session, basket)


def _lines(session: Session, basket: Order) -> list[OrderLine]:
    return queries.lines_by_order(session, [basket])[basket.id]


def _line(lines: Sequence[OrderLine], line_id: int) -> OrderLine:
    line = next((line for line in lines if line.id == line_id), None)
    if line is None:
        raise errors.LineNotFound
    return line


def _same(lines: Sequence[OrderLine], product_id: int, chosen: Configuration) -> OrderLine | None:
    """The line with this product and the same selected options."""
    wanted = product_id, chosen.key
    return next((line for line in lines if (line.product_id, line.configuration_key) == wanted), None)


def _remove(session: Session, basket: Order, lines: Sequence[OrderLine]) -> Order:
    if not lines:
        raise errors.LineNotFound
    for line in lines:
        session.delete(line)
    return _change(session, basket, database_now(session))


def _change(session: Session, basket: Order, now: datetime) -> Order:
    basket.change(now)
    changed(session, f"basket/{basket.user_id}")
    return basket


def _check_stock(session: Session, product_id: int, lines: Sequence[OrderLine]) -> None:
    """Checks the copy of the stock. It is a forecast: admin_service decides when the order is placed."""
    available = stock.available(session, product_id)
    if available is None:
        raise errors.StockUnknown(product_id)
    if sum(line.quantity for line in lines if line.product_id == product_id) > available:
        raise errors.InsufficientStock(available)
