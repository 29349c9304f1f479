"""Placing, cancelling, settling and pushing orders."""

from decimal import Decimal

import pytest
from main_service.orders import commands, queries
from main_service.orders.errors import BasketEmpty, OrderNotFound, ProductGone, WrongState
from main_service.products.errors import ProductNotFound
from service_kit.db.database import Database
from service_kit.errors import InvalidInput
from sqlalchemy import text

from testing.buying import BUYER, TERMS, Orders, refused, reserved
from testing.checks.contracts import assert_keeps_its_contract
from testing.events import event, receive
from testing.rows import contents, outbox_events
from testing.shop import Shop


def test_a_checkout_orders_the_basket_at_current_prices(orders: Orders, shop: Shop) -> None:
    first, second = shop.add("A", price="4.50"), shop.add("B", price="0.01")
    opened = orders.choose(first, 2)
    orders.choose(second, 3)
    receive(orders.consumer, event("shop.product.updated.v1", f"product/{first}", 2, id=first, price="5.00"))
    assert orders.checkout() == opened
    order = orders.get(opened)
    assert (order.state, order.subtotal, order.fee, order.total) == (
        "PENDING",
        Decimal("10.03"),
        Decimal("2.01"),
        Decimal("12.04"),
    )
    assert order.due_at - order.placed_at == TERMS.hold
    assert orders.steps(opened) == [("PENDING", "shop.order.placed.v1")]


def test_an_order_keeps_its_prices_and_product_data(orders: Orders, shop: Shop) -> None:
    product = shop.add("A", price="4.50")
    order_id = orders.place(product)
    receive(orders.consumer, event("shop.product.updated.v1", f"product/{product}", 2, id=product, price="9.00"))
    shop.remove(product)
    (line,) = orders.lines(order_id)
    assert (line.title, line.unit_price, orders.get(order_id).total) == ("A", Decimal("4.50"), Decimal("5.40"))


def test_large_amounts_are_stored_exactly(orders: Orders, shop: Shop) -> None:
    for number in range(3):
        order_id = orders.choose(shop.add(f"{number}", price="9999999999.99"), 9_999)
    orders.checkout()
    order = orders.get(order_id)
    assert order.subtotal == Decimal("9999999999.99") * 9_999 * 3 == Decimal("299969999999700.03")
    assert (order.fee, order.total) == (Decimal("59993999999940.01"), Decimal("359963999999640.04"))


def test_the_event_contains_the_whole_order(orders: Orders, shop: Shop) -> None:
    product = shop.add("A", sku="A-1", price="4.50")
    order_id = orders.place(product, 2)
    (told,) = outbox_events(orders.database)
    assert (told["type"], told["subject"], int(told["sequence"])) == (
        "shop.order.placed.v1",
        f"order/{order_id}",
        1,
    )
    placed_at = told["data"].pop("placed_at")
    assert placed_at == orders.get(order_id).placed_at.isoformat().replace("+00:00", "Z")
    assert told["data"] == {
        "id": order_id,
        "user_id": BUYER,
        "state": "PENDING",
        "lines": [{"product_id": product, "sku": "A-1", "quantity": 2}],
        "subtotal": "9.00",
        "fee": "1.80",
        "total": "10.80",
        "reason": None,
    }


def test_every_event_of_an_order_keeps_its_contract(orders: Orders, product: int) -> None:
    orders.complete(orders.place(product, user_id=None))
    orders.answer(refused(orders.place(product)))
    orders.cancel(orders.place(product))
    orders.database.write(lambda session: commands.republish_orders(session, 0))
    bodies = text("SELECT body FROM outbox")
    recorded = orders.database.read(lambda reader: reader.execute(bodies).scalars().all())
    assert len(recorded) == 9
    for body in recorded:
        assert_keeps_its_contract(body)


def test_nothing_is_ordered_from_an_empty_basket(orders: Orders, product: int, database: Database) -> None:
    orders.place(product)
    before = contents(database)
    with pytest.raises(BasketEmpty):
        orders.checkout()
    assert contents(database) == before


def test_a_basket_with_a_deleted_product_is_not_ordered(
    orders: Orders, shop: Shop, product: int, database: Database
) -> None:
    orders.choose(shop.add())
    orders.choose(product)
    shop.remove(product)
    before = contents(database)
    with pytest.raises(ProductGone) as error:
        orders.checkout()
    assert error.value.sku == "BEER-AMBER"
    assert contents(database) == before


def test_a_direct_order_does_not_change_the_basket(orders: Orders, product: int) -> None:
    opened = orders.choose(product)
    placed = orders.place(product, 3)
    assert placed != opened
    assert [orders.get(key).state for key in (opened, placed)] == ["OPEN", "PENDING"]
    with pytest.raises(ProductNotFound):
        orders.place(0)
    with pytest.raises(InvalidInput):
        orders.place(product, 0)
    assert orders.told() == ["shop.order.placed.v1"]


def test_only_its_user_can_cancel_an_order_and_only_once(orders: Orders, product: int, database: Database) -> None:
    order_id = orders.place(product)
    for user_id, wanted in ((BUYER + 1, order_id), (BUYER, order_id + 1), (BUYER, 0)):
        with pytest.raises(OrderNotFound):
            database.write(lambda session, by=user_id, key=wanted: commands.cancel_order(session, by, key))  # type: ignore[misc]
    orders.cancel(order_id)
    before = contents(database)
    with pytest.raises(WrongState):
        orders.cancel(order_id)
    assert contents(database) == before
    assert orders.steps(order_id) == [
        ("PENDING", "shop.order.placed.v1"),
        ("CANCELLED", "shop.order.cancelled.v1"),
    ]


def test_an_order_without_a_user_cannot_be_cancelled(orders: Orders, product: int) -> None:
    with pytest.raises(OrderNotFound):
        orders.cancel(orders.place(product, user_id=None))


def test_stuck_orders_are_found_and_pushed(orders: Orders, product: int) -> None:
    stuck, answered, ended = [orders.place(product) for _ in range(3)]
    orders.answer(reserved(answered))
    orders.cancel(ended)
    assert orders.database.read(queries.stuck) == []
    orders.wait(61)
    orders.place(product)
    orders.choose(product)
    assert [row.id for row in orders.database.read(queries.stuck)] == [stuck]
    assert orders.database.write(commands.push_stuck) == 1
    pushed = outbox_events(orders.database)[-1]
    assert (pushed["type"], pushed["subject"], int(pushed["sequence"])) == (
        "shop.order.placed.v1",
        f"order/{stuck}",
        1,
    )
    orders.answer(reserved(stuck))
    assert orders.database.read(queries.stuck) == []


def test_baskets_cannot_be_pushed(orders: Orders, product: int, database: Database) -> None:
    for order_id in (orders.choose(product), 0):
        with pytest.raises(OrderNotFound):
            database.write(lambda session, key=order_id: commands.push_order(session, key))  # type: ignore[misc]


def test_resync_publishes_the_state_of_every_order(
    orders: Orders, product: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "REPUBLISH_BATCH", 2)
    orders.choose(product)
    first, second, third = [orders.place(product) for _ in range(3)]
    orders.complete(first)
    orders.cancel(second)
    before = len(orders.told())
    last = orders.database.write(lambda session: commands.republish_orders(session, 0))
    assert last == second
    assert orders.database.write(lambda session: commands.republish_orders(session, second)) == third
    assert orders.database.write(lambda session: commands.republish_orders(session, third)) is None
    assert orders.told()[before:] == ["shop.order.completed.v1", "shop.order.cancelled.v1", "shop.order.placed.v1"]
