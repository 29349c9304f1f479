"""Likes in GraphQL, and the cookie that identifies a visitor."""

import asyncio
from typing import Any

import httpx
import pytest
import respx
from service_kit.db.database import Database
from service_kit.process.service import Service

from testing.api import Client, codes
from testing.events import event, receive
from testing.one_service import Serve
from testing.rows import contents, counts, statements
from testing.shop import Shop

COOKIE = "tandem_visitor"
PRODUCT = "product { id likes likedByMe }"
LIKE = f"""mutation($id: ID!) {{ answer: likeProduct(input: {{productId: $id}}) {{
  __typename ... on LikeProductSuccess {{ {PRODUCT} }} ... on AlreadyLiked {{ {PRODUCT} }}
  ... on ProductNotFound {{ id }} ... on Error {{ message code }}
}} }}"""
UNLIKE = f"""mutation($id: ID!) {{ answer: unlikeProduct(input: {{productId: $id}}) {{
  __typename ... on UnlikeProductSuccess {{ {PRODUCT} }} ... on NotLiked {{ {PRODUCT} }}
  ... on ProductNotFound {{ id }} ... on Error {{ message code }}
}} }}"""
LIKED = "query($id: ID!) { product(id: $id) { likes likedByMe } }"


async def run(client: Client, operation: str, product_id: object) -> Any:
    return (await client.graphql(operation, id=product_id))["answer"]


def shown(product_id: int, likes: int, liked: bool) -> dict[str, object]:
    return {"id": str(product_id), "likes": likes, "likedByMe": liked}


def likers(database: Database) -> list[int]:
    return sorted(row[0] for row in contents(database)["product_like"])


async def test_a_like_is_shown_at_once_and_a_second_one_is_refused(
    client: Client, product: int, database: Database
) -> None:
    assert await run(client, LIKE, product) == {
        "__typename": "LikeProductSuccess",
        "product": shown(product, 1, True),
    }
    before = contents(database)
    assert await run(client, LIKE, product) == {
        "__typename": "AlreadyLiked",
        "product": shown(product, 1, True),
        "message": "You already liked this product",
        "code": "ALREADY_LIKED",
    }
    assert contents(database) == before


async def test_a_like_can_be_removed_only_once(client: Client, product: int) -> None:
    await run(client, LIKE, product)
    assert await run(client, UNLIKE, product) == {
        "__typename": "UnlikeProductSuccess",
        "product": shown(product, 0, False),
    }
    assert await run(client, UNLIKE, product) == {
        "__typename": "NotLiked",
        "product": shown(product, 0, False),
        "message": "You have not liked this product",
        "code": "NOT_LIKED",
    }


@pytest.mark.parametrize("wanted", ["999999", "abc", "0", "-1", "99999999999999999999", "", "🍺"])
async def test_a_missing_product_can_be_neither_liked_nor_unliked(
    client: Client, product: int, database: Database, wanted: str
) -> None:
    before = contents(database)
    expected = {"__typename": "ProductNotFound", "id": wanted, "message": "Not found.", "code": "NOT_FOUND"}
    assert await run(client, LIKE, wanted) == expected
    assert await run(client, UNLIKE, wanted) == expected
    assert contents(database) == before


async def test_a_new_visitor_gets_a_cookie_that_identifies_them_later(
    serve: Serve, product: int, shop: Shop, database: Database, peer: respx.MockRouter
) -> None:
    other = shop.add()
    async with serve() as client:
        first = await client.post_graphql(LIKE, id=product)
        cookie = first.headers["set-cookie"]
        assert cookie.startswith(f"{COOKIE}=")
        attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"httponly", "samesite=lax", "path=/", "max-age=31536000"} == attributes
        second = await client.post_graphql(LIKE, id=other)
        assert "set-cookie" not in second.headers
        assert (await client.graphql(LIKED, id=product))["product"] == {"likes": 1, "likedByMe": True}
    assert likers(database) == [101, 101]
    assert (peer["visitor"].call_count, peer["draw"].call_count) == (1, 0)


async def test_over_https_the_cookie_is_secure(serve: Serve, product: int) -> None:
    async with serve() as client:
        answer = await client.post(
            "https://shop.test/graphql", json={"query": LIKE, "variables": {"id": str(product)}}
        )
    assert "secure" in answer.headers["set-cookie"].lower()


async def test_visitors_are_different_users(serve: Serve, product: int, database: Database) -> None:
    for expected in (1, 2, 3):
        async with serve() as client:
            assert (await run(client, LIKE, product))["product"] == shown(product, expected, True)
    assert likers(database) == [101, 102, 103]


