"""The GraphQL types that `Order` consists of, and the filters of lists of orders."""

from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import cast

import strawberry
from strawberry.types import Info

from main_service.context import Context
from main_service.graphql_errors import LineProblem
from main_service.orders.queries import Line
from main_service.orders.refusals import refusal_problem
from main_service.products.graphql import Product


@strawberry.enum(description="The state of an order.")
class OrderState(Enum):
    OPEN = strawberry.enum_value("OPEN", description="The order is a basket. It is not placed yet.")
    PENDING = strawberry.enum_value(
        "PENDING",
        description="The order is placed. It waits for its stock, or for the end of the cancellation period.",
    )
    COMPLETED = strawberry.enum_value("COMPLETED", description="The order is completed. This state is final.")
    REFUNDED = strawberry.enum_value(
        "REFUNDED", description="The products are not available; see `reason`. This state is final."
    )
    CANCELLED = strawberry.enum_value(
        "CANCELLED", description="The customer cancelled the order. This state is final."
    )


@strawberry.enum(description="The state of the stock reservation of an order.")
class OrderStock(Enum):
    WAITING = strawberry.enum_value("WAITING", description="admin_service has not answered yet.")
    RESERVED = strawberry.enum_value("RESERVED", description="The stock is reserved for all lines.")
    REFUSED = strawberry.enum_value("REFUSED", description="The stock is not available, or no longer available.")


@strawberry.enum(description="The reason for a refund.")
class OrderReason(Enum):
    OUT_OF_STOCK = strawberry.enum_value("OUT_OF_STOCK", description="The stock of a product is too low.")
    PRODUCT_GONE = strawberry.enum_value("PRODUCT_GONE", description="A product is no longer available.")


@strawberry.type(description="A selected option. It is a copy from the time when the option was selected.")
class ChosenOption:
    option_id: strawberry.ID = strawberry.field(description="The id of the option.")
    group: str = strawberry.field(description="The name of the option group.")
    name: str = strawberry.field(description="The name of the option.")
    picture: str | None = strawberry.field(description="The URL of the picture.")
    price_difference: Decimal = strawberry.field(
        description="The amount that the option adds to the price. In a basket it is the current amount."
    )


@strawberry.type(
    description="A quantity of one product. The product data is a copy from the time when it was added."
)
class OrderLine:
    id: strawberry.ID = strawberry.field(description="The id of the line.")
    product_id: strawberry.ID = strawberry.field(description="The id of the product.")
    sku: str = strawberry.field(description="The stock keeping unit (SKU) of the product.")
    title: str = strawberry.field(description="The title of the product.")
    image: str = strawberry.field(description="The URL of the picture.")
    unit_price: Decimal = strawberry.field(
        description="The price of one unit with the selected options. In a basket it is the current price."
    )
    quantity: int = strawberry.field(description="The quantity.")
    previous_unit_price: Decimal | None = strawberry.field(
        description="In a basket, if the price changed: the unit price that the customer saw when adding the line "
        "or accepted last. Null if the price did not change. See `acceptPrice`."
    )
    configuration: list[ChosenOption] = strawberry.field(
        description="The selected options. Empty if the product has no options."
    )
    order_id: strawberry.Private[int]
    refused_reason: strawberry.Private[str | None]
    refused_available: strawberry.Private[int | None]

    @strawberry.field(description="The unit price multiplied by the quantity.")
    def total(self) -> Decimal:
        return self.unit_price * self.quantity

    @strawberry.field(description="The product with its current data. Null if it is no longer available.")
    async def product(self, info: Info[Context, None]) -> Product | None:
        return cast("Product | None", await info.context.products.load(int(self.product_id)))

    @strawberry.field(
        description="In the caller's basket: the reason why the line cannot be ordered. In a refunded order: the "
        "reason why the line caused the refund. Null otherwise."
    )
    async def problem(self, info: Info[Context, None]) -> LineProblem | None:
        """Uses the reason stored with the refund, or checks the line against the copies."""
        if self.refused_reason is not None:
            return cast("LineProblem", refusal_problem(cast("Line", self)))
        problems = await info.context.basket_problems.load(int(self.order_id))
        return cast("LineProblem | None", problems.get(int(self.id)))


@strawberry.type(description="A state change of an order.")
class OrderStep:
    state: OrderState = strawberry.field(description="The state of the order after the change.")
    stock: OrderStock = strawberry.field(description="The state of the stock reservation after the change.")
    reason: OrderReason | None = strawberry.field(
        description="The reason for the refund. Null if the order was not refunded."
    )
    event_id: strawberry.ID | None = strawberry.field(
        description="The id of the event that published the change, or that caused it."
    )
    created_at: strawberry.Private[datetime]

    @strawberry.field(description="The time of the change.")
    def at(self) -> datetime:
        return self.created_at


@strawberry.input(description="The filter of a list of the caller's orders.")
class OrderFilter:
    state: OrderState | None = strawberry.field(
        default=None, description="The state. By default, the list contains all orders except the basket."
    )


@strawberry.input(description="The filter of a list of all customers' orders. An order must meet all conditions.")
class ShopOrderFilter:
    state: OrderState | None = strawberry.field(
        default=None, description="The state. By default, the list contains all orders except baskets."
    )
    stuck: bool = strawberry.field(
        default=False,
        description="Whether to list only orders that have waited for a stock reservation for more than a minute.",
    )
