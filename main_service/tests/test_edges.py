"""The behaviour of all routes of main_service: methods, sizes, origins."""

import gzip

import pytest
from service_kit.events.transports.signature import sign
from structlog.typing import EventDict

from testing.api import Client
from testing.events import event
from testing.one_service import EVENTS_SECRET, ON_SQLITE, Serve
from testing.shop import Shop

SHOP = "http://shop.example"
ROUTES = {
    "/api/products": {"GET"},
    "/api/products/1/like": {"POST"},
    "/api/orders": {"GET"},
    "/api/orders/current": {"GET", "PUT", "DELETE"},
    "/api/orders/checkout": {"GET"},
    "/api/orders/1": {"GET"},
    "/orders": {"GET", "POST"},
    "/orders/1": {"GET"},
    "/graphql": {"GET", "POST"},
    "/events": {"POST"},
    "/livez": {"GET"},
    "/readyz": {"GET"},
    "/metrics": {"GET"},
}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
FOREIGN = [
    "http://evil.example",
    "null",
    f"{SHOP}.evil.example",
    "http://evilshop.example",
    "https://shop.example",
]


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("path", ROUTES)
@ON_SQLITE
async def test_refuses_methods_that_a_route_does_not_serve_and_names_those_that_it_does(
    client: Client, path: str, slash: str
) -> None:
    for method in sorted(set(METHODS) - ROUTES[path]):
        answer = await client.request(method, f"{path}{slash}")
        allowed = {name.strip() for name in answer.headers["allow"].split(",")}
        assert (method, answer.status_code, allowed - {"HEAD"}) == (method, 405, ROUTES[path])
        assert answer.json() == {"detail": "Method Not Allowed"}


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("path", [path for path, methods in ROUTES.items() if "GET" in methods])
@ON_SQLITE
async def test_answers_head_wherever_it_answers_get(client: Client, path: str, slash: str) -> None:
    get, head = await client.get(f"{path}{slash}"), await client.head(f"{path}{slash}")
    assert (head.status_code, head.content) == (get.status_code, b"")
    assert head.headers["content-type"] == get.headers["content-type"]


@ON_SQLITE
async def test_a_compressed_body_is_refused_by_name(client: Client) -> None:
    message = 'The body is compressed ("gzip"). Send it without Content-Encoding.'
    headers = {"content-type": "application/json", "content-encoding": "gzip"}
    body = gzip.compress(b'{"query": "{ __typename }"}')
    answer = await client.post("/orders", content=body, headers=headers)
    assert (answer.status_code, answer.json()) == (415, {"detail": message})
    answer = await client.post("/graphql", content=body, headers=headers)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["message"]) == (415, message)
    assert error["extensions"]["code"] == "UNSUPPORTED_MEDIA_TYPE"


@ON_SQLITE
@pytest.mark.parametrize("path", ["/api/products/1/like", "/orders", "/graphql"])
async def test_a_page_of_another_site_cannot_change_data_through_a_browser(serve: Serve, path: str) -> None:
    foreign = {"sec-fetch-site": "cross-site", "origin": "http://evil.example"}
    async with serve(cors_origins=[SHOP]) as client:
        assert (await client.post(path, json={}, headers=foreign)).status_code == 403
        assert (await client.post(path, json={}, headers={**foreign, "origin": SHOP})).status_code != 403


@ON_SQLITE
@pytest.mark.parametrize(
    "path", ["/", "//", "/nope", "/api", "/api/products/1", "/api//products", "/docs", "/redoc"]
)
async def test_answers_404_where_there_is_no_route(client: Client, path: str) -> None:
    answer = await client.get(path)
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not found."})


@ON_SQLITE
@pytest.mark.parametrize("path", ["/graphql", "/events"])
async def test_refuses_a_body_of_twenty_megabytes_and_logs_no_error(
    client: Client, log_entries: list[EventDict], path: str
) -> None:
    headers = {"content-type": "application/json"}
    answer = await client.post(path, content=b"x" * 20_000_000, headers=headers)
    assert answer.status_code == 413
    assert "The body is too large: at most 1048576 bytes are allowed." in answer.text
    assert log_entries == []


@ON_SQLITE
async def test_accepts_events_by_http_only_with_a_valid_signature(client: Client) -> None:
    body = event("shop.user.created.v1", "user/3", 1)
    good = {"content-type": "application/cloudevents+json", **sign(EVENTS_SECRET, "message", body)}
    assert (await client.post("/events", content=body, headers=good)).status_code == 204
    assert (await client.post("/events", content=body, headers=good)).status_code == 204
    unsigned = {"content-type": "application/cloudevents+json"}
    assert (await client.post("/events", content=body, headers=unsigned)).status_code == 401
    assert (await client.post("/events", content=body + b" ", headers=good)).status_code == 401


@ON_SQLITE
async def test_over_a_broker_there_is_no_route_for_events(serve: Serve) -> None:
    async with serve(events_url="amqp://127.0.0.1:9") as client:
        assert (await client.post("/events")).status_code == 404


@ON_SQLITE
@pytest.mark.parametrize("path", ["/api/products", "/graphql?query={categories}", "/api/products/1/like", "/nope"])
async def test_pages_of_other_origins_cannot_read_answers(serve: Serve, path: str) -> None:
    async with serve(cors_origins=[SHOP]) as client:
        for origin in FOREIGN:
            answer = await client.get(path, headers={"origin": origin})
            asked = {"origin": origin, "access-control-request-method": "POST"}
            preflight = await client.options(path, headers=asked)
            assert "access-control-allow-origin" not in answer.headers, origin
            assert "access-control-allow-origin" not in preflight.headers, origin
            assert preflight.status_code == 400


@ON_SQLITE
async def test_lets_pages_of_the_configured_origin_read_answers_without_the_visitors_cookie(serve: Serve) -> None:
    async with serve(cors_origins=[SHOP]) as client:
        answer = await client.get("/api/products", headers={"origin": SHOP})
    assert answer.headers["access-control-allow-origin"] == SHOP
    assert "access-control-allow-credentials" not in answer.headers


@ON_SQLITE
@pytest.mark.parametrize(("encoding", "used"), [("gzip, deflate, br", "gzip"), ("identity", None)])
async def test_a_large_answer_is_compressed_for_a_client_that_accepts_it(
    client: Client, shop: Shop, encoding: str, used: str | None
) -> None:
    for number in range(10):
        shop.add(f"{number} {'long title ' * 15}")
    query = {"query": "{ products { nodes { title } } }"}
    answer = await client.post("/graphql", json=query, headers={"accept-encoding": encoding})
    assert len(answer.json()["data"]["products"]["nodes"]) == 10
    assert answer.headers.get("content-encoding") == used
    assert "Accept-Encoding" in answer.headers["vary"]
    small = await client.get("/livez", headers={"accept-encoding": encoding})
    assert "content-encoding" not in small.headers
