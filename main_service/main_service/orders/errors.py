"""What can be wrong with a request about baskets and orders."""

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
