"""Relay's PageInfo. The pages themselves are made by `keyset.py`."""

from typing import Annotated, Any

import strawberry

from service_kit.graphql.keyset import Page

First = Annotated[
    int | None,
    strawberry.argument(description="So many from the start, at most 100; 20 where `last` is not given either."),
]
After = Annotated[str | None, strawberry.argument(description="Only what follows this cursor.")]
Last = Annotated[
    int | None, strawberry.argument(description="So many from the end, at most 100, in the order of the list.")
]
Before = Annotated[str | None, strawberry.argument(description="Only what precedes this cursor.")]


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
