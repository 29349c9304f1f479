"""The GraphQL subscriptions to orders and baskets."""

from collections.abc import AsyncGenerator
from typing import Annotated, cast

import strawberry
from service_kit.graphql.ids import parse_id
from service_kit.graphql.live import StateMessage, subscription
from strawberry.types import Info

from main_service.context import Context
from main_service.orders import queries
from main_service.orders.graphql import Order, visible

RELEVANT_KINDS = ("product", "options", "stock")
"""The subjects of a product whose changes affect a basket that contains it."""


@strawberry.type
class OrderSubscription:
    """The subscriptions to orders."""

    @subscription(
        "Sends the order once, and again after each state change. Only for the customer and staff. Sends null and "
        "ends if the order does not exist or the caller cannot access it.",
    )
    async def order_changed(
        self,
        info: Info[Context, None],
        id: Annotated[strawberry.ID, strawberry.argument(description="The id of the order.")],
    ) -> AsyncGenerator[Order | None, None]:
        order_id, context = parse_id(id), info.context
        async with context.service.live.subscribe(f"order/{order_id}", f"order/{order_id}/") as updates:
            async for update in updates:
                order = await visible(context, await context.shared.orders.load(order_id))
                yield cast("Order | None", StateMessage.of(updates, update, order))
                if order is None:
                    return

    @subscription(
        "Sends the caller's basket once, and again when the basket, or the price, the options or the stock of a "
        "product in it change. Sends null while the basket is empty.",
    )
    async def basket_changed(self, info: Info[Context, None]) -> AsyncGenerator[Order | None, None]:
        """Also reads the lines of the basket, to know which products affect it."""
        user_id, relevant = (await info.context.signed_in()).user_id, frozenset[str]()
        topics = f"basket/{user_id}", "product/", "options/", "stock/"
        async with info.context.service.live.subscribe(*topics) as updates:
            async for update in updates:
                if isinstance(update, frozenset) and update.isdisjoint(relevant | {f"basket/{user_id}"}):
                    updates.ignore_last()
                    continue
                basket = await info.context.database.aread(lambda reader: queries.basket(reader, user_id))
                lines = [] if basket is None else await info.context.shared.order_lines.load(basket.id)
                relevant = frozenset(f"{kind}/{line.product_id}" for line in lines for kind in RELEVANT_KINDS)
                yield cast("Order | None", StateMessage.of(updates, update, basket))
