"""The tables of stock levels, stock movements, and reservations for orders.

Every change of a level is recorded as a movement. The sum of the movements always equals the level.
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from service_kit.db.tables import TABLE_OPTIONS, BigId, UTCDateTime, identifier, words
from service_kit.fields import optional_text
from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer
from sqlmodel import Field as ColumnField

from admin_service.stock.units import MAX_STOCK, Quantity
from admin_service.tables import AdminTable

Note = Annotated[str, *optional_text(200)]


class Kind(StrEnum):
    """Why a level changed."""

    RECEIVED = "RECEIVED"
    RESERVED = "RESERVED"
    RELEASED = "RELEASED"
    SOLD = "SOLD"
    CORRECTED = "CORRECTED"


class ReservationState(StrEnum):
    """The state of a reservation. HELD and REFUSED last until main_service reports the order's final state."""

    HELD = "HELD"
    REFUSED = "REFUSED"
    RELEASED = "RELEASED"
    SOLD = "SOLD"


class Reason(StrEnum):
    """Why a reservation was refused."""

    OUT_OF_STOCK = "OUT_OF_STOCK"
    PRODUCT_GONE = "PRODUCT_GONE"


class Adjustment(BaseModel):
    """A change of a level: either a difference or the new quantity."""

    model_config = ConfigDict(frozen=True)

    change: Annotated[int, Field(ge=-MAX_STOCK, le=MAX_STOCK)] | None = None
    quantity: Quantity | None = Field(default=None, validate_default=True)
    note: Note = ""

    @field_validator("change")
    @classmethod
    def _changes_something(cls, value: int | None) -> int | None:
        if value == 0:
            raise ValueError("Use a number other than 0.")
        return value

    @field_validator("quantity")
    @classmethod
    def _excludes_change(cls, value: int | None, info: ValidationInfo) -> int | None:
        if "change" in info.data and (value is None) == (info.data["change"] is None):
            raise ValueError("Set either `change` or `quantity`.")
        return value


class StockMovement(AdminTable, table=True):
    """A change of a level, its reason, and the order or user that caused it. Movements are never changed."""

    __tablename__ = "stock_movement"
    __table_args__ = (Index("ix_stock_movement_product", "product_id", "id"), TABLE_OPTIONS)

    id: int = ColumnField(default=None, sa_column=Column(BigId, primary_key=True, autoincrement=True))
    product_id: int = ColumnField(sa_column=Column(Integer, nullable=False))
    kind: str = ColumnField(sa_column=Column(identifier(10), nullable=False))
    available_change: int = ColumnField(default=0, sa_column=Column(BigInteger, nullable=False))
    reserved_change: int = ColumnField(default=0, sa_column=Column(BigInteger, nullable=False))
    sold_change: int = ColumnField(default=0, sa_column=Column(BigInteger, nullable=False))
    order_id: int | None = ColumnField(default=None, sa_column=Column(BigId))
    user_id: int | None = ColumnField(default=None, sa_column=Column(Integer))
    note: str = ColumnField(default="", sa_column=Column(words(200), nullable=False))
    created_at: datetime = ColumnField(
        default_factory=lambda: datetime.now(UTC), sa_column=Column(UTCDateTime, nullable=False)
    )

    @classmethod
    def reserve(cls, product_id: int, quantity: int, order_id: int) -> "StockMovement":
        """Units are reserved for an order."""
        return cls(
            product_id=product_id,
            kind=Kind.RESERVED,
            available_change=-quantity,
            reserved_change=quantity,
            order_id=order_id,
        )


