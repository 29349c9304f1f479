"""The number of SQL statements of each route and operation, and the columns that they read."""

import re

import pytest

from testing.api import Client, bearer
from testing.one_service import ON_SQLITE
from testing.peer_accounts import PeerAccounts
from testing.rows import statements
from testing.shop import Shop

PAGE = "nodes { id title image likes sku price }"
LIKE = "mutation {{ likeProduct(input: {{productId: {id}}}) {{ __typename }} }}"
UNLIKE = "mutation {{ unlikeProduct(input: {{productId: {id}}}) {{ __typename }} }}"


@pytest.fixture
def ids(shop: Shop) -> list[int]:
    """Enough products to detect one statement per product."""
    return [shop.add(f"Ale {number}") for number in range(6)]


def columns(statement: str) -> list[str]:
    """The columns of the product that a statement selects. `likes` includes uncounted likes."""
    chosen = re.match(r"SELECT (.*) FROM product", statement)
    assert chosen is not None, statement
    plain = re.sub(r"product\.likes \+ \(SELECT .*?\) AS likes", "product.likes", chosen[1])
    return [column.split(".")[-1].split(" AS ")[0] for column in plain.split(", ")]


@pytest.mark.parametrize(
    ("operation", "number"),
    [
        ("{ product(id: 1) { title } }", 1),
        ("{ product(id: 1) { title likes } }", 1),
        ("{ categories }", 1),
        (f"{{ products {{ {PAGE} }} }}", 1),
        (f"{{ products(first: 100) {{ edges {{ cursor node {{ id }} }} {PAGE} pageInfo {{ endCursor }} }} }}", 1),
        (f"{{ products(first: 5) {{ {PAGE} totalCount }} }}", 2),
        ("{ products { nodes { likedByMe } } }", 1),
        ('{ products(filter: {search: "ale", category: "other"}, orderBy: {field: LIKES}) { nodes { id } } }', 1),
        ("{ syncStatus { service pendingEvents lastAppliedAt deadLetters } }", 4),
        ("{ __typename }", 0),
    ],
)
async def test_a_query_without_a_session_sends_a_fixed_number_of_statements(
    client: Client, ids: list[int], operation: str, number: int
) -> None:
    with statements() as sent:
        await client.graphql(operation)
    assert len(sent) == number, sent


@ON_SQLITE
@pytest.mark.parametrize(
    ("operation", "number"),
    [
        ("{{ product(id: {id}) {{ title }} }}", 1),
        ("{{ product(id: {id}) {{ likedByMe }} }}", 2),
        ("{{ products(first: 100) {{ nodes {{ title likedByMe }} edges {{ node {{ likedByMe }} }} }} }}", 2),
        (LIKE, 2),
        (UNLIKE, 3),
    ],
)
async def test_an_operation_of_a_visitor_sends_a_fixed_number_of_statements(
    client: Client, ids: list[int], operation: str, number: int
) -> None:
    await client.graphql(LIKE.format(id=ids[0]))
    with statements() as sent:
        await client.graphql(operation.format(id=ids[0]))
    assert len(sent) == number, sent


@ON_SQLITE
@pytest.mark.parametrize(
    ("operation", "number"),
    [
        ("{{ product(id: {id}) {{ title }} categories }}", 2),
        ("{{ product(id: {id}) {{ likedByMe }} }}", 3),
        ("{{ products(first: 100) {{ nodes {{ title likedByMe }} edges {{ node {{ likedByMe }} }} }} }}", 3),
        (LIKE, 3),
        (UNLIKE, 4),
    ],
)
async def test_an_operation_of_a_signed_in_user_sends_one_statement_more_if_it_depends_on_the_caller(
    client: Client, accounts: PeerAccounts, ids: list[int], operation: str, number: int
) -> None:
    client.headers.update(bearer(accounts.sign_in()))
    await client.graphql(LIKE.format(id=ids[0]))
    with statements() as sent:
        await client.graphql(operation.format(id=ids[0]))
    assert len(sent) == number, sent


@ON_SQLITE
async def test_a_first_like_sends_four_statements(client: Client, ids: list[int]) -> None:
    with statements() as sent:
        await client.graphql(LIKE.format(id=ids[0]))
    assert [statement.split()[0] for statement in sent] == ["SELECT", "INSERT", "INSERT", "SELECT"]


@pytest.mark.parametrize(
    ("method", "path", "number"), [("GET", "/api/products", 1), ("POST", "/api/products/{id}/like", 3)]
)
async def test_a_route_sends_a_fixed_number_of_statements(
    client: Client, ids: list[int], method: str, path: str, number: int
) -> None:
    with statements() as sent:
        assert (await client.request(method, path.format(id=ids[0]))).is_success
    assert len(sent) == number, sent


@pytest.mark.parametrize(
    ("method", "path", "number"), [("GET", "/api/products", 1), ("POST", "/api/products/{id}/like", 4)]
)
async def test_a_route_sends_one_statement_more_for_a_signed_in_user_if_it_depends_on_the_caller(
    client: Client, accounts: PeerAccounts, ids: list[int], method: str, path: str, number: int
) -> None:
    client.headers.update(bearer(accounts.sign_in()))
    await client.post(f"/api/products/{ids[1]}/like")
    with statements() as sent:
        assert (await client.request(method, path.format(id=ids[0]))).is_success
    assert len(sent) == number, sent


@pytest.mark.parametrize(
    ("operation", "read"),
    [
        ("{ product(id: 1) { title } }", ["id", "title"]),
        ("{ product(id: 1) { likes syncedAt } }", ["id", "likes", "synced_at"]),
        ("query Q { product(id: 1) { ...F } } fragment F on Product { ... on Product { sku } }", ["id", "sku"]),
        ("{ products { nodes { price } } }", ["id", "price", "created_at"]),
        ("{ products(orderBy: {field: TITLE}) { nodes { id likedByMe } } }", ["id", "title_key"]),
    ],
)
async def test_reads_only_the_selected_columns_and_those_of_the_order(
    client: Client, ids: list[int], operation: str, read: list[str]
) -> None:
    with statements() as sent:
        await client.graphql(operation)
    (statement,) = sent
    assert columns(statement) == read


async def test_the_route_reads_the_four_columns_that_it_shows(client: Client) -> None:
    with statements() as sent:
        await client.get("/api/products")
    assert [columns(statement) for statement in sent] == [["id", "image", "likes", "title"]]
