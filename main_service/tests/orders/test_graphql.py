"""Orders in GraphQL."""

from decimal import Decimal
from typing import Any

import pytest
from service_kit.db.database import Database
from service_kit.graphql.scalars import serialize_moment

from testing.api import Client, codes
from testing.buying import BUYER, Orders, refused, reserved
from testing.events import event, receive
from testing.one_service import ON_SQLITE, Serve
from testing.rows import contents
from testing.shop import Shop

ORDER = """{ id state stock reason message subtotal fee total createdAt updatedAt placedAt dueAt settledAt
  lines { id title product { title } } timeline { state stock reason at eventId }
  user { id username displayName } }"""
ADD = "mutation($id: ID!) { answer: addToBasket(input: {productId: $id}) { __typename } }"
REMOVE = "mutation($id: ID!) { answer: removeFromBasket(input: {lineId: $id}) { __typename } }"
CHECKOUT = f"""mutation($key: String) {{ answer: checkout(input: {{idempotencyKey: $key}}) {{ __typename
  ... on Error {{ message code }} ... on ProductGone {{ sku }}
  ... on InvalidInput {{ fields {{ field messages }} }}
  ... on CheckoutSuccess {{ order {ORDER} }} }} }}"""
CANCEL = f"""mutation($id: ID!) {{ answer: cancelOrder(input: {{id: $id}}) {{ __typename
  ... on Error {{ message code }} ... on OrderNotFound {{ id }} ... on NotCancellable {{ state }}
  ... on CancelOrderSuccess {{ order {ORDER} }} }} }}"""
PUSH = """mutation($id: ID!) { answer: pushOrder(input: {id: $id}) { __typename ... on Error { message code }
  ... on OrderNotFound { id } ... on PushOrderSuccess { order { id state } } } }"""
READ = f"query($id: ID!) {{ order(id: $id) {ORDER} }}"


async def ask(client: Client, operation: str, **variables: object) -> Any:
    return (await client.graphql(operation, **variables))["answer"]


async def read(client: Client, order_id: int) -> Any:
    return (await client.graphql(READ, id=order_id))["order"]


def known_as(orders: Orders, username: str, display_name: str, user_id: int = BUYER) -> None:
    fields = {"id": user_id, "username": username, "display_name": display_name, "visitor": False}
    receive(orders.consumer, event("shop.user.created.v1", f"user/{user_id}", 1, **fields))


async def test_an_order_is_placed_and_completed(buyer: Client, orders: Orders, product: int) -> None:
    known_as(orders, "ada", "Ada L.")
    await ask(buyer, ADD, id=product)
    placed = await ask(buyer, CHECKOUT)
    assert placed["__typename"] == "CheckoutSuccess"
    order_id = int(placed["order"]["id"])
    row = orders.get(order_id)
    assert placed["order"] == await read(buyer, order_id)
    assert {name: placed["order"][name] for name in ("state", "stock", "reason", "message", "settledAt")} == {
        "state": "PENDING",
        "stock": "WAITING",
        "reason": None,
        "message": None,
        "settledAt": None,
    }
    assert [placed["order"][name] for name in ("createdAt", "placedAt", "dueAt")] == [
        serialize_moment(moment) for moment in (row.created_at, row.placed_at, row.due_at)
    ]
    assert placed["order"]["user"] == {"id": str(BUYER), "username": "ada", "displayName": "Ada L."}
    assert await buyer.graphql("{ basket { id } }") == {"basket": None}
    orders.complete(order_id)
    done = await read(buyer, order_id)
    assert (done["state"], done["stock"], done["total"]) == ("COMPLETED", "RESERVED", "5.40")
    assert done["settledAt"] == serialize_moment(orders.get(order_id).settled_at)
    assert [(step["state"], step["stock"]) for step in done["timeline"]] == [
        ("PENDING", "WAITING"),
        ("PENDING", "RESERVED"),
        ("COMPLETED", "RESERVED"),
    ]
    assert all(step["eventId"] and step["at"] for step in done["timeline"])


