"""Idempotency keys: a key places one order, and later requests return the same order."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from main_service.orders import commands
from main_service.orders.errors import BasketEmpty
from service_kit.db.database import Database
from service_kit.db.idempotency import IdempotencyConflict
from service_kit.errors import InvalidInput
from sqlalchemy.orm import Session

from testing.buying import BUYER, TERMS, Orders
from testing.one_service import ON_MARIADB
from testing.rows import contents


def once(orders: Orders, key: str | None, request: str, place: Callable[[Session], int]) -> int:
    def work(session: Session) -> int:
        return commands.place_once(session, BUYER, key, {"what": request}, lambda: place(session))

    return orders.database.write(work)


def test_a_repeated_key_returns_the_first_order_of_its_user(orders: Orders, product: int) -> None:
    first = once(orders, "k", "a", lambda session: commands.place_order(session, BUYER, product, 1, TERMS))
    assert once(orders, "k", "a", lambda _: pytest.fail("placed again")) == first
    with pytest.raises(IdempotencyConflict):
        once(orders, "k", "b", lambda _: pytest.fail("placed again"))
    assert once(orders, "l", "a", lambda session: commands.place_order(session, BUYER, product, 1, TERMS)) != first
    assert (
        once(orders, None, "a", lambda session: commands.place_order(session, BUYER, product, 1, TERMS)) != first
    )
    other = orders.database.write(
        lambda session: commands.place_once(session, 502, "k", {"what": "b"}, lambda: 77)
    )
    assert other == 77


def test_a_key_that_failed_can_be_used_again(orders: Orders, product: int, database: Database) -> None:
    before = contents(database)
    with pytest.raises(BasketEmpty):
        once(orders, "k", "a", lambda session: commands.checkout(session, BUYER, TERMS, check_stock=False))
    assert contents(database) == before
    opened = orders.choose(product)
    assert (
        once(orders, "k", "a", lambda session: commands.checkout(session, BUYER, TERMS, check_stock=False))
        == opened
    )


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_a_key_has_one_to_two_hundred_characters(orders: Orders, key: str) -> None:
    with pytest.raises(InvalidInput, match="Use 1 to 200 characters"):
        once(orders, key, "a", lambda _: pytest.fail("placed"))


@ON_MARIADB
def test_simultaneous_requests_with_one_key_place_one_order(orders: Orders, product: int) -> None:
    def attempt(_: int) -> int:
        return once(orders, "k", "a", lambda session: commands.place_order(session, BUYER, product, 1, TERMS))

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(attempt, range(16)))) == 1
    assert orders.told() == ["shop.order.placed.v1"]
