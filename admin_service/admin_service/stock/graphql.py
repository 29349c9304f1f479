"""GraphQL types of stock movements. The mutation is in `mutations.py`."""

from datetime import datetime
from enum import Enum

import strawberry
from strawberry.types import Info

from admin_service.context import Context
from admin_service.users.graphql import User


@strawberry.enum(description="Why the stock of a product changed.")
class StockMovementKind(Enum):
    RECEIVED = strawberry.enum_value("RECEIVED", description="Units were received.")
    RESERVED = strawberry.enum_value("RESERVED", description="Units were reserved for an order.")
    RELEASED = strawberry.enum_value("RELEASED", description="Reserved units were made available again.")
    SOLD = strawberry.enum_value("SOLD", description="Reserved units were sold.")
    CORRECTED = strawberry.enum_value("CORRECTED", description="The number of units was corrected.")


@strawberry.type(description="A change of a product's stock. Movements are never changed.")
class StockMovement:
    id: strawberry.ID = strawberry.field(description="The ID of the movement. Later movements have higher IDs.")
    kind: StockMovementKind = strawberry.field(description="Why the stock changed.")
    available_change: int = strawberry.field(description="The change in the number of available units.")
    reserved_change: int = strawberry.field(description="The change in the number of reserved units.")
    sold_change: int = strawberry.field(description="The change in the number of sold units.")
    order_id: strawberry.ID | None = strawberry.field(
        description="The ID of the order that caused the movement, if any."
    )
    note: str = strawberry.field(description="The reason that was given. Can be empty.")
    created_at: datetime = strawberry.field(description="When the stock changed.")
    user_id: strawberry.Private[int | None]

    @strawberry.field(description="The user who changed the stock, if any.")
    async def user(self, info: Info[Context, None]) -> User | None:
        row = None if self.user_id is None else await info.context.users.load(self.user_id)
        return None if row is None else User(**row._mapping)
