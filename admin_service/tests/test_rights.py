"""The table of rights is complete and enforced."""

import pytest
from admin_service.products.model import Product
from admin_service.rights import RIGHTS
from admin_service.schema import build_schema
from service_kit.db.database import Database
from service_kit.identity import Role, new_token
from service_kit.rights import Need

from testing.api import Client, bearer, codes
from testing.checks.rights import RightsChecks
from testing.one_service import ON_SQLITE, Serve
from testing.rows import contents
from testing.signed_in import Accounts, ClientAs, SignedIn

OPERATIONS = {
    "Query.users": "{ users { nodes { id } } }",
    "Query.allUsers": "{ allUsers { id } }",
    "Query.checkProductOptions": "{ checkProductOptions(input: {groups: []}) { __typename } }",
    "Query.sessions": "{ sessions { id current address } }",
    "Mutation.createProduct": 'mutation { createProduct(input: {title: "a", image: "b"}) { __typename } }',
    "Mutation.updateProduct": 'mutation { updateProduct(input: {id: "1"}) { __typename } }',
    "Mutation.deleteProduct": 'mutation { deleteProduct(input: {id: "1"}) { __typename } }',
    "Mutation.adjustStock": 'mutation { adjustStock(input: {productId: "1", change: 1}) { __typename } }',
    "Mutation.setProductOptions": """mutation {
      setProductOptions(input: {productId: "1", groups: []}) { __typename }
    }""",
    "Mutation.logout": "mutation { logout { sessions } }",
    "Mutation.logoutEverywhere": "mutation { logoutEverywhere { sessions } }",
    "Mutation.endSession": 'mutation { endSession(input: {id: "1"}) { __typename } }',
    "Mutation.changePassword": """mutation {
      changePassword(input: {currentPassword: "a", newPassword: "b"}) { __typename }
    }""",
    "Mutation.updateProfile": 'mutation { updateProfile(input: {firstName: "A"}) { __typename } }',
    "Mutation.deleteAccount": 'mutation { deleteAccount(input: {password: "a"}) { __typename } }',
    "Mutation.setRole": 'mutation { setRole(input: {userId: "1", role: STAFF}) { __typename } }',
}
GUARDED = sorted(OPERATIONS.keys() - {"Query.allUsers"})
"""The operations that REST_ANONYMOUS=1 does not open."""
ADMITS = {
    Need.SIGNED_IN: set(Role),
    Need.STAFF: {Role.STAFF, Role.ADMIN},
    Need.ADMIN: {Role.ADMIN},
}
ROUTES = [
    ("POST", "/admin/products/create"),
    ("PUT", "/admin/products/{id}/edit"),
    ("PATCH", "/admin/products/{id}/edit"),
    ("POST", "/admin/products/{id}/edit"),
    ("DELETE", "/admin/products/{id}/delete"),
    ("POST", "/admin/products/{id}/delete"),
    ("POST", "/api/products"),
    ("PUT", "/api/products/{id}"),
    ("DELETE", "/api/products/{id}"),
    ("POST", "/products"),
    ("DELETE", "/products/{id}"),
    ("GET", "/users"),
    ("POST", "/users"),
]
FIELDS = {
    "title": "x",
    "name": "x",
    "price": 1,
    "quantity": 1,
    "image": "y",
    "username": "new",
    "email": "new@example.com",
}
OTHER_USER = """query($of: [_Any!]!) { _entities(representations: $of) { ... on User { username email role } } }"""


class TestRights(RightsChecks):
    """Runs the checks that both services share."""

    rights = RIGHTS
    schema = build_schema(production=False)


def needs() -> dict[str, Need]:
    """Returns the required right of each restricted query and mutation."""
    roots = ("Query", "Mutation")
    names = [(root, name) for root in roots for name in TestRights.schema._schema.type_map[root].fields]  # type: ignore[attr-defined]
    found = {f"{root}.{name}": RIGHTS.of_field(root, name).need for root, name in names}
    return {name: need for name, need in found.items() if need is not Need.EVERYONE}


def test_all_restricted_operations_are_tested() -> None:
    assert OPERATIONS.keys() == needs().keys()


