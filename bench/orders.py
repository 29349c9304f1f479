"""Measures the rate of placed and settled orders, and the time of a single order."""

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bench.shop import Shop, ask

ORDERS = 400
AT_ONCE = 8
ONE_BY_ONE = 50
GIVE_UP_SECONDS = 120
CREATE = """mutation ($stock: Int!) {
  createProduct(input: {title: "Ordered", image: "/pictures/bench.svg", price: "4.50", stock: $stock}) {
    ... on CreateProductSuccess { product { id } }
  }
}"""
KNOWN = "query ($id: ID!) { product(id: $id) { id } }"


def report(shop: Shop) -> list[str]:
    """Measure, and return lines with the rates and the time."""
    product_id = ask(shop.admin, CREATE, stock=ORDERS + ONE_BY_ONE)["createProduct"]["product"]["id"]
    _wait(lambda: ask(shop.main, KNOWN, id=product_id)["product"] is not None)
    times = sorted(_time_to_completed(shop, product_id) for _ in range(ONE_BY_ONE))
    started = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        orders = list(crowd.map(lambda _: _place(shop, product_id), range(ORDERS)))
    placed = ORDERS / (time.perf_counter() - started)
    _wait(lambda: all(_status(shop, order) == "completed" for order in reversed(orders)))
    settled = ORDERS / (time.perf_counter() - started)
    median, slow = statistics.median(times), times[-3]
    return [
        f"orders placed                {placed:7.0f} orders/s",
        f"orders placed and settled    {settled:7.0f} orders/s   {settled / placed:5.2f} x placed",
        f"one order, to completed      {median:7.1f} ms median {slow:7.1f} ms 95th percentile",
    ]


def _time_to_completed(shop: Shop, product_id: str) -> float:
    order = _place(shop, product_id)
    started = time.perf_counter()
    _wait(lambda: _status(shop, order) == "completed")
    return (time.perf_counter() - started) * 1000


def _place(shop: Shop, product_id: str) -> Any:
    return shop.main.post("/orders", json={"id": product_id, "quantity": 1}).raise_for_status().json()["pk"]


def _status(shop: Shop, order: Any) -> str:
    return str(shop.main.get(f"/orders/{order}").raise_for_status().json()["status"])


def _wait(holds: Callable[[], bool]) -> None:
    deadline = time.perf_counter() + GIVE_UP_SECONDS
    while not holds():
        if time.perf_counter() > deadline:
            raise TimeoutError(f"the orders were not settled within {GIVE_UP_SECONDS} s")
