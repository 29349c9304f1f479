"""The GraphQL types for prices that change while a product is in the basket, and the mutation to accept them."""

from decimal import Decimal
from typing import Annotated, cast

import strawberry
from service_kit.graphql.ids import parse_id
from service_kit.graphql.typed_errors import mutation, represents
from strawberry.types import Info

from main_service.context import Context
from main_service.graphql_errors import Error, InvalidInput, ProductNotFound
from main_service.orders import basket, errors
from main_service.orders.basket_mutations import LineNotFound
from main_service.orders.graphql import Order


@strawberry.type(description="A line of the basket whose price changed.")
class LinePriceChange:
    line_id: strawberry.ID = strawberry.field(description="The id of the line.")
    title: str = strawberry.field(description="The title of the product.")
    old_price: Decimal = strawberry.field(description="The unit price that the customer saw last.")
    new_price: Decimal = strawberry.field(description="The current unit price.")


@represents(errors.PriceChanged)
@strawberry.type(
    description="Returned when the total of the basket differs from `expectedTotal`. No order was placed."
)
class PriceChanged(Error):
    old_total: Decimal = strawberry.field(description="The expected total.")
    new_total: Decimal = strawberry.field(description="The current total.")
    lines: list[LinePriceChange] = strawberry.field(
        description="The lines whose price changed. Empty if the total changed for another reason, for example "
        "because of a changed quantity."
    )


@strawberry.input(description="The price to accept.")
class AcceptPriceInput:
    line_id: strawberry.ID = strawberry.field(description="The id of the basket line.")
    unit_price: Decimal = strawberry.field(description="The unit price that the customer accepts.")


@strawberry.type(description="The price was accepted.")
class AcceptPriceSuccess:
    basket: Order = strawberry.field(description="The basket.")


AcceptPriceResult = Annotated[
    AcceptPriceSuccess | LineNotFound | ProductNotFound | InvalidInput,
    strawberry.union("AcceptPriceResult", description="The result of `acceptPrice`."),
]


@strawberry.type
class PriceMutation:
    """The mutation to accept a changed price."""

    @mutation("Accepts the changed price of a line of the caller's basket.")
    async def accept_price(
        self,
        info: Info[Context, None],
        input: Annotated[AcceptPriceInput, strawberry.argument(description="The line and the price.")],
    ) -> AcceptPriceResult:
        line_id, user_id = parse_id(input.line_id), (await info.context.signed_in()).user_id
        changed = await info.context.database.awrite(
            lambda session: basket.accept_price(session, user_id, line_id, input.unit_price)
        )
        return AcceptPriceSuccess(basket=cast("Order", changed))
