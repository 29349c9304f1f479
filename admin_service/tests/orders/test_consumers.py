"""Order events of main_service: repeated, late, and in any order."""

import itertools

import pytest
from admin_service.stock import commands
from service_kit.process.service import Service
from sqlalchemy import text

from testing.events import event, failures, receive
from testing.rows import contents, counts

from ..stock.books import Answer, Books, order_event

LEFT = {"completed": (3, 0, 2), "refunded": (5, 0, 0), "cancelled": (5, 0, 0)}
every_end = pytest.mark.parametrize("end", LEFT)
either_way = pytest.mark.parametrize("together", [False, True])


def copy_of(books: Books, order_id: int) -> tuple[object, ...]:
    statement = text("SELECT user_id, state, total, version FROM order_copy WHERE id = :id")
    row = books.database.read(lambda reader: reader.execute(statement, {"id": order_id}).one())
    return row.user_id, row.state, f"{row.total:.2f}", row.version


def test_a_placed_order_is_answered_and_stored(books: Books) -> None:
    product_id = books.add(5)
    books.deliver("placed", 1, {product_id: 2})
    assert books.units(product_id) == (3, 2, 0)
    assert books.answers(1) == [Answer("reserved", 1, None, {})]
    assert counts(books.database)["order_copy"] == 1
    books.check()


@every_end
@either_way
def test_a_final_state_sells_or_releases_the_units(
    books: Books, service: Service, end: str, together: bool
) -> None:
    product_id = books.add(5)
    lines = {product_id: 2}
    receive(service.consumer, order_event("placed", 1, lines), order_event(end, 1, lines), together=together)
    assert books.units(product_id) == LEFT[end]
    assert failures(books.database) == []
    books.check()


@every_end
@either_way
def test_repeated_events_change_nothing(books: Books, service: Service, end: str, together: bool) -> None:
    product_id = books.add(5)
    events = order_event("placed", 1, {product_id: 2}), order_event(end, 1, {product_id: 2})
    receive(service.consumer, *events)
    before = contents(books.database)
    receive(service.consumer, *events, *events[::-1], together=together)
    assert contents(books.database) == before


@pytest.mark.parametrize("end", ["refunded", "cancelled"])
@either_way
def test_an_order_whose_end_arrives_first_gets_no_units_and_no_answer(
    books: Books, service: Service, end: str, together: bool
) -> None:
    product_id = books.add(5)
    lines = {product_id: 2}
    receive(service.consumer, order_event(end, 1, lines), order_event("placed", 1, lines), together=together)
    assert books.units(product_id) == (5, 0, 0)
    assert books.answers(1) == []
    assert books.state(1) == ("RELEASED", None)
    assert failures(books.database) == []
    books.check()


def test_the_order_and_repetition_of_events_do_not_change_the_stock(books: Books, service: Service) -> None:
    for number, order in enumerate(itertools.permutations(["placed", "placed", "cancelled", "cancelled"]), 1):
        product_id = books.add(5)
        receive(service.consumer, *(order_event(kind, number, {product_id: 2}) for kind in order))
        assert books.units(product_id) == (5, 0, 0)
    books.check()


def test_a_repeated_placed_event_gets_the_current_answer(books: Books) -> None:
    product_id, other = books.add(5), books.add(1)
    for _ in range(2):
        books.deliver("placed", 1, {product_id: 2})
        books.deliver("placed", 2, {other: 3})
    assert books.units(product_id) == (3, 2, 0)
    assert books.answers(1) == [Answer("reserved", 1, None, {})] * 2
    assert books.answers(2) == [Answer("refused", 1, "OUT_OF_STOCK", {other: 1})] * 2
    books.check()


def test_a_refusal_stays_after_stock_is_received(books: Books) -> None:
    product_id = books.add(1)
    books.deliver("placed", 1, {product_id: 2})
    books.adjust(product_id, change=10)
    books.deliver("placed", 1, {product_id: 2})
    assert books.answers(1)[-1] == Answer("refused", 1, "OUT_OF_STOCK", {})
    assert books.units(product_id) == (11, 0, 0)


