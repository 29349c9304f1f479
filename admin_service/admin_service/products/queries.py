"""What can be asked about products. Every read selects the columns that it is asked for, and no others."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from service_kit.conditions import contains, equals
from service_kit.db import Reader
from sqlalchemy import Row, Select, func, select

from admin_service.products.model import DeletedProduct, Product

table = Product.__table__  # type: ignore[attr-defined]
COLUMNS = ("id", "title", "image", "likes", "sku", "price", "category", "created_at", "updated_at", "version")


def columns_of(fields: Collection[str]) -> frozenset[str]:
    """The columns that these fields of a product are read from; the id is always among them."""
    return frozenset({"id"}.union(fields)).intersection(COLUMNS)


def get(reader: Reader, product_id: int, columns: Iterable[str] = COLUMNS) -> Row[Any] | None:
    """The product with this id."""
    return reader.execute(_select(columns).where(table.c.id == product_id)).one_or_none()


def by_ids(reader: Reader, ids: Collection[int], columns: Iterable[str] = COLUMNS) -> Sequence[Row[Any]]:
    """The products with these ids, in no order."""
    return reader.execute(_select({"id", *columns}).where(table.c.id.in_(ids))).all()


def everything(reader: Reader, columns: Iterable[str] = COLUMNS) -> Sequence[Row[Any]]:
    """All products by id, for clients that know no pages."""
    return reader.execute(_select(columns).order_by(table.c.id)).all()


def matching(columns: Iterable[str], *, search: str | None, category: str | None) -> Select[Any]:
    """The selection of products whose title or SKU contains `search`, of one category or of all."""
    statement = _select({"id", *columns})
    if search:
        statement = statement.where(contains(search, words=[table.c.title], identifiers=[table.c.sku]))
    if category is not None:
        statement = statement.where(equals(table.c.category, category))
    return statement


def count(reader: Reader, statement: Select[Any]) -> int:
    """How many rows a selection has."""
    counted = statement.with_only_columns(func.count(), maintain_column_froms=True)
    return reader.execute(counted).scalar_one()


def categories(reader: Reader) -> Sequence[str]:
    """The categories that have products, in alphabetical order."""
    statement = select(table.c.category).distinct().order_by(table.c.category)
    return reader.execute(statement).scalars().all()


def known_skus(reader: Reader, skus: Collection[str]) -> frozenset[str]:
    """Those of these SKUs that a product has."""
    return frozenset(reader.execute(select(table.c.sku).where(table.c.sku.in_(skus))).scalars())


def products_after(reader: Reader, product_id: int, *, limit: int) -> Sequence[Product]:
    """The next products by id, for telling the others of all of them."""
    statement = select(table).where(table.c.id > product_id).order_by(table.c.id).limit(limit)
    return [Product.model_validate(row, from_attributes=True) for row in reader.execute(statement)]


def tombstones_after(reader: Reader, product_id: int, *, limit: int) -> Sequence[DeletedProduct]:
    """The next tombstones by id, for telling the others of all of them."""
    deleted = DeletedProduct.__table__  # type: ignore[attr-defined]
    statement = select(deleted).where(deleted.c.id > product_id).order_by(deleted.c.id).limit(limit)
    return [DeletedProduct.model_validate(row, from_attributes=True) for row in reader.execute(statement)]


def _select(columns: Iterable[str]) -> Select[Any]:
    return select(*(table.c[name] for name in sorted(columns)))
