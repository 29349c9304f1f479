"""Orders: what somebody buys, the steps that an order takes, and what it costs.

An order begins as a basket, unless it is placed at once: OPEN -> PENDING -> COMPLETED | REFUNDED | CANCELLED.
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

from main_service.orders.amount import Amount
from main_service.orders.errors import BasketEmpty, WrongState
from main_service.orders.lines import OrderLine
from main_service.tables import MainTable

CENT = Decimal("0.01")


class OrderState(StrEnum):
    """Where an order stands. The last three are final."""

    OPEN = "OPEN"
    PENDING = "PENDING"
    COMPLETED = "COMPLETED"
    REFUNDED = "REFUNDED"
    CANCELLED = "CANCELLED"


class StockAnswer(StrEnum):
    """What admin_service, which alone decides, has said of the stock for an order."""

    WAITING = "WAITING"
    RESERVED = "RESERVED"
    REFUSED = "REFUSED"


class Reason(StrEnum):
    """Why the stock was refused."""

    OUT_OF_STOCK = "OUT_OF_STOCK"
    PRODUCT_GONE = "PRODUCT_GONE"


@dataclass(frozen=True)
class Terms:
    """What the shop sells by: its fee in percent, and how long an order can be cancelled before it is settled."""

    fee_percent: Decimal
    hold: timedelta


@dataclass(frozen=True)
class Totals:
    """What a number of amounts come to, to the cent."""

    subtotal: Decimal
    fee: Decimal
    total: Decimal

    @classmethod
    def of(cls, amounts: Sequence[Decimal], fee_percent: Decimal) -> Self:
        """Their sum, and the fee on it, whose half cents are rounded up."""
        subtotal = sum(amounts, Decimal(0)).quantize(CENT)
        fee = (subtotal * fee_percent / 100).quantize(CENT, ROUND_HALF_UP)
        return cls(subtotal, fee, subtotal + fee)


class OrderStep(MainTable, table=True):
    """A step that an order has taken: what it came to by it, and the event that tells of it."""

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
    """A product that is the reason for an order's refund, and how many of it there were. Never changed."""

    __tablename__ = "order_refusal"
    __table_args__ = (TABLE_OPTIONS,)

    order_id: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    product_id: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    reason: str = Field(sa_column=Column(identifier(20), nullable=False))
    available: int = Field(sa_column=Column(Integer, nullable=False))


class Order(MainTable, table=True):
    """An order. `basket_of` is its user while it is open: so there is one basket a user, whoever asks at once.

    `stock_version` is the version of admin_service's answer, `version` this service's own: it counts the steps.
    What it costs is fixed by `place`. From `due_at` on, by the database's clock, it may be settled.
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
        """An order without lines: the user's basket, or one that is placed in the same breath."""
        basket_of = user_id if basket else None
        return cls(user_id=user_id, basket_of=basket_of, fee_percent=fee_percent, created_at=now, updated_at=now)

    def change(self, now: datetime) -> None:
        """Its lines change. Raises WrongState."""
        self._expect(self.state == OrderState.OPEN)
        self.updated_at = now

    def place(self, lines: Sequence[OrderLine], hold: timedelta, now: datetime) -> OrderStep:
        """Order what the lines say, at their prices. Raises BasketEmpty, WrongState."""
        self._expect(self.state == OrderState.OPEN)
        if not lines:
            raise BasketEmpty
        totals = Totals.of([line.total for line in lines], self.fee_percent)
        self.subtotal, self.fee, self.total = totals.subtotal, totals.fee, totals.total
        self.basket_of, self.placed_at, self.due_at = None, now, now + hold
        return self._step(OrderState.PENDING, now)

    def hold_stock(self, stock_version: int, now: datetime) -> OrderStep:
        """The stock is reserved. Raises WrongState."""
        self._expect(self.awaits(stock_version))
        self.stock, self.stock_version = StockAnswer.RESERVED, stock_version
        return self._step(OrderState.PENDING, now)

    def refuse(self, stock_version: int, reason: Reason, now: datetime) -> OrderStep:
        """There is no stock for it, or no longer: the customer gets the money back. Raises WrongState."""
        self._expect(self.awaits(stock_version))
        self.stock, self.stock_version, self.reason = StockAnswer.REFUSED, stock_version, reason
        return self._end(OrderState.REFUNDED, now)

    def settle(self, now: datetime) -> OrderStep:
        """Complete it, once the stock is reserved and the hold is over. Raises WrongState."""
        reserved = self.state == OrderState.PENDING and self.stock == StockAnswer.RESERVED
        self._expect(reserved and self.due_at is not None and self.due_at <= now)
        return self._end(OrderState.COMPLETED, now)

    def cancel(self, now: datetime) -> OrderStep:
        """The customer does not want it any more. Raises WrongState."""
        self._expect(self.state == OrderState.PENDING)
        return self._end(OrderState.CANCELLED, now)

    def awaits(self, stock_version: int) -> bool:
        """Whether an answer of this version still matters: it is newer, and the order has not ended."""
        return self.state == OrderState.PENDING and stock_version > self.stock_version

    def _expect(self, allowed: bool) -> None:
        if not allowed:
            raise WrongState(self.state)

    def _end(self, state: OrderState, now: datetime) -> OrderStep:
        self.settled_at = now
        return self._step(state, now)

    def _step(self, state: OrderState, now: datetime) -> OrderStep:
        self.state, self.updated_at = state, now
        self.version += 1
        return OrderStep(order_id=self.id, state=state, stock=self.stock, reason=self.reason, created_at=now)
