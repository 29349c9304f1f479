"""The GraphQL subscription to the stock."""

from collections.abc import AsyncGenerator
from typing import Annotated, Any

import strawberry
from service_kit.graphql.live import parse_ids, states, subscription
from sqlalchemy import Row
from strawberry.types import Info

from main_service.context import Context
from main_service.products.subscriptions import ProductChange, product_change


@strawberry.type
class StockSubscription:
    """The subscriptions to the stock."""

    @subscription(
        "Sends the copy of each of the given products once, and again when its `availableStock` changes."
    )
    async def stock_copy_changed(
        self,
        info: Info[Context, None],
        product_ids: Annotated[
            list[strawberry.ID], strawberry.argument(description="The ids of 1 to 100 products.")
        ],
    ) -> AsyncGenerator[ProductChange, None]:
        products = parse_ids(product_ids, "productIds")
        topics = {f"product/{key}/stock": key for key in products} | {f"product/{key}": key for key in products}

        def shown(row: Row[Any] | None) -> object:
            return None if row is None else (row.available_stock,)

        read = info.context.shared.products.load
        return states(info.context.service.live, topics, read, product_change, shown=shown)
