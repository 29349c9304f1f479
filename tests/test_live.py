"""What changes through one process is seen by those who watch another, and nothing that matters is missed."""

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from testing.proxy import TcpProxy
from tests.support.buyers import Buyer
from tests.support.clients import AdminClient
from tests.support.shop import Node, Shop
from tests.support.streams import WS_PROTOCOL, Stream, StreamEnded, over_events, over_websocket

WATCHERS = 500
PRODUCT = "subscription($ids: [ID!]!) { productChanged(ids: $ids) { id product { title likes stock } } }"
COPY = "subscription($ids: [ID!]!) { productCopyChanged(ids: $ids) { id product { title likes } } }"
LIKES = "subscription($ids: [ID!]!) { likesChanged(productIds: $ids) { id product { likes } } }"
STOCK = "subscription($ids: [ID!]!) { stockChanged(productIds: $ids) { product { stock reservedStock } } }"
ORDER = "subscription($id: ID!) { orderChanged(id: $id) { state stock timeline { state stock } } }"
BASKET = "subscription { basketChanged { lines { productId quantity unitPrice } } }"


@pytest.fixture
def others(shop: Shop) -> Iterator[tuple[Node, Node]]:
    """Another process of each service, where there is a broker; without one, one process serves."""
    if shop.stack.broker is None:
        yield shop.admin, shop.main
        return
    nodes = shop.node("admin", "admin-2"), shop.node("main", "main-2")
    with shop.joined(*nodes):
        yield nodes


