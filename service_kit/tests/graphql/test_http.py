"""The endpoint follows the GraphQL over HTTP specification."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
Client = httpx.AsyncClient


async def post(client: Client, query: object, accept: str = GRAPHQL_JSON, **parameters: object) -> httpx.Response:
    return await client.post("/graphql", json={"query": query, **parameters}, headers={"Accept": accept})


def message_of(response: httpx.Response) -> str:
    errors = response.json()["errors"]
    assert len(errors) == 1
    return str(errors[0]["message"])


@pytest.mark.parametrize("path", ["/graphql", "/graphql/"])
async def test_answers_with_and_without_a_trailing_slash_and_without_redirecting(
    client: Client, path: str
) -> None:
    response = await client.post(path, json={"query": "{ hello }"})
    assert (response.status_code, response.json()) == (200, {"data": {"hello": "hello world"}})


async def test_runs_a_query_by_get_with_its_variables(client: Client) -> None:
    parameters = {
        "query": "query A($name: String!) { hello(name: $name) } query B { hello }",
        "variables": '{"name": "get"}',
        "operationName": "A",
    }
    response = await client.get("/graphql", params=parameters)
    assert response.json() == {"data": {"hello": "hello get"}}


async def test_head_is_get_without_the_body(client: Client) -> None:
    assert (await client.head("/graphql", params={"query": "{ hello }"})).status_code == 200
    assert (await client.head("/graphql", params={"query": "mutation { touch }"})).status_code == 405


async def test_treats_empty_parameters_of_a_get_as_absent(client: Client) -> None:
    parameters = {"query": "{ hello }", "variables": "", "operationName": "", "extensions": ""}
    assert (await client.get("/graphql", params=parameters)).status_code == 200


async def test_refuses_a_mutation_by_get_and_says_how_to_send_it(client: Client) -> None:
    response = await client.get("/graphql", params={"query": "mutation { touch }"})
    assert (response.status_code, response.headers["allow"]) == (405, "POST")
    assert message_of(response) == "Send mutations with POST."


async def test_runs_a_mutation_by_post(client: Client) -> None:
    assert (await post(client, "mutation { touch }")).json() == {"data": {"touch": "touched"}}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
async def test_refuses_other_methods(client: Client, method: str) -> None:
    response = await client.request(method, "/graphql")
    assert response.status_code == 405
    assert {"GET", "POST"} <= set(response.headers["allow"].split(", "))


@pytest.mark.parametrize(
    ("accept", "answer"),
    [
        (None, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (JSON, JSON),
        (f"{JSON}; charset=utf-8", JSON),
        (GRAPHQL_JSON, GRAPHQL_JSON),
        (f"{GRAPHQL_JSON.upper()}; charset=UTF-8", GRAPHQL_JSON),
        (f"{GRAPHQL_JSON},{JSON};q=0.9", GRAPHQL_JSON),
        (f"{JSON},{GRAPHQL_JSON}", GRAPHQL_JSON),
        (f"{GRAPHQL_JSON};q=0.5,{JSON}", JSON),
        (f"{GRAPHQL_JSON};q=0,*/*", JSON),
        (f"text/html, {GRAPHQL_JSON};q=0.1", GRAPHQL_JSON),
        (f"multipart/mixed;deferSpec=20220824,{GRAPHQL_JSON},{JSON};q=0.9", GRAPHQL_JSON),
    ],
)
async def test_answers_with_the_media_type_that_the_client_prefers(
    client: Client, accept: str | None, answer: str
) -> None:
    if accept is None:
        client.headers.pop("accept")
    headers = {"Accept": accept} if accept else {}
    response = await client.post("/graphql", json={"query": "{ hello }"}, headers=headers)
    assert (response.status_code, response.headers["content-type"]) == (200, f"{answer}; charset=utf-8")


@pytest.mark.parametrize(
    "accept", ["text/html", "text/event-stream;q=0", f"{JSON};q=0", f"{JSON};charset=utf-16", ",", ";q=x"]
)
async def test_refuses_a_client_that_accepts_neither_media_type(client: Client, accept: str) -> None:
    response = await post(client, "{ hello }", accept)
    assert response.status_code == 406
    assert GRAPHQL_JSON in message_of(response)


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        ("{", {}),
        ("{ unknown }", {}),
        ("query ($name: String!) { hello(name: $name) }", {"variables": {"name": None}}),
        ("query A { hello } query B { hello }", {}),
        ("query A { hello }", {"operationName": "C"}),
        ("fragment F on Query { hello }", {}),
        ("subscription { hello }", {}),
        ("{ product " + "{ neighbour " * 6 + "{ id }" + " }" * 7, {}),
    ],
)
async def test_a_request_error_has_no_data_and_a_status_by_media_type(
    client: Client, query: str, parameters: dict[str, object]
) -> None:
    newer = await post(client, query, GRAPHQL_JSON, **parameters)
    older = await post(client, query, JSON, **parameters)
    assert (newer.status_code, older.status_code) == (400, 200)
    assert "data" not in newer.json()
    assert newer.json() == older.json()
    assert all(error["extensions"]["code"] for error in newer.json()["errors"])


async def test_a_failing_field_does_not_affect_other_fields_or_the_status(client: Client) -> None:
    response = await post(client, "{ hello broken }")
    assert response.status_code == 200
    assert response.json()["data"] == {"hello": "hello world", "broken": None}
    assert response.json()["errors"][0]["path"] == ["broken"]


async def test_runs_the_named_operation_of_several(client: Client) -> None:
    query = 'query A { hello(name: "a") } query B { hello(name: "b") }'
    assert (await post(client, query, operationName="B")).json() == {"data": {"hello": "hello b"}}
    unnamed = await post(client, query)
    assert message_of(unnamed) == "Set operationName to the operation to run."


@pytest.mark.parametrize(
    ("content", "accept", "status"),
    [
        (b'{"query": "{ hello }"}', GRAPHQL_JSON, 200),
        (b'{"query": "{ nothing }"}', GRAPHQL_JSON, 400),
        (b"x", JSON, 400),
        (b'{"query": "{ hello }"}', "text/plain", 406),
    ],
)
async def test_responses_have_no_store_and_nosniff_headers(
    client: Client, content: bytes, accept: str, status: int
) -> None:
    response = await client.post("/graphql", content=content, headers={"Content-Type": JSON, "Accept": accept})
    assert response.status_code == status
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["vary"] == "Accept"
    assert int(response.headers["content-length"]) == len(response.content)


async def test_cookies_set_by_a_resolver_reach_the_client(client: Client) -> None:
    response = await post(client, '{ cookie(value: "me") }')
    assert response.cookies["visitor"] == "me"


async def test_concurrent_operations_get_their_own_cookies(client: Client) -> None:
    # The first operation is under way before the second begins, and sets its cookie after the second has.
    slow = asyncio.create_task(post(client, '{ hello cookie(value: "slow", waits: "fast done") }'))
    fast = await post(client, '{ cookie(value: "fast", sets: "fast done") }')
    slow_cookies = [*(await slow).headers.get_list("set-cookie")]
    assert [cookie.split(";")[0] for cookie in slow_cookies] == ["visitor=slow"]
    assert [cookie.split(";")[0] for cookie in fast.headers.get_list("set-cookie")] == ["visitor=fast"]


async def test_a_disconnected_client_is_not_an_error(shop: Callable[..., FastAPI]) -> None:
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/graphql",
        "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
    }
    await shop()(scope, receive, send)
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]


@pytest.mark.parametrize("headers", [{}, {"Content-Type": "text/plain"}, {"Apollo-Require-Preflight": ""}])
async def test_production_refuses_a_get_without_a_preflight_header(
    production: Client, headers: dict[str, str]
) -> None:
    response = await production.get("/graphql", params={"query": "{ hello }"}, headers=headers)
    assert response.status_code == 400
    assert message_of(response) == "A GET query must have the header Apollo-Require-Preflight: true."


@pytest.mark.parametrize("headers", [{"Content-Type": JSON}, {"Apollo-Require-Preflight": "true"}])
async def test_production_answers_a_get_with_a_preflight_header(
    production: Client, headers: dict[str, str]
) -> None:
    response = await production.get("/graphql", params={"query": "{ hello }"}, headers=headers)
    assert response.json() == {"data": {"hello": "hello world"}}


async def test_a_browser_in_production_gets_no_page(production: Client) -> None:
    response = await production.get("/graphql", headers={"Accept": BROWSER})
    assert (response.status_code, response.headers["content-type"]) == (400, f"{JSON}; charset=utf-8")
    assert (await production.get("/graphiql-assets/react-18.2.0-react.production.min.js")).status_code == 404
