"""Users in GraphQL: types and queries. The mutations are in `mutations.py`."""

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
    Role.CUSTOMER: "Has likes, sessions and an account of their own.",
    Role.STAFF: "Changes the catalogue and sees the accounts, too.",
    Role.ADMIN: "Gives accounts their roles, too.",
}
strawberry.enum(Role, description="What an account may do: each role what the one before may.")
for _value in Role.__strawberry_definition__.values:  # type: ignore[attr-defined]
    _value.description = ROLES[_value.value]


@strawberry.federation.type(keys=["id"], description="An account. Only its user and the staff get to see one.")
class User:
    # Resolved from a database row that has only the selected columns.
    id: strawberry.ID = strawberry.field(description="The user's id, the same on both services.")
    username: str = strawberry.federation.field(shareable=True, description="The name to sign in by.")
    email: str | None = strawberry.field(description="The e-mail address.")
    first_name: str = strawberry.field(description="The first name; may be empty.")
    last_name: str = strawberry.field(description="The last name; may be empty.")
    role: Role = strawberry.field(description="What the user may do.")
    created_at: datetime = strawberry.field(description="When the account was made.")
    updated_at: datetime = strawberry.field(description="When it was last changed.")

    @strawberry.federation.field(
        shareable=True, description="What to call the user: the full name, or the username where there is none."
    )
    def display_name(self) -> str:
        """From what is in the row already."""
        return f"{self.first_name} {self.last_name}".strip() or self.username

    @strawberry.field(description="What the user has ordered, as main_service last told.")
    async def orders(self, info: Info[Context, None]) -> UserOrders:
        """By the loader: the same statements for one user and for a page of them."""
        return cast("UserOrders", await info.context.user_orders.load(int(self.id)))

    @classmethod
    async def resolve_reference(cls, info: Info[Context, None], id: strawberry.ID) -> Self | None:
        """The user that the other subgraph refers to; nobody, for who may not see them."""
        caller = await info.context.identity.caller()
        user_id = parse_id(id)
        if caller is None or (caller.user_id != user_id and not caller.role.includes(Role.STAFF)):
            return None
        row = await info.context.users.load(user_id)
        return None if row is None else cls(**row._mapping)


@strawberry.type(description="A user and their place in a list.")
class UserEdge:
    cursor: str = strawberry.field(description="The place in the list, to be given as `after` or `before`.")
    node: User = strawberry.field(description="The user.")


@strawberry.type(description="One page of a list of users.")
class UserConnection:
    edges: list[UserEdge] = strawberry.field(description="The users with their places.")
    nodes: list[User] = strawberry.field(description="The users.")
    page_info: PageInfo = strawberry.field(description="Whether there is more, and where it goes on.")
    selection: strawberry.Private[Select[Any]]

    @strawberry.field(description="How many users the whole list has. Counted only when asked for.")
    async def total_count(self, info: Info[Context, None]) -> int:
        """Count the selection."""
        return await count_all(info.context.database, self.selection)


@strawberry.input(description="Which users a list holds. All conditions apply together.")
class UserFilter:
    search: str | None = strawberry.field(
        default=None, description="Part of a name or of the e-mail address, regardless of case and accents."
    )
    role: Role | None = strawberry.field(default=None, description="Exactly this role.")


@strawberry.enum(description="What a list of users is ordered by.")
class UserOrderField(Enum):
    CREATED_AT = strawberry.enum_value("created_at", description="When their accounts were made.")
    USERNAME = strawberry.enum_value("username", description="The username, regardless of case and accents.")


@strawberry.input(description="The order of a list of users; newest first unless said otherwise.")
class UserOrder:
    field: UserOrderField = strawberry.field(default=UserOrderField.CREATED_AT, description="What to order by.")
    direction: OrderDirection = strawberry.field(default=OrderDirection.DESC, description="Which end comes first.")

    def keys(self) -> Ordering:
        """The order as keys: the column, then the id."""
        return ordered_by(queries.table, str(self.field.value), self.direction)


@strawberry.type
class UserQuery:
    """The users' part of `Query`."""

    @strawberry.field(description="The signed-in user; null for somebody who is not signed in.")
    async def me(self, info: Info[Context, None]) -> User | None:
        """One row by its key."""
        caller = await info.context.identity.caller()
        if caller is None:
            return None
        columns = queries.columns_of(selected(info))
        row = await info.context.database.aread(lambda reader: queries.get(reader, caller.user_id, columns))
        return cast("User | None", row)

    @strawberry.field(description="Accounts, page by page. `first` is 20 unless said otherwise, at most 100.")
    async def users(
        self,
        info: Info[Context, None],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[UserFilter | None, strawberry.argument(description="Which users.")] = None,
        order_by: Annotated[UserOrder | None, strawberry.argument(description="In which order.")] = None,
    ) -> UserConnection:
        """One page by keyset: it costs the same at either end of the list."""
        wanted = filter or UserFilter()
        columns = queries.columns_of(selected(info, "nodes") | selected(info, "edges", "node"))
        statement = queries.matching(columns, search=wanted.search, role=wanted.role)
        args = PageArgs.of(first, after, last, before)
        keys = (order_by or UserOrder()).keys()
        return await read_connection(info.context.database, UserConnection, UserEdge, statement, keys, args)

    @strawberry.field(description="All accounts by id, for clients that know no pages.")
    async def all_users(self, info: Info[Context, None]) -> list[User]:
        """Client family 4's query."""
        columns = queries.columns_of(selected(info))
        rows = await info.context.database.aread(lambda reader: queries.everything(reader, columns))
        return cast("list[User]", rows)
