"""Loaders of products. Each reads all requested products with one statement."""

from collections.abc import Sequence
from typing import Any

from service_kit.db.database import Database
from service_kit.graphql.loader import Loader
from sqlalchemy import Row

from main_service.products import queries

ProductLoader = Loader[int, Row[Any] | None]
FingerprintLoader = Loader[None, Row[Any]]


def product_loader(database: Database, *, remember: bool = True) -> ProductLoader:
    """Loads products by id. It caches for one request, or not at all with `remember=False`."""

    async def load(ids: list[int]) -> Sequence[Row[Any] | None]:
        rows = await database.aread(lambda reader: queries.by_ids(reader, set(ids)))
        found = {row.id: row for row in rows}
        return [found.get(product_id) for product_id in ids]

    return Loader(load, remember=remember)


def fingerprint_loader(database: Database) -> FingerprintLoader:
    """Loads `queries.fingerprint`, without caching."""

    async def load(keys: list[None]) -> Sequence[Row[Any]]:
        return [await database.aread(queries.fingerprint)] * len(keys)

    return Loader(load, remember=False)
