"""Automatic persisted queries: clients send the hash of a query instead of its text."""

import hashlib
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from service_kit.graphql.http import GRAPHQL_JSON, JSON, parameters_of
from service_kit.graphql.persisted import PersistedQueries, PersistedQueryError
from service_kit.process.limits import PersistedQueryLimits

Client = httpx.AsyncClient
BuildShop = Callable[..., FastAPI]
ClientOf = Callable[[FastAPI], Client]
HELLO = '{ hello(name: "by hash") }'
DATA = {"data": {"hello": "hello by hash"}}
PREFLIGHT = {"Apollo-Require-Preflight": "true"}


def persisted(query: str) -> dict[str, Any]:
    """The extensions with the hash of the query."""
    return {"persistedQuery": {"version": 1, "sha256Hash": hashlib.sha256(query.encode()).hexdigest()}}


def by_get(query: str) -> dict[str, str]:
    hashed = persisted(query)["persistedQuery"]["sha256Hash"]
    return {"extensions": f'{{"persistedQuery":{{"version":1,"sha256Hash":"{hashed}"}}}}'}


async def post(client: Client, query: str, *, send_query: bool, accept: str = JSON) -> httpx.Response:
    body = {"extensions": persisted(query), **({"query": query} if send_query else {})}
    return await client.post("/graphql", json=body, headers={"Accept": accept})


def code_of(response: httpx.Response) -> str:
    (error,) = response.json()["errors"]
    return str(error["extensions"]["code"])


@pytest.mark.parametrize("accept", [JSON, GRAPHQL_JSON])
async def test_a_hash_is_sufficient_after_the_query_was_sent_once(client: Client, accept: str) -> None:
    unknown = await post(client, HELLO, send_query=False, accept=accept)
    # 200 in either media type, as Apollo's server answers: some clients read no errors from another status.
    assert (unknown.status_code, unknown.headers["cache-control"]) == (200, "no-store")
    assert unknown.headers["content-type"].startswith(accept)
    (error,) = unknown.json()["errors"]
    assert error == {"message": "PersistedQueryNotFound", "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"}}
    assert (await post(client, HELLO, send_query=True, accept=accept)).json() == DATA
    assert (await post(client, HELLO, send_query=False, accept=accept)).json() == DATA
    assert (await client.get("/graphql", params=by_get(HELLO))).json() == DATA


async def test_when_disabled_the_client_is_told_to_send_queries(shop: BuildShop, client_of: ClientOf) -> None:
    client = client_of(shop(persisted_queries=PersistedQueryLimits(count=0)))
    assert (await post(client, HELLO, send_query=True)).json() == DATA
    refused = await post(client, HELLO, send_query=False)
    assert refused.status_code == 200
    assert refused.json()["errors"] == [
        {"message": "PersistedQueryNotSupported", "extensions": {"code": "PERSISTED_QUERY_NOT_SUPPORTED"}}
    ]


async def test_each_process_requests_the_query_once(shop: BuildShop, client_of: ClientOf) -> None:
    one, other = client_of(shop()), client_of(shop())
    await post(one, HELLO, send_query=True)
    assert (await post(one, HELLO, send_query=False)).json() == DATA
    assert code_of(await post(other, HELLO, send_query=False)) == "PERSISTED_QUERY_NOT_FOUND"


async def test_a_hash_of_another_query_is_refused_and_registers_nothing(client: Client) -> None:
    body = {"query": "{ count }", "extensions": persisted(HELLO)}
    refused = await client.post("/graphql", json=body, headers={"Accept": JSON})
    assert (refused.status_code, code_of(refused)) == (400, "BAD_USER_INPUT")
    assert "sha256Hash does not match the SHA-256 of the query" in refused.text
    assert code_of(await post(client, HELLO, send_query=False)) == "PERSISTED_QUERY_NOT_FOUND"


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"version": 2, "sha256Hash": "0" * 64}, "must be an object with version 1"),
        ({"sha256Hash": "0" * 64}, "must be an object with version 1"),
        ("0" * 64, "must be an object with version 1"),
        ({"version": 1}, "must be a SHA-256 with 64 hexadecimal digits"),
        ({"version": 1, "sha256Hash": "0" * 63}, "must be a SHA-256 with 64 hexadecimal digits"),
        ({"version": 1, "sha256Hash": ["0" * 64]}, "must be a SHA-256 with 64 hexadecimal digits"),
    ],
)
@pytest.mark.parametrize("query", [{}, {"query": HELLO}])
async def test_an_invalid_hash_is_refused(
    client: Client, given: object, complaint: str, query: dict[str, str]
) -> None:
    refused = await client.post("/graphql", json={**query, "extensions": {"persistedQuery": given}})
    assert (refused.status_code, code_of(refused)) == (400, "BAD_USER_INPUT")
    assert complaint in refused.text


