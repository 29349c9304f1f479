"""Orders, their state changes and their totals.

The states are OPEN -> PENDING -> COMPLETED | REFUNDED | CANCELLED. An order in the state OPEN is a basket.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Self

from service_kit.db.tables import TABLE_OPTIONS, BigId, UTCDateTime, identifier
from sqlalchemy import Column, Index, Integer, Numeric, UniqueConstraint
from sqlmodel import Field

from main_service.orders import errors
from main_service.orders.amount import Amount
from main_service.orders.lines import OrderLine
from main_service.tables import MainTable

CENT = Decimal("0.01")


class OrderState(StrEnum):
    """The state of an order. The last three are final."""

    OPEN = "OPEN"
    PENDING = "PENDING"
    COMPLETED = "COMPLETED"
    REFUNDED = "REFUNDED"
    CANCELLED = "CANCELLED"


class StockAnswer(StrEnum):
    """The answer of admin_service about the stock for an order."""

    WAITING = "WAITING"
    RESERVED = "RESERVED"
    REFUSED = "REFUSED"


class Reason(StrEnum):
    """The reason why the stock was refused."""

    OUT_OF_STOCK = "OUT_OF_STOCK"
    PRODUCT_GONE = "PRODUCT_GONE"


@dataclass(frozen=True)
class Terms:
    """The shop's fee in percent, and the hold: the time in which an order can be cancelled."""

    fee_percent: Decimal
    hold: timedelta


@dataclass(frozen=True)
class Totals:
    """The totals of an order, in cents precision."""

    subtotal: Decimal
    fee: Decimal
    total: Decimal

    @classmethod
    def of(cls, amounts: Sequence[Decimal], fee_percent: Decimal) -> Self:
        """Adds the amounts and the fee. Half cents of the fee are rounded up."""
        subtotal = sum(amounts, Decimal(0)).quantize(CENT)
        fee = (subtotal * fee_percent / 100).quantize(CENT, ROUND_HALF_UP)
        return cls(subtotal, fee, subtotal + fee)


class OrderStep(MainTable, table=True):
    """A state change of an order: the state after it, and the event that published or caused it."""

    __tablename__ = "order_step"
    __table_args__ = (Index("ix_order_step_order", "order_id", "id"), TABLE_OPTIONS)

    id: int = Field(default=None, sa_column=Column(BigId, primary_key=True, autoincrement=True))
    order_id: int = Field(sa_column=Column(Integer, nullable=False))
    state: str = Field(sa_column=Column(identifier(10), nullable=False))
    stock: str = Field(sa_column=Column(identifier(10), nullable=False))
    reason: str | None = Field(default=None, sa_column=Column(identifier(20)))
    event_id: str | None = Field(default=None, sa_column=Column(identifier(64)))
    created_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))


class OrderRefusal(MainTable, table=True):
    """A product that caused the refund of an order, and its stock at that time. Rows are never changed."""

    __tablename__ = "order_refusal"
    __table_args__ = (TABLE_OPTIONS,)

    order_id: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    product_id: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    reason: str = Field(sa_column=Column(identifier(20), nullable=False))
    available: int = Field(sa_column=Column(Integer, nullable=False))


