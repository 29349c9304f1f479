"""Batches reads of products: one statement for any number of products."""

from collections.abc import Sequence
from typing import Any

from service_kit.db.database import Database
from service_kit.graphql.loader import Loader
from sqlalchemy import Row

from admin_service.products import queries

ProductLoader = Loader[int, Row[Any] | None]
MarkLoader = Loader[None, Row[Any]]


def product_loader(database: Database, *, remember: bool = True) -> ProductLoader:
    """Creates a loader. With `remember`, it caches its results and must serve only one request."""

    async def load(ids: list[int]) -> Sequence[Row[Any] | None]:
        rows = await database.aread(lambda reader: queries.by_ids(reader, set(ids)))
        found = {row.id: row for row in rows}
        return [found.get(product_id) for product_id in ids]

    return Loader(load, remember=remember)


def mark_loader(database: Database) -> MarkLoader:
    """Creates a loader of `queries.mark` without a cache."""

    async def load(keys: list[None]) -> Sequence[Row[Any]]:
        return [await database.aread(queries.mark)] * len(keys)

    return Loader(load, remember=False)
