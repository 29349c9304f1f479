"""The consumers of stock answers: each order ends in the same state, in any order of events and repetitions."""

import itertools

import pytest
from service_kit.db.database import Database
from service_kit.process.service import Service

from testing.buying import Orders, refused, reserved
from testing.events import event, failures, receive
from testing.rows import contents
from testing.shop import Shop
from testing.waiting import eventually


def test_a_reservation_is_stored_with_its_event(orders: Orders, product: int) -> None:
    order_id = orders.place(product)
    orders.answer(reserved(order_id))
    order = orders.get(order_id)
    assert (order.state, order.stock, order.settled_at) == ("PENDING", "RESERVED", None)
    assert orders.steps(order_id)[1:] == [("PENDING", "of admin_service")]


@pytest.mark.parametrize("reason", ["OUT_OF_STOCK", "PRODUCT_GONE"])
def test_a_refusal_refunds_with_its_reason(orders: Orders, product: int, reason: str) -> None:
    order_id = orders.place(product)
    orders.answer(refused(order_id, reason=reason))
    order = orders.get(order_id)
    assert (order.state, order.stock, order.reason) == ("REFUNDED", "REFUSED", reason)
    assert order.settled_at is not None
    assert orders.steps(order_id)[1:] == [("REFUNDED", "shop.order.refunded.v1")]


def test_a_refusal_stores_which_lines_caused_it(orders: Orders, shop: Shop) -> None:
    ids = [shop.add() for _ in range(4)]
    for product_id in ids:
        orders.choose(product_id)
    order_id = orders.checkout()
    gone, short, unnamed, _ = ids
    orders.answer(
        refused(
            order_id,
            reason="PRODUCT_GONE",
            short=[
                {"product_id": gone, "available": 0, "reason": "PRODUCT_GONE"},
                {"product_id": short, "available": 2, "reason": "OUT_OF_STOCK"},
                {"product_id": unnamed, "available": 0},  # an event of an older release
            ],
        )
    )
    assert [(line.refused_reason, line.refused_available) for line in orders.lines(order_id)] == [
        ("PRODUCT_GONE", 0),
        ("OUT_OF_STOCK", 2),
        ("PRODUCT_GONE", 0),
        (None, None),
    ]


def test_a_refusal_after_the_reservation_refunds(orders: Orders, product: int) -> None:
    order_id = orders.place(product)
    orders.answer(reserved(order_id, 1), refused(order_id, 2, "PRODUCT_GONE"))
    orders.wait()
    orders.settle()
    assert (orders.get(order_id).state, orders.get(order_id).reason) == ("REFUNDED", "PRODUCT_GONE")


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize("order", [*itertools.permutations(range(4))], ids=str)
def test_the_newest_answer_counts_in_any_order_of_events(
    service: Service, orders: Orders, product: int, order: tuple[int, ...], together: bool
) -> None:
    order_id = orders.place(product)
    answers = [reserved(order_id, 1), reserved(order_id, 1), refused(order_id, 2), refused(order_id, 2)]
    receive(service.consumer, *(answers[place] for place in order), together=together)
    orders.wait()
    orders.settle()
    assert orders.get(order_id).state == "REFUNDED"
    assert orders.told() == ["shop.order.placed.v1", "shop.order.refunded.v1"]
    assert failures(service.database) == []


@pytest.mark.parametrize("answer", [reserved, refused])
@pytest.mark.parametrize("end", ["complete", "cancel"])
def test_an_answer_after_the_end_changes_nothing(
    service: Service, orders: Orders, product: int, answer: type, end: str
) -> None:
    order_id = orders.place(product)
    getattr(orders, end)(order_id)
    before = {name: rows for name, rows in contents(service.database).items() if name != "inbox"}
    orders.answer(answer(order_id, 5))
    orders.wait(0)
    orders.settle()
    assert {name: rows for name, rows in contents(service.database).items() if name != "inbox"} == before
    assert failures(service.database) == []


def test_repeated_answers_change_nothing(service: Service, orders: Orders, product: int) -> None:
    order_id = orders.place(product)
    answers = [reserved(order_id, 1), refused(order_id, 2)]
    orders.answer(*answers)
    before = contents(service.database)
    orders.answer(*answers, *reversed(answers))
    receive(service.consumer, *answers, *answers, together=True)
    assert contents(service.database) == before


def test_an_answer_to_an_order_that_is_not_known_yet_is_tried_again(
    service: Service, orders: Orders, product: int, database: Database
) -> None:
    known = orders.place(product)
    orders.answer(reserved(known + 1))
    assert failures(database) == [("retrying", f"UnknownOrder: order {known + 1}")]
    assert orders.place(product) == known + 1

    def tried_again() -> None:
        service.consumer.retry_due()
        assert failures(database) == []

    eventually(tried_again)
    assert orders.get(known + 1).stock == "RESERVED"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"order_id": 0}, "order_id: Input should be greater than or equal to 1"),
        ({"order_id": None}, "order_id: Input should be a valid integer"),
        ({"reason": "WEATHER"}, "reason: Input should be 'OUT_OF_STOCK' or 'PRODUCT_GONE'"),
        ({"reason": None}, "reason: Input should be 'OUT_OF_STOCK' or 'PRODUCT_GONE'"),
    ],
    ids=str,
)
def test_an_invalid_answer_is_parked_at_once(
    orders: Orders, product: int, database: Database, data: dict[str, object], error: str
) -> None:
    order_id = orders.place(product)
    fields = {"order_id": order_id, **data}
    orders.answer(event("shop.stock.refused.v1", f"order/{order_id}", 1, **fields))
    ((state, text),) = failures(database)
    assert state == "parked"
    assert error in text
    assert orders.get(order_id).state == "PENDING"
