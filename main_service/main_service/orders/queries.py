"""Reads of orders, and the queries with which commands lock rows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from service_kit.db.database import Reader, database_now
from sqlalchemy import ColumnElement, Row, Select, case, exists, select
from sqlalchemy.orm import Session
from sqlmodel import col

from main_service.options import queries as options
from main_service.options.configuration import price_of as configured_price
from main_service.options.document import NO_OPTIONS
from main_service.options.snapshot import ChosenOption, read_snapshot, repriced
from main_service.orders.lines import OrderLine
from main_service.orders.model import Order, OrderRefusal, OrderState, OrderStep, StockAnswer
from main_service.products.queries import price_of
from main_service.users.queries import username_of

table = Order.__table__  # type: ignore[attr-defined]
lines = OrderLine.__table__  # type: ignore[attr-defined]
steps = OrderStep.__table__  # type: ignore[attr-defined]
refusals = OrderRefusal.__table__  # type: ignore[attr-defined]
STUCK_AFTER = timedelta(minutes=1)
COLUMNS = (
    "id",
    "user_id",
    "state",
    "stock",
    "fee_percent",
    "subtotal",
    "fee",
    "total",
    "reason",
    "created_at",
    "updated_at",
    "placed_at",
    "due_at",
    "settled_at",
)


@dataclass(frozen=True)
class OrderSummary:
    """An order with its customer, and the titles of its products, separated by commas."""

    id: int
    user_id: int | None
    username: str | None
    product_name: str


@dataclass(frozen=True)
class Line:
    """A line of an order. In a basket it has the current price.

    `refused_reason` is set if the product of the line caused the refund of the order.
    """

    id: int
    order_id: int
    product_id: int
    sku: str
    title: str
    image: str
    unit_price: Decimal
    quantity: int
    created_at: datetime
    updated_at: datetime
    configuration: Sequence[ChosenOption]
    previous_unit_price: Decimal | None
    """In a basket, the price that the customer saw last, if the current price differs."""
    refused_reason: str | None
    refused_available: int | None

    @property
    def options(self) -> Collection[str]:
        """The ids of the selected options."""
        return [str(chosen.option_id) for chosen in self.configuration]


_LINE = (
    *(lines.c[name] for name in Line.__dataclass_fields__ if name in lines.c),
    refusals.c.reason.label("refused_reason"),
    refusals.c.available.label("refused_available"),
)
_REFUSED = (refusals.c.order_id == lines.c.order_id) & (refusals.c.product_id == lines.c.product_id)
# Lines of a basket have the current price of the product, if the product still exists.
_PRODUCT_PRICE = case((table.c.state == OrderState.OPEN, price_of(lines.c.product_id))).label("product_price")


def get(reader: Reader, order_id: int) -> Row[Any] | None:
    """The order with this id, of any customer."""
    return reader.execute(_select().where(table.c.id == order_id)).one_or_none()


def by_ids(reader: Reader, ids: Collection[int]) -> Sequence[Row[Any]]:
    """The orders with these ids, unordered."""
    return reader.execute(_select().where(table.c.id.in_(ids))).all()


def basket(reader: Reader, user_id: int) -> Row[Any] | None:
    """The basket of the user; None if it is empty."""
    filled = exists().where(lines.c.order_id == table.c.id)
    return reader.execute(_select().where(table.c.basket_of == user_id, filled)).one_or_none()


def list_all_of_user(reader: Reader, user_id: int) -> Sequence[Row[Any]]:
    """All orders of a user by id, including the basket, for clients without pagination."""
    return reader.execute(_select().where(table.c.user_id == user_id).order_by(table.c.id)).all()


def matching(
    *, state: str | None, user_id: int | None = None, placed_before: datetime | None = None
) -> Select[Any]:
    """Selects the orders in a state, or all except baskets, of one user or of all users.

    With `placed_before`: only orders placed before this time that still wait for an answer about their stock.
    """
    statement = _select().where(table.c.state != OrderState.OPEN if state is None else table.c.state == state)
    if user_id is not None:
        statement = statement.where(table.c.user_id == user_id)
    return statement if placed_before is None else statement.where(_is_waiting(placed_before))


def stuck(reader: Reader) -> Sequence[Row[Any]]:
    """The orders that have waited too long for an answer about their stock, oldest first."""
    return reader.execute(_select().where(_is_waiting(stuck_since(reader))).order_by(table.c.id)).all()


def stuck_since(reader: Reader) -> datetime:
    """Orders that were placed before this time and have no answer are stuck."""
    return database_now(reader) - STUCK_AFTER


def lines_of(reader: Reader, order_ids: Collection[int]) -> Sequence[Line]:
    """The lines of these orders, in the order in which they were added."""
    statement: Select[Any] = select(*_LINE, _PRODUCT_PRICE).join(table, table.c.id == lines.c.order_id)
    found = statement.outerjoin(refusals, _REFUSED).where(lines.c.order_id.in_(order_ids)).order_by(lines.c.id)
    rows = reader.execute(found).all()
    repriced_ids = {row.product_id for row in rows if row.configuration and row.product_price is not None}
    copies = options.by_ids(reader, repriced_ids) if repriced_ids else {}
    return [_line(row, copies.get(row.product_id)) for row in rows]


def steps_of(reader: Reader, order_ids: Collection[int]) -> Sequence[Row[Any]]:
    """The steps of these orders, oldest first."""
    statement: Select[Any] = select(steps).where(steps.c.order_id.in_(order_ids)).order_by(steps.c.id)
    return reader.execute(statement).all()


def list_summaries(reader: Reader) -> list[OrderSummary]:
    """All placed orders, oldest first."""
    columns = (table.c.id, table.c.user_id, username_of(table.c.user_id).label("username"), lines.c.title)
    placed = select(*columns).join(lines, lines.c.order_id == table.c.id).where(table.c.state != OrderState.OPEN)
    rows = reader.execute(placed.order_by(table.c.id, lines.c.id))
    orders = groupby(rows, key=lambda row: (row.id, row.user_id, row.username))
    return [
        OrderSummary(id_, user_id, name, ", ".join(row.title for row in group))
        for (id_, user_id, name), group in orders
    ]


def lock(session: Session, order_id: int) -> Order | None:
    """Returns the order with this id and locks its row."""
    return session.get(Order, order_id, with_for_update=True)


def lock_basket(session: Session, user_id: int) -> Order | None:
    """Returns the basket of the user and locks its row."""
    return session.scalars(select(Order).where(col(Order.basket_of) == user_id).with_for_update()).one_or_none()


def lock_due(session: Session, now: datetime, *, limit: int) -> Sequence[Order]:
    """Returns and locks orders that can be settled. Skips rows that are already locked."""
    due = (
        col(Order.state) == OrderState.PENDING,
        col(Order.stock) == StockAnswer.RESERVED,
        col(Order.due_at) <= now,
    )
    statement = select(Order).where(*due).order_by(col(Order.due_at)).limit(limit)
    return session.scalars(statement.with_for_update(skip_locked=True)).all()


def lock_placed_after(session: Session, order_id: int, *, limit: int) -> Sequence[Order]:
    """Returns and locks the next placed orders."""
    statement = select(Order).where(col(Order.id) > order_id, col(Order.state) != OrderState.OPEN)
    return session.scalars(statement.order_by(col(Order.id)).limit(limit).with_for_update()).all()


def lines_by_order(session: Session, orders: Collection[Order]) -> Mapping[int, list[OrderLine]]:
    """The lines of these orders, as objects that can be changed."""
    found: dict[int, list[OrderLine]] = {order.id: [] for order in orders}
    statement = select(OrderLine).where(col(OrderLine.order_id).in_(found)).order_by(col(OrderLine.id))
    for line in session.scalars(statement):
        found[line.order_id].append(line)
    return found


def _line(row: Row[Any], copy: options.OptionsCopy | None) -> Line:
    selected, fields = read_snapshot(row.configuration), dict(row._mapping)
    product_price = fields.pop("product_price")
    if product_price is not None:
        selected = repriced(selected, NO_OPTIONS if copy is None else copy.document)
        fields["unit_price"] = configured_price(product_price, [chosen.price_difference for chosen in selected])
    previous = None if fields["unit_price"] == row.unit_price else row.unit_price
    return Line(**{**fields, "configuration": selected, "previous_unit_price": previous})


def _select() -> Select[Any]:
    return select(*(table.c[name] for name in COLUMNS))


def _is_waiting(since: datetime) -> ColumnElement[bool]:
    waiting = (table.c.state == OrderState.PENDING) & (table.c.stock == StockAnswer.WAITING)
    found: ColumnElement[bool] = waiting & (table.c.placed_at < since)
    return found
