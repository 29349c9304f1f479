"""Measures the time from the response of a mutation until the other service shows the change."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from bench.shop import Shop, ask

CHANGES = 200
GIVE_UP_SECONDS = 10
CREATE = """mutation ($title: String!) {
  createProduct(input: {title: $title, image: "/pictures/bench.svg"}) {
    ... on CreateProductSuccess { product { id version } }
  }
}"""
UPDATE = """mutation ($id: ID!, $title: String!) {
  updateProduct(input: {id: $id, title: $title}) {
    ... on UpdateProductSuccess { product { version } }
  }
}"""
LIKE = "mutation ($id: ID!) { likeProduct(input: {productId: $id}) { __typename } }"
VERSION = "query ($id: ID!) { product(id: $id) { version } }"
LIKES = "query ($id: ID!) { product(id: $id) { likes } }"


@dataclass(frozen=True)
class Delay:
    """Milliseconds from the response until the other service shows the change, and of the mutation itself."""

    what: str
    median: float
    percentile_95: float
    mutation: float

    def __str__(self) -> str:
        return (
            f"{self.what:<28} {self.median:7.1f} ms median {self.percentile_95:7.1f} ms 95th percentile"
            f"   {self.median / self.mutation:5.2f} x the mutation itself ({self.mutation:.1f} ms)"
        )


def product_changes(shop: Shop) -> Delay:
    """admin_service to main_service: a product's title."""
    product_id = ask(shop.admin, CREATE, title="Bench")["createProduct"]["product"]["id"]

    def change(number: int) -> Callable[[], bool]:
        answer = ask(shop.admin, UPDATE, id=product_id, title=f"Bench {number}")
        version = answer["updateProduct"]["product"]["version"]
        return lambda: (ask(shop.main, VERSION, id=product_id)["product"] or {}).get("version") == version

    return _measure("product, admin -> main", change)


def likes(shop: Shop) -> Delay:
    """main_service to admin_service: a product's count of likes, with a new visitor for each like."""
    product_id = ask(shop.admin, CREATE, title="Liked")["createProduct"]["product"]["id"]
    _wait(lambda: ask(shop.main, VERSION, id=product_id)["product"] is not None)

    def change(number: int) -> Callable[[], bool]:
        shop.main.cookies.clear()
        ask(shop.main, LIKE, id=product_id)
        return lambda: ask(shop.admin, LIKES, id=product_id)["product"]["likes"] == number + 1

    return _measure("like, main -> admin", change)


def _measure(what: str, change: Callable[[int], Callable[[], bool]]) -> Delay:
    delays, mutations = [], []
    for number in range(CHANGES):
        started = time.perf_counter()
        arrived = change(number)
        answered = time.perf_counter()
        _wait(arrived)
        mutations.append((answered - started) * 1000)
        delays.append((time.perf_counter() - answered) * 1000)
    percentile = statistics.quantiles(delays, n=20)[-1]
    return Delay(what, statistics.median(delays), percentile, statistics.median(mutations))


def _wait(arrived: Callable[[], bool]) -> None:
    deadline = time.perf_counter() + GIVE_UP_SECONDS
    while not arrived():
        if time.perf_counter() > deadline:
            raise TimeoutError(f"the change did not arrive within {GIVE_UP_SECONDS} s")
