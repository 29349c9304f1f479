"""The product routes of client family 1."""

import httpx
import pytest
from admin_service.products.model import Product
from service_kit.db.database import Database

from testing.api import Client
from testing.rows import contents
from testing.shop import Shop

NOT_FOUND = {"detail": "Not found."}
REQUIRED = ["This field is required."]
BLANK = ["This field may not be blank."]
TOO_LONG = ["Ensure this field has no more than 200 characters."]
NO_STRING = ["Not a valid string."]
NO_IDS = ["abc", "0", "-1", "99999999999999999999", "2147483648", "1e3", "%00", "1%2F2", "\u0661"]

either_slash = pytest.mark.parametrize("slash", ["", "/"])
every_edit_method = pytest.mark.parametrize("method", ["PUT", "PATCH", "POST"])
every_delete_method = pytest.mark.parametrize("method", ["DELETE", "POST"])
every_body = pytest.mark.parametrize("body", ["json", "form", "multipart"])


async def send(client: Client, method: str, path: str, body: str, **fields: str) -> httpx.Response:
    if body == "json":
        return await client.request(method, path, json=fields)
    if body == "form":
        return await client.request(method, path, data=fields)
    return await client.request(method, path, files={name: (None, value) for name, value in fields.items()})


def view(product: Product, **changes: object) -> dict[str, object]:
    return {"id": product.id, "title": product.title, "image": product.image, "likes": 7, **changes}


@either_slash
async def test_lists_all_products_by_id_with_the_four_fields(client: Client, shop: Shop, slash: str) -> None:
    first, second = shop.add("Zwickel", likes=2), shop.add("Ale", category="beer", price="3.00")
    answer = await client.get(f"/admin/products{slash}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json() == [
        {"id": first, "title": "Zwickel", "image": "/stout.svg", "likes": 2},
        {"id": second, "title": "Ale", "image": "/stout.svg", "likes": 0},
    ]


async def test_lists_nothing_without_products(client: Client) -> None:
    assert (await client.get("/admin/products")).json() == []


@either_slash
@every_body
async def test_creates_a_product_from_json_a_form_or_a_multipart_form(
    client: Client, body: str, slash: str
) -> None:
    answer = await send(client, "POST", f"/admin/products/create{slash}", body, title="Stöut 🍺", image="/s.svg")
    created = answer.json()
    assert answer.status_code == 201
    assert created == {"id": created["id"], "title": "Stöut 🍺", "image": "/s.svg", "likes": 0}
    assert type(created["id"]) is int
    assert (await client.get("/admin/products")).json() == [created]


async def test_trims_texts_and_ignores_unknown_fields(client: Client) -> None:
    fields = {"title": "  Stout\n", "image": " /s.svg ", "likes": 99, "id": 5, "price": "oops"}
    created = (await client.post("/admin/products/create", json=fields)).json()
    assert (created["title"], created["image"], created["likes"]) == ("Stout", "/s.svg", 0)


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({}, {"title": REQUIRED, "image": REQUIRED}),
        ({"title": "Stout"}, {"image": REQUIRED}),
        ({"title": "", "image": "/s.svg"}, {"title": BLANK}),
        ({"title": " \t\r\n ", "image": "/s.svg"}, {"title": BLANK}),
        ({"title": "x" * 201, "image": "y" * 201}, {"title": TOO_LONG, "image": TOO_LONG}),
        ({"title": None, "image": 5}, {"title": NO_STRING, "image": NO_STRING}),
        ({"title": ["Stout"], "image": {"url": "/s.svg"}}, {"title": NO_STRING, "image": NO_STRING}),
        ({"title": True, "image": 1.5}, {"title": NO_STRING, "image": NO_STRING}),
        ({"title": "a\x00b", "image": "/s.svg"}, {"title": ["Null characters are not allowed."]}),
    ],
    ids=[
        "no field",
        "one field",
        "empty",
        "white space",
        "too long",
        "null",
        "nested",
        "boolean",
        "null character",
    ],
)
async def test_refuses_a_product_with_invalid_fields_and_reports_each(
    client: Client, database: Database, fields: dict[str, object], errors: dict[str, list[str]]
) -> None:
    answer = await client.post("/admin/products/create", json=fields)
    assert (answer.status_code, answer.json()) == (400, errors)
    assert not any(contents(database).values())


async def test_accepts_texts_of_two_hundred_characters(client: Client) -> None:
    fields = {"title": "🍺" * 200, "image": "é" * 200}
    created = (await client.post("/admin/products/create", json=fields)).json()
    assert {name: created[name] for name in fields} == fields


@either_slash
async def test_returns_a_product_for_the_edit_form(client: Client, product: Product, slash: str) -> None:
    answer = await client.get(f"/admin/products/{product.id}/edit{slash}")
    assert (answer.status_code, answer.json()) == (200, view(product))


