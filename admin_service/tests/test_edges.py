"""The common behaviour of all routes: methods, media types, bodies, origins, rights and compression."""

import gzip
from collections.abc import AsyncIterator

import pytest
from admin_service.products.model import Product
from service_kit.db.database import Database
from service_kit.events.event import MAX_EVENT_BYTES
from structlog.typing import EventDict

from testing.api import Client
from testing.one_service import ON_SQLITE, Serve
from testing.rows import contents
from testing.shop import Shop

SHOP = "http://shop.example"
JSON, FORM, MULTIPART = "application/json", "application/x-www-form-urlencoded", "multipart/form-data"
DEEP = b'{"a":' * 50_000 + b"1" + b"}" * 50_000
CREATE = "/admin/products/create"
TOO_LARGE = "The body is too large: at most 1048576 bytes are allowed."

ROUTES = {
    "/admin/products": {"GET"},
    "/admin/products/create": {"POST"},
    "/admin/products/1/edit": {"GET", "PUT", "PATCH", "POST"},
    "/admin/products/1/delete": {"DELETE", "POST"},
    "/api/products": {"GET", "POST"},
    "/api/products/1": {"GET", "PUT", "DELETE"},
    "/api/user": {"GET", "POST"},
    "/api/beers": {"GET", "POST"},
    "/api/beers/SKU-1": {"GET", "PUT", "DELETE"},
    "/api/users/register": {"POST"},
    "/api/users/exists": {"GET"},
    "/api/users/login": {"POST"},
    "/api/users/logout": {"POST"},
    "/api/users/check_token": {"POST"},
    "/api/sessions/check": {"POST"},
    "/users": {"GET", "POST"},
    "/graphql": {"GET", "POST"},
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
async def test_answers_405_with_the_allowed_methods(client: Client, path: str, slash: str) -> None:
    for method in sorted(set(METHODS) - ROUTES[path]):
        answer = await client.request(method, f"{path}{slash}")
        allowed = {name.strip() for name in answer.headers["allow"].split(",")}
        assert (method, answer.status_code, allowed - {"HEAD"}) == (method, 405, ROUTES[path])
        assert answer.json() == {"detail": "Method Not Allowed"}


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("path", [path for path, methods in ROUTES.items() if "GET" in methods])
@ON_SQLITE
async def test_every_get_route_answers_head(client: Client, path: str, slash: str) -> None:
    get, head = await client.get(f"{path}{slash}"), await client.head(f"{path}{slash}")
    assert (head.status_code, head.content) == (get.status_code, b"")
    assert head.headers["content-type"] == get.headers["content-type"]


@ON_SQLITE
async def test_compressed_bodies_are_refused_with_the_encoding(client: Client) -> None:
    message = 'The body is compressed ("gzip"). Send it without Content-Encoding.'
    headers = {"content-type": "application/json", "content-encoding": "gzip"}
    body = gzip.compress(b'{"query": "{ __typename }"}')
    answer = await client.post("/admin/products/create", content=body, headers=headers)
    assert (answer.status_code, answer.json()) == (415, {"detail": message})
    answer = await client.post("/graphql", content=body, headers=headers)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["message"]) == (415, message)
    assert error["extensions"]["code"] == "UNSUPPORTED_MEDIA_TYPE"


@ON_SQLITE
@pytest.mark.parametrize("path", ["/admin/products/create", "/graphql"])
async def test_requests_from_other_sites_cannot_change_anything(serve: Serve, path: str) -> None:
    foreign = {"sec-fetch-site": "cross-site", "origin": "http://evil.example"}
    async with serve(cors_origins=[SHOP]) as client:
        assert (await client.post(path, json={}, headers=foreign)).status_code == 403
        assert (await client.post(path, json={}, headers={**foreign, "origin": SHOP})).status_code != 403


