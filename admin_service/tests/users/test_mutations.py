"""Changing one's profile and giving roles, as a GraphQL client sees it."""

import asyncio
import json
from typing import Any

import pytest
from admin_service.users.commands import create_visitor
from service_kit.db.database import Database
from service_kit.identity import Role

from testing.api import Client, codes
from testing.bad_input import HARMLESS_TEXTS, NUL, all_harmless_texts
from testing.one_service import ON_MARIADB, ON_SQLITE
from testing.rows import contents, outbox_events, statements
from testing.signed_in import Accounts, ClientAs, SignedIn

USER = "user { id username email firstName lastName displayName role }"
ERROR = "... on Error { message code }"
PROFILE = f"""mutation($input: UpdateProfileInput!) {{ answer: updateProfile(input: $input) {{
  __typename ... on UpdateProfileSuccess {{ {USER} }} {ERROR}
  ... on InvalidInput {{ fields {{ field messages }} }}
  ... on UsernameTaken {{ username }} ... on EmailTaken {{ email }}
}} }}"""
ROLE = f"""mutation($input: SetRoleInput!) {{ answer: setRole(input: $input) {{
  __typename ... on SetRoleSuccess {{ {USER} }} {ERROR} ... on UserNotFound {{ id }}
}} }}"""
ME = f"{{ me {{ {USER[7:-2]} }} }}"


async def run(client: Client, operation: str, **input: object) -> Any:
    return (await client.graphql(operation, input=input))["answer"]


@pytest.fixture
def ada(client_as: ClientAs) -> SignedIn:
    """A client of an account of which every field has a value."""
    return client_as(Role.CUSTOMER, "ada", first_name="Ada", last_name="Lovelace")


def unchanged(client: SignedIn, **changes: str) -> dict[str, str]:
    return {
        "id": str(client.user.id),
        "username": "ada",
        "email": "ada@example.com",
        "firstName": "Ada",
        "lastName": "Lovelace",
        "displayName": "Ada Lovelace",
        "role": "CUSTOMER",
        **changes,
    }


@pytest.mark.parametrize(
    ("fields", "changes"),
    [
        ({"username": "countess"}, {"username": "countess"}),
        ({"username": " countess "}, {"username": "countess"}),
        ({"username": "ADA"}, {"username": "ADA"}),
        ({"email": "other@example.com"}, {"email": "other@example.com"}),
        ({"firstName": ""}, {"firstName": "", "displayName": "Lovelace"}),
        ({"firstName": "", "lastName": ""}, {"firstName": "", "lastName": "", "displayName": "ada"}),
        ({"firstName": None, "lastName": "Byron"}, {"lastName": "Byron", "displayName": "Ada Byron"}),
        ({}, {}),
    ],
    ids=str,
)
async def test_updates_the_given_fields(
    ada: SignedIn, database: Database, fields: dict[str, str | None], changes: dict[str, str]
) -> None:
    wanted = unchanged(ada, **changes)
    assert await run(ada, PROFILE, **fields) == {"__typename": "UpdateProfileSuccess", "user": wanted}
    assert await ada.graphql(ME) == {"me": wanted}
    told = [
        (event["type"], int(event["sequence"]), event["data"]["display_name"]) for event in outbox_events(database)
    ]
    assert told == ([("shop.user.updated.v1", 2, wanted["displayName"])] if changes else [])


@all_harmless_texts
async def test_unusual_names_are_returned_unchanged(ada: SignedIn, database: Database, text: str) -> None:
    answer = await run(ada, PROFILE, firstName=text, lastName=text)
    assert (answer["user"]["firstName"], answer["user"]["lastName"]) == (text, text)
    assert (await ada.graphql(ME))["me"] == answer["user"]
    (event,) = outbox_events(database)
    assert event["data"]["display_name"] == f"{text} {text}".strip()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"username": ""}, {"username"}),
        ({"username": "a/b"}, {"username"}),
        ({"username": "x" * 51}, {"username"}),
        ({"email": ""}, {"email"}),
        ({"email": "x"}, {"email"}),
        ({"firstName": NUL, "lastName": NUL}, {"firstName", "lastName"}),
        ({"firstName": "x" * 101, "lastName": "🍺" * 101}, {"firstName", "lastName"}),
        ({"username": "x" * 500_000, "firstName": "fine"}, {"username"}),
    ],
    ids=lambda value: str(sorted(value) if isinstance(value, set) else value)[:40],
)
async def test_reports_every_invalid_field_and_writes_nothing(
    ada: SignedIn, database: Database, fields: dict[str, str], wrong: set[str]
) -> None:
    before = contents(database)
    answer = await run(ada, PROFILE, **fields)
    assert (answer["__typename"], answer["code"]) == ("InvalidInput", "INVALID_INPUT")
    assert {item["field"] for item in answer["fields"]} == wrong
    assert contents(database) == before


@ON_SQLITE
@pytest.mark.parametrize("field", ["username", "email", "firstName", "lastName"])
async def test_lone_surrogates_are_refused(ada: SignedIn, field: str) -> None:
    request = json.dumps({"query": PROFILE, "variables": {"input": {field: "HALF"}}})
    content = request.replace('"HALF"', '"\\ud83d"')
    answer = await ada.post("/graphql", content=content, headers={"content-type": "application/json"})
    assert codes(answer.json()["errors"]) == ["BAD_USER_INPUT"]


