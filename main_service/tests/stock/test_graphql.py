"""The stock of products in GraphQL."""

from typing import Any

from fastapi import FastAPI

from testing.api import Client
from testing.buying import Orders, stocked
from testing.one_service import ON_SQLITE
from testing.rows import statements
from testing.shop import Shop
from testing.watching import subscribed

READ = "query($id: ID!) { product(id: $id) { availableStock } }"
WATCH = "subscription($ids: [ID!]!) { stockCopyChanged(productIds: $ids) { id product { availableStock } } }"


async def stock_of(client: Client, product_id: int) -> Any:
    return (await client.graphql(READ, id=product_id))["product"]["availableStock"]


async def test_a_product_has_its_available_stock(client: Client, product: int, orders: Orders) -> None:
    for version, available in enumerate([3, 0], 1):
        orders.answer(stocked(product, available, version))
        assert await stock_of(client, product) == available
    orders.forget_stock()
    assert await stock_of(client, product) is None


@ON_SQLITE
async def test_the_stock_of_a_whole_list_takes_no_statement_of_its_own(client: Client, shop: Shop) -> None:
    for number in range(3):
        shop.add(f"Ale {number}")
    with statements() as sent:
        await client.graphql("{ products { nodes { title availableStock } } }")
    assert len(sent) == 1, sent


@ON_SQLITE
async def test_the_stock_subscription_sends_each_change(live_app: FastAPI, shop: Shop, orders: Orders) -> None:
    watched, other = shop.add("Watched"), shop.add("Not watched")

    async def available() -> Any:
        change = (await subscriber.next())["stockCopyChanged"]
        return change["product"] and change["product"]["availableStock"]

    async with subscribed(live_app, WATCH, ids=[watched]) as subscriber:
        assert await available() == 100_000
        orders.answer(stocked(other, 1), stocked(watched, 2))
        assert await available() == 2
        orders.answer(stocked(watched, 0, 2))
        assert await available() == 0
        shop.remove(watched)
        assert await available() is None
