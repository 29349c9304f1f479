"""Adds likes to the demo shop, so that products can be ordered by likes."""

import random

from service_kit.process.service import Service
from sqlalchemy.orm import Session

from main_service.likes import queries as likes
from main_service.likes.commands import like_product
from main_service.products import queries as products
from main_service.users import queries as users


def load(service: Service) -> int:
    """The `seed` command. It does nothing if there are likes already."""
    added = service.database.write(_add_likes)
    print(f"{added} likes added")
    return 0


def _add_likes(session: Session) -> int:
    if likes.any_like(session):
        return 0
    rng = random.Random(2)  # noqa: S311 - a fixed seed, so that the demo data is the same on every machine
    user_ids = users.first_visitors(session, limit=12)
    added = 0
    for row in products.list_all(session, ["id"]):
        for user_id in rng.sample(user_ids, rng.randint(0, len(user_ids))):
            like_product(session, user_id, row.id)
            added += 1
    return added
