"""Reads of products. Every read selects only the requested columns."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from service_kit.db.conditions import contains, equals
from service_kit.db.database import Reader
from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from admin_service.products.model import DeletedProduct, Product
from admin_service.stock.queries import is_stock_below

table = Product.__table__  # type: ignore[attr-defined]
COLUMNS = ("id", "title", "image", "likes", "sku", "price", "category", "created_at", "updated_at", "version")


def columns_of(fields: Collection[str]) -> frozenset[str]:
    """Returns the columns to read for these GraphQL fields. Always includes the ID."""
    return frozenset({"id"}.union(fields)).intersection(COLUMNS)


def get(reader: Reader, product_id: int, columns: Iterable[str] = COLUMNS) -> Row[Any] | None:
    return reader.execute(_select(columns).where(table.c.id == product_id)).one_or_none()


def lock_exists(session: Session, product_id: int) -> bool:
    """Returns whether the product exists, and locks it until the transaction ends."""
    statement = select(table.c.id).where(table.c.id == product_id).with_for_update()
    return session.execute(statement).one_or_none() is not None


def by_ids(reader: Reader, ids: Collection[int], columns: Iterable[str] = COLUMNS) -> Sequence[Row[Any]]:
    """Returns the products with these IDs, in no particular order."""
    return reader.execute(_select({"id", *columns}).where(table.c.id.in_(ids))).all()


def by_sku(reader: Reader, sku: str, columns: Iterable[str] = COLUMNS, *, category: str) -> Row[Any] | None:
    """Returns the product with this SKU in this category."""
    statement = _select(columns).where(table.c.sku == sku, table.c.category == category)
    return reader.execute(statement).one_or_none()


def list_all(
    reader: Reader, columns: Iterable[str] = COLUMNS, *, category: str | None = None
) -> Sequence[Row[Any]]:
    """Returns all products, ordered by ID, for clients without pagination."""
    return reader.execute(matching(columns, search=None, category=category).order_by(table.c.id)).all()


def matching(
    columns: Iterable[str], *, search: str | None, category: str | None, stock_below: int | None = None
) -> Select[Any]:
    """Selects the products that match all given conditions.

    `search` is a part of the title or SKU. `stock_below` selects products with fewer available units.
    """
    statement = _select({"id", *columns})
    if search:
        statement = statement.where(contains(search, keys=[table.c.title_key], identifiers=[table.c.sku]))
    if category is not None:
        statement = statement.where(equals(table.c.category, category))
    if stock_below is not None:
        statement = statement.where(is_stock_below(table.c.id, stock_below))
    return statement


def categories(reader: Reader) -> Sequence[str]:
    """Returns the categories that contain products, in alphabetical order."""
    statement = select(table.c.category).distinct().order_by(table.c.category)
    return reader.execute(statement).scalars().all()


def ids_by_sku(reader: Reader, skus: Collection[str]) -> dict[str, int]:
    """Returns the product IDs by SKU, without unknown SKUs."""
    statement = select(table.c.sku, table.c.id).where(table.c.sku.in_(skus))
    return {row.sku: row.id for row in reader.execute(statement)}


def products_after(reader: Reader, product_id: int, *, limit: int) -> Sequence[Product]:
    """Returns the next products by ID, to republish them."""
    statement = select(table).where(table.c.id > product_id).order_by(table.c.id).limit(limit)
    return [Product.model_validate(row, from_attributes=True) for row in reader.execute(statement)]


def tombstones_after(reader: Reader, product_id: int, *, limit: int) -> Sequence[DeletedProduct]:
    """Returns the next tombstones by ID, to republish them."""
    deleted = DeletedProduct.__table__  # type: ignore[attr-defined]
    statement = select(deleted).where(deleted.c.id > product_id).order_by(deleted.c.id).limit(limit)
    return [DeletedProduct.model_validate(row, from_attributes=True) for row in reader.execute(statement)]


def mark(reader: Reader) -> Row[Any]:
    """Returns numbers that change when a product is created, updated or deleted. Reads all rows."""
    statement = select(func.count(), func.sum(table.c.version), func.max(table.c.id)).select_from(table)
    return reader.execute(statement).one()


def _select(columns: Iterable[str]) -> Select[Any]:
    return select(*(table.c[name] for name in sorted(columns)))
