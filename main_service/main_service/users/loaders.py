"""The loader of users. It reads all requested users with one statement."""

from collections.abc import Sequence
from typing import Any

from service_kit.db.database import Database
from service_kit.graphql.loader import Loader
from sqlalchemy import Row

from main_service.users import queries

UserLoader = Loader[int, Row[Any] | None]


def user_loader(database: Database) -> UserLoader:
    """Loads users by id. It caches for one request."""

    async def load(ids: list[int]) -> Sequence[Row[Any] | None]:
        rows = await database.aread(lambda reader: queries.by_ids(reader, ids))
        found = {row.id: row for row in rows}
        return [found.get(user_id) for user_id in ids]

    return Loader(load)
