"""Giving the demo shop its first likes, so that there is something to order by."""

import random

from service_kit.process.service import Service
from sqlalchemy.orm import Session

from main_service.likes import queries as likes
from main_service.likes.commands import like_product
from main_service.products import queries as products
from main_service.users import queries as users


def load(service: Service) -> int:
    """The `seed` command. It likes nothing where anything is liked already."""
    added = service.database.write(_add_likes)
    print(f"{added} likes added")
    return 0


def _add_likes(session: Session) -> int:
    if likes.any_like(session):
        return 0
    drawn = random.Random(2)  # noqa: S311 - the same demo on every machine
    user_ids = users.first_visitors(session, limit=12)
    added = 0
    for row in products.everything(session, ["id"]):
        for user_id in drawn.sample(user_ids, drawn.randint(0, len(user_ids))):
            like_product(session, user_id, row.id)
            added += 1
    return added
