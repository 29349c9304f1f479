"""`/api/orders…` of client family 2."""

from datetime import datetime

import httpx
import pytest
from service_kit.db.database import Database
from service_kit.identity import COOKIE, new_token

from testing.api import Client, bearer
from testing.bodies import either_slash, every_body, send
from testing.buying import Orders, refused, stocked
from testing.one_service import ON_SQLITE, Serve
from testing.peer_accounts import PeerAccounts, Revoke
from testing.rows import contents
from testing.shop import Shop

CURRENT, CHECKOUT = "/api/orders/current", "/api/orders/checkout"
ROUTES = [
    ("GET", "/api/orders"),
    ("GET", CURRENT),
    ("PUT", CURRENT),
    ("DELETE", CURRENT),
    ("GET", CHECKOUT),
    ("GET", "/api/orders/1"),
]
NOT_FOUND = {"detail": "Not found."}
FIELDS = {("PUT", CURRENT): {"sku": "NOPE", "quantity": "1"}, ("DELETE", CURRENT): {"sku": "NOPE"}}
MISSING = {"Authorization": ["This header is required: the token of your session."]}


def shown(answer: httpx.Response) -> list[tuple[str, str]]:
    return [(beer["sku"], beer["quantity"]) for beer in answer.json()["beers"]]


@either_slash
async def test_the_open_order_is_created_when_it_is_first_requested(
    buyer: Client, orders: Orders, database: Database, slash: str
) -> None:
    answer = await buyer.get(f"{CURRENT}{slash}")
    order = answer.json()
    row = orders.get(order["id"])
    assert answer.status_code == 200
    assert order.keys() == {"id", "is_open", "time_created", "time_modified", "beers"}
    assert (order["is_open"], order["beers"]) == ("True", [])
    assert datetime.fromisoformat(order["time_created"]) == row.created_at
    assert datetime.fromisoformat(order["time_modified"]) == row.updated_at
    assert (await buyer.get(CURRENT)).json() == order
    assert len(contents(database)["shop_order"]) == 1


@either_slash
@every_body
async def test_beers_are_added_and_removed(
    buyer: Client, orders: Orders, product: int, body: str, slash: str
) -> None:
    for _ in range(2):
        put = await send(buyer, "PUT", f"{CURRENT}{slash}", body, sku="BEER-AMBER", quantity="2")
        assert (put.status_code, put.text) == (201, "null")
    order = (await buyer.get(CURRENT)).json()
    (line,) = orders.lines(order["id"])
    (beer,) = order["beers"]
    assert beer.keys() == {"id", "sku", "quantity", "time_created", "time_modified"}
    assert (beer["id"], beer["sku"], beer["quantity"]) == (line.id, "BEER-AMBER", "4")
    assert datetime.fromisoformat(beer["time_modified"]) == line.updated_at > line.created_at
    assert order["time_modified"] == beer["time_modified"]
    out = await send(buyer, "DELETE", f"{CURRENT}{slash}", body, sku="BEER-AMBER")
    assert (out.status_code, out.content) == (204, b"")
    assert shown(await buyer.get(CURRENT)) == []
    again = await send(buyer, "DELETE", CURRENT, body, sku="BEER-AMBER")
    assert (again.status_code, again.json()) == (404, NOT_FOUND)


async def test_a_quantity_can_be_a_number_and_the_stock_is_not_checked(
    buyer: Client, orders: Orders, product: int
) -> None:
    orders.answer(stocked(product, 0))
    assert (await buyer.put(CURRENT, json={"sku": "BEER-AMBER", "quantity": 3})).status_code == 201
    assert shown(await buyer.get(CURRENT)) == [("BEER-AMBER", "3")]


@pytest.mark.parametrize("sku", ["NOPE", "beer-amber", "ä", "' OR 1=1 --"])
async def test_an_unknown_sku_is_not_found(buyer: Client, product: int, database: Database, sku: str) -> None:
    for method, fields in (("PUT", {"sku": sku, "quantity": "1"}), ("DELETE", {"sku": sku})):
        answer = await send(buyer, method, CURRENT, "form", **fields)
        assert (answer.status_code, answer.json()) == (404, NOT_FOUND)
    assert contents(database)["shop_order"] == []