@pytest.mark.parametrize("text", HARMLESS_TEXTS.values(), ids=HARMLESS_TEXTS.keys())
async def test_unusual_texts_are_refused_as_username_or_email(
    ada: SignedIn, database: Database, text: str
) -> None:
    before = contents(database)
    if text not in {HARMLESS_TEXTS[name] for name in ("beyond the basic plane", "number", "combining marks")}:
        assert (await run(ada, PROFILE, username=text))["__typename"] == "InvalidInput"
    assert (await run(ada, PROFILE, email=text))["__typename"] == "InvalidInput"
    assert contents(database) == before


async def test_taken_usernames_and_emails_are_refused(
    ada: SignedIn, accounts: Accounts, database: Database
) -> None:
    accounts.add("bob")
    before = contents(database)
    taken = await run(ada, PROFILE, username="BOB", firstName="x")
    assert (taken["__typename"], taken["code"], taken["username"]) == ("UsernameTaken", "USERNAME_TAKEN", "BOB")
    taken = await run(ada, PROFILE, email="BOB@example.com", firstName="x")
    assert (taken["__typename"], taken["code"], taken["email"]) == ("EmailTaken", "EMAIL_TAKEN", "BOB@example.com")
    assert contents(database) == before


async def test_one_of_many_concurrent_requests_gets_the_username(client_as: ClientAs, database: Database) -> None:
    clients = [client_as(Role.CUSTOMER, f"user-{number}") for number in range(6)]
    answers = await asyncio.gather(*(run(client, PROFILE, username="the one") for client in clients))
    assert sorted(answer["__typename"] for answer in answers) == ["UpdateProfileSuccess"] + ["UsernameTaken"] * 5
    assert len(outbox_events(database)) == 1


@ON_SQLITE
@pytest.mark.parametrize("field", ["role", "password", "kind", "id"])
async def test_other_fields_cannot_be_updated(ada: SignedIn, field: str) -> None:
    assert codes(await ada.graphql_errors(PROFILE, input={field: "ADMIN"})) == ["BAD_USER_INPUT"]


@ON_SQLITE
async def test_updating_a_profile_sends_four_statements(ada: SignedIn) -> None:
    with statements() as sent:
        await run(ada, PROFILE, firstName="Augusta")
    assert len(sent) == 1 + 3, sent  # who it is; the row, the change, the event


async def test_administrators_assign_roles(admin: SignedIn, customer: SignedIn, database: Database) -> None:
    for role in ("STAFF", "STAFF", "ADMIN", "CUSTOMER"):
        answer = await run(admin, ROLE, userId=customer.user.id, role=role)
        assert (answer["__typename"], answer["user"]["username"], answer["user"]["role"]) == (
            "SetRoleSuccess",
            "customer",
            role,
        )
        assert (await customer.graphql("{ me { role } }")) == {"me": {"role": role}}
    assert [int(event["sequence"]) for event in outbox_events(database)] == [2, 3, 4]


async def test_the_last_administrator_cannot_be_demoted(
    admin: SignedIn, accounts: Accounts, database: Database
) -> None:
    before = contents(database)
    for role in ("STAFF", "CUSTOMER"):
        answer = await run(admin, ROLE, userId=admin.user.id, role=role)
        assert (answer["__typename"], answer["code"]) == ("LastAdmin", "LAST_ADMIN")
        assert answer["message"] == "This is the last administrator. Make another account an administrator first."
    assert contents(database) == before
    accounts.add("another", Role.ADMIN)
    assert (await run(admin, ROLE, userId=admin.user.id, role="STAFF"))["__typename"] == "SetRoleSuccess"


@ON_MARIADB
@pytest.mark.parametrize("repetition", range(3))
async def test_two_administrators_cannot_demote_each_other_at_once(client_as: ClientAs, repetition: int) -> None:
    first, second = client_as(Role.ADMIN, "ada"), client_as(Role.ADMIN, "bob")
    answers = await asyncio.gather(
        first.post_graphql(ROLE, input={"userId": str(second.user.id), "role": "CUSTOMER"}),
        second.post_graphql(ROLE, input={"userId": str(first.user.id), "role": "CUSTOMER"}),
    )
    done = [answer.json()["data"] for answer in answers if "errors" not in answer.json()]
    assert [item["answer"]["__typename"] for item in done].count("SetRoleSuccess") == 1
    roles = [(await client.graphql("{ me { role } }"))["me"]["role"] for client in (first, second)]
    assert sorted(roles) == ["ADMIN", "CUSTOMER"]


async def test_users_without_account_get_no_role(admin: SignedIn, database: Database) -> None:
    visitor = database.write(create_visitor).id
    before = contents(database)
    for wanted in (str(visitor), "999999", "0", "-1", "abc", "", "9" * 30, NUL, *HARMLESS_TEXTS.values()):
        assert await run(admin, ROLE, userId=wanted, role="ADMIN") == {
            "__typename": "UserNotFound",
            "code": "NOT_FOUND",
            "message": "Not found.",
            "id": wanted,
        }
    assert contents(database) == before
