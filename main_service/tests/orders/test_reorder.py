"""Adding the lines of an order to the basket again."""

from typing import Any

from main_service.orders.lines import MAX_LINES
from service_kit.db.database import Database
from service_kit.process.service import Service

from testing.api import Client, codes
from testing.buying import Orders, refused, stocked
from testing.choosing import cupcake
from testing.events import receive
from testing.rows import contents
from testing.shop import Shop

CARROT = ("carrot", "frosting-vanilla", "cherry")
NEON = ("vanilla", "frosting-neon", "sprinkles")
REORDER = """mutation($id: ID!, $key: String) { answer: addOrderToBasket(
  input: {orderId: $id, idempotencyKey: $key}) { __typename ... on Error { message code }
  ... on OrderNotFound { id } ... on InvalidInput { fields { field messages } }
  ... on AddOrderToBasketSuccess { basket { id lines { title quantity unitPrice configuration { name } } }
    notAdded { lineId title kind message available } } } }"""


async def reorder(client: Client, order_id: object, key: str | None = None) -> Any:
    return (await client.graphql(REORDER, id=order_id, key=key))["answer"]


def held(answer: Any) -> list[tuple[Any, ...]]:
    return [(line["title"], line["quantity"]) for line in answer["basket"]["lines"]]


async def test_all_lines_of_a_refunded_order_are_added_again_with_their_options(
    buyer: Client, orders: Orders, shop: Shop, service: Service, product: int
) -> None:
    menu = cupcake(shop.add("Cupcake", price="3.00"))
    receive(service.consumer, menu.told())
    for chosen in (CARROT, NEON):
        orders.choose(menu.product_id, 2, chosen=menu.ids(*chosen))
    orders.choose(product, 3)
    order_id = orders.checkout()
    orders.answer(refused(order_id))
    answer = await reorder(buyer, order_id)
    assert (answer["__typename"], answer["notAdded"]) == ("AddOrderToBasketSuccess", [])
    assert held(answer) == [("Cupcake", 2), ("Cupcake", 2), ("Amber Ale", 3)]
    assert [[one["name"] for one in line["configuration"]] for line in answer["basket"]["lines"]] == [
        ["Carrot", "Vanilla", "Cherry"],
        ["Vanilla", "Neon", "Sprinkles"],
        [],
    ]
    assert (orders.get(order_id).state, int(answer["basket"]["id"]) != order_id) == ("REFUNDED", True)
    assert orders.checkout() == int(answer["basket"]["id"])


async def test_unavailable_lines_are_named_and_available_quantities_are_added(
    buyer: Client, orders: Orders, shop: Shop, service: Service
) -> None:
    titles = ("Fine", "Gone", "Sold", "Few", "Held", "New", "Cake")
    ids = {title: shop.add(title) for title in titles}
    menu = cupcake(ids["Cake"])
    receive(service.consumer, menu.told())
    for title, product_id in ids.items():
        orders.choose(product_id, 5, chosen=menu.ids(*CARROT) if title == "Cake" else ())
    order_id = orders.checkout()
    orders.choose(ids["Held"], 2)
    orders.choose(ids["Fine"], 1)
    orders.forget_stock()
    levels = {"Fine": 9, "Gone": 9, "Sold": 0, "Few": 3, "Held": 2, "Cake": 9}
    orders.answer(*(stocked(ids[title], available) for title, available in levels.items()))
    receive(service.consumer, cupcake(ids["Cake"], unavailable=["cherry"]).told(2))
    shop.remove(ids["Gone"])
    answer = await reorder(buyer, order_id)
    assert held(answer) == [("Held", 2), ("Fine", 6), ("Few", 3)]
    assert {problem["title"]: (problem["kind"], problem["message"]) for problem in answer["notAdded"]} == {
        "Gone": ("PRODUCT_GONE", "This product is no longer available."),
        "Sold": ("SOLD_OUT", "This is sold out."),
        "Few": ("INSUFFICIENT_STOCK", "Only 3 left: 3 of 5 were added."),
        "Held": ("INSUFFICIENT_STOCK", "Only 2 left: your basket already contains them."),
        "New": ("STOCK_UNKNOWN", "The stock is not known yet."),
        "Cake": ("INVALID_CONFIGURATION", "Cherry is currently unavailable."),
    }
    lines = {line.title: str(line.id) for line in orders.lines(order_id)}
    assert all(problem["lineId"] == lines[problem["title"]] for problem in answer["notAdded"])


async def test_a_repeated_key_adds_the_lines_only_once(
    buyer: Client, stranger: Client, orders: Orders, product: int, database: Database
) -> None:
    orders.choose(product, 2)
    order_id, other = orders.checkout(), orders.place(product)
    orders.answer(stocked(product, 3))
    for _ in range(3):
        answer = await reorder(buyer, order_id, "k")
        assert (held(answer), answer["notAdded"]) == ([("Amber Ale", 2)], [])
    assert (await reorder(buyer, other, "k"))["code"] == "IDEMPOTENCY_CONFLICT"
    assert (await reorder(buyer, order_id, ""))["fields"] == [
        {"field": "idempotencyKey", "messages": ["Use 1 to 200 characters."]}
    ]
    before = contents(database)
    assert (await reorder(stranger, order_id, "k"))["code"] == "NOT_FOUND"
    after = contents(database)
    for table in ("shop_order", "order_line", "idempotency_key"):
        assert after[table] == before[table]


async def test_only_the_callers_orders_can_be_added_again(
    buyer: Client, stranger: Client, staff: Client, client: Client, orders: Orders, product: int
) -> None:
    order_id = orders.place(product)
    basket_id = orders.choose(product)
    for asking, wanted in ((stranger, order_id), (staff, order_id), (buyer, basket_id), (buyer, "abc")):
        assert await reorder(asking, wanted) == {
            "__typename": "OrderNotFound",
            "message": "Not found.",
            "code": "NOT_FOUND",
            "id": str(wanted),
        }
    assert codes(await client.graphql_errors(REORDER, id=order_id)) == ["UNAUTHENTICATED"]


async def test_a_full_basket_reports_the_limit(buyer: Client, orders: Orders, shop: Shop, product: int) -> None:
    orders.choose(product, 9_999)
    order_id = orders.checkout()
    orders.choose(product, 2)
    (problem,) = (await reorder(buyer, order_id))["notAdded"]
    assert (problem["kind"], problem["message"]) == ("LIMIT_REACHED", "The quantity must be from 1 to 10000.")
    orders.checkout()
    for number in range(MAX_LINES):
        orders.choose(shop.add(f"Ale {number}"))
    (problem,) = (await reorder(buyer, order_id))["notAdded"]
    assert (problem["kind"], problem["message"]) == ("LIMIT_REACHED", "A basket can contain at most 100 lines.")
