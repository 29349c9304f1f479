"""The subscription of stock levels."""

from collections.abc import AsyncGenerator
from typing import Annotated, Any

import strawberry
from service_kit.graphql.live import parse_ids, states, subscription
from sqlalchemy import Row
from strawberry.types import Info

from admin_service.context import Context
from admin_service.products.subscriptions import ProductChange, product_change
from admin_service.stock.loaders import Level

State = tuple[Row[Any] | None, Level]


@strawberry.type
class StockSubscription:
    """The subscriptions of this slice."""

    @subscription(
        "Sends each product now, and again whenever its number of available or reserved units changes.",
    )
    async def stock_changed(
        self,
        info: Info[Context, None],
        product_ids: Annotated[
            list[strawberry.ID], strawberry.argument(description="The IDs of 1 to 100 products.")
        ],
    ) -> AsyncGenerator[ProductChange, None]:
        products = parse_ids(product_ids, "productIds")
        topics = {f"product/{key}/stock": key for key in products} | {f"product/{key}": key for key in products}
        shared = info.context.shared

        async def read(product_id: int) -> State:
            return await shared.products.load(product_id), await shared.levels.load(product_id)

        return states(
            info.context.service.live,
            topics,
            read,
            lambda product_id, state: product_change(product_id, state[0]),
            shown=lambda state: (state[0] is None, state[1]),
        )
