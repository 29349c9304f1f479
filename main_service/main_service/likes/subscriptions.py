"""Likes as they change."""

from collections.abc import AsyncGenerator
from typing import Annotated

import strawberry
from service_kit.graphql.live import parse_ids, states, subscription
from strawberry.types import Info

from main_service.context import Context
from main_service.products.subscriptions import ProductChange, product_change


@strawberry.type
class LikeSubscription:
    """The likes' part of `Subscription`."""

    @subscription(
        "Each of these products as it is, and again whenever its likes have changed. Many likes that "
        "come together are one message.",
    )
    async def likes_changed(
        self,
        info: Info[Context, None],
        product_ids: Annotated[list[strawberry.ID], strawberry.argument(description="Which products: 1 to 100.")],
    ) -> AsyncGenerator[ProductChange, None]:
        """By the loader that all streams share."""
        products = parse_ids(product_ids, "productIds")
        topics = {topic: key for key in products for topic in (f"product/{key}/likes", f"product/{key}")}
        return states(
            info.context.service.live,
            topics,
            info.context.shared.products.load,
            product_change,
            shown=lambda row: None if row is None else row.likes,
        )
