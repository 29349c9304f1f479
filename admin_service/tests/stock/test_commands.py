"""The commands of stock: all or nothing, recorded as movements, and published."""

from collections.abc import Callable

import pytest
from admin_service.stock import commands
from admin_service.stock.model import Adjustment
from sqlalchemy.orm import Session

from testing.rows import contents, counts, outbox_events

from .books import Answer, Books, Units

Work = Callable[[Session], None]


class Crash(Exception):
    """A failure after the command and before the commit."""


def place(books: Books, order_id: int, lines: dict[int, int], version: int = 1) -> None:
    books.database.write(lambda session: commands.answer_order(session, order_id, version, lines))


def end(books: Books, order_id: int, *, sold: bool = False) -> None:
    books.database.write(lambda session: commands.end_order(session, order_id, 2, sold=sold))


def test_initial_stock_is_recorded_as_received(books: Books) -> None:
    product_id = books.add(stock=12)
    assert books.units(product_id) == (12, 0, 0)
    assert books.ledger(product_id) == [("RECEIVED", 12, 0, 0)]
    told = outbox_events(books.database)[-1]
    assert (told["type"], told["subject"], int(told["sequence"]), told["data"]) == (
        "shop.stock.changed.v1",
        f"product/{product_id}",
        1,
        {"product_id": product_id, "available": 12},
    )


def test_a_level_of_zero_is_published(books: Books) -> None:
    product_id = books.add()
    assert books.units(product_id) == (0, 0, 0)
    assert counts(books.database) == {"product": 1, "stock_level": 1, "outbox": 2}
    (told,) = outbox_events(books.database, "shop.stock.")
    assert told["data"] == {"product_id": product_id, "available": 0}
    books.adjust(product_id, change=3)
    later = outbox_events(books.database, "shop.stock.")[-1]
    assert (later["data"]["available"], later["sequence"] > told["sequence"]) == (3, True)


def test_an_order_gets_all_its_units(books: Books) -> None:
    first, second = books.add(5), books.add(3)
    place(books, 1, {second: 3, first: 2})
    assert (books.units(first), books.units(second)) == ((3, 2, 0), (0, 3, 0))
    assert books.state(1) == ("HELD", None)
    assert books.answers(1) == [Answer("reserved", 1, None, {})]
    books.check()


@pytest.mark.parametrize("short", [0, 1, 2])
def test_an_order_gets_no_units_if_any_line_is_short(books: Books, short: int) -> None:
    ids = [books.add(1 if number == short else 9) for number in range(3)]
    before = {product_id: books.units(product_id) for product_id in ids}
    place(books, 1, dict.fromkeys(ids, 2))
    assert {product_id: books.units(product_id) for product_id in ids} == before
    assert books.state(1) == ("REFUSED", "OUT_OF_STOCK")
    assert books.answers(1) == [Answer("refused", 1, "OUT_OF_STOCK", {ids[short]: 1})]
    books.check()


def test_a_refusal_lists_every_short_line_with_its_available_units(books: Books) -> None:
    first, second, third = books.add(1), books.add(0), books.add(5)
    place(books, 1, {first: 2, second: 1, third: 5})
    assert books.answers(1)[0].short == {first: 1, second: 0}


def test_a_refusal_has_a_reason_for_each_product(books: Books) -> None:
    gone, short, there = books.add(9), books.add(1), books.add(9)
    books.remove(gone)
    place(books, 1, {gone: 1, short: 5, there: 1})
    (told,) = outbox_events(books.database, "shop.stock.refused.")
    assert told["data"]["short"] == [
        {"product_id": gone, "available": 0, "reason": "PRODUCT_GONE"},
        {"product_id": short, "available": 1, "reason": "OUT_OF_STOCK"},
    ]


def test_deleted_and_unknown_products_are_a_reason_for_refusal(books: Books) -> None:
    gone, there = books.add(9), books.add(1)
    books.remove(gone)
    place(books, 1, {gone: 1, there: 5})
    place(books, 2, {there: 1, there + 1000: 1})
    assert books.answers(1) == [Answer("refused", 1, "PRODUCT_GONE", {gone: 0, there: 1})]
    assert books.answers(2) == [Answer("refused", 1, "PRODUCT_GONE", {there + 1000: 0})]
    assert books.units(there) == (1, 0, 0)
    books.check()


def test_a_completed_order_is_sold_and_other_orders_are_released(books: Books) -> None:
    product_id = books.add(5)
    place(books, 1, {product_id: 2})
    place(books, 2, {product_id: 3})
    end(books, 1, sold=True)
    end(books, 2)
    assert books.units(product_id) == (3, 0, 2)
    assert (books.state(1), books.state(2)) == (("SOLD", None), ("RELEASED", None))
    assert books.ledger(product_id) == [
        ("RECEIVED", 5, 0, 0),
        ("RESERVED", -2, 2, 0),
        ("RESERVED", -3, 3, 0),
        ("SOLD", 0, -2, 2),
        ("RELEASED", 3, -3, 0),
    ]
    books.check()


