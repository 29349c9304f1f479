"""Cross-site requests."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI
from service_kit.http.cross_site import CrossSiteGuard
from service_kit.identity import COOKIE, new_token
from starlette.types import Message, Receive, Scope, Send

ALLOWED = "https://shop.example"
OWN = "http://shop.test"
EVIL = "https://evil.example"
SESSION = {"cookie": f"theme=dark; {COOKIE}={new_token()}"}


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
async def test_own_pages_and_programs_are_allowed(client: httpx.AsyncClient, site: str | None) -> None:
    answer = await client.post("/thing", headers={"sec-fetch-site": site} if site else {})
    assert answer.json() == "done"


async def test_an_allowed_origin_passes(client: httpx.AsyncClient) -> None:
    answer = await client.post("/thing", headers={"sec-fetch-site": "cross-site", "origin": ALLOWED})
    assert answer.json() == "done"


async def test_reading_is_allowed(client: httpx.AsyncClient) -> None:
    answer = await client.get("/thing", headers={"sec-fetch-site": "cross-site", "origin": "https://evil.example"})
    assert answer.json() == "done"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "same-site", "origin": "http://shop.test:9000"},  # cookies do not know ports
        {"sec-fetch-site": "same-site", "origin": "http://other.shop.test"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": EVIL},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "something new"},
        {"sec-fetch-site": ""},
        {"origin": "http://shop.test:9000"},
        {"origin": EVIL},
        {"origin": f"{OWN}.evil.example"},
        {"origin": "null"},
        {"origin": ""},
    ],
    ids=str,
)
async def test_pages_of_other_origins_cannot_change_anything_with_a_session(
    client: httpx.AsyncClient, method: str, headers: dict[str, str]
) -> None:
    answer = await client.request(method, "/thing", headers={**SESSION, **headers})
    assert answer.status_code == 403
    assert "CORS_ORIGINS" in answer.json()["detail"]


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "same-origin", "origin": OWN},
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
        {"origin": OWN},
        {"sec-fetch-site": "cross-site", "origin": ALLOWED},
        {"sec-fetch-site": "same-site", "origin": ALLOWED},
        {"origin": ALLOWED},
        {},
    ],
    ids=str,
)
async def test_a_session_serves_its_own_pages_those_of_allowed_origins_and_programs(
    client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    assert (await client.post("/thing", headers={**SESSION, **headers})).json() == "done"


async def test_reading_with_a_session_is_left_to_the_browser(client: httpx.AsyncClient) -> None:
    headers = {**SESSION, "sec-fetch-site": "cross-site", "origin": EVIL}
    assert (await client.get("/thing", headers=headers)).json() == "done"


async def test_a_port_is_part_of_the_origin(client: httpx.AsyncClient) -> None:
    for host, origin, status in (
        ("shop.test:8000", "http://shop.test:8000", 200),
        ("shop.test:8000", "http://shop.test", 403),
        ("[::1]:8000", "http://[::1]:8000", 200),
        ("[::1]:8000", "http://[::1]:8001", 403),
    ):
        answer = await client.post("/thing", headers={**SESSION, "host": host, "origin": origin})
        assert (host, origin, answer.status_code) == (host, origin, status)


@pytest.mark.parametrize("origin", [EVIL, "null", "http://[", "", "nonsense"])
async def test_without_fetch_metadata_the_origin_decides_also_for_those_without_a_session(
    client: httpx.AsyncClient, origin: str
) -> None:
    assert (await client.post("/thing", headers={"origin": origin})).status_code == 403


async def test_a_session_in_a_second_cookie_header_is_found(client: httpx.AsyncClient) -> None:
    headers = [("cookie", "a=b"), ("cookie", SESSION["cookie"]), ("sec-fetch-site", "same-site")]
    assert (await client.post("/thing", headers=headers)).status_code == 403


@pytest.mark.parametrize(
    ("headers", "loopback", "connected"),
    [
        ({"origin": "http://localhost:5173"}, True, True),
        ({"origin": "http://localhost:5173", "sec-fetch-site": "cross-site"}, True, True),
        ({"origin": "http://[::1]:5173"}, True, True),
        ({"origin": "http://localhost:5173"}, False, False),
        ({"origin": "http://localhost.evil.example"}, True, False),
        ({"origin": "null"}, True, False),
        ({"origin": EVIL}, True, False),
        ({"origin": ALLOWED}, False, True),
        ({"origin": OWN}, False, True),
    ],
    ids=str,
)
async def test_a_loopback_page_can_open_a_websocket_if_loopback_origins_are_allowed(
    headers: dict[str, str], loopback: bool, connected: bool
) -> None:
    passed: list[str] = []

    async def app(scope: Scope, _: Receive, __: Send) -> None:
        passed.append(scope["type"])

    async def send(_: Message) -> None:
        pass

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    raw = [(name.encode(), value.encode()) for name, value in {"host": "shop.test", **headers}.items()]
    scope = {"type": "websocket", "headers": raw, "extensions": {"websocket.http.response": {}}}
    await CrossSiteGuard(app, [ALLOWED], allow_loopback=loopback)(scope, receive, send)
    assert (passed == ["websocket"]) is connected
