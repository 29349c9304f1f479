"""The state changes of an order, and its totals."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from main_service.orders.errors import BasketEmpty, WrongState
from main_service.orders.lines import MAX_LINES, MAX_QUANTITY, OrderLine
from main_service.orders.model import (
    Order,
    OrderState,
    OrderStep,
    Reason,
    StockAnswer,
    Totals,
)
from service_kit.errors import InvalidInput

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
LATER = NOW + timedelta(seconds=5)
HOLD = timedelta(seconds=5)
CENTS = st.integers(0, 999_999_999_999).map(lambda cents: Decimal(cents) / 100)
PERCENT = st.integers(0, 10_000).map(lambda hundredths: Decimal(hundredths) / 100)


def line(price: str = "4.50", quantity: int = 2) -> OrderLine:
    return OrderLine(
        order_id=5,
        product_id=17,
        sku="A",
        title="A",
        image="/a",
        unit_price=Decimal(price),
        quantity=quantity,
        created_at=NOW,
        updated_at=NOW,
    )


def opened() -> Order:
    order = Order.begin(3, Decimal(20), NOW, basket=True)
    order.id = 5
    return order


def pending() -> Order:
    order = opened()
    order.place([line()], HOLD, NOW)
    return order


def held() -> Order:
    order = pending()
    order.reserve(1, NOW)
    return order


def completed() -> Order:
    order = held()
    order.settle(LATER)
    return order


def refunded() -> Order:
    order = pending()
    order.refuse(1, Reason.OUT_OF_STOCK, NOW)
    return order


def cancelled() -> Order:
    order = held()
    order.cancel(NOW)
    return order


STANDS = {made.__name__: made for made in (opened, pending, held, completed, refunded, cancelled)}
VERBS: dict[str, Callable[[Order], OrderStep | None]] = {
    "change": lambda order: order.change(LATER),
    "place": lambda order: order.place([line()], HOLD, LATER),
    "reserve": lambda order: order.reserve(9, LATER),
    "refuse": lambda order: order.refuse(9, Reason.PRODUCT_GONE, LATER),
    "settle": lambda order: order.settle(LATER),
    "cancel": lambda order: order.cancel(LATER),
}
ALLOWED = {
    "opened": {"change": OrderState.OPEN, "place": OrderState.PENDING},
    "pending": {
        "reserve": OrderState.PENDING,
        "refuse": OrderState.REFUNDED,
        "cancel": OrderState.CANCELLED,
    },
    "held": {
        "reserve": OrderState.PENDING,
        "refuse": OrderState.REFUNDED,
        "cancel": OrderState.CANCELLED,
        "settle": OrderState.COMPLETED,
    },
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("stands", STANDS)
def test_each_state_change_is_allowed_only_from_the_right_states(stands: str, verb: str) -> None:
    order = STANDS[stands]()
    before = order.model_dump()
    to = ALLOWED.get(stands, {}).get(verb)
    if to is None:
        with pytest.raises(WrongState) as error:
            VERBS[verb](order)
        assert error.value.state == before["state"]
        assert order.model_dump() == before
        return
    step = VERBS[verb](order)
    assert (order.state, order.updated_at) == (to, LATER)
    if step is not None:
        assert order.version == before["version"] + 1
        assert (step.order_id, step.state, step.stock, step.reason, step.created_at) == (
            5,
            to,
            order.stock,
            order.reason,
            LATER,
        )


def test_a_basket_belongs_to_its_user_until_it_is_ordered() -> None:
    order = opened()
    assert (order.basket_of, order.version, order.placed_at) == (3, 0, None)
    order.place([line("4.50", 2), line("0.01", 1)], HOLD, NOW)
    assert (order.basket_of, order.user_id, order.placed_at, order.due_at) == (None, 3, NOW, LATER)
    assert (order.subtotal, order.fee, order.total) == (Decimal("9.01"), Decimal("1.80"), Decimal("10.81"))


def test_an_order_without_a_basket_is_not_a_basket() -> None:
    assert Order.begin(3, Decimal(20), NOW, basket=False).basket_of is None
    assert Order.begin(None, Decimal(20), NOW, basket=False).user_id is None


def test_an_empty_basket_cannot_be_ordered() -> None:
    order = opened()
    with pytest.raises(BasketEmpty):
        order.place([], HOLD, NOW)
    assert (order.state, order.basket_of) == (OrderState.OPEN, 3)


def test_an_order_is_settled_only_after_its_hold() -> None:
    order = held()
    with pytest.raises(WrongState):
        order.settle(LATER - timedelta(microseconds=1))
    order.settle(LATER)
    assert (order.state, order.settled_at) == (OrderState.COMPLETED, LATER)


@pytest.mark.parametrize("version", [0, 1])
def test_an_answer_that_is_not_newer_is_ignored(version: int) -> None:
    order = held()
    assert not order.awaits(version)
    with pytest.raises(WrongState):
        order.reserve(version, NOW)
    with pytest.raises(WrongState):
        order.refuse(version, Reason.PRODUCT_GONE, NOW)
    assert order.awaits(2)


def test_a_refusal_after_a_reservation_stores_its_reason() -> None:
    order = held()
    order.refuse(2, Reason.PRODUCT_GONE, LATER)
    assert (order.state, order.stock, order.stock_version) == (OrderState.REFUNDED, StockAnswer.REFUSED, 2)
    assert (order.reason, order.settled_at) == (Reason.PRODUCT_GONE, LATER)


@pytest.mark.parametrize("quantity", [-1, 0, MAX_QUANTITY + 1, 10**30])
def test_a_line_holds_from_one_to_ten_thousand(quantity: int) -> None:
    chosen = line(quantity=1)
    for change in (chosen.increase, chosen.set_quantity):
        with pytest.raises(InvalidInput) as error:
            change(quantity, LATER)
        assert error.value.fields == {"quantity": ["The quantity must be from 1 to 10000."]}
    assert (chosen.quantity, chosen.updated_at) == (1, NOW)
    chosen.increase(MAX_QUANTITY - 1, LATER)
    assert (chosen.quantity, chosen.updated_at) == (MAX_QUANTITY, LATER)


@given(st.lists(st.tuples(CENTS, st.integers(1, MAX_QUANTITY)), max_size=MAX_LINES), PERCENT)
def test_the_total_is_the_sum_of_the_lines_plus_the_fee(
    lines: list[tuple[Decimal, int]], percent: Decimal
) -> None:
    totals = Totals.of([price * quantity for price, quantity in lines], percent)
    exact = sum((Fraction(price) * quantity for price, quantity in lines), Fraction(0))
    fee = exact * Fraction(percent) / 100
    assert Fraction(totals.subtotal) == exact
    assert -Fraction(1, 200) < Fraction(totals.fee) - fee <= Fraction(1, 200)
    assert totals.total == totals.subtotal + totals.fee
    assert {amount.as_tuple().exponent for amount in (totals.subtotal, totals.fee, totals.total)} == {-2}
