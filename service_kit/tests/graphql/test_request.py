"""Which requests the endpoint accepts, and its messages for invalid ones."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

JSON = "application/json"
Client = httpx.AsyncClient


def message_of(response: httpx.Response) -> str:
    errors = response.json()["errors"]
    assert len(errors) == 1
    return str(errors[0]["message"])


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/jsonx",
        "text/plain; application/json",
        "application/json; charset=iso-8859-1",
        "",
    ],
)
async def test_refuses_a_post_that_is_not_json_in_utf_8(client: Client, content_type: str) -> None:
    response = await client.post(
        "/graphql", content=b'{"query": "mutation { touch }"}', headers={"Content-Type": content_type}
    )
    assert response.status_code == 415
    assert "data" not in response.json()


@pytest.mark.parametrize(
    "content_type", ["application/json", "Application/JSON ; Charset=UTF-8", 'application/json;charset="utf-8"']
)
async def test_accepts_json_in_utf_8(client: Client, content_type: str) -> None:
    body = json.dumps({"query": '{ hello(name: "Grüße 🍺") }'}, ensure_ascii=False).encode()
    response = await client.post("/graphql", content=body, headers={"Content-Type": content_type})
    assert response.json() == {"data": {"hello": "hello Grüße 🍺"}}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "The body is empty"),
        (b"{", "The body is not valid JSON: "),
        (b'{"query": "{ hello }"} x', "The body is not valid JSON: "),
        (b"\xff\xfe{}", "The body is not valid JSON: "),
        (b'{"query": "\\ud800"}', "The body is not valid JSON: "),
        (b'{"query": NaN}', "The body is not valid JSON: "),
        (b"[" * 50_000 + b"]" * 50_000, "The body is not valid JSON: "),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "The body is not valid JSON: "),
        (b'"x"', "The body must be a JSON object"),
        (b"7", "The body must be a JSON object"),
        (b"null", "The body must be a JSON object"),
        (b"[]", "Batches are not supported"),
        (b'[{"query": "{ hello }"}, {"query": "{ hello }"}]', "Batches are not supported"),
        (b"{}", "The parameter query is required"),
        (b'{"query": ""}', "The parameter query is required"),
        (b'{"query": null}', "The parameter query is required"),
        (b'{"query": 7}', "The parameter query is required"),
        (b'{"query": "{ hello }", "variables": []}', "The parameter variables must be an object or null."),
        (b'{"query": "{ hello }", "variables": "{}"}', "The parameter variables must be an object or null."),
        (b'{"query": "{ hello }", "extensions": 1}', "The parameter extensions must be an object or null."),
        (b'{"query": "{ hello }", "operationName": 1}', "The parameter operationName must be a string or null."),
    ],
)
async def test_refuses_an_invalid_body_with_a_reason(client: Client, body: bytes, message: str) -> None:
    response = await client.post("/graphql", content=body, headers={"Content-Type": JSON})
    assert response.status_code == 400
    assert message_of(response).startswith(message)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({}, "The parameter query is required"),
        ({"query": ""}, "The parameter query is required"),
        ({"query": "{ hello }", "variables": "{"}, "The parameter variables is not valid JSON: "),
        ({"query": "{ hello }", "variables": "[1]"}, "The parameter variables must be an object or null."),
    ],
)
async def test_refuses_an_invalid_query_string(client: Client, parameters: dict[str, str], message: str) -> None:
    response = await client.get("/graphql", params=parameters)
    assert response.status_code == 400
    assert message_of(response).startswith(message)


async def test_accepts_a_deeply_nested_undeclared_variable(client: Client) -> None:
    value: Any = 1
    for _ in range(500):
        value = [value]
    body = {"query": "{ hello }", "variables": {"unused": value}}
    assert (await client.post("/graphql", json=body)).status_code == 200


async def test_a_body_over_the_limit_is_413(
    shop: Callable[..., FastAPI], client_of: Callable[[FastAPI], Client]
) -> None:
    client = client_of(shop(max_body_size=1000))

    async def body() -> Any:
        for _ in range(20):
            yield b'{"query": "' + b"x" * 1000

    declared = await client.post("/graphql", content=b"x" * 20_000_000, headers={"Content-Type": JSON})
    streamed = await client.post("/graphql", content=body(), headers={"Content-Type": JSON})
    assert (declared.status_code, streamed.status_code) == (413, 413)
    assert message_of(streamed) == "Content Too Large"
