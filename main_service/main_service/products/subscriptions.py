"""The GraphQL subscriptions to the copies of products."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated, Any, cast

import strawberry
from service_kit.graphql.live import list_changes, parse_ids, states, subscription
from service_kit.live.hub import RESYNC
from sqlalchemy import Row
from strawberry.types import Info

from main_service.context import Context
from main_service.products.graphql import Product

TOPIC = "product/"
"""The subjects of all products. Their likes and stock have subjects of their own below it."""
MAX_NAMED = 100
"""If more products change at once, the message does not list them, and clients read their lists again."""


@strawberry.federation.type(shareable=True, description="The current state of a changed product.")
class ProductChange:
    id: strawberry.ID = strawberry.field(description="The id of the product.")
    product: Product | None = strawberry.field(
        description="The product. Null if it does not exist or was deleted."
    )


@strawberry.federation.type(shareable=True, description="The products that changed.")
class ProductsChange:
    all: bool = strawberry.field(
        description="Whether any product may have changed, so that clients must read their lists again. True in "
        "the "
        "first message, after missed messages, and when too many products changed to list them."
    )
    changes: list[ProductChange] = strawberry.field(description="The changed products. Empty if `all` is true.")
    revision: str = strawberry.field(
        description="The revision of the catalogue. A list with the same `revision` is up to date, even if "
        "`all` is "
        "true."
    )


@strawberry.type
class ProductSubscription:
    """The subscriptions to products."""

    @subscription(
        "Sends the copy of each of the given products once, and again when the product, its likes, its stock or "
        "its options change.",
    )
    async def product_copy_changed(
        self,
        info: Info[Context, None],
        ids: Annotated[list[strawberry.ID], strawberry.argument(description="The ids of 1 to 100 products.")],
    ) -> AsyncGenerator[ProductChange, None]:
        products = parse_ids(ids, "ids")
        topics = {topic: key for key in products for topic in _topics(key)}
        return states(info.context.service.live, topics, info.context.shared.products.load, product_change)

    @subscription(
        "Sends which copies of products were added, changed or deleted. Likes do not count as changes.",
    )
    async def product_copies_changed(self, info: Info[Context, None]) -> AsyncGenerator[ProductsChange, None]:
        hub, shared = info.context.service.live, info.context.shared
        async with aclosing(list_changes(hub, TOPIC, lambda: shared.fingerprint.load(None))) as changes:
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
    """Builds the message for a product."""
    return ProductChange(id=strawberry.ID(str(product_id)), product=cast("Product | None", row))


def _topics(product_id: int) -> tuple[str, ...]:
    """The subjects of the product, of its likes and stock, and of its options."""
    return f"product/{product_id}", f"product/{product_id}/", f"options/{product_id}"
