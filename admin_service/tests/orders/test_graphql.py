"""The field `User.orders`, for the user and for staff."""

from typing import Any

import pytest
from service_kit.identity import Role
from service_kit.process.service import Service

from testing.api import Client, codes
from testing.events import receive
from testing.rows import statements
from testing.signed_in import ClientAs, SignedIn

from ..stock.books import Books, order_event

ORDERS = "orders { count latest { id total state placedAt } }"
MINE = f"{{ me {{ {ORDERS} }} }}"
THEIRS = f"query($of: [_Any!]!) {{ _entities(representations: $of) {{ ... on User {{ id {ORDERS} }} }} }}"
ALL = f"{{ users {{ nodes {{ id {ORDERS} }} }} }}"


def place(service: Service, order: int, user_id: int | None, minute: int = 0, kind: str = "placed") -> None:
    placed_at = f"2026-01-31T12:{minute:02d}:00Z"
    fields = {"user_id": user_id, "total": f"{order}.50", "placed_at": placed_at}
    receive(service.consumer, order_event(kind, order, {7: 1}, 0, **fields))


async def orders(client: Client) -> Any:
    return (await client.graphql(MINE))["me"]["orders"]


async def test_a_user_without_orders_has_none(customer: Client) -> None:
    assert await orders(customer) == {"count": 0, "latest": []}


async def test_returns_the_newest_five_and_the_count(customer: SignedIn, service: Service) -> None:
    for order in range(1, 8):
        place(service, order, customer.user.id, minute=60 - order if order < 5 else order)
    place(service, 8, None)
    place(service, 9, customer.user.id + 1000)
    found = await orders(customer)
    assert found["count"] == 7
    assert [item["id"] for item in found["latest"]] == ["1", "2", "3", "4", "7"]
    assert found["latest"][0] == {
        "id": "1",
        "total": "1.50",
        "state": "PENDING",
        "placedAt": "2026-01-31T12:59:00Z",
    }


@pytest.mark.parametrize("end", ["completed", "refunded", "cancelled"])
async def test_returns_the_final_state_and_counts_the_order_once(
    customer: SignedIn, service: Service, books: Books, end: str
) -> None:
    for kind in ("placed", end, "placed", end):
        place(service, 1, customer.user.id, kind=kind)
    found = await orders(customer)
    assert (found["count"], [item["state"] for item in found["latest"]]) == (1, [end.upper()])


async def test_only_the_user_and_staff_can_read_orders(
    customer: SignedIn, staff: SignedIn, client: Client, client_as: ClientAs, service: Service
) -> None:
    place(service, 1, customer.user.id)
    reference = {"__typename": "User", "id": str(customer.user.id)}
    for allowed in (customer, staff):
        (user,) = (await allowed.graphql(THEIRS, of=[reference]))["_entities"]
        assert user["orders"]["count"] == 1
    for stranger in (client, client_as(Role.CUSTOMER, "stranger")):
        assert await stranger.graphql(THEIRS, of=[reference]) == {"_entities": [None]}
    assert codes(await customer.graphql_errors(ALL)) == ["FORBIDDEN"]


async def test_orders_of_any_number_of_users_add_two_statements(
    staff: SignedIn, client_as: ClientAs, service: Service
) -> None:
    users = [client_as(Role.CUSTOMER, f"customer-{number}").user.id for number in range(6)]
    for order, user_id in enumerate([*users, *users], start=1):
        place(service, order, user_id, minute=order)
    with statements() as sent:
        page = (await staff.graphql(ALL))["users"]["nodes"]
    assert len(sent) == 2 + 2, sent
    found = {node["id"]: [item["id"] for item in node["orders"]["latest"]] for node in page}
    assert found[str(users[0])] == ["7", "1"]
    assert found[str(staff.user.id)] == []
