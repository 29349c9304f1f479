"""The parts of an order in GraphQL: its states, lines and steps, and the filters of lists of orders."""

from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import cast

import strawberry
from strawberry.types import Info

from main_service.context import Context
from main_service.graphql_errors import LineProblem
from main_service.orders.queries import Line
from main_service.orders.refusals import refused
from main_service.products.graphql import Product


@strawberry.enum(description="Where an order stands.")
class OrderState(Enum):
    OPEN = strawberry.enum_value("OPEN", description="A basket: nothing is ordered yet.")
    PENDING = strawberry.enum_value(
        "PENDING", description="Ordered; it waits for its stock, or until it is settled."
    )
    COMPLETED = strawberry.enum_value("COMPLETED", description="Settled: the goods are sold. Final.")
    REFUNDED = strawberry.enum_value("REFUNDED", description="The goods cannot be had; see `reason`. Final.")
    CANCELLED = strawberry.enum_value("CANCELLED", description="The customer has cancelled it. Final.")


@strawberry.enum(description="What is known of the stock for an order.")
class OrderStock(Enum):
    WAITING = strawberry.enum_value("WAITING", description="admin_service has not answered yet.")
    RESERVED = strawberry.enum_value("RESERVED", description="All of it is set aside.")
    REFUSED = strawberry.enum_value("REFUSED", description="It cannot be had, or no longer.")


@strawberry.enum(description="Why the money was given back.")
class OrderReason(Enum):
    OUT_OF_STOCK = strawberry.enum_value("OUT_OF_STOCK", description="There is not enough in stock.")
    PRODUCT_GONE = strawberry.enum_value("PRODUCT_GONE", description="A product is no longer sold.")


@strawberry.type(description="An option as it was when it was chosen, whatever became of it since.")
class ChosenOption:
    option_id: strawberry.ID = strawberry.field(description="The option's id.")
    group: str = strawberry.field(description="What its group is called.")
    name: str = strawberry.field(description="What it is called.")
    picture: str | None = strawberry.field(description="The address of its picture.")
    price_difference: Decimal = strawberry.field(
        description="What it adds to the price. In a basket it follows the option's."
    )


@strawberry.type(description="So many of one product, as it was when it was chosen, whatever became of it since.")
class OrderLine:
    id: strawberry.ID = strawberry.field(description="The line's id.")
    product_id: strawberry.ID = strawberry.field(description="The product's id.")
    sku: str = strawberry.field(description="Its stock keeping unit.")
    title: str = strawberry.field(description="What it is called.")
    image: str = strawberry.field(description="The address of its picture.")
    unit_price: Decimal = strawberry.field(
        description="What one costs, with its options. In a basket it follows the product's price."
    )
    quantity: int = strawberry.field(description="How many.")
    previous_unit_price: Decimal | None = strawberry.field(
        description="In a basket: the price at which the customer added it or which the customer accepted last, "
        "where one costs another price now; see `acceptPrice`. Null where the price has not changed."
    )
    configuration: list[ChosenOption] = strawberry.field(
        description="What was chosen of its options; empty where nothing was to be chosen."
    )
    order_id: strawberry.Private[int]
    refused_reason: strawberry.Private[str | None]
    refused_available: strawberry.Private[int | None]

    @strawberry.field(description="What they cost together.")
    def total(self) -> Decimal:
        """From what is in the row already."""
        return self.unit_price * self.quantity

    @strawberry.field(description="The product as it is now; null where it is no longer sold.")
    async def product(self, info: Info[Context, None]) -> Product | None:
        """Batched over all lines of the answer."""
        return cast("Product | None", await info.context.products.load(int(self.product_id)))

    @strawberry.field(
        description="Why it cannot be ordered, in the caller's own basket; why it could not be had, in an order "
        "that was refunded because of it. Null otherwise."
    )
    async def problem(self, info: Info[Context, None]) -> LineProblem | None:
        """Kept with the refund, or judged by the copies, batched over all lines of the answer."""
        if self.refused_reason is not None:
            return cast("LineProblem", refused(cast("Line", self)))
        problems = await info.context.basket_problems.load(int(self.order_id))
        return cast("LineProblem | None", problems.get(int(self.id)))


@strawberry.type(description="A step that an order has taken.")
class OrderStep:
    state: OrderState = strawberry.field(description="Where the order stood after it.")
    stock: OrderStock = strawberry.field(description="What was known of the stock after it.")
    reason: OrderReason | None = strawberry.field(description="Why the money was given back, if it was.")
    event_id: strawberry.ID | None = strawberry.field(description="The event that tells of it.")
    created_at: strawberry.Private[datetime]

    @strawberry.field(description="When it was taken.")
    def at(self) -> datetime:
        """Under its own name in the row."""
        return self.created_at


@strawberry.input(description="Which of one's orders a list holds.")
class OrderFilter:
    state: OrderState | None = strawberry.field(
        default=None, description="Exactly this state; all but the basket where it is absent."
    )


@strawberry.input(description="Which orders of all customers a list holds. All conditions apply together.")
class ShopOrderFilter:
    state: OrderState | None = strawberry.field(
        default=None, description="Exactly this state; all but baskets where it is absent."
    )
    stuck: bool = strawberry.field(
        default=False, description="Only those that have waited for an answer about their stock for over a minute."
    )
