"""Settling: orders whose stock is reserved are completed when their hold is over, by any process."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from main_service.orders import commands
from main_service.orders.commands import SETTLING
from main_service.orders.errors import WrongState
from main_service.orders.model import Terms
from sqlalchemy import text

from testing.buying import Orders, reserved
from testing.events import receive
from testing.one_service import ON_MARIADB, MakeService
from testing.shop import Shop
from testing.waiting import eventually

NO_HOLD = Terms(fee_percent=Decimal(20), hold=timedelta(0))


def test_a_reserved_order_is_settled_after_its_hold(orders: Orders, shop: Shop) -> None:
    due, early, unanswered = [orders.place(shop.add()) for _ in range(3)]
    orders.answer(reserved(due), reserved(early))
    assert orders.settle() is False
    assert orders.get(due).state == "PENDING"
    orders.wait()
    with orders.database.engine.begin() as connection:
        connection.execute(text("UPDATE shop_order SET due_at = '2999-01-01' WHERE id = :id"), {"id": early})
    orders.settle()
    assert [orders.get(key).state for key in (due, early, unanswered)] == ["COMPLETED", "PENDING", "PENDING"]
    assert orders.steps(due) == [
        ("PENDING", "shop.order.placed.v1"),
        ("PENDING", "of admin_service"),
        ("COMPLETED", "shop.order.completed.v1"),
    ]


def test_many_orders_are_settled_in_batches(orders: Orders, product: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "SETTLE_BATCH", 2)
    for _ in range(5):
        orders.answer(reserved(orders.place(product)))
    orders.wait()
    assert [orders.settle() for _ in range(3)] == [True, True, False]
    assert orders.told().count("shop.order.completed.v1") == 5


def test_without_a_hold_the_answer_starts_the_settling(
    make_service: MakeService, orders: Orders, product: int
) -> None:
    service = make_service()
    woken: list[bool] = []
    service.database.on_commit(SETTLING, lambda: woken.append(True))
    orders.choose(product)
    order_id = orders.checkout(terms=NO_HOLD)
    receive(service.consumer, reserved(order_id))
    assert woken == [True]
    orders.settle()
    assert orders.get(order_id).state == "COMPLETED"


def test_a_new_process_settles_orders_that_are_already_due(
    make_service: MakeService, orders: Orders, product: int
) -> None:
    order_id = orders.place(product)
    orders.answer(reserved(order_id))
    orders.wait()
    service = make_service(events_url="amqp://127.0.0.1:9")
    service.start()
    try:
        eventually(lambda: _assert_state(orders, order_id, "COMPLETED"))
    finally:
        service.stop()


def _assert_state(orders: Orders, order_id: int, state: str) -> None:
    assert orders.get(order_id).state == state


@ON_MARIADB
def test_several_processes_settle_each_order_once(
    orders: Orders, product: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "SETTLE_BATCH", 3)
    ids = [orders.place(product) for _ in range(20)]
    orders.answer(*map(reserved, ids))
    orders.wait()

    def work(_: int) -> None:
        while orders.settle():
            pass

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, range(4)))
    work(0)
    assert {orders.get(key).state for key in ids} == {"COMPLETED"}
    assert orders.told().count("shop.order.completed.v1") == 20


@ON_MARIADB
def test_an_order_that_is_settled_and_cancelled_at_the_same_time_ends_once(orders: Orders, product: int) -> None:
    ids = [orders.place(product) for _ in range(10)]
    orders.answer(*map(reserved, ids))
    orders.wait()

    def cancel(order_id: int) -> None:
        try:
            orders.cancel(order_id)
        except WrongState as error:
            assert error.state == "COMPLETED"

    with ThreadPoolExecutor(4) as threads:
        settling = threads.submit(orders.settle)
        list(threads.map(cancel, ids))
        settling.result()
    orders.settle()
    told = orders.told()
    assert told.count("shop.order.completed.v1") + told.count("shop.order.cancelled.v1") == 10
