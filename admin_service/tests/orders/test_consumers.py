"""What admin_service makes of main_service's events about orders: repeated, late, and in any order."""

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


def test_a_placed_order_is_answered_and_kept(books: Books) -> None:
    product_id = books.add(5)
    books.tell("placed", 1, {product_id: 2})
    assert books.units(product_id) == (3, 2, 0)
    assert books.answers(1) == [Answer("reserved", 1, None, {})]
    assert counts(books.database)["order_copy"] == 1
    books.check()


@every_end
@either_way
def test_the_end_of_an_order_sells_or_releases(books: Books, service: Service, end: str, together: bool) -> None:
    product_id = books.add(5)
    lines = {product_id: 2}
    receive(service.consumer, order_event("placed", 1, lines), order_event(end, 1, lines), together=together)
    assert books.units(product_id) == LEFT[end]
    assert failures(books.database) == []
    books.check()


@every_end
@either_way
def test_repeats_change_nothing(books: Books, service: Service, end: str, together: bool) -> None:
    product_id = books.add(5)
    events = order_event("placed", 1, {product_id: 2}), order_event(end, 1, {product_id: 2})
    receive(service.consumer, *events)
    before = contents(books.database)
    receive(service.consumer, *events, *events[::-1], together=together)
    assert contents(books.database) == before


@pytest.mark.parametrize("end", ["refunded", "cancelled"])
@either_way
def test_an_order_that_ends_before_it_was_placed_gets_nothing_and_no_answer(
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


def test_in_whatever_order_and_however_often_events_arrive_the_stock_is_the_same(
    books: Books, service: Service
) -> None:
    for number, order in enumerate(itertools.permutations(["placed", "placed", "cancelled", "cancelled"]), 1):
        product_id = books.add(5)
        receive(service.consumer, *(order_event(kind, number, {product_id: 2}) for kind in order))
        assert books.units(product_id) == (5, 0, 0)
    books.check()


def test_an_order_placed_again_is_told_the_present_answer_again(books: Books) -> None:
    product_id, other = books.add(5), books.add(1)
    for _ in range(2):
        books.tell("placed", 1, {product_id: 2})
        books.tell("placed", 2, {other: 3})
    assert books.units(product_id) == (3, 2, 0)
    assert books.answers(1) == [Answer("reserved", 1, None, {})] * 2
    assert books.answers(2) == [Answer("refused", 1, "OUT_OF_STOCK", {other: 1})] * 2
    books.check()


def test_a_refusal_stays_one_when_stock_comes_in(books: Books) -> None:
    product_id = books.add(1)
    books.tell("placed", 1, {product_id: 2})
    books.adjust(product_id, change=10)
    books.tell("placed", 1, {product_id: 2})
    assert books.answers(1)[-1] == Answer("refused", 1, "OUT_OF_STOCK", {})
    assert books.units(product_id) == (11, 0, 0)


@every_end
def test_an_order_that_has_ended_is_told_nothing_any_more(books: Books, end: str) -> None:
    product_id = books.add(5)
    for kind in ("placed", end, "placed"):
        books.tell(kind, 1, {product_id: 2})
    assert len(books.answers(1)) == 1
    assert books.units(product_id) == LEFT[end]


@every_end
def test_the_first_end_that_is_told_is_the_end(books: Books, end: str) -> None:
    product_id = books.add(5)
    books.tell("placed", 1, {product_id: 2})
    books.tell(end, 1, {product_id: 2})
    for other in LEFT:
        books.tell(other, 1, {product_id: 2}, version=3)
    assert books.units(product_id) == LEFT[end]
    books.check()


def test_a_product_deleted_inside_the_hold_is_told_of_and_released_by_the_refund(books: Books) -> None:
    product_id, other = books.add(5), books.add(5)
    lines = {product_id: 2, other: 1}
    books.tell("placed", 1, lines)
    books.remove(product_id)
    assert books.answers(1)[-1] == Answer("refused", 2, "PRODUCT_GONE", {product_id: 0})
    books.tell("placed", 1, lines)
    assert books.answers(1)[-1] == Answer("refused", 2, "PRODUCT_GONE", {product_id: 0})
    books.tell("refunded", 1, lines)
    assert (books.units(product_id), books.units(other)) == ((0, 0, 0), (5, 0, 0))
    books.check()


def test_an_order_that_was_completed_before_its_product_was_taken_back_is_sold(books: Books) -> None:
    product_id = books.add(5)
    books.tell("placed", 1, {product_id: 2})
    books.remove(product_id)
    books.tell("completed", 1, {product_id: 2})
    assert books.units(product_id) == (0, 0, 2)
    assert books.state(1) == ("SOLD", "PRODUCT_GONE")
    books.check()


def test_an_order_completed_that_was_never_answered_sells_nothing(books: Books) -> None:
    product_id = books.add(5)
    books.tell("completed", 1, {product_id: 2})
    assert books.units(product_id) == (5, 0, 0)
    assert copy_of(books, 1)[1] == "COMPLETED"
    books.check()


def test_the_copy_is_the_newest_state_whatever_comes_after(books: Books, service: Service) -> None:
    states = [("placed", 1), ("completed", 2), ("placed", 1)]
    for order_id, order in enumerate(itertools.permutations(states), 1):
        for kind, version in order:
            body = order_event(kind, order_id, {7: 1}, version, user_id=3, total="12.00")
            receive(service.consumer, body)
        assert copy_of(books, order_id) == (3, "COMPLETED", "12.00", 2)
    assert failures(books.database) == []


def test_an_order_may_be_nobodys(books: Books, service: Service) -> None:
    receive(service.consumer, order_event("placed", 1, {7: 1}, user_id=None))
    assert copy_of(books, 1)[0] is None
    assert failures(books.database) == []


@pytest.mark.parametrize("wrong", [{"state": "OPEN"}, {"id": 0}, {"total": "-1"}, {"lines": [{"product_id": 7}]}])
def test_what_cannot_be_an_order_is_parked_and_its_neighbours_flow(
    books: Books, service: Service, wrong: dict[str, object]
) -> None:
    product_id = books.add(5)
    bad = event("shop.order.placed.v1", "order/1", 1, **wrong)
    receive(service.consumer, bad, order_event("placed", 2, {product_id: 1}), together=True)
    assert [state for state, _ in failures(books.database)] == ["parked"]
    assert (books.units(product_id), books.answers(1)) == ((4, 1, 0), [])


def test_the_answers_to_open_orders_are_told_again_on_resync(books: Books) -> None:
    product_id = books.add(5)
    books.tell("placed", 1, {product_id: 2})
    books.tell("placed", 2, {product_id: 1})
    books.tell("cancelled", 2, {product_id: 1})
    assert books.database.write(lambda session: commands.republish_answers(session, 0)) == 1
    assert books.answers(1) == [Answer("reserved", 1, None, {})] * 2
    assert len(books.answers(2)) == 1
