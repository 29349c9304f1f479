"""Batches reads of users: one statement for any number of users."""

from collections.abc import Sequence
from typing import Any

from service_kit.db.database import Database
from service_kit.graphql.loader import Loader
from sqlalchemy import Row

from admin_service.users import queries

UserLoader = Loader[int, Row[Any] | None]


def user_loader(database: Database) -> UserLoader:
    """Creates a loader for one request."""

    async def load(ids: list[int]) -> Sequence[Row[Any] | None]:
        rows = {row.id: row for row in await database.aread(lambda reader: queries.by_ids(reader, ids))}
        return [rows.get(user_id) for user_id in ids]

    return Loader(load)
