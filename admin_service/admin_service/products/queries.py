"""What can be asked about products. Every read selects the columns that it is asked for, and no others."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from service_kit.db.conditions import contains, equals
from service_kit.db.database import Reader
from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from admin_service.products.model import DeletedProduct, Product
from admin_service.stock.queries import is_low

table = Product.__table__  # type: ignore[attr-defined]
COLUMNS = ("id", "title", "image", "likes", "sku", "price", "category", "created_at", "updated_at", "version")


def columns_of(fields: Collection[str]) -> frozenset[str]:
    """The columns that these fields of a product are read from; the id is always among them."""
    return frozenset({"id"}.union(fields)).intersection(COLUMNS)


def get(reader: Reader, product_id: int, columns: Iterable[str] = COLUMNS) -> Row[Any] | None:
    """The product with this id."""
    return reader.execute(_select(columns).where(table.c.id == product_id)).one_or_none()


def hold(session: Session, product_id: int) -> bool:
    """Whether there is this product, which nobody else changes or deletes until the unit of work ends."""
    statement = select(table.c.id).where(table.c.id == product_id).with_for_update()
    return session.execute(statement).one_or_none() is not None


def by_ids(reader: Reader, ids: Collection[int], columns: Iterable[str] = COLUMNS) -> Sequence[Row[Any]]:
    """The products with these ids, in no order."""
    return reader.execute(_select({"id", *columns}).where(table.c.id.in_(ids))).all()


def with_sku(reader: Reader, sku: str, columns: Iterable[str] = COLUMNS, *, category: str) -> Row[Any] | None:
    """The product of this category that has this SKU."""
    statement = _select(columns).where(table.c.sku == sku, table.c.category == category)
    return reader.execute(statement).one_or_none()


def everything(
    reader: Reader, columns: Iterable[str] = COLUMNS, *, category: str | None = None
) -> Sequence[Row[Any]]:
    """All products by id, of one category or of all, for clients that know no pages."""
    return reader.execute(matching(columns, search=None, category=category).order_by(table.c.id)).all()


def matching(
    columns: Iterable[str], *, search: str | None, category: str | None, stock_below: int | None = None
) -> Select[Any]:
    """The selection of products whose title or SKU contains `search`, of one category or of all.

    With `stock_below`, only those of which fewer units are for sale.
    """
    statement = _select({"id", *columns})
    if search:
        statement = statement.where(contains(search, keys=[table.c.title_key], identifiers=[table.c.sku]))
    if category is not None:
        statement = statement.where(equals(table.c.category, category))
    if stock_below is not None:
        statement = statement.where(is_low(table.c.id, stock_below))
    return statement


def categories(reader: Reader) -> Sequence[str]:
    """The categories that have products, in alphabetical order."""
    statement = select(table.c.category).distinct().order_by(table.c.category)
    return reader.execute(statement).scalars().all()


def ids_by_sku(reader: Reader, skus: Collection[str]) -> dict[str, int]:
    """The products that have these SKUs."""
    statement = select(table.c.sku, table.c.id).where(table.c.sku.in_(skus))
    return {row.sku: row.id for row in reader.execute(statement)}


def products_after(reader: Reader, product_id: int, *, limit: int) -> Sequence[Product]:
    """The next products by id, for telling the others of all of them."""
    statement = select(table).where(table.c.id > product_id).order_by(table.c.id).limit(limit)
    return [Product.model_validate(row, from_attributes=True) for row in reader.execute(statement)]


def tombstones_after(reader: Reader, product_id: int, *, limit: int) -> Sequence[DeletedProduct]:
    """The next tombstones by id, for telling the others of all of them."""
    deleted = DeletedProduct.__table__  # type: ignore[attr-defined]
    statement = select(deleted).where(deleted.c.id > product_id).order_by(deleted.c.id).limit(limit)
    return [DeletedProduct.model_validate(row, from_attributes=True) for row in reader.execute(statement)]


def mark(reader: Reader) -> Row[Any]:
    """Numbers that differ once a product was added, changed or deleted, but not for likes. Reads all rows."""
    statement = select(func.count(), func.sum(table.c.version), func.max(table.c.id)).select_from(table)
    return reader.execute(statement).one()


def _select(columns: Iterable[str]) -> Select[Any]:
    return select(*(table.c[name] for name in sorted(columns)))