class Order(MainTable, table=True):
    """An order. While it is open, `basket_of` is its user. The unique constraint allows one basket per user.

    `stock_version` is the version of admin_service's last answer. `version` counts the steps of the order.
    `place` fixes the totals. The order can be settled after `due_at`, by the clock of the database.
    """

    __tablename__ = "shop_order"
    __table_args__ = (
        UniqueConstraint("basket_of", name="uq_shop_order_basket_of"),
        Index("ix_shop_order_user", "user_id", "id"),
        Index("ix_shop_order_state", "state", "id"),
        Index("ix_shop_order_due", "state", "stock", "due_at"),
        TABLE_OPTIONS,
    )

    id: int = Field(default=None, sa_column=Column(Integer, primary_key=True, autoincrement=True))
    user_id: int | None = Field(sa_column=Column(Integer))
    state: str = Field(default=OrderState.OPEN, sa_column=Column(identifier(10), nullable=False))
    basket_of: int | None = Field(default=None, sa_column=Column(Integer))
    fee_percent: Decimal = Field(sa_column=Column(Numeric(5, 2), nullable=False))
    subtotal: Decimal = Field(default=Decimal(0), sa_column=Column(Amount, nullable=False))
    fee: Decimal = Field(default=Decimal(0), sa_column=Column(Amount, nullable=False))
    total: Decimal = Field(default=Decimal(0), sa_column=Column(Amount, nullable=False))
    stock: str = Field(default=StockAnswer.WAITING, sa_column=Column(identifier(10), nullable=False))
    stock_version: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    reason: str | None = Field(default=None, sa_column=Column(identifier(20)))
    placed_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime))
    due_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime))
    settled_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime))
    version: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    created_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    updated_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))

    @classmethod
    def begin(cls, user_id: int | None, fee_percent: Decimal, now: datetime, *, basket: bool) -> Self:
        """Creates an order without lines: a basket, or an order that is placed immediately."""
        basket_of = user_id if basket else None
        return cls(user_id=user_id, basket_of=basket_of, fee_percent=fee_percent, created_at=now, updated_at=now)

    def change(self, now: datetime) -> None:
        """Records that the lines changed. Raises WrongState."""
        self._expect(self.state == OrderState.OPEN)
        self.updated_at = now

    def place(self, lines: Sequence[OrderLine], hold: timedelta, now: datetime) -> OrderStep:
        """Places the order with these lines at their prices. Raises BasketEmpty, WrongState."""
        self._expect(self.state == OrderState.OPEN)
        if not lines:
            raise errors.BasketEmpty
        totals = Totals.of([line.total for line in lines], self.fee_percent)
        self.subtotal, self.fee, self.total = totals.subtotal, totals.fee, totals.total
        self.basket_of, self.placed_at, self.due_at = None, now, now + hold
        return self._step(OrderState.PENDING, now)

    def reserve(self, stock_version: int, now: datetime) -> OrderStep:
        """Records that the stock is reserved. Raises WrongState."""
        self._expect(self.awaits(stock_version))
        self.stock, self.stock_version = StockAnswer.RESERVED, stock_version
        return self._step(OrderState.PENDING, now)

    def refuse(self, stock_version: int, reason: Reason, now: datetime) -> OrderStep:
        """Refunds the order because its stock is not available. Raises WrongState."""
        self._expect(self.awaits(stock_version))
        self.stock, self.stock_version, self.reason = StockAnswer.REFUSED, stock_version, reason
        return self._end(OrderState.REFUNDED, now)

    def settle(self, now: datetime) -> OrderStep:
        """Completes the order. Raises WrongState unless the stock is reserved and the hold is over."""
        reserved = self.state == OrderState.PENDING and self.stock == StockAnswer.RESERVED
        self._expect(reserved and self.due_at is not None and self.due_at <= now)
        return self._end(OrderState.COMPLETED, now)

    def cancel(self, now: datetime) -> OrderStep:
        """Cancels a pending order. Raises WrongState."""
        self._expect(self.state == OrderState.PENDING)
        return self._end(OrderState.CANCELLED, now)

    def awaits(self, stock_version: int) -> bool:
        """Whether to apply an answer of this version: the order is pending and the answer is newer."""
        return self.state == OrderState.PENDING and stock_version > self.stock_version

    def _expect(self, allowed: bool) -> None:
        if not allowed:
            raise errors.WrongState(self.state)

    def _end(self, state: OrderState, now: datetime) -> OrderStep:
        self.settled_at = now
        return self._step(state, now)

    def _step(self, state: OrderState, now: datetime) -> OrderStep:
        self.state, self.updated_at = state, now
        self.version += 1
        return OrderStep(order_id=self.id, state=state, stock=self.stock, reason=self.reason, created_at=now)