@ON_SQLITE
@pytest.mark.parametrize(
    "path", ["/", "//", "/nope", "/admin", "/admin/products/1", "/admin//products", "/docs", "/redoc"]
)
async def test_answers_404_for_unknown_routes(client: Client, path: str) -> None:
    answer = await client.get(path)
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not found."})


@pytest.mark.parametrize(
    ("content_type", "body", "status", "text"),
    [
        (JSON, b"{", 400, "JSON parse error"),
        (JSON, b'{"title": "\\ud83d", "image": "/s.svg"}', 400, "JSON parse error"),
        (JSON, b'{"title": "\xff", "image": "/s.svg"}', 400, "JSON parse error"),
        (JSON, DEEP, 400, "JSON parse error"),
        (JSON, b'"x"', 400, "The body must be a JSON object."),
        (JSON, b"[]", 400, "The body must be a JSON object."),
        (JSON, b"null", 400, "The body must be a JSON object."),
        (FORM, b"title=%ff&image=/s.svg", 400, "The form cannot be read"),
        (FORM, b"&".join(b"f%d=1" % number for number in range(101)), 400, "The form cannot be read"),
        (MULTIPART, b"x", 400, "The form cannot be read"),
        (f"{MULTIPART}; boundary=b", b"--b\r\n\r\n\r\n--b--", 400, "The form cannot be read"),
        (
            f"{MULTIPART}; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="title"; filename="t.txt"\r\n\r\nStout\r\n--b--\r\n',
            400,
            "The form cannot be read",
        ),
        ("text/plain", b'{"title": "Stout", "image": "/s.svg"}', 415, 'Unsupported media type "text/plain"'),
        ("application/xml", b"<title/>", 415, 'Unsupported media type "application/xml"'),
    ],
    ids=lambda value: str(value)[:30],
)
async def test_unreadable_bodies_are_refused_with_the_reason(
    client: Client, database: Database, content_type: str, body: bytes, status: int, text: str
) -> None:
    answer = await client.post(CREATE, content=body, headers={"content-type": content_type})
    assert answer.status_code == status
    assert answer.json().keys() == {"detail"}
    assert answer.json()["detail"].startswith(text)
    assert not any(contents(database).values())


@pytest.mark.parametrize("content_type", [JSON, FORM, "application/vnd.shop+json", ""])
async def test_an_empty_body_has_no_fields(client: Client, content_type: str) -> None:
    answer = await client.post(CREATE, content=b"", headers={"content-type": content_type})
    assert (answer.status_code, set(answer.json())) == (400, {"title", "image"})


BODIES = {
    JSON: b'{"title": "',
    FORM: b"title=",
    f"{MULTIPART}; boundary=b": b'--b\r\nContent-Disposition: form-data; name="title"\r\n\r\n',
}


async def chunks(body: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(body), 65_536):
        yield body[start : start + 65_536]


@ON_SQLITE
@pytest.mark.parametrize("content_type", BODIES)
@pytest.mark.parametrize("announced", [True, False])
@pytest.mark.parametrize("path", [CREATE, "/admin/products/1/edit"])
async def test_refuses_a_body_of_twenty_megabytes_and_logs_no_error(
    client: Client, log_entries: list[EventDict], path: str, content_type: str, announced: bool
) -> None:
    body = BODIES[content_type].ljust(20_000_000, b"x")
    content = body if announced else chunks(body)
    answer = await client.post(path, content=content, headers={"content-type": content_type})
    assert (answer.status_code, answer.json()) == (413, {"detail": TOO_LARGE})
    assert log_entries == []


@ON_SQLITE
@pytest.mark.parametrize("announced", [True, False])
async def test_refuses_a_graphql_body_of_twenty_megabytes_with_a_graphql_error(
    client: Client, log_entries: list[EventDict], announced: bool
) -> None:
    body = b'{"query": "'.ljust(20_000_000, b"x")
    answer = await client.post(
        "/graphql", content=body if announced else chunks(body), headers={"content-type": JSON}
    )
    assert answer.status_code == 413
    assert [error["message"] for error in answer.json()["errors"]] == [TOO_LARGE]
    assert log_entries == []