@pytest.mark.parametrize("query", ["{ nothing }", "{", "{ " + "hello " * 11 + "}"])
async def test_an_invalid_query_is_not_stored(client: Client, query: str) -> None:
    first = await post(client, query, send_query=True)
    assert code_of(first) not in {"PERSISTED_QUERY_NOT_FOUND", "INTERNAL_ERROR"}
    assert code_of(await post(client, query, send_query=False)) == "PERSISTED_QUERY_NOT_FOUND"


async def test_a_hash_does_not_bypass_checks(production: Client) -> None:
    """Mutations by GET are rejected, GET needs its header, and the limits apply to variables."""
    touch = "mutation { touch }"
    assert (await post(production, touch, send_query=True)).json() == {"data": {"touch": "touched"}}
    refused = await production.get("/graphql", params=by_get(touch), headers=PREFLIGHT)
    assert (refused.status_code, code_of(refused)) == (405, "METHOD_NOT_ALLOWED")
    assert code_of(await production.get("/graphql", params=by_get(touch))) == "PREFLIGHT_REQUIRED"
    page = "query ($first: Int) { products(first: $first) { nodes { id } } }"
    await post(production, page, send_query=True)
    body = {"extensions": persisted(page), "variables": {"first": 101}}
    assert code_of(await production.post("/graphql", json=body)) == "BAD_USER_INPUT"
    broken = await post(production, "{ broken }", send_query=True)
    again = await post(production, "{ broken }", send_query=False)
    assert code_of(broken) == code_of(again) == "INTERNAL_ERROR"
    assert "hunter2" not in again.text


@pytest.mark.parametrize(
    ("headers", "runs"),
    [
        (PREFLIGHT, True),
        ({"Content-Type": JSON}, True),  # Apollo's clients send it with GET, too
        ({"Sec-Fetch-Site": "same-origin"}, True),  # urql in a page of the shop's own
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({}, False),
    ],
)
async def test_in_production_a_cross_site_get_query_is_refused(
    production: Client, headers: dict[str, str], runs: bool
) -> None:
    await post(production, HELLO, send_query=True)
    for parameters in (by_get(HELLO), {"query": HELLO}):
        answer = await production.get("/graphql", params=parameters, headers=headers)
        if runs:
            assert answer.json() == DATA
        else:
            assert (answer.status_code, code_of(answer)) == (400, "PREFLIGHT_REQUIRED")


async def test_a_batch_of_hashes_is_refused_like_any_batch(client: Client) -> None:
    refused = await client.post("/graphql", json=[{"extensions": persisted(HELLO)}])
    assert refused.status_code == 400
    assert "Batches are not supported" in refused.text


async def test_a_query_that_cannot_be_encoded_is_refused(client: Client) -> None:
    extensions = '{"persistedQuery": {"version": 1, "sha256Hash": "%s"}}' % ("0" * 64)
    body = f'{{"query": "{{ hello(name: \\"\\ud800\\") }}", "extensions": {extensions}}}'
    refused = await client.post("/graphql", content=body, headers={"content-type": JSON, "Accept": JSON})
    assert refused.status_code == 400


def kept(queries: PersistedQueries, texts: list[str]) -> list[str]:
    """Return those texts that are found by their hashes."""
    found = []
    for text in texts:
        try:
            found.append(queries.query_of(parameters_of({"extensions": persisted(text)})))
        except PersistedQueryError:
            continue
    return found


@pytest.mark.parametrize(
    "limits", [PersistedQueryLimits(count=2), PersistedQueryLimits(size=len("{ a } # ä".encode()) + 5)]
)
def test_the_most_recently_used_queries_are_kept(limits: PersistedQueryLimits) -> None:
    queries = PersistedQueries(lambda _: True, limits)
    texts = ["{ a }", "{ b } # ä", "{ c }"]
    for text in texts[:2]:
        queries.query_of(parameters_of({"query": text, "extensions": persisted(text)}))
    assert kept(queries, texts) == texts[:2]
    assert kept(queries, texts[:1]) == texts[:1]
    queries.query_of(parameters_of({"query": texts[2], "extensions": persisted(texts[2])}))
    assert kept(queries, texts) == [texts[0], texts[2]]


def test_a_query_larger_than_the_limit_is_not_stored() -> None:
    queries = PersistedQueries(lambda _: True, PersistedQueryLimits(size=3))
    assert queries.query_of(parameters_of({"query": "{ a }", "extensions": persisted("{ a }")})) == "{ a }"
    assert kept(queries, ["{ a }"]) == []
