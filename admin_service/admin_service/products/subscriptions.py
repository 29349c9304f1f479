"""The subscriptions of products."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated, Any, cast

import strawberry
from service_kit.graphql.live import list_changes, parse_ids, states, subscription
from service_kit.live.hub import RESYNC
from sqlalchemy import Row
from strawberry.types import Info

from admin_service.context import Context
from admin_service.products.graphql import Product

TOPIC = "product/"
"""Covers products that are created, updated or deleted, but not changes of their likes and stock."""
MAX_NAMED = 100
"""If more products change at once, the message does not list them: clients reload their lists."""
Ids = Annotated[list[strawberry.ID], strawberry.argument(description="The IDs of 1 to 100 products.")]


@strawberry.federation.type(shareable=True, description="The current state of a product that has changed.")
class ProductChange:
    id: strawberry.ID = strawberry.field(description="The ID of the product.")
    product: Product | None = strawberry.field(description="The product, or null if it does not exist.")


@strawberry.federation.type(shareable=True, description="The products that have changed.")
class ProductsChange:
    all: bool = strawberry.field(
        description="Whether any product may have changed, so that clients must reload their lists. True in the "
        "first message, after messages were lost, and if too many products have changed to list them."
    )
    changes: list[ProductChange] = strawberry.field(description="The changed products. Empty if `all` is true.")
    revision: str = strawberry.field(
        description="The revision of the catalogue. A list with the same `revision` is up to date, even if `all` "
        "is true."
    )


@strawberry.type
class ProductSubscription:
    """The subscriptions of this slice."""

    @subscription(
        "Sends each product now, and again whenever the product, its likes or its stock change.",
    )
    async def product_changed(self, info: Info[Context, None], ids: Ids) -> AsyncGenerator[ProductChange, None]:
        products = parse_ids(ids, "ids")
        topics = {topic: key for key in products for topic in _topics(key)}
        return states(info.context.service.live, topics, info.context.shared.products.load, product_change)

    @subscription(
        "Sends the products that are created, updated or deleted. Changes of likes and stock are not sent.",
    )
    async def products_changed(self, info: Info[Context, None]) -> AsyncGenerator[ProductsChange, None]:
        hub, shared = info.context.service.live, info.context.shared
        async with aclosing(list_changes(hub, TOPIC, lambda: shared.mark.load(None))) as changes:
            async for changed in changes:
                revision = hub.revision(TOPIC)
                if changed is RESYNC or len(changed) > MAX_NAMED:
                    yield ProductsChange(all=True, changes=[], revision=revision)
                    continue
                ids = sorted(int(subject.rpartition("/")[2]) for subject in changed)
                rows = await shared.products.load_many(ids)
                changed_products = list(map(product_change, ids, rows))
                yield ProductsChange(all=False, changes=changed_products, revision=revision)


def product_change(product_id: int, row: Row[Any] | None) -> ProductChange:
    return ProductChange(id=strawberry.ID(str(product_id)), product=cast("Product | None", row))


def _topics(product_id: int) -> tuple[str, ...]:
    """The topics of the product, of its likes and stock, and of its options."""
    return f"product/{product_id}", f"product/{product_id}/", f"options/{product_id}"
