"""`/orders…` of client families 3 and 4."""

from typing import Any

import httpx
import pytest
from service_kit.db.database import Database

from testing.api import Client
from testing.bodies import either_slash, every_body, send
from testing.buying import BUYER, ClientAs, Orders, refused, stocked
from testing.events import event, receive
from testing.one_service import ON_SQLITE, Serve
from testing.rows import contents
from testing.shop import Shop

NOT_FOUND = {"detail": "Not found."}
CREATED = {"message": "Order created successfully"}
CONFLICT = {"detail": "This idempotency key was used before with other content. Use a new key."}


@pytest.fixture
def lager(shop: Shop) -> int:
    """The product of the example in the contract."""
    return shop.add("Lager", price="20.00")


@pytest.fixture
def ada(orders: Orders) -> str:
    """The username of the buyer's account."""
    name(orders, BUYER, "ada")
    return "ada"


def name(orders: Orders, user_id: int, username: str, *, visitor: bool = False) -> None:
    fields = {"id": user_id, "username": username, "visitor": visitor}
    receive(orders.consumer, event("shop.user.created.v1", f"user/{user_id}", 1, **fields))


async def pay(client: Client, product_id: int, key: str | None = None, quantity: int = 10) -> httpx.Response:
    headers = {} if key is None else {"idempotency-key": key}
    return await client.post("/orders", json={"id": str(product_id), "quantity": quantity}, headers=headers)


async def status(client: Client, pk: str) -> Any:
    return (await client.get(f"/orders/{pk}")).json()["status"]


@either_slash
@every_body
async def test_an_order_is_pending_at_first_and_prices_are_of_one_unit(
    client: Client, orders: Orders, lager: int, body: str, slash: str
) -> None:
    answer = await send(client, "POST", f"/orders{slash}", body, id=str(lager), quantity="10")
    placed = answer.json()
    assert answer.status_code == 200
    assert placed == {
        "pk": placed["pk"],
        "product_id": str(lager),
        "price": 20.0,
        "fee": 4.0,
        "total": 24.0,
        "quantity": 10,
        "status": "pending",
    }
    assert (await client.get(f"/orders/{placed['pk']}{slash}")).json() == placed
    order = orders.get(int(placed["pk"]))
    assert (order.user_id, str(order.total), order.state) == (None, "240.00", "PENDING")


@pytest.mark.parametrize("fields", [{"id": "%d", "quantity": 10}, {"username": "ada", "product_name": "Lager"}])
async def test_family_3_does_not_check_the_stock_and_admin_service_refuses_it(
    buyer: Client, orders: Orders, lager: int, ada: str, fields: dict[str, Any]
) -> None:
    orders.answer(stocked(lager, 0))
    body = {name: value % lager if value == "%d" else value for name, value in fields.items()}
    assert (await buyer.post("/orders", json=body)).status_code == 200
    assert orders.told() == ["shop.order.placed.v1"]


async def test_numbers_are_taken_as_numbers_too(client: Client, lager: int) -> None:
    answer = await client.post("/orders", json={"id": lager, "quantity": 1})
    assert (answer.status_code, answer.json()["quantity"]) == (200, 1)


async def test_an_order_is_completed_refunded_or_cancelled_in_the_end(
    client: Client, orders: Orders, shop: Shop, lager: int
) -> None:
    good, short, gone = [(await pay(client, lager)).json()["pk"] for _ in range(3)]
    mine = orders.place(lager)
    orders.complete(int(good))
    orders.answer(refused(int(short)), refused(int(gone), reason="PRODUCT_GONE"))
    shop.remove(lager)
    assert [await status(client, pk) for pk in (good, short, gone)] == ["completed", "refunded", "refunded"]
    orders.cancel(mine)
    assert orders.get(mine).state == "CANCELLED"


