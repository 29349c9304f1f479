"""The copies of orders in GraphQL: what a user has ordered. main_service has the orders themselves."""

from datetime import datetime
from decimal import Decimal
from enum import Enum

import strawberry


@strawberry.enum(description="How far an order has come that has been placed.")
class PlacedOrderState(Enum):
    PENDING = strawberry.enum_value("PENDING", description="It waits for stock, or for the end of the hold.")
    COMPLETED = strawberry.enum_value("COMPLETED", description="It is sold.")
    REFUNDED = strawberry.enum_value("REFUNDED", description="It could not be had.")
    CANCELLED = strawberry.enum_value("CANCELLED", description="The customer changed their mind.")


@strawberry.type(description="An order as main_service last told of it.")
class PlacedOrder:
    id: strawberry.ID = strawberry.field(description="The order's id, the same on both services.")
    total: Decimal = strawberry.field(description="What it costs, the fee included.")
    state: PlacedOrderState = strawberry.field(description="How far it has come.")
    placed_at: datetime = strawberry.field(description="When it was placed.")


@strawberry.type(description="What a user has ordered.")
class UserOrders:
    count: int = strawberry.field(description="How many orders the user has placed.")
    latest: list[PlacedOrder] = strawberry.field(description="The newest five, newest first.")
