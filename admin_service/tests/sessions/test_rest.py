"""The sign-in routes of client family 2, and the session check of main_service."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from admin_service.sessions.commands import delete_all, end_all
from admin_service.sessions.model import UserSession
from admin_service.users.commands import set_role, update_profile
from admin_service.users.model import ProfilePatch, User
from service_kit.db.database import Database
from service_kit.identity import Role, digest_of, new_token
from sqlalchemy import select, update

from testing.api import Client, bearer, codes
from testing.bodies import either_slash, every_body, send
from testing.one_service import ON_SQLITE, Serve
from testing.rows import contents, counts, outbox_events
from testing.signed_in import PASSWORD, Accounts

LOGIN, LOGOUT, CHECK_TOKEN = "/api/users/login", "/api/users/logout", "/api/users/check_token"
CHECK = "/api/sessions/check"
NOT_FOUND = {"detail": "Not found."}
REQUIRED = ["This field is required."]
NO_STRING = ["Not a valid string."]
SESSIONS = "{ sessions { current } }"

every_token_route = pytest.mark.parametrize("path", [LOGOUT, CHECK_TOKEN, CHECK])


async def login(client: Client, username: str = "ada", password: str = PASSWORD) -> httpx.Response:
    return await client.post(LOGIN, data={"username": username, "password": password})


def view(user: User, **changes: object) -> dict[str, object]:
    written = {
        "time_registered": user.created_at.isoformat().replace("+00:00", "Z"),
        "time_modified": user.updated_at.isoformat().replace("+00:00", "Z"),
    }
    return {
        **user.model_dump(include={"id", "username", "email", "first_name", "last_name"}),
        **written,
        **changes,
    }


@either_slash
@every_body
async def test_signs_in_with_name_and_password_and_gets_a_token(
    client: Client, accounts: Accounts, body: str, slash: str
) -> None:
    accounts.add("ada")
    answer = await send(client, "POST", f"{LOGIN}{slash}", body, username="ada", password=PASSWORD)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json().keys() == {"token"}
    assert len(answer.json()["token"]) == 43
    assert "set-cookie" not in answer.headers
    client.headers.update(bearer(answer.json()["token"]))
    assert await client.graphql(SESSIONS) == {"sessions": [{"current": True}]}


async def test_each_login_opens_a_session_regardless_of_the_case_of_the_name(
    client: Client, accounts: Accounts, database: Database
) -> None:
    accounts.add("ada")
    tokens = [(await login(client, name)).json()["token"] for name in ("ada", "ADA")]
    assert len(set(tokens)) == 2
    for token in tokens:
        assert (await client.post(CHECK_TOKEN, data={"token": token})).json()["username"] == "ada"
    assert counts(database) == {"user": 1, "session": 2}


@ON_SQLITE
@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({}, {"username": REQUIRED, "password": REQUIRED}),
        ({"username": "ada"}, {"password": REQUIRED}),
        ({"username": None, "password": 5}, {"username": NO_STRING, "password": NO_STRING}),
        ({"username": ["ada"], "password": {"$ne": ""}}, {"username": NO_STRING, "password": NO_STRING}),
    ],
)
async def test_login_needs_username_and_password(
    client: Client, fields: dict[str, object], errors: dict[str, list[str]]
) -> None:
    answer = await client.post(LOGIN, json=fields)
    assert (answer.status_code, answer.json()) == (400, errors)


@either_slash
@every_body
async def test_logout_ends_only_that_session(
    client: Client, accounts: Accounts, database: Database, body: str, slash: str
) -> None:
    user = accounts.add("ada")
    token, other = accounts.sign_in(user), accounts.sign_in(user)
    answer = await send(client, "POST", f"{LOGOUT}{slash}", body, token=token)
    assert (answer.status_code, answer.json()) == (200, True)
    (event,) = outbox_events(database)
    assert (event["type"], event["data"]["digest"]) == ("shop.session.revoked.v1", digest_of(token))
    again = await send(client, "POST", f"{LOGOUT}{slash}", body, token=token)
    assert (again.status_code, again.json()) == (404, NOT_FOUND)
    assert len(outbox_events(database)) == 1
    for path in (CHECK_TOKEN, CHECK):
        assert (await client.post(path, data={"token": token})).status_code == 404
        assert (await client.post(path, data={"token": other})).status_code == 200
    client.headers.update(bearer(token))
    assert codes(await client.graphql_errors(SESSIONS)) == ["UNAUTHENTICATED"]


@either_slash
@every_body
async def test_check_token_returns_the_user(client: Client, accounts: Accounts, body: str, slash: str) -> None:
    user = accounts.add("ada", Role.STAFF, first_name="Ada", last_name="Lövelace")
    answer = await send(client, "POST", f"{CHECK_TOKEN}{slash}", body, token=accounts.sign_in(user))
    assert (answer.status_code, answer.json()) == (200, view(user))
    assert type(answer.json()["id"]) is int


async def test_check_token_returns_the_current_account(
    client: Client, accounts: Accounts, database: Database
) -> None:
    user = accounts.add("ada")
    token = accounts.sign_in(user)
    patch = ProfilePatch(first_name="Augusta")
    changed = database.write(lambda session: update_profile(session, user.id, patch))
    answer = await client.post(CHECK_TOKEN, data={"token": token})
    assert answer.json() == view(user, first_name="Augusta", time_modified=view(changed)["time_modified"])
    assert changed.updated_at > user.updated_at


@either_slash
@every_body
async def test_session_check_returns_user_role_and_expiry(
    client: Client, accounts: Accounts, database: Database, body: str, slash: str
) -> None:
    user = accounts.add("ada")
    database.write(lambda session: set_role(session, user.id, Role.STAFF))
    token = accounts.sign_in(user)
    session = database.write(lambda session: session.scalars(select(UserSession)).one())
    answer = await send(client, "POST", f"{CHECK}{slash}", body, token=token)
    assert answer.status_code == 200
    assert answer.json() == {
        "user_id": user.id,
        "username": "ada",
        "role": "STAFF",
        "user_version": 2,
        "expires_at": session.idle_until.isoformat().replace("+00:00", "Z"),
    }


@pytest.mark.parametrize(("unused", "is_noted"), [(timedelta(seconds=30), False), (timedelta(minutes=2), True)])
@pytest.mark.parametrize("path", [CHECK_TOKEN, CHECK])
async def test_a_session_check_extends_the_session_at_most_once_a_minute(
    client: Client, accounts: Accounts, database: Database, path: str, unused: timedelta, is_noted: bool
) -> None:
    token = accounts.sign_in(accounts.add("ada"))
    then = datetime.now(UTC) - unused
    late = update(UserSession).values(last_used_at=then, idle_until=then + timedelta(minutes=10))
    database.write(lambda session: session.execute(late))
    assert (await client.post(path, data={"token": token})).status_code == 200
    session = database.write(lambda session: session.scalars(select(UserSession)).one())
    assert (session.last_used_at != then) is is_noted
    assert (session.idle_until > datetime.now(UTC) + timedelta(days=6)) is is_noted


@every_token_route
async def test_unknown_and_ended_tokens_are_not_found(
    client: Client, accounts: Accounts, database: Database, path: str
) -> None:
    def end(username: str, work: Callable[[int], object]) -> str:
        user = accounts.add(username)
        token = accounts.sign_in(user)
        work(user.id)
        return token

    def expire(user_id: int) -> None:
        mine = update(UserSession).where(UserSession.user_id == user_id)  # type: ignore[arg-type]
        database.write(lambda session: session.execute(mine.values(idle_until=datetime.now(UTC))))

    expired = end("expired", expire)
    revoked = end("revoked", lambda user_id: database.write(lambda session: end_all(session, user_id)))
    forgotten = end("forgotten", lambda user_id: database.write(lambda session: delete_all(session, user_id)))
    before = contents(database)
    for token in (
        expired,
        revoked,
        forgotten,
        new_token(),
        "",
        "nonsense",
        "🍺",
        "\x00",
        "x" * 200,
        digest_of(expired),
    ):
        answer = await client.post(path, json={"token": token})
        assert (token, answer.status_code, answer.json()) == (token, 404, NOT_FOUND)
    assert contents(database) == before


@ON_SQLITE
@every_token_route
async def test_the_token_must_be_in_the_body(client: Client, accounts: Accounts, path: str) -> None:
    client.headers.update(bearer(accounts.sign_in(accounts.add("ada"))))
    for fields, message in (({}, REQUIRED), ({"token": None}, NO_STRING), ({"token": 5}, NO_STRING)):
        answer = await client.post(path, json=fields)
        assert (answer.status_code, answer.json()) == (400, {"token": message})
    assert (await client.post(path, data={"token": "x" * 10_000})).status_code == 404


@ON_SQLITE
async def test_login_and_logout_are_always_public(serve: Serve, accounts: Accounts) -> None:
    accounts.add("ada")
    async with serve(rest_anonymous=False) as client:
        token = (await login(client)).json()
        for path in (CHECK_TOKEN, CHECK, LOGOUT):
            assert (await client.post(path, data=token)).status_code == 200