async def test_reading_without_a_cookie_shows_no_likes_and_sets_no_cookie(
    serve: Serve, client: Client, product: int, peer: respx.MockRouter
) -> None:
    await run(client, LIKE, product)
    async with serve() as stranger:
        answer = await stranger.post_graphql(LIKED, id=product)
        assert answer.json()["data"]["product"] == {"likes": 1, "likedByMe": False}
        assert "set-cookie" not in answer.headers
        assert (await run(stranger, UNLIKE, product))["__typename"] == "NotLiked"
    assert peer["visitor"].call_count == 1


@pytest.mark.parametrize("value", ["101", "MTAx.forged", "x" * 4000, "a.b.c", '"101"'])
async def test_a_forged_cookie_is_replaced_by_a_new_visitor(
    serve: Serve, client: Client, product: int, database: Database, value: str
) -> None:
    await run(client, LIKE, product)
    async with serve() as forger:
        forger.cookies.set(COOKIE, value)
        assert (await forger.graphql(LIKED, id=product))["product"]["likedByMe"] is False
        answer = await forger.post_graphql(LIKE, id=product)
    assert answer.json()["data"]["answer"]["__typename"] == "LikeProductSuccess"
    assert COOKIE in answer.headers["set-cookie"]
    assert likers(database) == [101, 102]


async def test_a_cookie_signed_with_another_key_is_ignored(serve: Serve, product: int) -> None:
    async with serve(secret_key="another key that nobody else has at all") as elsewhere:
        cookie = (await elsewhere.post_graphql(LIKE, id=product)).cookies[COOKIE]
    async with serve() as client:
        client.cookies.set(COOKIE, cookie)
        assert (await client.graphql(LIKED, id=product))["product"]["likedByMe"] is False


async def test_while_admin_is_away_a_new_visitor_gets_a_known_visitor(
    serve: Serve, service: Service, product: int, peer: respx.MockRouter, database: Database
) -> None:
    peer["visitor"].mock(side_effect=httpx.ConnectError("refused"))
    async with serve() as client:
        errors = await client.graphql_errors(LIKE, id=product)
        assert codes(errors) == ["UNAVAILABLE"]
        assert "product_like" not in counts(database)
        receive(service.consumer, event("shop.user.created.v1", "user/42", 1, id=42, visitor=True))
        assert (await run(client, LIKE, product))["product"] == shown(product, 1, True)
    assert likers(database) == [42]


async def test_two_likes_in_one_operation_belong_to_one_visitor(
    serve: Serve, product: int, shop: Shop, database: Database, peer: respx.MockRouter
) -> None:
    other = shop.add()
    both = "".join(
        f'{name}: likeProduct(input: {{productId: "{key}"}}) {{ ... on LikeProductSuccess {{ {PRODUCT} }} }} '
        for name, key in (("a", product), ("b", other))
    )
    async with serve() as client:
        data = await client.graphql(f"mutation {{ {both} }}")
    assert data == {"a": {"product": shown(product, 1, True)}, "b": {"product": shown(other, 1, True)}}
    assert (likers(database), peer["visitor"].call_count) == ([101, 101], 1)


async def test_liked_by_me_takes_one_statement_for_all_products(client: Client, shop: Shop) -> None:
    ids = [shop.add(f"Ale {number}") for number in range(10)]
    for product_id in ids[::2]:
        await run(client, LIKE, product_id)
    operation = "{ products { nodes { id likedByMe } edges { node { likedByMe } } } categories }"
    with statements() as sent:
        data = await client.graphql(operation)
    liked = [int(node["id"]) for node in data["products"]["nodes"] if node["likedByMe"]]
    assert sorted(liked) == ids[::2]
    assert [edge["node"]["likedByMe"] for edge in data["products"]["edges"]] == [
        node["likedByMe"] for node in data["products"]["nodes"]
    ]
    assert len([statement for statement in sent if "product_like" in statement]) == 1


async def test_likes_of_many_visitors_at_once_all_count(serve: Serve, product: int, database: Database) -> None:
    async with serve() as client:

        async def visit() -> str:
            fresh = await client.post(
                "/graphql", json={"query": LIKE, "variables": {"id": str(product)}}, headers={"cookie": ""}
            )
            return str(fresh.json()["data"]["answer"]["__typename"])

        answers = await asyncio.gather(*(visit() for _ in range(12)))
        assert answers == ["LikeProductSuccess"] * 12
        assert (await client.graphql(LIKED, id=product))["product"]["likes"] == 12
    assert likers(database) == list(range(101, 113))


async def test_without_rest_anonymous_mutations_require_a_session(
    serve: Serve, product: int, database: Database, peer: respx.MockRouter
) -> None:
    before = contents(database)
    async with serve(rest_anonymous=False) as client:
        for operation in (LIKE, UNLIKE):
            answer = await client.post_graphql(operation, id=product)
            assert codes(answer.json()["errors"]) == ["UNAUTHENTICATED"]
            assert "set-cookie" not in answer.headers
    assert contents(database) == before
    assert not peer["visitor"].called
