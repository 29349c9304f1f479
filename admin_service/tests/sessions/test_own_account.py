"""Sign-out, ending sessions, and changes that must be confirmed with the password."""

import pytest
from service_kit.db.database import Database
from service_kit.identity import COOKIE, Role, digest_of

from testing.api import Client, codes
from testing.one_service import ON_SQLITE
from testing.rows import contents, counts
from testing.signed_in import PASSWORD, Accounts, ClientAs, SignedIn

from .operations import (
    ADA,
    CHANGE,
    DELETE,
    END,
    EVERYWHERE,
    IDS,
    LOGOUT,
    REGISTER,
    WRONG,
    is_good,
    login,
    revoked,
    run,
)

NEW = "Umbrella-stand 7"
NOT_YOURS = {"__typename": "WrongPassword", "code": "WRONG_PASSWORD", "message": "This is not your password."}


async def test_logout_ends_the_current_session(
    client: Client, customer: SignedIn, accounts: Accounts, database: Database
) -> None:
    other = accounts.sign_in(customer.user)
    assert await customer.graphql(LOGOUT) == {"logout": {"sessions": 1}}
    assert not await is_good(client, customer.token)
    assert await is_good(client, other)
    assert revoked(database) == {digest_of(customer.token)}
    assert codes(await customer.graphql_errors(LOGOUT)) == ["UNAUTHENTICATED"]


async def test_logout_everywhere_ends_all_sessions(
    client: Client, customer: SignedIn, staff: SignedIn, accounts: Accounts, database: Database
) -> None:
    tokens = [customer.token, *(accounts.sign_in(customer.user) for _ in range(2))]
    assert await customer.graphql(EVERYWHERE) == {"logoutEverywhere": {"sessions": 3}}
    assert [await is_good(client, token) for token in tokens] == [False] * 3
    assert revoked(database) == {digest_of(token) for token in tokens}
    assert await is_good(client, staff.token)


async def test_end_session_ends_one_session(
    client: Client, customer: SignedIn, accounts: Accounts, database: Database
) -> None:
    other = accounts.sign_in(customer.user)
    session_id = (await customer.graphql(IDS))["sessions"][1]["id"]
    assert await run(customer, END, id=session_id) == {"__typename": "EndSessionSuccess", "id": session_id}
    assert (await is_good(client, customer.token), await is_good(client, other)) == (True, False)
    assert revoked(database) == {digest_of(other)}
    assert (await run(customer, END, id=session_id))["__typename"] == "SessionNotFound"


@ON_SQLITE
async def test_ending_the_current_session_signs_out(client: Client, customer: SignedIn) -> None:
    session_id = (await customer.graphql(IDS))["sessions"][0]["id"]
    operation = f"mutation {{ endSession(input: {{id: {session_id}}}) {{ __typename }} logout {{ sessions }} }}"
    answer = await client.post(
        "/graphql", json={"query": operation}, headers={"cookie": f"{COOKIE}={customer.token}"}
    )
    assert [error["extensions"]["code"] for error in answer.json()["errors"]] == ["UNAUTHENTICATED"]
    assert f'{COOKIE}=""' in answer.headers["set-cookie"]
    assert not await is_good(client, customer.token)


async def test_sessions_of_other_users_are_not_found(
    customer: SignedIn, staff: SignedIn, admin: SignedIn, database: Database
) -> None:
    others = (await staff.graphql(IDS))["sessions"][0]["id"]
    before = contents(database)
    for client in (customer, admin):
        for wanted in (others, "999999", "0", "-1", "abc", "", "9" * 30):
            assert await run(client, END, id=wanted) == {
                "__typename": "SessionNotFound",
                "code": "NOT_FOUND",
                "message": "Not found.",
                "id": wanted,
            }
    assert contents(database) == before


