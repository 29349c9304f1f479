"""What can be asked about the copies of the stock."""

from collections.abc import Collection, Mapping
from typing import Any

from service_kit.db.database import Reader
from sqlalchemy import ColumnElement, select

from main_service.stock.model import StockCopy

table = StockCopy.__table__  # type: ignore[attr-defined]


def available(reader: Reader, product_id: int) -> int | None:
    """How many of the product can be had; None where the stock is not known here (yet)."""
    return levels(reader, [product_id]).get(product_id)


def levels(reader: Reader, product_ids: Collection[int]) -> Mapping[int, int]:
    """The same for several, by product id; those whose stock is not known are left out."""
    statement = select(table.c.product_id, table.c.available).where(table.c.product_id.in_(product_ids))
    return {row.product_id: row.available for row in reader.execute(statement)}


def available_of(product_id: ColumnElement[int]) -> ColumnElement[Any]:
    """The same as part of a statement; NULL where it is not known."""
    return select(table.c.available).where(table.c.product_id == product_id).scalar_subquery()
