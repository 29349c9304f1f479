"""Requests that a page of another site makes a browser send."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI
from service_kit.cross_site import CrossSiteGuard

ALLOWED = "https://shop.example"


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.add_middleware(CrossSiteGuard, allowed_origins=[ALLOWED])
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        app.add_api_route("/thing", lambda: "done", methods=[method], operation_id=method)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shop.test") as client:
        yield client


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("origin", ["https://evil.example", "null", f"{ALLOWED}.evil.example", None])
async def test_a_change_from_another_site_is_refused(
    client: httpx.AsyncClient, method: str, origin: str | None
) -> None:
    headers = {"sec-fetch-site": "cross-site", **({"origin": origin} if origin else {})}
    answer = await client.request(method, "/thing", headers=headers)
    assert answer.status_code == 403
    assert "CORS_ORIGINS" in answer.json()["detail"]


@pytest.mark.parametrize("site", ["same-origin", "same-site", "none", None])
async def test_the_shops_own_pages_and_programs_pass(client: httpx.AsyncClient, site: str | None) -> None:
    answer = await client.post("/thing", headers={"sec-fetch-site": site} if site else {})
    assert answer.json() == "done"


async def test_an_allowed_origin_passes(client: httpx.AsyncClient) -> None:
    answer = await client.post("/thing", headers={"sec-fetch-site": "cross-site", "origin": ALLOWED})
    assert answer.json() == "done"


async def test_reading_is_not_its_business(client: httpx.AsyncClient) -> None:
    answer = await client.get("/thing", headers={"sec-fetch-site": "cross-site", "origin": "https://evil.example"})
    assert answer.json() == "done"
