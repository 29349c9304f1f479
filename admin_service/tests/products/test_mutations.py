"""The products' mutations as a GraphQL client sees them, with every typed error."""

import asyncio
from typing import Any

import pytest
from admin_service.products.model import Product
from service_kit.db.database import Database

from testing.api import Client, codes
from testing.one_service import ON_SQLITE
from testing.rows import contents, counts, outbox_events
from testing.shop import Shop
from testing.signed_in import SIGNED_IN, SignedIn

PRODUCT = "product { id title image sku price category likes version }"
ERROR = "... on Error { message code } ... on InvalidInput { fields { field messages } } ... on SkuTaken { sku }"
CREATE = f"""mutation($input: CreateProductInput!) {{ answer: createProduct(input: $input) {{
  __typename ... on CreateProductSuccess {{ {PRODUCT} }} {ERROR}
}} }}"""
UPDATE = f"""mutation($input: UpdateProductInput!) {{ answer: updateProduct(input: $input) {{
  __typename ... on UpdateProductSuccess {{ {PRODUCT} }} {ERROR}
  ... on ProductNotFound {{ id }} ... on VersionConflict {{ currentVersion }}
}} }}"""
DELETE = """mutation($input: DeleteProductInput!) { answer: deleteProduct(input: $input) {
  __typename ... on DeleteProductSuccess { id } ... on Error { message code } ... on ProductNotFound { id }
} }"""
BLANK = ["This field may not be blank."]
BAD_SKU = ["Use letters, digits, dots, hyphens and underscores only."]
BAD_CATEGORY = ["Use lower-case letters and digits, with single hyphens between."]
NO_MONEY = ["12.345", "1e3", "NaN", "Infinity", "abc", "", "99999999999.00", 12.5, True, {}]
STOUT = {"title": "Stout", "image": "/stout.svg"}


async def run(client: Client, operation: str, **input: object) -> Any:
    return (await client.graphql(operation, input=input))["answer"]


async def test_creates_a_product_with_every_field(staff: Client) -> None:
    fields = {**STOUT, "sku": "BEER-1", "price": "12.5", "category": "beer"}
    answer = await run(staff, CREATE, **fields)
    created = answer["product"]
    assert answer["__typename"] == "CreateProductSuccess"
    assert created == {**fields, "id": created["id"], "price": "12.50", "likes": 0, "version": 1}
    shown = await staff.graphql(f"{{ product(id: {created['id']}) {{ {' '.join(created)} }} }}")
    assert shown["product"] == created


async def test_a_new_product_has_defaults_and_a_generated_sku(staff: Client) -> None:
    products = [(await run(staff, CREATE, **STOUT))["product"] for _ in range(2)]
    assert [(product["price"], product["category"]) for product in products] == [("0.00", "other")] * 2
    assert len({product["sku"] for product in products}) == 2
    assert all(product["sku"].startswith("SKU-") for product in products)


async def test_records_the_event_in_the_same_transaction(staff: Client, database: Database) -> None:
    created = (await run(staff, CREATE, **STOUT, sku="BEER-1"))["product"]
    (event,) = outbox_events(database, "shop.product.")
    assert (event["type"], event["subject"]) == ("shop.product.created.v1", f"product/{created['id']}")
    assert (event["source"], int(event["sequence"])) == ("admin_service", 1)
    assert {"title": "Stout", "image": "/stout.svg", "sku": "BEER-1"}.items() <= event["data"].items()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"title": ""}, {"title": BLANK}),
        ({"title": "x" * 201}, {"title": ["Ensure this field has no more than 200 characters."]}),
        ({"image": " "}, {"image": BLANK}),
        ({"sku": ""}, {"sku": BLANK}),
        ({"sku": "a b"}, {"sku": BAD_SKU}),
        ({"sku": "é"}, {"sku": BAD_SKU}),
        ({"sku": "x" * 65}, {"sku": ["Ensure this field has no more than 64 characters."]}),
        ({"price": "-0.01"}, {"price": ["Ensure this value is greater than or equal to 0."]}),
        (
            {"category": "Beer"},
            {"category": BAD_CATEGORY},
        ),
        (
            {"category": "a--b"},
            {"category": BAD_CATEGORY},
        ),
        ({"category": "x" * 51}, {"category": ["Ensure this field has no more than 50 characters."]}),
        (
            {"title": "", "sku": "!"},
            {
                "title": BLANK,
                "sku": BAD_SKU,
            },
        ),
    ],
    ids=str,
)
async def test_reports_every_invalid_field_and_writes_nothing(
    staff: Client, product: Product, database: Database, fields: dict[str, str], wrong: dict[str, list[str]]
) -> None:
    before = contents(database)
    for answer in (
        await run(staff, CREATE, **{**STOUT, **fields}),
        await run(staff, UPDATE, id=product.id, **fields),
    ):
        assert (answer["__typename"], answer["code"]) == ("InvalidInput", "INVALID_INPUT")
        assert answer["message"] == "Some fields are not valid."
        assert {item["field"]: item["messages"] for item in answer["fields"]} == wrong
    assert contents(database) == before


