"""Products in GraphQL: types and queries. The mutations are in `mutations.py`."""

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
from admin_service.options.graphql import OptionGroup, OptionIssue, OptionRule, shown_issues
from admin_service.products import queries
from admin_service.stock.graphql import StockMovement
from admin_service.stock.loaders import NewestMovements


@strawberry.federation.type(keys=["id"], shareable=True, description="A product of the catalogue.")
class Product:
    # Resolved from a database row that has only the selected columns.
    id: strawberry.ID = strawberry.field(description="The product's id, the same on both services.")
    title: str = strawberry.field(description="What it is called.")
    image: str = strawberry.field(description="The address of its picture.")
    likes: int = strawberry.field(description="How many like it, as main_service last told.")
    sku: str = strawberry.field(description="Its stock keeping unit: unique, for people and other systems.")
    price: Decimal = strawberry.field(description="What one costs.")
    category: str = strawberry.field(description="The kind of product: lower-case words joined by hyphens.")
    created_at: datetime = strawberry.field(description="When it was added.")
    updated_at: datetime = strawberry.field(description="When it was last changed.")
    version: int = strawberry.field(description="Counts its changes, from 1.")

    @strawberry.field(description="How many are for sale.")
    async def stock(self, info: Info[Context, None]) -> int:
        """By the loader: one statement for a page of products."""
        return (await info.context.levels.load(int(self.id))).available

    @strawberry.field(description="How many are set aside for orders that are not completed yet.")
    async def reserved_stock(self, info: Info[Context, None]) -> int:
        """By the same loader."""
        return (await info.context.levels.load(int(self.id))).reserved

    @strawberry.field(description="The newest lines of the ledger of the product's stock, newest first.")
    async def stock_movements(
        self,
        info: Info[Context, None],
        first: Annotated[int, strawberry.argument(description="So many, at most 100.")] = 20,
    ) -> list[StockMovement]:
        """By a loader: one statement for a page of products."""
        key = NewestMovements(int(self.id), first)
        return cast("list[StockMovement]", await info.context.movements.load(key))

    @strawberry.field(description="What can be chosen for it, in the order in which it is shown.")
    async def option_groups(self, info: Info[Context, None]) -> list[OptionGroup]:
        """By the loader: the same few statements for a page of products."""
        return cast("list[OptionGroup]", (await info.context.options.load(int(self.id))).groups)

    @strawberry.field(description="The rules of what goes with what.")
    async def option_rules(self, info: Info[Context, None]) -> list[OptionRule]:
        """By the same loader."""
        return cast("list[OptionRule]", (await info.context.options.load(int(self.id))).rules)

    @strawberry.field(description="Counts the changes of its options; 0 where it never had any.")
    async def options_version(self, info: Info[Context, None]) -> int:
        """By the same loader."""
        return (await info.context.options.load(int(self.id))).version

    @strawberry.field(description="What is odd about its options; nothing where all is well.")
    async def option_issues(self, info: Info[Context, None]) -> list[OptionIssue]:
        """By the same loader."""
        return await shown_issues(OptionsDraft.of(await info.context.options.load(int(self.id))))

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
    stock_below: int | None = strawberry.field(default=None, description="Fewer than so many are for sale.")


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
    """The products' part of `Query`.

    In the graph of both services these are answered here, by the originals. A gateway may ask both services for a
    list that both may answer, and join it by place: while the copies are behind, rows of different products.
    """

    @strawberry.federation.field(override="main", description="The product with this id, if there is one.")
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
        override="main", description="Products, page by page. `first` is 20 unless said otherwise, at most 100."
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
        statement = queries.matching(
            columns, search=wanted.search, category=wanted.category, stock_below=wanted.stock_below
        )
        args = PageArgs.of(first, after, last, before)
        keys = (order_by or ProductOrder()).keys()
        # Taken before the rows are read: what changes meanwhile must not be part of it.
        connection = partial(ProductConnection, revision=info.context.service.live.revision("product/"))
        return await read_connection(info.context.database, connection, ProductEdge, statement, keys, args)

    @strawberry.federation.field(override="main", description="The categories that have products, by name.")
    async def categories(self, info: Info[Context, None]) -> list[str]:
        """All of them: there are few."""
        return list(await info.context.database.aread(queries.categories))