def test_a_repeated_end_changes_nothing(books: Books) -> None:
    product_id = books.add(5)
    place(books, 1, {product_id: 2})
    end(books, 1)
    before = contents(books.database)
    for sold in (False, True):
        end(books, 1, sold=sold)
    assert contents(books.database) == before


def test_the_end_of_a_refused_order_moves_no_units(books: Books) -> None:
    product_id = books.add(1)
    place(books, 1, {product_id: 2})
    end(books, 1)
    assert books.state(1) == ("RELEASED", "OUT_OF_STOCK")
    assert books.ledger(product_id) == [("RECEIVED", 1, 0, 0)]


def test_the_stock_of_a_deleted_product_is_written_off_and_its_movements_stay(books: Books) -> None:
    product_id = books.add(3)
    books.remove(product_id)
    assert books.units(product_id) == (0, 0, 0)
    assert books.ledger(product_id) == [("RECEIVED", 3, 0, 0), ("CORRECTED", -3, 0, 0)]
    books.check()


@pytest.mark.parametrize(("sold", "units"), [(True, Units(0, 0, 2)), (False, Units(0, 0, 0))])
def test_reserved_units_of_a_deleted_product_stay_until_the_order_ends(
    books: Books, sold: bool, units: Units
) -> None:
    product_id, other = books.add(5), books.add(5)
    place(books, 1, {product_id: 2, other: 1})
    books.remove(product_id)
    assert (books.units(product_id), books.state(1)) == ((0, 2, 0), ("HELD", "PRODUCT_GONE"))
    assert books.answers(1) == [
        Answer("reserved", 1, None, {}),
        Answer("refused", 2, "PRODUCT_GONE", {product_id: 0}),
    ]
    books.check()
    end(books, 1, sold=sold)
    assert books.units(product_id) == units
    assert books.units(other) == ((4, 0, 1) if sold else (5, 0, 0))
    books.check()


def test_deleting_a_second_product_publishes_no_second_refusal(books: Books) -> None:
    first, second, waiting, ended = books.add(5), books.add(5), 1, 2
    place(books, waiting, {first: 1, second: 1})
    place(books, ended, {first: 1})
    end(books, ended)
    books.remove(first)
    books.remove(second)
    assert [answer.kind for answer in books.answers(waiting)] == ["reserved", "refused"]
    assert [answer.kind for answer in books.answers(ended)] == ["reserved"]
    place(books, waiting, {first: 1, second: 1})
    assert books.answers(waiting)[-1] == Answer("refused", 2, "PRODUCT_GONE", {first: 0, second: 0})


@pytest.mark.parametrize("command", ["reserve", "refuse", "sell", "adjust", "withdraw", "open"])
def test_a_failure_before_the_commit_changes_nothing(books: Books, command: str) -> None:
    product_id = books.add(5)
    place(books, 1, {product_id: 2})
    works: dict[str, Work] = {
        "reserve": lambda session: commands.answer_order(session, 2, 1, {product_id: 1}),
        "refuse": lambda session: commands.answer_order(session, 2, 1, {product_id: 9}),
        "sell": lambda session: commands.end_order(session, 1, 2, sold=True),
        "adjust": lambda session: commands.adjust_stock(session, product_id, Adjustment(change=1), user_id=None),
        "withdraw": lambda session: commands.withdraw_stock(session, product_id),
        "open": lambda session: commands.open_stock(session, product_id + 1, 5),
    }
    before = contents(books.database)

    def work(session: Session) -> None:
        works[command](session)
        session.flush()
        raise Crash

    with pytest.raises(Crash):
        books.database.write(work)
    assert contents(books.database) == before


def test_republishes_levels_and_open_answers_in_batches(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "REPUBLISH_BATCH", 2)
    ids = [books.add(stock) for stock in (0, 7, 7, 1)]
    for order_id, lines in enumerate(({ids[1]: 1}, {ids[2]: 1}, {ids[3]: 2}, {ids[1]: 2}, {ids[1]: 1}), start=1):
        place(books, order_id, lines)
    end(books, 5, sold=True)
    books.remove(ids[2])
    before = len(outbox_events(books.database))
    for republish in (commands.republish_levels, commands.republish_answers):
        after: int | None = 0
        while after is not None:
            after = books.database.write(lambda session, last=after: republish(session, last))  # type: ignore[misc] # noqa: B023
    told = outbox_events(books.database)[before:]
    assert [(item["subject"], int(item["sequence"]), item["data"]["available"]) for item in told[:4]] == [
        (f"product/{ids[0]}", 0, 0),
        (f"product/{ids[1]}", 4, 3),
        (f"product/{ids[2]}", 3, 0),
        (f"product/{ids[3]}", 1, 1),
    ]
    assert [
        (item["type"].split(".")[2], item["data"]["order_id"], int(item["sequence"])) for item in told[4:]
    ] == [
        ("reserved", 1, 1),
        ("refused", 2, 2),
        ("refused", 3, 1),
        ("reserved", 4, 1),
    ]
