"""What can be asked about the copies. Every read selects the columns that it is asked for, and no others."""

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
# Likes that are committed and not yet counted belong to the answer: a client sees its own like at once.
_EXPRESSIONS: Mapping[str, ColumnElement[Any]] = {
    "likes": (table.c.likes + uncounted(table.c.id)).label("likes"),
    "available_stock": available_of(table.c.id).label("available_stock"),
}

_READ_FOR = {"configuration": "price"}


def columns_of(fields: Set[str]) -> frozenset[str]:
    """The columns that these fields of a product are read from; the id is always among them."""
    return frozenset({"id", *fields, *(_READ_FOR[field] for field in fields & _READ_FOR.keys())} & {*COLUMNS})


def get(reader: Reader, product_id: int, columns: Iterable[str] = COLUMNS) -> Row[Any] | None:
    """The product with this id."""
    return reader.execute(_select(columns).where(table.c.id == product_id)).one_or_none()


def exists(reader: Reader, product_id: int) -> bool:
    """Whether there is a product with this id."""
    return get(reader, product_id, ["id"]) is not None


def by_ids(reader: Reader, ids: Collection[int], columns: Iterable[str] = COLUMNS) -> Sequence[Row[Any]]:
    """The products with these ids, in no order."""
    return reader.execute(_select({"id", *columns}).where(table.c.id.in_(ids))).all()


def with_sku(reader: Reader, sku: str, columns: Iterable[str] = COLUMNS) -> Row[Any] | None:
    """The product with this SKU: the newest one, while the end of an older one is still under way."""
    statement = _select(columns).where(equals(table.c.sku, sku)).order_by(table.c.id.desc()).limit(1)
    return reader.execute(statement).one_or_none()


def titled(reader: Reader, title: str, columns: Iterable[str] = COLUMNS) -> Row[Any] | None:
    """The product of this title, regardless of case; the oldest one, where there are several."""
    statement = _select({"title", *columns}).where(table.c.title_key == kept(text_key(title), TITLE))
    rows = reader.execute(statement.order_by(table.c.id))
    # Titles that differ in accents have the same key.
    return next((row for row in rows if case_key(row.title) == case_key(title)), None)


def lock_gone(session: Session, product_id: int) -> bool:
    """Whether the product is gone for good; nobody else changes that until the end of the transaction."""
    statement = select(table.c.deleted_at).where(table.c.id == product_id).with_for_update()
    return session.execute(statement).scalar_one_or_none() is not None


def price_of(product_id: ColumnElement[int]) -> ColumnElement[Any]:
    """What a product costs, as part of a statement; NULL where it is gone."""
    return select(table.c.price).where(table.c.id == product_id, table.c.deleted_at.is_(None)).scalar_subquery()


def everything(reader: Reader, columns: Iterable[str] = COLUMNS) -> Sequence[Row[Any]]:
    """All products by id, for clients that know no pages."""
    return reader.execute(_select(columns).order_by(table.c.id)).all()


def matching(columns: Iterable[str], *, search: str | None, category: str | None) -> Select[Any]:
    """The selection of products whose title or SKU contains `search`, of one category or of all."""
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
    """The ids of the next products, which nobody else changes until the end of the transaction."""
    statement = _select(["id"]).where(table.c.id > product_id).order_by(table.c.id).limit(limit)
    return session.execute(statement.with_for_update()).scalars().all()


def like_counts(reader: Reader, ids: Collection[int]) -> Sequence[Row[Any]]:
    """`id`, `likes` and `likes_sequence` of these products, as counted: what is not counted yet is left out."""
    statement = select(table.c.id, table.c.likes, table.c.likes_sequence)
    return reader.execute(statement.where(table.c.id.in_(ids), table.c.deleted_at.is_(None))).all()


def mark(reader: Reader) -> Row[Any]:
    """Numbers that differ once a product was added, changed or deleted, but not for likes. Reads all rows."""
    statement = select(func.count(), func.sum(table.c.version), func.max(table.c.id)).select_from(table)
    return reader.execute(statement.where(table.c.deleted_at.is_(None))).one()


def _select(columns: Iterable[str]) -> Select[Any]:
    chosen = (_EXPRESSIONS[name] if name in _EXPRESSIONS else table.c[name] for name in sorted(columns))
    return select(*chosen).where(table.c.deleted_at.is_(None))
