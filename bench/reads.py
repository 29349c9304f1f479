"""Measures requests per second of the shop's product list, compared with the cheapest possible operation."""

import subprocess
import sys
import time

from admin_service.products.commands import create_product
from admin_service.products.model import ProductDraft
from service_kit.db.database import Database
from sqlalchemy.orm import Session

from bench.shop import Shop, ask

PRODUCTS = 10_000
BATCH = 500
SECONDS = 5
HELLO = "{ __typename }"
FIRST_PAGE = "{ products(first: 20) { nodes { id title image likes sku price } } }"


def fill(shop: Shop) -> float:
    """Add 10,000 products; returns how many per second arrive as copies."""
    database = Database(shop.admin_database)
    for start in range(0, PRODUCTS, BATCH):
        database.write(lambda session, start=start: _add(session, start))  # type: ignore[misc]
    database.dispose()
    started, before = time.perf_counter(), _copies(shop)
    while _copies(shop) < PRODUCTS:
        time.sleep(0.1)
    return (PRODUCTS - before) / (time.perf_counter() - started)


def report(shop: Shop) -> list[str]:
    """Measure, and return lines with the rates, each with its ratio to the one before."""
    hello = _rate(shop, HELLO)
    first, deep = _rate(shop, FIRST_PAGE), _rate(shop, _deep_page(shop))
    return [
        f"hello                        {hello:7.0f} requests/s",
        f"first 20 of {PRODUCTS:,} products  {first:7.0f} requests/s   {first / hello:5.2f} x hello",
        f"20 products in the middle    {deep:7.0f} requests/s   {deep / first:5.2f} x the first page",
    ]


def _add(session: Session, start: int) -> None:
    for number in range(start, start + BATCH):
        title = f"Product {number:05d}"
        create_product(session, ProductDraft(title=title, image="/pictures/bench.svg", sku=f"BENCH-{number:05d}"))


def _copies(shop: Shop) -> int:
    count: int = ask(shop.main, "{ products(first: 1) { totalCount } }")["products"]["totalCount"]
    return count


def _deep_page(shop: Shop) -> str:
    """The operation that requests the page after the product in the middle."""
    cursor = ""
    query = "query ($after: String) { products(first: 100, after: $after) { pageInfo { endCursor } } }"
    for _ in range(PRODUCTS // 200):
        cursor = ask(shop.main, query, after=cursor or None)["products"]["pageInfo"]["endCursor"]
    return FIRST_PAGE.replace("first: 20", f'first: 20, after: "{cursor}"')


def _rate(shop: Shop, query: str) -> float:
    """Measure from another process, so that the load generator does not share the interpreter."""
    url = f"{shop.main.base_url}/graphql".replace("//graphql", "/graphql")
    command = [sys.executable, "-m", "bench.load", url, query, str(SECONDS)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
