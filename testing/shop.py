"""What suites of both services need to fill a catalogue, however the service at hand comes by its products."""

from datetime import datetime
from typing import Protocol


class Shop(Protocol):
    """The catalogue of the service under test. Its conftest gives one as the fixture `shop`."""

    def add(
        self, title: str = "Stout", *, likes: int = 0, created_at: datetime | None = None, **fields: str
    ) -> int:
        """Adds a product and returns its id. `fields` are image, sku, price and category."""

    def remove(self, product_id: int) -> None:
        """Removes a product."""
