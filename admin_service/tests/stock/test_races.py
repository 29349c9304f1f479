"""Concurrent changes of stock, as by several consumers and processes."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from service_kit.process.service import Service
from sqlalchemy import text

from testing.events import failures, receive

from .books import Books, order_event

Work = Callable[[], object]


def at_once(works: Iterable[Work]) -> None:
    with ThreadPoolExecutor(8) as pool:
        for future in [pool.submit(work) for work in works]:
            future.result()


def deliveries(service: Service, bodies: Iterable[bytes]) -> list[Work]:
    return [partial(receive, service.consumer, body) for body in bodies]


def test_one_of_fifty_buyers_gets_the_last_unit(books: Books, service: Service) -> None:
    product_id, buyers = books.add(1), range(1, 51)
    at_once(deliveries(service, [order_event("placed", order, {product_id: 1}) for order in buyers]))
    states = [books.state(order) for order in buyers]
    assert states.count(("HELD", None)) == 1
    assert states.count(("REFUSED", "OUT_OF_STOCK")) == 49
    assert books.units(product_id) == (0, 1, 0)
    assert failures(books.database) == []
    books.check()


def test_orders_with_the_same_products_in_different_sequence_do_not_deadlock(
    books: Books, service: Service
) -> None:
    ids = [books.add(10) for _ in range(4)]

    def placed(order: int) -> bytes:
        turned = ids[order % 4 :] + ids[: order % 4]
        return order_event("placed", order, dict.fromkeys(turned if order % 2 else turned[::-1], 1))

    at_once(deliveries(service, [placed(order) for order in range(1, 31)]))
    assert [books.state(order)[0] for order in range(1, 31)].count("HELD") == 10
    assert failures(books.database) == []
    books.check()


def test_an_order_placed_and_cancelled_at_once_holds_no_units(books: Books, service: Service) -> None:
    product_id = books.add(100)
    kinds = ("placed", "cancelled", "placed")
    bodies = [order_event(kind, order, {product_id: 1}) for order in range(1, 21) for kind in kinds]
    at_once(deliveries(service, bodies))
    assert books.units(product_id) == (100, 0, 0)
    states = text("SELECT DISTINCT state FROM order_copy")
    assert books.database.read(lambda reader: reader.execute(states).scalars().all()) == ["CANCELLED"]
    assert failures(books.database) == []
    books.check()


def test_concurrent_batches_are_all_applied(books: Books, service: Service) -> None:
    ids = [books.add(30) for _ in range(3)]

    def batch(first: int) -> list[bytes]:
        orders = [(order, {ids[(order + first) % 3]: 1}) for order in range(first, first + 10)]
        return [order_event(kind, order, lines) for kind in ("placed", "completed") for order, lines in orders]

    batches = [batch(first) for first in range(1, 61, 10)]
    at_once([partial(receive, service.consumer, *bodies, together=True) for bodies in batches])
    assert sum(books.units(product_id).sold for product_id in ids) == 60
    assert failures(books.database) == []
    books.check()


def test_every_order_is_answered_while_a_product_is_deleted(books: Books, service: Service) -> None:
    product_id, other = books.add(100), books.add(100)
    lines = {product_id: 1, other: 1}
    works = deliveries(service, [order_event("placed", order, lines) for order in range(1, 31)])
    works.insert(15, partial(books.remove, product_id))
    works += deliveries(service, [order_event("cancelled", order, lines) for order in range(1, 6)])
    at_once(works)
    for order in range(6, 31):
        assert books.state(order)[1] == "PRODUCT_GONE"
        assert books.answers(order)[-1].kind == "refused"
        books.deliver("refunded", order, lines)
    assert books.units(product_id) == (0, 0, 0)
    assert books.units(other) == (100, 0, 0)
    assert failures(books.database) == []
    books.check()


def test_concurrent_adjustments_and_orders_lose_no_unit(books: Books, service: Service) -> None:
    product_id = books.add(20)
    works = deliveries(service, [order_event("placed", order, {product_id: 1}) for order in range(1, 21)])
    at_once([*works, *[partial(books.adjust, product_id, change=2)] * 10])
    assert failures(books.database) == []
    assert books.units(product_id) == (20, 20, 0)
    books.check()
