"""Problems of basket lines: each line shows its problem, and the checkout lists all of them."""

from typing import Any

import pytest
from main_service.orders import commands
from main_service.orders.errors import LinesNotInStock
from service_kit.db.database import Database
from service_kit.process.service import Service
from sqlalchemy.orm import Session

from testing.api import Client
from testing.buying import BUYER, TERMS, ClientAs, Orders, refused, stocked
from testing.choosing import cupcake
from testing.events import receive
from testing.one_service import ON_SQLITE
from testing.rows import contents, statements
from testing.shop import Shop

PROBLEM = "{ lineId title kind message available }"
BASKET = f"{{ basket {{ id lines {{ id title problem {PROBLEM} }} }} }}"
CHECKOUT = f"""mutation {{ checkout(input: {{}}) {{ __typename ... on CheckoutSuccess {{ order {{ id }} }}
  ... on Error {{ message code }} ... on ProductGone {{ sku }} ... on InvalidConfiguration {{ lineId }}
  ... on LinesRefused {{ lines {PROBLEM} }} }} }}"""


async def problems(client: Client) -> dict[str, Any]:
    """The problem of each line of the basket, by title."""
    return {line["title"]: line["problem"] for line in (await client.graphql(BASKET))["basket"]["lines"]}


async def checkout(client: Client) -> Any:
    return (await client.graphql(CHECKOUT))["checkout"]


@pytest.fixture
def mixed(service: Service, orders: Orders, shop: Shop) -> dict[str, int]:
    """Fills the buyer's basket with six lines, of which only one can be ordered. Returns the products by title."""
    ids = {title: shop.add(title, sku=title.upper()) for title in ("Fine", "Gone", "Sold", "Few", "New", "Cake")}
    menu = cupcake(ids["Cake"])
    receive(service.consumer, menu.told())
    for title, product_id in ids.items():
        chosen = menu.ids("carrot", "frosting-vanilla", "cherry") if title == "Cake" else ()
        orders.choose(product_id, 5, chosen=chosen)
    orders.forget_stock()
    levels = {"Fine": 5, "Gone": 9, "Sold": 0, "Few": 3, "Cake": 9}
    orders.answer(*(stocked(ids[title], available) for title, available in levels.items()))
    receive(service.consumer, cupcake(ids["Cake"], unavailable=["cherry"]).told(2))
    shop.remove(ids["Gone"])
    return ids


EXPECTED = {
    "Gone": ("PRODUCT_GONE", None, "This product is no longer available. Remove it to order the rest."),
    "Sold": ("SOLD_OUT", 0, "This is sold out. Remove it to order the rest."),
    "Few": ("INSUFFICIENT_STOCK", 3, "Only 3 left. Reduce the quantity to 3 or less."),
    "New": (
        "STOCK_UNKNOWN",
        None,
        "The stock is not known yet. Try again in a moment, or remove it to order the rest.",
    ),
    "Cake": ("INVALID_CONFIGURATION", None, "Cherry is currently unavailable. Change the options or remove it."),
}


def told(lines: list[Any]) -> dict[str, tuple[Any, ...]]:
    return {line["title"]: (line["kind"], line["available"], line["message"]) for line in lines}


async def test_each_basket_line_says_why_it_cannot_be_ordered_and_how_to_fix_it(
    buyer: Client, mixed: dict[str, int]
) -> None:
    found = await problems(buyer)
    assert found.pop("Fine") is None
    assert told(list(found.values())) == EXPECTED


async def test_a_refused_checkout_names_every_line_with_a_problem_and_places_no_order(
    buyer: Client, mixed: dict[str, int], database: Database
) -> None:
    await problems(buyer)
    before = contents(database)
    refusal = await checkout(buyer)
    assert (refusal["__typename"], refusal["sku"]) == ("ProductGone", "GONE")
    assert told(refusal["lines"]) == EXPECTED
    assert contents(database) == before


async def test_when_the_marked_lines_are_removed_the_rest_is_ordered(buyer: Client, mixed: dict[str, int]) -> None:
    remove = "mutation($id: ID!) { removeFromBasket(input: {lineId: $id}) { __typename } }"
    seen = []
    while (refusal := await checkout(buyer))["__typename"] != "CheckoutSuccess":
        seen.append(refusal["__typename"])
        await buyer.graphql(remove, id=refusal["lines"][0]["lineId"])
    assert seen == ["ProductGone", *["InvalidConfiguration"] * 4]


