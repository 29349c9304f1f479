"""Cross-origin requests: CORS, and the protection against cross-site changes."""

from itertools import product

import pytest
from service_kit.identity import COOKIE

from testing.one_service import ON_SQLITE, Serve
from testing.tokens import token_of

SHOP = "http://shop.example"
LOOPBACK = [
    "http://localhost",
    "http://localhost:5173",
    "https://localhost:3001",
    "http://127.0.0.1:8080",
    "https://127.0.0.1",
    "http://[::1]:5173",
]
FOREIGN = [
    "null",
    "",
    "http://evil.example",
    "http://localhost.evil.example",
    "http://localhost.evil.example:5173",
    "http://127.0.0.1.evil.example",
    "http://evil.example:5173",
    "http://localhost:5173.evil.example",
    "http://localhost@evil.example",
    "http://evil-localhost:5173",
    "http://127.0.0.10:5173",
    "http://[::1].evil.example",
    "http://localhost:5173/",
    "ftp://localhost:5173",
    "http://localhost:",
    "http://localhost:123456",
]
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
HEADERS = (
    "authorization",
    "content-type",
    "apollographql-client-name",
    "apollographql-client-version",
    "apollo-require-preflight",
    "x-requested-with",
    "traceparent",
    "tracestate",
    "baggage",
    "idempotency-key",
)
SESSION = {"cookie": f"{COOKIE}={token_of('somebody')}"}
QUERY = {"query": "{ __typename }"}


def preflight(origin: str, method: str = "POST", *headers: str) -> dict[str, str]:
    """Return the headers of a preflight request."""
    return {
        "origin": origin,
        "access-control-request-method": method,
        "access-control-request-headers": ",".join(headers),
    }


class OriginChecks:
    """Derive from it for each service. `path` is a GET route."""

    path: str

    @ON_SQLITE
    async def test_loopback_and_configured_origins_may_call(self, serve: Serve) -> None:
        async with serve(cors_origins=[SHOP]) as client:
            for origin in (SHOP, *LOOPBACK):
                for method in METHODS:
                    asked = preflight(origin, method, *HEADERS)
                    answer = await client.options(f"{self.path}/1", headers=asked)
                    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, origin)
                    assert method in answer.headers["access-control-allow-methods"]
                page = {"origin": origin, "sec-fetch-site": "cross-site"}
                seen = await client.get(self.path, headers=page)
                posted = await client.post("/graphql", json=QUERY, headers=page)
                for answer in (seen, posted):
                    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, origin)
                    assert "access-control-allow-credentials" not in answer.headers
                    assert "Origin" in answer.headers["vary"]

    @ON_SQLITE
    async def test_other_origins_are_refused_even_if_they_resemble_loopback(self, serve: Serve) -> None:
        async with serve(cors_origins=[SHOP]) as client:
            for origin in FOREIGN:
                answers = [
                    await client.options(self.path, headers=preflight(origin)),
                    await client.get(self.path, headers={"origin": origin}),
                    await client.post("/graphql", json=QUERY, headers={"origin": origin}),
                ]
                assert (origin, [answer.status_code for answer in answers]) == (origin, [400, 200, 403])
                assert not any("access-control-allow-origin" in answer.headers for answer in answers)

    @ON_SQLITE
    @pytest.mark.parametrize(
        "settings",
        [{"rest_anonymous": False}, {"host": "0.0.0.0", "rest_anonymous_on_network": True}],
        ids=["without REST_ANONYMOUS=1", "on the network"],
    )
    async def test_loopback_origins_require_rest_anonymous_and_a_loopback_host(
        self, serve: Serve, settings: dict[str, object]
    ) -> None:
        async with serve(**settings) as client:
            for origin in LOOPBACK:
                answer = await client.options(self.path, headers=preflight(origin))
                assert answer.status_code == 400
                assert "access-control-allow-origin" not in answer.headers
                foreign = {"origin": origin, "sec-fetch-site": "cross-site"}
                assert (await client.post("/graphql", json=QUERY, headers=foreign)).status_code == 403

    @ON_SQLITE
    async def test_other_request_headers_are_not_allowed(self, serve: Serve) -> None:
        async with serve(cors_origins=[SHOP]) as client:
            for origin, header in product((SHOP, *LOOPBACK), ("x-anything", "cookie2", "x-forwarded-for")):
                answer = await client.options(self.path, headers=preflight(origin, "POST", header))
                assert answer.status_code == 400
                assert header not in answer.headers["access-control-allow-headers"]

    @ON_SQLITE
    async def test_a_session_cookie_is_rejected_for_a_page_on_another_port(self, serve: Serve) -> None:
        sites: list[dict[str, str]] = [{}, {"sec-fetch-site": "same-site"}, {"sec-fetch-site": "cross-site"}]
        async with serve(cors_origins=[SHOP]) as client:
            for origin, site, method in product(LOOPBACK, sites, ("POST", "PUT", "PATCH", "DELETE")):
                headers = {**SESSION, **site, "origin": origin}
                answer = await client.request(method, f"{self.path}/1", headers=headers)
                assert answer.status_code == 403
                assert "CORS_ORIGINS" in answer.json()["detail"]
                seen = await client.get(self.path, headers=headers)
                assert "access-control-allow-credentials" not in seen.headers
