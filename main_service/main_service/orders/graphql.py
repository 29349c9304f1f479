"""Orders in GraphQL: types and queries. The mutations are in `mutations.py`."""

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
from main_service.orders.parts import (
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
    model.Reason.OUT_OF_STOCK: "There is not enough left of what you ordered. You get all of your money back.",
    model.Reason.PRODUCT_GONE: "Something that you ordered is no longer sold. You get all of your money back.",
}


@strawberry.federation.type(keys=["id"], description="An order, or a basket, which is one that is still open.")
class Order:
    # Resolved from a database row that has only the selected columns.
    id: strawberry.ID = strawberry.field(description="The order's id.")
    state: OrderState = strawberry.field(description="Where it stands.")
    stock: OrderStock = strawberry.field(description="What is known of its stock.")
    reason: OrderReason | None = strawberry.field(description="Why the money was given back, if it was.")
    created_at: datetime = strawberry.field(description="When something was first put into the basket.")
    updated_at: datetime = strawberry.field(description="When it was last changed.")
    placed_at: datetime | None = strawberry.field(description="When it was ordered.")
    due_at: datetime | None = strawberry.field(
        description="When it is settled, or as soon as its stock is reserved after that."
    )
    settled_at: datetime | None = strawberry.field(description="When it came to its final state.")
    user_id: strawberry.Private[int | None]
    fee_percent: strawberry.Private[Decimal]
    subtotal: strawberry.Private[Decimal]
    fee: strawberry.Private[Decimal]
    total: strawberry.Private[Decimal]

    @strawberry.field(name="subtotal", description="What the lines cost together.")
    async def subtotal_now(self, info: Info[Context, None]) -> Decimal:
        """As ordered, or as it would be."""
        return (await _totals(self, info.context)).subtotal

    @strawberry.field(name="fee", description="What the shop adds.")
    async def fee_now(self, info: Info[Context, None]) -> Decimal:
        """As ordered, or as it would be."""
        return (await _totals(self, info.context)).fee

    @strawberry.field(name="total", description="What is to be paid.")
    async def total_now(self, info: Info[Context, None]) -> Decimal:
        """As ordered, or as it would be."""
        return (await _totals(self, info.context)).total

    @strawberry.field(
        description="What became of it, for the customer, where there is more to say than its state."
    )
    def message(self) -> str | None:
        """From the reason."""
        return MESSAGES.get(self.reason)  # type: ignore[arg-type]

    @strawberry.field(
        description="Whether the caller can cancel the order now: it is the caller's own order, and it is pending."
    )
    async def cancellable(self, info: Info[Context, None]) -> bool:
        """Apply the conditions of `commands.cancel_order`."""
        if cast("str", self.state) != model.OrderState.PENDING:
            return False
        caller = await info.context.identity.caller()
        return caller is not None and caller.user_id == self.user_id

    @strawberry.field(description="What it holds, in the order in which it was chosen.")
    async def lines(self, info: Info[Context, None]) -> list[OrderLine]:
        """Batched over all orders of the answer."""
        return cast("list[OrderLine]", await info.context.order_lines.load(int(self.id)))

    @strawberry.field(description="The steps that it has taken since it was ordered.")
    async def timeline(self, info: Info[Context, None]) -> list[OrderStep]:
        """Batched over all orders of the answer."""
        return cast("list[OrderStep]", await info.context.order_steps.load(int(self.id)))

    @strawberry.federation.field(
        provides=PROVIDED, description="Whose it is; null where nobody signed in, or nothing is known of them yet."
    )
    async def user(self, info: Info[Context, None]) -> User | None:
        """Batched over all orders of the answer."""
        return await _user(self.user_id, info.context)

    @classmethod
    async def resolve_reference(cls, info: Info[Context, None], id: strawberry.ID) -> Self | None:
        """The order that the other subgraph refers to; none, for who may not see it."""
        row = await visible(info.context, await info.context.orders.load(parse_id(id)))
        return None if row is None else cls(**row._mapping)


@strawberry.type(description="An order and its place in a list.")
class OrderEdge:
    cursor: str = strawberry.field(description="The place in the list, to be given as `after` or `before`.")
    node: Order = strawberry.field(description="The order.")


