"""The commands for baskets."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from main_service.orders import basket, queries
from main_service.orders.errors import InsufficientStock, LineNotFound, StockUnknown
from main_service.orders.lines import MAX_LINES
from main_service.orders.model import Order
from main_service.products.errors import ProductNotFound
from service_kit.db.database import Database, Reader
from service_kit.errors import InvalidInput
from sqlalchemy.orm import Session

from testing.buying import BUYER, TERMS, Orders, stocked
from testing.events import event, receive
from testing.one_service import ON_MARIADB
from testing.rows import contents, counts
from testing.shop import Shop


def add(database: Database, product_id: int, quantity: int = 1, *, check_stock: bool = True) -> Order:
    def work(session: Session) -> Order:
        return basket.add_to_basket(session, BUYER, product_id, quantity, TERMS, check_stock=check_stock)

    return database.write(work)


def change(database: Database, product_id: int, quantity: int) -> Order:
    line_id = line_of(database, product_id)
    return database.write(lambda session: basket.change_line(session, BUYER, line_id, quantity))


def line_of(database: Database, product_id: int) -> int:
    """The id of the first line of the product in the buyer's basket; 0 if there is none."""

    def find(reader: Reader) -> int:
        opened = queries.basket(reader, BUYER)
        lines = [] if opened is None else queries.lines_of(reader, [opened.id])
        return next((line.id for line in lines if line.product_id == product_id), 0)

    return database.read(find)


def quantities(orders: Orders, basket_id: int) -> dict[int, int]:
    return {line.product_id: line.quantity for line in orders.lines(basket_id)}


def reprice(orders: Orders, product_id: int, price: str) -> None:
    subject = f"product/{product_id}"
    receive(orders.consumer, event("shop.product.updated.v1", subject, 2, id=product_id, sku="NEW", price=price))


def test_the_first_product_creates_the_basket(orders: Orders, shop: Shop) -> None:
    first, second = shop.add("A"), shop.add("B")
    opened = orders.choose(first, 2)
    assert orders.choose(second) == orders.choose(first, 3) == opened
    assert quantities(orders, opened) == {first: 5, second: 1}
    assert (orders.get(opened).state, orders.told()) == ("OPEN", [])


def test_every_user_has_a_basket_of_their_own(orders: Orders, product: int) -> None:
    assert orders.choose(product) != orders.choose(product, user_id=502)


def test_a_line_keeps_the_product_data_and_shows_the_current_price(
    orders: Orders, shop: Shop, product: int
) -> None:
    opened = orders.choose(product)
    (line,) = orders.lines(opened)
    assert (line.sku, line.title, line.image) == ("BEER-AMBER", "Amber Ale", "/amber.svg")
    assert line.unit_price == Decimal("4.50")
    reprice(orders, product, "5.01")
    (line,) = orders.lines(opened)
    assert (line.sku, line.title, line.unit_price) == ("BEER-AMBER", "Amber Ale", Decimal("5.01"))
    shop.remove(product)
    (line,) = orders.lines(opened)
    assert (line.title, line.unit_price) == ("Amber Ale", Decimal("4.50"))


def test_an_unknown_or_deleted_product_is_not_added(orders: Orders, shop: Shop, database: Database) -> None:
    gone = shop.add()
    shop.remove(gone)
    for product_id in (gone, gone + 1000, 0):
        with pytest.raises(ProductNotFound):
            add(database, product_id)
    assert "shop_order" not in counts(database)


@pytest.mark.parametrize("quantity", [-1, 0, 10_001, 2**31 - 1])
def test_an_impossible_quantity_changes_nothing(
    orders: Orders, product: int, database: Database, quantity: int
) -> None:
    orders.choose(product, 5)
    before = contents(database)
    for attempt in (add, change):
        with pytest.raises(InvalidInput):
            attempt(database, product, quantity)
    with pytest.raises(InvalidInput):
        add(database, product, 9_996)
    assert contents(database) == before


