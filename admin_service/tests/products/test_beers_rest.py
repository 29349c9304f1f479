"""The beer routes of client family 2."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from admin_service.products.beers_rest import DEFAULT_IMAGE
from admin_service.products.model import Product
from service_kit.db.database import Database

from testing.api import Client
from testing.bodies import either_slash, every_body, send
from testing.rows import contents, outbox_events
from testing.shop import Shop
from testing.signed_in import SignedIn

PICTURES = Path(__file__).parents[3] / "frontend" / "public"
NOT_FOUND = {"detail": "Not found."}
REQUIRED = ["This field is required."]
BLANK = ["This field may not be blank."]
NO_STRING = ["Not a valid string."]
NO_NUMBER = ["A valid number is required."]
NO_PRICE = ["Ensure this value is greater than or equal to 0."]
SKU_RULE = ["Use letters, digits, dots, hyphens and underscores only."]
PORTER = {"sku": "BEER-PORTER", "name": "Porter", "price": "5.10", "image": "/porter.svg"}
NO_SKUS = ["BEER", "amber", "BEER-AMBER.", "BEER AMBER", "B%C3%A9", "%00", "a%2Fb", "x" * 65, "1"]


def moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    assert found.utcoffset() == timedelta(0)
    return found


def view(product: Product, **changes: object) -> dict[str, object]:
    return {
        "id": product.id,
        "name": product.title,
        "sku": product.sku,
        "price": str(product.price),
        "image": product.image,
        "time_created": written(product.created_at),
        "time_modified": written(product.updated_at),
        **changes,
    }


def written(time: datetime) -> str:
    return time.isoformat().replace("+00:00", "Z")


@either_slash
async def test_lists_only_beers_by_id(client: Client, shop: Shop, product: Product, slash: str) -> None:
    shop.add("Brie", category="cheese", sku="CHEESE-BRIE")
    second = shop.add("Ale", category="beer", sku="A", price="3")
    answer = await client.get(f"/api/beers{slash}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    first, other = answer.json()
    assert first == view(product)
    assert (first["price"], type(first["id"])) == ("4.50", int)
    assert (other["id"], other["name"], other["price"]) == (second, "Ale", "3.00")
    assert other.keys() == first.keys()


async def test_lists_nothing_without_beers(client: Client, shop: Shop) -> None:
    shop.add("Brie", category="cheese")
    assert (await client.get("/api/beers")).json() == []


@either_slash
async def test_returns_a_beer_by_its_sku(client: Client, product: Product, slash: str) -> None:
    answer = await client.get(f"/api/beers/BEER-AMBER{slash}")
    assert (answer.status_code, answer.json()) == (200, view(product))


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_answers_404_for_unknown_and_invalid_skus(
    staff: SignedIn, shop: Shop, product: Product, database: Database, method: str
) -> None:
    shop.add("Brie", category="cheese", sku="CHEESE-BRIE")
    before = contents(database)
    fields = {"name": "Pale Ale"} if method == "PUT" else None
    for sku in [*NO_SKUS, "CHEESE-BRIE"]:
        answer = await staff.request(method, f"/api/beers/{sku}", json=fields)
        assert (sku, answer.status_code, answer.json()) == (sku, 404, NOT_FOUND)
    assert contents(database) == before


@either_slash
@every_body
async def test_adds_a_beer_from_json_a_form_or_a_multipart_form(
    staff: SignedIn, database: Database, body: str, slash: str
) -> None:
    fields = {**PORTER, "name": " Pörter 🍺\n", "price": "5.1"}
    answer = await send(staff, "POST", f"/api/beers{slash}", body, **fields)
    created = answer.json()
    assert answer.status_code == 201
    assert created == {
        **PORTER,
        "name": "Pörter 🍺",
        "id": created["id"],
        "time_created": created["time_modified"],
        "time_modified": created["time_modified"],
    }
    assert type(created["id"]) is int
    assert abs(datetime.now(UTC) - moment(created["time_created"])) < timedelta(minutes=1)
    assert (await staff.get("/api/beers/BEER-PORTER")).json() == created
    (event,) = outbox_events(database, "shop.product.")
    assert (event["type"], event["data"]["category"]) == ("shop.product.created.v1", "beer")


@pytest.mark.parametrize("given", [{}, {"image": ""}, {"image": "  "}, {"image": None}])
async def test_a_beer_without_a_picture_gets_the_default_picture(
    staff: SignedIn, given: dict[str, str | None]
) -> None:
    fields = {name: value for name, value in PORTER.items() if name != "image"}
    answer = await staff.post("/api/beers", json={**fields, **given})
    assert (answer.status_code, answer.json()["image"]) == (201, DEFAULT_IMAGE)
    assert (PICTURES / DEFAULT_IMAGE.lstrip("/")).is_file()


@pytest.mark.parametrize(
    ("given", "price"),
    [("0", "0.00"), (4.5, "4.50"), (4.1, "4.10"), (7, "7.00"), ("-0", "0.00"), ("9999999999.99", "9999999999.99")],
)
async def test_a_price_is_a_string_with_two_decimals(staff: SignedIn, given: object, price: str) -> None:
    answer = await staff.post("/api/beers", json={**PORTER, "price": given})
    assert (answer.status_code, answer.json()["price"]) == (201, price)
    assert [beer["price"] for beer in (await staff.get("/api/beers")).json()] == [price]


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({}, {"sku": REQUIRED, "name": REQUIRED, "price": REQUIRED}),
        ({"sku": "", "name": " ", "price": ""}, {"sku": BLANK, "name": BLANK, "price": NO_NUMBER}),
        ({"title": "Porter", **PORTER, "name": None}, {"name": NO_STRING}),
        ({**PORTER, "sku": "a b"}, {"sku": SKU_RULE}),
        ({**PORTER, "sku": "ä"}, {"sku": SKU_RULE}),
        ({**PORTER, "sku": "x" * 65}, {"sku": ["Ensure this field has no more than 64 characters."]}),
        ({**PORTER, "name": "x" * 201}, {"name": ["Ensure this field has no more than 200 characters."]}),
        ({**PORTER, "image": "x" * 201}, {"image": ["Ensure this field has no more than 200 characters."]}),
        ({**PORTER, "image": 5}, {"image": NO_STRING}),
        ({**PORTER, "price": "-0.01"}, {"price": NO_PRICE}),
        ({**PORTER, "price": "cheap"}, {"price": NO_NUMBER}),
        ({**PORTER, "price": "NaN"}, {"price": NO_NUMBER}),
        ({**PORTER, "price": None}, {"price": NO_NUMBER}),
        ({**PORTER, "price": True}, {"price": NO_NUMBER}),
        ({**PORTER, "price": "1.005"}, {"price": ["Ensure that there are no more than 2 decimal places."]}),
    ],
    ids=lambda value: ",".join(value)[:30],
)
async def test_refuses_invalid_fields_with_the_names_of_family_2(
    staff: SignedIn, database: Database, fields: dict[str, object], errors: dict[str, list[str]]
) -> None:
    before = contents(database)
    answer = await staff.post("/api/beers", json=fields)
    assert (answer.status_code, answer.json()) == (400, errors)
    assert contents(database) == before


@every_body
async def test_refuses_a_sku_of_any_other_product(
    staff: SignedIn, shop: Shop, database: Database, body: str
) -> None:
    shop.add("Brie", category="cheese", sku="BEER-PORTER")
    before = contents(database)
    answer = await send(staff, "POST", "/api/beers", body, **PORTER)
    assert answer.status_code == 400
    assert answer.json() == {"sku": ["Another product already uses the SKU BEER-PORTER. Choose another SKU."]}
    assert contents(database) == before


@either_slash
@every_body
async def test_updates_name_price_and_picture_but_not_sku_and_category(
    staff: SignedIn, product: Product, database: Database, body: str, slash: str
) -> None:
    changes = {"name": "Pale Ale", "price": "4", "image": "/pale.svg"}
    others = {"sku": "OTHER", "category": "cheese", "id": "7", "title": "Brie"}
    answer = await send(staff, "PUT", f"/api/beers/BEER-AMBER{slash}", body, **changes, **others)
    changed = answer.json()
    assert answer.status_code == 200
    assert changed == view(product, **{**changes, "price": "4.00"}, time_modified=changed["time_modified"])
    assert moment(changed["time_modified"]) > product.updated_at
    assert (await staff.get("/api/beers")).json() == [changed]
    event = outbox_events(database)[-1]
    assert (event["type"], event["subject"]) == ("shop.product.updated.v1", f"product/{product.id}")


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        ({"name": "Pale Ale"}, {"name": "Pale Ale"}),
        ({"price": "9.90"}, {"price": "9.90"}),
        ({"image": "/pale.svg"}, {"image": "/pale.svg"}),
    ],
    ids=["name", "price", "image"],
)
async def test_absent_fields_stay_unchanged(
    staff: SignedIn, product: Product, given: dict[str, str], seen: dict[str, str]
) -> None:
    changed = (await staff.put("/api/beers/BEER-AMBER", data=given)).json()
    assert changed == view(product, **seen, time_modified=changed["time_modified"])


@pytest.mark.parametrize("fields", [{"image": ""}, {"name": "Amber Ale", "price": 4.5}, {"name": None}])
async def test_an_unchanged_beer_keeps_its_update_time(
    staff: SignedIn, product: Product, database: Database, fields: dict[str, object]
) -> None:
    before = contents(database)
    answer = await staff.put("/api/beers/BEER-AMBER", json=fields)
    assert (answer.status_code, answer.json()) == (200, view(product))
    assert contents(database) == before


@pytest.mark.parametrize("fields", [{}, {"title": "Pale Ale"}])
async def test_a_change_without_any_known_field_is_refused(
    staff: SignedIn, product: Product, database: Database, fields: dict[str, str]
) -> None:
    before = contents(database)
    answer = await staff.put("/api/beers/BEER-AMBER", json=fields)
    assert (answer.status_code, answer.json()) == (400, {"non_field_errors": ["Set `name`, `price` or `image`."]})
    assert contents(database) == before


async def test_an_invalid_change_writes_nothing(staff: SignedIn, product: Product, database: Database) -> None:
    before = contents(database)
    answer = await staff.put("/api/beers/BEER-AMBER", json={"name": "", "price": "-1", "image": 5})
    assert answer.status_code == 400
    assert answer.json() == {"name": BLANK, "price": NO_PRICE, "image": NO_STRING}
    assert contents(database) == before


@either_slash
async def test_deletes_with_204_and_then_answers_404(
    staff: SignedIn, product: Product, database: Database, slash: str
) -> None:
    path = f"/api/beers/BEER-AMBER{slash}"
    answer = await staff.delete(path)
    assert (answer.status_code, answer.content) == (204, b"")
    for method in ("DELETE", "GET", "PUT"):
        fields = {"name": "Pale Ale"} if method == "PUT" else None
        again = await staff.request(method, path, json=fields)
        assert (again.status_code, again.json()) == (404, NOT_FOUND)
    assert (await staff.get("/api/beers")).json() == []
    assert outbox_events(database)[-1]["type"] == "shop.product.deleted.v1"


async def test_the_sku_of_a_deleted_beer_can_be_used_again(staff: SignedIn, product: Product) -> None:
    await staff.delete("/api/beers/BEER-AMBER")
    answer = await staff.post("/api/beers", json={**PORTER, "sku": "BEER-AMBER"})
    assert answer.status_code == 201
    assert answer.json()["id"] > product.id


async def test_family_1_and_graphql_return_the_same_product(staff: SignedIn) -> None:
    created = (await staff.post("/api/beers", data=PORTER)).json()
    listed = {"id": created["id"], "title": "Porter", "image": "/porter.svg", "likes": 0}
    assert (await staff.get("/admin/products")).json() == [listed]
    asked = await staff.graphql("query($id: ID!) { product(id: $id) { sku price category } }", id=created["id"])
    assert asked == {"product": {"sku": "BEER-PORTER", "price": "5.10", "category": "beer"}}