@either_slash
@every_body
@every_edit_method
async def test_updates_title_and_image(
    client: Client, product: Product, method: str, body: str, slash: str
) -> None:
    path = f"/admin/products/{product.id}/edit"
    answer = await send(client, method, f"{path}{slash}", body, title="Pale Ale", image="/pale.svg")
    assert (answer.status_code, answer.json()) == (202, view(product, title="Pale Ale", image="/pale.svg"))
    assert (await client.get(path)).json() == answer.json()


@every_edit_method
@pytest.mark.parametrize("fields", [{"title": "Pale Ale"}, {"image": "/pale.svg"}, {}, {"title": None}])
async def test_absent_fields_stay_unchanged(
    client: Client, product: Product, method: str, fields: dict[str, str | None]
) -> None:
    answer = await client.request(method, f"/admin/products/{product.id}/edit", json=fields)
    given = {name: value for name, value in fields.items() if value is not None}
    assert (answer.status_code, answer.json()) == (202, view(product, **given))


@every_edit_method
async def test_an_invalid_change_writes_nothing(
    client: Client, product: Product, database: Database, method: str
) -> None:
    before = contents(database)
    fields = {"title": "", "image": "x" * 201}
    answer = await client.request(method, f"/admin/products/{product.id}/edit", json=fields)
    assert (answer.status_code, answer.json()) == (400, {"title": BLANK, "image": TOO_LONG})
    assert contents(database) == before


@either_slash
@every_delete_method
async def test_deletes_with_204_and_then_answers_404(
    client: Client, product: Product, method: str, slash: str
) -> None:
    path = f"/admin/products/{product.id}/delete{slash}"
    answer = await client.request(method, path)
    assert (answer.status_code, answer.content) == (204, b"")
    again = await client.request(method, path)
    assert (again.status_code, again.json()) == (404, NOT_FOUND)
    assert (await client.get(f"/admin/products/{product.id}/edit")).status_code == 404
    assert (await client.get("/admin/products")).json() == []


@pytest.mark.parametrize(
    ("method", "action"),
    [
        ("GET", "edit"),
        ("PUT", "edit"),
        ("PATCH", "edit"),
        ("POST", "edit"),
        ("DELETE", "delete"),
        ("POST", "delete"),
    ],
)
async def test_answers_404_for_unknown_and_invalid_ids(
    client: Client, product: Product, database: Database, method: str, action: str
) -> None:
    before = contents(database)
    for wanted in [*NO_IDS, str(product.id + 1)]:
        answer = await client.request(method, f"/admin/products/{wanted}/{action}")
        assert (wanted, answer.status_code, answer.json()) == (wanted, 404, NOT_FOUND)
    assert contents(database) == before


async def test_ids_of_deleted_products_are_not_reused(client: Client, product: Product) -> None:
    await client.delete(f"/admin/products/{product.id}/delete")
    created = await client.post("/admin/products/create", json={"title": "Next", "image": "/n.svg"})
    assert created.json()["id"] > product.id


@either_slash
@every_body
async def test_api_products_offers_the_same_actions(
    client: Client, product: Product, body: str, slash: str
) -> None:
    created = await send(client, "POST", f"/api/products{slash}", body, title="Porter", image="/p.svg")
    porter = created.json()
    assert (created.status_code, porter) == (
        201,
        {"id": porter["id"], "title": "Porter", "image": "/p.svg", "likes": 0},
    )
    path = f"/api/products/{porter['id']}{slash}"
    read = await client.get(path)
    assert (read.status_code, read.json()) == (200, porter)
    changed = await send(client, "PUT", path, body, title="Black Porter", image="/b.svg")
    assert (changed.status_code, changed.json()) == (202, {**porter, "title": "Black Porter", "image": "/b.svg"})
    listed = await client.get(f"/api/products{slash}")
    assert (listed.status_code, listed.json()) == (200, [view(product), changed.json()])
    deleted = await client.delete(path)
    assert (deleted.status_code, deleted.content) == (204, b"")
    for method in ("GET", "PUT", "DELETE"):
        again = await client.request(method, path)
        assert (again.status_code, again.json()) == (404, NOT_FOUND)
    assert (await client.get("/admin/products")).json() == [view(product)]


async def test_api_products_reports_invalid_fields_and_writes_nothing(
    client: Client, product: Product, database: Database
) -> None:
    before = contents(database)
    added = await client.post("/api/products", json={"title": " "})
    assert (added.status_code, added.json()) == (400, {"title": BLANK, "image": REQUIRED})
    changed = await client.put(f"/api/products/{product.id}", json={"title": "x" * 201})
    assert (changed.status_code, changed.json()) == (400, {"title": TOO_LONG})
    for wanted in NO_IDS:
        for method in ("GET", "PUT", "DELETE"):
            assert (await client.request(method, f"/api/products/{wanted}")).status_code == 404
    assert contents(database) == before