async def test_what_is_sold_out_while_it_is_in_the_basket_is_not_ordered(
    buyer: Client, orders: Orders, product: int
) -> None:
    line_id = str(orders.lines(orders.choose(product, 500))[0].id)
    orders.answer(stocked(product, 0))
    refusal = await checkout(buyer)
    message = "This is sold out. Remove it to order the rest."
    problem = {"lineId": line_id, "title": "Amber Ale", "kind": "SOLD_OUT", "message": message, "available": 0}
    assert refusal == {
        "__typename": "LinesNotInStock",
        "code": "INSUFFICIENT_STOCK",
        "message": f"The basket cannot be ordered. Amber Ale: {message}",
        "lines": [problem],
    }
    orders.answer(stocked(product, 500, 2))
    assert (await checkout(buyer))["__typename"] == "CheckoutSuccess"


@ON_SQLITE
async def test_lines_of_one_product_share_its_stock(
    buyer: Client, orders: Orders, shop: Shop, service: Service
) -> None:
    menu = cupcake(shop.add("Cupcake"))
    receive(service.consumer, menu.told())
    for codes in (("carrot", "frosting-vanilla", "cherry"), ("vanilla", "frosting-neon", "sprinkles")):
        orders.choose(menu.product_id, 3, chosen=menu.ids(*codes))
    orders.answer(stocked(menu.product_id, 4))
    (shown,) = {problem["message"] for problem in (await checkout(buyer))["lines"]}
    assert (
        shown
        == "Only 4 left. Several lines of your basket contain this product, 6 units in total. Reduce the quantity."
    )
    orders.answer(stocked(menu.product_id, 6, 2))
    assert (await checkout(buyer))["__typename"] == "CheckoutSuccess"


@ON_SQLITE
async def test_only_the_callers_basket_is_checked_and_all_its_lines_at_once(
    buyer: Client, staff: Client, mixed: dict[str, int], orders: Orders, client_as: ClientAs
) -> None:
    every = "{ shopOrders(filter: {state: OPEN}) { nodes { lines { problem { kind } } } } }"
    orders.choose(mixed["Fine"], user_id=BUYER + 1)
    for order in (await staff.graphql(every))["shopOrders"]["nodes"]:
        assert {str(line["problem"]) for line in order["lines"]} == {"None"}
    await buyer.graphql(BASKET)
    with statements() as sent:
        await buyer.graphql(BASKET)
    assert len(sent) == 10, sent


async def test_a_refunded_order_shows_which_lines_caused_the_refund(
    buyer: Client, orders: Orders, shop: Shop
) -> None:
    ids = {title: shop.add(title) for title in ("Gone", "Sold", "Few", "Fine")}
    for product_id in ids.values():
        orders.choose(product_id, 5)
    order_id = orders.checkout()
    read = f"query($id: ID!) {{ order(id: $id) {{ state lines {{ title problem {PROBLEM} }} }} }}"
    assert {line["problem"] for line in (await buyer.graphql(read, id=order_id))["order"]["lines"]} == {None}
    reasons = {"Gone": ("PRODUCT_GONE", 0), "Sold": ("OUT_OF_STOCK", 0), "Few": ("OUT_OF_STOCK", 2)}
    short = [
        {"product_id": ids[title], "reason": reason, "available": available}
        for title, (reason, available) in reasons.items()
    ]
    orders.answer(refused(order_id, short=short))
    order = (await buyer.graphql(read, id=order_id))["order"]
    assert order["state"] == "REFUNDED"
    assert told([line["problem"] for line in order["lines"] if line["problem"]]) == {
        "Gone": ("PRODUCT_GONE", None, "This product was no longer available."),
        "Sold": ("SOLD_OUT", 0, "This was sold out."),
        "Few": ("INSUFFICIENT_STOCK", 2, "Only 2 were left."),
    }


def test_a_checkout_without_stock_check_leaves_it_to_admin_service(
    orders: Orders, product: int, database: Database
) -> None:
    orders.choose(product)
    orders.answer(stocked(product, 0))

    def order(session: Session, check_stock: bool) -> int:
        return commands.checkout(session, BUYER, TERMS, check_stock=check_stock)

    with pytest.raises(LinesNotInStock):
        database.write(lambda session: order(session, True))
    assert orders.get(database.write(lambda session: order(session, False))).state == "PENDING"
