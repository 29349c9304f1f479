"""Whether the caller likes a product, batched: one statement a request, however many products are shown."""

from collections.abc import Sequence

from service_kit.db import Database
from strawberry.dataloader import DataLoader

from main_service.likes import queries

LikedLoader = DataLoader[int, bool]


def liked_loader(database: Database, user_id: int | None) -> LikedLoader:
    """A loader for one request of one user, or of somebody who has not liked anything yet."""

    async def load(product_ids: list[int]) -> Sequence[bool]:
        if user_id is None:
            return [False] * len(product_ids)
        liked = await database.aread(lambda reader: queries.liked_by(reader, user_id, product_ids))
        return [product_id in liked for product_id in product_ids]

    return DataLoader(load_fn=load)
