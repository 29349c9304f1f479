"""The rights and tokens of the beer routes of client family 2."""

from datetime import UTC, datetime
from typing import Any

import pytest
from admin_service.products.model import Product
from admin_service.sessions.commands import end_all
from admin_service.sessions.model import UserSession
from service_kit.db.database import Database
from service_kit.identity import COOKIE, Role, new_token
from sqlalchemy import update

from testing.api import Client, bearer
from testing.one_service import ON_SQLITE, Serve
from testing.rows import contents
from testing.signed_in import ClientAs, SignedIn

PORTER = {"sku": "BEER-PORTER", "name": "Porter", "price": "5.10", "image": "/porter.svg"}

either_token = pytest.mark.parametrize("scheme", ["", "Bearer ", "bearer "], ids=["bare", "Bearer", "bearer"])
every_write = pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/api/beers"), ("PUT", "/api/beers/BEER-AMBER"), ("DELETE", "/api/beers/BEER-AMBER")],
    ids=["create", "change", "delete"],
)


async def request(client: Client, method: str, path: str, headers: dict[str, str]) -> tuple[int, Any]:
    fields = PORTER if method == "POST" else {"name": "Pale Ale"} if method == "PUT" else None
    answer = await client.request(method, path, json=fields, headers=headers)
    return answer.status_code, answer.json() if answer.content else None


@every_write
@either_token
@pytest.mark.parametrize("role", [Role.STAFF, Role.ADMIN])
async def test_staff_can_change_beers_with_a_plain_or_bearer_token(
    client: Client, client_as: ClientAs, product: Product, method: str, path: str, scheme: str, role: Role
) -> None:
    status, _ = await request(client, method, path, {"authorization": scheme + client_as(role).token})
    assert status == {"POST": 201, "PUT": 200, "DELETE": 204}[method]


@every_write
async def test_any_signed_in_user_can_change_beers_if_older_clients_are_served(
    serve: Serve, customer: SignedIn, product: Product, database: Database, method: str, path: str
) -> None:
    before = contents(database)
    async with serve(rest_anonymous=False) as client:
        refused = await request(client, method, path, bearer(customer.token))
        assert refused == (403, {"detail": "Only staff may do this."})
    assert contents(database) == before
    async with serve(rest_anonymous=True) as client:
        status, _ = await request(client, method, path, bearer(customer.token))
    assert status == {"POST": 201, "PUT": 200, "DELETE": 204}[method]


@every_write
@pytest.mark.parametrize("anonymous", [True, False], ids=["with REST_ANONYMOUS=1", "with rights"])
async def test_changing_beers_always_needs_a_valid_token(
    serve: Serve,
    staff: SignedIn,
    product: Product,
    database: Database,
    method: str,
    path: str,
    anonymous: bool,
) -> None:
    expired = staff.token
    end = update(UserSession).where(UserSession.user_id == staff.user.id)  # type: ignore[arg-type]
    database.write(lambda session: session.execute(end.values(idle_until=datetime(2020, 1, 1, tzinfo=UTC))))
    before = contents(database)
    missing = {"Authorization": ["This header is required: the token of your session."]}
    ended = {"detail": "Your session has ended. Sign in again."}
    async with serve(rest_anonymous=anonymous) as client:
        for header in ({}, {"authorization": ""}, {"authorization": "Bearer"}, {"authorization": "Bearer "}):
            assert await request(client, method, path, header) == (400, missing)
        for wrong in (new_token(), "nonsense", expired):
            assert await request(client, method, path, bearer(wrong)) == (401, ended)
    assert contents(database) == before


@every_write
async def test_revoked_tokens_are_refused(
    client: Client, staff: SignedIn, product: Product, database: Database, method: str, path: str
) -> None:
    database.write(lambda session: end_all(session, staff.user.id))
    before = contents(database)
    assert (await request(client, method, path, bearer(staff.token)))[0] == 401
    assert contents(database) == before


@ON_SQLITE
@pytest.mark.parametrize(("method", "path"), [("POST", "/api/beers"), ("PUT", "/api/beers/BEER-AMBER")])
@pytest.mark.parametrize("anonymous", [True, False], ids=["with REST_ANONYMOUS=1", "with rights"])
async def test_checks_the_header_then_the_fields_then_the_token_then_the_role(
    serve: Serve, customer: SignedIn, product: Product, method: str, path: str, anonymous: bool
) -> None:
    wrong = bearer(new_token())
    async with serve(rest_anonymous=anonymous) as client:
        for body in (b"", b"{", b'{"name": "", "price": "-1"}'):
            missing = await client.request(method, path, content=body)
            assert (missing.status_code, missing.json().keys()) == (400, {"Authorization"})
            for headers in (wrong, bearer(customer.token)):
                invalid = await client.request(method, path, content=body, headers=headers)
                assert (invalid.status_code, "Authorization" in invalid.json()) == (400, False)
        assert (await request(client, method, path, wrong))[0] == 401
        status, _ = await request(client, method, path, bearer(customer.token))
    assert status == (403 if not anonymous else 201 if method == "POST" else 200)


@ON_SQLITE
@pytest.mark.parametrize("path", ["/api/beers", "/api/beers/BEER-AMBER"])
@pytest.mark.parametrize("anonymous", [True, False], ids=["with REST_ANONYMOUS=1", "with rights"])
async def test_everybody_can_read_beers_with_any_token(
    serve: Serve, product: Product, path: str, anonymous: bool
) -> None:
    async with serve(rest_anonymous=anonymous) as client:
        for headers in ({}, bearer(new_token()), {"authorization": "nonsense"}):
            assert (await client.get(path, headers=headers)).status_code == 200


@ON_SQLITE
async def test_the_session_cookie_works_from_its_own_origin(client: Client, staff: SignedIn) -> None:
    cookie = {"cookie": f"{COOKIE}={staff.token}"}
    assert (await request(client, "POST", "/api/beers", cookie))[0] == 201
    foreign = {**cookie, "origin": "http://evil.example"}
    assert (await request(client, "POST", "/api/beers", foreign))[0] == 403
