"""Batches reads of stock: one statement for any number of products."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from service_kit.db.database import Database
from service_kit.graphql.loader import Loader
from sqlalchemy import Row

from admin_service.stock import queries


class Level(NamedTuple):
    """The available and reserved units of a product."""

    available: int
    reserved: int


class NewestMovements(NamedTuple):
    """The key of a read: the product, and the maximum number of movements."""

    product_id: int
    first: int


LevelLoader = Loader[int, Level]
MovementLoader = Loader[NewestMovements, Sequence[Row[Any]]]


def level_loader(database: Database, *, remember: bool = True) -> LevelLoader:
    """Creates a loader. With `remember`, it caches its results and must serve only one request."""

    async def load(ids: list[int]) -> Sequence[Level]:
        rows = await database.aread(lambda reader: queries.levels(reader, set(ids)))
        found = {row.product_id: Level(row.available, row.reserved) for row in rows}
        return [found.get(product_id, Level(0, 0)) for product_id in ids]

    return Loader(load, remember=remember)


def movement_loader(database: Database) -> MovementLoader:
    """Creates a loader for one request."""

    async def load(keys: list[NewestMovements]) -> Sequence[Sequence[Row[Any]]]:
        most: dict[int, int] = defaultdict(int)
        for key in keys:
            most[key.product_id] = max(most[key.product_id], key.first)
        found: dict[int, list[Row[Any]]] = defaultdict(list)
        for row in await database.aread(lambda reader: queries.newest_movements(reader, most)):
            found[row.product_id].append(row)
        return [found[key.product_id][: key.first] for key in keys]

    return Loader(load)