@strawberry.type(description="One page of a list of orders.")
class OrderConnection:
    edges: list[OrderEdge] = strawberry.field(description="The orders with their places.")
    nodes: list[Order] = strawberry.field(description="The orders.")
    page_info: PageInfo = strawberry.field(description="Whether there is more, and where it goes on.")
    selection: strawberry.Private[Select[Any]]

    @strawberry.field(description="How many orders the whole list has. Counted only when asked for.")
    async def total_count(self, info: Info[Context, None]) -> int:
        """Count the selection."""
        return await count_all(info.context.database, self.selection)


@strawberry.type(description="An order in one line, for clients that know no pages.")
class OrderSummary:
    id: strawberry.ID = strawberry.field(description="The order's id.")
    product_name: str = strawberry.field(description="What was ordered: the titles, joined by commas.")
    user_id: strawberry.Private[int | None]

    @strawberry.federation.field(
        provides=PROVIDED, description="Whose it is; null where nobody signed in, or nothing is known of them yet."
    )
    async def user(self, info: Info[Context, None]) -> User | None:
        """Batched over all orders of the answer."""
        return await _user(self.user_id, info.context)


@strawberry.type
class OrderQuery:
    """The orders' part of `Query`."""

    @strawberry.field(description="The caller's basket; null where there is nothing in it.")
    async def basket(self, info: Info[Context, None]) -> Order | None:
        """One row by its key."""
        user_id = (await info.context.signed_in()).user_id
        row = await info.context.database.aread(lambda reader: queries.basket(reader, user_id))
        return cast("Order | None", row)

    @strawberry.field(description="The order with this id, if the caller may see it: the customer, and staff.")
    async def order(
        self,
        info: Info[Context, None],
        id: Annotated[strawberry.ID, strawberry.argument(description="The order's id.")],
    ) -> Order | None:
        """One row by its key."""
        row = await info.context.database.aread(lambda reader: queries.get(reader, parse_id(id)))
        return cast("Order | None", await visible(info.context, row))

    @strawberry.field(description="The caller's orders, newest first, page by page: 20 unless said otherwise.")
    async def orders(
        self,
        info: Info[Context, None],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[OrderFilter | None, strawberry.argument(description="Which orders.")] = None,
    ) -> OrderConnection:
        """One page by keyset."""
        user_id, wanted = (await info.context.signed_in()).user_id, filter or OrderFilter()
        statement = queries.matching(state=_value(wanted.state), user_id=user_id)
        return await _connection(info.context, statement, PageArgs.of(first, after, last, before))

    @strawberry.field(description="The orders of all customers, newest first, page by page, for the staff.")
    async def shop_orders(
        self,
        info: Info[Context, None],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[ShopOrderFilter | None, strawberry.argument(description="Which orders.")] = None,
    ) -> OrderConnection:
        """One page by keyset."""
        wanted = filter or ShopOrderFilter()
        since = await info.context.database.aread(queries.stuck_since) if wanted.stuck else None
        statement = queries.matching(state=_value(wanted.state), placed_before=since)
        return await _connection(info.context, statement, PageArgs.of(first, after, last, before))

    @strawberry.field(
        description="All orders of all customers, oldest first, for older clients that know no pages."
    )
    async def all_orders(self, info: Info[Context, None]) -> list[OrderSummary]:
        """A statement for the orders, and one for the users where they are asked for."""
        return cast("list[OrderSummary]", await info.context.database.aread(queries.sold))


async def _totals(order: Order, context: Context) -> model.Totals:
    """Fixed once it is placed. What is in a basket costs what it costs now."""
    if order.placed_at is not None:
        return model.Totals(order.subtotal, order.fee, order.total)
    lines = await context.order_lines.load(int(order.id))
    return model.Totals.of([line.unit_price * line.quantity for line in lines], order.fee_percent)


async def _user(user_id: int | None, context: Context) -> User | None:
    return None if user_id is None else cast("User | None", await context.users.load(user_id))


async def visible(context: Context, row: Row[Any] | None) -> Row[Any] | None:
    """The order if the caller may see it. Another's is one that does not exist."""
    caller = await context.identity.caller()
    if row is None or caller is None:
        return None
    return row if row.user_id == caller.user_id or caller.role.includes(Role.STAFF) else None


async def _connection(context: Context, statement: Select[Any], args: PageArgs) -> OrderConnection:
    return await read_connection(context.database, OrderConnection, OrderEdge, statement, NEWEST_FIRST, args)


def _value(state: OrderState | None) -> str | None:
    return None if state is None else str(state.value)
