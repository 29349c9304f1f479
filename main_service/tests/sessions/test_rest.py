"""`POST /api/products/{id}/like` with a session."""

import httpx
import pytest
import respx
from service_kit.db.database import Database
from service_kit.identity import COOKIE, new_token

from testing.api import Client, bearer
from testing.one_service import Serve
from testing.peer_accounts import PeerAccounts, Revoke, Wait
from testing.rows import contents
from testing.tokens import token_of

WRONG = ["nonsense", "Bearer nonsense", token_of("nobody")]
SUCCESS = (200, {"message": "success"})
anonymous_or_not = pytest.mark.parametrize("anonymous", [True, False], ids=["anonymous", "with rights"])


async def like(client: Client, product: int, headers: dict[str, str]) -> tuple[int, dict[str, str]]:
    answer = await client.post(f"/api/products/{product}/like", headers=headers)
    return answer.status_code, answer.json()


def likers(database: Database) -> list[int]:
    return sorted(row[0] for row in contents(database)["product_like"])


@anonymous_or_not
@pytest.mark.parametrize("in_cookie", [False, True], ids=["header", "cookie"])
async def test_a_like_belongs_to_the_signed_in_user(
    serve: Serve,
    accounts: PeerAccounts,
    product: int,
    database: Database,
    peer: respx.MockRouter,
    anonymous: bool,
    in_cookie: bool,
) -> None:
    token = accounts.sign_in(501)
    headers = {"cookie": f"{COOKIE}={token}"} if in_cookie else bearer(token)
    async with serve(rest_anonymous=anonymous) as client:
        assert await like(client, product, headers) == SUCCESS
        assert await like(client, product, headers) == (400, {"message": "You already liked this product"})
    assert likers(database) == [501]
    assert not peer["draw"].called


@anonymous_or_not
@pytest.mark.parametrize("wrong", WRONG)
async def test_a_wrong_token_in_the_header_is_a_401(
    serve: Serve, accounts: PeerAccounts, product: int, database: Database, anonymous: bool, wrong: str
) -> None:
    async with serve(rest_anonymous=anonymous) as client:
        answer = await client.post(f"/api/products/{product}/like", headers={"authorization": wrong})
        assert (await client.get("/api/products", headers={"authorization": wrong})).status_code == 200
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert answer.json() == {"detail": "Your session has ended. Sign in again."}
    assert likers(database) == []


@anonymous_or_not
async def test_a_revoked_session_is_refused_at_once(
    serve: Serve, accounts: PeerAccounts, product: int, database: Database, revoke: Revoke, anonymous: bool
) -> None:
    token = accounts.sign_in(501)
    async with serve(rest_anonymous=anonymous) as client:
        assert await like(client, product, bearer(token)) == SUCCESS
        revoke(token)
        assert (await like(client, product, bearer(token)))[0] == 401
    assert likers(database) == [501]


async def test_an_ended_session_cookie_likes_as_a_random_visitor_if_visitors_are_enabled(
    serve: Serve, accounts: PeerAccounts, product: int, database: Database
) -> None:
    cookie = {"cookie": f"{COOKIE}={new_token()}"}
    async with serve(rest_anonymous=False) as client:
        assert (await like(client, product, cookie))[0] == 401
    async with serve() as client:
        assert await like(client, product, cookie) == SUCCESS
    assert likers(database) == [7]


@anonymous_or_not
async def test_while_admin_is_away_a_session_that_cannot_be_checked_is_a_503_and_never_a_401(
    serve: Serve, accounts: PeerAccounts, product: int, database: Database, wait: Wait, anonymous: bool
) -> None:
    stale, fresh = accounts.sign_in(501), accounts.sign_in(502)
    async with serve(rest_anonymous=anonymous) as client:
        await like(client, product, bearer(stale))
        wait(3601)
        await client.post(
            "/graphql", json={"query": "{ products { nodes { likedByMe } } }"}, headers=bearer(fresh)
        )
        accounts.check.mock(side_effect=httpx.ReadTimeout("slow"))
        for unsure in (bearer(stale), bearer(new_token()), {"cookie": f"{COOKIE}={new_token()}"}):
            answer = await client.post(f"/api/products/{product}/like", headers=unsure)
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
            assert answer.json()["detail"].startswith("Your session cannot be checked at the moment")
        assert await like(client, product, bearer(fresh)) == SUCCESS
        assert (await client.get("/api/products", headers=bearer(stale))).status_code == 200
    assert likers(database) == [501, 502]
