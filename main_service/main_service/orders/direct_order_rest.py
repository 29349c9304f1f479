"""The REST routes for orders of one product, placed without a basket, for client families 3 and 4."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from fastapi import APIRouter, Depends, Header, Request
from pydantic import BaseModel, ConfigDict, Field
from service_kit.errors import InvalidInput, read_input
from service_kit.graphql.ids import parse_id
from service_kit.http.bodies import body_fields, documented_body
from service_kit.http.errors import DETAIL, documented_errors
from service_kit.http.rights import identity_of
from service_kit.identity import Identity, Role
from service_kit.process.service import Service
from service_kit.rights import Need, require
from sqlalchemy import Row
from strawberry import ID

from main_service.orders import commands, errors, queries
from main_service.orders.lines import MAX_QUANTITY
from main_service.orders.model import OrderState, Terms, Totals
from main_service.orders.price_rest import PRICE_CHANGED
from main_service.orders.rest import OrderId, rejecting_options
from main_service.users import queries as users
from main_service.users.errors import UserNotFound

FAMILY_3, FAMILY_4 = "Family 3: inventory and payment", "Family 4: users and orders"
Fields = Annotated[Mapping[str, object], Depends(body_fields)]
IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=200,
        description="A repeated request with the same key returns the first response.",
    ),
]
CONFLICT: dict[int | str, dict[str, Any]] = {
    422: {
        "description": "The idempotency key was already used with a different body",
        "content": {"application/json": {"schema": DETAIL}},
    }
}


class Family3Order(BaseModel):
    """An order in the format of client family 3."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    id: str = Field(description="The id of the product.")
    quantity: int = Field(ge=1, le=MAX_QUANTITY)
    expected_price: Decimal | None = Field(default=None, ge=0, max_digits=12, decimal_places=2)


class Family4Order(BaseModel):
    """An order in the format of client family 4."""

    username: str = Field(min_length=1, max_length=250)
    product_name: str = Field(min_length=1, max_length=250)


class NewOrder(BaseModel):
    """The fields of client family 3, or those of client family 4."""

    id: str | int | None = Field(default=None, description="The id of the product, for client family 3.")
    quantity: int | None = Field(default=None, description="The quantity, for client family 3.")
    expected_price: Decimal | None = Field(
        default=None,
        description="The unit price that the customer saw, without the fee, for client family 3. If the current "
        "price differs, no order is placed and the response is 409.",
    )
    username: str | None = Field(default=None, description="The username of the customer, for client family 4.")
    product_name: str | None = Field(default=None, description="The title of the product, for client family 4.")


class PaidOrderView(BaseModel):
    """An order, in the format of client family 3. Price, fee and total are for one unit."""

    pk: str
    product_id: str
    price: float
    fee: float
    total: float
    quantity: int
    status: Literal["pending", "completed", "refunded", "cancelled"]

    @classmethod
    def of(cls, order: Row[Any], line: queries.Line, status: str) -> Self:
        """Builds the view of an order with one line."""
        unit = Totals.of([line.unit_price], order.fee_percent)
        return cls.model_validate(
            {
                "pk": str(order.id),
                "product_id": str(line.product_id),
                "price": float(unit.subtotal),
                "fee": float(unit.fee),
                "total": float(unit.total),
                "quantity": line.quantity,
                "status": status,
            }
        )


class NamedOrderView(BaseModel):
    """An order, in the format of client family 4."""

    user: str
    product_name: str


class Message(BaseModel):
    """A message to show to the user."""

    message: str


def router(service: Service, terms: Terms) -> APIRouter:
    """`/orders…`"""
    routes = APIRouter(prefix="/orders")
    database = service.database

    @routes.get(
        "",
        summary="List all orders of users with an account",
        tags=[FAMILY_4],
        responses=documented_errors(401, 403),
    )
    async def list_orders() -> list[NamedOrderView]:
        orders = await database.aread(queries.list_summaries)
        return [
            NamedOrderView(user=order.username, product_name=order.product_name)
            for order in orders
            if order.username is not None  # client family 3 orders without a session
        ]

    @routes.post(
        "",
        summary="Order a product, by its id, or by its title for a user",
        tags=[FAMILY_3, FAMILY_4],
        openapi_extra=documented_body(NewOrder),
        responses={**documented_errors(400, 401, 403, 404, 413, 415), **PRICE_CHANGED, **CONFLICT},
    )
    async def place_order(
        request: Request, fields: Fields, idempotency_key: IdempotencyKey = None
    ) -> PaidOrderView | Message:
        if {"id", "quantity"} & fields.keys():
            paid, caller = read_input(Family3Order, fields), await identity_of(request).caller()
            user_id = None if caller is None else caller.user_id
            with rejecting_options("id"):
                return await place_by_id(user_id, paid, idempotency_key)
        if {"username", "product_name"} & fields.keys():
            named = read_input(Family4Order, fields)
            with rejecting_options("product_name"):
                return await place_by_title(identity_of(request), named, idempotency_key)
        raise InvalidInput({"non_field_errors": ["Give id and quantity, or username and product_name."]})

    async def place_by_id(user_id: int | None, paid: Family3Order, key: str | None) -> PaidOrderView:
        product_id = parse_id(ID(paid.id))
        order_id = await database.awrite(
            lambda session: commands.place_once(
                session,
                user_id,
                key,
                paid.model_dump(include={"id", "quantity"}),
                lambda: commands.place_order(
                    session, user_id, product_id, paid.quantity, terms, paid.expected_price
                ),
            )
        )
        # A repeated key returns the first response, even if the order has another state now.
        return await view(order_id, status="pending")

    async def place_by_title(identity: Identity, named: Family4Order, key: str | None) -> Message:
        user_id = await database.aread(lambda reader: users.account_by_username(reader, named.username))
        if user_id is None:
            raise UserNotFound
        if not identity.serves_visitors:
            await require(identity, Need.SELF_OR_STAFF, user_id)
        await database.awrite(
            lambda session: commands.place_once(
                session,
                user_id,
                key,
                named.model_dump(),
                lambda: commands.place_order_by_title(session, user_id, named.product_name, terms),
            )
        )
        return Message(message="Order created successfully")

    @routes.get("/{order_id}", summary="Get an order", tags=[FAMILY_3], responses=documented_errors(401, 403, 404))
    async def read_order(request: Request, order_id: OrderId) -> PaidOrderView:
        return await view(order_id, identity_of(request))

    async def view(order_id: int, identity: Identity | None = None, *, status: str | None = None) -> PaidOrderView:
        order, lines = await database.aread(
            lambda reader: (queries.get(reader, order_id), queries.lines_of(reader, [order_id]))
        )
        seen = order is not None and (identity is None or await _may_see(identity, order.user_id))
        if order is None or not seen or order.state == OrderState.OPEN or len(lines) != 1:
            raise errors.OrderNotFound
        return PaidOrderView.of(order, lines[0], status or order.state.lower())

    return routes


async def _may_see(identity: Identity, owner_id: int | None) -> bool:
    """Whether the caller may see an order: as its customer, as staff, or as a visitor.

    Visitors may see orders that were placed without an account, if visitors are enabled.
    """
    if owner_id is None and identity.serves_visitors:
        return True
    caller = await identity.caller()
    return caller is not None and (caller.user_id == owner_id or caller.role.includes(Role.STAFF))
