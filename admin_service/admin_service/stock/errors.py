"""The errors of requests about stock."""

from service_kit.errors import ServiceError


class InsufficientStock(ServiceError):
    """Fewer units are available than the caller wants to remove."""

    code = "INSUFFICIENT_STOCK"

    def __init__(self, available: int) -> None:
        super().__init__(f"Only {available} available.")
        self.available = available