@every_body
@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({}, {"non_field_errors"}),
        ({"other": "1"}, {"non_field_errors"}),
        ({"id": "LAGER"}, {"quantity"}),
        ({"quantity": "1"}, {"id"}),
        ({"id": "LAGER", "quantity": "0"}, {"quantity"}),
        ({"id": "LAGER", "quantity": "10001"}, {"quantity"}),
        ({"id": "LAGER", "quantity": "1.5"}, {"quantity"}),
        ({"id": "LAGER", "quantity": ""}, {"quantity"}),
        ({"username": "ada"}, {"product_name"}),
        ({"product_name": "Lager"}, {"username"}),
        ({"username": "", "product_name": ""}, {"username", "product_name"}),
    ],
    ids=lambda value: str(sorted(value) if isinstance(value, set) else value),
)
async def test_fields_that_break_a_rule_are_named(
    client: Client, lager: int, database: Database, body: str, fields: dict[str, str], named: set[str]
) -> None:
    given = {key: str(lager) if value == "LAGER" else value for key, value in fields.items()}
    answer = await send(client, "POST", "/orders", body if given else "json", **given)
    assert (answer.status_code, answer.json().keys()) == (400, named)
    assert contents(database)["shop_order"] == []


async def test_what_is_unknown_or_gone_is_not_found(
    client: Client, orders: Orders, shop: Shop, lager: int, ada: str
) -> None:
    name(orders, 7, "guest", visitor=True)
    gone = shop.add("Gone")
    shop.remove(gone)
    for wanted in (str(gone), str(gone + 1000), "abc", "0", "-1", "1.0", "2147483648", "x" * 5000):
        answer = await client.post("/orders", json={"id": wanted, "quantity": 1})
        assert (wanted, answer.status_code, answer.json()) == (wanted, 404, NOT_FOUND)
    for username, product_name in (("nobody", "Lager"), (ada, "Gone"), (ada, "Nothing"), ("guest", "Lager")):
        answer = await client.post("/orders", json={"username": username, "product_name": product_name})
        assert (answer.status_code, answer.json()) == (404, NOT_FOUND)
    for pk in ("abc", "0", "-1", "999999"):
        answer = await client.get(f"/orders/{pk}")
        assert (answer.status_code, answer.json()) == (404, NOT_FOUND)
    assert orders.told() == []


async def test_titles_match_the_same_way_on_every_database(
    client: Client, orders: Orders, shop: Shop, lager: int, ada: str
) -> None:
    name(orders, 502, "ad\u00e1")
    shop.add("L\u00e1ger", price="1.00")
    for username, product_name in (("ADA", "LAGER"), ("ad\u00e1", "L\u00e1ger")):
        answer = await client.post("/orders", json={"username": username, "product_name": product_name})
        assert answer.status_code == 200
    for username, product_name in (("\u00e0da", "Lager"), (ada, "Lag\u00e8r"), ("ada ", "Lager "), (ada, "Lage")):
        answer = await client.post("/orders", json={"username": username, "product_name": product_name})
        assert (username, product_name, answer.status_code) == (username, product_name, 404)
    assert (await client.get("/orders")).json() == [
        {"user": "ada", "product_name": "Lager"},
        {"user": "ad\u00e1", "product_name": "L\u00e1ger"},
    ]


@either_slash
@every_body
async def test_an_order_by_name_is_listed_and_one_without_a_user_is_not(
    client: Client, orders: Orders, lager: int, ada: str, body: str, slash: str
) -> None:
    answer = await send(client, "POST", f"/orders{slash}", body, username=ada, product_name="Lager")
    assert (answer.status_code, answer.json()) == (200, CREATED)
    await pay(client, lager)
    orders.choose(lager)
    listed = await client.get(f"/orders{slash}")
    assert (listed.status_code, listed.json()) == (200, [{"user": "ada", "product_name": "Lager"}])
    assert orders.told() == ["shop.order.placed.v1"] * 2


async def test_the_same_key_returns_the_same_response_after_the_order_changed(
    client: Client, orders: Orders, shop: Shop, lager: int
) -> None:
    first = await pay(client, lager, "k")
    orders.complete(int(first.json()["pk"]))
    shop.remove(lager)
    again = await pay(client, lager, "k")
    assert (again.status_code, again.content) == (200, first.content)
    form = {"id": str(lager), "quantity": "10"}
    assert (await client.post("/orders", data=form, headers={"idempotency-key": "k"})).content == first.content
    assert orders.told() == ["shop.order.placed.v1", "shop.order.completed.v1"]


