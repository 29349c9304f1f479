"""Routes and operations send a fixed number of statements, and read only the columns that they need."""

import re

import pytest

from testing.api import Client
from testing.one_service import ON_MARIADB, ON_SQLITE
from testing.rows import statements
from testing.shop import Shop
from testing.signed_in import PASSWORD, SignedIn

WHO_IT_IS = 1
"""The statement that reads the session."""
PAGE = "nodes { id title image likes sku price }"


@pytest.fixture
def ids(shop: Shop) -> list[int]:
    """Enough products to detect one statement per product."""
    return [shop.add(f"Ale {number}") for number in range(6)]


def columns(statement: str) -> list[str]:
    chosen = re.match(r"SELECT (.*?) FROM", statement)
    assert chosen is not None, statement
    return [column.split(".")[-1] for column in chosen[1].split(", ")]


@pytest.mark.parametrize(
    ("operation", "number"),
    [
        ("{ product(id: 1) { title } }", 1),
        ("{ a: product(id: 1) { title } b: product(id: 2) { title } }", 2),
        ("{ categories }", 1),
        (f"{{ products {{ {PAGE} }} }}", 1),
        (f"{{ products(first: 100) {{ edges {{ cursor node {{ id }} }} {PAGE} pageInfo {{ endCursor }} }} }}", 1),
        (f"{{ products(first: 5) {{ {PAGE} totalCount }} }}", 2),
        ('{ products(filter: {search: "ale", category: "other"}) { nodes { id } } }', 1),
        ("{ syncStatus { service pendingEvents lastAppliedAt deadLetters } }", 4),
        ("{ __typename }", 0),
    ],
)
async def test_queries_send_the_expected_number_of_statements(
    client: Client, ids: list[int], operation: str, number: int
) -> None:
    with statements() as sent:
        await client.graphql(operation)
    assert len(sent) == number, sent


@ON_SQLITE
@pytest.mark.parametrize(
    ("operation", "number"),
    [
        ('createProduct(input: {title: "a", image: "b"})', 4),
        ('createProduct(input: {title: "a", image: "b", idempotencyKey: "k"})', 9),
        ('updateProduct(input: {id: "ID", title: "new"})', 3),
        ('updateProduct(input: {id: "ID", title: "Ale 0"})', 1),
        ('updateProduct(input: {id: "999999", title: "new"})', 1),
        ('deleteProduct(input: {id: "ID"})', 7),
        ('deleteProduct(input: {id: "999999"})', 1),
    ],
)
async def test_mutations_send_the_expected_number_of_statements(
    staff: Client, ids: list[int], operation: str, number: int
) -> None:
    with statements() as sent:
        await staff.graphql(f"mutation {{ {operation.replace('ID', str(ids[0]), 1)} {{ __typename }} }}")
    assert len(sent) == number + WHO_IT_IS, sent


@pytest.mark.parametrize(
    ("method", "path", "number"),
    [
        ("GET", "/admin/products", 1),
        ("GET", "/admin/products/{id}/edit", 1),
        ("POST", "/admin/products/create", 4),
        ("PUT", "/admin/products/{id}/edit", 3),
        ("DELETE", "/admin/products/{id}/delete", 7),
        ("POST", "/api/user", 2),
        ("GET", "/livez", 0),
        ("GET", "/readyz", 1),
    ],
)
async def test_routes_send_the_expected_number_of_statements(
    client: Client, ids: list[int], method: str, path: str, number: int
) -> None:
    with statements() as sent:
        answer = await client.request(method, path.format(id=ids[0]), json={"title": "new", "image": "i"})
    assert answer.is_success
    assert len(sent) == number, sent


async def test_picking_a_visitor_sends_two_statements_or_three_to_create_one(client: Client) -> None:
    with statements() as sent:
        await client.get("/api/user")
    assert len(sent) == 3
    with statements() as sent:
        await client.get("/api/user")
    assert len(sent) == 2


@ON_MARIADB
async def test_an_idempotency_key_adds_a_read_of_the_database_clock(staff: Client) -> None:
    with statements() as sent:
        await staff.graphql(
            'mutation { createProduct(input: {title: "a", image: "b", idempotencyKey: "k"}) { __typename } }'
        )
    assert len(sent) == 10 + WHO_IT_IS, sent


@pytest.mark.parametrize(
    ("operation", "read"),
    [
        ("{ product(id: 1) { title } }", ["id", "title"]),
        ("{ product(id: 1) { __typename } }", ["id"]),
        ("query Q { product(id: 1) { ...F } } fragment F on Product { ... on Product { sku } }", ["id", "sku"]),
        ("{ products { nodes { price } } }", ["id", "price", "created_at"]),
        ("{ products { edges { node { title } } nodes { sku } } }", ["id", "sku", "title", "created_at"]),
        ("{ products(orderBy: {field: TITLE}) { nodes { id } } }", ["id", "title_key"]),
        ("{ products { pageInfo { hasNextPage } } }", ["id", "created_at"]),
    ],
)
async def test_reads_only_the_selected_columns_and_the_sort_columns(
    client: Client, ids: list[int], operation: str, read: list[str]
) -> None:
    with statements() as sent:
        await client.graphql(operation)
    (statement,) = sent
    assert columns(statement) == read


@pytest.mark.parametrize("path", ["/admin/products", "/admin/products/1/edit"])
async def test_routes_read_only_the_columns_that_they_return(client: Client, path: str) -> None:
    with statements() as sent:
        await client.get(path)
    assert [columns(statement) for statement in sent] == [["id", "image", "likes", "title"]]


@ON_SQLITE
@pytest.mark.parametrize(
    ("operation", "number"),
    [
        ("{ me { username role } }", 2),
        ("{ sessions { id current } }", 2),
        ("{ allUsers { id role } }", 2),
        ("{ users { nodes { username } edges { cursor } } }", 2),
        ("{ users { nodes { username } totalCount } }", 3),
        ("mutation { logout { sessions } }", 4),
        ("mutation { logoutEverywhere { sessions } }", 4),
        ('mutation { endSession(input: {id: "1"}) { __typename } }', 2),
        ('mutation { updateProfile(input: {firstName: "A"}) { __typename } }', 4),
        ('mutation { updateProfile(input: {username: "a", email: "a@example.com"}) { __typename } }', 6),
        (f'mutation {{ login(input: {{username: "staff", password: "{PASSWORD}"}}) {{ __typename }} }}', 4),
        ('mutation { login(input: {username: "staff", password: "wrong"}) { __typename } }', 1),
    ],
)
async def test_account_operations_send_the_expected_number_of_statements(
    staff: SignedIn, operation: str, number: int
) -> None:
    with statements() as sent:
        await staff.graphql(operation)
    assert len(sent) == number, sent
