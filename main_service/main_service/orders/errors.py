"""What can be wrong with a request about baskets and orders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from service_kit.errors import NotFound, ServiceError

from main_service.options.errors import InvalidConfiguration
from main_service.orders.availability import LineProblem, ProblemKind


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
    """A product in the basket is no longer sold. `lines` are all lines that cannot be ordered."""

    code = "PRODUCT_GONE"

    def __init__(self, sku: str, lines: Sequence[LineProblem]) -> None:
        super().__init__("A product in the basket is no longer sold. Remove it to order the rest.")
        self.sku, self.lines = sku, lines


class LineMisconfigured(InvalidConfiguration):
    """A product in the basket can no longer be put together so. `lines` are all lines that cannot be ordered."""

    def __init__(self, lines: Sequence[LineProblem]) -> None:
        first = next(line for line in lines if line.kind is ProblemKind.INVALID_CONFIGURATION)
        super().__init__(first.configuration, first.line_id)
        self.lines = lines


class LinesNotInStock(ServiceError):
    """Of lines in the basket there is not enough in stock. `lines` names them."""

    code = "INSUFFICIENT_STOCK"

    def __init__(self, lines: Sequence[LineProblem]) -> None:
        named = " ".join(f"{line.title}: {line.message}" for line in lines)
        super().__init__(f"The basket cannot be ordered as it is. {named}")
        self.lines = lines


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
    http_status = 409

    def __init__(self, old_total: Decimal, new_total: Decimal, lines: Sequence[PriceChange]) -> None:
        super().__init__(f"The total is {new_total:.2f} now, not {old_total:.2f}. Nothing was ordered.")
        self.old_total, self.new_total, self.lines = old_total, new_total, lines

    def http_body(self) -> Mapping[str, object]:
        """The totals, and the lines whose price has changed. See `price_rest.PriceChangedView`."""
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
    """There is less in stock than wanted."""

    code = "INSUFFICIENT_STOCK"

    def __init__(self, available: int) -> None:
        super().__init__(f"Only {available} in stock." if available else "Out of stock.")
        self.available = available


class StockUnknown(ServiceError):
    """Nothing is known here about the stock of a product (yet), so none of it can be ordered."""

    code = "STOCK_UNKNOWN"

    def __init__(self, product_id: int) -> None:
        super().__init__("The stock of this product is not known here yet. Try again in a moment.")
        self.product_id = product_id


class WrongState(ServiceError):
    """The order cannot take this step from where it stands."""

    code = "WRONG_STATE"

    def __init__(self, state: str) -> None:
        super().__init__(f"The order is {state.lower()}.")
        self.state = state


class UnknownOrder(Exception):
    """An answer to an order that is not known here (yet)."""
