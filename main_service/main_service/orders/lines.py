"""The lines of orders. A line is a quantity of one product with one selection of options."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any, Self

from service_kit.db.tables import TABLE_OPTIONS, BigId, Body, UTCDateTime, identifier, words
from service_kit.errors import InvalidInput
from sqlalchemy import Column, Integer, Numeric, UniqueConstraint
from sqlmodel import Field

from main_service.options.configuration import Configuration, price_of
from main_service.options.document import Document
from main_service.options.snapshot import read_snapshot, repriced, write_snapshot
from main_service.tables import MainTable

MAX_LINES = 100
TOO_MANY_LINES = f"A basket can contain at most {MAX_LINES} lines."
MAX_QUANTITY = 10_000
MAX_PRICE = Decimal("9999999999.99")
PRODUCT_COLUMNS = ("id", "sku", "title", "image", "price")
"""The columns of a product that a line needs."""


class OrderLine(MainTable, table=True):
    """A quantity of one product. The product data is a copy from the time when the line was added.

    `unit_price` is the price that was ordered. In a basket it is the price that the customer saw last: when the
    line was added, or when the customer accepted a changed price.
    `configuration` contains the selected options, and `configuration_key` identifies the selection. The same
    product with other options is another line.
    """

    __tablename__ = "order_line"
    __table_args__ = (
        UniqueConstraint("order_id", "product_id", "configuration_key", name="uq_order_line_configuration"),
        TABLE_OPTIONS,
    )

    id: int = Field(default=None, sa_column=Column(BigId, primary_key=True, autoincrement=True))
    order_id: int = Field(sa_column=Column(Integer, nullable=False))
    product_id: int = Field(sa_column=Column(Integer, nullable=False))
    configuration_key: str = Field(default="", sa_column=Column(identifier(64), nullable=False))
    configuration: bytes | None = Field(default=None, sa_column=Column(Body))
    sku: str = Field(sa_column=Column(identifier(64), nullable=False))
    title: str = Field(sa_column=Column(words(200), nullable=False))
    image: str = Field(sa_column=Column(words(200), nullable=False))
    unit_price: Decimal = Field(sa_column=Column(Numeric(12, 2), nullable=False))
    quantity: int = Field(sa_column=Column(Integer, nullable=False))
    created_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    updated_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))

    @classmethod
    def of(cls, order_id: int, product: Any, chosen: Configuration, now: datetime) -> Self:
        """Builds a line with the current product data and the quantity 0. Raises InvalidInput."""
        fields = {name: getattr(product, name) for name in PRODUCT_COLUMNS if name not in {"id", "price"}}
        return cls(
            order_id=order_id,
            product_id=product.id,
            configuration_key=chosen.key,
            configuration=write_snapshot(chosen.snapshot),
            **fields,
            unit_price=_checked_price(chosen.price),
            quantity=0,
            created_at=now,
            updated_at=now,
        )

    @property
    def total(self) -> Decimal:
        """The unit price multiplied by the quantity."""
        return self.unit_price * self.quantity

    @property
    def options(self) -> Collection[str]:
        """The ids of the selected options."""
        return [str(chosen.option_id) for chosen in read_snapshot(self.configuration)]

    def increase(self, quantity: int, now: datetime) -> None:
        """Increases the quantity. Raises InvalidInput."""
        _check(quantity)
        self.set_quantity(self.quantity + quantity, now)

    def set_quantity(self, quantity: int, now: datetime) -> None:
        """Sets the quantity. Raises InvalidInput."""
        _check(quantity)
        self.quantity, self.updated_at = quantity, now

    def reprice(self, product_price: Decimal, document: Document) -> None:
        """Sets the current price of the product and its selected options. Raises InvalidInput."""
        selected = repriced(read_snapshot(self.configuration), document)
        self.configuration = write_snapshot(selected)
        self.unit_price = _checked_price(price_of(product_price, [chosen.price_difference for chosen in selected]))


def _check(quantity: int) -> None:
    if not 1 <= quantity <= MAX_QUANTITY:
        raise InvalidInput({"quantity": [f"The quantity must be from 1 to {MAX_QUANTITY}."]})


def _checked_price(price: Decimal) -> Decimal:
    if price > MAX_PRICE:
        raise InvalidInput({"options": [f"The unit price exceeds the maximum of {MAX_PRICE}."]})
    return price
