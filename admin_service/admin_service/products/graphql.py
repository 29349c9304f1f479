"""GraphQL types and queries of products. The mutations are in `mutations.py`."""

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

from admin_service.context import Context
from admin_service.options.draft import OptionsDraft
from admin_service.options.graphql import OptionGroup, OptionIssue, OptionRule, find_issues
from admin_service.products import queries
from admin_service.stock.graphql import StockMovement
from admin_service.stock.loaders import NewestMovements


@strawberry.federation.type(keys=["id"], shareable=True, description="A product in the catalogue.")
class Product:
    # Resolved from a database row that has only the selected columns.
    id: strawberry.ID = strawberry.field(description="The ID of the product, the same on both services.")
    title: str = strawberry.field(description="The title.")
    image: str = strawberry.field(description="The URL of the picture.")
    likes: int = strawberry.field(description="The number of likes, as last reported by main_service.")
    sku: str = strawberry.field(description="The stock keeping unit (SKU). Unique.")
    price: Decimal = strawberry.field(description="The unit price.")
    category: str = strawberry.field(description="The category: lower-case words joined by hyphens.")
    created_at: datetime = strawberry.field(description="When the product was created.")
    updated_at: datetime = strawberry.field(description="When the product was last updated.")
    version: int = strawberry.field(
        description="The version of the product. It starts at 1 and increases with every change."
    )

    @strawberry.field(description="The number of units available for sale.")
    async def stock(self, info: Info[Context, None]) -> int:
        return (await info.context.levels.load(int(self.id))).available

    @strawberry.field(description="The number of units reserved for orders that are not complete yet.")
    async def reserved_stock(self, info: Info[Context, None]) -> int:
        return (await info.context.levels.load(int(self.id))).reserved

    @strawberry.field(description="The newest stock movements of the product, newest first.")
    async def stock_movements(
        self,
        info: Info[Context, None],
        first: Annotated[
            int, strawberry.argument(description="The maximum number of movements to return, at most 100.")
        ] = 20,
    ) -> list[StockMovement]:
        key = NewestMovements(int(self.id), first)
        return cast("list[StockMovement]", await info.context.movements.load(key))

    @strawberry.field(description="The option groups of the product, in display order.")
    async def option_groups(self, info: Info[Context, None]) -> list[OptionGroup]:
        return cast("list[OptionGroup]", (await info.context.options.load(int(self.id))).groups)

    @strawberry.field(description="The compatibility rules of the options.")
    async def option_rules(self, info: Info[Context, None]) -> list[OptionRule]:
        return cast("list[OptionRule]", (await info.context.options.load(int(self.id))).rules)

    @strawberry.field(
        description="The version of the options: the number of changes. 0 if the product never had options."
    )
    async def options_version(self, info: Info[Context, None]) -> int:
        return (await info.context.options.load(int(self.id))).version

    @strawberry.field(description="The problems in the options. Empty if there are none.")
    async def option_issues(self, info: Info[Context, None]) -> list[OptionIssue]:
        return await find_issues(OptionsDraft.of(await info.context.options.load(int(self.id))))

    @classmethod
    async def resolve_reference(cls, info: Info[Context, None], id: strawberry.ID) -> Self | None:
        row = await info.context.products.load(parse_id(id))
        return None if row is None else cls(**row._mapping)


@strawberry.federation.type(shareable=True, description="A product and its position in a list.")
class ProductEdge:
    cursor: str = strawberry.field(description="The position in the list, for the argument `after` or `before`.")
    node: Product = strawberry.field(description="The product.")


@strawberry.federation.type(shareable=True, description="A page of a list of products.")
class ProductConnection:
    edges: list[ProductEdge] = strawberry.field(description="The products with their cursors.")
    nodes: list[Product] = strawberry.field(description="The products.")
    page_info: PageInfo = strawberry.field(description="The position of the page in the list.")
    revision: str = strawberry.field(
        description="The revision of the catalogue that this page was read from. If a product subscription sends "
        "the same revision, the page is up to date. Revisions of different processes are not comparable."
    )
    selection: strawberry.Private[Select[Any]]

    @strawberry.field(
        description="The number of products in the whole list. Counted only if the field is requested."
    )
    async def total_count(self, info: Info[Context, None]) -> int:
        return await count_all(info.context.database, self.selection)


@strawberry.input(description="Filters a list of products. A product must meet all conditions.")
class ProductFilter:
    search: str | None = strawberry.field(
        default=None, description="A part of the title or SKU, regardless of case and accents."
    )
    category: str | None = strawberry.field(default=None, description="The category.")
    stock_below: int | None = strawberry.field(
        default=None, description="Only products with fewer available units than this number."
    )


@strawberry.enum(description="The field that a list of products is ordered by.")
class ProductOrderField(Enum):
    CREATED_AT = strawberry.enum_value("created_at", description="The time of creation.")
    TITLE = strawberry.enum_value("title", description="The title, regardless of case and accents.")
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
        """Returns the sort keys: the column, then the ID."""
        return ordered_by(queries.table, str(self.field.value), self.direction)


@strawberry.type
class ProductQuery:
    """The query fields of this slice.

    `override` makes a gateway ask only this service, which has the originals. If a gateway asked both services for
    parts of the same list, it would join them by position, and mix up products while the copies are out of date.
    """

    @strawberry.federation.field(override="main", description="Returns the product with this ID, or null.")
    async def product(
        self,
        info: Info[Context, None],
        id: Annotated[strawberry.ID, strawberry.argument(description="The ID of the product.")],
    ) -> Product | None:
        product_id, columns = parse_id(id), queries.columns_of(selected(info))
        row = await info.context.database.aread(lambda reader: queries.get(reader, product_id, columns))
        return cast("Product | None", row)

    @strawberry.federation.field(
        override="main", description="Returns a page of products: 20 by default, at most 100."
    )
    async def products(
        self,
        info: Info[Context, None],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[ProductFilter | None, strawberry.argument(description="The filter.")] = None,
        order_by: Annotated[ProductOrder | None, strawberry.argument(description="The order of the list.")] = None,
    ) -> ProductConnection:
        """Uses keyset pagination: every page costs the same."""
        wanted = filter or ProductFilter()
        columns = queries.columns_of(selected(info, "nodes") | selected(info, "edges", "node"))
        statement = queries.matching(
            columns, search=wanted.search, category=wanted.category, stock_below=wanted.stock_below
        )
        args = PageArgs.of(first, after, last, before)
        keys = (order_by or ProductOrder()).keys()
        # Take the revision before the rows are read, so that it does not cover changes during the read.
        connection = partial(ProductConnection, revision=info.context.service.live.revision("product/"))
        return await read_connection(info.context.database, connection, ProductEdge, statement, keys, args)

    @strawberry.federation.field(
        override="main", description="Returns the categories that contain products, in alphabetical order."
    )
    async def categories(self, info: Info[Context, None]) -> list[str]:
        return list(await info.context.database.aread(queries.categories))
