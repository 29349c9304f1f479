"""What can be asked about the copies of the stock."""

from service_kit.db import Reader
from sqlalchemy import select

from main_service.stock.model import StockCopy

table = StockCopy.__table__  # type: ignore[attr-defined]


def available(reader: Reader, product_id: int) -> int | None:
    """How many of the product can be had; None where admin_service has not told yet."""
    found: int | None = reader.execute(
        select(table.c.available).where(table.c.product_id == product_id)
    ).scalar_one_or_none()
    return found
