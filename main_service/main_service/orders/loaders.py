"""Loaders of orders and their parts. Each reads all requested orders with one statement.

They do not cache, because a later mutation of the same request can change the result.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

from service_kit.db.database import Database, Reader
from service_kit.graphql.loader import Loader
from service_kit.identity import Caller
from sqlalchemy import Row

from main_service.orders import queries
from main_service.orders.availability import LineProblem, Offer, problems_of

Part = TypeVar("Part", Row[Any], queries.Line)
LinesLoader = Loader[int, Sequence[queries.Line]]
StepsLoader = Loader[int, Sequence[Row[Any]]]
OrderLoader = Loader[int, Row[Any] | None]
ProblemsLoader = Loader[int, Mapping[int, LineProblem]]
"""Loads the problems of the lines of an order, by line id."""


def order_loader(database: Database) -> OrderLoader:
    """Loads orders by id."""

    async def load(ids: list[int]) -> Sequence[Row[Any] | None]:
        rows = await database.aread(lambda reader: queries.by_ids(reader, ids))
        found = {row.id: row for row in rows}
        return [found.get(order_id) for order_id in ids]

    return Loader(load, remember=False)


def lines_loader(database: Database) -> LinesLoader:
    """Loads the lines of orders."""
    return _grouped(database, queries.lines_of)


def steps_loader(database: Database) -> StepsLoader:
    """Loads the steps of orders."""
    return _grouped(database, queries.steps_of)


def basket_problems_loader(
    database: Database, get_caller: Callable[[], Awaitable[Caller | None]]
) -> ProblemsLoader:
    """Loads the problems of the caller's basket. Other orders have no problems."""

    def read(reader: Reader, user_id: int) -> tuple[int, Mapping[int, LineProblem]]:
        basket = queries.basket(reader, user_id)
        lines = [] if basket is None else queries.lines_of(reader, [basket.id])
        problems = problems_of(lines, Offer.read(reader, lines)) if lines else []
        return (0 if basket is None else basket.id), {problem.line_id: problem for problem in problems}

    async def load(ids: list[int]) -> Sequence[Mapping[int, LineProblem]]:
        caller = await get_caller()
        if caller is None:
            return [{} for _ in ids]
        basket_id, problems = await database.aread(lambda reader: read(reader, caller.user_id))
        return [problems if order_id == basket_id else {} for order_id in ids]

    return Loader(load, remember=False)


def _grouped(
    database: Database, read: Callable[[Reader, Collection[int]], Sequence[Part]]
) -> Loader[int, Sequence[Part]]:
    async def load(ids: list[int]) -> Sequence[Sequence[Part]]:
        found: dict[int, list[Part]] = {order_id: [] for order_id in ids}
        for row in await database.aread(lambda reader: read(reader, set(ids))):
            found[row.order_id].append(row)
        return [found[order_id] for order_id in ids]

    return Loader(load, remember=False)
