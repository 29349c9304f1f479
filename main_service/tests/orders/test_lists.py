"""Lists of orders: pages, filters and the number of statements."""

from typing import Any

import pytest

from testing.api import Client, codes
from testing.buying import BUYER, Orders, refused
from testing.events import event, receive
from testing.one_service import ON_SQLITE, Serve
from testing.rows import statements
from testing.shop import Shop

EVERYTHING = """nodes { id state subtotal total message user { username } timeline { state at eventId }
  lines { title total product { title likes } } }"""


@pytest.fixture
def placed(orders: Orders, shop: Shop) -> list[int]:
    """Seven orders with two lines each, oldest first. The first one is refunded."""
    products = [shop.add("Ale", price="1.00"), shop.add("Bock", price="2.00")]
    ids = []
    for _ in range(7):
        for product_id in products:
            orders.choose(product_id)
        ids.append(orders.checkout())
    orders.answer(refused(ids[0]))
    return ids


async def ids_of(client: Client, arguments: str = "", field: str = "orders") -> list[int]:
    data = await client.graphql(f"{{ list: {field}{arguments} {{ nodes {{ id }} totalCount }} }}")
    found: list[int] = [int(node["id"]) for node in data["list"]["nodes"]]
    return found


async def test_the_callers_orders_are_listed_newest_first_in_pages(
    buyer: Client, stranger: Client, orders: Orders, placed: list[int], product: int
) -> None:
    orders.choose(product)
    orders.place(product, user_id=BUYER + 1)
    operation = """query($after: String) { orders(first: 3, after: $after) {
      edges { cursor node { id } } pageInfo { hasNextPage endCursor } totalCount } }"""
    seen: list[int] = []
    after: str | None = None
    for number in range(3):
        page = (await buyer.graphql(operation, after=after))["orders"]
        assert (page["pageInfo"]["hasNextPage"], page["totalCount"]) == (number < 2, 7)
        seen += [int(edge["node"]["id"]) for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        assert page["edges"][-1]["cursor"] == after
    assert seen == placed[::-1]
    assert await ids_of(buyer, "(last: 2)") == placed[1::-1]
    assert len(await ids_of(stranger)) == 1


async def test_orders_are_listed_by_state_and_baskets_only_on_request(
    buyer: Client, staff: Client, orders: Orders, placed: list[int], product: int
) -> None:
    opened = orders.choose(product)
    for client, field in ((buyer, "orders"), (staff, "shopOrders")):
        assert await ids_of(client, "(filter: {state: REFUNDED})", field) == placed[:1]
        assert await ids_of(client, "(filter: {state: OPEN})", field) == [opened]
        assert await ids_of(client, "(filter: {state: PENDING})", field) == placed[:0:-1]
        assert await ids_of(client, "(filter: {})", field) == placed[::-1]
        assert await ids_of(client, "(filter: {state: COMPLETED})", field) == []


async def test_staff_can_list_the_orders_of_all_customers_and_stuck_orders(
    staff: Client, orders: Orders, placed: list[int], product: int
) -> None:
    anonymous, another = orders.place(product, user_id=None), orders.place(product, user_id=BUYER + 1)
    assert await ids_of(staff, "(first: 2)", "shopOrders") == [another, anonymous]
    assert await ids_of(staff, "(filter: {stuck: true})", "shopOrders") == []
    orders.wait(61)
    fresh = orders.place(product)
    assert fresh not in await ids_of(staff, "(filter: {stuck: true})", "shopOrders")
    assert await ids_of(staff, "(filter: {stuck: true})", "shopOrders") == [another, anonymous, *placed[:0:-1]]
    assert await ids_of(staff, "(filter: {stuck: true, state: REFUNDED})", "shopOrders") == []


async def test_all_orders_are_listed_for_older_clients_of_the_staff(
    staff: Client, orders: Orders, placed: list[int], product: int
) -> None:
    orders.choose(product)
    last = orders.place(product, user_id=None)
    ada = {"id": BUYER, "username": "ada", "visitor": False}
    receive(orders.consumer, event("shop.user.created.v1", f"user/{BUYER}", 1, **ada))
    listed = (await staff.graphql("{ allOrders { id productName user { username } } }"))["allOrders"]
    assert listed == [
        *({"id": str(key), "productName": "Ale, Bock", "user": {"username": "ada"}} for key in placed),
        {"id": str(last), "productName": "Amber Ale", "user": None},
    ]


@ON_SQLITE
@pytest.mark.parametrize("slash", ["", "/"])
async def test_all_orders_are_listed_without_a_session_only_if_rest_anonymous_is_set(
    serve: Serve, orders: Orders, product: int, slash: str
) -> None:
    ada = {"id": BUYER, "username": "ada", "display_name": "Ada Lovelace", "visitor": False}
    receive(orders.consumer, event("shop.user.created.v1", f"user/{BUYER}", 1, **ada))
    order_id = orders.place(product)
    query = {"query": "{ allOrders { id productName user { username } } }"}
    listed = {"id": str(order_id), "productName": "Amber Ale", "user": {"username": "ada"}}
    async with serve(rest_anonymous=True) as client:
        assert (await client.post(f"/graphql{slash}", json=query)).json() == {"data": {"allOrders": [listed]}}
        for refused in ("{ allOrders { user { displayName } } }", "{ shopOrders { totalCount } }"):
            assert codes(await client.graphql_errors(refused)) == ["UNAUTHENTICATED"]
    async with serve(rest_anonymous=False) as client:
        answer = (await client.post(f"/graphql{slash}", json=query)).json()
        assert codes(answer["errors"]) == ["UNAUTHENTICATED"]


async def test_a_page_outside_its_bounds_is_refused(buyer: Client, staff: Client, placed: list[int]) -> None:
    for client, field in ((buyer, "orders"), (staff, "shopOrders")):
        for arguments in ("first: 0", "first: 101", "last: 101", "first: 1, last: 1", 'after: "x"'):
            errors = await client.graphql_errors(f"{{ {field}({arguments}) {{ totalCount }} }}")
            assert codes(errors) == ["BAD_USER_INPUT"]


@ON_SQLITE
@pytest.mark.parametrize(
    ("operation", "number"),
    [
        (f"{{ orders(first: 100) {{ {EVERYTHING} }} }}", 5),
        ("{ orders { nodes { id total } } }", 1),
        ("{ orders { totalCount nodes { id lines { sku } } } }", 3),
        ("{ order(id: %d) { total lines { sku } timeline { state } } }", 3),
        ("{ basket { total subtotal fee lines { title total product { title } } } }", 3),
    ],
)
async def test_a_query_of_a_customer_sends_a_fixed_number_of_statements(
    buyer: Client, orders: Orders, placed: list[int], product: int, operation: str, number: int
) -> None:
    orders.choose(product)
    await buyer.graphql("{ orders { totalCount } }")
    with statements() as sent:
        await buyer.graphql(operation.replace("%d", str(placed[0])))
    assert len(sent) == number + 1, sent


@ON_SQLITE
async def test_the_number_of_statements_does_not_grow_with_the_listed_orders(
    staff: Client, orders: Orders, placed: list[int], shop: Shop
) -> None:
    async def sent_for(first: int) -> list[Any]:
        with statements() as sent:
            await staff.graphql(f"{{ shopOrders(first: {first}, filter: {{state: OPEN}}) {{ {EVERYTHING} }} }}")
        return sent

    for user_id in range(1, 6):
        for number in range(3):
            orders.choose(shop.add(f"{user_id}-{number}"), user_id=user_id)
    await sent_for(1)
    assert len(await sent_for(1)) == len(await sent_for(5)) == 6


@ON_SQLITE
@pytest.mark.parametrize(
    ("operation", "number"),
    [
        ("addToBasket(input: {productId: %d}) { ... on AddToBasketSuccess { basket { id } } }", 7),
        ("changeBasketLine(input: {lineId: %l, quantity: 2}) { __typename }", 6),
        ("removeFromBasket(input: {lineId: %l}) { __typename }", 4),
        ("checkout(input: {}) { ... on CheckoutSuccess { order { id state } } }", 9),
        ('checkout(input: {idempotencyKey: "k"}) { ... on CheckoutSuccess { order { id } } }', 13),
    ],
)
async def test_the_number_of_statements_does_not_grow_with_the_basket(
    buyer: Client, orders: Orders, shop: Shop, product: int, operation: str, number: int
) -> None:
    opened = orders.choose(product)
    for other in range(5):
        orders.choose(shop.add(f"Ale {other}"))
    operation = operation.replace("%d", str(product)).replace("%l", str(orders.lines(opened)[0].id))
    await buyer.graphql("{ orders { totalCount } }")
    with statements() as sent:
        await buyer.graphql(f"mutation {{ {operation} }}")
    assert len(sent) == number + 1, sent