async def test_changing_the_password_ends_other_sessions(
    client: Client, customer: SignedIn, accounts: Accounts, database: Database
) -> None:
    others = [accounts.sign_in(customer.user) for _ in range(2)]
    answer = await run(customer, CHANGE, currentPassword=PASSWORD, newPassword=NEW)
    assert answer == {"__typename": "ChangePasswordSuccess", "endedSessions": 2}
    assert await is_good(client, customer.token)
    assert [await is_good(client, token) for token in others] == [False, False]
    assert revoked(database) == {digest_of(token) for token in others}
    assert await login(client, "customer") == WRONG
    assert (await login(client, "customer", NEW))["__typename"] == "LoginSuccess"


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ("Ab3de", "Use 6 to 128 characters."),
        ("x" * 500_000, "Use 6 to 128 characters."),
        ("lamp-post 43", "The password needs an upper-case letter."),
        ("Password1", "This password is too common and easy to guess. Choose another one."),
        ("CUSTOMER-a1", "The password must not be the username or the e-mail address."),
        ("Customer1@example.COM", "The password must not be the username or the e-mail address."),
        (PASSWORD, "This is your current password. Choose another one."),
    ],
    ids=lambda value: value[:20],
)
async def test_a_new_password_must_be_valid_and_different(
    client_as: ClientAs, database: Database, new: str, message: str
) -> None:
    client = client_as(Role.CUSTOMER, "customer-A1", email="customer1@example.com")
    before = contents(database)
    answer = await run(client, CHANGE, currentPassword=PASSWORD, newPassword=new)
    assert (answer["__typename"], answer["fields"]) == (
        "InvalidInput",
        [{"field": "newPassword", "messages": [message]}],
    )
    assert contents(database) == before


async def test_a_wrong_password_confirms_nothing(customer: SignedIn, database: Database) -> None:
    before = contents(database)
    assert await run(customer, CHANGE, currentPassword="wrong", newPassword=NEW) == NOT_YOURS
    assert await run(customer, CHANGE, currentPassword="", newPassword="x") == NOT_YOURS
    assert await run(customer, DELETE, password="wrong") == NOT_YOURS
    assert contents(database) == before


async def test_deleting_an_account_deletes_its_sessions(
    client: Client, customer: SignedIn, accounts: Accounts, database: Database
) -> None:
    tokens = [customer.token, accounts.sign_in(customer.user, address="203.0.113.77")]
    answer = await run(customer, DELETE, password=PASSWORD)
    assert answer == {"__typename": "DeleteAccountSuccess", "id": str(customer.user.id)}
    assert [await is_good(client, token) for token in tokens] == [False, False]
    assert revoked(database) == {digest_of(token) for token in tokens}
    assert counts(database) == {"user": 1, "outbox": 3}
    rows = contents(database)
    for known in ("customer@example.com", "203.0.113.77", "'customer'"):
        assert known not in str(rows["user"])
    assert await login(client, "customer") == WRONG
    again = {**ADA, "username": "customer", "email": "customer@example.com"}
    assert (await run(client, REGISTER, **again))["__typename"] == "RegisterSuccess"


async def test_the_last_administrator_cannot_delete_the_account(
    admin: SignedIn, accounts: Accounts, database: Database
) -> None:
    before = contents(database)
    answer = await run(admin, DELETE, password=PASSWORD)
    assert (answer["__typename"], answer["code"]) == ("LastAdmin", "LAST_ADMIN")
    assert contents(database) == before
    accounts.add("another", Role.ADMIN)
    assert (await run(admin, DELETE, password=PASSWORD))["__typename"] == "DeleteAccountSuccess"


@ON_SQLITE
@pytest.mark.parametrize(
    "leave",
    [
        "logout { sessions }",
        "logoutEverywhere { sessions }",
        f'deleteAccount(input: {{password: "{PASSWORD}"}}) {{ __typename }}',
    ],
)
async def test_after_logout_the_rest_of_the_request_is_anonymous(
    staff: SignedIn, database: Database, leave: str
) -> None:
    rest = 'createProduct(input: {title: "x", image: "y"}) { __typename }'
    answer = (await staff.post_graphql(f"mutation {{ {leave} {rest} }}")).json()
    assert [(error["path"], error["extensions"]["code"]) for error in answer["errors"]] == [
        (["createProduct"], "UNAUTHENTICATED")
    ]
    assert "product" not in counts(database)
