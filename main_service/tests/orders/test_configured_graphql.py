"""Products with options in baskets and orders, in GraphQL and REST."""

from typing import Any

import pytest
from service_kit.db.database import Database
from service_kit.process.service import Service

from testing.api import Client
from testing.buying import Orders
from testing.choosing import Menu, cupcake
from testing.events import event, receive
from testing.rows import contents
from testing.shop import Shop

CARROT = ("carrot", "frosting-vanilla", "cherry")
NEON = ("vanilla", "frosting-neon", "sprinkles")
LINES = """lines { id quantity unitPrice total configuration { optionId group name picture priceDifference } }"""
PROBLEMS = """... on InvalidConfiguration {
    lineId message code problems { kind message optionIds groupId ruleId } }
  ... on InvalidInput { fields { field messages } }"""
ADD = f"""mutation($id: ID!, $options: [ID!]!) {{
  answer: addToBasket(input: {{productId: $id, options: $options}}) {{ __typename {PROBLEMS}
    ... on AddToBasketSuccess {{ basket {{ id total {LINES} }} }} }} }}"""
CHECKOUT = f"""mutation($key: String) {{ answer: checkout(input: {{idempotencyKey: $key}}) {{ __typename {PROBLEMS}
  ... on CheckoutSuccess {{ order {{ id total {LINES} }} }} }} }}"""
PUT_TOGETHER = (
    "This product has options, which this endpoint does not support. "
    "Use its page in the shop, or addToBasket at /graphql."
)


@pytest.fixture
def menu(service: Service, shop: Shop) -> Menu:
    """A cupcake for 3.00 that can be ordered. The option carrot adds 0.50."""
    menu = cupcake(shop.add("Cupcake", sku="CUPCAKE", price="3.00"), prices={"carrot": "0.50"})
    receive(service.consumer, menu.told())
    return menu


async def ask(client: Client, operation: str, **variables: object) -> Any:
    return (await client.graphql(operation, **variables))["answer"]


async def add(client: Client, menu: Menu, *codes: str) -> Any:
    return await ask(client, ADD, id=menu.product_id, options=menu.ids(*codes))


async def test_a_cupcake_is_added_to_the_basket_and_ordered(buyer: Client, menu: Menu) -> None:
    added = await add(buyer, menu, *CARROT)
    (line,) = added["basket"]["lines"]
    assert line == {
        "id": line["id"],
        "quantity": 1,
        "unitPrice": "3.50",
        "total": "3.50",
        "configuration": [
            {
                "optionId": menu.id(code),
                "group": group,
                "name": name,
                "picture": f"/static/{code}.svg",
                "priceDifference": difference,
            }
            for code, group, name, difference in (
                ("carrot", "Body", "Carrot", "0.50"),
                ("frosting-vanilla", "Frosting", "Vanilla", "0.00"),
                ("cherry", "Topping", "Cherry", "0.00"),
            )
        ],
    }
    assert (await buyer.graphql(f"{{ basket {{ {LINES} }} }}"))["basket"]["lines"] == [line]
    second = (await add(buyer, menu, *NEON))["basket"]["lines"][1]
    ordered = await ask(buyer, CHECKOUT)
    assert (ordered["order"]["lines"], ordered["order"]["total"]) == ([line, second], "7.80")


async def test_a_plain_product_has_an_empty_configuration(buyer: Client, product: int) -> None:
    added = await ask(buyer, ADD, id=product, options=[])
    assert added["basket"]["lines"][0]["configuration"] == []


async def test_an_invalid_cupcake_is_refused_with_a_typed_error(buyer: Client, menu: Menu) -> None:
    refused = await add(buyer, menu, "carrot", "frosting-neon", "sprinkles")
    rule = "Carrot can only be combined with Vanilla frosting."
    assert refused == {
        "__typename": "InvalidConfiguration",
        "lineId": None,
        "message": rule,
        "code": "INVALID_CONFIGURATION",
        "problems": [
            {
                "kind": "CLASH",
                "message": rule,
                "optionIds": menu.ids("carrot", "frosting-neon"),
                "groupId": None,
                "ruleId": "2",
            }
        ],
    }
    assert await buyer.graphql("{ basket { id } }") == {"basket": None}


