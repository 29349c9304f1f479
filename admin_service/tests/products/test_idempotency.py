"""Idempotency keys of `createProduct`: a repeated request has no effect and gets the first result."""

import asyncio
from typing import Any

import pytest
from admin_service.products.model import Product
from service_kit.db.database import Database
from service_kit.identity import Role

from testing.api import Client
from testing.rows import contents, counts
from testing.signed_in import SIGNED_IN, ClientAs

CREATE = """mutation($input: CreateProductInput!) { answer: createProduct(input: $input) {
  __typename
  ... on CreateProductSuccess { product { id title image sku price category likes version } }
  ... on Error { message code }
  ... on InvalidInput { fields { field messages } }
} }"""
DELETE = "mutation($id: ID!) { deleteProduct(input: {id: $id}) { __typename } }"
STOUT = {"title": "Stout", "image": "/stout.svg"}
ONE_PRODUCT = {"product": 1, "stock_level": 1, "outbox": 2}


async def create(client: Client, key: str, **fields: str) -> Any:
    given = {**STOUT, **fields, "idempotencyKey": key}
    return (await client.graphql(CREATE, input=given))["answer"]


async def test_the_same_key_returns_the_same_product(staff: Client, database: Database) -> None:
    answers = [await create(staff, "abc") for _ in range(3)]
    assert answers[0]["__typename"] == "CreateProductSuccess"
    assert answers[1:] == answers[:1] * 2
    assert counts(database) == {**SIGNED_IN, **ONE_PRODUCT, "idempotency_key": 1}


async def test_the_same_key_with_another_input_is_refused(staff: Client, database: Database) -> None:
    await create(staff, "abc")
    before = contents(database)
    for fields in ({"title": "Other"}, {"price": "1.00"}, {"sku": "X"}):
        answer = await create(staff, "abc", **fields)
        assert (answer["__typename"], answer["code"]) == ("IdempotencyConflict", "IDEMPOTENCY_CONFLICT")
        assert answer["message"] == "This idempotency key was used before with other content. Use a new key."
    assert contents(database) == before


async def test_a_key_can_be_reused_after_a_refused_mutation(
    staff: Client, product: Product, database: Database
) -> None:
    refused = await create(staff, "abc", sku="BEER-AMBER")
    created = await create(staff, "abc", sku="BEER-2")
    assert (refused["__typename"], created["__typename"]) == ("SkuTaken", "CreateProductSuccess")


@pytest.mark.parametrize("key", ["k" * 200, "schlüssel 🔑", "'; DROP TABLE product; --", "a\x00b"])
async def test_any_text_can_be_a_key(staff: Client, key: str) -> None:
    first, second = [await create(staff, key) for _ in range(2)]
    assert (first["__typename"], first) == ("CreateProductSuccess", second)


@pytest.mark.parametrize("key", ["", "k" * 201])
async def test_a_key_has_one_to_two_hundred_characters(staff: Client, database: Database, key: str) -> None:
    answer = await create(staff, key)
    assert answer["fields"] == [{"field": "idempotencyKey", "messages": ["Use 1 to 200 characters."]}]
    assert counts(database) == SIGNED_IN


async def test_concurrent_requests_with_the_same_key_create_one_product(staff: Client, database: Database) -> None:
    answers = await asyncio.gather(*(create(staff, "abc") for _ in range(8)))
    assert len({answer["product"]["id"] for answer in answers}) == 1
    assert counts(database) == {**SIGNED_IN, **ONE_PRODUCT, "idempotency_key": 1}


async def test_a_key_of_a_deleted_product_is_refused(staff: Client, database: Database) -> None:
    created = await create(staff, "abc")
    await staff.graphql(DELETE, id=created["product"]["id"])
    before = contents(database)
    answer = await create(staff, "abc")
    assert (answer["__typename"], answer["code"]) == ("IdempotencyConflict", "IDEMPOTENCY_CONFLICT")
    message = "The product that was created with this idempotency key has been deleted. Use a new key."
    assert answer["message"] == message
    assert contents(database) == before


async def test_keys_of_different_callers_are_independent(staff: Client, client_as: ClientAs) -> None:
    colleague = client_as(Role.STAFF, username="bob")
    first, second = await create(staff, "abc"), await create(colleague, "abc", title="Porter")
    assert first["product"]["title"] == "Stout"
    assert second["product"]["title"] == "Porter"
