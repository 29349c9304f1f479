"""Basket and order lines with options."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

import orjson
import pytest
from main_service.options.errors import InvalidConfiguration
from main_service.orders import basket
from main_service.orders.errors import InsufficientStock, ProductGone
from service_kit.db.database import Database
from service_kit.errors import InvalidInput
from service_kit.process.service import Service

from testing.buying import BUYER, TERMS, Orders, stocked
from testing.checks.contracts import assert_keeps_its_contract
from testing.choosing import Menu, crate, cupcake
from testing.events import event, receive
from testing.one_service import ON_MARIADB, ON_SQLITE
from testing.rows import contents, outbox_events, statements
from testing.shop import Shop

CARROT = ("carrot", "frosting-vanilla", "cherry")
NEON = ("vanilla", "frosting-neon", "sprinkles")


@pytest.fixture
def menu(service: Service, shop: Shop) -> Menu:
    """A cupcake for 3.00 that can be ordered. The option carrot adds 0.50."""
    menu = cupcake(shop.add("Cupcake", sku="CUPCAKE", price="3.00"), prices={"carrot": "0.50"})
    receive(service.consumer, menu.told())
    return menu


def choose(orders: Orders, menu: Menu, *codes: str, quantity: int = 1) -> int:
    return orders.choose(menu.product_id, quantity, chosen=menu.ids(*codes))


def quantities(orders: Orders, menu: Menu, order_id: int) -> list[tuple[list[str], int]]:
    """The selected options and the quantity of each line."""
    return [
        (menu.codes([str(one.option_id) for one in line.configuration]), line.quantity)
        for line in orders.lines(order_id)
    ]


def test_each_selection_of_a_product_is_a_separate_line(orders: Orders, menu: Menu) -> None:
    opened = choose(orders, menu, *CARROT, quantity=2)
    choose(orders, menu, *NEON)
    choose(orders, menu, *reversed(CARROT), quantity=3)
    assert quantities(orders, menu, opened) == [([*CARROT], 5), ([*NEON], 1)]


def test_a_line_keeps_the_selected_options(orders: Orders, menu: Menu) -> None:
    opened = choose(orders, menu, *CARROT)
    receive(orders.consumer, cupcake(menu.product_id, names={"carrot": "Turnip"}).told(2))
    (line,) = orders.lines(opened)
    assert [(one.group, one.name, one.picture) for one in line.configuration] == [
        ("Body", "Carrot", "/static/carrot.svg"),
        ("Frosting", "Vanilla", "/static/frosting-vanilla.svg"),
        ("Topping", "Cherry", "/static/cherry.svg"),
    ]


def test_basket_lines_have_the_current_prices_of_product_and_options(orders: Orders, menu: Menu) -> None:
    opened, id_ = choose(orders, menu, *CARROT), menu.product_id
    assert orders.lines(opened)[0].unit_price == Decimal("3.50")
    receive(orders.consumer, event("shop.product.updated.v1", f"product/{id_}", 2, id=id_, price="4.00"))
    assert orders.lines(opened)[0].unit_price == Decimal("4.50")
    receive(orders.consumer, cupcake(id_, prices={"carrot": "0.75", "cherry": "-0.05"}).told(2))
    (line,) = orders.lines(opened)
    assert (line.unit_price, [one.price_difference for one in line.configuration]) == (
        Decimal("4.70"),
        [Decimal("0.75"), Decimal("0.00"), Decimal("-0.05")],
    )
    orders.checkout()
    ordered = orders.lines(opened)
    receive(orders.consumer, menu.told(3), event("shop.product.deleted.v1", f"product/{id_}", 3, id=id_))
    assert orders.lines(opened) == ordered == [replace(line, previous_unit_price=None)]
    assert orders.get(opened).subtotal == Decimal("4.70")


def test_a_deleted_product_shows_its_last_price_and_is_not_ordered(orders: Orders, shop: Shop, menu: Menu) -> None:
    opened = choose(orders, menu, *CARROT)
    shop.remove(menu.product_id)
    assert orders.lines(opened)[0].unit_price == Decimal("3.50")
    with pytest.raises(ProductGone):
        orders.checkout()


def test_a_negative_price_becomes_zero_and_a_price_above_the_maximum_is_refused(
    orders: Orders, menu: Menu, database: Database
) -> None:
    receive(
        orders.consumer, cupcake(menu.product_id, prices={"carrot": "-9.00", "vanilla": "9999999999.99"}).told(2)
    )
    opened = choose(orders, menu, *CARROT)
    assert orders.lines(opened)[0].unit_price == 0
    before = contents(database)
    with pytest.raises(InvalidInput) as error:
        choose(orders, menu, *NEON)
    assert error.value.fields == {"options": ["The unit price exceeds the maximum of 9999999999.99."]}
    assert contents(database) == before


@pytest.mark.parametrize(
    "codes", [(), ("carrot",), ("carrot", "frosting-neon", "sprinkles"), (*CARROT, "vanilla")], ids=str
)
def test_an_invalid_selection_is_not_added_to_the_basket(
    orders: Orders, menu: Menu, database: Database, codes: tuple[str, ...]
) -> None:
    choose(orders, menu, *CARROT)
    before = contents(database)
    with pytest.raises(InvalidConfiguration) as error:
        choose(orders, menu, *codes)
    assert error.value.line_id is None
    assert contents(database) == before


def test_unknown_options_are_not_added_to_the_basket(orders: Orders, menu: Menu, product: int) -> None:
    for product_id, chosen in ((menu.product_id, [*menu.ids(*CARROT), "abc"]), (product, menu.ids("carrot"))):
        with pytest.raises(InvalidConfiguration) as error:
            orders.choose(product_id, chosen=chosen)
        assert [problem.kind for problem in error.value.problems] == ["UNKNOWN"]
    with pytest.raises(InvalidInput) as too_many:
        orders.choose(menu.product_id, chosen=[str(number) for number in range(61)])
    assert too_many.value.fields == {"options": ["Select at most 60 options."]}


def test_changing_a_line_does_not_change_other_lines_of_its_product(
    orders: Orders, menu: Menu, database: Database
) -> None:
    opened = choose(orders, menu, *CARROT)
    choose(orders, menu, *NEON)
    carrot, neon = (line.id for line in orders.lines(opened))
    database.write(lambda session: basket.change_line(session, BUYER, neon, 7))
    assert quantities(orders, menu, opened) == [([*CARROT], 1), ([*NEON], 7)]
    database.write(lambda session: basket.remove_line(session, BUYER, carrot))
    assert quantities(orders, menu, opened) == [([*NEON], 7)]


def test_the_advice_about_the_stock_is_about_all_lines_of_the_product(
    orders: Orders, shop: Shop, menu: Menu, database: Database
) -> None:
    opened = choose(orders, menu, *CARROT, quantity=2)
    choose(orders, menu, *NEON, quantity=2)
    orders.choose(shop.add(), 9)
    orders.answer(stocked(menu.product_id, 4))
    first = orders.lines(opened)[0].id
    for attempt in (
        lambda session: basket.change_line(session, BUYER, first, 3),
        lambda session: basket.add_to_basket(
            session, BUYER, menu.product_id, 1, TERMS, check_stock=True, chosen=menu.ids(*CARROT)
        ),
    ):
        with pytest.raises(InsufficientStock) as error:
            database.write(attempt)
        assert error.value.available == 4
    database.write(lambda session: basket.change_line(session, BUYER, first, 1))


def test_the_event_of_an_order_has_one_line_a_product(orders: Orders, menu: Menu, product: int) -> None:
    choose(orders, menu, *CARROT, quantity=2)
    orders.choose(product)
    choose(orders, menu, *NEON, quantity=3)
    order_id = orders.checkout()
    orders.cancel(order_id)
    for told in outbox_events(orders.database):
        assert told["data"]["lines"] == [
            {"product_id": menu.product_id, "sku": "CUPCAKE", "quantity": 5},
            {"product_id": product, "sku": "BEER-AMBER", "quantity": 1},
        ]
        assert told["data"]["subtotal"] == "20.50"
        assert_keeps_its_contract(orjson.dumps(told))


@pytest.mark.parametrize(
    ("later", "kinds"),
    [
        ({"unavailable": ["cherry"]}, ["UNAVAILABLE"]),
        ({"rules": [("EXCLUDES", "carrot", ["cherry"])]}, ["CLASH"]),
        ({"rules": [("NEEDS", "carrot", ["flag"])]}, ["NEEDS"]),
        ({"groups": {"body": ["vanilla"]}, "rules": []}, ["UNKNOWN", "MISSING"]),
        ({"groups": {}, "rules": []}, ["UNKNOWN"]),
    ],
    ids=str,
)
def test_a_checkout_of_what_can_no_longer_be_had_so_orders_nothing(
    orders: Orders, menu: Menu, product: int, database: Database, later: dict[str, object], kinds: list[str]
) -> None:
    orders.choose(product)
    opened = choose(orders, menu, *CARROT)
    receive(orders.consumer, cupcake(menu.product_id, **later).told(2))
    before = contents(database)
    with pytest.raises(InvalidConfiguration) as error:
        orders.checkout()
    assert [problem.kind for problem in error.value.problems] == kinds
    assert error.value.line_id == orders.lines(opened)[1].id
    assert contents(database) == before
    receive(orders.consumer, menu.told(3))
    assert orders.checkout() == opened


def test_a_line_from_before_the_product_had_options_is_checked_against_them(orders: Orders, shop: Shop) -> None:
    plain = shop.add("Cupcake")
    opened = orders.choose(plain)
    receive(orders.consumer, cupcake(plain).told())
    with pytest.raises(InvalidConfiguration) as error:
        orders.checkout()
    assert (
        error.value.message == "Body: select one option. Frosting: select one option. Topping: select one option."
    )
    assert (error.value.line_id, orders.get(opened).state) == (orders.lines(opened)[0].id, "OPEN")


def test_what_needs_no_choice_can_be_bought_plainly(orders: Orders, shop: Shop) -> None:
    menu = Menu(shop.add("Mug"), {"extras": ["lid"]}, optional=["extras"])
    receive(orders.consumer, menu.told())
    opened = orders.choose(menu.product_id)
    choose(orders, menu, "lid")
    assert quantities(orders, menu, opened) == [([], 1), (["lid"], 1)]
    orders.checkout()
    orders.place(menu.product_id)


def test_what_is_ordered_past_the_basket_has_no_options(orders: Orders, menu: Menu, database: Database) -> None:
    before = contents(database)
    with pytest.raises(InvalidConfiguration):
        orders.place(menu.product_id)
    assert contents(database) == before


@ON_SQLITE
def test_however_many_configured_lines_there_are_their_options_take_one_statement(
    orders: Orders, shop: Shop, menu: Menu
) -> None:
    beer = crate(shop.add("Crate"))
    receive(orders.consumer, beer.told())
    choose(orders, menu, *CARROT)
    choose(orders, menu, *NEON)
    opened = choose(orders, beer, "twelve", "pale")
    with statements() as sent:
        orders.lines(opened)
    assert len(sent) == 2, sent


@ON_MARIADB
def test_the_same_choice_put_in_by_many_at_once_is_one_line(orders: Orders, menu: Menu) -> None:
    ways = (CARROT, NEON)
    with ThreadPoolExecutor(8) as threads:
        opened = set(threads.map(lambda number: choose(orders, menu, *ways[number % 2]), range(32)))
    assert len(opened) == 1
    assert sorted(quantities(orders, menu, opened.pop())) == [([*CARROT], 16), ([*NEON], 16)]
