"""Registering and signing in."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from admin_service.users.model import User
from admin_service.users.passwords import Passwords
from pwdlib.hashers.argon2 import Argon2Hasher
from service_kit.db.database import Database
from service_kit.identity import Role, digest_of, is_token
from sqlalchemy import text

from testing.api import Client, codes
from testing.bad_input import HARMLESS_TEXTS, NUL
from testing.one_service import ON_SQLITE
from testing.rows import contents, counts, statements
from testing.signed_in import PASSWORD, SIGNED_IN, Accounts, SignedIn

from .operations import ADA, LOGIN, REGISTER, WRONG, is_good, login, run


async def test_registration_signs_in(client: Client, database: Database) -> None:
    answer = await run(client, REGISTER, **ADA, firstName="Ada", lastName="Lovelace")
    token, user = answer.pop("token"), answer["user"]
    names = {"firstName": "Ada", "lastName": "Lovelace", "displayName": "Ada Lovelace"}
    assert is_token(token)
    assert answer == {
        "__typename": "RegisterSuccess",
        "user": {"id": user["id"], "username": "ada", "email": "ada@example.com", "role": "CUSTOMER", **names},
    }
    assert await is_good(client, token)
    assert counts(database) == {**SIGNED_IN, "outbox": 1}
    assert token not in str(contents(database))


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"username": "a/b"}, {"username"}),
        ({"email": "x"}, {"email"}),
        ({"firstName": NUL, "lastName": "x" * 101}, {"firstName", "lastName"}),
        ({"password": "short"}, {"password"}),
        ({"password": "x" * 1_000_000}, {"password"}),
        ({"password": "Password1"}, {"password"}),
        ({"username": "Lamp.post-42", "password": "lamp.POST-42"}, {"password"}),
        ({"username": "", "email": "", "password": ""}, {"username", "email", "password"}),
    ],
    ids=lambda value: str(sorted(value) if isinstance(value, set) else value)[:40],
)
async def test_invalid_fields_are_reported_with_the_names_of_the_input(
    client: Client, database: Database, fields: dict[str, str], wrong: set[str]
) -> None:
    answer = await run(client, REGISTER, **{**ADA, **fields})
    assert (answer["__typename"], answer["code"]) == ("InvalidInput", "INVALID_INPUT")
    assert {item["field"] for item in answer["fields"]} == wrong
    assert len(json.dumps(answer)) < 2000
    assert counts(database) == {}


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        (
            {"username": "ADA", "email": "other@example.com"},
            {
                "__typename": "UsernameTaken",
                "code": "USERNAME_TAKEN",
                "message": "This username is taken. Choose another one.",
                "username": "ADA",
            },
        ),
        (
            {"username": "other", "email": "ADA@example.com"},
            {
                "__typename": "EmailTaken",
                "code": "EMAIL_TAKEN",
                "message": "Another account already has this e-mail address.",
                "email": "ADA@example.com",
            },
        ),
    ],
    ids=str,
)
async def test_taken_usernames_and_emails_are_reported(
    client: Client, accounts: Accounts, database: Database, fields: dict[str, str], answer: dict[str, str]
) -> None:
    accounts.add("ada")
    before = contents(database)
    assert await run(client, REGISTER, **{**ADA, **fields}) == answer
    assert contents(database) == before


async def test_new_accounts_are_customers(client: Client) -> None:
    for name, value in (("role", "ADMIN"), ("kind", "ACCOUNT"), ("id", 1), ("passwordHash", "x")):
        errors = await client.graphql_errors(REGISTER, input={**ADA, name: value})
        assert codes(errors) == ["BAD_USER_INPUT"]


@pytest.mark.parametrize("name", ["ada", "ADA"])
async def test_signs_in_with_username_and_password(
    client: Client, accounts: Accounts, database: Database, name: str
) -> None:
    user = accounts.add("ada", Role.STAFF)
    first, second = [await login(client, name) for _ in range(2)]
    assert (first["__typename"], first["user"]["id"], first["user"]["role"]) == (
        "LoginSuccess",
        str(user.id),
        "STAFF",
    )
    assert first["token"] != second["token"]
    assert await is_good(client, first["token"]) and await is_good(client, second["token"])
    assert counts(database) == {"user": 1, "session": 2}
    for token in (first["token"], second["token"]):
        assert token not in str(contents(database))
        assert digest_of(token) in str(contents(database))


@pytest.mark.parametrize(
    "password",
    ["", "lamp-post 42", f"{PASSWORD} ", f" {PASSWORD}", "x" * 500_000, NUL, *HARMLESS_TEXTS.values()],
    ids=lambda text: text[:12],
)
async def test_a_wrong_password_is_refused(
    client: Client, accounts: Accounts, database: Database, password: str
) -> None:
    accounts.add("ada")
    before = contents(database)
    assert await login(client, "ada", password) == WRONG
    assert contents(database) == before


@pytest.mark.parametrize(
    "username", ["nobody", "", " ", "x" * 500_000, NUL, *HARMLESS_TEXTS.values()], ids=lambda text: text[:12]
)
async def test_an_unknown_username_is_refused(client: Client, accounts: Accounts, username: str) -> None:
    accounts.add("ada")
    assert await login(client, username) == WRONG


@ON_SQLITE
@pytest.mark.parametrize("field", ["username", "password"])
async def test_lone_surrogates_are_refused(client: Client, field: str) -> None:
    given = json.dumps({"query": LOGIN, "variables": {"input": {"username": "a", "password": "b", field: "HALF"}}})
    content = given.replace('"HALF"', '"\\ud83d"')
    answer = await client.post("/graphql", content=content, headers={"content-type": "application/json"})
    assert codes(answer.json()["errors"]) == ["BAD_USER_INPUT"]


def counted(computed: list[str], name: str) -> Callable[..., Any]:
    """The hasher's method, which adds to a list each time it works."""
    method = getattr(Argon2Hasher, name)

    def count(*arguments: Any) -> Any:
        computed.append(name)
        return method(*arguments)

    return count