@ON_SQLITE
@pytest.mark.parametrize(
    "price", ["12.345", "1e3", "NaN", "Infinity", "abc", "", "1234567890123456789.00", 12.5, True, {}]
)
async def test_invalid_amounts_are_refused_as_prices(staff: Client, price: object) -> None:
    errors = await staff.graphql_errors(CREATE, input={**STOUT, "price": price})
    assert codes(errors) == ["BAD_USER_INPUT"]
    assert "price" in errors[0]["message"]


@ON_SQLITE
async def test_too_large_prices_are_refused(staff: Client, database: Database) -> None:
    before = contents(database)
    answer = await run(staff, CREATE, **STOUT, price="99999999999.00")
    assert (answer["__typename"], [item["field"] for item in answer["fields"]]) == ("InvalidInput", ["price"])
    assert contents(database) == before


@pytest.mark.parametrize(
    ("price", "shown"), [("0", "0.00"), ("-0", "0.00"), ("9999999999.99", "9999999999.99"), (3, "3.00")]
)
async def test_prices_are_exact(staff: Client, database: Database, price: object, shown: str) -> None:
    created = (await run(staff, CREATE, **STOUT, price=price))["product"]
    read = await staff.graphql(f"{{ product(id: {created['id']}) {{ price }} }}")
    assert (created["price"], read["product"]["price"]) == (shown, shown)
    assert outbox_events(database)[0]["data"]["price"] == shown


async def test_used_skus_are_refused(staff: Client, product: Product, shop: Shop, database: Database) -> None:
    other = shop.add("Other")
    before = contents(database)
    for sku in ("BEER-AMBER", "beer-Amber"):  # SKUs do not differ in case only
        for answer in (await run(staff, CREATE, **STOUT, sku=sku), await run(staff, UPDATE, id=other, sku=sku)):
            assert answer == {
                "__typename": "SkuTaken",
                "code": "SKU_TAKEN",
                "message": f"Another product already uses the SKU {sku}. Choose another SKU.",
                "sku": sku,
            }
    assert contents(database) == before
    renamed = await run(staff, UPDATE, id=product.id, sku="Beer-Amber")
    assert renamed["product"]["sku"] == "Beer-Amber"


async def test_a_product_can_keep_its_sku(staff: Client, product: Product) -> None:
    answer = await run(staff, UPDATE, id=product.id, sku="BEER-AMBER", title="Amber")
    assert (answer["product"]["title"], answer["product"]["version"]) == ("Amber", 2)


async def test_one_of_many_concurrent_requests_with_the_same_sku_succeeds(
    staff: Client, database: Database
) -> None:
    answers = await asyncio.gather(*(run(staff, CREATE, **STOUT, sku="ONE") for _ in range(8)))
    assert sorted(answer["__typename"] for answer in answers) == ["CreateProductSuccess"] + ["SkuTaken"] * 7
    assert counts(database) == {**SIGNED_IN, "product": 1, "stock_level": 1, "outbox": 2}


