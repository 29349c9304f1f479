"""The loader of `likedByMe`. It reads all requested products with one statement."""

from collections.abc import Awaitable, Callable, Sequence

from service_kit.db.database import Database
from service_kit.graphql.loader import Loader

from main_service.likes import queries
from main_service.sessions.errors import SessionUnchecked

LikedLoader = Loader[int, bool | None]


def liked_loader(database: Database, current_user_id: Callable[[], Awaitable[int | None]]) -> LikedLoader:
    """Loads whether the current user likes products. `current_user_id` returns None for a new visitor.

    The result is None for all products if the session cannot be checked. The loader does not cache, because a
    later mutation of the same request can change the result.
    """

    async def load(product_ids: list[int]) -> Sequence[bool | None]:
        try:
            user_id = await current_user_id()
        except SessionUnchecked:
            return [None] * len(product_ids)
        if user_id is None:
            return [False] * len(product_ids)
        liked = await database.aread(lambda reader: queries.liked_by(reader, user_id, set(product_ids)))
        return [product_id in liked for product_id in product_ids]

    return Loader(load, remember=False)
