"""Subscriptions of products and stock."""

import asyncio
from contextlib import AsyncExitStack

import pytest
from admin_service.products import subscriptions
from admin_service.products.commands import set_likes
from admin_service.stock.commands import adjust_stock
from admin_service.stock.model import Adjustment
from fastapi import FastAPI
from service_kit.db.database import Database

from testing.api import Client
from testing.one_service import ON_SQLITE
from testing.rows import statements
from testing.shop import Shop
from testing.signed_in import SignedIn
from testing.watching import Ended, Subscriber, subscribed

pytestmark = ON_SQLITE
CHANGED = "subscription($ids: [ID!]!) { productChanged(ids: $ids) { id product { title likes stock } } }"
LISTED = "subscription { productsChanged { all changes { id product { title } } } }"
STOCK = "subscription($ids: [ID!]!) { stockChanged(productIds: $ids) { id product { stock reservedStock } } }"
EVERYTHING = {"productsChanged": {"all": True, "changes": []}}


async def product(subscriber: Subscriber) -> object:
    return (await subscriber.next())["productChanged"]["product"]


async def test_sends_each_product_first_and_after_each_change(
    live_app: FastAPI, shop: Shop, database: Database
) -> None:
    first, second, gone = shop.add("Stout"), shop.add("Ale"), 999_999
    async with subscribed(live_app, CHANGED, ids=[first, second, gone, first]) as subscriber:
        assert [await subscriber.next() for _ in range(3)] == [
            {"productChanged": {"id": str(first), "product": {"title": "Stout", "likes": 0, "stock": 0}}},
            {"productChanged": {"id": str(second), "product": {"title": "Ale", "likes": 0, "stock": 0}}},
            {"productChanged": {"id": str(gone), "product": None}},
        ]
        database.write(lambda session: set_likes(session, second, likes=3, sequence=1))
        shop.add("Porter")
        shop.remove(first)
        assert await product(subscriber) is None


async def test_many_subscribers_of_one_product_share_one_statement(
    live_app: FastAPI, shop: Shop, database: Database
) -> None:
    watched = shop.add("Stout")
    operation = "subscription($ids: [ID!]!) { productChanged(ids: $ids) { product { title } } }"
    async with AsyncExitStack() as stack:
        subscribers = [
            await stack.enter_async_context(subscribed(live_app, operation, ids=[watched])) for _ in range(30)
        ]
        await asyncio.gather(*(subscriber.next() for subscriber in subscribers))
        with statements() as sent:
            shop.remove(watched)
            removal = len(sent)
            assert await asyncio.gather(*(product(subscriber) for subscriber in subscribers)) == [None] * 30
        assert len(sent) - removal == 1


async def test_sends_created_changed_and_deleted_products(
    live_app: FastAPI, shop: Shop, database: Database
) -> None:
    old = shop.add("Stout")
    async with subscribed(live_app, LISTED) as subscriber:
        assert await subscriber.next() == EVERYTHING
        database.write(lambda session: set_likes(session, old, likes=3, sequence=1))
        new = shop.add("Porter")
        shop.remove(old)
        assert await subscriber.next() == {
            "productsChanged": {
                "all": False,
                "changes": [
                    {"id": str(old), "product": None},
                    {"id": str(new), "product": {"title": "Porter"}},
                ],
            }
        }


async def test_sends_all_if_too_many_products_changed(
    live_app: FastAPI, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscriptions, "MAX_NAMED", 2)
    async with subscribed(live_app, LISTED) as subscriber:
        assert await subscriber.next() == EVERYTHING
        for title in ("One", "Two", "Three"):
            shop.add(title)
        assert await subscriber.next() == EVERYTHING


async def test_sends_stock_only_if_it_differs(
    live_app: FastAPI, shop: Shop, database: Database, staff: SignedIn
) -> None:
    watched = shop.add("Stout")

    def stocked(quantity: int) -> None:
        adjustment = Adjustment(change=None, quantity=quantity, note="")
        database.write(lambda session: adjust_stock(session, watched, adjustment, user_id=None))

    async with subscribed(live_app, STOCK, staff.token, ids=[watched]) as subscriber:
        seen = [await subscriber.next()]
        stocked(5)
        seen.append(await subscriber.next())
        await staff.graphql(
            'mutation($id: ID!) { updateProduct(input: {id: $id, title: "Mild"}) { __typename } }', id=watched
        )
        stocked(6)
        seen.append(await subscriber.next())
    levels = [message["stockChanged"]["product"] for message in seen]
    assert levels == [{"stock": stock, "reservedStock": 0} for stock in (0, 5, 6)]


@pytest.mark.parametrize("ids", [[], list(range(1, 102))], ids=["none", "too-many"])
@pytest.mark.parametrize(
    ("operation", "argument"), [(CHANGED, "ids"), (STOCK, "productIds")], ids=["product", "stock"]
)
async def test_the_number_of_ids_is_limited(
    live_app: FastAPI, operation: str, argument: str, ids: list[int]
) -> None:
    async with subscribed(live_app, operation, ids=ids) as subscriber:
        message = await subscriber.message()
        assert message["type"] == "error"
        error = message["payload"][0]
        assert "1 to 100" in error["message"] or "at most 100" in error["message"]
        assert argument in error["message"] or "$ids" in error["message"]
        with pytest.raises((Ended, TimeoutError)):
            await asyncio.wait_for(subscriber.next(), 0.1)


async def test_the_revision_shows_whether_a_list_is_up_to_date(
    live_app: FastAPI, client: Client, shop: Shop
) -> None:
    shop.add("Stout")
    operation = "subscription { productsChanged { revision } }"
    listed = await client.graphql("{ products(first: 1) { revision } }")
    async with subscribed(live_app, operation) as subscriber:
        first = (await subscriber.next())["productsChanged"]["revision"]
        assert first == listed["products"]["revision"]
    shop.add("Porter")
    async with subscribed(live_app, operation) as subscriber:
        assert (await subscriber.next())["productsChanged"]["revision"] != first