@ON_SQLITE
@pytest.mark.parametrize("name", GUARDED)
@pytest.mark.parametrize("role", list(Role))
async def test_operations_are_allowed_only_for_the_roles_of_their_right(
    client_as: ClientAs, database: Database, name: str, role: Role
) -> None:
    client = client_as(role)
    before = contents(database)
    answer = (await client.post_graphql(OPERATIONS[name])).json()
    if role in ADMITS[needs()[name]]:
        assert "errors" not in answer
        return
    assert codes(answer["errors"]) == ["FORBIDDEN"]
    assert contents(database) == before


@ON_SQLITE
@pytest.mark.parametrize("name", GUARDED)
async def test_operations_need_a_session_even_if_older_clients_are_served(
    client: Client, customer: SignedIn, database: Database, name: str
) -> None:
    await customer.graphql("mutation { logout { sessions } }")
    before = contents(database)
    for headers in ({}, bearer(new_token()), bearer(customer.token)):
        client.headers.update(headers)
        errors = await client.graphql_errors(OPERATIONS[name])
        assert codes(errors) == ["UNAUTHENTICATED"]
        assert errors[0]["message"] == ("Your session has ended. Sign in again." if headers else "Sign in first.")
    assert contents(database) == before


@ON_SQLITE
@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_routes_of_older_clients_need_a_role_by_default(
    serve: Serve, accounts: Accounts, database: Database, product: Product, method: str, path: str
) -> None:
    tokens = {role: accounts.sign_in(accounts.add(role.lower(), role)) for role in Role}
    before = contents(database)
    async with serve(rest_anonymous=False) as client:

        async def status(headers: dict[str, str]) -> int:
            address = path.format(id=product.id)
            fields = None if method == "GET" else FIELDS
            return (await client.request(method, address, json=fields, headers=headers)).status_code

        assert await status({}) == await status(bearer(new_token())) == 401
        assert await status(bearer(tokens[Role.CUSTOMER])) == 403
        assert contents(database) == before
        assert await status(bearer(tokens[Role.STAFF])) < 300


@ON_SQLITE
@pytest.mark.parametrize("anonymous", [True, False])
async def test_a_removed_staff_role_is_lost_immediately(
    serve: Serve, staff: SignedIn, admin: SignedIn, anonymous: bool
) -> None:
    change = "mutation($id: ID!) { setRole(input: {userId: $id, role: CUSTOMER}) { __typename } }"
    await admin.graphql(change, id=staff.user.id)
    async with serve(rest_anonymous=anonymous) as client:
        client.headers.update(bearer(staff.token))
        assert codes(await client.graphql_errors(OPERATIONS["Mutation.createProduct"])) == ["FORBIDDEN"]
        assert (await client.get("/users")).status_code == (200 if anonymous else 403)


async def test_accounts_are_visible_only_to_their_user_and_staff(
    client: Client, customer: SignedIn, client_as: ClientAs, staff: SignedIn
) -> None:
    reference = {"__typename": "User", "id": str(customer.user.id)}
    seen = {"username": "customer", "email": "customer@example.com", "role": "CUSTOMER"}
    for allowed in (customer, staff):
        assert await allowed.graphql(OTHER_USER, of=[reference]) == {"_entities": [seen]}
    for stranger in (client, client_as(Role.CUSTOMER, "stranger")):
        assert await stranger.graphql(OTHER_USER, of=[reference]) == {"_entities": [None]}
        nobody = {**reference, "id": str(customer.user.id + 1000)}
        assert await stranger.graphql(OTHER_USER, of=[nobody]) == {"_entities": [None]}


@ON_SQLITE
async def test_a_refused_field_does_not_affect_other_fields(client: Client) -> None:
    answer = (await client.post_graphql("{ categories me { id } sessions { id } }")).json()
    assert answer["data"] is None  # `sessions` cannot be null
    assert [(error["path"], error["extensions"]["code"]) for error in answer["errors"]] == [
        (["sessions"], "UNAUTHENTICATED")
    ]
    assert await client.graphql("{ categories me { id } }") == {"categories": [], "me": None}
