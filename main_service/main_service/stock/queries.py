"""Reads of the copies of stock levels."""

from collections.abc import Collection, Mapping
from typing import Any

from service_kit.db.database import Reader
from sqlalchemy import ColumnElement, select

from main_service.stock.model import StockCopy

table = StockCopy.__table__  # type: ignore[attr-defined]


def available(reader: Reader, product_id: int) -> int | None:
    """The available stock of a product; None if it is not known yet."""
    return levels(reader, [product_id]).get(product_id)


def levels(reader: Reader, product_ids: Collection[int]) -> Mapping[int, int]:
    """The available stock by product id. Products with unknown stock are left out."""
    statement = select(table.c.product_id, table.c.available).where(table.c.product_id.in_(product_ids))
    return {row.product_id: row.available for row in reader.execute(statement)}


def available_of(product_id: ColumnElement[int]) -> ColumnElement[Any]:
    """An SQL expression: the available stock, or NULL if it is not known."""
    return select(table.c.available).where(table.c.product_id == product_id).scalar_subquery()
