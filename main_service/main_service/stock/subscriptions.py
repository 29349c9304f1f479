"""The stock of the product copies as it changes."""

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
    """The stock's part of `Subscription`."""

    @subscription(
        "Each of these products as this service's copy has it, and again whenever its `availableStock` changes."
    )
    async def stock_copy_changed(
        self,
        info: Info[Context, None],
        product_ids: Annotated[list[strawberry.ID], strawberry.argument(description="Which products: 1 to 100.")],
    ) -> AsyncGenerator[ProductChange, None]:
        """By the loader that all streams share."""
        products = parse_ids(product_ids, "productIds")
        topics = {f"product/{key}/stock": key for key in products} | {f"product/{key}": key for key in products}

        def shown(row: Row[Any] | None) -> object:
            return None if row is None else (row.available_stock,)

        read = info.context.shared.products.load
        return states(info.context.service.live, topics, read, product_change, shown=shown)
