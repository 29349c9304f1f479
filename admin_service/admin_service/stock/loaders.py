"""Stock asked for by product, batched: one statement a request, however many products ask."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from service_kit.db.database import Database
from service_kit.graphql.loader import Loader
from sqlalchemy import Row

from admin_service.stock import queries


class Level(NamedTuple):
    """How many units are for sale, and how many set aside for orders."""

    available: int
    reserved: int


class NewestMovements(NamedTuple):
    """The newest movements of a product, at most `first`."""

    product_id: int
    first: int


LevelLoader = Loader[int, Level]
MovementLoader = Loader[NewestMovements, Sequence[Row[Any]]]


def level_loader(database: Database, *, remember: bool = True) -> LevelLoader:
    """A loader for one request; one that does not `remember` serves for good."""

    async def load(ids: list[int]) -> Sequence[Level]:
        rows = await database.aread(lambda reader: queries.levels(reader, set(ids)))
        found = {row.product_id: Level(row.available, row.reserved) for row in rows}
        return [found.get(product_id, Level(0, 0)) for product_id in ids]

    return Loader(load, remember=remember)


def movement_loader(database: Database) -> MovementLoader:
    """A loader for one request."""

    async def load(keys: list[NewestMovements]) -> Sequence[Sequence[Row[Any]]]:
        most: dict[int, int] = defaultdict(int)
        for key in keys:
            most[key.product_id] = max(most[key.product_id], key.first)
        found: dict[int, list[Row[Any]]] = defaultdict(list)
        for row in await database.aread(lambda reader: queries.newest_movements(reader, most)):
            found[row.product_id].append(row)
        return [found[key.product_id][: key.first] for key in keys]

    return Loader(load)