@every_end
def test_an_ended_order_gets_no_more_answers(books: Books, end: str) -> None:
    product_id = books.add(5)
    for kind in ("placed", end, "placed"):
        books.deliver(kind, 1, {product_id: 2})
    assert len(books.answers(1)) == 1
    assert books.units(product_id) == LEFT[end]


@every_end
def test_the_first_reported_end_counts(books: Books, end: str) -> None:
    product_id = books.add(5)
    books.deliver("placed", 1, {product_id: 2})
    books.deliver(end, 1, {product_id: 2})
    for other in LEFT:
        books.deliver(other, 1, {product_id: 2}, version=3)
    assert books.units(product_id) == LEFT[end]
    books.check()


def test_a_product_deleted_during_the_hold_is_reported_and_released_by_the_refund(books: Books) -> None:
    product_id, other = books.add(5), books.add(5)
    lines = {product_id: 2, other: 1}
    books.deliver("placed", 1, lines)
    books.remove(product_id)
    assert books.answers(1)[-1] == Answer("refused", 2, "PRODUCT_GONE", {product_id: 0})
    books.deliver("placed", 1, lines)
    assert books.answers(1)[-1] == Answer("refused", 2, "PRODUCT_GONE", {product_id: 0})
    books.deliver("refunded", 1, lines)
    assert (books.units(product_id), books.units(other)) == ((0, 0, 0), (5, 0, 0))
    books.check()


def test_an_order_completed_before_its_product_was_withdrawn_is_sold(books: Books) -> None:
    product_id = books.add(5)
    books.deliver("placed", 1, {product_id: 2})
    books.remove(product_id)
    books.deliver("completed", 1, {product_id: 2})
    assert books.units(product_id) == (0, 0, 2)
    assert books.state(1) == ("SOLD", "PRODUCT_GONE")
    books.check()


def test_a_completed_order_without_an_answer_sells_nothing(books: Books) -> None:
    product_id = books.add(5)
    books.deliver("completed", 1, {product_id: 2})
    assert books.units(product_id) == (5, 0, 0)
    assert copy_of(books, 1)[1] == "COMPLETED"
    books.check()


def test_the_copy_keeps_the_newest_state(books: Books, service: Service) -> None:
    states = [("placed", 1), ("completed", 2), ("placed", 1)]
    for order_id, order in enumerate(itertools.permutations(states), 1):
        for kind, version in order:
            body = order_event(kind, order_id, {7: 1}, version, user_id=3, total="12.00")
            receive(service.consumer, body)
        assert copy_of(books, order_id) == (3, "COMPLETED", "12.00", 2)
    assert failures(books.database) == []


def test_an_order_can_have_no_user(books: Books, service: Service) -> None:
    receive(service.consumer, order_event("placed", 1, {7: 1}, user_id=None))
    assert copy_of(books, 1)[0] is None
    assert failures(books.database) == []


@pytest.mark.parametrize("wrong", [{"state": "OPEN"}, {"id": 0}, {"total": "-1"}, {"lines": [{"product_id": 7}]}])
def test_invalid_orders_become_failed_events_and_others_are_handled(
    books: Books, service: Service, wrong: dict[str, object]
) -> None:
    product_id = books.add(5)
    bad = event("shop.order.placed.v1", "order/1", 1, **wrong)
    receive(service.consumer, bad, order_event("placed", 2, {product_id: 1}), together=True)
    assert [state for state, _ in failures(books.database)] == ["parked"]
    assert (books.units(product_id), books.answers(1)) == ((4, 1, 0), [])


def test_resync_republishes_the_answers_to_open_orders(books: Books) -> None:
    product_id = books.add(5)
    books.deliver("placed", 1, {product_id: 2})
    books.deliver("placed", 2, {product_id: 1})
    books.deliver("cancelled", 2, {product_id: 1})
    assert books.database.write(lambda session: commands.republish_answers(session, 0)) == 1
    assert books.answers(1) == [Answer("reserved", 1, None, {})] * 2
    assert len(books.answers(2)) == 1
