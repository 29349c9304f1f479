"""What can be wrong with a request about the stock."""

from service_kit.errors import ServiceError


class InsufficientStock(ServiceError):
    """There are fewer units than are to be taken away."""

    code = "INSUFFICIENT_STOCK"

    def __init__(self, available: int) -> None:
        super().__init__(f"Only {available} available.")
        self.available = available
