"""Orders and baskets as they change."""

from collections.abc import AsyncGenerator
from typing import Annotated, cast

import strawberry
from service_kit.graphql.ids import parse_id
from service_kit.graphql.live import StateMessage, subscription
from strawberry.types import Info

from main_service.context import Context
from main_service.orders import queries
from main_service.orders.graphql import Order, visible

KINDS = ("product", "options", "stock")
"""What matters to a basket of each of its products."""


@strawberry.type
class OrderSubscription:
    """The orders' part of `Subscription`."""

    @subscription(
        "An order as it is, and again with each step that it takes, for the customer and for staff. "
        "Null, and the end, where there is none that the caller may see.",
    )
    async def order_changed(
        self,
        info: Info[Context, None],
        id: Annotated[strawberry.ID, strawberry.argument(description="The order's id.")],
    ) -> AsyncGenerator[Order | None, None]:
        """By the loader that all streams share."""
        order_id, context = parse_id(id), info.context
        async with context.service.live.subscribe(f"order/{order_id}", f"order/{order_id}/") as updates:
            async for update in updates:
                order = await visible(context, await context.shared.orders.load(order_id))
                yield cast("Order | None", StateMessage.of(updates, update, order))
                if order is None:
                    return

    @subscription(
        "The caller's basket as it is, and again whenever it, or the price or the stock of something in it, "
        "changes; null while there is nothing in it.",
    )
    async def basket_changed(self, info: Info[Context, None]) -> AsyncGenerator[Order | None, None]:
        """What it holds is looked up with it, to know which products matter to it."""
        user_id, held = (await info.context.signed_in()).user_id, frozenset[str]()
        topics = f"basket/{user_id}", "product/", "options/", "stock/"
        async with info.context.service.live.subscribe(*topics) as updates:
            async for update in updates:
                if isinstance(update, frozenset) and update.isdisjoint(held | {f"basket/{user_id}"}):
                    updates.ignore_last()
                    continue
                basket = await info.context.database.aread(lambda reader: queries.basket(reader, user_id))
                lines = [] if basket is None else await info.context.shared.order_lines.load(basket.id)
                held = frozenset(f"{kind}/{line.product_id}" for line in lines for kind in KINDS)
                yield cast("Order | None", StateMessage.of(updates, update, basket))
