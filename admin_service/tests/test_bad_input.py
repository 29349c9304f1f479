"""Texts that break some services, in every field: they are stored unchanged, or refused without any change."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from admin_service.products.model import Product
from service_kit.db.database import Database

from testing.api import Client, codes
from testing.bad_input import HARMLESS_TEXTS, NUL, REFUSED_LINE, all_harmless_texts, all_refused_texts
from testing.one_service import ON_SQLITE
from testing.rows import contents, counts, outbox_events
from testing.signed_in import SIGNED_IN

FREE_TEXTS = ("title", "image")
NO_CODES = [
    *(text for name, text in HARMLESS_TEXTS.items() if name != "number"),
    *(NUL, "x" * 500_000, "\u0661", "Kelvin\u212a", "a b", "a\nb"),
]
LONG_TEXTS = {"201": "x" * 201, "201 emoji": "🍺" * 201, "half a million": "x" * 500_000}
HALVES = [b'{"title": "\\ud83d", "image": "i"}', b'{"title": "\xed\xa0\xbd", "image": "i"}']
STRANGE_QUERIES = ["q=%ff%fe", "q=%00", "q=" + "x" * 10_000, "query=%ED%A0%BD", "query={categories}&variables=%ff"]
CREATE = """mutation($input: CreateProductInput!) { answer: createProduct(input: $input) {
  __typename ... on CreateProductSuccess { product { id title image } } ... on InvalidInput { fields { field } }
} }"""
UPDATE = """mutation($input: UpdateProductInput!) { answer: updateProduct(input: $input) {
  __typename ... on UpdateProductSuccess { product { id title image } } ... on InvalidInput { fields { field } }
} }"""
DELETE = "mutation($id: ID!) { answer: deleteProduct(input: {id: $id}) { __typename } }"
NUL_MESSAGE = ["Null characters are not allowed."]


async def run(client: Client, operation: str, **input: object) -> Any:
    return (await client.graphql(operation, input=input))["answer"]


async def shown(client: Client, product_id: object) -> dict[str, str]:
    """Returns the product. REST and GraphQL must return the same."""
    rest = (await client.get(f"/admin/products/{product_id}/edit")).json()
    node = (await client.graphql(f"{{ product(id: {product_id}) {{ title image }} }}"))["product"]
    assert node == {"title": rest["title"], "image": rest["image"]}
    return {name: str(node[name]) for name in FREE_TEXTS}


@all_harmless_texts
async def test_rest_returns_unusual_texts_unchanged(client: Client, database: Database, text: str) -> None:
    fields = {"title": text, "image": text}
    bodies: Any = (
        {"json": fields},
        {"data": fields},
        {"files": {name: (None, value) for name, value in fields.items()}},
    )
    for body in bodies:
        answer = await client.post("/admin/products/create", **body)
        assert answer.status_code == 201, answer.text
        assert (answer.json()["title"], answer.json()["image"]) == (text, text)
        assert await shown(client, answer.json()["id"]) == fields
    assert all(fields.items() <= event["data"].items() for event in outbox_events(database, "shop.product."))


@all_harmless_texts
async def test_graphql_returns_unusual_texts_unchanged(
    staff: Client, product: Product, database: Database, text: str
) -> None:
    fields = {"title": text, "image": text}
    created = (await run(staff, CREATE, **fields))["product"]
    updated = (await run(staff, UPDATE, id=product.id, **fields))["product"]
    literal = json.dumps(text)  # JSON strings are valid GraphQL strings
    inline = CREATE.replace("($input: CreateProductInput!)", "").replace(
        "$input", f"{{title: {literal}, image: {literal}}}"
    )
    written = (await staff.graphql(inline))["answer"]["product"]
    for answer in (created, updated, written):
        assert {name: answer[name] for name in FREE_TEXTS} == fields
        assert await shown(staff, answer["id"]) == fields
    assert all(fields.items() <= event["data"].items() for event in outbox_events(database, "shop.product.")[1:])


@pytest.mark.parametrize("field", FREE_TEXTS)
async def test_null_characters_are_refused_with_the_name_of_the_field(
    staff: Client, product: Product, database: Database, field: str
) -> None:
    before = contents(database)
    fields = {"title": "Stout", "image": "/stout.svg", field: NUL}
    path = f"/admin/products/{product.id}/edit"
    for method, address in [("POST", "/admin/products/create"), ("PUT", path), ("PATCH", path), ("POST", path)]:
        for body in ({"json": fields}, {"data": fields}):
            answer = await staff.request(method, address, **body)  # type: ignore[arg-type]
            assert (answer.status_code, answer.json()) == (400, {field: NUL_MESSAGE})
    for operation, given in ((CREATE, fields), (UPDATE, {"id": product.id, **fields})):
        answer = await run(staff, operation, **given)
        assert answer == {"__typename": "InvalidInput", "fields": [{"field": field}]}
    assert contents(database) == before


@all_refused_texts
async def test_titles_with_line_breaks_or_direction_marks_are_refused(
    staff: Client, product: Product, database: Database, text: str
) -> None:
    before = contents(database)
    fields = {"title": text, "image": text}
    for path in ("/admin/products/create", f"/admin/products/{product.id}/edit"):
        for body in (
            {"json": fields},
            {"data": fields},
            {"files": {"title": (None, text), "image": (None, text)}},
        ):
            answer = await staff.post(path, **body)
            assert (answer.status_code, answer.json().keys()) == (400, fields.keys())
            assert all(REFUSED_LINE.fullmatch(message) for (message,) in answer.json().values())
    answer = await staff.post("/products", json={"name": text, "price": "1.00", "quantity": 1})
    assert (answer.status_code, answer.json().keys()) == (400, {"name"})
    for operation, given in ((CREATE, fields), (UPDATE, {"id": product.id, **fields})):
        answer = await run(staff, operation, **given)
        assert answer == {"__typename": "InvalidInput", "fields": [{"field": "title"}, {"field": "image"}]}
    assert contents(database) == before


@pytest.mark.parametrize("field", FREE_TEXTS)
@pytest.mark.parametrize(
    "text", ["x" * 201, "🍺" * 201, "x" * 500_000], ids=["201", "201 emoji", "half a million"]
)
async def test_too_long_texts_are_refused_with_the_name_of_the_field(
    staff: Client, product: Product, database: Database, field: str, text: str
) -> None:
    before = contents(database)
    fields = {"title": "Stout", "image": "/stout.svg", field: text}
    for method, address in [("POST", "/admin/products/create"), ("PUT", f"/admin/products/{product.id}/edit")]:
        answer = await staff.request(method, address, json=fields)
        assert (answer.status_code, list(answer.json())) == (400, [field])
    for operation, given in ((CREATE, fields), (UPDATE, {"id": product.id, **fields})):
        answer = await run(staff, operation, **given)
        assert answer == {"__typename": "InvalidInput", "fields": [{"field": field}]}
    assert contents(database) == before


@pytest.mark.parametrize("field", ["sku", "category"])
async def test_unusual_texts_are_refused_as_sku_or_category(
    staff: Client, product: Product, database: Database, field: str
) -> None:
    before = contents(database)
    for text in NO_CODES:
        for operation, given in (
            (CREATE, {"title": "Stout", "image": "/stout.svg", field: text}),
            (UPDATE, {"id": product.id, field: text}),
        ):
            answer = await run(staff, operation, **given)
            assert (text, answer) == (text, {"__typename": "InvalidInput", "fields": [{"field": field}]})
    assert contents(database) == before


@pytest.mark.parametrize("field", ["title", "image", "sku", "category", "idempotencyKey"])
async def test_lone_surrogates_are_refused_by_graphql(staff: Client, database: Database, field: str) -> None:
    given = {"title": "Stout", "image": "/stout.svg", field: "HALF"}
    request = json.dumps({"query": CREATE, "variables": {"input": given}})
    literals = ", ".join(f"{name}: {json.dumps(value)}" for name, value in given.items())
    inline = CREATE.replace("($input: CreateProductInput!)", "").replace("$input", f"{{{literals}}}")
    headers = {"content-type": "application/json"}
    bodies = [request.replace('"HALF"', '"\\ud83d"'), json.dumps({"query": inline.replace("HALF", "\\ud83d")})]
    for body in bodies:
        answer = await staff.post("/graphql", content=body, headers=headers)
        assert codes(answer.json()["errors"]) in (["BAD_USER_INPUT"], ["GRAPHQL_PARSE_FAILED"])
    raw = request.encode().replace(b"HALF", b"\xed\xa0\xbd")
    assert (await staff.post("/graphql", content=raw, headers=headers)).status_code == 400
    assert counts(database) == SIGNED_IN


@pytest.mark.parametrize("body", HALVES)
async def test_lone_surrogates_are_refused_by_rest(client: Client, database: Database, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    answer = await client.post("/admin/products/create", content=body, headers=headers)
    assert (answer.status_code, answer.json().keys()) == (400, {"detail"})
    form = {"content-type": "application/x-www-form-urlencoded"}
    answer = await client.post("/admin/products/create", content=b"title=%ED%A0%BD&image=i", headers=form)
    assert (answer.status_code, answer.json().keys()) == (400, {"detail"})
    parts = {"title": (None, b"\xed\xa0\xbd"), "image": (None, b"i")}
    answer = await client.post("/admin/products/create", files=parts)
    assert (answer.status_code, answer.json().keys()) == (400, {"detail"})
    assert not any(contents(database).values())


async def test_unusual_texts_are_not_valid_ids(staff: Client, product: Product, database: Database) -> None:
    before = contents(database)
    for text in [*HARMLESS_TEXTS.values(), NUL, "x" * 100_000]:
        if text != "../../etc/passwd":
            answer = await staff.delete(f"/admin/products/{quote(text[:2000], safe='')}/delete")
            assert (text[:20], answer.status_code) == (text[:20], 404)
        assert await staff.graphql("query($id: ID!) { product(id: $id) { id } }", id=text) == {"product": None}
        assert (await staff.graphql(DELETE, id=text))["answer"] == {"__typename": "ProductNotFound"}
    assert contents(database) == before


@ON_SQLITE
@pytest.mark.parametrize("query", STRANGE_QUERIES)
async def test_unusual_urls_cause_no_server_error(client: Client, query: str) -> None:
    assert (await client.get(f"/admin/products?{query}")).status_code == 200
    assert (await client.get(f"/graphql?{query}")).status_code in (200, 400)
