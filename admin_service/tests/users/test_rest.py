"""The user routes of client families 1, 2 and 4, except the registration."""

from datetime import UTC, datetime
from typing import Any

import pytest
from admin_service.sessions.commands import end_all
from admin_service.sessions.model import UserSession
from admin_service.users.commands import create_visitor
from admin_service.users.model import Kind, User
from service_kit.db.database import Database
from service_kit.identity import Role, new_token
from sqlalchemy import select, update

from testing.api import Client, bearer
from testing.bodies import either_slash, every_body, send
from testing.one_service import ON_SQLITE, Serve
from testing.rows import contents, counts, outbox_events
from testing.signed_in import Accounts, SignedIn

REQUIRED = ["This field is required."]
BLANK = ["This field may not be blank."]
NO_STRING = ["Not a valid string."]
BAD_NAME = ["Use letters, digits and the characters . _ - + @ only, with single spaces between words."]
NAME_TAKEN = {"username": ["This username is taken. Choose another one."]}
EMAIL_TAKEN = {"email": ["Another account already has this e-mail address."]}
EVE = {"username": "eve", "email": "eve@example.com"}

either_way = pytest.mark.parametrize("anonymous", [True, False], ids=["with REST_ANONYMOUS=1", "with rights"])


@either_slash
async def test_the_first_call_creates_and_publishes_a_visitor(
    client: Client, database: Database, slash: str
) -> None:
    answer = await client.get(f"/api/user{slash}")
    assert (answer.status_code, answer.json().keys()) == (200, {"id"})
    assert type(answer.json()["id"]) is int
    assert counts(database) == {"user": 1, "outbox": 1}


async def test_later_calls_pick_an_existing_visitor_and_never_an_account(
    client: Client, database: Database, accounts: Accounts
) -> None:
    visitors = set()
    for number in range(3):
        visitors.add(database.write(create_visitor).id)
        accounts.add(f"user-{number}")
    before = contents(database)
    drawn = {(await client.get("/api/user")).json()["id"] for _ in range(60)}
    assert drawn == visitors
    assert contents(database) == before


@either_slash
async def test_each_call_creates_another_visitor(client: Client, database: Database, slash: str) -> None:
    answers = [await client.post(f"/api/user{slash}") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert len({answer.json()["id"] for answer in answers}) == 3
    assert counts(database) == {"user": 3, "outbox": 3}


@ON_SQLITE
async def test_by_default_only_signed_in_users_can_create_visitors(
    serve: Serve, customer: SignedIn, database: Database
) -> None:
    async with serve(rest_anonymous=False) as client:
        assert (await client.get("/api/user")).status_code == 200
        before = contents(database)
        for headers in ({}, bearer(new_token())):
            assert (await client.post("/api/user", headers=headers)).status_code == 401
        assert contents(database) == before
        assert (await client.post("/api/user", headers=bearer(customer.token))).status_code == 201


@either_slash
@pytest.mark.parametrize("name", ["ada", "ADA"])
async def test_an_account_exists_regardless_of_case(
    client: Client, accounts: Accounts, slash: str, name: str
) -> None:
    accounts.add("ada")
    answer = await client.get(f"/api/users/exists{slash}", params={"username": name})
    assert (answer.status_code, answer.json()) == (200, True)


@pytest.mark.parametrize(
    "name", ["", "bob", "ad", "ada%", "ada@example.com", "visitor", "x" * 5000, "a\x00", "🍺"]
)
async def test_visitors_and_unknown_names_do_not_exist(
    client: Client, accounts: Accounts, database: Database, name: str
) -> None:
    accounts.add("ada")
    database.write(lambda session: create_visitor(session, "visitor"))
    answer = await client.get("/api/users/exists", params={"username": name})
    assert (answer.status_code, answer.json()) == (404, False)


@ON_SQLITE
async def test_the_username_is_required(client: Client) -> None:
    answer = await client.get("/api/users/exists")
    assert (answer.status_code, answer.json()) == (400, {"username": REQUIRED})


@either_slash
async def test_lists_accounts_by_id_without_visitors_and_deleted_accounts(
    client: Client, accounts: Accounts, database: Database, slash: str
) -> None:
    database.write(create_visitor)
    for name in ("zoe", "ada", "gone"):
        accounts.add(name)
    gone = update(User).where(User.username == "gone")  # type: ignore[arg-type]
    database.write(lambda session: session.execute(gone.values(kind=Kind.DELETED)))
    answer = await client.get(f"/users{slash}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json() == [
        {"username": "zoe", "email": "zoe@example.com"},
        {"username": "ada", "email": "ada@example.com"},
    ]


@either_slash
@every_body
async def test_creates_an_account_without_a_password(
    client: Client, database: Database, body: str, slash: str
) -> None:
    answer = await send(client, "POST", f"/users{slash}", body, username=" eve ", email="eve@EXAMPLE.com")
    assert (answer.status_code, answer.json()) == (201, {"message": "User created successfully"})
    assert (await client.get("/users")).json() == [EVE]
    user = database.write(lambda session: session.scalars(select(User)).one())
    assert (user.password_hash, user.role) == (None, Role.CUSTOMER)
    assert [event["type"] for event in outbox_events(database)] == ["shop.user.created.v1"]
    for password in ("", "None", "null"):
        refused = await client.post("/api/users/login", data={"username": "eve", "password": password})
        assert refused.status_code == 404


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({}, {"username": REQUIRED, "email": REQUIRED}),
        ({**EVE, "username": " "}, {"username": BLANK}),
        ({**EVE, "username": "eve/bob"}, {"username": BAD_NAME}),
        ({**EVE, "username": "x" * 51}, {"username": ["Ensure this field has no more than 50 characters."]}),
        ({"username": None, "email": 5}, {"username": NO_STRING, "email": NO_STRING}),
    ],
    ids=["no field", "blank", "bad name", "long name", "no texts"],
)
async def test_refuses_invalid_fields(
    client: Client, database: Database, fields: dict[str, object], errors: dict[str, list[str]]
) -> None:
    answer = await client.post("/users", json=fields)
    assert (answer.status_code, answer.json()) == (400, errors)
    assert counts(database) == {}


