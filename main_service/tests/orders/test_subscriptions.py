"""The subscriptions to orders and baskets."""

from typing import Any

import pytest
from fastapi import FastAPI
from main_service.orders import basket
from service_kit.process.service import Service

from testing.buying import BUYER, Orders, reserved, stocked
from testing.events import event, receive
from testing.one_service import ON_SQLITE
from testing.peer_accounts import PeerAccounts
from testing.shop import Shop
from testing.watching import Ended, subscribed

pytestmark = ON_SQLITE
ORDER = "subscription($id: ID!) { orderChanged(id: $id) { state stock } }"
BASKET = "subscription { basketChanged { total lines { quantity } } }"


@pytest.mark.parametrize(("user_id", "role"), [(BUYER, "CUSTOMER"), (900, "STAFF")], ids=["customer", "staff"])
async def test_each_step_of_an_order_is_told_to_its_customer_and_to_staff(
    live_app: FastAPI, accounts: PeerAccounts, orders: Orders, product: int, user_id: int, role: str
) -> None:
    order_id = orders.place(product)
    token = accounts.sign_in(user_id, role=role)
    async with subscribed(live_app, ORDER, token, id=order_id) as subscriber:
        seen = [await subscriber.next()]
        orders.answer(reserved(order_id))
        seen.append(await subscriber.next())
        orders.wait()
        orders.settle()
        seen.append(await subscriber.next())
    assert [(message["orderChanged"]["state"], message["orderChanged"]["stock"]) for message in seen] == [
        ("PENDING", "WAITING"),
        ("PENDING", "RESERVED"),
        ("COMPLETED", "RESERVED"),
    ]


async def test_an_order_of_another_user_is_not_found(
    live_app: FastAPI, accounts: PeerAccounts, orders: Orders, product: int
) -> None:
    token = accounts.sign_in(BUYER + 1)
    for order_id in (orders.place(product), 999_999, "x"):
        async with subscribed(live_app, ORDER, token, id=order_id) as subscriber:
            assert await subscriber.next() == {"orderChanged": None}
            with pytest.raises(Ended):
                await subscriber.next()


@pytest.mark.parametrize(
    "operation", [ORDER.replace("$id: ID!", '$id: ID! = "1"'), BASKET], ids=["order", "basket"]
)
async def test_orders_and_baskets_require_a_session(live_app: FastAPI, operation: str) -> None:
    async with subscribed(live_app, operation) as subscriber:
        message = await subscriber.message()
    assert message["type"] == "error"
    assert [error["extensions"]["code"] for error in message["payload"]] == ["UNAUTHENTICATED"]


async def test_a_basket_says_at_once_that_something_in_it_is_sold_out(
    live_app: FastAPI, accounts: PeerAccounts, orders: Orders, product: int, shop: Shop
) -> None:
    other = shop.add("Not in any basket")
    orders.choose(product, 2)
    watch = "subscription { basketChanged { lines { problem { kind available } } } }"

    async def problems() -> Any:
        found = (await subscriber.next())["basketChanged"]
        return [line["problem"] for line in found["lines"]]

    async with subscribed(live_app, watch, accounts.sign_in(BUYER)) as subscriber:
        assert await problems() == [None]
        orders.answer(stocked(other, 0), stocked(product, 1))
        assert await problems() == [{"kind": "INSUFFICIENT_STOCK", "available": 1}]
        orders.answer(stocked(product, 0, 2))
        assert await problems() == [{"kind": "SOLD_OUT", "available": 0}]
        orders.answer(stocked(product, 2, 3))
        assert await problems() == [None]


async def test_the_basket_subscription_sends_changes_of_lines_prices_and_the_checkout(
    live_app: FastAPI, accounts: PeerAccounts, orders: Orders, product: int, shop: Shop, service: Service
) -> None:
    other = shop.add("Not in any basket", price="9.00")

    def priced(product_id: int, price: str) -> bytes:
        return event("shop.product.updated.v1", f"product/{product_id}", 2, id=product_id, price=price)

    async def lines() -> Any:
        found = (await subscriber.next())["basketChanged"]
        return found and (found["total"], [line["quantity"] for line in found["lines"]])

    async with subscribed(live_app, BASKET, accounts.sign_in(BUYER)) as subscriber:
        assert await lines() is None
        orders.choose(product, 2)
        assert await lines() == ("10.80", [2])
        orders.choose(product, 1, user_id=BUYER + 1)
        receive(service.consumer, priced(other, "1.00"))
        orders.choose(product, 1)
        assert await lines() == ("16.20", [3])
        receive(service.consumer, priced(product, "1.00"))
        assert await lines() == ("3.60", [3])
        service.database.write(lambda session: basket.remove_sku(session, BUYER, "BEER-AMBER"))
        assert await lines() is None
        orders.choose(product)
        assert await lines() is not None
        orders.checkout()
        assert await lines() is None