def test_a_basket_holds_a_hundred_products(orders: Orders, shop: Shop, database: Database) -> None:
    ids = [shop.add(f"Ale {number}") for number in range(MAX_LINES + 1)]
    for product_id in ids[:-1]:
        opened = orders.choose(product_id)
    with pytest.raises(InvalidInput) as error:
        add(database, ids[-1])
    assert error.value.fields == {"product_id": ["A basket can contain at most 100 lines."]}
    orders.choose(ids[0])
    assert len(orders.lines(opened)) == MAX_LINES


def test_a_quantity_above_the_stock_is_refused_if_the_stock_is_checked(
    orders: Orders, product: int, database: Database
) -> None:
    add(database, product, 10_000)
    orders.answer(stocked(product, 3))
    with pytest.raises(InsufficientStock) as error:
        change(database, product, 4)
    assert error.value.available == 3
    opened = change(database, product, 3).id
    with pytest.raises(InsufficientStock):
        add(database, product)
    add(database, product, check_stock=False)
    assert quantities(orders, opened) == {product: 4}


def test_a_product_with_unknown_stock_cannot_be_added(orders: Orders, product: int, database: Database) -> None:
    opened = add(database, product, 2).id
    orders.forget_stock()
    for attempt in (add, change):
        with pytest.raises(StockUnknown) as error:
            attempt(database, product, 1)
        assert error.value.product_id == product
    orders.answer(stocked(product, 3, 0))  # a resync publishes it again
    add(database, product)
    assert quantities(orders, opened) == {product: 3}


def test_a_line_is_changed_and_removed(orders: Orders, shop: Shop, database: Database) -> None:
    first, second = shop.add(), shop.add(sku="SECOND")
    opened = orders.choose(first)
    orders.choose(second)
    change(database, first, 7)
    assert quantities(orders, opened) == {first: 7, second: 1}
    line_id = line_of(database, first)
    database.write(lambda session: basket.remove_line(session, BUYER, line_id))
    database.write(lambda session: basket.remove_sku(session, BUYER, "SECOND"))
    assert quantities(orders, opened) == {}
    assert orders.get(opened).state == "OPEN"
    assert database.read(lambda reader: queries.basket(reader, BUYER)) is None


def test_a_line_that_is_not_in_the_basket_cannot_be_changed_or_removed(
    orders: Orders, shop: Shop, database: Database, product: int
) -> None:
    (others,) = orders.lines(orders.choose(product, user_id=502))
    for _ in ("without a basket", "with one"):
        for attempt in (
            lambda session: basket.change_line(session, BUYER, others.id, 2),
            lambda session: basket.remove_line(session, BUYER, others.id),
            lambda session: basket.remove_sku(session, BUYER, "BEER-AMBER"),
        ):
            with pytest.raises(LineNotFound):
                database.write(attempt)
        orders.choose(shop.add())


def test_a_line_of_a_deleted_product_can_be_removed_but_not_changed(
    orders: Orders, shop: Shop, database: Database, product: int
) -> None:
    opened = orders.choose(product)
    shop.remove(product)
    with pytest.raises(ProductNotFound):
        change(database, product, 2)
    line_id = line_of(database, product)
    database.write(lambda session: basket.remove_line(session, BUYER, line_id))
    assert quantities(orders, opened) == {}


@ON_MARIADB
def test_products_added_at_the_same_time_are_in_one_basket(orders: Orders, shop: Shop) -> None:
    ids = [shop.add(f"Ale {number}") for number in range(3)]
    with ThreadPoolExecutor(8) as threads:
        opened = set(threads.map(lambda number: orders.choose(ids[number % 3]), range(48)))
    assert len(opened) == 1
    assert quantities(orders, opened.pop()) == dict.fromkeys(ids, 16)


@ON_MARIADB
def test_a_product_added_during_the_checkout_is_ordered_or_stays_in_the_basket(
    orders: Orders, product: int
) -> None:
    orders.choose(product)

    def work(number: int) -> int:
        return orders.checkout() if number == 10 else orders.choose(product)

    with ThreadPoolExecutor(8) as threads:
        ids = set(threads.map(work, range(24)))
    kept = [orders.get(order_id) for order_id in ids]
    assert sorted({order.state for order in kept}) in (["OPEN", "PENDING"], ["PENDING"])
    assert sum(line.quantity for order in kept for line in orders.lines(order.id)) == 24
