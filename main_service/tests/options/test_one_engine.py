"""GraphQL, the REST routes of client family 5, the basket and the checkout agree about compatible options."""

import itertools
from typing import Any

import pytest
from main_service.options.errors import InvalidConfiguration
from main_service.orders import basket
from service_kit.process.service import Service

from testing.api import Client
from testing.buying import BUYER, TERMS, Orders
from testing.choosing import Menu, cupcake
from testing.events import receive
from testing.shop import Shop

BODIES = ("vanilla", "chocolate", "carrot")
FROSTINGS = ("Vanilla", "Chocolate", "Strawberry", "Neon")
TOPPINGS = ("sprinkles", "cherry", "flag")
CUPCAKES = {
    ("vanilla", "Vanilla"): {"sprinkles", "cherry", "flag"},
    ("vanilla", "Chocolate"): {"sprinkles", "cherry", "flag"},
    ("vanilla", "Strawberry"): {"cherry", "flag"},
    ("vanilla", "Neon"): {"sprinkles"},
    ("chocolate", "Vanilla"): {"sprinkles", "cherry", "flag"},
    ("chocolate", "Chocolate"): {"sprinkles", "cherry", "flag"},
    ("carrot", "Vanilla"): {"sprinkles", "cherry", "flag"},
}
"""The contract of client family 5: the toppings for each combination of a body and a frosting."""


@pytest.fixture
def orders(service: Service) -> Orders:
    """A buyer of the service."""
    return Orders(service)


@pytest.fixture
def menu(service: Service, shop: Shop) -> Menu:
    """A cupcake without compatibility rules."""
    menu = cupcake(shop.add("Cupcake"))
    receive(service.consumer, menu.told(1, rules=[]))
    return menu


async def graphql_allows(client: Client, menu: Menu, *chosen: str) -> bool:
    read = "query($id: ID!, $s: [ID!]!) { product(id: $id) { configuration(selected: $s) { valid } } }"
    answer = await client.graphql(read, id=menu.product_id, s=menu.ids(*chosen))
    return bool(answer["product"]["configuration"]["valid"])


async def graphql_offers(client: Client, menu: Menu, option: str, *chosen: str) -> bool:
    """Whether the option can be selected together with the others."""
    read = """query($id: ID!, $selected: [ID!]!) { product(id: $id) { configuration(selected: $selected) {
      groups { options { id state } } } } }"""
    answer = await client.graphql(read, id=menu.product_id, selected=menu.ids(*chosen))
    groups = answer["product"]["configuration"]["groups"]
    states = {option["id"]: option["state"] for group in groups for option in group["options"]}
    return bool(states[menu.id(option)] == "AVAILABLE")


async def rest_allows(client: Client, body: str, frosting: str, topping: str) -> bool:
    frostings: list[Any] = (await client.get(f"/api/frostingoptions/{body}bodies")).json()
    toppings = {found["name"]: found["appropriate_toppings"] for found in frostings}
    return topping in toppings.get(frosting, [])


def basket_allows(orders: Orders, menu: Menu, *chosen: str) -> bool:
    ids = menu.ids(*chosen)
    try:
        orders.database.write(
            lambda session: basket.add_to_basket(
                session, BUYER, menu.product_id, 1, TERMS, check_stock=True, chosen=ids
            )
        )
    except InvalidConfiguration:
        return False
    return True


def checkout_allows(orders: Orders) -> bool:
    try:
        orders.checkout()
    except InvalidConfiguration:
        return False
    return True


@pytest.mark.parametrize(("body", "frosting", "topping"), [*itertools.product(BODIES, FROSTINGS, TOPPINGS)])
async def test_every_api_agrees_on_every_cupcake(
    client: Client, orders: Orders, menu: Menu, body: str, frosting: str, topping: str
) -> None:
    allowed = topping in CUPCAKES.get((body, frosting), set())
    parts = body, f"frosting-{frosting.lower()}", topping
    # There are no rules yet, so the basket accepts every selection and the checkout has to check it.
    assert basket_allows(orders, menu, *parts)
    receive(orders.consumer, menu.told(2))
    answers = {
        "graphql": await graphql_allows(client, menu, *parts),
        "graphql, step by step": await graphql_offers(client, menu, parts[1], body)
        and await graphql_offers(client, menu, topping, body, parts[1]),
        "rest": await rest_allows(client, body, frosting, topping),
        "basket": basket_allows(orders, menu, *parts),
        "checkout": checkout_allows(orders),
    }
    assert answers == dict.fromkeys(answers, allowed)