async def test_the_same_key_with_other_content_is_refused(
    client: Client, orders: Orders, lager: int, ada: str
) -> None:
    await pay(client, lager, "k")
    for answer in (await pay(client, lager, "k", quantity=9), await pay(client, lager + 1, "k")):
        assert (answer.status_code, answer.json()) == (422, CONFLICT)
    named = {"username": ada, "product_name": "Lager"}
    headers = {"idempotency-key": "k"}
    for _ in range(2):
        assert (await client.post("/orders", json=named, headers=headers)).json() == CREATED
    other = await client.post("/orders", json={**named, "product_name": "Bock"}, headers=headers)
    assert (other.status_code, other.json()) == (422, CONFLICT)
    assert orders.told() == ["shop.order.placed.v1"] * 2


@pytest.mark.parametrize("key", ["", "x" * 201])
async def test_a_key_has_one_to_two_hundred_characters(client: Client, lager: int, key: str) -> None:
    answer = await pay(client, lager, key)
    assert (answer.status_code, answer.json().keys()) == (400, {"idempotency-key"})


async def test_a_key_survives_a_crash_before_the_answer(
    client: Client, orders: Orders, lager: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("the process is gone")

    with monkeypatch.context() as patched:
        patched.setattr("main_service.orders.direct_order_rest.PaidOrderView.of", crash)
        assert (await pay(client, lager, "after the commit")).status_code == 500
    with monkeypatch.context() as patched:
        patched.setattr("main_service.orders.commands.outbox.record", crash)
        assert (await pay(client, lager, "before the commit")).status_code == 500
    assert len(orders.told()) == 1
    for key in ("after the commit", "before the commit"):
        assert (await pay(client, lager, key)).json()["status"] == "pending"
    assert len(orders.told()) == 2


async def test_an_order_with_a_session_belongs_to_that_user(
    buyer: Client, client: Client, stranger: Client, staff: Client, orders: Orders, lager: int
) -> None:
    pk = (await pay(buyer, lager)).json()["pk"]
    assert orders.get(int(pk)).user_id == BUYER
    assert [(await asking.get(f"/orders/{pk}")).status_code for asking in (buyer, client, stranger, staff)] == [
        200,
        404,
        404,
        200,
    ]


async def test_baskets_and_orders_of_several_products_are_not_found(
    buyer: Client, orders: Orders, lager: int, product: int
) -> None:
    opened = orders.choose(lager)
    assert (await buyer.get(f"/orders/{opened}")).status_code == 404
    orders.choose(product)
    orders.checkout()
    assert (await buyer.get(f"/orders/{opened}")).status_code == 404


@ON_SQLITE
async def test_without_rest_anonymous_callers_can_only_access_their_own_orders(
    serve: Serve, client: Client, client_as: ClientAs, orders: Orders, lager: int, ada: str
) -> None:
    anonymous = (await pay(client, lager)).json()["pk"]
    named = {"username": ada, "product_name": "Lager"}
    headers: dict[object, Any] = {who: client_as(*who).headers for who in ((BUYER,), (BUYER + 1,), (900, "STAFF"))}
    expected = {(BUYER,): (200, 200, 404, 403), (BUYER + 1,): (200, 403, 404, 403), (900, "STAFF"): (200,) * 4}
    async with serve(rest_anonymous=False) as strict:
        for answer in (await pay(strict, lager), await strict.get("/orders"), await strict.get("/orders/1")):
            assert answer.status_code == 401
        for who, statuses in expected.items():
            strict.headers.update(headers[who])
            answers = (
                await pay(strict, lager),
                await strict.post("/orders", json=named),
                await strict.get(f"/orders/{anonymous}"),
                await strict.get("/orders"),
            )
            assert (who, tuple(answer.status_code for answer in answers)) == (who, statuses)