async def test_updates_the_given_fields_and_the_version(
    staff: Client, product: Product, database: Database
) -> None:
    answer = await run(staff, UPDATE, id=product.id, title="Pale Ale", price="5")
    assert answer["product"] == {
        "id": str(product.id),
        "title": "Pale Ale",
        "image": "/amber.svg",
        "sku": "BEER-AMBER",
        "price": "5.00",
        "category": "beer",
        "likes": 7,
        "version": 2,
    }
    event = outbox_events(database)[-1]
    assert (event["type"], int(event["sequence"])) == ("shop.product.updated.v1", 2)
    assert (event["data"]["title"], event["data"]["sku"]) == ("Pale Ale", "BEER-AMBER")


async def test_an_unchanged_product_keeps_its_version_and_publishes_nothing(
    staff: Client, product: Product, database: Database
) -> None:
    before = contents(database)
    for fields in ({}, {"title": "Amber Ale", "price": "4.5"}, {"title": None}):
        assert (await run(staff, UPDATE, id=product.id, **fields))["product"]["version"] == 1
    assert contents(database) == before


async def test_an_outdated_expected_version_is_refused(
    staff: Client, product: Product, database: Database
) -> None:
    assert (await run(staff, UPDATE, id=product.id, title="2", expectedVersion=1))["product"]["version"] == 2
    before = contents(database)
    for version in (1, 3, 0, -1, 2**31 - 1):
        assert await run(staff, UPDATE, id=product.id, title="3", expectedVersion=version) == {
            "__typename": "VersionConflict",
            "code": "VERSION_CONFLICT",
            "message": "The product has been changed in the meantime. Reload it and try again.",
            "currentVersion": 2,
        }
    assert contents(database) == before


async def test_one_of_many_concurrent_changes_with_the_same_expected_version_succeeds(
    staff: Client, product: Product
) -> None:
    answers = await asyncio.gather(
        *(run(staff, UPDATE, id=product.id, title=f"Title {number}", expectedVersion=1) for number in range(8))
    )
    won = [answer for answer in answers if answer["__typename"] == "UpdateProductSuccess"]
    assert len(won) == 1
    assert {answer["__typename"] for answer in answers} == {"UpdateProductSuccess", "VersionConflict"}


@pytest.mark.parametrize("wanted", ["999999", "abc", "0", "-1", "99999999999999999999", ""])
async def test_unknown_products_cannot_be_changed_or_deleted(
    staff: Client, product: Product, database: Database, wanted: str
) -> None:
    before = contents(database)
    expected = {"__typename": "ProductNotFound", "code": "NOT_FOUND", "message": "Not found.", "id": wanted}
    assert await run(staff, UPDATE, id=wanted, title="x") == expected
    assert await run(staff, DELETE, id=wanted) == expected
    assert contents(database) == before


async def test_a_deleted_product_leaves_a_tombstone(staff: Client, product: Product, database: Database) -> None:
    assert await run(staff, DELETE, id=product.id) == {
        "__typename": "DeleteProductSuccess",
        "id": str(product.id),
    }
    assert (await run(staff, DELETE, id=product.id))["__typename"] == "ProductNotFound"
    assert counts(database) == {**SIGNED_IN, "deleted_product": 1, "stock_level": 1, "outbox": 3}
    event = outbox_events(database)[-1]
    assert (event["type"], int(event["sequence"])) == ("shop.product.deleted.v1", 2)
    assert event["data"]["id"] == product.id


@pytest.mark.parametrize(
    ("operation", "fields"),
    [(CREATE, STOUT), (CREATE, {"title": "", "image": ""}), (UPDATE, {"title": "x"}), (DELETE, {})],
)
async def test_only_staff_can_change_the_catalogue(
    client: Client,
    customer: SignedIn,
    product: Product,
    database: Database,
    operation: str,
    fields: dict[str, str],
) -> None:
    before = contents(database)
    given = fields if operation is CREATE else {"id": product.id, **fields}
    (stranger,) = await client.graphql_errors(operation, input=given)
    (other,) = await customer.graphql_errors(operation, input=given)
    assert (stranger["message"], stranger["extensions"]) == ("Sign in first.", {"code": "UNAUTHENTICATED"})
    assert (other["message"], other["extensions"]) == ("Only staff may do this.", {"code": "FORBIDDEN"})
    assert contents(database) == before


async def test_administrators_can_change_the_catalogue(admin: SignedIn) -> None:
    assert (await run(admin, CREATE, **STOUT))["__typename"] == "CreateProductSuccess"
