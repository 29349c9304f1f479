"""The interface to the catalogue for test suites that both services use."""

from datetime import datetime
from typing import Protocol


class Shop(Protocol):
    """The catalogue of the service under test, provided by its conftest as the fixture `shop`."""

    def add(
        self, title: str = "Stout", *, likes: int = 0, created_at: datetime | None = None, **fields: str
    ) -> int:
        """Add a product and return its id. `fields` are image, sku, price and category."""

    def remove(self, product_id: int) -> None:
        """Remove a product."""
