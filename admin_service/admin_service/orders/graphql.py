"""GraphQL types of the order copies. main_service owns the orders."""

from datetime import datetime
from decimal import Decimal
from enum import Enum

import strawberry


@strawberry.enum(description="The state of a placed order.")
class PlacedOrderState(Enum):
    PENDING = strawberry.enum_value(
        "PENDING",
        description="The order waits for stock, or for the end of the time in which it can be cancelled.",
    )
    COMPLETED = strawberry.enum_value("COMPLETED", description="The order is complete.")
    REFUNDED = strawberry.enum_value("REFUNDED", description="The order could not be fulfilled and was refunded.")
    CANCELLED = strawberry.enum_value("CANCELLED", description="The customer cancelled the order.")


@strawberry.type(description="An order, copied from main_service.")
class PlacedOrder:
    id: strawberry.ID = strawberry.field(description="The ID of the order, the same on both services.")
    total: Decimal = strawberry.field(description="The total amount, including the fee.")
    state: PlacedOrderState = strawberry.field(description="The state of the order.")
    placed_at: datetime = strawberry.field(description="When the order was placed.")


@strawberry.type(description="The orders of a user.")
class UserOrders:
    count: int = strawberry.field(description="The number of orders that the user has placed.")
    latest: list[PlacedOrder] = strawberry.field(description="The five newest orders, newest first.")
