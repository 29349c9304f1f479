"""The products' queries as a GraphQL client sees them. Pages are in test_pages.py."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from admin_service.products.model import Product
from service_kit.db import Database
from service_kit.graphql.scalars import serialize_moment

from testing.api import Client, codes
from testing.one_service import ON_SQLITE, MakeService
from testing.rows import statements

AddProduct = Callable[..., Product]
FIELDS = "id title image likes sku price category createdAt updatedAt version"
TITLES = ["Pale ale 5%", "under_score", 'Brewer\'s "Best"', "back\\slash", "sour/sweet", "Stöut 🍺"]
PRODUCT = f"query($id: ID!) {{ product(id: $id) {{ {FIELDS} }} }}"
SEARCH = "query($by: ProductFilter) { products(filter: $by) { nodes { title } totalCount } }"
ENTITIES = f"query($of: [_Any!]!) {{ _entities(representations: $of) {{ ... on Product {{ {FIELDS} }} }} }}"
NO_IDS = ["abc", "0", "-1", "99999999999999999999", "2147483648", "1.0", " 1", "", "1e3", "\u0661"]
STATUS = (
    "{ syncStatus { service transport connected pendingEvents oldestPendingAt lastPublishedAt lastAppliedAt"
    " retryingEvents deadLetters } }"
)


def as_node(product: Product) -> dict[str, object]:
    return {
        "id": str(product.id),
        "title": "Amber Ale",
        "image": "/amber.svg",
        "likes": 7,
        "sku": "BEER-AMBER",
        "price": "4.50",
        "category": "beer",
        "createdAt": serialize_moment(product.created_at),
        "updatedAt": serialize_moment(product.updated_at),
        "version": 1,
    }


async def titles(client: Client, **conditions: str | None) -> list[str]:
    found = (await client.graphql(SEARCH, by=conditions))["products"]
    assert found["totalCount"] == len(found["nodes"])
    return sorted(node["title"] for node in found["nodes"])


async def test_shows_every_field_of_a_product(client: Client, product: Product) -> None:
    assert (await client.graphql(PRODUCT, id=product.id))["product"] == as_node(product)


async def test_a_moment_is_told_in_utc_with_microseconds(client: Client, product: Product) -> None:
    shown = (await client.graphql(PRODUCT, id=product.id))["product"]["createdAt"]
    assert shown.endswith("Z")
    assert datetime.fromisoformat(shown) == product.created_at
    assert abs((datetime.now(UTC) - product.created_at).total_seconds()) < 60


async def test_there_is_no_product_behind_an_id_that_nothing_has_or_that_is_none(
    client: Client, product: Product
) -> None:
    for wanted in [*NO_IDS, str(product.id + 1)]:
        assert (wanted, await client.graphql(PRODUCT, id=wanted)) == (wanted, {"product": None})


async def test_an_id_may_be_given_as_a_number(client: Client, product: Product) -> None:
    assert await client.graphql(f"{{ product(id: {product.id}) {{ title }} }}") == {
        "product": {"title": "Amber Ale"}
    }


async def test_lists_the_categories_that_have_products_by_name(client: Client, add_product: AddProduct) -> None:
    assert await client.graphql("{ categories }") == {"categories": []}
    for category in ("stout", "ale", "stout"):
        add_product(category=category)
    assert await client.graphql("{ categories }") == {"categories": ["ale", "stout"]}


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("ale", ["Amber ALE", "Pale ale 5%"]),
        ("ALE", ["Amber ALE", "Pale ale 5%"]),
        ("ber A", ["Amber ALE"]),
        ("%", ["Pale ale 5%"]),
        ("_", ["under_score"]),
        ("'", ['Brewer\'s "Best"']),
        ('"', ['Brewer\'s "Best"']),
        ("\\", ["back\\slash"]),
        ("/", ["sour/sweet"]),
        ("🍺", ["Stöut 🍺"]),
        ("SKU-AMB", ["Amber ALE"]),
        ("sku-amb", ["Amber ALE"]),
        (
            "",
            [
                "Amber ALE",
                'Brewer\'s "Best"',
                "Pale ale 5%",
                "Stöut 🍺",
                "back\\slash",
                "sour/sweet",
                "under_score",
            ],
        ),
        ("nothing", []),
        ("' OR '1'='1", []),
        ("x" * 200, []),
        ("\x00", []),
    ],
)
async def test_search_finds_part_of_a_title_or_of_a_sku_and_takes_every_character_as_it_is(
    client: Client, add_product: AddProduct, search: str, found: list[str]
) -> None:
    add_product("Amber ALE", sku="SKU-AMBER")
    for number, title in enumerate(
        ["Pale ale 5%", "under_score", 'Brewer\'s "Best"', "back\\slash", "sour/sweet", "Stöut 🍺"]
    ):
        add_product(title, sku=f"N{number}")
    assert await titles(client, search=search) == sorted(found)


@pytest.mark.parametrize("search", ["x" * 201, "%" * 60_000, "🍺" * 100_000, "\\" * 201])
async def test_a_search_longer_than_any_title_finds_nothing(client: Client, product: Product, search: str) -> None:
    assert await titles(client, search=search) == []


async def test_a_category_is_matched_exactly_and_together_with_the_search(
    client: Client, add_product: AddProduct
) -> None:
    add_product("Dark Stout", category="beer")
    add_product("Dark Cherry", category="cupcake")
    assert await titles(client, category="beer") == ["Dark Stout"]
    assert await titles(client, category="cupcake", search="dark") == ["Dark Cherry"]
    assert await titles(client, category=None, search=None) == ["Dark Cherry", "Dark Stout"]
    for category in ("Beer", "bee", "be%", "", "' OR 1=1 --", "biére", "🍺", "\x00", "x" * 5000):
        assert (category, await titles(client, category=category)) == (category, [])


async def test_counts_the_whole_list_and_only_when_asked(client: Client, add_product: AddProduct) -> None:
    for number in range(5):
        add_product(f"Ale {number}", category="beer" if number % 2 else "other")
    with statements() as sent:
        data = await client.graphql(
            '{ products(first: 1, filter: {category: "other"}) { nodes { id } totalCount } }'
        )
    assert data["products"]["totalCount"] == 3
    assert sum("count(" in statement for statement in sent) == 1
    with statements() as sent:
        await client.graphql("{ products { nodes { id } pageInfo { hasNextPage } } }")
    assert not any("count(" in statement for statement in sent)


async def test_resolves_references_of_the_other_subgraph_in_their_order_with_one_statement(
    client: Client, product: Product, add_product: AddProduct
) -> None:
    other = add_product("Other")
    wanted = [other.id, product.id, other.id, product.id + 1000, "abc"]
    with statements() as sent:
        data = await client.graphql(ENTITIES, of=[{"__typename": "Product", "id": str(key)} for key in wanted])
    found = data["_entities"]
    assert [node and node["title"] for node in found] == ["Other", "Amber Ale", "Other", None, None]
    assert found[1] == as_node(product)
    assert len(sent) == 1


@ON_SQLITE
@pytest.mark.parametrize(
    "reference", [{}, {"__typename": "Nope", "id": "1"}, {"__typename": "Product"}, {"__typename": "Query"}]
)
async def test_a_reference_to_nothing_known_is_the_callers_mistake(
    client: Client, reference: dict[str, str]
) -> None:
    assert "INTERNAL_ERROR" not in codes(await client.graphql_errors(ENTITIES, of=[reference]))


async def test_tells_how_far_it_is_in_step(client: Client, product: Product, database: Database) -> None:
    status = (await client.graphql(STATUS))["syncStatus"]
    oldest = status.pop("oldestPendingAt")
    assert abs((datetime.fromisoformat(oldest) - product.created_at).total_seconds()) < 5
    assert status == {
        "service": "admin_service",
        "transport": "direct",
        "connected": True,
        "pendingEvents": 1,
        "lastPublishedAt": None,
        "lastAppliedAt": None,
        "retryingEvents": 0,
        "deadLetters": 0,
    }


@ON_SQLITE
async def test_answers_many_clients_at_once_each_their_own(client: Client, add_product: AddProduct) -> None:
    ids = [add_product(f"Ale {number}").id for number in range(20)]
    answers = await asyncio.gather(*(client.graphql(PRODUCT, id=product_id) for product_id in ids))
    assert [answer["product"]["title"] for answer in answers] == [f"Ale {number}" for number in range(20)]


def test_the_status_names_the_transport_that_is_configured(make_service: MakeService) -> None:
    assert make_service(events_url="amqp://127.0.0.1:9").direct is False