@pytest.mark.parametrize(
    ("reason", "message"),
    [
        ("OUT_OF_STOCK", "A product that you ordered is out of stock. You get a full refund."),
        ("PRODUCT_GONE", "A product that you ordered is no longer available. You get a full refund."),
    ],
)
async def test_a_refund_has_a_reason(
    buyer: Client, orders: Orders, product: int, reason: str, message: str
) -> None:
    order_id = orders.place(product)
    orders.answer(refused(order_id, reason=reason))
    order = await read(buyer, order_id)
    assert (order["state"], order["stock"], order["reason"], order["message"]) == (
        "REFUNDED",
        "REFUSED",
        reason,
        message,
    )
    assert order["timeline"][-1]["reason"] == reason


async def test_an_order_shows_a_deleted_product(buyer: Client, orders: Orders, shop: Shop, product: int) -> None:
    order_id = orders.place(product)
    shop.remove(product)
    (line,) = (await read(buyer, order_id))["lines"]
    assert (line["title"], line["product"]) == ("Amber Ale", None)


async def test_a_refused_checkout_returns_a_typed_error(
    buyer: Client, orders: Orders, shop: Shop, product: int
) -> None:
    empty = {"__typename": "BasketEmpty", "message": "The basket is empty.", "code": "BASKET_EMPTY"}
    assert await ask(buyer, CHECKOUT) == empty
    await ask(buyer, ADD, id=product)
    (wrong,) = (await ask(buyer, CHECKOUT, key=""))["fields"]
    assert wrong == {"field": "idempotencyKey", "messages": ["Use 1 to 200 characters."]}
    shop.remove(product)
    gone = await ask(buyer, CHECKOUT)
    assert (gone["__typename"], gone["code"], gone["sku"]) == ("ProductGone", "PRODUCT_GONE", "BEER-AMBER")
    (line,) = (await buyer.graphql("{ basket { lines { id } } }"))["basket"]["lines"]
    await ask(buyer, REMOVE, id=line["id"])
    assert await ask(buyer, CHECKOUT) == empty


async def test_a_repeated_key_returns_the_current_state_of_the_order(
    buyer: Client, stranger: Client, orders: Orders, product: int
) -> None:
    await ask(buyer, ADD, id=product)
    first = (await ask(buyer, CHECKOUT, key="k"))["order"]
    await ask(buyer, ADD, id=product)
    orders.complete(int(first["id"]))
    again = (await ask(buyer, CHECKOUT, key="k"))["order"]
    assert (again["id"], again["state"]) == (first["id"], "COMPLETED")
    assert (await ask(stranger, CHECKOUT, key="k"))["__typename"] == "BasketEmpty"
    placed = await buyer.post("/orders", json={"id": product, "quantity": 1}, headers={"idempotency-key": "other"})
    assert placed.status_code == 200
    assert (await ask(buyer, CHECKOUT, key="other"))["code"] == "IDEMPOTENCY_CONFLICT"


async def test_an_order_is_cancelled_while_it_is_pending(buyer: Client, orders: Orders, product: int) -> None:
    order_id, done = orders.place(product), orders.place(product)
    orders.answer(reserved(order_id))
    cancelled = await ask(buyer, CANCEL, id=order_id)
    assert (cancelled["__typename"], cancelled["order"]["state"]) == ("CancelOrderSuccess", "CANCELLED")
    assert cancelled["order"] == await read(buyer, order_id)
    orders.complete(done)
    for late, state in ((order_id, "CANCELLED"), (done, "COMPLETED"), (orders.choose(product), "OPEN")):
        assert await ask(buyer, CANCEL, id=late) == {
            "__typename": "NotCancellable",
            "message": f"The order is {state.lower()}.",
            "code": "NOT_CANCELLABLE",
            "state": state,
        }


