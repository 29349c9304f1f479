"""The product copies in GraphQL."""

from datetime import datetime
from decimal import Decimal
from enum import Enum
from functools import partial
from typing import Annotated, Any, Self, cast

import strawberry
from service_kit.graphql.ids import parse_id
from service_kit.graphql.keyset import Ordering, PageArgs
from service_kit.graphql.pagination import (
    After,
    Before,
    First,
    Last,
    OrderDirection,
    PageInfo,
    count_all,
    ordered_by,
    read_connection,
)
from service_kit.graphql.selection import selected
from sqlalchemy import Select
from strawberry.types import Info

from main_service.context import Context
from main_service.options.configuration import configure
from main_service.options.graphql import Configuration, Selected, check_selected
from main_service.products import queries

MISSING = "Null in the graph of both services where main_service is away or does not know the product yet."


@strawberry.federation.type(keys=["id"], shareable=True, description="A product, as main_service's copy has it.")
class Product:
    # Resolved from a database row that has only the selected columns.
    id: strawberry.ID = strawberry.field(description="The product's id, the same on both services.")
    title: str = strawberry.field(description="What it is called.")
    image: str = strawberry.field(description="The address of its picture.")
    likes: int = strawberry.field(description="How many like it.")
    sku: str = strawberry.field(description="Its stock keeping unit: unique, for people and other systems.")
    price: Decimal = strawberry.field(description="What one costs.")
    category: str = strawberry.field(description="The kind of product: lower-case words joined by hyphens.")
    created_at: datetime = strawberry.field(description="When it was added.")
    updated_at: datetime = strawberry.field(description="When it was last changed.")
    version: int = strawberry.field(description="Counts its changes, from 1.")
    synced_at: datetime | None = strawberry.field(
        description=f"When this copy was last brought up to date. {MISSING}"
    )
    available_stock: int | None = strawberry.field(
        description="How many can be ordered, as admin_service last reported; 0 is sold out. Null while that is "
        "not known here: then none can be ordered yet."
    )

    @strawberry.field(
        description="Whether the caller likes it; null where that cannot be told, because the accounts are away."
    )
    async def liked_by_me(self, info: Info[Context, None]) -> bool | None:
        """Batched over all products of the answer."""
        return await info.context.liked.load(int(self.id))

    @strawberry.field(description=f"Whether there is something to be chosen of it; see `configuration`. {MISSING}")
    async def configurable(self, info: Info[Context, None]) -> bool | None:
        """Batched over all products of the answer."""
        return await info.context.configurable.load(int(self.id))

    @strawberry.field(
        description="The product put together from its options; null where nothing is to be chosen of it."
    )
    async def configuration(self, info: Info[Context, None], selected: Selected = []) -> Configuration | None:  # noqa: B006
        """Batched over all products of the answer, and judged by the copies alone."""
        wanted, copy = check_selected(selected), await info.context.options.load(int(self.id))
        if copy is None:
            return None
        info.context.judged.one_more()
        return cast("Configuration", configure(copy, self.price, wanted))

    @classmethod
    async def resolve_reference(cls, info: Info[Context, None], id: strawberry.ID) -> Self | None:
        """The product that the other subgraph refers to."""
        row = await info.context.products.load(parse_id(id))
        return None if row is None else cls(**row._mapping)


@strawberry.federation.type(shareable=True, description="A product and its place in a list.")
class ProductEdge:
    cursor: str = strawberry.field(description="The place in the list, to be given as `after` or `before`.")
    node: Product = strawberry.field(description="The product.")


@strawberry.federation.type(shareable=True, description="One page of a list of products.")
class ProductConnection:
    edges: list[ProductEdge] = strawberry.field(description="The products with their places.")
    nodes: list[Product] = strawberry.field(description="The products.")
    page_info: PageInfo = strawberry.field(description="Whether there is more, and where it goes on.")
    revision: str = strawberry.field(
        description="The state of the catalogue that this page was read from. A subscription to changes of "
        "products that sends the same one has missed nothing since. Each process of a service has its own."
    )
    selection: strawberry.Private[Select[Any]]

    @strawberry.field(description="How many products the whole list has. Counted only when asked for.")
    async def total_count(self, info: Info[Context, None]) -> int:
        """Count the selection."""
        return await count_all(info.context.database, self.selection)


@strawberry.input(description="Which products a list holds. All conditions apply together.")
class ProductFilter:
    search: str | None = strawberry.field(
        default=None, description="Part of the title or of the SKU, regardless of case and accents."
    )
    category: str | None = strawberry.field(default=None, description="Exactly this category.")


@strawberry.enum(description="What a list of products is ordered by.")
class ProductOrderField(Enum):
    CREATED_AT = strawberry.enum_value("created_at", description="When they were added.")
    TITLE = strawberry.enum_value("title", description="The title, regardless of case and accents.")
    PRICE = strawberry.enum_value("price", description="The price.")
    LIKES = strawberry.enum_value("likes", description="How many like them.")


@strawberry.input(description="The order of a list of products; newest first unless said otherwise.")
class ProductOrder:
    field: ProductOrderField = strawberry.field(
        default=ProductOrderField.CREATED_AT, description="What to order by."
    )
    direction: OrderDirection = strawberry.field(default=OrderDirection.DESC, description="Which end comes first.")

    def keys(self) -> Ordering:
        """The order as keys: the column, then the id."""
        return ordered_by(queries.table, str(self.field.value), self.direction)


@strawberry.type
class ProductQuery:
    """The products' part of `Query`."""

    @strawberry.federation.field(shareable=True, description="The product with this id, if there is one.")
    async def product(
        self,
        info: Info[Context, None],
        id: Annotated[strawberry.ID, strawberry.argument(description="The product's id.")],
    ) -> Product | None:
        """One row by its key."""
        product_id, columns = parse_id(id), queries.columns_of(selected(info))
        row = await info.context.database.aread(lambda reader: queries.get(reader, product_id, columns))
        return cast("Product | None", row)

    @strawberry.federation.field(
        shareable=True, description="Products, page by page. `first` is 20 unless said otherwise, at most 100."
    )
    async def products(
        self,
        info: Info[Context, None],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[ProductFilter | None, strawberry.argument(description="Which products.")] = None,
        order_by: Annotated[ProductOrder | None, strawberry.argument(description="In which order.")] = None,
    ) -> ProductConnection:
        """One page by keyset: it costs the same at either end of the list."""
        wanted = filter or ProductFilter()
        columns = queries.columns_of(selected(info, "nodes") | selected(info, "edges", "node"))
        statement = queries.matching(columns, search=wanted.search, category=wanted.category)
        args = PageArgs.of(first, after, last, before)
        keys = (order_by or ProductOrder()).keys()
        # Taken before the rows are read: what changes meanwhile must not be part of it.
        connection = partial(ProductConnection, revision=info.context.service.live.revision("product/"))
        return await read_connection(info.context.database, connection, ProductEdge, statement, keys, args)

    @strawberry.federation.field(shareable=True, description="The categories that have products, by name.")
    async def categories(self, info: Info[Context, None]) -> list[str]:
        """All of them: there are few."""
        return list(await info.context.database.aread(queries.categories))
