"""Whether the caller likes a product, batched: one statement a request, however many products are shown."""

from collections.abc import Awaitable, Callable, Sequence

from service_kit.db.database import Database
from service_kit.graphql.loader import Loader

from main_service.likes import queries
from main_service.sessions.errors import SessionUnchecked

LikedLoader = Loader[int, bool | None]


def liked_loader(database: Database, viewer: Callable[[], Awaitable[int | None]]) -> LikedLoader:
    """A loader for one request of the user that `viewer` names, or of somebody who has not liked anything yet.

    It answers None for all products where nobody can tell who asks. It remembers nothing: a later mutation of the
    same request may change the answer.
    """

    async def load(product_ids: list[int]) -> Sequence[bool | None]:
        try:
            user_id = await viewer()
        except SessionUnchecked:
            return [None] * len(product_ids)
        if user_id is None:
            return [False] * len(product_ids)
        liked = await database.aread(lambda reader: queries.liked_by(reader, user_id, set(product_ids)))
        return [product_id in liked for product_id in product_ids]

    return Loader(load, remember=False)