@ON_SQLITE
async def test_accepts_a_body_just_below_the_limit(serve: Serve) -> None:
    limit = MAX_EVENT_BYTES + 2
    async with serve(max_body_bytes=limit) as client:
        fields = b'{"title": "Stout", "image": "/s.svg"}'
        headers = {"content-type": JSON}
        assert (await client.post(CREATE, content=fields.ljust(limit), headers=headers)).status_code == 201
        assert (await client.post(CREATE, content=fields.ljust(limit + 1), headers=headers)).status_code == 413


@ON_SQLITE
async def test_pages_of_the_configured_origin_can_read_responses(serve: Serve) -> None:
    async with serve(cors_origins=[SHOP]) as client:
        answer = await client.get("/admin/products", headers={"origin": SHOP})
        asked = {"origin": SHOP, "access-control-request-method": "DELETE"}
        preflight = await client.options("/admin/products/1/delete", headers=asked)
    assert answer.headers["access-control-allow-origin"] == SHOP
    assert "access-control-allow-credentials" not in answer.headers
    assert (preflight.status_code, preflight.headers["access-control-allow-origin"]) == (200, SHOP)


@ON_SQLITE
@pytest.mark.parametrize("path", ["/admin/products", "/graphql?query={categories}", "/api/user", "/nope"])
async def test_pages_of_other_origins_cannot_read_responses(serve: Serve, path: str) -> None:
    async with serve(cors_origins=[SHOP]) as client:
        for origin in FOREIGN:
            answer = await client.get(path, headers={"origin": origin})
            asked = {"origin": origin, "access-control-request-method": "POST"}
            preflight = await client.options(path, headers=asked)
            assert "access-control-allow-origin" not in answer.headers, origin
            assert "access-control-allow-origin" not in preflight.headers, origin
            assert preflight.status_code == 400


@ON_SQLITE
async def test_no_origin_is_allowed_by_default(client: Client) -> None:
    answer = await client.get("/admin/products", headers={"origin": SHOP})
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", CREATE),
        ("PUT", "/admin/products/{id}/edit"),
        ("PATCH", "/admin/products/{id}/edit"),
        ("POST", "/admin/products/{id}/edit"),
        ("DELETE", "/admin/products/{id}/delete"),
        ("POST", "/admin/products/{id}/delete"),
        ("POST", "/api/products"),
        ("PUT", "/api/products/{id}"),
        ("DELETE", "/api/products/{id}"),
        ("POST", "/api/user"),
        ("POST", "/users"),
    ],
)
async def test_without_rest_anonymous_every_write_is_refused_and_nothing_written(
    serve: Serve, database: Database, product: Product, method: str, path: str
) -> None:
    before = contents(database)
    async with serve(rest_anonymous=False) as client:
        answer = await client.request(method, path.format(id=product.id), json={"title": "x", "image": "y"})
    assert (answer.status_code, answer.json()) == (401, {"detail": "Sign in first."})
    assert contents(database) == before


@ON_SQLITE
async def test_without_rest_anonymous_the_catalogue_can_still_be_read(serve: Serve, product: Product) -> None:
    async with serve(rest_anonymous=False) as client:
        assert (await client.get("/admin/products")).status_code == 200
        assert (await client.get(f"/admin/products/{product.id}/edit")).status_code == 200


async def test_metrics_contain_the_number_of_pending_events(client: Client, product: Product) -> None:
    answer = await client.get("/metrics")
    assert answer.status_code == 200
    # The product and its stock.
    assert 'tandem_outbox_pending{service="admin_service"} 2.0' in answer.text


@ON_SQLITE
@pytest.mark.parametrize(("encoding", "used"), [("gzip, deflate, br", "gzip"), ("identity", None)])
async def test_large_responses_are_compressed_if_the_client_accepts_it(
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
