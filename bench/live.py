"""Measures the time from sending a mutation to the subscription's message, on both services."""

import json
import queue
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from service_kit.live.hub import DEBOUNCE_SECONDS
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from bench.shop import Shop, ask
from bench.sync import CREATE, LIKE, UPDATE

CHANGES = 100
GIVE_UP_SECONDS = 10
FIELDS = "product { title likes }"
ON_ADMIN = f"subscription ($id: ID!) {{ change: productChanged(ids: [$id]) {{ {FIELDS} }} }}"
ON_MAIN = f"subscription ($id: ID!) {{ change: productCopyChanged(ids: [$id]) {{ {FIELDS} }} }}"
Arrivals = queue.Queue[tuple[float, Any]]


@dataclass(frozen=True)
class Wait:
    """Milliseconds from sending the mutation to the message, and to the response of the mutation."""

    what: str
    median: float
    percentile_95: float
    mutation: float

    def __str__(self) -> str:
        return (
            f"{self.what:<28} {self.median:7.1f} ms median {self.percentile_95:7.1f} ms 95th percentile"
            f"   {self.median / self.mutation:5.2f} x the mutation itself ({self.mutation:.1f} ms)"
        )


def report(shop: Shop) -> list[Wait]:
    """Measure a new title and a new like of a product, each with subscribers of both services."""
    product_id = ask(shop.admin, CREATE, title="Watched")["createProduct"]["product"]["id"]

    def rename(number: int) -> Callable[[Any], bool]:
        title = f"Watched {number}"
        ask(shop.admin, UPDATE, id=product_id, title=title)
        return lambda product: product["title"] == title

    def like(number: int) -> Callable[[Any], bool]:
        shop.main.cookies.clear()
        ask(shop.main, LIKE, id=product_id)
        return lambda product: product["likes"] == number + 1

    with _watched(shop.admin, ON_ADMIN, product_id) as admin, _watched(shop.main, ON_MAIN, product_id) as main:
        return [
            *_measure("product, seen on admin", "product, seen on main", rename, admin, main),
            *_measure("like, seen on main", "like, seen on admin", like, main, admin),
        ]


def _measure(
    same: str, other: str, change: Callable[[int], Callable[[Any], bool]], near: Arrivals, far: Arrivals
) -> Iterator[Wait]:
    mutations: list[float] = []
    waits: tuple[list[float], list[float]] = [], []
    for number in range(CHANGES):
        started = time.perf_counter()
        arrived = change(number)
        mutations.append((time.perf_counter() - started) * 1000)
        for arrivals, found in zip((near, far), waits, strict=True):
            found.append((_arrival(arrivals, arrived) - started) * 1000)
        time.sleep(2 * DEBOUNCE_SECONDS)  # the hub delays the next message for a moment; do not measure that delay
    for what, found in zip((same, other), waits, strict=True):
        percentile = statistics.quantiles(found, n=20)[-1]
        yield Wait(what, statistics.median(found), percentile, statistics.median(mutations))


def _arrival(arrivals: Arrivals, arrived: Callable[[Any], bool]) -> float:
    while True:
        moment, product = arrivals.get(timeout=GIVE_UP_SECONDS)
        if product is not None and arrived(product):
            return moment


@contextmanager
def _watched(service: httpx.Client, query: str, product_id: str) -> Iterator[Arrivals]:
    """The products that a subscriber receives, each with the time of its arrival."""
    arrivals: Arrivals = queue.Queue()
    address = str(service.base_url.copy_with(scheme="ws", path="/graphql"))
    with connect(address, subprotocols=[Subprotocol("graphql-transport-ws")]) as socket:
        socket.send(json.dumps({"type": "connection_init"}))
        socket.recv(timeout=GIVE_UP_SECONDS)
        payload = {"query": query, "variables": {"id": product_id}}
        socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))

        def listen() -> None:
            try:
                for text in socket:
                    message = json.loads(text)
                    arrivals.put((time.perf_counter(), message["payload"]["data"]["change"]["product"]))
            except ConnectionClosed:
                pass

        listener = threading.Thread(target=listen, daemon=True)
        listener.start()
        yield arrivals
    listener.join(GIVE_UP_SECONDS)
