"""Batches reads of orders: two statements for any number of users."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from service_kit.db.database import Database, Reader
from service_kit.graphql.loader import Loader
from sqlalchemy import Row

from admin_service.orders import queries


@dataclass(frozen=True)
class OrdersOfUser:
    """The number of orders of a user, and the newest ones."""

    count: int
    latest: Sequence[Row[Any]]


UserOrdersLoader = Loader[int, OrdersOfUser]


def user_orders_loader(database: Database) -> UserOrdersLoader:
    """Creates a loader for one request."""

    def read(reader: Reader, ids: Sequence[int]) -> dict[int, OrdersOfUser]:
        latest: dict[int, list[Row[Any]]] = defaultdict(list)
        for row in queries.latest(reader, ids):
            latest[row.user_id].append(row)
        counts = queries.counts(reader, ids)
        return {user_id: OrdersOfUser(counts.get(user_id, 0), latest[user_id]) for user_id in ids}

    async def load(ids: list[int]) -> Sequence[OrdersOfUser]:
        found = await database.aread(lambda reader: read(reader, ids))
        return [found[user_id] for user_id in ids]

    return Loader(load)
