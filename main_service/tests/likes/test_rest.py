"""`POST /api/products/{id}/like`."""

import httpx
import pytest
import respx
from service_kit.db.database import Database
from service_kit.process.service import Service

from testing.api import Client
from testing.events import event, receive
from testing.one_service import Serve
from testing.rows import contents, counts
from testing.shop import Shop

NOT_FOUND = {"detail": "Not found."}
NO_IDS = ["abc", "0", "-1", "99999999999999999999", "2147483648", "1e3", "%00", "1%2F2", "\u0661"]
BODIES = [
    {},
    {"json": {}},
    {"json": {"user": 5}},
    {"data": {"user": "5"}},
    {"content": b"{", "headers": {"content-type": "application/json"}},
    {"content": b"\xff", "headers": {"content-type": "text/plain"}},
]


@pytest.mark.parametrize("slash", ["", "/"])
async def test_a_like_is_recorded_once_for_the_random_visitor(
    client: Client, product: int, database: Database, slash: str
) -> None:
    answer = await client.post(f"/api/products/{product}/like{slash}")
    assert (answer.status_code, answer.json()) == (200, {"message": "success"})
    before = contents(database)
    again = await client.post(f"/api/products/{product}/like{slash}")
    assert (again.status_code, again.json()) == (400, {"message": "You already liked this product"})
    assert contents(database) == before
    assert [item["likes"] for item in (await client.get("/api/products")).json()] == [1]


async def test_likes_of_several_users_add_up_and_are_shown_at_once(
    client: Client, product: int, peer: respx.MockRouter
) -> None:
    peer["draw"].mock(side_effect=[httpx.Response(200, json={"id": user}) for user in (1, 2, 3)])
    for expected in (1, 2, 3):
        await client.post(f"/api/products/{product}/like")
        assert [item["likes"] for item in (await client.get("/api/products")).json()] == [expected]


@pytest.mark.parametrize("body", BODIES, ids=str)
async def test_the_request_body_is_ignored(
    client: Client, product: int, database: Database, body: dict[str, object]
) -> None:
    answer = await client.post(f"/api/products/{product}/like", **body)  # type: ignore[arg-type]
    assert answer.json() == {"message": "success"}
    assert [row[0] for row in contents(database)["product_like"]] == [7]


async def test_an_unknown_or_deleted_product_or_an_invalid_id_is_not_found(
    client: Client, product: int, shop: Shop, database: Database
) -> None:
    gone = shop.add()
    shop.remove(gone)
    before = contents(database)
    for wanted in [*NO_IDS, str(gone), str(gone + 1000)]:
        answer = await client.post(f"/api/products/{wanted}/like")
        assert (wanted, answer.status_code, answer.json()) == (wanted, 404, NOT_FOUND)
    assert contents(database) == before


async def test_while_admin_is_away_a_known_visitor_likes_and_without_one_it_is_a_503(
    serve: Serve, service: Service, product: int, peer: respx.MockRouter, database: Database
) -> None:
    peer["draw"].mock(side_effect=httpx.ConnectError("refused"))
    async with serve() as client:
        before = contents(database)
        answer = await client.post(f"/api/products/{product}/like")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
        assert answer.json()["detail"].startswith("admin_service does not answer")
        assert contents(database) == before
        receive(service.consumer, event("shop.user.created.v1", "user/42", 1, id=42, visitor=True))
        assert (await client.post(f"/api/products/{product}/like")).json() == {"message": "success"}
        assert [row[0] for row in contents(database)["product_like"]] == [42]


async def test_without_rest_anonymous_a_like_needs_a_session(
    serve: Serve, product: int, database: Database, peer: respx.MockRouter
) -> None:
    async with serve(rest_anonymous=False) as client:
        answer = await client.post(f"/api/products/{product}/like")
        assert (await client.get("/api/products")).status_code == 200
    assert (answer.status_code, answer.json()) == (401, {"detail": "Sign in first."})
    assert "product_like" not in counts(database)
    assert not peer["draw"].called
