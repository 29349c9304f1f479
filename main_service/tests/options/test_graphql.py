"""Product configurations in GraphQL."""

from typing import Any

import pytest
from main_service.options import queries
from service_kit.graphql.scalars import serialize_moment
from service_kit.process.service import Service

from testing.api import Client, codes
from testing.choosing import Menu, crate, cupcake
from testing.events import event, receive
from testing.rows import statements
from testing.shop import Shop

GROUPS = """groups { id code name required maxChoices options { id code name picture text priceDifference state
  blocks { kind message remedy ruleId optionId } without { id name } then } }"""
CONFIGURE = f"""query($id: ID!, $selected: [ID!]! = []) {{ product(id: $id) {{ configurable
  configuration(selected: $selected) {{ selected valid price syncedAt layers {{ picture name }}
    problems {{ kind message optionIds groupId ruleId }} {GROUPS} }} }} }}"""


@pytest.fixture
def menu(service: Service, shop: Shop) -> Menu:
    """A cupcake for 3.00 that can be ordered."""
    menu = cupcake(shop.add("Cupcake", price="3.00"), prices={"carrot": "0.50"})
    receive(service.consumer, menu.told())
    return menu


async def configure(client: Client, menu: Menu, *chosen: str) -> Any:
    answer = await client.graphql(CONFIGURE, id=menu.product_id, selected=menu.ids(*chosen))
    return answer["product"]["configuration"]


def states(menu: Menu, configuration: Any) -> dict[str, list[str]]:
    """The codes of the options, by state."""
    found: dict[str, list[str]] = {}
    for group in configuration["groups"]:
        for option in group["options"]:
            found.setdefault(option["state"], []).append(option["code"])
    return found


async def test_a_product_without_options_has_nothing_to_configure(client: Client, product: int) -> None:
    answer = await client.graphql(CONFIGURE, id=product, selected=["1"])
    assert answer == {"product": {"configurable": False, "configuration": None}}


async def test_a_configuration_has_all_fields(client: Client, service: Service, menu: Menu) -> None:
    configuration = await configure(client, menu, "carrot")
    copy = service.database.read(lambda reader: queries.get(reader, menu.product_id))
    assert copy is not None
    groups = configuration.pop("groups")
    assert configuration == {
        "selected": menu.ids("carrot"),
        "valid": False,
        "price": "3.50",
        "syncedAt": serialize_moment(copy.synced_at),
        "layers": [{"picture": "/static/carrot.svg", "name": "Carrot"}],
        "problems": [
            {
                "kind": "MISSING",
                "message": f"{name}: select one option.",
                "optionIds": [],
                "groupId": id_,
                "ruleId": None,
            }
            for name, id_ in (("Frosting", menu.group_id("frosting")), ("Topping", menu.group_id("topping")))
        ],
    }
    assert [{name: group[name] for name in group if name != "options"} for group in groups] == [
        {"id": menu.group_id(code), "code": code, "name": code.title(), "required": True, "maxChoices": 1}
        for code in ("body", "frosting", "topping")
    ]
    assert groups[0]["options"][2] == {
        "id": menu.id("carrot"),
        "code": "carrot",
        "name": "Carrot",
        "picture": "/static/carrot.svg",
        "text": "About carrot.",
        "priceDifference": "0.50",
        "state": "CHOSEN",
        "blocks": [],
        "without": [],
        "then": [],
    }
    assert groups[1]["options"][3] == {
        "id": menu.id("frosting-neon"),
        "code": "frosting-neon",
        "name": "Neon",
        "picture": "/static/frosting-neon.svg",
        "text": "About frosting-neon.",
        "priceDifference": "0.00",
        "state": "BLOCKED",
        "blocks": [
            {
                "kind": "CLASH",
                "message": "Carrot can only be combined with Vanilla frosting.",
                "remedy": "Remove Carrot to select this.",
                "ruleId": "2",
                "optionId": menu.id("carrot"),
            }
        ],
        "without": [{"id": menu.id("carrot"), "name": "Carrot"}],
        "then": menu.ids("frosting-neon"),
    }


async def test_a_client_can_configure_a_cupcake_by_following_then(client: Client, menu: Menu) -> None:
    selected: list[str] = []
    for code in ("frosting-neon", "carrot", "frosting-vanilla", "flag"):
        answer = await client.graphql(CONFIGURE, id=menu.product_id, selected=selected)
        groups = answer["product"]["configuration"]["groups"]
        options = {option["code"]: option for group in groups for option in group["options"]}
        selected = options[code]["then"]
    made = (await client.graphql(CONFIGURE, id=menu.product_id, selected=selected))["product"]["configuration"]
    assert (made["valid"], made["problems"], menu.codes(made["selected"])) == (
        True,
        [],
        ["carrot", "frosting-vanilla", "flag"],
    )