def until(stream: Stream, wanted: Callable[[Any], bool]) -> Any:
    """The first message that is as wanted; others may come before it, since states are read as they are."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        message = stream.next()
        if wanted(message):
            return message
    raise AssertionError("no such message came")


def new_product(shop: Shop, title: str, **fields: object) -> int:
    """A product that both services have."""
    product_id = shop.admin_client().new_product(title, **fields)
    shop.wait_until_delivered()
    return product_id


def stocked(admin: AdminClient, product_id: int, quantity: int) -> None:
    """Have so many for sale."""
    admin.mutate("adjustStock", "AdjustStockInput", "", productId=str(product_id), quantity=quantity)


def test_changes_are_seen_on_every_process_of_both_services(shop: Shop, others: tuple[Node, Node]) -> None:
    admin_2, main_2 = others
    product_id = new_product(shop, "Live lager")
    ids = [str(product_id)]
    with (
        over_websocket(admin_2.url, PRODUCT, ids=ids) as original,
        over_websocket(main_2.url, COPY, ids=ids) as copy,
        over_events(main_2.url, LIKES, ids=ids) as likes,
    ):
        first = {"title": "Live lager", "likes": 0}
        assert original.next()["productChanged"] == {"id": ids[0], "product": {**first, "stock": 0}}
        assert copy.next()["productCopyChanged"] == {"id": ids[0], "product": first}
        assert likes.next()["likesChanged"]["product"] == {"likes": 0}

        admin = shop.admin_client()
        admin.update(product_id, title="Lively lager")
        until(original, lambda data: data["productChanged"]["product"]["title"] == "Lively lager")
        until(copy, lambda data: data["productCopyChanged"]["product"]["title"] == "Lively lager")

        shop.main_client().like(product_id)
        assert likes.next()["likesChanged"]["product"] == {"likes": 1}
        until(copy, lambda data: data["productCopyChanged"]["product"]["likes"] == 1)
        until(original, lambda data: data["productChanged"]["product"]["likes"] == 1)

        stocked(admin, product_id, 7)
        until(original, lambda data: data["productChanged"]["product"]["stock"] == 7)

        admin.delete(product_id)
        until(original, lambda data: data["productChanged"]["product"] is None)
        until(copy, lambda data: data["productCopyChanged"]["product"] is None)
        assert likes.next()["likesChanged"]["product"] is None


def test_an_order_a_basket_and_the_stock_move_as_they_change(shop: Shop, others: tuple[Node, Node]) -> None:
    admin_2, main_2 = others
    product_id = new_product(shop, "Moving mild", price="2.50")
    stocked(shop.admin_client(), product_id, 5)
    shop.wait_until_delivered()
    buyer = Buyer(shop)
    with (
        over_websocket(main_2.url, BASKET, buyer.token) as basket,
        over_websocket(admin_2.url, STOCK, shop.staff_token, ids=[str(product_id)]) as stock,
    ):
        assert basket.next() == {"basketChanged": None}
        assert stock.next()["stockChanged"]["product"] == {"stock": 5, "reservedStock": 0}
        buyer.add(product_id, 2)
        line = {"productId": str(product_id), "quantity": 2, "unitPrice": "2.50"}
        until(basket, lambda data: data["basketChanged"] == {"lines": [line]})
        shop.admin_client().update(product_id, price="3.00")
        until(basket, lambda data: data["basketChanged"]["lines"] == [{**line, "unitPrice": "3.00"}])
        order_id = int(buyer.checkout()["id"])
        until(basket, lambda data: data["basketChanged"] is None)
        with over_events(main_2.url, ORDER, buyer.token, id=str(order_id)) as order:
            seen = until(order, lambda data: data["orderChanged"]["state"] == "COMPLETED")["orderChanged"]
            assert [step["state"] for step in seen["timeline"]] == ["PENDING", "PENDING", "COMPLETED"]
        until(stock, lambda data: data["stockChanged"]["product"] == {"stock": 3, "reservedStock": 0})


def test_anothers_order_is_one_that_does_not_exist(server_shop: Shop) -> None:
    shop = server_shop
    product_id = new_product(shop, "Private porter")
    stocked(shop.admin_client(), product_id, 5)
    owner, other = Buyer(shop), Buyer(shop)
    order_id = owner.buy(product_id)
    for hidden in (order_id, 2_000_000_000):
        with over_events(shop.main.url, ORDER, other.token, id=str(hidden)) as stream:
            assert stream.next() == {"orderChanged": None}
            with pytest.raises(StreamEnded):
                stream.next()


def test_the_end_of_a_session_ends_its_streams_on_both_services(shop: Shop, others: tuple[Node, Node]) -> None:
    admin_2, main_2 = others
    product_id = new_product(shop, "Short session stout")
    buyer, ids = Buyer(shop), [str(product_id)]
    with (
        over_websocket(main_2.url, BASKET, buyer.token) as basket,
        over_websocket(admin_2.url, PRODUCT, buyer.token, ids=ids) as product,
        over_websocket(main_2.url, LIKES, ids=ids) as anonymous,
    ):
        for stream in (basket, product, anonymous):
            stream.next()
        AdminClient(shop.admin.url, buyer.token).graphql("mutation { logout { sessions } }")
        for stream in (basket, product):
            with pytest.raises(ConnectionClosed) as closed:
                until(stream, lambda _: False)
            assert closed.value.rcvd is not None
            assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (4403, "Your session has ended.")
        shop.main_client().like(product_id)
        assert anonymous.next()["likesChanged"]["product"] == {"likes": 1}


async def watch(url: str, product_id: int, likes: int, ready: Callable[[], None]) -> list[int]:
    """The counts that one watcher sees until this one."""
    seen = []
    async with connect(f"{url.replace('http', 'ws', 1)}/graphql", subprotocols=[WS_PROTOCOL]) as socket:
        await socket.send(json.dumps({"type": "connection_init"}))
        await socket.recv()
        payload = {"query": LIKES, "variables": {"ids": [str(product_id)]}}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        async for message in socket:
            seen.append(json.loads(message)["payload"]["data"]["likesChanged"]["product"]["likes"])
            if len(seen) == 1:
                ready()
            if seen[-1] == likes:
                return seen
    raise AssertionError("the stream ended")


def test_hundreds_of_watchers_of_one_process_see_the_same(embedded_shop: Shop) -> None:
    shop = embedded_shop
    product_id = new_product(shop, "Popular pils")
    waiting = WATCHERS

    async def all_see() -> list[list[int]]:
        all_ready = asyncio.Event()

        def ready() -> None:
            nonlocal waiting
            waiting -= 1
            if not waiting:
                all_ready.set()

        watchers = [asyncio.create_task(watch(shop.main.url, product_id, 2, ready)) for _ in range(WATCHERS)]
        await asyncio.wait_for(all_ready.wait(), 60)
        for _ in range(2):
            await asyncio.to_thread(lambda: shop.main_client().like(product_id))
        return await asyncio.wait_for(asyncio.gather(*watchers), 60)

    with ThreadPoolExecutor(1) as aside:  # a browser's tests before it may have left this thread an event loop
        seen = aside.submit(asyncio.run, all_see()).result()
    assert len(seen) == WATCHERS
    assert {tuple(counts) for counts in seen} <= {(0, 1, 2), (0, 2)}


def test_who_comes_back_after_the_process_was_killed_sees_what_was_missed(server_shop: Shop) -> None:
    shop = server_shop
    product_id = new_product(shop, "Phoenix pale")
    second = shop.node("main", "main-2")
    with shop.joined(second), ExitStack() as streams:
        proxy = streams.enter_context(TcpProxy("127.0.0.1", second.port))
        address, ids = f"http://127.0.0.1:{proxy.port}", [str(product_id)]
        stream = streams.enter_context(over_websocket(address, LIKES, ids=ids))
        assert stream.next()["likesChanged"]["product"] == {"likes": 0}
        second.kill()
        with pytest.raises(ConnectionClosed):
            stream.next()
        shop.main_client().like(product_id)
        proxy.upstream = ("127.0.0.1", shop.main.port)  # the one address now leads to the process that is left
        again = streams.enter_context(over_websocket(address, LIKES, ids=ids))
        until(again, lambda data: data["likesChanged"]["product"] == {"likes": 1})
        second.start()
        back = streams.enter_context(over_websocket(second.url, LIKES, ids=ids))
        assert back.next()["likesChanged"]["product"] == {"likes": 1}
        shop.main_client().like(product_id)
        until(back, lambda data: data["likesChanged"]["product"] == {"likes": 2})
        until(again, lambda data: data["likesChanged"]["product"] == {"likes": 2})


def test_a_process_that_is_asked_to_end_sends_its_watchers_away(embedded_shop: Shop) -> None:
    shop = embedded_shop
    product_id = new_product(shop, "Last orders")
    second = shop.node("main", "main-2")
    shop.nodes.append(second)
    shop.start()
    ids = [str(product_id)]
    with (
        over_websocket(second.url, LIKES, ids=ids) as socket,
        over_events(second.url, LIKES, ids=ids) as events,
    ):
        for stream in (socket, events):
            stream.next()
        shop.nodes.remove(second)
        shop.stop(second)
        with pytest.raises(ConnectionClosed) as closed:
            socket.next()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1012
        with pytest.raises(StreamEnded):
            events.next()
