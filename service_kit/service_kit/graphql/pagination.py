"""Shared parts of all lists: Relay's arguments, PageInfo and connections. See `keyset.py` for the pages."""

from collections.abc import Callable
from enum import Enum
from typing import Annotated, Any, TypeVar

import strawberry
from sqlalchemy import Row, Select, Table, func

from service_kit.db.database import Database
from service_kit.graphql.keyset import Key, KeysetPage, Ordering, Page, PageArgs

ConnectionT = TypeVar("ConnectionT")

First = Annotated[
    int | None,
    strawberry.argument(
        description="Number of items from the start, 1 to 100. Default: 20, unless `last` is given."
    ),
]
After = Annotated[str | None, strawberry.argument(description="Only items after this cursor.")]
Last = Annotated[
    int | None,
    strawberry.argument(description="Number of items from the end, 1 to 100, in list order."),
]
Before = Annotated[str | None, strawberry.argument(description="Only items before this cursor.")]


@strawberry.enum(description="The direction of the order.")
class OrderDirection(Enum):
    ASC = strawberry.enum_value("asc", description="Lowest, oldest, or A first.")
    DESC = strawberry.enum_value("desc", description="Highest, newest, or Z first.")


@strawberry.federation.type(shareable=True, description="The position of a page in its list.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether there are more items after `endCursor`.")
    has_previous_page: bool = strawberry.field(description="Whether there are more items before `startCursor`.")
    start_cursor: str | None = strawberry.field(description="The cursor of the first edge; null if there is none.")
    end_cursor: str | None = strawberry.field(description="The cursor of the last edge; null if there is none.")


def page_info(page: Page[Any]) -> PageInfo:
    """Create the PageInfo of a page."""
    return PageInfo(
        has_next_page=page.has_next,
        has_previous_page=page.has_previous,
        start_cursor=page.cursor(page.rows[0]) if page.rows else None,
        end_cursor=page.cursor(page.rows[-1]) if page.rows else None,
    )


def ordered_by(table: Table, column: str, direction: OrderDirection) -> Ordering:
    """Order by a column, or by its key column if it has one, and then by id."""
    down = direction is OrderDirection.DESC
    ordered = table.c.get(f"{column}_key", table.c[column])
    return Ordering(f"{column}-{direction.value}", (Key(ordered, down), Key(table.c.id, down)))


async def read_connection(
    database: Database,
    connection: Callable[..., ConnectionT],
    edge: Callable[..., Any],
    statement: Select[Any],
    ordering: Ordering,
    args: PageArgs,
) -> ConnectionT:
    """Read a page of the statement's rows, and return it with the given connection and edge types.

    Raises InvalidPage for a cursor of another list or order.
    """
    keyset = KeysetPage[Row[Any]](statement, ordering, args)
    page = keyset.page(await database.aread(lambda reader: reader.execute(keyset.statement).all()))
    edges = [edge(cursor=page.cursor(row), node=row) for row in page.rows]
    return connection(edges=edges, nodes=page.rows, page_info=page_info(page), selection=statement)


async def count_all(database: Database, statement: Select[Any]) -> int:
    """Return the total number of rows of a list."""
    counted = statement.with_only_columns(func.count(), maintain_column_froms=True)
    return await database.aread(lambda reader: int(reader.execute(counted).scalar_one()))
