"""What belongs to orders, batched: one statement a request, however many orders are shown.

They remember nothing: a later mutation of the same request may change the answer.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any, TypeVar

from service_kit.db import Database, Reader
from service_kit.graphql.loader import Loader
from sqlalchemy import Row

from main_service.orders import queries

Part = TypeVar("Part", Row[Any], queries.Line)
LinesLoader = Loader[int, Sequence[queries.Line]]
StepsLoader = Loader[int, Sequence[Row[Any]]]
OrderLoader = Loader[int, Row[Any] | None]


def order_loader(database: Database) -> OrderLoader:
    """Orders by their ids."""

    async def load(ids: list[int]) -> Sequence[Row[Any] | None]:
        rows = await database.aread(lambda reader: queries.by_ids(reader, ids))
        found = {row.id: row for row in rows}
        return [found.get(order_id) for order_id in ids]

    return Loader(load, remember=False)


def lines_loader(database: Database) -> LinesLoader:
    """The lines of orders."""
    return _grouped(database, queries.lines_of)


def steps_loader(database: Database) -> StepsLoader:
    """The steps of orders."""
    return _grouped(database, queries.steps_of)


def _grouped(
    database: Database, read: Callable[[Reader, Collection[int]], Sequence[Part]]
) -> Loader[int, Sequence[Part]]:
    async def load(ids: list[int]) -> Sequence[Sequence[Part]]:
        found: dict[int, list[Part]] = {order_id: [] for order_id in ids}
        for row in await database.aread(lambda reader: read(reader, set(ids))):
            found[row.order_id].append(row)
        return [found[order_id] for order_id in ids]

    return Loader(load, remember=False)
