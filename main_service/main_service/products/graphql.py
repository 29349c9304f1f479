"""The GraphQL types and queries of products."""

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

NULLABLE = "Null in the combined graph if main_service is unavailable or does not have the product yet."


@strawberry.federation.type(keys=["id"], shareable=True, description="A product, read from main_service's copy.")
class Product:
    # Resolved from a database row that has only the selected columns.
    id: strawberry.ID = strawberry.field(description="The id of the product. It is the same in both services.")
    title: str = strawberry.field(description="The title of the product.")
    image: str = strawberry.field(description="The URL of the picture.")
    likes: int = strawberry.field(description="The number of likes.")
    sku: str = strawberry.field(description="The stock keeping unit (SKU), unique among all products.")
    price: Decimal = strawberry.field(description="The price of one unit.")
    category: str = strawberry.field(description="The category: lower-case words joined by hyphens.")
    created_at: datetime = strawberry.field(description="The time when the product was added.")
    updated_at: datetime = strawberry.field(description="The time of the last change.")
    version: int = strawberry.field(
        description="The version of the product. It starts at 1 and increases with every change."
    )
    synced_at: datetime | None = strawberry.field(
        description=f"The time when this copy was last updated. {NULLABLE}"
    )
    available_stock: int | None = strawberry.field(
        description="The quantity that can be ordered, as last reported by admin_service. 0 means sold out. "
        "Null if "
        "it is not known yet; the product cannot be ordered until then."
    )

    @strawberry.field(
        description="Whether the caller likes the product. Null if the caller's session cannot be checked at "
        "the moment."
    )
    async def liked_by_me(self, info: Info[Context, None]) -> bool | None:
        return await info.context.liked.load(int(self.id))

    @strawberry.field(description=f"Whether the product has options. See `configuration`. {NULLABLE}")
    async def configurable(self, info: Info[Context, None]) -> bool | None:
        return await info.context.configurable.load(int(self.id))

    @strawberry.field(
        description="The options of the product, checked for the given selection. Null if the product has no "
        "options."
    )
    async def configuration(self, info: Info[Context, None], selected: Selected = []) -> Configuration | None:  # noqa: B006
        wanted, copy = check_selected(selected), await info.context.options.load(int(self.id))
        if copy is None:
            return None
        info.context.configuration_budget.spend()
        return cast("Configuration", configure(copy, self.price, wanted))

    @classmethod
    async def resolve_reference(cls, info: Info[Context, None], id: strawberry.ID) -> Self | None:
        """Resolves a reference from the other subgraph."""
        row = await info.context.products.load(parse_id(id))
        return None if row is None else cls(**row._mapping)


@strawberry.federation.type(shareable=True, description="A product and its cursor in a list.")
class ProductEdge:
    cursor: str = strawberry.field(description="The cursor to pass as `after` or `before`.")
    node: Product = strawberry.field(description="The product.")


@strawberry.federation.type(shareable=True, description="A page of a list of products.")
class ProductConnection:
    edges: list[ProductEdge] = strawberry.field(description="The products with their cursors.")
    nodes: list[Product] = strawberry.field(description="The products of the page.")
    page_info: PageInfo = strawberry.field(description="Information about the pages before and after this one.")
    revision: str = strawberry.field(
        description="The revision of the catalogue when this page was read. If a subscription to product changes "
        "sends the same value, nothing has changed since. Each process of a service has its own revisions."
    )
    selection: strawberry.Private[Select[Any]]

    @strawberry.field(
        description="The number of products in the whole list. It is counted only if this field is selected."
    )
    async def total_count(self, info: Info[Context, None]) -> int:
        return await count_all(info.context.database, self.selection)


@strawberry.input(description="The filter of a list of products. A product must meet all conditions.")
class ProductFilter:
    search: str | None = strawberry.field(
        default=None, description="A part of the title or of the SKU. Case and accents are ignored."
    )
    category: str | None = strawberry.field(default=None, description="The category.")


@strawberry.enum(description="The field that a list of products is ordered by.")
class ProductOrderField(Enum):
    CREATED_AT = strawberry.enum_value("created_at", description="The time when the product was added.")
    TITLE = strawberry.enum_value("title", description="The title. Case and accents are ignored.")
    PRICE = strawberry.enum_value("price", description="The price.")
    LIKES = strawberry.enum_value("likes", description="The number of likes.")


@strawberry.input(description="The order of a list of products. The default is newest first.")
class ProductOrder:
    field: ProductOrderField = strawberry.field(
        default=ProductOrderField.CREATED_AT, description="The field to order by."
    )
    direction: OrderDirection = strawberry.field(
        default=OrderDirection.DESC, description="The direction of the order."
    )

    def keys(self) -> Ordering:
        """Returns the sort keys: the column, then the id."""
        return ordered_by(queries.table, str(self.field.value), self.direction)


@strawberry.type
class ProductQuery:
    """The queries of products."""

    @strawberry.federation.field(
        shareable=True, description="Returns the product with the given id, or null if it does not exist."
    )
    async def product(
        self,
        info: Info[Context, None],
        id: Annotated[strawberry.ID, strawberry.argument(description="The id of the product.")],
    ) -> Product | None:
        product_id, columns = parse_id(id), queries.columns_of(selected(info))
        row = await info.context.database.aread(lambda reader: queries.get(reader, product_id, columns))
        return cast("Product | None", row)

    @strawberry.federation.field(
        shareable=True,
        description="Lists the products in pages. The default of `first` is 20, the maximum is 100.",
    )
    async def products(
        self,
        info: Info[Context, None],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[ProductFilter | None, strawberry.argument(description="The filter.")] = None,
        order_by: Annotated[ProductOrder | None, strawberry.argument(description="The order.")] = None,
    ) -> ProductConnection:
        wanted = filter or ProductFilter()
        columns = queries.columns_of(selected(info, "nodes") | selected(info, "edges", "node"))
        statement = queries.matching(columns, search=wanted.search, category=wanted.category)
        args = PageArgs.of(first, after, last, before)
        keys = (order_by or ProductOrder()).keys()
        # Read before the rows, so that the revision does not cover changes made in the meantime.
        connection = partial(ProductConnection, revision=info.context.service.live.revision("product/"))
        return await read_connection(info.context.database, connection, ProductEdge, statement, keys, args)

    @strawberry.federation.field(
        shareable=True, description="Lists the categories that have products, in alphabetical order."
    )
    async def categories(self, info: Info[Context, None]) -> list[str]:
        return list(await info.context.database.aread(queries.categories))
