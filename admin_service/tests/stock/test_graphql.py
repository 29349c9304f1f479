"""GraphQL queries of stock: public fields, staff fields, and the filter `stockBelow`."""

from datetime import datetime
from typing import Any

import pytest
from service_kit.identity import Role

from testing.api import Client, codes
from testing.rows import statements
from testing.signed_in import ClientAs, SignedIn

from .books import Books

STOCK = "query($id: ID!) { product(id: $id) { stock } }"
ALL = "query($id: ID!) { product(id: $id) { stock reservedStock } }"
LEDGER = """query($id: ID!, $first: Int! = 20) { product(id: $id) {
  stockMovements(first: $first) {
    kind availableChange reservedChange soldChange orderId note createdAt user { username }
  }
} }"""
LOW = """query($below: Int!, $first: Int, $after: String, $last: Int, $before: String, $by: ProductOrder) {
  products(
    filter: {stockBelow: $below}, first: $first, after: $after, last: $last, before: $before, orderBy: $by
  ) {
    nodes { id stock } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount
  }
}"""
FIELDS = "reservedStock stockMovements(first: 3) { kind user { username } }"
ADJUST = "mutation($input: AdjustStockInput!) { adjustStock(input: $input) { __typename } }"


async def low(client: Client, below: int, **arguments: object) -> Any:
    return (await client.graphql(LOW, below=below, **arguments))["products"]


async def test_everybody_can_read_available_units(client: Client, customer: Client, books: Books) -> None:
    product_id = books.add(5)
    books.deliver("placed", 1, {product_id: 2})
    for asker in (client, customer):
        assert await asker.graphql(STOCK, id=product_id) == {"product": {"stock": 3}}


async def test_staff_can_read_reserved_units(staff: Client, books: Books) -> None:
    product_id = books.add(5)
    books.deliver("placed", 1, {product_id: 2})
    assert await staff.graphql(ALL, id=product_id) == {"product": {"stock": 3, "reservedStock": 2}}


@pytest.mark.parametrize("field", ["reservedStock", "stockMovements { id }"])
async def test_only_staff_can_read_reserved_units(
    client: Client, customer: Client, books: Books, field: str
) -> None:
    operation = f"query($id: ID!) {{ product(id: $id) {{ {field} }} }}"
    product_id = books.add(5)
    assert codes(await client.graphql_errors(operation, id=product_id)) == ["UNAUTHENTICATED"]
    assert codes(await customer.graphql_errors(operation, id=product_id)) == ["FORBIDDEN"]


async def test_a_product_reference_returns_the_stock(client: Client, books: Books) -> None:
    operation = "query($of: [_Any!]!) { _entities(representations: $of) { ... on Product { stock } } }"
    reference = {"__typename": "Product", "id": str(books.add(5))}
    assert await client.graphql(operation, of=[reference]) == {"_entities": [{"stock": 5}]}


async def test_movements_are_newest_first_with_user_and_note(staff: SignedIn, books: Books) -> None:
    product_id = books.add(5)
    books.deliver("placed", 17, {product_id: 2})
    await staff.graphql(ADJUST, input={"productId": str(product_id), "change": -1, "note": "Broken"})
    movements = (await staff.graphql(LEDGER, id=product_id))["product"]["stockMovements"]
    times = [datetime.fromisoformat(movement.pop("createdAt")) for movement in movements]
    assert times == sorted(times, reverse=True)
    assert [tuple(movement.values()) for movement in movements] == [
        ("CORRECTED", -1, 0, 0, None, "Broken", {"username": "staff"}),
        ("RESERVED", -2, 2, 0, "17", "", None),
        ("RECEIVED", 5, 0, 0, None, "", None),
    ]


async def test_the_number_of_movements_is_limited(staff: Client, books: Books) -> None:
    product_id = books.add()
    for change in range(1, 26):
        books.adjust(product_id, change=change)
    for first, shown in ((None, 20), (3, 3), (100, 25)):
        given = {} if first is None else {"first": first}
        movements = (await staff.graphql(LEDGER, id=product_id, **given))["product"]["stockMovements"]
        assert [item["availableChange"] for item in movements] == list(range(25, 25 - shown, -1))
    for wrong in (0, -1, 101):
        assert codes(await staff.graphql_errors(LEDGER, id=product_id, first=wrong)) == ["BAD_USER_INPUT"]


async def test_two_selections_of_movements_have_their_own_lengths(staff: Client, books: Books) -> None:
    product_id = books.add(1)
    books.adjust(product_id, change=1)
    operation = """query($id: ID!) { product(id: $id) {
      one: stockMovements(first: 1) { kind } all: stockMovements { kind }
    } }"""
    found = (await staff.graphql(operation, id=product_id))["product"]
    assert (len(found["one"]), len(found["all"])) == (1, 2)


@pytest.mark.parametrize(
    ("operation", "number"),
    [
        ("{ products { nodes { id stock } edges { node { stock } } } }", 2),
        ("{ products(filter: {stockBelow: 5}) { nodes { id } } }", 1),
        ("{ products(filter: {stockBelow: 5}) { nodes { id stock reservedStock } totalCount } }", 3 + 1),
        (f"{{ products {{ nodes {{ id stock {FIELDS} }} }} }}", 4 + 1),
    ],
)
async def test_a_page_of_any_length_sends_the_same_number_of_statements(
    staff: SignedIn, books: Books, operation: str, number: int
) -> None:
    for stock in range(8):
        product_id = books.add(stock)
        await staff.graphql(ADJUST, input={"productId": str(product_id), "change": 1})
    with statements() as sent:
        await staff.graphql(operation)
    assert len(sent) == number, sent


async def test_stock_below_selects_products_with_fewer_units(client: Client, books: Books) -> None:
    ids = [str(books.add(stock)) for stock in (0, 4, 5, 6)]
    books.deliver("placed", 1, {int(ids[3]): 2})
    books.remove(books.add(1))
    for below, expected in ((0, []), (1, [ids[0]]), (5, [ids[3], ids[1], ids[0]]), (2**31 - 1, ids[::-1])):
        page = await low(client, below)
        assert [node["id"] for node in page["nodes"]] == expected
        assert page["totalCount"] == len(expected)


@pytest.mark.parametrize("field", ["CREATED_AT", "TITLE", "PRICE", "LIKES"])
async def test_stock_below_works_with_pages_in_both_directions(client: Client, books: Books, field: str) -> None:
    for number in range(20):
        books.add(number % 4)
    order = {"by": {"field": field}}
    whole = (await low(client, 2, first=100, **order))["nodes"]
    assert len(whole) == 10
    assert {node["stock"] for node in whole} == {0, 1}
    for size, place, more, edge in (
        ("first", "after", "hasNextPage", "endCursor"),
        ("last", "before", "hasPreviousPage", "startCursor"),
    ):
        found: list[Any] = []
        cursor, goes_on = None, True
        while goes_on:
            page = await low(client, 2, **{size: 3, place: cursor}, **order)
            found = found + page["nodes"] if size == "first" else page["nodes"] + found
            cursor, goes_on = page["pageInfo"][edge], page["pageInfo"][more]
        assert found == whole


async def test_stock_below_can_be_combined_with_other_conditions(client_as: ClientAs, books: Books) -> None:
    client = client_as(Role.CUSTOMER)
    books.add(1)
    operation = '{ products(filter: {stockBelow: 5, search: "no such", category: "other"}) { totalCount } }'
    assert await client.graphql(operation) == {"products": {"totalCount": 0}}
