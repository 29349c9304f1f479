"""Unusual texts in inputs and events."""

from urllib.parse import quote

import pytest
from service_kit.db.database import Database
from service_kit.process.service import Service

from testing.api import Client, bearer, codes
from testing.bad_input import HARMLESS_TEXTS, NUL, all_harmless_texts
from testing.events import event, failures, receive
from testing.peer_accounts import PeerAccounts
from testing.rows import contents
from testing.shop import Shop

LIKE = "mutation($id: ID!) { answer: likeProduct(input: {productId: $id}) { __typename } }"
STRANGE = [*HARMLESS_TEXTS.values(), NUL, "x" * 100_000]


@all_harmless_texts
async def test_unusual_texts_from_admin_service_are_shown_unchanged(client: Client, shop: Shop, text: str) -> None:
    product_id = shop.add(text, image=text)
    (listed,) = (await client.get("/api/products")).json()
    node = (await client.graphql(f"{{ product(id: {product_id}) {{ title image }} }}"))["product"]
    assert (listed["title"], listed["image"]) == (text, text)
    assert node == {"title": text, "image": text}


@all_harmless_texts
def test_unusual_names_are_stored_unchanged(service: Service, database: Database, text: str) -> None:
    receive(service.consumer, event("shop.user.created.v1", "user/3", 1, id=3, username=text[:50]))
    assert failures(database) == []
    assert [row[1] for row in contents(database)["user"]] == [text[:50]]


async def test_unusual_texts_are_not_ids(client: Client, product: int, database: Database) -> None:
    before = contents(database)
    for text in STRANGE:
        assert await client.graphql("query($id: ID!) { product(id: $id) { id } }", id=text) == {"product": None}
        assert (await client.graphql(LIKE, id=text))["answer"] == {"__typename": "ProductNotFound"}
        if "/" not in text and ".." not in text:
            answer = await client.post(f"/api/products/{quote(text[:2000], safe='')}/like")
            assert (text[:20], answer.status_code) == (text[:20], 404)
    assert contents(database) == before


async def test_unusual_texts_can_be_searched(client: Client, shop: Shop) -> None:
    operation = "query($by: ProductFilter) { products(filter: $by) { nodes { title } } }"
    for text in HARMLESS_TEXTS.values():
        shop.add(text)
    for text in HARMLESS_TEXTS.values():
        found = (await client.graphql(operation, by={"search": text}))["products"]["nodes"]
        assert {"title": text} in found
        assert (await client.graphql(operation, by={"category": text}))["products"]["nodes"] == []


async def test_products_with_unusual_texts_can_be_ordered(client: Client, service: Service, shop: Shop) -> None:
    for number, text in enumerate(HARMLESS_TEXTS.values(), start=1):
        told = {"id": number, "username": text[:50], "visitor": False}
        receive(service.consumer, event("shop.user.created.v1", f"user/{number}", 1, **told))
        shop.add(text)
        answer = await client.post("/orders", json={"username": text[:50], "product_name": text})
        assert (text, answer.status_code) == (text, 200)
    listed = (await client.get("/orders")).json()
    assert [order["product_name"] for order in listed] == list(HARMLESS_TEXTS.values())


async def test_unusual_texts_do_not_match_other_products(
    client: Client, accounts: PeerAccounts, product: int, database: Database
) -> None:
    token = bearer(accounts.sign_in())
    for text in STRANGE:
        for fields in ({"id": text, "quantity": 1}, {"username": text, "product_name": text}):
            assert (await client.post("/orders", json=fields)).status_code in {400, 404}
        for method in ("PUT", "DELETE"):
            body = {"sku": text, "quantity": 1}
            answer = await client.request(method, "/api/orders/current", json=body, headers=token)
            assert (text[:20], answer.status_code in {400, 404}) == (text[:20], True)
    assert contents(database)["shop_order"] == []


@pytest.mark.parametrize("cookie", [*(quote(text) for text in HARMLESS_TEXTS.values()), "x" * 8000, "\u00ff"])
async def test_unusual_cookies_identify_no_visitor(client: Client, product: int, cookie: str) -> None:
    headers = {"cookie": f"tandem_visitor={cookie}".encode("latin-1")}
    body = {"query": f"{{ product(id: {product}) {{ likedByMe }} }}"}
    answer = await client.post("/graphql", json=body, headers=headers)  # type: ignore[arg-type]
    assert answer.json() == {"data": {"product": {"likedByMe": False}}}


async def test_half_a_character_is_refused_before_anything_runs(client: Client, product: int) -> None:
    body = b'{"query": "query($id: ID!) { product(id: $id) { id } }", "variables": {"id": "\\ud83d"}}'
    answer = await client.post("/graphql", content=body, headers={"content-type": "application/json"})
    assert codes(answer.json()["errors"]) == ["BAD_USER_INPUT"]
