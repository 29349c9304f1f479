"""The errors of baskets and orders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from service_kit.errors import NotFound, ServiceError

from main_service.options.errors import InvalidConfiguration
from main_service.orders.availability import LineProblem, ProblemKind


class OrderNotFound(NotFound):
    """The order does not exist, or the caller may not access it."""


class LineNotFound(NotFound):
    """The basket does not have this line."""


class BasketEmpty(ServiceError):
    """The basket has no lines."""

    code = "BASKET_EMPTY"

    def __init__(self) -> None:
        super().__init__("The basket is empty.")


class ProductGone(ServiceError):
    """A product in the basket is no longer available. `lines` contains all lines that cannot be ordered."""

    code = "PRODUCT_GONE"

    def __init__(self, sku: str, lines: Sequence[LineProblem]) -> None:
        super().__init__("A product in the basket is no longer available. Remove it to order the rest.")
        self.sku, self.lines = sku, lines


class LineMisconfigured(InvalidConfiguration):
    """The options of a basket line are no longer valid. `lines` contains all lines that cannot be ordered."""

    def __init__(self, lines: Sequence[LineProblem]) -> None:
        first = next(line for line in lines if line.kind is ProblemKind.INVALID_CONFIGURATION)
        super().__init__(first.configuration, first.line_id)
        self.lines = lines


class LinesNotInStock(ServiceError):
    """The stock is too low for lines of the basket. `lines` contains all lines that cannot be ordered."""

    code = "INSUFFICIENT_STOCK"

    def __init__(self, lines: Sequence[LineProblem]) -> None:
        named = " ".join(f"{line.title}: {line.message}" for line in lines)
        super().__init__(f"The basket cannot be ordered. {named}")
        self.lines = lines


@dataclass(frozen=True)
class PriceChange:
    """A line whose unit price differs from the one that the customer saw. `line_id` is None outside a basket."""

    line_id: int | None
    product_id: int
    sku: str
    title: str
    old_price: Decimal
    new_price: Decimal


class PriceChanged(ServiceError):
    """The total of the order differs from the expected total."""

    code = "PRICE_CHANGED"
    http_status = 409

    def __init__(self, old_total: Decimal, new_total: Decimal, lines: Sequence[PriceChange]) -> None:
        super().__init__(f"The total is {new_total:.2f}, not the expected {old_total:.2f}. No order was placed.")
        self.old_total, self.new_total, self.lines = old_total, new_total, lines

    def http_body(self) -> Mapping[str, object]:
        """Returns the totals, and the lines whose price changed. See `price_rest.PriceChangedView`."""
        lines = [
            {
                "product_id": line.product_id,
                "sku": line.sku,
                "old_price": f"{line.old_price:.2f}",
                "new_price": f"{line.new_price:.2f}",
            }
            for line in self.lines
        ]
        totals = {"old_total": f"{self.old_total:.2f}", "new_total": f"{self.new_total:.2f}"}
        return {"detail": self.message, **totals, "lines": lines}


class InsufficientStock(ServiceError):
    """The stock is lower than the requested quantity."""

    code = "INSUFFICIENT_STOCK"

    def __init__(self, available: int) -> None:
        super().__init__(f"Only {available} in stock." if available else "Out of stock.")
        self.available = available


class StockUnknown(ServiceError):
    """The stock of a product is not known yet, so it cannot be ordered."""

    code = "STOCK_UNKNOWN"

    def __init__(self, product_id: int) -> None:
        super().__init__("The stock of this product is not known yet. Try again in a moment.")
        self.product_id = product_id


class WrongState(ServiceError):
    """The state of the order does not allow this change."""

    code = "WRONG_STATE"

    def __init__(self, state: str) -> None:
        super().__init__(f"The order is {state.lower()}.")
        self.state = state


class UnknownOrder(Exception):
    """admin_service answered to an order that this service does not have, or does not have yet."""
