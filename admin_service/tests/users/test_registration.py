"""The registration of client family 2."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from admin_service.users.commands import create_visitor
from admin_service.users.model import Kind, User
from service_kit.db.database import Database
from service_kit.identity import Role
from sqlalchemy import select

from testing.api import Client
from testing.bodies import either_slash, every_body, send
from testing.one_service import ON_SQLITE, Serve
from testing.rows import contents, counts, outbox_events
from testing.signed_in import PASSWORD, Accounts

REGISTER = "/api/users/register"
ADA = {
    "username": "ada",
    "mail": "ada@example.com",
    "first_name": "Ada",
    "last_name": "Lovelace",
    "password": PASSWORD,
}
REQUIRED = ["This field is required."]
BLANK = ["This field may not be blank."]
NO_STRING = ["Not a valid string."]
BAD_NAME = ["Use letters, digits and the characters . _ - + @ only, with single spaces between words."]
LENGTH = ["Use 6 to 128 characters."]
COMMON = ["This password is too common and easy to guess. Choose another one."]
KNOWN = ["The password must not be the username or the e-mail address."]
NUL = ["Null characters are not allowed."]


def too_long(limit: int) -> list[str]:
    return [f"Ensure this field has no more than {limit} characters."]


@either_slash
@every_body
async def test_registers_and_returns_the_account_without_secrets(
    client: Client, database: Database, body: str, slash: str
) -> None:
    given = {**ADA, "username": " ada ", "first_name": " Ädä ", "mail": "Ada@EXAMPLE.com"}
    answer = await send(client, "POST", f"{REGISTER}{slash}", body, **given)
    account = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert account == {
        "id": account["id"],
        "username": "ada",
        "email": "Ada@example.com",
        "first_name": "Ädä",
        "last_name": "Lovelace",
        "time_registered": account["time_modified"],
        "time_modified": account["time_modified"],
    }
    assert type(account["id"]) is int
    registered = datetime.fromisoformat(account["time_registered"])
    assert abs(datetime.now(UTC) - registered) < timedelta(minutes=1)
    assert "set-cookie" not in answer.headers


async def test_a_new_account_is_a_customer_without_a_session_or_plain_password(
    client: Client, database: Database
) -> None:
    extra = {"role": "ADMIN", "kind": "VISITOR", "id": "77", "password_hash": "x"}
    assert (await client.post(REGISTER, data={**ADA, **extra})).status_code == 200
    user = database.write(lambda session: session.scalars(select(User)).one())
    assert (user.role, user.kind, user.id == 77) == (Role.CUSTOMER, Kind.ACCOUNT, False)
    assert (user.password_hash or "").startswith("$argon2id$")
    assert PASSWORD not in str(contents(database))
    assert counts(database) == {"user": 1, "outbox": 1}
    (event,) = outbox_events(database)
    told = {"id": user.id, "username": "ada", "display_name": "Ada Lovelace", "visitor": False}
    assert (event["type"], event["data"]) == ("shop.user.created.v1", told)


async def test_registered_users_can_sign_in(client: Client) -> None:
    account = (await client.post(REGISTER, data=ADA)).json()
    answer = await client.post("/api/users/login", data={"username": "ada", "password": PASSWORD})
    checked = await client.post("/api/users/check_token", data=answer.json())
    assert (checked.status_code, checked.json()) == (200, account)
    assert (await client.get("/api/users/exists?username=ada")).json() is True


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"username": " "}, {"username": BLANK}),
        ({"username": "ada/eve"}, {"username": BAD_NAME}),
        ({"username": "ada  eve"}, {"username": BAD_NAME}),
        ({"username": "x" * 51}, {"username": too_long(50)}),
        ({"first_name": "", "last_name": " "}, {"first_name": BLANK, "last_name": BLANK}),
        ({"first_name": "x" * 101, "last_name": "a\x00"}, {"first_name": too_long(100), "last_name": NUL}),
        ({"username": 1, "password": 123456}, {"username": NO_STRING, "password": NO_STRING}),
        ({"first_name": None, "last_name": ["x"]}, {"first_name": NO_STRING, "last_name": NO_STRING}),
    ],
    ids=["blank", "slash", "spaces", "long", "no names", "bad names", "numbers", "no texts"],
)
async def test_refuses_invalid_fields_with_the_names_of_family_2(
    client: Client, database: Database, fields: dict[str, object], errors: dict[str, list[str]]
) -> None:
    answer = await client.post(REGISTER, json={**ADA, **fields})
    assert (answer.status_code, answer.json()) == (400, errors)
    assert counts(database) == {}


@every_body
async def test_reports_every_missing_field(client: Client, body: str) -> None:
    answer = await send(client, "POST", REGISTER, body)
    assert (answer.status_code, answer.json()) == (400, dict.fromkeys(ADA, REQUIRED))


@pytest.mark.parametrize("mail", ["", "ada", "ada@", "@example.com", "ada@example", f"ada@{'x' * 250}.com"])
async def test_refuses_an_invalid_mail_address(client: Client, database: Database, mail: str) -> None:
    answer = await client.post(REGISTER, data={**ADA, "mail": mail})
    assert (answer.status_code, answer.json().keys()) == (400, {"mail"})
    assert counts(database) == {}


@pytest.mark.parametrize(
    ("password", "error"),
    [
        ("", LENGTH),
        ("Ab1cd", LENGTH),
        ("Ab1" * 43, LENGTH),
        ("lampost", ["The password needs a digit, an upper-case letter."]),
        ("LAMPOST1", ["The password needs a lower-case letter."]),
        ("lampost1", ["The password needs an upper-case letter."]),
        ("Lampost", ["The password needs a digit."]),
        ("Passw0rd", COMMON),
        ("Password1!", COMMON),
        ("Charles1815", KNOWN),
        ("cHARLES1815", KNOWN),
        ("Charles@Babbage1.example", KNOWN),
    ],
)
async def test_refuses_a_password_that_is_weak_common_or_equals_the_name(
    client: Client, database: Database, password: str, error: list[str]
) -> None:
    fields = {**ADA, "username": "Charles1815", "mail": "charles@babbage1.example", "password": password}
    answer = await client.post(REGISTER, data=fields)
    assert (answer.status_code, answer.json()) == (400, {"password": error})
    assert counts(database) == {}


@ON_SQLITE
@pytest.mark.parametrize("password", ["Fern 1", "Fern!x9" + "ü🍺" * 60 + "!", " Fern9 ", "Fern9&=+%41"])
async def test_passwords_are_not_changed_or_cut(client: Client, password: str) -> None:
    assert (await client.post(REGISTER, data={**ADA, "password": password})).status_code == 200
    for given, status in (
        (password, 200),
        (password.swapcase(), 404),
        (password[:-1], 404),
        (password + " ", 404),
    ):
        answer = await client.post("/api/users/login", data={"username": "ada", "password": given})
        assert (given, answer.status_code) == (given, status)


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"username": "ADA"}, {"username": ["This username is taken. Choose another one."]}),
        ({"username": "visitor"}, {"username": ["This username is taken. Choose another one."]}),
        ({"mail": "ADA@example.COM"}, {"mail": ["Another account already has this e-mail address."]}),
    ],
    ids=["name", "a visitor's name", "mail"],
)
async def test_refuses_a_taken_username_or_mail_address_regardless_of_case(
    client: Client, accounts: Accounts, database: Database, fields: dict[str, str], errors: dict[str, list[str]]
) -> None:
    accounts.add("ada")
    database.write(lambda session: create_visitor(session, "visitor"))
    before = contents(database)
    answer = await client.post(REGISTER, data={**ADA, "username": "eve", "mail": "eve@example.com", **fields})
    assert (answer.status_code, answer.json()) == (400, errors)
    assert contents(database) == before


async def test_one_of_many_concurrent_registrations_gets_the_username(client: Client, database: Database) -> None:
    forms = [{**ADA, "mail": f"ada-{number}@example.com"} for number in range(4)]
    answers = await asyncio.gather(*(client.post(REGISTER, data=form) for form in forms))
    assert sorted(answer.status_code for answer in answers) == [200, 400, 400, 400]
    refused = {str(answer.json()) for answer in answers if answer.status_code == 400}
    assert refused == {"{'username': ['This username is taken. Choose another one.']}"}
    assert counts(database) == {"user": 1, "outbox": 1}


@ON_SQLITE
@pytest.mark.parametrize("anonymous", [True, False])
async def test_registration_needs_no_session(serve: Serve, anonymous: bool) -> None:
    async with serve(rest_anonymous=anonymous) as client:
        assert (await client.post(REGISTER, data=ADA)).status_code == 200