class StockLevel(AdminTable, table=True):
    """The available, reserved and sold units of a product. `version` counts the changes of `available`.

    The level of a deleted product is kept with `withdrawn_at`. It has no available units.
    """

    __tablename__ = "stock_level"
    __table_args__ = (
        CheckConstraint("available >= 0 AND reserved >= 0 AND sold >= 0", name="ck_stock_level_not_negative"),
        Index("ix_stock_level_available", "available", "product_id"),
        TABLE_OPTIONS,
    )

    product_id: int = ColumnField(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    available: int = ColumnField(default=0, sa_column=Column(BigInteger, nullable=False))
    reserved: int = ColumnField(default=0, sa_column=Column(BigInteger, nullable=False))
    sold: int = ColumnField(default=0, sa_column=Column(BigInteger, nullable=False))
    version: int = ColumnField(default=0, sa_column=Column(Integer, nullable=False))
    updated_at: datetime = ColumnField(sa_column=Column(UTCDateTime, nullable=False))
    withdrawn_at: datetime | None = ColumnField(default=None, sa_column=Column(UTCDateTime))

    @classmethod
    def open(cls, product_id: int) -> "StockLevel":
        """Creates the level of a new product, with no units."""
        return cls(product_id=product_id, updated_at=datetime.now(UTC))

    def receive(self, quantity: int, *, user_id: int | None = None, note: str = "") -> StockMovement:
        """Units were received."""
        return self._move(Kind.RECEIVED, available=quantity, user_id=user_id, note=note)

    def correct(self, change: int, *, user_id: int | None = None, note: str = "") -> StockMovement:
        """The number of units is corrected."""
        return self._move(Kind.CORRECTED, available=change, user_id=user_id, note=note)

    def release(self, quantity: int, order_id: int) -> list[StockMovement]:
        """Makes reserved units available again. Writes them off if the product is deleted."""
        released = self._move(Kind.RELEASED, available=quantity, reserved=-quantity, order_id=order_id)
        return [released] if self.withdrawn_at is None else [released, *self._write_off()]

    def sell(self, quantity: int, order_id: int) -> list[StockMovement]:
        """Sells reserved units."""
        return [self._move(Kind.SOLD, reserved=-quantity, sold=quantity, order_id=order_id)]

    def withdraw(self) -> list[StockMovement]:
        """Writes off the available units of a deleted product. Reserved units stay until their orders end."""
        self.withdrawn_at = self.updated_at = datetime.now(UTC)
        return self._write_off()

    def _write_off(self) -> list[StockMovement]:
        return [self.correct(-self.available, note="The product was deleted.")] if self.available else []

    def _move(
        self,
        kind: Kind,
        *,
        available: int = 0,
        reserved: int = 0,
        sold: int = 0,
        order_id: int | None = None,
        user_id: int | None = None,
        note: str = "",
    ) -> StockMovement:
        self.available += available
        self.reserved += reserved
        self.sold += sold
        self.version += bool(available)
        self.updated_at = datetime.now(UTC)
        return StockMovement(
            product_id=self.product_id,
            kind=kind,
            available_change=available,
            reserved_change=reserved,
            sold_change=sold,
            order_id=order_id,
            user_id=user_id,
            note=note,
        )


class Reservation(AdminTable, table=True):
    """The reservation for an order, which is the answer to main_service. `version` counts the answers.

    Every reported order has one, also an order that had ended before it was reported. `reason` says why the
    reservation was refused, immediately or later.
    """

    __tablename__ = "reservation"
    __table_args__ = (Index("ix_reservation_state", "state", "order_id"), TABLE_OPTIONS)

    order_id: int = ColumnField(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    order_version: int = ColumnField(sa_column=Column(Integer, nullable=False))
    state: str = ColumnField(sa_column=Column(identifier(10), nullable=False))
    reason: str | None = ColumnField(default=None, sa_column=Column(identifier(20)))
    version: int = ColumnField(default=1, sa_column=Column(Integer, nullable=False))
    created_at: datetime = ColumnField(sa_column=Column(UTCDateTime, nullable=False))
    updated_at: datetime = ColumnField(sa_column=Column(UTCDateTime, nullable=False))

    @classmethod
    def open(cls, order_id: int, order_version: int) -> "Reservation":
        """Creates a reservation that holds no units yet."""
        now = datetime.now(UTC)
        state = ReservationState.RELEASED
        return cls(order_id=order_id, order_version=order_version, state=state, created_at=now, updated_at=now)

    @property
    def is_unsettled(self) -> bool:
        """Whether main_service has not yet reported the final state of the order."""
        return self.state in {ReservationState.HELD, ReservationState.REFUSED}

    def answer(self, reason: Reason | None) -> None:
        """Records that all units are reserved, or, with a reason, that none are."""
        self.state = ReservationState.HELD if reason is None else ReservationState.REFUSED
        self.reason = reason

    def withdraw(self) -> None:
        """Records that a product was deleted. The units stay reserved until the order ends."""
        self.reason = Reason.PRODUCT_GONE
        self.version += 1
        self.updated_at = datetime.now(UTC)

    def end(self, *, sold: bool) -> None:
        """Records the final state of the order."""
        self.state = ReservationState.SOLD if sold else ReservationState.RELEASED
        self.updated_at = datetime.now(UTC)


class ReservationLine(AdminTable, table=True):
    """The quantity of a product in an order."""

    __tablename__ = "reservation_line"
    __table_args__ = (TABLE_OPTIONS,)

    order_id: int = ColumnField(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    product_id: int = ColumnField(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    quantity: int = ColumnField(sa_column=Column(Integer, nullable=False))