async def test_an_order_is_cancellable_only_for_its_customer_while_pending(
    buyer: Client, staff: Client, orders: Orders, product: int
) -> None:
    operation = "query($id: ID!) { order(id: $id) { cancellable } }"
    pending, done, anonymous = orders.place(product), orders.place(product), orders.place(product, user_id=None)
    orders.complete(done)
    for client, order_id, expected in (
        (buyer, pending, True),
        (buyer, done, False),
        (buyer, orders.choose(product), False),
        (staff, pending, False),
        (staff, anonymous, False),
    ):
        answer = await client.graphql(operation, id=order_id)
        assert (order_id, answer["order"]) == (order_id, {"cancellable": expected})
    cancel = CANCEL.replace("timeline", "cancellable timeline")
    assert (await ask(buyer, cancel, id=pending))["order"]["cancellable"] is False


async def test_an_order_of_another_user_is_not_found(
    stranger: Client, staff: Client, orders: Orders, product: int, database: Database
) -> None:
    order_id = orders.place(product)
    before = contents(database)["shop_order"]
    for wanted in (order_id, order_id + 1000, "abc", "0", "-1"):
        assert (wanted, await read(stranger, wanted)) == (wanted, None)  # type: ignore[arg-type]
        for client in (stranger, staff):
            refusal = await ask(client, CANCEL, id=wanted)
            assert refusal == {
                "__typename": "OrderNotFound",
                "message": "Not found.",
                "code": "NOT_FOUND",
                "id": str(wanted),
            }
    assert contents(database)["shop_order"] == before
    assert (await read(staff, order_id))["id"] == str(order_id)


async def test_references_are_resolved_only_for_callers_with_access(
    client: Client, buyer: Client, stranger: Client, staff: Client, orders: Orders, product: int
) -> None:
    order_id = orders.place(product)
    operation = (
        "query($of: [_Any!]!) { _entities(representations: $of) { ... on Order { id total lines { sku } } } }"
    )
    found = {"id": str(order_id), "total": "5.40", "lines": [{"sku": "BEER-AMBER"}]}
    for asking, expected in ((client, None), (stranger, None), (buyer, found), (staff, found)):
        data = await asking.graphql(operation, of=[{"__typename": "Order", "id": str(order_id)}])
        assert data["_entities"] == [expected]


async def test_staff_can_push_a_stuck_order(staff: Client, buyer: Client, orders: Orders, product: int) -> None:
    order_id = orders.place(product)
    pushed = await ask(staff, PUSH, id=order_id)
    assert pushed == {"__typename": "PushOrderSuccess", "order": {"id": str(order_id), "state": "PENDING"}}
    assert orders.told() == ["shop.order.placed.v1"] * 2
    assert (await ask(staff, PUSH, id="abc"))["__typename"] == "OrderNotFound"
    assert codes(await buyer.graphql_errors(PUSH, id=order_id)) == ["FORBIDDEN"]


@ON_SQLITE
@pytest.mark.parametrize("anonymous", [True, False])
async def test_orders_require_a_session_and_all_orders_require_staff(
    serve: Serve, buyer: Client, anonymous: bool
) -> None:
    own = ("{ basket { id } }", "{ order(id: 1) { id } }", "{ orders { totalCount } }")
    everybodys = ["{ shopOrders { totalCount } }", *([] if anonymous else ["{ allOrders { id } }"])]
    async with serve(rest_anonymous=anonymous) as client:
        for operation in (*own, *everybodys):
            assert codes(await client.graphql_errors(operation)) == ["UNAUTHENTICATED"]
        client.headers.update(buyer.headers)
        for operation in everybodys:
            assert codes(await client.graphql_errors(operation)) == ["FORBIDDEN"]
        for operation in own:
            await client.graphql(operation)


@ON_SQLITE
async def test_fee_and_hold_are_settings(serve: Serve, buyer: Client, orders: Orders, product: int) -> None:
    async with serve(order_fee_percent="12.5", order_hold_seconds=60) as client:
        client.headers.update(buyer.headers)
        await ask(client, ADD, id=product)
        order = (await ask(client, CHECKOUT))["order"]
    row = orders.get(int(order["id"]))
    assert (Decimal(order["fee"]), (row.due_at - row.placed_at).seconds) == (Decimal("0.56"), 60)
