"""The GraphQL subscription to likes."""

from collections.abc import AsyncGenerator
from typing import Annotated

import strawberry
from service_kit.graphql.live import parse_ids, states, subscription
from strawberry.types import Info

from main_service.context import Context
from main_service.products.subscriptions import ProductChange, product_change


@strawberry.type
class LikeSubscription:
    """The subscriptions to likes."""

    @subscription(
        "Sends each of the given products once, and again when its number of likes changes. Several likes at "
        "about the same time are sent as one message.",
    )
    async def likes_changed(
        self,
        info: Info[Context, None],
        product_ids: Annotated[
            list[strawberry.ID], strawberry.argument(description="The ids of 1 to 100 products.")
        ],
    ) -> AsyncGenerator[ProductChange, None]:
        products = parse_ids(product_ids, "productIds")
        topics = {topic: key for key in products for topic in (f"product/{key}/likes", f"product/{key}")}
        return states(
            info.context.service.live,
            topics,
            info.context.shared.products.load,
            product_change,
            shown=lambda row: None if row is None else row.likes,
        )
