"""The inventory routes of client family 3."""

import httpx
import pytest
from admin_service.products.model import Product
from service_kit.db.database import Database
from service_kit.identity import Role

from testing.api import Client, bearer
from testing.one_service import ON_SQLITE, Serve
from testing.rows import contents, outbox_events, statements
from testing.shop import Shop
from testing.signed_in import Accounts

NOT_FOUND = {"detail": "Not found."}
NO_IDS = ["abc", "0", "-1", "99999999999999999999", "2147483648", "1e3", "%00", "1%2F2", "\u0661"]
SAMPLE = {"name": "Drill", "price": "20.00", "quantity": "100"}

either_slash = pytest.mark.parametrize("slash", ["", "/"])
every_body = pytest.mark.parametrize("body", ["json", "form", "multipart"])


async def send(client: Client, body: str, path: str = "/products", **fields: object) -> httpx.Response:
    if body == "json":
        return await client.post(path, json=fields)
    if body == "form":
        return await client.post(path, data={name: str(value) for name, value in fields.items()})
    return await client.post(path, files={name: (None, str(value)) for name, value in fields.items()})


@either_slash
async def test_lists_all_products_by_id_with_the_four_fields(client: Client, shop: Shop, slash: str) -> None:
    first = shop.add("Zwickel", price="3.10", stock="100")
    second = shop.add("Ale", likes=3)
    answer = await client.get(f"/products{slash}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json() == [
        {"id": str(first), "name": "Zwickel", "price": 3.1, "quantity": 100},
        {"id": str(second), "name": "Ale", "price": 0.0, "quantity": 0},
    ]
    assert '"price":0.0' in answer.text


async def test_lists_nothing_without_products(client: Client) -> None:
    assert (await client.get("/products")).json() == []


@either_slash
@every_body
async def test_adds_a_product_with_its_quantity_and_ignores_an_id(client: Client, body: str, slash: str) -> None:
    answer = await send(client, body, f"/products{slash}", id="mine", name="Drill 🍺", price=20.0, quantity=100)
    created = answer.json()
    assert answer.status_code == 200
    assert created == {"id": created["id"], "name": "Drill 🍺", "price": 20.0, "quantity": 100}
    assert created["id"].isdigit()
    assert (await client.get("/products")).json() == [created]
    assert (await client.get(f"/products/{created['id']}{slash}")).json() == created


async def test_an_added_product_is_visible_to_family_1_and_published(client: Client, database: Database) -> None:
    created = (await client.post("/products", json={"name": " Drill ", "price": 19.99, "quantity": 2})).json()
    assert (await client.get(f"/admin/products/{created['id']}/edit")).json() == {
        "id": int(created["id"]),
        "title": "Drill",
        "image": "/pictures/bread/picnic-blanket-loaf.svg",
        "likes": 0,
    }
    product, stock = outbox_events(database)
    assert (product["data"]["price"], product["data"]["category"]) == ("19.99", "other")
    assert stock["data"] == {"product_id": int(created["id"]), "available": 2}


@every_body
@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"name": ""}, {"name": ["This field may not be blank."]}),
        ({"name": "x" * 201}, {"name": ["Ensure this field has no more than 200 characters."]}),
        ({"price": "-1"}, {"price": ["Ensure this value is greater than or equal to 0."]}),
        ({"price": "1.001"}, {"price": ["Ensure that there are no more than 2 decimal places."]}),
        ({"price": "dear"}, {"price": ["A valid number is required."]}),
        ({"quantity": "-1"}, {"quantity": ["Ensure this value is greater than or equal to 0."]}),
        ({"quantity": "many"}, {"quantity": ["A valid integer is required."]}),
        ({"quantity": "1000000001"}, {"quantity": ["Input should be less than or equal to 1000000000"]}),
    ],
)
async def test_reports_invalid_fields_and_writes_nothing(
    client: Client, database: Database, body: str, fields: dict[str, str], expected: dict[str, list[str]]
) -> None:
    before = contents(database)
    answer = await send(client, body, **{**SAMPLE, **fields})
    assert (answer.status_code, answer.json()) == (400, expected)
    assert contents(database) == before


async def test_every_field_is_required(client: Client) -> None:
    answer = await client.post("/products", json={})
    required = ["This field is required."]
    assert (answer.status_code, answer.json()) == (400, dict.fromkeys(("name", "price", "quantity"), required))


@pytest.mark.parametrize("quantity", [1.5, "1.5", None, [], {}])
async def test_a_quantity_is_a_whole_number(client: Client, quantity: object) -> None:
    answer = await client.post("/products", json={**SAMPLE, "quantity": quantity})
    assert (answer.status_code, list(answer.json())) == (400, ["quantity"])


@either_slash
async def test_deletes_a_product(client: Client, product: Product, slash: str) -> None:
    answer = await client.delete(f"/products/{product.id}{slash}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert (await client.delete(f"/products/{product.id}")).status_code == 404
    assert (await client.get("/products")).json() == []


@pytest.mark.parametrize("method", ["GET", "DELETE"])
async def test_answers_404_for_unknown_and_invalid_ids(
    client: Client, product: Product, database: Database, method: str
) -> None:
    before = contents(database)
    for wanted in [*NO_IDS, str(product.id + 1)]:
        answer = await client.request(method, f"/products/{wanted}")
        assert (wanted, answer.status_code, answer.json()) == (wanted, 404, NOT_FOUND)
    assert contents(database) == before


@pytest.mark.parametrize(
    ("method", "path", "number"),
    [
        ("GET", "/products", 2),
        ("GET", "/products/{id}", 2),
        ("POST", "/products", 5),
        ("DELETE", "/products/{id}", 9),
    ],
)
async def test_routes_send_the_expected_number_of_statements(
    client: Client, shop: Shop, method: str, path: str, number: int
) -> None:
    ids = [shop.add(f"Ale {number}", stock="5") for number in range(6)]
    with statements() as sent:
        answer = await client.request(method, path.format(id=ids[0]), json=SAMPLE)
    assert answer.is_success
    assert len(sent) == number, sent


@ON_SQLITE
async def test_everybody_can_read_and_by_default_only_staff_can_write(
    serve: Serve, accounts: Accounts, product: Product
) -> None:
    staff = bearer(accounts.sign_in(accounts.add("staff", Role.STAFF)))
    async with serve(rest_anonymous=False) as client:
        assert (await client.get("/products")).status_code == 200
        assert (await client.post("/products", json=SAMPLE)).status_code == 401
        assert (await client.delete(f"/products/{product.id}")).status_code == 401
        assert (await client.post("/products", json=SAMPLE, headers=staff)).status_code == 200
