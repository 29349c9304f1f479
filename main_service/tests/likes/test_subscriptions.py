"""The subscriptions to likes and to copies of products."""

from typing import Any

from fastapi import FastAPI
from main_service.likes.commands import like_product, tally
from service_kit.db.database import Database
from service_kit.process.service import Service

from testing.api import Client
from testing.events import event, receive
from testing.one_service import ON_SQLITE
from testing.shop import Shop
from testing.watching import Subscriber, subscribed

pytestmark = ON_SQLITE
LIKES = "subscription($ids: [ID!]!) { likesChanged(productIds: $ids) { id product { title likes } } }"
COPY = "subscription($ids: [ID!]!) { productCopyChanged(ids: $ids) { product { title likes } } }"
COPIES = "subscription { productCopiesChanged { all changes { id product { title } } } }"


async def state(subscriber: Subscriber, name: str = "likesChanged") -> Any:
    return (await subscriber.next())[name]["product"]


def like(database: Database, product_id: int, user_id: int) -> None:
    database.write(lambda session: like_product(session, user_id, product_id))


def renamed(product_id: int, title: str, version: int = 2) -> bytes:
    return event("shop.product.updated.v1", f"product/{product_id}", version, id=product_id, title=title)


async def test_likes_counted_together_are_one_message(live_app: FastAPI, product: int, database: Database) -> None:
    async with subscribed(live_app, LIKES, ids=[product]) as subscriber:
        assert await state(subscriber) == {"title": "Amber Ale", "likes": 0}
        for user_id in (1, 2, 3):
            like(database, product, user_id)
        database.write(tally)
        assert await state(subscriber) == {"title": "Amber Ale", "likes": 3}


async def test_other_changes_of_a_product_are_not_sent_to_likes_changed(
    live_app: FastAPI, product: int, database: Database, service: Service
) -> None:
    async with (
        subscribed(live_app, LIKES, ids=[product]) as likes,
        subscribed(live_app, COPY, ids=[product]) as copy,
    ):
        assert await state(likes) == await state(copy, "productCopyChanged")
        receive(service.consumer, renamed(product, "Amber"))
        assert await state(copy, "productCopyChanged") == {"title": "Amber", "likes": 0}
        like(database, product, 1)
        database.write(tally)
        assert await state(likes) == {"title": "Amber", "likes": 1}
        assert await state(copy, "productCopyChanged") == {"title": "Amber", "likes": 1}


async def test_an_outdated_event_sends_the_current_copy(live_app: FastAPI, product: int, service: Service) -> None:
    receive(service.consumer, renamed(product, "Newest", version=9))
    async with subscribed(live_app, COPY, ids=[product]) as copy:
        assert await state(copy, "productCopyChanged") == {"title": "Newest", "likes": 0}
        receive(service.consumer, renamed(product, "Older", version=3))
        assert await state(copy, "productCopyChanged") == {"title": "Newest", "likes": 0}


async def test_lists_are_notified_of_added_and_deleted_copies(live_app: FastAPI, shop: Shop) -> None:
    old = shop.add("Stout")
    async with subscribed(live_app, COPIES) as subscriber:
        assert (await subscriber.next())["productCopiesChanged"] == {"all": True, "changes": []}
        new = shop.add("Porter")
        shop.remove(old)
        assert (await subscriber.next())["productCopiesChanged"] == {
            "all": False,
            "changes": [
                {"id": str(old), "product": None},
                {"id": str(new), "product": {"title": "Porter"}},
            ],
        }


async def test_a_list_is_known_to_be_up_to_date_unless_a_product_changed_before_the_subscription(
    live_app: FastAPI, client: Client, shop: Shop
) -> None:
    shop.add("Stout")
    operation = "subscription { productCopiesChanged { revision } }"
    listed = await client.graphql("{ products(first: 1) { revision } }")
    async with subscribed(live_app, operation) as subscriber:
        first = (await subscriber.next())["productCopiesChanged"]["revision"]
        assert first == listed["products"]["revision"]
    shop.add("Porter")
    async with subscribed(live_app, operation) as subscriber:
        assert (await subscriber.next())["productCopiesChanged"]["revision"] != first
