"""Which pages of other origins may call the gateway. No service is needed: the gateway decides this itself."""

import json
from collections.abc import Iterator

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from testing.checks.origins import FOREIGN, HEADERS, LOOPBACK, QUERY, SESSION, SHOP, preflight
from testing.waiting import eventually
from tests.support.gateway import Gateway, gateway_process, running_gateway
from tests.support.streams import WS_PROTOCOL, begin, subscribe

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def gateway() -> Iterator[Gateway]:
    """A gateway as `make gateway` starts it, with an origin in CORS_ORIGINS."""
    with running_gateway(
        NOWHERE, NOWHERE, REST_ANONYMOUS="1", CORS_ORIGINS=f"https://other.example, {SHOP}"
    ) as one:
        yield one


@pytest.fixture
def client(gateway: Gateway) -> Iterator[httpx.Client]:
    """A client of it."""
    gateway.forget()
    with httpx.Client(base_url=gateway.url) as client:
        yield client


def test_loopback_and_configured_origins_may_call(client: httpx.Client) -> None:
    for origin in (SHOP, *LOOPBACK):
        answer = client.options("/graphql", headers=preflight(origin, "POST", *HEADERS))
        assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (204, origin)
        allowed = {name.strip() for name in answer.headers["access-control-allow-headers"].split(",")}
        assert allowed == set(HEADERS)
        page = {"origin": origin, "sec-fetch-site": "cross-site"}
        for asked in (
            client.post("/graphql", json=QUERY, headers=page),
            client.get("/graphql", params=QUERY, headers={**page, "accept": "application/json"}),
        ):
            assert (asked.status_code, asked.json()) == (200, {"data": {"__typename": "Query"}})
            assert asked.headers["access-control-allow-origin"] == origin
            assert "access-control-allow-credentials" not in asked.headers


def test_a_page_of_any_other_origin_gets_nothing(client: httpx.Client) -> None:
    for origin in FOREIGN:
        for answer in (
            client.options("/graphql", headers=preflight(origin)),
            client.post("/graphql", json=QUERY, headers={"origin": origin}),
            client.get("/graphql", params=QUERY, headers={"origin": origin}),
        ):
            assert (origin, "access-control-allow-origin" in answer.headers) == (origin, False)
        assert client.post("/graphql", json=QUERY, headers={"origin": origin}).status_code == 403


def test_a_session_cookie_is_rejected_for_a_page_on_another_port(client: httpx.Client) -> None:
    for origin in LOOPBACK:
        for site in ({}, {"sec-fetch-site": "same-site"}, {"sec-fetch-site": "cross-site"}):
            answer = client.post("/graphql", json=QUERY, headers={**SESSION, **site, "origin": origin})
            assert answer.status_code == 403
            assert "CORS_ORIGINS" in answer.json()["errors"][0]["message"]
            assert "access-control-allow-credentials" not in answer.headers


def test_a_page_of_another_origin_watches_without_the_cookies_of_whoever_looks_at_it(gateway: Gateway) -> None:
    address = gateway.url.replace("http", "ws", 1) + "/graphql"
    for origin, carried in ((LOOPBACK[1], False), (SHOP, False), (gateway.url, True)):
        gateway.forget()
        with connect(
            address, subprotocols=[WS_PROTOCOL], origin=Origin(origin), additional_headers=SESSION
        ) as socket:
            begin(socket)
            subscribe(socket, "{ categories }")
            assert json.loads(socket.recv(timeout=10))["type"] in {"next", "error"}
        eventually(lambda: _assert_asked(gateway))
        assert ("cookie" in {name.lower() for name in gateway.admin.requests[0].headers}) is carried
    for origin in ("http://localhost.evil.example", "null", "http://evil.example"):
        with pytest.raises(InvalidStatus):
            connect(address, subprotocols=[WS_PROTOCOL], origin=Origin(origin))


def test_without_the_switch_other_ports_of_this_machine_are_refused() -> None:
    process, url = gateway_process(NOWHERE, NOWHERE, REST_ANONYMOUS="0")
    with process, httpx.Client(base_url=url) as client:
        for origin in LOOPBACK:
            answer = client.options("/graphql", headers=preflight(origin))
            assert "access-control-allow-origin" not in answer.headers
            foreign = {"origin": origin, "sec-fetch-site": "cross-site"}
            assert client.post("/graphql", json=QUERY, headers=foreign).status_code == 403


def _assert_asked(gateway: Gateway) -> None:
    assert gateway.admin.requests
