"""Reads of the copies of options."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from service_kit.db.database import Reader
from sqlalchemy import Row, func, select

from main_service.options.document import Document, read_document
from main_service.options.model import ProductOptions

table = ProductOptions.__table__  # type: ignore[attr-defined]
_COPY = (table.c.product_id, table.c.document, table.c.synced_at)


@dataclass(frozen=True)
class OptionsCopy:
    """The options of a product, and the time of their last update."""

    document: Document
    synced_at: datetime


def get(reader: Reader, product_id: int) -> OptionsCopy | None:
    """The options of a product; None if it has none."""
    return by_ids(reader, [product_id]).get(product_id)


def by_ids(reader: Reader, ids: Collection[int]) -> Mapping[int, OptionsCopy]:
    """The options by product id. Products without options are left out."""
    statement = select(*_COPY).where(table.c.product_id.in_(ids), table.c.document.is_not(None))
    return {row.product_id: _copy(row) for row in reader.execute(statement)}


def configurable(reader: Reader, ids: Collection[int]) -> frozenset[int]:
    """The ids of the products that have options. Does not read the documents."""
    statement = select(table.c.product_id).where(table.c.product_id.in_(ids), table.c.document.is_not(None))
    return frozenset(reader.execute(statement).scalars())


def with_group(reader: Reader, code: str) -> Document | None:
    """The options of the first product that has a group with this code."""
    mention = f'"code":"{code}"'.encode()
    statement = select(*_COPY).where(func.instr(table.c.document, mention) > 0).order_by(table.c.product_id)
    documents = (_copy(row).document for row in reader.execute(statement))
    return next((found for found in documents if any(group.code == code for group in found.groups)), None)


def versions(reader: Reader) -> Mapping[int, int]:
    """The version of the options by product id, including products whose options were all removed."""
    return {row.product_id: row.version for row in reader.execute(select(table.c.product_id, table.c.version))}


def _copy(row: Row[Any]) -> OptionsCopy:
    return OptionsCopy(read_document(row.document), row.synced_at)