async def test_a_crate_shows_available_and_blocked_options(client: Client, service: Service, shop: Shop) -> None:
    menu = crate(shop.add("Crate"), unavailable=["wheat"])
    receive(service.consumer, menu.told())
    configuration = await configure(client, menu, "six", "ribbon")
    assert states(menu, configuration) == {
        "CHOSEN": ["six", "ribbon"],
        "AVAILABLE": ["twelve", "pale", "amber", "alcohol-free"],
        "BLOCKED": ["wheat", "bock", "stout", "glass", "opener"],
    }
    options = {option["code"]: option for group in configuration["groups"] for option in group["options"]}
    assert {code: options[code]["blocks"][0]["kind"] for code in ("wheat", "bock", "stout")} == {
        "wheat": "UNAVAILABLE",
        "bock": "CLASH",
        "stout": "FULL",
    }
    assert (options["wheat"]["then"], options["wheat"]["blocks"][0]["remedy"]) == (None, None)
    assert menu.codes(options["stout"]["then"]) == ["stout", "ribbon"]


async def test_unknown_option_ids_are_problems_of_the_selection(client: Client, menu: Menu) -> None:
    selected = [menu.id("vanilla"), "abc", "0", "999999999999999999999"]
    answer = await client.graphql(CONFIGURE, id=menu.product_id, selected=selected)
    configuration = answer["product"]["configuration"]
    assert configuration["selected"] == menu.ids("vanilla")
    assert configuration["problems"][0] == {
        "kind": "UNKNOWN",
        "message": "A selected option is no longer available.",
        "optionIds": selected[1:],
        "groupId": None,
        "ruleId": None,
    }


async def test_at_most_sixty_options_can_be_selected(client: Client, menu: Menu) -> None:
    read = "query($id: ID!, $s: [ID!]!) { product(id: $id) { configuration(selected: $s) { valid } } }"
    sixty = [str(number) for number in range(60)]
    answer = await client.graphql(read, id=menu.product_id, s=sixty)
    assert answer["product"]["configuration"] == {"valid": False}
    errors = await client.graphql_errors(read, id=menu.product_id, s=[*sixty, "60"])
    assert codes(errors) == ["BAD_USER_INPUT"]
    assert errors[0]["message"] == 'Argument "selected" has 61 options. The maximum is 60.'


async def test_at_most_twenty_configurations_can_be_requested_at_once(client: Client, menu: Menu) -> None:
    parts = [f"c{number}: configuration {{ valid }}" for number in range(21)]
    asked = f"{{ product(id: {menu.product_id}) {{ {' '.join(parts)} }} }}"
    answer = (await client.post_graphql(asked)).json()
    assert [configuration is None for configuration in answer["data"]["product"].values()] == [False] * 20 + [True]
    (error,) = answer["errors"]
    assert error["message"] == "A request can contain at most 20 configurations."


async def test_the_price_follows_the_product_and_the_options(client: Client, service: Service, menu: Menu) -> None:
    dearer = cupcake(menu.product_id, prices={"carrot": "1.00"})
    update = {"id": menu.product_id, "price": "4.00"}
    receive(service.consumer, event("shop.product.updated.v1", f"product/{menu.product_id}", 2, **update))
    assert (await configure(client, menu, "carrot"))["price"] == "4.50"
    receive(service.consumer, dearer.told(2))
    assert (await configure(client, menu, "carrot"))["price"] == "5.00"


async def test_a_product_from_the_other_subgraph_has_a_configuration(client: Client, menu: Menu) -> None:
    read = """query($r: [_Any!]!) { _entities(representations: $r) { ... on Product {
      configurable configuration { price } } } }"""
    answer = await client.graphql(read, r=[{"__typename": "Product", "id": str(menu.product_id)}])
    assert answer["_entities"] == [{"configurable": True, "configuration": {"price": "3.00"}}]


@pytest.mark.parametrize(
    ("operation", "number"),
    [
        ("{ product(id: %d) { configurable } }", 2),
        ("{ product(id: %d) { configuration { valid price groups { options { state } } } } }", 2),
        ("{ products(first: 100) { nodes { title configurable } edges { node { configurable } } } }", 2),
        ("{ products(first: 100) { nodes { configuration { price } } } }", 2),
        ("{ products(first: 100) { nodes { configurable configuration { price } } } }", 3),
    ],
)
async def test_the_options_of_many_products_take_one_statement(
    client: Client, service: Service, shop: Shop, menu: Menu, operation: str, number: int
) -> None:
    for other in range(4):
        receive(service.consumer, cupcake(shop.add(f"Cupcake {other}")).told())
        shop.add(f"Ale {other}")
    with statements() as sent:
        await client.graphql(operation.replace("%d", str(menu.product_id)))
    assert len(sent) == number, sent
