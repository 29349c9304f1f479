"""No REST route accepts an ended session."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from admin_service.products.model import Product
from admin_service.rights import RIGHTS
from admin_service.sessions.commands import delete_all, end_all
from admin_service.sessions.model import UserSession
from admin_service.users.commands import delete_account
from service_kit.db.database import Database
from service_kit.identity import COOKIE, Role
from service_kit.rights import Need
from sqlalchemy import update
from sqlalchemy.orm import Session

from testing.api import bearer
from testing.one_service import ON_SQLITE, Serve
from testing.rows import contents
from testing.signed_in import Accounts

PRIVATE = sorted(route for route in RIGHTS.routes if RIGHTS.of_route(route).need is not Need.EVERYONE)
FIELDS = {
    "title": "Porter",
    "image": "/porter.svg",
    "sku": "BEER-PORTER",
    "name": "Porter",
    "price": "5.10",
    "quantity": "3",
    "username": "eve",
    "email": "eve@example.com",
}
ENDED = {"detail": "Your session has ended. Sign in again."}


def expire(session: Session, user_id: int) -> None:
    mine = update(UserSession).where(UserSession.user_id == user_id)  # type: ignore[arg-type]
    session.execute(mine.values(idle_until=datetime.now(UTC)))


def delete(session: Session, user_id: int) -> None:
    delete_account(session, user_id)
    delete_all(session, user_id)


ways_to_end = pytest.mark.parametrize(
    "end", [expire, end_all, delete], ids=["expired", "revoked", "account deleted"]
)


def test_all_private_routes_are_tested() -> None:
    assert PRIVATE == [
        "DELETE /admin/products/{product_id}/delete",
        "DELETE /api/beers/{sku}",
        "DELETE /api/products/{product_id}",
        "DELETE /products/{product_id}",
        "GET /users",
        "PATCH /admin/products/{product_id}/edit",
        "POST /admin/products/create",
        "POST /admin/products/{product_id}/delete",
        "POST /admin/products/{product_id}/edit",
        "POST /api/beers",
        "POST /api/products",
        "POST /api/user",
        "POST /products",
        "POST /users",
        "PUT /admin/products/{product_id}/edit",
        "PUT /api/beers/{sku}",
        "PUT /api/products/{product_id}",
    ]


@ON_SQLITE
@ways_to_end
@pytest.mark.parametrize("route", PRIVATE)
async def test_a_route_serves_a_member_of_staff_until_the_session_ends(
    serve: Serve,
    accounts: Accounts,
    product: Product,
    database: Database,
    route: str,
    end: Callable[[Session, int], object],
) -> None:
    method, _, path = route.partition(" ")
    address = path.format(product_id=product.id, sku=product.sku)
    fields = FIELDS if method in {"POST", "PUT", "PATCH"} else None
    user = accounts.add("staff", Role.STAFF)
    token, other = accounts.sign_in(user), accounts.sign_in(accounts.add("other", Role.STAFF))
    async with serve(rest_anonymous=False) as client:
        database.write(lambda session: end(session, user.id))
        before = contents(database)
        for headers in (bearer(token), {"authorization": token}, {"cookie": f"{COOKIE}={token}"}):
            answer = await client.request(method, address, json=fields, headers=headers)
            assert (answer.status_code, answer.json()) == (401, ENDED)
            assert answer.headers["www-authenticate"] == "Bearer"
        assert contents(database) == before
        served = await client.request(method, address, json=fields, headers=bearer(other))
        assert served.status_code < 300


@ON_SQLITE
@ways_to_end
async def test_public_routes_accept_ended_tokens(
    serve: Serve, accounts: Accounts, product: Product, database: Database, end: Callable[[Session, int], object]
) -> None:
    user = accounts.add("staff", Role.STAFF)
    token = accounts.sign_in(user)
    database.write(lambda session: end(session, user.id))
    async with serve(rest_anonymous=False) as client:
        client.headers.update(bearer(token))
        for path in ("/admin/products", "/api/beers", f"/api/beers/{product.sku}", "/api/user"):
            assert (path, (await client.get(path)).status_code) == (path, 200)


@ON_SQLITE
@ways_to_end
async def test_an_ended_cookie_is_anonymous_and_an_ended_token_is_refused(
    serve: Serve, accounts: Accounts, database: Database, end: Callable[[Session, int], object]
) -> None:
    user = accounts.add("ada")
    token = accounts.sign_in(user)
    database.write(lambda session: end(session, user.id))
    async with serve(rest_anonymous=True) as client:
        assert (await client.post("/api/user", headers=bearer(token))).json() == ENDED
        assert (await client.post("/api/user", headers={"cookie": f"{COOKIE}={token}"})).status_code == 201
