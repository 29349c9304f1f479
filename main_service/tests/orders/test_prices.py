"""Changed prices: the customer never pays a total that differs from the one that was shown."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

import pytest
from main_service.orders import basket, queries
from main_service.orders.errors import BasketEmpty, PriceChanged
from main_service.orders.lines import OrderLine
from main_service.orders.model import Order
from service_kit.db.database import Database
from sqlalchemy.orm import Session

from testing.api import Client
from testing.buying import BUYER, Orders
from testing.choosing import cupcake
from testing.events import event, receive
from testing.one_service import ON_MARIADB, ON_SQLITE
from testing.rows import contents
from testing.shop import Shop

LINES = "lines { id title unitPrice previousUnitPrice total }"
ADD = f"""mutation($id: ID!, $n: Int! = 1) {{ answer: addToBasket(input: {{productId: $id, quantity: $n}}) {{
  ... on AddToBasketSuccess {{ basket {{ total {LINES} }} }} }} }}"""
CHANGE = """mutation($id: ID!, $n: Int!) { answer: changeBasketLine(input: {lineId: $id, quantity: $n}) {
  __typename } }"""
ACCEPT = f"""mutation($id: ID!, $price: Decimal!) {{
  answer: acceptPrice(input: {{lineId: $id, unitPrice: $price}}) {{ __typename ... on Error {{ message code }}
  ... on LineNotFound {{ lineId }} ... on ProductNotFound {{ id }}
  ... on InvalidInput {{ fields {{ field messages }} }}
  ... on AcceptPriceSuccess {{ basket {{ total {LINES} }} }} }} }}"""
CHECKOUT = """mutation($total: Decimal, $key: String) {
  answer: checkout(input: {expectedTotal: $total, idempotencyKey: $key}) { __typename ... on Error { message code }
  ... on PriceChanged { oldTotal newTotal lines { lineId title oldPrice newPrice } }
  ... on CheckoutSuccess { order { id state total } } } }"""


def reprice(orders: Orders, product_id: int, price: str, version: int = 2) -> None:
    subject = f"product/{product_id}"
    receive(orders.consumer, event("shop.product.updated.v1", subject, version, id=product_id, price=price))


async def ask(client: Client, operation: str, **variables: object) -> Any:
    return (await client.graphql(operation, **variables))["answer"]


async def shown(client: Client) -> Any:
    """The total, and the current and previous unit price of each line."""
    found = (await client.graphql(f"{{ basket {{ total {LINES} }} }}"))["basket"]
    return found["total"], [(line["unitPrice"], line["previousUnitPrice"]) for line in found["lines"]]


async def test_a_basket_whose_price_has_changed_is_not_ordered_at_the_new_price(
    buyer: Client, orders: Orders, shop: Shop, product: int, database: Database
) -> None:
    other = shop.add("Mild", price="2.00")
    line_id = (await ask(buyer, ADD, id=product, n=2))["basket"]["lines"][0]["id"]
    assert (await ask(buyer, ADD, id=other))["basket"]["total"] == "13.20"
    reprice(orders, product, "6.00")
    before = contents(database)
    assert await ask(buyer, CHECKOUT, total="13.20", key="k") == {
        "__typename": "PriceChanged",
        "message": "The total is 16.80, not the expected 13.20. No order was placed.",
        "code": "PRICE_CHANGED",
        "oldTotal": "13.20",
        "newTotal": "16.80",
        "lines": [{"lineId": line_id, "title": "Amber Ale", "oldPrice": "4.50", "newPrice": "6.00"}],
    }
    assert contents(database) == before
    ordered = await ask(buyer, CHECKOUT, total="16.8", key="k")
    assert (ordered["__typename"], ordered["order"]["total"]) == ("CheckoutSuccess", "16.80")


async def test_a_changed_price_is_marked_on_its_line_until_it_is_accepted(
    buyer: Client, orders: Orders, shop: Shop, product: int
) -> None:
    line_id = (await ask(buyer, ADD, id=product))["basket"]["lines"][0]["id"]
    await ask(buyer, ADD, id=shop.add("Mild", price="2.00"))
    assert await shown(buyer) == ("7.80", [("4.50", None), ("2.00", None)])
    reprice(orders, product, "6.00")
    assert await shown(buyer) == ("9.60", [("6.00", "4.50"), ("2.00", None)])
    await ask(buyer, CHANGE, id=line_id, n=2)
    await ask(buyer, ADD, id=product)
    assert await shown(buyer) == ("24.00", [("6.00", "4.50"), ("2.00", None)])
    accepted = await ask(buyer, ACCEPT, id=line_id, price="6.00")
    assert accepted["__typename"] == "AcceptPriceSuccess"
    assert accepted["basket"]["lines"][0]["previousUnitPrice"] is None
    assert await shown(buyer) == ("24.00", [("6.00", None), ("2.00", None)])


async def test_a_price_that_changes_back_leaves_no_mark(buyer: Client, orders: Orders, product: int) -> None:
    line_id = (await ask(buyer, ADD, id=product))["basket"]["lines"][0]["id"]
    reprice(orders, product, "6.00", 2)
    reprice(orders, product, "4.50", 3)
    assert await shown(buyer) == ("5.40", [("4.50", None)])
    reprice(orders, product, "6.00", 4)
    await ask(buyer, ACCEPT, id=line_id, price="6.00")
    reprice(orders, product, "4.50", 5)
    assert await shown(buyer) == ("5.40", [("4.50", "6.00")])


async def test_only_the_current_price_can_be_accepted(
    buyer: Client, stranger: Client, orders: Orders, shop: Shop, product: int, database: Database
) -> None:
    line_id = (await ask(buyer, ADD, id=product))["basket"]["lines"][0]["id"]
    reprice(orders, product, "6.00")
    before = contents(database)
    refused = await ask(buyer, ACCEPT, id=line_id, price="4.50")
    assert (refused["code"], refused["fields"]) == (
        "INVALID_INPUT",
        [{"field": "unitPrice", "messages": ["The current unit price is 6.00. Accept this price instead."]}],
    )
    for client, id_ in ((stranger, line_id), (buyer, "abc"), (buyer, "999999")):
        assert (await ask(client, ACCEPT, id=id_, price="6.00"))["__typename"] == "LineNotFound"
    shop.remove(product)
    assert (await ask(buyer, ACCEPT, id=line_id, price="6.00"))["__typename"] == "ProductNotFound"
    assert contents(database)["order_line"] == before["order_line"]


def test_the_price_of_a_chosen_option_counts_too(orders: Orders, shop: Shop) -> None:
    menu = cupcake(shop.add("Cupcake", sku="CUPCAKE", price="3.00"), prices={"carrot": "0.50"})
    receive(orders.consumer, menu.told())
    opened = orders.choose(menu.product_id, chosen=menu.ids("carrot", "frosting-vanilla", "cherry"))
    receive(orders.consumer, cupcake(menu.product_id, prices={"carrot": "0.75"}).told(2))
    (line,) = orders.lines(opened)
    assert (line.previous_unit_price, line.unit_price) == (Decimal("3.50"), Decimal("3.75"))
    with pytest.raises(PriceChanged) as raised:
        orders.checkout(expected_total=Decimal("4.20"))
    (change,) = raised.value.lines
    assert (change.old_price, change.new_price) == (Decimal("3.50"), Decimal("3.75"))
    assert (raised.value.old_total, raised.value.new_total) == (Decimal("4.20"), Decimal("4.50"))
    orders.database.write(lambda session: basket.accept_price(session, BUYER, line.id, Decimal("3.75")))
    assert orders.lines(opened)[0].previous_unit_price is None
    orders.checkout(expected_total=Decimal("4.50"))
    assert orders.lines(opened)[0].previous_unit_price is None


async def test_a_total_that_changed_in_another_tab_is_not_ordered(
    buyer: Client, orders: Orders, product: int
) -> None:
    line_id = (await ask(buyer, ADD, id=product))["basket"]["lines"][0]["id"]
    await ask(buyer, CHANGE, id=line_id, n=3)
    changed = await ask(buyer, CHECKOUT, total="5.40")
    assert (changed["code"], changed["newTotal"], changed["lines"]) == ("PRICE_CHANGED", "16.20", [])
    assert orders.told() == []


async def test_a_repeated_key_returns_the_first_order_for_any_expected_total(
    buyer: Client, orders: Orders, product: int
) -> None:
    await ask(buyer, ADD, id=product)
    first = await ask(buyer, CHECKOUT, total="5.40", key="k")
    reprice(orders, product, "6.00")
    await ask(buyer, ADD, id=product)
    for total in ("5.40", "7.20", None):
        assert await ask(buyer, CHECKOUT, total=total, key="k") == first
    assert orders.told() == ["shop.order.placed.v1"]


async def test_a_checkout_without_expected_total_uses_current_prices(
    buyer: Client, orders: Orders, product: int
) -> None:
    await ask(buyer, ADD, id=product)
    reprice(orders, product, "6.00")
    assert (await ask(buyer, CHECKOUT))["order"]["total"] == "7.20"


def test_an_empty_basket_is_refused_for_any_expected_total(orders: Orders, product: int) -> None:
    orders.choose(product)
    orders.database.write(lambda session: basket.remove_sku(session, BUYER, "BEER-AMBER"))
    with pytest.raises(BasketEmpty):
        orders.checkout(expected_total=Decimal("5.40"))


@ON_SQLITE
async def test_the_largest_total_can_be_expected(buyer: Client, orders: Orders, shop: Shop) -> None:
    orders.choose(shop.add("Yacht", price="9999999999.99"), 10_000)
    (total, _) = await shown(buyer)
    assert total == "119999999999880.00"
    assert (await ask(buyer, CHECKOUT, total=total))["order"]["total"] == total


@pytest.mark.parametrize("total", ["-1", "1.005", "NaN", "", "abc", "1,50"])
async def test_the_rest_checkout_refuses_an_invalid_expected_total(
    buyer: Client, orders: Orders, product: int, total: str
) -> None:
    orders.choose(product)
    answer = await buyer.get("/api/orders/checkout", params={"expected_total": total})
    assert (answer.status_code, answer.json().keys()) == (400, {"expected_total"})
    assert orders.told() == []


async def test_the_rest_checkout_orders_only_at_the_expected_total(
    buyer: Client, orders: Orders, product: int
) -> None:
    orders.choose(product, 2)
    reprice(orders, product, "6.00")
    refused = await buyer.get("/api/orders/checkout", params={"expected_total": "10.80"})
    assert (refused.status_code, refused.json()) == (
        409,
        {
            "detail": "The total is 14.40, not the expected 10.80. No order was placed.",
            "old_total": "10.80",
            "new_total": "14.40",
            "lines": [{"product_id": product, "sku": "BEER-AMBER", "old_price": "4.50", "new_price": "6.00"}],
        },
    )
    assert orders.told() == []
    placed = await buyer.get("/api/orders/checkout", params={"expected_total": "14.4"})
    assert (placed.status_code, orders.told()) == (200, ["shop.order.placed.v1"])


async def test_the_rest_order_of_one_product_is_placed_only_at_the_expected_price(
    client: Client, orders: Orders, product: int, database: Database
) -> None:
    wanted = {"id": str(product), "quantity": 2}
    before = contents(database)
    refused = await client.post("/orders", json={**wanted, "expected_price": 4.0})
    assert (refused.status_code, refused.json()) == (
        409,
        {
            "detail": "The total is 10.80, not the expected 9.60. No order was placed.",
            "old_total": "9.60",
            "new_total": "10.80",
            "lines": [{"product_id": product, "sku": "BEER-AMBER", "old_price": "4.00", "new_price": "4.50"}],
        },
    )
    assert contents(database) == before
    key = {"idempotency-key": "k"}
    placed = await client.post("/orders", data={**wanted, "expected_price": "4.50"}, headers=key)
    assert (placed.status_code, placed.json()["price"]) == (200, 4.5)
    assert (await client.post("/orders", json=wanted, headers=key)).json() == placed.json()
    wrong = await client.post("/orders", json={**wanted, "expected_price": "cheap"})
    assert (wrong.status_code, wrong.json().keys()) == (400, {"expected_price"})


@ON_MARIADB
def test_a_price_that_changes_while_the_order_is_being_placed_is_noticed(
    orders: Orders, product: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines_by_order = queries.lines_by_order

    def reprice_meanwhile(session: Session, found: Collection[Order]) -> Mapping[int, list[OrderLine]]:
        reprice(orders, product, "6.00")
        return lines_by_order(session, found)

    orders.choose(product)
    monkeypatch.setattr(queries, "lines_by_order", reprice_meanwhile)
    with pytest.raises(PriceChanged):
        orders.checkout(expected_total=Decimal("5.40"))
    assert orders.told() == []
