"""The ledger of the stock in GraphQL. Products show their own part of it; the mutation is in `mutations.py`."""

from datetime import datetime
from enum import Enum

import strawberry
from strawberry.types import Info

from admin_service.context import Context
from admin_service.users.graphql import User


@strawberry.enum(description="Why the stock of a product has changed.")
class StockMovementKind(Enum):
    RECEIVED = strawberry.enum_value("RECEIVED", description="Units came in.")
    RESERVED = strawberry.enum_value("RESERVED", description="Units were set aside for an order.")
    RELEASED = strawberry.enum_value("RELEASED", description="What was set aside is for sale again.")
    SOLD = strawberry.enum_value("SOLD", description="What was set aside is sold.")
    CORRECTED = strawberry.enum_value("CORRECTED", description="There were more or fewer than was thought.")


@strawberry.type(description="A line of the ledger: what a product's stock changed by. Lines never change.")
class StockMovement:
    id: strawberry.ID = strawberry.field(description="The movement's id; a later one has a higher one.")
    kind: StockMovementKind = strawberry.field(description="Why the stock has changed.")
    available_change: int = strawberry.field(description="How many more are for sale.")
    reserved_change: int = strawberry.field(description="How many more are set aside for orders.")
    sold_change: int = strawberry.field(description="How many more have been sold.")
    order_id: strawberry.ID | None = strawberry.field(description="The order that it was for, if it was for one.")
    note: str = strawberry.field(description="What was said of it; may be empty.")
    created_at: datetime = strawberry.field(description="When it was.")
    user_id: strawberry.Private[int | None]

    @strawberry.field(description="Who did it, where somebody with an account did.")
    async def user(self, info: Info[Context, None]) -> User | None:
        """By the loader: one statement for all movements."""
        row = None if self.user_id is None else await info.context.users.load(self.user_id)
        return None if row is None else User(**row._mapping)
