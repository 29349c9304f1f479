"""GraphQL types and queries of users. The mutations are in `mutations.py`."""

from datetime import datetime
from enum import Enum
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
from service_kit.identity import Role
from sqlalchemy import Select
from strawberry.types import Info

from admin_service.context import Context
from admin_service.orders.graphql import UserOrders
from admin_service.users import queries

ROLES = {
    Role.CUSTOMER: "Manages their own account, sessions and likes.",
    Role.STAFF: "Also manages the catalogue and reads accounts.",
    Role.ADMIN: "Also assigns roles to accounts.",
}
strawberry.enum(Role, description="The role of an account. Each role includes the rights of the previous one.")
for _value in Role.__strawberry_definition__.values:  # type: ignore[attr-defined]
    _value.description = ROLES[_value.value]


@strawberry.federation.type(keys=["id"], description="An account. Visible only to its user and to staff.")
class User:
    # Resolved from a database row that has only the selected columns.
    id: strawberry.ID = strawberry.field(description="The ID of the user, the same on both services.")
    username: str = strawberry.federation.field(shareable=True, description="The name to sign in with.")
    email: str | None = strawberry.field(description="The e-mail address.")
    first_name: str = strawberry.field(description="The first name. Can be empty.")
    last_name: str = strawberry.field(description="The last name. Can be empty.")
    role: Role = strawberry.field(description="The role of the user.")
    created_at: datetime = strawberry.field(description="When the account was created.")
    updated_at: datetime = strawberry.field(description="When the account was last updated.")

    @strawberry.federation.field(
        shareable=True, description="The full name, or the username if the user has no name."
    )
    def display_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.username

    @strawberry.field(description="The orders of the user, as last reported by main_service.")
    async def orders(self, info: Info[Context, None]) -> UserOrders:
        return cast("UserOrders", await info.context.user_orders.load(int(self.id)))

    @classmethod
    async def resolve_reference(cls, info: Info[Context, None], id: strawberry.ID) -> Self | None:
        """Returns None if the caller may not see the user."""
        caller = await info.context.identity.caller()
        user_id = parse_id(id)
        if caller is None or (caller.user_id != user_id and not caller.role.includes(Role.STAFF)):
            return None
        row = await info.context.users.load(user_id)
        return None if row is None else cls(**row._mapping)


@strawberry.type(description="A user and their position in a list.")
class UserEdge:
    cursor: str = strawberry.field(description="The position in the list, for the argument `after` or `before`.")
    node: User = strawberry.field(description="The user.")


@strawberry.type(description="A page of a list of users.")
class UserConnection:
    edges: list[UserEdge] = strawberry.field(description="The users with their cursors.")
    nodes: list[User] = strawberry.field(description="The users.")
    page_info: PageInfo = strawberry.field(description="The position of the page in the list.")
    selection: strawberry.Private[Select[Any]]

    @strawberry.field(description="The number of users in the whole list. Counted only if the field is requested.")
    async def total_count(self, info: Info[Context, None]) -> int:
        return await count_all(info.context.database, self.selection)


@strawberry.input(description="Filters a list of users. A user must meet all conditions.")
class UserFilter:
    search: str | None = strawberry.field(
        default=None, description="A part of a name or e-mail address, regardless of case and accents."
    )
    role: Role | None = strawberry.field(default=None, description="The role.")


@strawberry.enum(description="The field that a list of users is ordered by.")
class UserOrderField(Enum):
    CREATED_AT = strawberry.enum_value("created_at", description="The time of creation.")
    USERNAME = strawberry.enum_value("username", description="The username, regardless of case and accents.")


@strawberry.input(description="The order of a list of users. The default is newest first.")
class UserOrder:
    field: UserOrderField = strawberry.field(
        default=UserOrderField.CREATED_AT, description="The field to order by."
    )
    direction: OrderDirection = strawberry.field(
        default=OrderDirection.DESC, description="The direction of the order."
    )

    def keys(self) -> Ordering:
        """Returns the sort keys: the column, then the ID."""
        return ordered_by(queries.table, str(self.field.value), self.direction)


@strawberry.type
class UserQuery:
    """The query fields of this slice."""

    @strawberry.field(description="Returns the signed-in user, or null if the caller is not signed in.")
    async def me(self, info: Info[Context, None]) -> User | None:
        caller = await info.context.identity.caller()
        if caller is None:
            return None
        columns = queries.columns_of(selected(info))
        row = await info.context.database.aread(lambda reader: queries.get(reader, caller.user_id, columns))
        return cast("User | None", row)

    @strawberry.field(description="Returns a page of accounts: 20 by default, at most 100.")
    async def users(
        self,
        info: Info[Context, None],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[UserFilter | None, strawberry.argument(description="The filter.")] = None,
        order_by: Annotated[UserOrder | None, strawberry.argument(description="The order of the list.")] = None,
    ) -> UserConnection:
        """Uses keyset pagination: every page costs the same."""
        wanted = filter or UserFilter()
        columns = queries.columns_of(selected(info, "nodes") | selected(info, "edges", "node"))
        statement = queries.matching(columns, search=wanted.search, role=wanted.role)
        args = PageArgs.of(first, after, last, before)
        keys = (order_by or UserOrder()).keys()
        return await read_connection(info.context.database, UserConnection, UserEdge, statement, keys, args)

    @strawberry.field(description="Returns all accounts, ordered by ID, for clients without pagination.")
    async def all_users(self, info: Info[Context, None]) -> list[User]:
        """Used by client family 4."""
        columns = queries.columns_of(selected(info))
        rows = await info.context.database.aread(lambda reader: queries.list_all(reader, columns))
        return cast("list[User]", rows)
