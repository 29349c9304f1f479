"""What all lists of the graphs share: Relay's arguments, PageInfo and connections. `keyset.py` makes the pages."""

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
    strawberry.argument(description="So many from the start, at most 100; 20 where `last` is not given either."),
]
After = Annotated[str | None, strawberry.argument(description="Only what follows this cursor.")]
Last = Annotated[
    int | None, strawberry.argument(description="So many from the end, at most 100, in the order of the list.")
]
Before = Annotated[str | None, strawberry.argument(description="Only what precedes this cursor.")]


@strawberry.enum(description="Which end of a list comes first.")
class OrderDirection(Enum):
    ASC = strawberry.enum_value("asc", description="Lowest, oldest or A first.")
    DESC = strawberry.enum_value("desc", description="Highest, newest or Z first.")


@strawberry.federation.type(shareable=True, description="Where a page stands in its list.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether more follows after `endCursor`.")
    has_previous_page: bool = strawberry.field(description="Whether there is more before `startCursor`.")
    start_cursor: str | None = strawberry.field(description="The cursor of the first edge, if there is one.")
    end_cursor: str | None = strawberry.field(description="The cursor of the last edge, if there is one.")


def page_info(page: Page[Any]) -> PageInfo:
    """Describe a page to the client."""
    return PageInfo(
        has_next_page=page.has_next,
        has_previous_page=page.has_previous,
        start_cursor=page.cursor(page.rows[0]) if page.rows else None,
        end_cursor=page.cursor(page.rows[-1]) if page.rows else None,
    )


def ordered_by(table: Table, column: str, direction: OrderDirection) -> Ordering:
    """The order by a column, or by its key where it has one; rows that are equal in it are ordered by id."""
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
    """The page of the statement's rows, as this type of connection with this type of edges.

    Raises InvalidPage for a cursor that is not one of this order.
    """
    keyset = KeysetPage[Row[Any]](statement, ordering, args)
    page = keyset.page(await database.aread(lambda reader: reader.execute(keyset.statement).all()))
    edges = [edge(cursor=page.cursor(row), node=row) for row in page.rows]
    return connection(edges=edges, nodes=page.rows, page_info=page_info(page), selection=statement)


async def count_all(database: Database, statement: Select[Any]) -> int:
    """How many rows a list has as a whole."""
    counted = statement.with_only_columns(func.count(), maintain_column_froms=True)
    return await database.aread(lambda reader: int(reader.execute(counted).scalar_one()))
