"""GraphQL queries of users: `me`, the list for staff, and references."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from admin_service.users.commands import create_visitor, delete_account
from admin_service.users.model import User
from service_kit.db.database import Database
from service_kit.identity import COOKIE, Role, new_token
from sqlalchemy import update

from testing.api import Client, bearer, codes
from testing.bad_input import HARMLESS_TEXTS, NUL
from testing.one_service import ON_SQLITE
from testing.rows import statements
from testing.signed_in import Accounts, ClientAs, SignedIn
from testing.tokens import token_of

from .operations import FIELDS, REFERENCES, view

ME = f"{{ me {{ {FIELDS} }} }}"
USERS = """query($first: Int, $after: String, $last: Int, $before: String, $by: UserFilter, $order: UserOrder) {
  users(first: $first, after: $after, last: $last, before: $before, filter: $by, orderBy: $order) {
    nodes { username } edges { cursor node { username } } totalCount
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}"""
BY_NAME = {"field": "USERNAME", "direction": "ASC"}
NAMES = ["Bob", "carol", "dave", "Eve", "frank"]


async def listed(client: Client, **arguments: object) -> Any:
    page = (await client.graphql(USERS, **arguments))["users"]
    names = [node["username"] for node in page["nodes"]]
    assert names == [edge["node"]["username"] for edge in page["edges"]]
    return page | {"names": names}


@pytest.fixture
def others(accounts: Accounts, staff: SignedIn) -> list[User]:
    """More accounts, which are newer than the caller's."""
    assert staff.user.id
    return [accounts.add(name) for name in NAMES]


@pytest.mark.parametrize("names", [{}, {"first_name": "Ada"}, {"first_name": "Ada", "last_name": "Lovelace"}])
async def test_me_returns_the_signed_in_user(client_as: ClientAs, names: dict[str, str]) -> None:
    client = client_as(Role.CUSTOMER, "ada", **names)
    shown = (await client.graphql(ME))["me"]
    assert shown == view(client.user)
    assert shown["displayName"] == (" ".join(names.values()) or "ada")


async def test_every_field_can_be_selected_alone(client_as: ClientAs) -> None:
    client = client_as(Role.STAFF, "ada", first_name="Ada")
    for name, value in view(client.user).items():
        assert await client.graphql(f"{{ me {{ {name} }} }}") == {"me": {name: value}}


async def test_me_is_null_without_a_session(client: Client) -> None:
    assert await client.graphql(ME) == {"me": None}
    client.headers.update(bearer(new_token()))
    assert await client.graphql(ME) == {"me": None}


async def test_the_cookie_works_like_the_header(client: Client, customer: SignedIn) -> None:
    client.cookies.set(COOKIE, customer.token)
    assert (await client.graphql(ME))["me"]["id"] == str(customer.user.id)


@ON_SQLITE
@pytest.mark.parametrize(
    "header",
    [f"Basic {token_of('nobody')}", "Basic YWRhOmFkYQ==", f"Bearer {token_of('nobody')}", "garbage", "Bearer x y"],
)
async def test_the_header_overrides_the_cookie_even_if_invalid(
    client: Client, customer: SignedIn, header: str
) -> None:
    client.cookies.set(COOKIE, customer.token)
    client.headers["authorization"] = header
    assert await client.graphql(ME) == {"me": None}


async def test_lists_accounts_newest_first_without_visitors_and_deleted_accounts(
    staff: SignedIn, others: list[User], database: Database
) -> None:
    database.write(create_visitor)
    database.write(lambda session: delete_account(session, others[0].id))
    page = await listed(staff)
    assert page["names"] == ["frank", "Eve", "dave", "carol", "staff"]
    assert page["totalCount"] == 5
    everybody = (await staff.graphql("{ allUsers { id username } }"))["allUsers"]
    assert everybody == [{"id": str(user.id), "username": user.username} for user in (staff.user, *others[1:])]


async def test_returns_every_field_of_every_account(staff: SignedIn, others: list[User]) -> None:
    wanted = [view(user) for user in (staff.user, *others)]
    assert (await staff.graphql(f"{{ allUsers {{ {FIELDS} }} }}"))["allUsers"] == wanted
    nodes = (await staff.graphql(f"{{ users {{ nodes {{ {FIELDS} }} }} }}"))["users"]["nodes"]
    assert nodes == wanted[::-1]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (BY_NAME, [*NAMES, "staff"]),
        ({"field": "USERNAME"}, ["staff", *NAMES[::-1]]),
        ({"direction": "ASC"}, ["staff", *NAMES]),
        ({}, [*NAMES[::-1], "staff"]),
    ],
    ids=str,
)
@pytest.mark.parametrize("size", [1, 2, 4, 100])
async def test_pages_cover_the_whole_list_in_both_directions(
    staff: SignedIn, others: list[User], order: dict[str, str], expected: list[str], size: int
) -> None:
    forward: list[str] = []
    after, more = None, True
    while more:
        page = await listed(staff, first=size, after=after, order=order)
        forward += page["names"]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    backward: list[str] = []
    before, more = None, True
    while more:
        page = await listed(staff, last=size, before=before, order=order)
        backward = page["names"] + backward
        before, more = page["pageInfo"]["startCursor"], page["pageInfo"]["hasPreviousPage"]
    assert forward == backward == expected


