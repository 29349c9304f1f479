"""A security scanner finds nothing in production: the thirteen probes of graphql-cop.

https://github.com/dolevf/graphql-cop
"""

from typing import Any

import httpx
import pytest

Client = httpx.AsyncClient
CIRCULAR = "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }"


@pytest.fixture
async def ask(production: Client) -> Any:
    """Posts one query as JSON and returns the response body."""

    async def post(query: str) -> dict[str, Any]:
        answer = await production.post("/graphql", json={"query": query}, headers={"Accept": "application/json"})
        body: dict[str, Any] = answer.json()
        return body

    return post


@pytest.mark.parametrize(
    ("probe", "query"),
    [
        ("introspection", "query { __schema { types { name fields { name } } } }"),
        ("circular introspection", CIRCULAR),
        ("alias overloading", "query { " + " ".join(f"alias{n}: __typename" for n in range(101)) + " }"),
        ("field duplication", "query { " + "__typename " * 500 + " }"),
        ("directive overloading", "query { __typename " + "@aa" * 10 + " }"),
        ("field suggestions", "query { __schema { directive } }"),
        ("unhandled errors", "qwerty cop { abc }"),
    ],
)
async def test_a_probing_query_gets_only_errors(ask: Any, probe: str, query: str) -> None:
    answer = await ask(query)
    assert "data" not in answer
    assert 1 <= len(answer["errors"]) <= 2
    assert all(set(error["extensions"]) <= {"code", "limit", "found"} for error in answer["errors"])
    assert "Did you mean" not in str(answer)


async def test_responses_have_no_tracing_data(ask: Any) -> None:
    assert await ask("query { __typename }") == {"data": {"__typename": "Query"}}


async def test_batches_are_refused(production: Client) -> None:
    answer = await production.post("/graphql", json=[{"query": "query { __typename }"}] * 10)
    assert (answer.status_code, "data" in answer.text) == (400, False)


async def test_a_form_is_refused(production: Client) -> None:
    answer = await production.post("/graphql", data={"query": "query { __typename }"})
    assert (answer.status_code, "data" in answer.json()) == (415, False)


@pytest.mark.parametrize("query", ["query { __typename }", "mutation { __typename }"])
async def test_a_plain_get_is_not_executed(production: Client, query: str) -> None:
    answer = await production.get("/graphql", params={"query": query})
    assert (answer.status_code, "data" in answer.json()) == (400, False)


@pytest.mark.parametrize("path", ["/graphiql", "/playground", "/console", "/graphql"])
async def test_there_is_no_explorer(production: Client, path: str) -> None:
    answer = await production.get(path, headers={"Accept": "text/html,*/*"})
    assert answer.status_code in {400, 404}
    assert "graphiql" not in answer.text.lower()
