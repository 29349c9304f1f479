"""The product copies as they change."""

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
"""What is added, changed or deleted; likes and stock are parts of products, and no such changes."""
MAX_NAMED = 100
"""Where more products change at once they are not named: whoever shows lists reads them again."""


@strawberry.federation.type(shareable=True, description="A product as it is now, because it has changed.")
class ProductChange:
    id: strawberry.ID = strawberry.field(description="The product's id.")
    product: Product | None = strawberry.field(description="The product; null where there is none (any more).")


@strawberry.federation.type(shareable=True, description="Which products have changed.")
class ProductsChange:
    all: bool = strawberry.field(
        description="Whether any product may have changed: read the lists again. So it is at first, after a gap, "
        "and where more have changed than can be named."
    )
    changes: list[ProductChange] = strawberry.field(description="Those that have changed, where they are known.")
    revision: str = strawberry.field(
        description="The state of the catalogue. A list that has the same `revision` is up to date, even if `all` "
        "is true."
    )


@strawberry.type
class ProductSubscription:
    """The products' part of `Subscription`."""

    @subscription(
        "Each of these products as this service's copy has it, and again whenever that changes, its "
        "likes and its options too.",
    )
    async def product_copy_changed(
        self,
        info: Info[Context, None],
        ids: Annotated[list[strawberry.ID], strawberry.argument(description="Which products: 1 to 100.")],
    ) -> AsyncGenerator[ProductChange, None]:
        """By the loader that all streams share."""
        products = parse_ids(ids, "ids")
        topics = {topic: key for key in products for topic in _topics(key)}
        return states(info.context.service.live, topics, info.context.shared.products.load, product_change)

    @subscription(
        "Which copies of products have been added, changed or deleted; likes are no such changes.",
    )
    async def product_copies_changed(self, info: Info[Context, None]) -> AsyncGenerator[ProductsChange, None]:
        """By the same loader."""
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
    """The message of a product's state."""
    return ProductChange(id=strawberry.ID(str(product_id)), product=cast("Product | None", row))


def _topics(product_id: int) -> tuple[str, ...]:
    """The product, its parts, and what customers can choose of it."""
    return f"product/{product_id}", f"product/{product_id}/", f"options/{product_id}"
