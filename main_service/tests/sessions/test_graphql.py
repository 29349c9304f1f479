"""Likes of signed-in users and of visitors in GraphQL."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
import respx
from service_kit.db.database import Database
from service_kit.identity import COOKIE, new_token

from testing.api import Client, bearer, codes
from testing.one_service import Serve
from testing.peer_accounts import PeerAccounts, Revoke, Wait
from testing.rows import contents
from testing.shop import Shop
from testing.tokens import token_of

VISITOR_COOKIE = "tandem_visitor"
LIKE = """mutation($id: ID!) { answer: likeProduct(input: {productId: $id}) {
  __typename ... on LikeProductSuccess { product { likes likedByMe } }
} }"""
UNLIKE = """mutation($id: ID!) { answer: unlikeProduct(input: {productId: $id}) {
  __typename ... on UnlikeProductSuccess { product { likes likedByMe } }
} }"""
LIKED = "query($id: ID!) { product(id: $id) { title likes likedByMe } }"


def by_cookie(token: str) -> dict[str, str]:
    return {"cookie": f"{COOKIE}={token}"}


CARRIERS: dict[str, Callable[[str], dict[str, str]]] = {
    "bearer": bearer,
    "small bearer": lambda token: {"authorization": f"bearer {token}"},
    "bare": lambda token: {"authorization": token},
    "cookie": by_cookie,
    "header over cookie": lambda token: {"authorization": token, "cookie": f"{COOKIE}={new_token()}"},
}
WRONG = [token_of("nobody"), "nonsense", "Bearer nonsense", "Basic dXNlcjpwYXNz", "ä", "x" * 5000]
anonymous_or_not = pytest.mark.parametrize("anonymous", [True, False], ids=["anonymous", "with rights"])


async def send(client: Client, operation: str, product_id: int, headers: dict[str, str]) -> httpx.Response:
    body = {"query": operation, "variables": {"id": str(product_id)}}
    encoded = {name: value.encode() for name, value in headers.items()}
    return await client.post("/graphql", json=body, headers=encoded)  # type: ignore[arg-type]


async def answer(client: Client, operation: str, product_id: int, headers: dict[str, str]) -> Any:
    body = (await send(client, operation, product_id, headers)).json()
    assert "errors" not in body, body
    return body["data"].get("answer") or body["data"]["product"]


async def refusal(client: Client, operation: str, product_id: int, headers: dict[str, str]) -> str:
    (code,) = codes((await send(client, operation, product_id, headers)).json()["errors"])
    return code


def likers(database: Database) -> list[int]:
    return sorted(row[0] for row in contents(database)["product_like"])


@anonymous_or_not
@pytest.mark.parametrize("carrier", CARRIERS.values(), ids=CARRIERS.keys())
async def test_a_like_belongs_to_the_signed_in_user_on_every_device(
    serve: Serve,
    accounts: PeerAccounts,
    product: int,
    database: Database,
    peer: respx.MockRouter,
    anonymous: bool,
    carrier: Callable[[str], dict[str, str]],
) -> None:
    here, there = carrier(accounts.sign_in(501)), carrier(accounts.sign_in(501))
    async with serve(rest_anonymous=anonymous) as client:
        given = await send(client, LIKE, product, here)
        assert given.json()["data"]["answer"]["product"] == {"likes": 1, "likedByMe": True}
        assert "set-cookie" not in given.headers
        assert (await answer(client, LIKED, product, there))["likedByMe"] is True
        assert (await answer(client, LIKE, product, there))["__typename"] == "AlreadyLiked"
        assert likers(database) == [501]
        assert (await answer(client, UNLIKE, product, there))["product"] == {"likes": 0, "likedByMe": False}
    assert not peer["visitor"].called


async def test_likes_of_a_visitor_are_not_moved_to_the_account(
    serve: Serve, accounts: PeerAccounts, product: int, database: Database
) -> None:
    async with serve() as client:
        await client.graphql(LIKE, id=product)
        client.headers.update(bearer(accounts.sign_in(501)))
        assert (await client.graphql(LIKED, id=product))["product"]["likedByMe"] is False
        assert (await client.graphql(LIKE, id=product))["answer"]["product"] == {"likes": 2, "likedByMe": True}
        assert likers(database) == [101, 501]
        assert (await client.graphql(UNLIKE, id=product))["answer"]["product"]["likes"] == 1
        del client.headers["authorization"]
        assert (await client.graphql(LIKED, id=product))["product"] == {
            "title": "Amber Ale",
            "likes": 1,
            "likedByMe": True,
        }


@anonymous_or_not
@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong[:12])
async def test_an_invalid_token_in_the_header_cannot_like(
    serve: Serve, accounts: PeerAccounts, product: int, database: Database, anonymous: bool, wrong: str
) -> None:
    headers = {"authorization": wrong}
    async with serve(rest_anonymous=anonymous) as client:
        for operation in (LIKE, UNLIKE):
            assert await refusal(client, operation, product, headers) == "UNAUTHENTICATED"
        assert (await answer(client, LIKED, product, headers))["likedByMe"] is False
    assert likers(database) == []


@pytest.mark.parametrize("end", ["revoked", "forgotten", "never there"])
async def test_a_page_with_an_ended_session_continues_as_a_visitor_if_visitors_are_enabled(
    serve: Serve, accounts: PeerAccounts, product: int, database: Database, revoke: Revoke, wait: Wait, end: str
) -> None:
    token = accounts.sign_in(501) if end != "never there" else new_token()
    cookie = by_cookie(token)
    async with serve(rest_anonymous=False) as client, serve() as open_client:
        if end == "revoked":
            assert (await answer(client, LIKED, product, cookie))["likedByMe"] is False
            revoke(token)
        elif end == "forgotten":
            assert (await answer(client, LIKE, product, cookie))["__typename"] == "LikeProductSuccess"
            accounts.forget(token)
            wait(31)
        before = likers(database)
        assert await refusal(client, LIKE, product, cookie) == "UNAUTHENTICATED"
        assert (await answer(client, LIKED, product, cookie))["likedByMe"] is False
        given = await send(open_client, LIKE, product, cookie)
        assert VISITOR_COOKIE in given.headers["set-cookie"]
    assert likers(database) == sorted([*before, 101])


async def test_while_admin_is_away_a_session_is_not_treated_as_missing(
    serve: Serve, accounts: PeerAccounts, product: int, database: Database, wait: Wait
) -> None:
    stale, fresh = by_cookie(accounts.sign_in(501)), by_cookie(accounts.sign_in(502))
    async with serve() as client:
        await answer(client, LIKE, product, stale)
        wait(3601)
        await answer(client, LIKE, product, fresh)
        accounts.check.mock(side_effect=httpx.ConnectError("refused"))
        before = likers(database)
        for unsure in (stale, bearer(new_token())):
            for operation in (LIKE, UNLIKE):
                assert await refusal(client, operation, product, unsure) == "UNAVAILABLE"
            shown = await answer(client, LIKED, product, unsure)
            assert shown == {"title": "Amber Ale", "likes": 2, "likedByMe": None}
        assert likers(database) == before == [501, 502]
        assert (await answer(client, LIKED, product, fresh))["likedByMe"] is True
        assert (await answer(client, UNLIKE, product, fresh))["product"]["likes"] == 1
        assert (await answer(client, LIKED, product, {}))["likedByMe"] is False


async def test_without_rest_anonymous_a_visitor_cookie_is_ignored(serve: Serve, product: int) -> None:
    async with serve() as client:
        await client.graphql(LIKE, id=product)
        cookie = client.cookies[VISITOR_COOKIE]
    async with serve(rest_anonymous=False) as client:
        client.cookies.set(VISITOR_COOKIE, cookie)
        assert (await client.graphql(LIKED, id=product))["product"]["likedByMe"] is False
        assert codes(await client.graphql_errors(UNLIKE, id=product)) == ["UNAUTHENTICATED"]


async def test_each_mutation_of_one_operation_returns_its_own_state(
    client: Client, accounts: PeerAccounts, product: int, shop: Shop
) -> None:
    shop.add()
    on_it = f'(input: {{productId: "{product}"}}) {{ ... on'
    operation = f"""mutation {{
      one: likeProduct{on_it} LikeProductSuccess {{ product {{ likes likedByMe }} }} }}
      two: unlikeProduct{on_it} UnlikeProductSuccess {{ product {{ likes likedByMe }} }} }}
      three: likeProduct{on_it} LikeProductSuccess {{ product {{ likes likedByMe }} }} }}
    }}"""
    for headers in (bearer(accounts.sign_in(501)), {}):
        body = (await client.post("/graphql", json={"query": operation}, headers=headers)).json()
        assert [body["data"][name]["product"]["likedByMe"] for name in ("one", "two", "three")] == [
            True,
            False,
            True,
        ]
