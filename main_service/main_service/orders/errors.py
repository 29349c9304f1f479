"""What can be wrong with a request about baskets and orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from service_kit.errors import NotFound, ServiceError


class OrderNotFound(NotFound):
    """The caller has no order with this id."""


class LineNotFound(NotFound):
    """The basket has no such line."""


class BasketEmpty(ServiceError):
    """There is nothing to order."""

    code = "BASKET_EMPTY"

    def __init__(self) -> None:
        super().__init__("The basket is empty.")


class ProductGone(ServiceError):
    """A product in the basket is no longer sold."""

    code = "PRODUCT_GONE"

    def __init__(self, sku: str) -> None:
        super().__init__("A product in the basket is no longer sold. Remove it to order the rest.")
        self.sku = sku


@dataclass(frozen=True)
class PriceChange:
    """A line whose unit price is not the one that the customer has seen. `line_id` is None outside a basket."""

    line_id: int | None
    product_id: int
    sku: str
    title: str
    old_price: Decimal
    new_price: Decimal


class PriceChanged(ServiceError):
    """The order would cost another total than the caller expects."""

    code = "PRICE_CHANGED"

    def __init__(self, old_total: Decimal, new_total: Decimal, lines: Sequence[PriceChange]) -> None:
        super().__init__(f"The total is {new_total:.2f} now, not {old_total:.2f}. Nothing was ordered.")
        self.old_total, self.new_total, self.lines = old_total, new_total, lines


class InsufficientStock(ServiceError):
    """There is less in stock than wanted."""

    code = "INSUFFICIENT_STOCK"

    def __init__(self, available: int) -> None:
        super().__init__(f"Only {available} in stock." if available else "Out of stock.")
        self.available = available


class WrongState(ServiceError):
    """The order cannot take this step from where it stands."""

    code = "WRONG_STATE"

    def __init__(self, state: str) -> None:
        super().__init__(f"The order is {state.lower()}.")
        self.state = state


class UnknownOrder(Exception):
    """An answer to an order that is not known here (yet)."""
