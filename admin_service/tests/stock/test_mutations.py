"""`adjustStock` and the stock of new products: typed errors, and one answer each."""

from typing import Any

import pytest
from service_kit.db.database import Database

from testing.api import Client
from testing.rows import contents, statements
from testing.signed_in import SignedIn

from .books import Books

ADJUST = """mutation($input: AdjustStockInput!) { adjustStock(input: $input) {
  __typename
  ... on AdjustStockSuccess { product { id title stock reservedStock stockMovements { kind } } }
  ... on InvalidInput { fields { field messages } }
  ... on InsufficientStock { available }
  ... on ProductNotFound { id }
  ... on Error { message code }
} }"""
CREATE = """mutation($input: CreateProductInput!) { createProduct(input: $input) {
  __typename
  ... on CreateProductSuccess { product { id stock } }
  ... on InvalidInput { fields { field messages } }
} }"""
TWICE = """mutation($id: ID!) {
  one: adjustStock(input: {productId: $id, change: 1}) { ...S }
  two: adjustStock(input: {productId: $id, change: 1}) { ...S }
}
fragment S on AdjustStockSuccess { product { stock stockMovements { kind } } }"""
STOUT = {"title": "Stout", "image": "/stout.svg"}


async def adjust(client: Client, product_id: object, **fields: object) -> Any:
    return (await client.graphql(ADJUST, input={"productId": str(product_id), **fields}))["adjustStock"]


async def test_returns_the_current_product(staff: Client, books: Books) -> None:
    product_id = books.add(5)
    books.deliver("placed", 1, {product_id: 2})
    assert await adjust(staff, product_id, change=4, note="Tuesday's van") == {
        "__typename": "AdjustStockSuccess",
        "product": {
            "id": str(product_id),
            "title": "Stout",
            "stock": 7,
            "reservedStock": 2,
            "stockMovements": [{"kind": kind} for kind in ("RECEIVED", "RESERVED", "RECEIVED")],
        },
    }
    assert (await adjust(staff, product_id, quantity=1))["product"]["stock"] == 1
    books.check()


async def test_two_adjustments_in_one_request_return_their_own_results(staff: Client, books: Books) -> None:
    answer = await staff.graphql(TWICE, id=books.add(5))
    assert [answer[name]["product"]["stock"] for name in ("one", "two")] == [6, 7]
    assert [len(answer[name]["product"]["stockMovements"]) for name in ("one", "two")] == [2, 3]


async def test_cannot_remove_more_units_than_available(staff: Client, books: Books, database: Database) -> None:
    product_id = books.add(5)
    before = contents(database)
    assert await adjust(staff, product_id, change=-6) == {
        "__typename": "InsufficientStock",
        "available": 5,
        "message": "Only 5 available.",
        "code": "INSUFFICIENT_STOCK",
    }
    assert contents(database) == before


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, [("quantity", "Set either `change` or `quantity`.")]),
        ({"change": 1, "quantity": 1}, [("quantity", "Set either `change` or `quantity`.")]),
        ({"change": 0}, [("change", "Use a number other than 0.")]),
        ({"quantity": -1}, [("quantity", "Ensure this value is greater than or equal to 0.")]),
        ({"change": 1_000_000_000}, [("change", "The stock would exceed the maximum of 1000000000 units.")]),
        ({"change": 2**31 - 1}, [("change", "Input should be less than or equal to 1000000000")]),
        ({"change": 1, "note": "x" * 201}, [("note", "Ensure this field has no more than 200 characters.")]),
        ({"change": 1, "note": "\x00"}, [("note", "Null characters are not allowed.")]),
    ],
)
async def test_invalid_fields_are_reported(
    staff: Client, books: Books, database: Database, fields: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    product_id = books.add(5)
    before = contents(database)
    answer = await adjust(staff, product_id, **fields)
    assert (answer["__typename"], answer["code"]) == ("InvalidInput", "INVALID_INPUT")
    assert [(item["field"], *item["messages"]) for item in answer["fields"]] == expected
    assert contents(database) == before


async def test_deleted_and_unknown_products_are_not_found(staff: Client, books: Books) -> None:
    gone = books.add(5)
    books.remove(gone)
    for nothing in (gone, gone + 1, 0, "abc", 2**40):
        assert await adjust(staff, nothing, change=1) == {
            "__typename": "ProductNotFound",
            "id": str(nothing),
            "message": "Not found.",
            "code": "NOT_FOUND",
        }


async def test_a_new_product_can_have_stock(staff: Client, books: Books) -> None:
    for given, stock in (({"stock": 7}, 7), ({"stock": 0}, 0), ({}, 0), ({"stock": None}, 0)):
        answer = (await staff.graphql(CREATE, input={**STOUT, **given}))["createProduct"]
        assert answer["product"]["stock"] == stock
    books.check()


@pytest.mark.parametrize("stock", [-1, 1_000_000_001])
async def test_the_stock_of_a_new_product_must_be_in_range(staff: Client, books: Books, stock: int) -> None:
    answer = (await staff.graphql(CREATE, input={**STOUT, "stock": stock}))["createProduct"]
    assert [item["field"] for item in answer["fields"]] == ["stock"]


async def test_the_stock_is_part_of_the_idempotent_input(staff: Client) -> None:
    first, again, other = [
        (await staff.graphql(CREATE, input={**STOUT, "stock": stock, "idempotencyKey": "k"}))["createProduct"]
        for stock in (7, 7, 8)
    ]
    assert first == again
    assert other["__typename"] == "IdempotencyConflict"


async def test_an_adjustment_sends_six_statements(staff: SignedIn, books: Books) -> None:
    product_id = books.add(5)
    operation = "mutation($id: ID!) { adjustStock(input: {productId: $id, change: 1}) { __typename } }"
    with statements() as sent:
        await staff.graphql(operation, id=product_id)
    assert [statement.split()[0] for statement in sent] == [
        "SELECT",  # whose session it is
        "SELECT",
        "UPDATE",
        "INSERT",
        "INSERT",
        "SELECT",
    ], sent