async def test_more_than_sixty_options_are_invalid_input(buyer: Client, menu: Menu) -> None:
    refused = await ask(buyer, ADD, id=menu.product_id, options=[str(number) for number in range(61)])
    assert refused == {
        "__typename": "InvalidInput",
        "fields": [{"field": "options", "messages": ["Select at most 60 options."]}],
    }


async def test_a_checkout_names_the_line_with_invalid_options_and_places_no_order(
    buyer: Client, service: Service, menu: Menu, database: Database
) -> None:
    await add(buyer, menu, *NEON)
    line_id = (await add(buyer, menu, *CARROT))["basket"]["lines"][1]["id"]
    receive(service.consumer, cupcake(menu.product_id, unavailable=["cherry"]).told(2))
    before = contents(database)
    refused = await ask(buyer, CHECKOUT, key="once")
    message = "Cherry is currently unavailable."
    assert (refused["__typename"], refused["lineId"], refused["message"]) == (
        "InvalidConfiguration",
        line_id,
        message,
    )
    assert [problem["optionIds"] for problem in refused["problems"]] == [menu.ids("cherry")]
    assert contents(database) == before
    receive(service.consumer, menu.told(3))
    ordered = await ask(buyer, CHECKOUT, key="once")
    assert ordered["__typename"] == "CheckoutSuccess"
    assert await ask(buyer, CHECKOUT, key="once") == ordered


async def test_family_2_cannot_add_a_cupcake_to_the_basket(buyer: Client, menu: Menu, database: Database) -> None:
    await buyer.get("/api/orders/current")
    before = contents(database)
    answer = await buyer.put("/api/orders/current", data={"sku": "CUPCAKE", "quantity": "1"})
    assert (answer.status_code, answer.json()) == (400, {"sku": [PUT_TOGETHER]})
    assert contents(database) == before


async def test_family_2_can_list_remove_and_order_products_with_options(
    buyer: Client, orders: Orders, menu: Menu
) -> None:
    await add(buyer, menu, *CARROT)
    await add(buyer, menu, *NEON)
    current = (await buyer.get("/api/orders/current")).json()
    assert [(beer["sku"], beer["quantity"]) for beer in current["beers"]] == [("CUPCAKE", "1")] * 2
    taken = await buyer.request("DELETE", "/api/orders/current", data={"sku": "CUPCAKE"})
    assert (taken.status_code, orders.lines(current["id"])) == (204, [])
    await add(buyer, menu, *CARROT)
    assert (await buyer.get("/api/orders/checkout")).status_code == 200
    assert orders.get(current["id"]).state == "PENDING"


async def test_a_checkout_by_family_2_checks_the_options(buyer: Client, service: Service, menu: Menu) -> None:
    await add(buyer, menu, *CARROT)
    receive(service.consumer, cupcake(menu.product_id, unavailable=["cherry"]).told(2))
    answer = await buyer.get("/api/orders/checkout")
    assert (answer.status_code, answer.json()) == (400, {"detail": "Cherry is currently unavailable."})


async def test_family_3_cannot_order_a_cupcake(client: Client, menu: Menu, database: Database) -> None:
    before = contents(database)
    order = {"id": str(menu.product_id), "quantity": 1}
    for headers in ({}, {"idempotency-key": "k"}):
        answer = await client.post("/orders", json=order, headers=headers)
        assert (answer.status_code, answer.json()) == (400, {"id": [PUT_TOGETHER]})
    assert contents(database) == before


async def test_family_4_cannot_order_a_cupcake(client: Client, service: Service, menu: Menu) -> None:
    fields = {"id": 601, "username": "ada", "display_name": "Ada L.", "visitor": False}
    receive(service.consumer, event("shop.user.created.v1", "user/601", 1, **fields))
    answer = await client.post("/orders", json={"username": "ada", "product_name": "Cupcake"})
    assert (answer.status_code, answer.json()) == (400, {"product_name": [PUT_TOGETHER]})
    assert (await client.get("/orders")).json() == []
