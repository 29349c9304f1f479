"""GraphQL over server-sent events, with a real client and server."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
from prometheus_client import REGISTRY
from service_kit.graphql.streams import StreamLimits
from service_kit.identity import COOKIE, Role

from .live_shop import SECRET, Served, Shop, live_app, serving, until

STOCK = "subscription($name: String!) { stock(name: $name) { number } }"
COMPLETE = ("complete", None)
EVENTS = "text/event-stream"


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """A served shop."""
    with serving() as served:
        yield served


@pytest.fixture
def client() -> httpx.AsyncClient:
    """A client of a shop in production, for requests without streams."""
    app = live_app(Shop(), production=True)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shop.test")


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def test_sends_the_state_at_once_and_after_a_change(served: Served) -> None:
    served.shop.set("pils", 3)
    async with served.events(STOCK, variables={"name": "pils"}) as events:
        assert events.response.status_code == 200
        assert dict(events.response.headers) | {"date": ""} == {
            "date": "",
            "server": "uvicorn",
            "content-type": "text/event-stream; charset=utf-8",
            "cache-control": "no-store",
            "x-accel-buffering": "no",
            "x-content-type-options": "nosniff",
            "vary": "Accept",
            "transfer-encoding": "chunked",
        }
        assert await events.next() == ("next", {"data": {"stock": {"number": 3}}})
        served.shop.set("pils", 2)
        assert await events.next() == ("next", {"data": {"stock": {"number": 2}}})


async def test_format_of_the_events(served: Served) -> None:
    async with served.events("subscription { thrice }") as events:
        text = (await events.response.aread()).decode()
    results = "".join(f'event: next\ndata: {{"data":{{"thrice":{number}}}}}\n\n' for number in range(3))
    assert text.replace(":\n\n", "", 1) == f"{results}event: complete\ndata:\n\n"


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_query_has_one_result(served: Served, method: str) -> None:
    async with served.events("query A { me } query B { hello }", method=method, operationName="B") as events:
        assert await events.rest() == [("next", {"data": {"hello": "hello"}}), COMPLETE]


async def test_sends_keep_alive_comments() -> None:
    with serving(limits=StreamLimits(keep_alive_seconds=0.1)) as served:
        async with served.events(STOCK, variables={"name": "x"}) as events:
            await events.next()
            async with asyncio.timeout(5):
                comments = [await anext(events.lines) for _ in range(4)]
        assert comments.count(":") >= 1
        assert set(comments) <= {"", ":"}


async def test_a_disconnect_ends_the_generator(served: Served) -> None:
    async with served.events(STOCK, variables={"name": "x"}) as events:
        await events.next()
        assert served.shop.open["stock"] == 1
    await until(lambda: served.shop.open["stock"] == 0)


@pytest.mark.parametrize(
    "accept",
    [
        EVENTS,
        f"{EVENTS}, application/json;q=0.9",
        f"application/json;q=0.5, {EVENTS};q=0.6",
        f"*/*;q=0.1,{EVENTS}",
    ],
)
async def test_a_client_that_prefers_events_gets_events(served: Served, accept: str) -> None:
    async with served.events("{ hello }", headers={"Accept": accept}) as events:
        assert await events.rest() == [("next", {"data": {"hello": "hello"}}), COMPLETE]


@pytest.mark.parametrize(
    "accept", [f"application/json, {EVENTS}", f"{EVENTS};q=0.5, application/graphql-response+json"]
)
async def test_a_client_that_accepts_both_gets_events_only_for_subscriptions(served: Served, accept: str) -> None:
    async with served.events("{ hello }", headers={"Accept": accept}) as events:
        assert (await events.response.aread()) == b'{"data":{"hello":"hello"}}'
    async with served.events("subscription { thrice }", headers={"Accept": accept}) as events:
        assert len(await events.rest()) == 4


@pytest.mark.parametrize("accept", ["*/*", "application/json", f"application/json, {EVENTS};q=0"])
async def test_a_subscription_requested_as_json_is_refused(client: httpx.AsyncClient, accept: str) -> None:
    answer = await client.post("/graphql", json={"query": "subscription { thrice }"}, headers={"Accept": accept})
    assert answer.status_code == 406
    [error] = answer.json()["errors"]
    assert EVENTS in error["message"]
    assert "graphql-transport-ws" in error["message"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("subscription {", "GRAPHQL_PARSE_FAILED"),
        ("subscription { nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription($n: String!) { stock(name: $n) { number } }", "BAD_USER_INPUT"),
        ("subscription { " + " ".join(f"a{n}: thrice" for n in range(40)) + " }", "ALIAS_LIMIT"),
        ("subscription { refused(ids: []) }", "INVALID_INPUT"),
        ("subscription { mine }", "UNAUTHENTICATED"),
        ("mutation { touch }", "BAD_USER_INPUT"),
    ],
)
async def test_an_invalid_operation_is_reported_by_an_event(served: Served, query: str, code: str) -> None:
    async with served.events(query) as events:
        [(name, body), last] = await events.rest()
        assert (events.response.status_code, name, last) == (200, "next", COMPLETE)
        assert list(body) == ["errors"]
        assert body["errors"][0]["extensions"]["code"] == code


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"method": "POST", "json": {"query": 1}}, 400),
        ({"method": "POST", "json": []}, 400),
        ({"method": "POST", "content": "{", "headers": {"Content-Type": "application/json"}}, 400),
        ({"method": "POST", "data": {"query": "{ hello }"}}, 415),
        ({"method": "GET", "params": {"query": "{ hello }"}}, 400),  # it needs the header, in production
        (
            {"method": "HEAD", "params": {"query": "{ hello }"}, "headers": {"Apollo-Require-Preflight": "true"}},
            405,
        ),
    ],
)
async def test_an_invalid_request_is_refused(
    client: httpx.AsyncClient, request_: dict[str, Any], status: int
) -> None:
    headers = {"Accept": EVENTS, **request_.pop("headers", {})}
    answer = await client.request(url="/graphql", headers=headers, **request_)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/json; charset=utf-8")
    assert answer.headers["cache-control"] == "no-store"


async def test_failures_are_masked(served: Served) -> None:
    async with served.events("subscription { breaks }") as events:
        first, (name, body), last = await events.rest()
        assert (first, name, last) == (("next", {"data": {"breaks": 1}}), "next", COMPLETE)
        assert body["errors"][0]["message"] == "Internal server error"
        assert SECRET not in str(body)


@pytest.mark.parametrize("how", ["header", "cookie"])
async def test_the_end_of_a_session_is_the_last_event(served: Served, how: str) -> None:
    token = served.shop.sign_in(user_id=7)
    headers = bearer(token) if how == "header" else {"Cookie": f"{COOKIE}={token}"}
    async with served.events("subscription { mine }", headers=headers) as events:
        assert await events.next() == ("next", {"data": {"mine": 7}})
        served.shop.sign_out(token)
        error = {"message": "Your session has ended.", "extensions": {"code": "UNAUTHENTICATED"}}
        assert await events.rest() == [("next", {"errors": [error]}), COMPLETE]
    await until(lambda: served.shop.open["mine"] == 0)


async def test_a_changed_role_or_an_unpublished_end_of_session_ends_the_stream() -> None:
    with serving(limits=StreamLimits(recheck_seconds=0.1)) as served:
        token = served.shop.sign_in(Role.STAFF, user_id=1)
        async with served.events("subscription { mine }", headers=bearer(token)) as events:
            await events.next()
            served.shop.sessions[token] = served.shop.sessions[served.shop.sign_in(Role.CUSTOMER, user_id=1)]
            assert [name for name, _ in await events.rest()] == ["next", "complete"]


async def test_a_stream_continues_while_the_session_cannot_be_checked(served: Served) -> None:
    token = served.shop.sign_in()
    served.shop.is_away = True
    try:
        async with served.events(STOCK, headers=bearer(token), variables={"name": "x"}) as events:
            await events.next()
            served.shop.set("x", 7)
            assert await events.next() == ("next", {"data": {"stock": {"number": 7}}})
        async with served.events("subscription { mine }", headers=bearer(token)) as events:
            (_, body), _ = await events.rest()
            assert body["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
    finally:
        served.shop.is_away = False


async def test_a_shutdown_ends_the_stream_without_complete() -> None:
    with ExitStack() as stack:
        served = stack.enter_context(serving())
        token = served.shop.sign_in()
        async with (
            served.events(STOCK, variables={"name": "x"}) as events,
            served.events("subscription { mine }", headers=bearer(token)) as own,
        ):
            await events.next()
            await own.next()
            await asyncio.to_thread(stack.close)
            assert await events.rest() == []
            assert await own.rest() == []


async def test_a_slow_reader_pauses_the_generator_and_is_disconnected() -> None:
    with serving(limits=StreamLimits(send_seconds=0.5, keep_alive_seconds=0.1)) as served:
        shop = served.shop
        reader, writer = await asyncio.open_connection(*served.host.split(":"), limit=1000)
        body = b'{"query": "subscription { heavy(name: \\"h\\") }"}'
        head = f"POST /graphql HTTP/1.1\r\nHost: {served.host}\r\nAccept: {EVENTS}\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        assert await reader.readline() == b"HTTP/1.1 200 OK\r\n"
        for number in range(400):
            shop.set("h", number)
            await asyncio.sleep(0.06)
            if number and not shop.open["heavy"]:
                break
        assert shop.open["heavy"] == 0
        assert shop.sent["heavy"] < number
        writer.transport.abort()
        await asyncio.sleep(0)


async def test_streams_are_counted(served: Served) -> None:
    def value(name: str) -> float:
        return REGISTRY.get_sample_value(name, {"service": "shop", "transport": "sse"}) or 0

    open_before, sent_before = value("tandem_live_streams"), value("tandem_live_messages_total")
    async with served.events(STOCK, variables={"name": "x"}) as events:
        await events.next()
        assert value("tandem_live_streams") == open_before + 1
        assert value("tandem_live_messages_total") == sent_before + 1
    await until(lambda: value("tandem_live_streams") == open_before)
