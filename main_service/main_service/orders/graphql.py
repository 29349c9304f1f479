"""The GraphQL type `Order` and the queries of orders. `mutations.py` has the mutations."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Self, cast

import strawberry
from service_kit.graphql.ids import parse_id
from service_kit.graphql.keyset import Key, Ordering, PageArgs
from service_kit.graphql.pagination import (
    After,
    Before,
    First,
    Last,
    PageInfo,
    count_all,
    read_connection,
)
from service_kit.identity import Role
from sqlalchemy import Row, Select
from strawberry.types import Info

from main_service.context import Context
from main_service.orders import model, queries
from main_service.orders.graphql_types import (
    OrderFilter,
    OrderLine,
    OrderReason,
    OrderState,
    OrderStep,
    OrderStock,
    ShopOrderFilter,
)
from main_service.users.graphql import User

NEWEST_FIRST = Ordering("newest", (Key(queries.table.c.id, descending=True),))
PROVIDED = ["username displayName"]
MESSAGES: Mapping[str | None, str] = {
    model.Reason.OUT_OF_STOCK: "A product that you ordered is out of stock. You get a full refund.",
    model.Reason.PRODUCT_GONE: "A product that you ordered is no longer available. You get a full refund.",
}


@strawberry.federation.type(keys=["id"], description="An order. An order in the state OPEN is a basket.")
class Order:
    # Resolved from a database row that has only the selected columns.
    id: strawberry.ID = strawberry.field(description="The id of the order.")
    state: OrderState = strawberry.field(description="The state of the order.")
    stock: OrderStock = strawberry.field(description="The state of the stock reservation.")
    reason: OrderReason | None = strawberry.field(
        description="The reason for the refund. Null if the order was not refunded."
    )
    created_at: datetime = strawberry.field(description="The time when the basket was created.")
    updated_at: datetime = strawberry.field(description="The time of the last change.")
    placed_at: datetime | None = strawberry.field(
        description="The time when the order was placed. Null for a basket."
    )
    due_at: datetime | None = strawberry.field(
        description="The time when the cancellation period ends. The order is completed then, or later when its "
        "stock is reserved."
    )
    settled_at: datetime | None = strawberry.field(description="The time when the order reached its final state.")
    user_id: strawberry.Private[int | None]
    fee_percent: strawberry.Private[Decimal]
    subtotal: strawberry.Private[Decimal]
    fee: strawberry.Private[Decimal]
    total: strawberry.Private[Decimal]

    @strawberry.field(name="subtotal", description="The sum of the lines, without the fee.")
    async def subtotal_now(self, info: Info[Context, None]) -> Decimal:
        return (await _totals(self, info.context)).subtotal

    @strawberry.field(name="fee", description="The fee of the shop.")
    async def fee_now(self, info: Info[Context, None]) -> Decimal:
        return (await _totals(self, info.context)).fee

    @strawberry.field(name="total", description="The subtotal plus the fee.")
    async def total_now(self, info: Info[Context, None]) -> Decimal:
        return (await _totals(self, info.context)).total

    @strawberry.field(
        description="A message for the customer that explains the state. Null if no explanation is needed."
    )
    def message(self) -> str | None:
        return MESSAGES.get(self.reason)  # type: ignore[arg-type]

    @strawberry.field(
        description="Whether the caller can cancel the order now. Only the customer can cancel it, while it is "
        "pending."
    )
    async def cancellable(self, info: Info[Context, None]) -> bool:
        """Checks the same conditions as `commands.cancel_order`."""
        if cast("str", self.state) != model.OrderState.PENDING:
            return False
        caller = await info.context.identity.caller()
        return caller is not None and caller.user_id == self.user_id

    @strawberry.field(description="The lines, in the order in which they were added.")
    async def lines(self, info: Info[Context, None]) -> list[OrderLine]:
        return cast("list[OrderLine]", await info.context.order_lines.load(int(self.id)))

    @strawberry.field(description="The state changes since the order was placed.")
    async def timeline(self, info: Info[Context, None]) -> list[OrderStep]:
        return cast("list[OrderStep]", await info.context.order_steps.load(int(self.id)))

    @strawberry.federation.field(
        provides=PROVIDED,
        description="The customer. Null if the order was placed without an account, or if the account is not "
        "known yet.",
    )
    async def user(self, info: Info[Context, None]) -> User | None:
        return await _user(self.user_id, info.context)

    @classmethod
    async def resolve_reference(cls, info: Info[Context, None], id: strawberry.ID) -> Self | None:
        """Resolves a reference from the other subgraph. Returns None if the caller may not see the order."""
        row = await visible(info.context, await info.context.orders.load(parse_id(id)))
        return None if row is None else cls(**row._mapping)


@strawberry.type(description="An order and its cursor in a list.")
class OrderEdge:
    cursor: str = strawberry.field(description="The cursor to pass as `after` or `before`.")
    node: Order = strawberry.field(description="The order.")


@strawberry.type(description="A page of a list of orders.")
class OrderConnection:
    edges: list[OrderEdge] = strawberry.field(description="The orders with their cursors.")
    nodes: list[Order] = strawberry.field(description="The orders of the page.")
    page_info: PageInfo = strawberry.field(description="Information about the pages before and after this one.")
    selection: strawberry.Private[Select[Any]]

    @strawberry.field(
        description="The number of orders in the whole list. It is counted only if this field is selected."
    )
    async def total_count(self, info: Info[Context, None]) -> int:
        return await count_all(info.context.database, self.selection)


@strawberry.type(description="A short form of an order, for clients without pagination.")
class OrderSummary:
    id: strawberry.ID = strawberry.field(description="The id of the order.")
    product_name: str = strawberry.field(description="The titles of the ordered products, separated by commas.")
    user_id: strawberry.Private[int | None]

    @strawberry.federation.field(
        provides=PROVIDED,
        description="The customer. Null if the order was placed without an account, or if the account is not "
        "known yet.",
    )
    async def user(self, info: Info[Context, None]) -> User | None:
        return await _user(self.user_id, info.context)


@strawberry.type
class OrderQuery:
    """The queries of orders."""

    @strawberry.field(description="Returns the caller's basket, or null if it is empty.")
    async def basket(self, info: Info[Context, None]) -> Order | None:
        user_id = (await info.context.signed_in()).user_id
        row = await info.context.database.aread(lambda reader: queries.basket(reader, user_id))
        return cast("Order | None", row)

    @strawberry.field(
        description="Returns the order with the given id. Null if it does not exist. Only its customer and "
        "staff can read it; others get null."
    )
    async def order(
        self,
        info: Info[Context, None],
        id: Annotated[strawberry.ID, strawberry.argument(description="The id of the order.")],
    ) -> Order | None:
        row = await info.context.database.aread(lambda reader: queries.get(reader, parse_id(id)))
        return cast("Order | None", await visible(info.context, row))

    @strawberry.field(description="Lists the caller's orders in pages, newest first. The default page size is 20.")
    async def orders(
        self,
        info: Info[Context, None],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[OrderFilter | None, strawberry.argument(description="The filter.")] = None,
    ) -> OrderConnection:
        user_id, wanted = (await info.context.signed_in()).user_id, filter or OrderFilter()
        statement = queries.matching(state=_value(wanted.state), user_id=user_id)
        return await _connection(info.context, statement, PageArgs.of(first, after, last, before))

    @strawberry.field(description="Lists the orders of all customers in pages, newest first. Only for staff.")
    async def shop_orders(
        self,
        info: Info[Context, None],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[ShopOrderFilter | None, strawberry.argument(description="The filter.")] = None,
    ) -> OrderConnection:
        wanted = filter or ShopOrderFilter()
        since = await info.context.database.aread(queries.stuck_since) if wanted.stuck else None
        statement = queries.matching(state=_value(wanted.state), placed_before=since)
        return await _connection(info.context, statement, PageArgs.of(first, after, last, before))

    @strawberry.field(
        description="Lists all orders of all customers, oldest first, for older clients without pagination."
    )
    async def all_orders(self, info: Info[Context, None]) -> list[OrderSummary]:
        return cast("list[OrderSummary]", await info.context.database.aread(queries.list_summaries))


async def _totals(order: Order, context: Context) -> model.Totals:
    """Returns the stored totals of a placed order, or the totals of a basket at current prices."""
    if order.placed_at is not None:
        return model.Totals(order.subtotal, order.fee, order.total)
    lines = await context.order_lines.load(int(order.id))
    return model.Totals.of([line.unit_price * line.quantity for line in lines], order.fee_percent)


async def _user(user_id: int | None, context: Context) -> User | None:
    return None if user_id is None else cast("User | None", await context.users.load(user_id))


async def visible(context: Context, row: Row[Any] | None) -> Row[Any] | None:
    """Returns the order if the caller may see it, otherwise None."""
    caller = await context.identity.caller()
    if row is None or caller is None:
        return None
    return row if row.user_id == caller.user_id or caller.role.includes(Role.STAFF) else None


async def _connection(context: Context, statement: Select[Any], args: PageArgs) -> OrderConnection:
    return await read_connection(context.database, OrderConnection, OrderEdge, statement, NEWEST_FIRST, args)


def _value(state: OrderState | None) -> str | None:
    return None if state is None else str(state.value)