@pytest.mark.parametrize(
    "email", ["eve", "eve@", "@example.com", "eve@example", "a b@example.com", "a@b@example.com"]
)
async def test_refuses_an_invalid_email(client: Client, database: Database, email: str) -> None:
    answer = await client.post("/users", data={**EVE, "email": email})
    assert (answer.status_code, answer.json().keys()) == (400, {"email"})
    assert answer.json()["email"][0].startswith("Enter a valid e-mail address: ")
    assert counts(database) == {}


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"username": "ADA"}, NAME_TAKEN),
        ({"email": "Ada@Example.com"}, EMAIL_TAKEN),
        ({"username": "ada", "email": "ada@example.com"}, NAME_TAKEN),
        ({"username": "visitor"}, NAME_TAKEN),
    ],
    ids=["name", "e-mail", "both", "a visitor's name"],
)
async def test_refuses_a_taken_username_or_email_regardless_of_case(
    client: Client,
    accounts: Accounts,
    database: Database,
    fields: dict[str, str],
    errors: dict[str, list[str]],
) -> None:
    accounts.add("ada")
    database.write(lambda session: create_visitor(session, "visitor"))
    before = contents(database)
    answer = await client.post("/users", json={**EVE, **fields})
    assert (answer.status_code, answer.json()) == (400, errors)
    assert contents(database) == before


async def ask(client: Client, method: str, token: str | None) -> tuple[int, Any]:
    headers = {} if token is None else bearer(token)
    answer = await client.request(method, "/users", json=EVE if method == "POST" else None, headers=headers)
    return answer.status_code, answer.json()


@pytest.mark.parametrize(("method", "status"), [("GET", 200), ("POST", 201)])
async def test_accounts_are_only_for_staff_by_default(
    serve: Serve, accounts: Accounts, database: Database, method: str, status: int
) -> None:
    expired, revoked, customer, staff = (
        accounts.sign_in(accounts.add(name, role))
        for name, role in zip("abcd", [Role.STAFF, Role.STAFF, Role.CUSTOMER, Role.STAFF], strict=True)
    )
    ids = {user.username: user.id for user in database.write(lambda session: session.scalars(select(User)).all())}
    late = update(UserSession).where(UserSession.user_id == ids["a"])  # type: ignore[arg-type]
    database.write(lambda session: session.execute(late.values(idle_until=datetime(2020, 1, 1, tzinfo=UTC))))
    database.write(lambda session: end_all(session, ids["b"]))
    before = contents(database)
    async with serve(rest_anonymous=False) as client:
        assert await ask(client, method, None) == (401, {"detail": "Sign in first."})
        for token in (new_token(), "nonsense", expired, revoked):
            ended = await ask(client, method, token)
            assert ended == (401, {"detail": "Your session has ended. Sign in again."})
        assert await ask(client, method, customer) == (403, {"detail": "Only staff may do this."})
        assert contents(database) == before
        assert (await ask(client, method, staff))[0] == status


@ON_SQLITE
@pytest.mark.parametrize(("method", "status"), [("GET", 200), ("POST", 201)])
async def test_accounts_are_for_everybody_if_older_clients_are_served(
    client: Client, customer: SignedIn, method: str, status: int
) -> None:
    assert (await ask(client, method, None))[0] == status
    assert (await ask(client, "GET", new_token()))[0] == 200
    assert (await ask(client, "GET", customer.token))[0] == 200


@either_slash
@either_way
async def test_graphql_lists_the_same_accounts_as_get_users(
    serve: Serve, staff: SignedIn, customer: SignedIn, slash: str, anonymous: bool
) -> None:
    query = {"query": "{ allUsers { id username email } }"}
    users = [
        {"id": str(user.id), "username": user.username, "email": user.email}
        for user in (staff.user, customer.user)
    ]
    async with serve(rest_anonymous=anonymous) as client:
        answer = await client.post(f"/graphql{slash}", json=query, headers=bearer(staff.token))
        assert (answer.status_code, answer.json()) == (200, {"data": {"allUsers": users}})
        for headers, code in (({}, "UNAUTHENTICATED"), (bearer(customer.token), "FORBIDDEN")):
            answered = (await client.post(f"/graphql{slash}", json=query, headers=headers)).json()
            if anonymous:
                assert answered == {"data": {"allUsers": users}}
            else:
                assert answered["errors"][0]["extensions"]["code"] == code


@ON_SQLITE
@pytest.mark.parametrize("field", ["firstName", "displayName", "role", "createdAt", "orders { count }"])
async def test_anonymous_clients_get_no_other_fields_from_graphql(
    client: Client, customer: SignedIn, field: str
) -> None:
    errors = await client.graphql_errors(f"{{ allUsers {{ id {field} }} }}")
    assert {error["extensions"]["code"] for error in errors} == {"UNAUTHENTICATED"}
    client.headers.update(customer.headers)
    refused = await client.graphql_errors("{ users { nodes { id username email } } }")
    assert refused[0]["extensions"]["code"] == "FORBIDDEN"
