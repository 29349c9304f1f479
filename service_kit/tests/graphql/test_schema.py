"""The schema of both services: production mode, caching and SDL."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from graphql import build_schema, get_introspection_query, parse
from service_kit.graphql import document
from service_kit.graphql.schema import KitSchema

BuildSchema = Callable[..., KitSchema]


@pytest.mark.parametrize(
    "query",
    [
        "{ __schema { types { name } } }",
        '{ __type(name: "Product") { name } }',
        "{ _service { sdl } }",
        get_introspection_query(),
    ],
)
async def test_introspection_works_only_in_development(shop_schema: BuildSchema, query: str) -> None:
    assert not (await shop_schema(production=False).execute(query)).errors
    [error] = (await shop_schema(production=True).execute(query)).errors or []
    assert error.message == "Introspection is disabled on this server."
    assert (error.extensions or {})["code"] == "INTROSPECTION_DISABLED"


async def test_typename_is_no_introspection(shop_schema: BuildSchema) -> None:
    result = await shop_schema(production=True).execute("{ __typename product { __typename } }")
    assert result.data == {"__typename": "Query", "product": {"__typename": "Product"}}


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("{ helo }", None),
        ("{ hello(nam: 1) }", None),
        ("query ($by: Search!) { search(by: $by) }", {"by": {"siz": "SMALL"}}),
        ("query ($by: Search!) { search(by: $by) }", {"by": {"size": "SMAL"}}),
        ("{ product { ... on Produc { id } } }", None),
        ("query ($by: Searc!) { hello }", None),
    ],
)
async def test_suggestions_are_given_only_in_development(
    shop_schema: BuildSchema, query: str, variables: dict[str, object] | None
) -> None:
    def text(result: object) -> str:
        return " ".join(error.message for error in getattr(result, "errors", None) or ())

    assert "Did you mean" in text(await shop_schema(production=False).execute(query, variables))
    hidden = text(await shop_schema(production=True).execute(query, variables))
    assert hidden
    assert "Did you mean" not in hidden


async def test_caches_prepared_documents_and_evicts_the_oldest(
    shop_schema: BuildSchema, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared: list[str] = []
    prepare = document.prepare

    def counting(schema: object, query: str, *arguments: object, **options: object) -> object:
        prepared.append(query)
        return prepare(schema, query, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("service_kit.graphql.schema.prepare", counting)
    monkeypatch.setattr("service_kit.graphql.schema.CACHED_DOCUMENTS", 2)
    schema = shop_schema()
    for query in ("{ hello }", "{ hello }", "{ nothing }", "{ nothing }", "{ __typename }", "{ hello }"):
        await schema.execute(query)
    assert prepared == ["{ hello }", "{ nothing }", "{ __typename }", "{ hello }"]


async def test_a_cached_error_is_the_same_each_time(client: httpx.AsyncClient) -> None:
    answers = [(await client.post("/graphql", json={"query": "{ nothing }"})).json() for _ in range(3)]
    assert answers[0]["errors"][0]["message"] == "Cannot query field 'nothing' on type 'Query'."
    assert answers[0] == answers[1] == answers[2]


async def test_schemas_do_not_share_their_caches(shop_schema: BuildSchema) -> None:
    query = "{ _service { sdl } }"
    open_schema, closed_schema = shop_schema(production=False), shop_schema(production=True)
    assert not (await open_schema.execute(query)).errors
    assert (await closed_schema.execute(query)).errors
    assert not (await open_schema.execute(query)).errors


async def test_enums_are_sent_as_names(shop_schema: BuildSchema) -> None:
    assert (await shop_schema().execute("{ a: search(by: {size: LARGE}) b: search(by: {}) }")).data == {
        "a": "LARGE",
        "b": "SMALL",
    }


async def test_resolves_entities_for_the_other_subgraph(shop_schema: BuildSchema) -> None:
    query = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Product { id price } } }"
    result = await shop_schema().execute(query, {"r": [{"__typename": "Product", "id": "7"}]})
    assert result.data == {"_entities": [{"id": "7", "price": "3.50"}]}


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("Product", "A reference must be an object."),
        ({}, "__typename must be one of: Product."),
        ({"__typename": ["Product"]}, "__typename must be one of: Product."),
        ({"__typename": "Query", "id": "1"}, "__typename must be one of: Product."),
        ({"__typename": "Product"}, "A reference to Product must have id, a string or an integer."),
        ({"__typename": "Product", "id": None}, "A reference to Product must have id, a string or an integer."),
        (
            {"__typename": "Product", "id": {"a": [1]}},
            "A reference to Product must have id, a string or an integer.",
        ),
    ],
)
async def test_explains_invalid_references(shop_schema: BuildSchema, reference: object, message: str) -> None:
    query = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Product { id } } }"
    [error] = (await shop_schema(production=True).execute(query, {"r": [reference]})).errors or []
    assert message in error.message
    assert (error.extensions or {})["code"] == "BAD_USER_INPUT"


async def test_uses_only_the_key_of_a_reference(shop_schema: BuildSchema) -> None:
    reference = {"__typename": "Product", "id": 7, "info": "x", "title": "other"}
    query = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Product { id title } } }"
    variables = {"r": [reference, reference]}
    result = await shop_schema().execute(query, variables)
    assert result.data == {"_entities": [{"id": "7", "title": "Pilsner"}] * 2}
    literal = '{ _entities(representations: [{__typename: "Product", id: "8"}]) { ... on Product { id } } }'
    assert (await shop_schema().execute(literal)).data == {"_entities": [{"id": "8"}]}


def test_the_sdl_is_sorted_and_keeps_federation_directives(shop_schema: BuildSchema) -> None:
    sdl = shop_schema().as_str()
    definitions: list[Any] = [node for node in parse(sdl).definitions if getattr(node, "name", None)]
    names = [node.name.value for node in definitions]
    assert names == sorted(names)
    assert sdl.index("  broken: String") < sdl.index("  hello(") < sdl.index("  search(")
    assert "products(first: Int = null, last: Int = null): Connection!" in sdl
    assert 'type Product @key(fields: "id") {' in sdl
    assert "https://specs.apollo.dev/federation/v2.9" in sdl
    assert "enum Size {\n  LARGE\n  SMALL\n}" in sdl
    assert "size: Size! = SMALL" in sdl


def test_the_sdl_can_be_parsed(shop_schema: BuildSchema) -> None:
    sdl = shop_schema().as_str()
    known = "directive @link(url: String!, import: [String]) on SCHEMA directive @key(fields: String!) on OBJECT\n"
    assert build_schema(known + sdl).query_type is not None