async def test_an_unknown_username_and_a_wrong_password_get_the_same_response(
    client: Client, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts.add("ada")
    computed: list[str] = []
    for name in ("hash", "verify"):
        monkeypatch.setattr(Argon2Hasher, name, counted(computed, name))
    await login(client, "nobody", "x")  # which has the dummy made
    seen = []
    for username in ("ada", "nobody"):
        computed.clear()
        with statements() as sent:
            answer = await client.post_graphql(LOGIN, input={"username": username, "password": "wrong"})
        headers = {name: value for name, value in answer.headers.items() if name != "x-request-id"}
        seen.append((answer.status_code, answer.text, headers, list(sent), list(computed)))
    assert seen[0] == seen[1]
    assert seen[0][-1] == ["verify"]
    assert len(seen[0][-2]) == 1


@ON_SQLITE
async def test_accounts_without_a_password_cannot_sign_in(
    client: Client, accounts: Accounts, database: Database
) -> None:
    accounts.add("ada")
    database.write(lambda session: session.execute(text("UPDATE user SET password_hash = NULL")))
    visitor = (await client.post("/api/user")).json()["id"]
    statement = text("SELECT username FROM user WHERE id = :id")
    name = database.read(lambda reader: reader.execute(statement, {"id": visitor}).scalar_one())
    for username in ("ada", name):
        for password in ("", PASSWORD, "nobody has this password"):
            assert await login(client, username, password) == WRONG


async def test_a_password_changed_during_the_check_is_refused(
    client: Client, accounts: Accounts, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts.add("ada")
    verify = Passwords.verify

    async def change_meanwhile(self: Passwords, password: str, known: str | None) -> bool:
        right = await verify(self, password, known)
        database.write(lambda session: session.execute(text("UPDATE user SET password_hash = 'another'")))
        return right

    monkeypatch.setattr(Passwords, "verify", change_meanwhile)
    assert await login(client) == WRONG
    assert counts(database) == {"user": 1}


async def test_too_many_sessions_end_the_oldest(
    client: Client, customer: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("admin_service.sessions.commands.MAX_SESSIONS", 2)
    tokens = [(await login(client, "customer"))["token"] for _ in range(2)]
    assert not await is_good(client, customer.token)
    assert [await is_good(client, token) for token in tokens] == [True, True]


@ON_SQLITE
async def test_token_login_keeps_other_sessions(client: Client, customer: SignedIn) -> None:
    assert (await login(customer, "customer"))["__typename"] == "LoginSuccess"
    assert await is_good(client, customer.token)


@ON_SQLITE
async def test_several_logins_in_one_request_return_their_own_users(client: Client, accounts: Accounts) -> None:
    users: list[User] = [accounts.add(name) for name in ("ada", "bob")]
    fields = [
        f'{user.username}: login(input: {{username: "{user.username}", password: "{PASSWORD}"}}) '
        "{ ... on LoginSuccess { user { username email } } }"
        for user in users
    ]
    answer = await client.graphql(f"mutation {{ {' '.join(fields)} }}")
    assert answer == {user.username: {"user": {"username": user.username, "email": user.email}} for user in users}
