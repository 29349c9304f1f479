"""`GET /api/products`. `tests/likes` has the tests of likes."""

import pytest
from service_kit.process.service import Service

from testing.api import Client
from testing.events import event, receive
from testing.shop import Shop


@pytest.mark.parametrize("slash", ["", "/"])
async def test_lists_the_copies_by_id_with_the_four_fields_and_no_others(
    client: Client, shop: Shop, slash: str
) -> None:
    first = shop.add("Zwickel 🍺", image="/z.svg", likes=2)
    second = shop.add("Ale", image="/a.svg", category="beer")
    answer = await client.get(f"/api/products{slash}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json() == [
        {"id": first, "title": "Zwickel 🍺", "image": "/z.svg", "likes": 2},
        {"id": second, "title": "Ale", "image": "/a.svg", "likes": 0},
    ]


async def test_the_list_is_empty_without_products(client: Client) -> None:
    assert (await client.get("/api/products")).json() == []


async def test_the_list_follows_the_events_of_admin_service(
    client: Client, service: Service, shop: Shop, product: int
) -> None:
    receive(
        service.consumer, event("shop.product.updated.v1", f"product/{product}", 2, id=product, title="Pale Ale")
    )
    assert [item["title"] for item in (await client.get("/api/products")).json()] == ["Pale Ale"]
    shop.remove(product)
    assert (await client.get("/api/products")).json() == []