async def test_accounts_created_at_the_same_time_are_sorted_by_id(
    staff: SignedIn, others: list[User], database: Database
) -> None:
    moment = datetime.now(UTC) - timedelta(days=1)
    database.write(lambda session: session.execute(update(User).values(created_at=moment)))
    first = await listed(staff, first=3)
    rest = await listed(staff, first=3, after=first["pageInfo"]["endCursor"])
    assert first["names"] + rest["names"] == [*NAMES[::-1], "staff"]


async def test_a_new_account_does_not_shift_pages(staff: SignedIn, others: list[User], accounts: Accounts) -> None:
    first = await listed(staff, first=2)
    accounts.add("newest")
    assert (await listed(staff, first=2, after=first["pageInfo"]["endCursor"]))["names"] == ["dave", "carol"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("ada", ["ada"]),
        ("ADA", ["ada"]),
        ("ovel", ["ada"]),
        ("Love%", []),
        ("a.b@ex", ["bob"]),
        ("example.com", ["ada", "bob", "staff"]),
        ("_", ["bob"]),
        ("'", ["bob"]),
        ("🍺", ["bob"]),
        ("", ["ada", "bob", "staff"]),
        ("argon2id", []),
        ("CUSTOMER", []),
        ("visitor", []),
        ("' OR '1'='1", []),
        (NUL, []),
        ("x" * 100_000, []),
    ],
    ids=lambda value: str(value)[:20],
)
async def test_search_finds_parts_of_names_and_emails_without_wildcards(
    staff: SignedIn, accounts: Accounts, database: Database, search: str, found: list[str]
) -> None:
    accounts.add("ada", first_name="Ada", last_name="Lovelace")
    accounts.add("bob", email="a.b@example.com", first_name="B_o", last_name="O'Brien 🍺")
    database.write(create_visitor)
    page = await listed(staff, by={"search": search}, order=BY_NAME)
    assert (page["names"], page["totalCount"]) == (found, len(found))


async def test_role_and_search_can_be_combined(staff: SignedIn, accounts: Accounts, database: Database) -> None:
    accounts.add("ada", Role.ADMIN)
    accounts.add("adam")
    database.write(create_visitor)
    assert (await listed(staff, by={"search": "ada", "role": "CUSTOMER"}))["names"] == ["adam"]
    assert (await listed(staff, by={"role": "ADMIN"}))["names"] == ["ada"]
    assert (await listed(staff, by={"search": None, "role": None}))["totalCount"] == 3


@ON_SQLITE
@pytest.mark.parametrize(
    "arguments",
    [
        {"first": 101},
        {"first": 99_999_999},
        {"first": -1},
        {"first": 1, "last": 1},
        {"after": "garbage"},
        {"by": {"role": "KING"}},
        {"order": {"field": "PASSWORD_HASH"}},
    ],
    ids=str,
)
async def test_invalid_page_arguments_are_refused(staff: SignedIn, arguments: dict[str, object]) -> None:
    assert codes(await staff.graphql_errors(USERS, **arguments)) == ["BAD_USER_INPUT"]


@ON_SQLITE
async def test_reads_the_selected_columns_and_never_the_hash(staff: SignedIn, others: list[User]) -> None:
    operations = [ME, f"{{ allUsers {{ {FIELDS} }} }}", f"{{ users {{ nodes {{ {FIELDS} }} totalCount }} }}"]
    with statements() as sent:
        for operation in operations:
            await staff.graphql(operation)
    assert "password_hash" not in " ".join(sent)
    with statements() as sent:
        await staff.graphql("{ allUsers { username } }")
    assert "email" not in sent[-1]


@pytest.mark.parametrize("text", HARMLESS_TEXTS.values(), ids=HARMLESS_TEXTS.keys())
async def test_unusual_search_texts_find_nothing(staff: SignedIn, text: str) -> None:
    assert (await listed(staff, by={"search": text}))["names"] == []
    found = await staff.graphql(REFERENCES, of=[{"__typename": "User", "id": text}])
    assert found == {"_entities": [None]}
