"""Reads of the copies of products. Every read selects only the requested columns."""

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from typing import Any

from service_kit.db.conditions import contains, equals
from service_kit.db.database import Reader
from service_kit.db.text_keys import case_key, kept, text_key
from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session

from main_service.likes.queries import uncounted
from main_service.products.model import TITLE, ProductCopy
from main_service.stock.queries import available_of

table = ProductCopy.__table__  # type: ignore[attr-defined]
COLUMNS = (
    "id",
    "title",
    "image",
    "likes",
    "sku",
    "price",
    "category",
    "created_at",
    "updated_at",
    "version",
    "synced_at",
    "available_stock",
)
# The number includes likes that are committed but not counted yet, so that clients see their own likes at once.
_EXPRESSIONS: Mapping[str, ColumnElement[Any]] = {
    "likes": (table.c.likes + uncounted(table.c.id)).label("likes"),
    "available_stock": available_of(table.c.id).label("available_stock"),
}

_REQUIRED_COLUMNS = {"configuration": "price"}


def columns_of(fields: Set[str]) -> frozenset[str]:
    """The columns that these fields of a product require, including the id."""
    return frozenset(
        {"id", *fields, *(_REQUIRED_COLUMNS[field] for field in fields & _REQUIRED_COLUMNS.keys())} & {*COLUMNS}
    )


def get(reader: Reader, product_id: int, columns: Iterable[str] = COLUMNS) -> Row[Any] | None:
    """The product with this id; None if it does not exist."""
    return reader.execute(_select(columns).where(table.c.id == product_id)).one_or_none()


def exists(reader: Reader, product_id: int) -> bool:
    """Whether the product exists."""
    return get(reader, product_id, ["id"]) is not None


def by_ids(reader: Reader, ids: Collection[int], columns: Iterable[str] = COLUMNS) -> Sequence[Row[Any]]:
    """The products with these ids, unordered."""
    return reader.execute(_select({"id", *columns}).where(table.c.id.in_(ids))).all()


def by_sku(reader: Reader, sku: str, columns: Iterable[str] = COLUMNS) -> Row[Any] | None:
    """The product with this SKU. If the deletion of an older one has not arrived yet, the newest one."""
    statement = _select(columns).where(equals(table.c.sku, sku)).order_by(table.c.id.desc()).limit(1)
    return reader.execute(statement).one_or_none()


def by_title(reader: Reader, title: str, columns: Iterable[str] = COLUMNS) -> Row[Any] | None:
    """The oldest product with this title, ignoring case."""
    statement = _select({"title", *columns}).where(table.c.title_key == kept(text_key(title), TITLE))
    rows = reader.execute(statement.order_by(table.c.id))
    # Titles that differ only in accents have the same key.
    return next((row for row in rows if case_key(row.title) == case_key(title)), None)


def lock_is_deleted(session: Session, product_id: int) -> bool:
    """Whether the product was deleted. Locks its row."""
    statement = select(table.c.deleted_at).where(table.c.id == product_id).with_for_update()
    return session.execute(statement).scalar_one_or_none() is not None


def price_of(product_id: ColumnElement[int]) -> ColumnElement[Any]:
    """An SQL expression: the price of a product, or NULL if it was deleted."""
    return select(table.c.price).where(table.c.id == product_id, table.c.deleted_at.is_(None)).scalar_subquery()


def list_all(reader: Reader, columns: Iterable[str] = COLUMNS) -> Sequence[Row[Any]]:
    """All products, ordered by id, for clients without pagination."""
    return reader.execute(_select(columns).order_by(table.c.id)).all()


def matching(columns: Iterable[str], *, search: str | None, category: str | None) -> Select[Any]:
    """Selects products whose title or SKU contains `search`, of one category or of all."""
    statement = _select({"id", *columns})
    if search:
        statement = statement.where(contains(search, keys=[table.c.title_key], identifiers=[table.c.sku]))
    if category is not None:
        statement = statement.where(equals(table.c.category, category))
    return statement


def categories(reader: Reader) -> Sequence[str]:
    """The categories that have products, in alphabetical order."""
    statement = select(table.c.category).where(table.c.deleted_at.is_(None)).distinct().order_by(table.c.category)
    return reader.execute(statement).scalars().all()


def lock_ids_after(session: Session, product_id: int, *, limit: int) -> Sequence[int]:
    """Returns the ids of the next products and locks their rows."""
    statement = _select(["id"]).where(table.c.id > product_id).order_by(table.c.id).limit(limit)
    return session.execute(statement.with_for_update()).scalars().all()


def like_counts(reader: Reader, ids: Collection[int]) -> Sequence[Row[Any]]:
    """`id`, `likes` and `likes_sequence` of these products, without uncounted likes."""
    statement = select(table.c.id, table.c.likes, table.c.likes_sequence)
    return reader.execute(statement.where(table.c.id.in_(ids), table.c.deleted_at.is_(None))).all()


def fingerprint(reader: Reader) -> Row[Any]:
    """Numbers that change when a product is added, changed or deleted, but not by likes. Reads all rows."""
    statement = select(func.count(), func.sum(table.c.version), func.max(table.c.id)).select_from(table)
    return reader.execute(statement.where(table.c.deleted_at.is_(None))).one()


def _select(columns: Iterable[str]) -> Select[Any]:
    chosen = (_EXPRESSIONS[name] if name in _EXPRESSIONS else table.c[name] for name in sorted(columns))
    return select(*chosen).where(table.c.deleted_at.is_(None))