async def test_a_deleted_product_is_not_found_but_can_be_removed(buyer: Client, shop: Shop, product: int) -> None:
    await send(buyer, "PUT", CURRENT, "form", sku="BEER-AMBER", quantity="1")
    shop.remove(product)
    assert (await send(buyer, "PUT", CURRENT, "form", sku="BEER-AMBER", quantity="1")).status_code == 404
    assert (await send(buyer, "DELETE", CURRENT, "form", sku="BEER-AMBER")).status_code == 204


@every_body
@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"sku": "BEER-AMBER", "quantity": "0"}, {"quantity"}),
        ({"sku": "BEER-AMBER", "quantity": "-1"}, {"quantity"}),
        ({"sku": "BEER-AMBER", "quantity": "10001"}, {"quantity"}),
        ({"sku": "BEER-AMBER", "quantity": "1.5"}, {"quantity"}),
        ({"sku": "BEER-AMBER", "quantity": "many"}, {"quantity"}),
        ({"sku": "BEER-AMBER", "quantity": ""}, {"quantity"}),
        ({"sku": "BEER-AMBER"}, {"quantity"}),
        ({"quantity": "1"}, {"sku"}),
        ({"sku": "", "quantity": "1"}, {"sku"}),
        ({"sku": "x" * 65, "quantity": "1"}, {"sku"}),
    ],
    ids=str,
)
async def test_fields_that_break_a_rule_are_named(
    buyer: Client, product: int, database: Database, body: str, fields: dict[str, str], named: set[str]
) -> None:
    answer = await send(buyer, "PUT", CURRENT, body, **fields)
    assert (answer.status_code, answer.json().keys()) == (400, named)
    assert contents(database)["shop_order"] == []


async def test_a_quantity_above_ten_thousand_is_refused(buyer: Client, product: int) -> None:
    await send(buyer, "PUT", CURRENT, "form", sku="BEER-AMBER", quantity="10000")
    answer = await send(buyer, "PUT", CURRENT, "form", sku="BEER-AMBER", quantity="1")
    assert answer.json() == {"quantity": ["The quantity must be from 1 to 10000."]}
    assert answer.status_code == 400


@either_slash
async def test_a_checkout_closes_the_open_order(buyer: Client, orders: Orders, product: int, slash: str) -> None:
    await send(buyer, "PUT", CURRENT, "form", sku="BEER-AMBER", quantity="2")
    order_id = (await buyer.get(CURRENT)).json()["id"]
    answer = await buyer.get(f"{CHECKOUT}{slash}")
    assert (answer.status_code, answer.json()) == (200, None)
    closed = (await buyer.get(f"/api/orders/{order_id}{slash}")).json()
    assert (closed["id"], closed["is_open"], closed["beers"][0]["quantity"]) == (order_id, "False", "2")
    assert orders.told() == ["shop.order.placed.v1"]
    following = (await buyer.get(CURRENT)).json()["id"]
    assert following != order_id
    listed = (await buyer.get(f"/api/orders{slash}")).json()
    assert [(order["id"], order["is_open"]) for order in listed] == [(order_id, "False"), (following, "True")]
    assert listed[0].keys() == {"id", "is_open", "time_created", "time_modified"}
    orders.answer(refused(order_id))
    assert (await buyer.get(f"/api/orders/{order_id}")).json()["is_open"] == "False"


async def test_a_checkout_does_not_check_the_stock(buyer: Client, orders: Orders, product: int) -> None:
    await send(buyer, "PUT", CURRENT, "form", sku="BEER-AMBER", quantity="2")
    order_id = (await buyer.get(CURRENT)).json()["id"]
    orders.answer(stocked(product, 0))
    assert (await buyer.get(CHECKOUT)).status_code == 200
    assert orders.get(order_id).state == "PENDING"


async def test_a_checkout_of_an_empty_order_changes_nothing(buyer: Client, orders: Orders) -> None:
    assert (await buyer.get(CHECKOUT)).status_code == 200
    order_id = (await buyer.get(CURRENT)).json()["id"]
    assert (await buyer.get(CHECKOUT)).status_code == 200
    assert (await buyer.get(CURRENT)).json()["id"] == order_id
    assert orders.told() == []


async def test_a_checkout_with_a_deleted_product_returns_an_error(buyer: Client, shop: Shop, product: int) -> None:
    await send(buyer, "PUT", CURRENT, "form", sku="BEER-AMBER", quantity="2")
    shop.remove(product)
    answer = await buyer.get(CHECKOUT)
    assert answer.status_code == 400
    assert answer.json() == {
        "detail": "A product in the basket is no longer available. Remove it to order the rest."
    }


async def test_anothers_order_is_not_found_for_staff_either(
    stranger: Client, staff: Client, buyer: Client, orders: Orders, product: int
) -> None:
    order_id = orders.place(product)
    assert (await buyer.get(f"/api/orders/{order_id}")).status_code == 200
    for client in (stranger, staff):
        for wanted in (order_id, order_id + 1000, "abc", "0", "-1", "2147483648"):
            answer = await client.get(f"/api/orders/{wanted}")
            assert (wanted, answer.status_code, answer.json()) == (wanted, 404, NOT_FOUND)
        assert (await client.get("/api/orders")).json() == []


@ON_SQLITE
@pytest.mark.parametrize("anonymous", [True, False])
@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_requires_a_valid_token(
    serve: Serve, accounts: PeerAccounts, revoke: Revoke, method: str, path: str, anonymous: bool
) -> None:
    ended = accounts.sign_in()
    revoke(ended)
    async with serve(rest_anonymous=anonymous) as client:
        fields = FIELDS.get((method, path))
        missing = await client.request(method, path, data=fields)
        assert (missing.status_code, missing.json()) == (400, MISSING)
        for token in (ended, new_token(), "nonsense"):
            for headers in (bearer(token), {"authorization": token}):
                answer = await client.request(method, path, data=fields, headers=headers)
                assert (answer.status_code, answer.json().keys()) == (401, {"detail"})


@ON_SQLITE
@pytest.mark.parametrize("anonymous", [True, False])
@pytest.mark.parametrize(
    ("method", "fields", "named"),
    [
        ("PUT", {}, {"sku", "quantity"}),
        ("PUT", {"sku": "BEER-AMBER", "quantity": "0"}, {"quantity"}),
        ("DELETE", {}, {"sku"}),
    ],
)
async def test_invalid_fields_are_reported_before_an_invalid_token(
    serve: Serve, accounts: PeerAccounts, method: str, fields: dict[str, str], named: set[str], anonymous: bool
) -> None:
    async with serve(rest_anonymous=anonymous) as client:
        missing = await client.request(method, CURRENT, data=fields)
        assert (missing.status_code, missing.json()) == (400, MISSING)
        for token in (new_token(), "nonsense", accounts.sign_in()):
            answer = await client.request(method, CURRENT, data=fields, headers=bearer(token))
            assert (answer.status_code, answer.json().keys()) == (400, named)


@ON_SQLITE
async def test_the_token_can_be_sent_without_a_scheme(client: Client, accounts: PeerAccounts) -> None:
    answer = await client.get(CURRENT, headers={"authorization": accounts.sign_in()})
    assert answer.status_code == 200


@ON_SQLITE
async def test_a_checkout_requires_the_header_and_refuses_a_cookie(
    client: Client, accounts: PeerAccounts, orders: Orders, product: int
) -> None:
    token = accounts.sign_in()
    order_id = orders.choose(product)
    cookie = {"cookie": f"{COOKIE}={token}", "sec-fetch-site": "same-origin"}
    assert (await client.get(CURRENT, headers=cookie)).json()["id"] == order_id
    refusal = await client.get(CHECKOUT, headers=cookie)
    assert (refusal.status_code, refusal.json()) == (400, MISSING)
    assert orders.get(order_id).state == "OPEN"
    assert (await client.get(CHECKOUT, headers={**cookie, **bearer(token)})).status_code == 200
    assert orders.get(order_id).state == "PENDING"


@ON_SQLITE
async def test_while_sessions_cannot_be_checked_requests_fail(client: Client, accounts: PeerAccounts) -> None:
    accounts.check.mock(side_effect=httpx.ConnectError("refused"))
    for method, path in ROUTES:
        fields = FIELDS.get((method, path))
        answer = await client.request(method, path, data=fields, headers=bearer(new_token()))
        assert (path, answer.status_code) == (path, 503)
