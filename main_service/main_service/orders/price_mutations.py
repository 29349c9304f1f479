"""Prices that change while something is in the basket: the typed error, and the mutation that accepts a price."""

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


@strawberry.type(description="A line of the basket whose price has changed.")
class LinePriceChange:
    line_id: strawberry.ID = strawberry.field(description="The line's id.")
    title: str = strawberry.field(description="What it is called.")
    old_price: Decimal = strawberry.field(description="The price of one that the customer has seen last.")
    new_price: Decimal = strawberry.field(description="What one costs now.")


@represents(errors.PriceChanged)
@strawberry.type(description="The basket costs another total than `expectedTotal`. Nothing was ordered.")
class PriceChanged(Error):
    old_total: Decimal = strawberry.field(description="The total that was expected.")
    new_total: Decimal = strawberry.field(description="What the basket costs now.")
    lines: list[LinePriceChange] = strawberry.field(
        description="The lines whose price has changed. Empty where the total has changed for another reason, "
        "such as another quantity."
    )


@strawberry.input(description="Which price to accept.")
class AcceptPriceInput:
    line_id: strawberry.ID = strawberry.field(description="The line of the basket.")
    unit_price: Decimal = strawberry.field(description="The price of one that the customer accepts.")


@strawberry.type(description="The price is accepted.")
class AcceptPriceSuccess:
    basket: Order = strawberry.field(description="The basket.")


AcceptPriceResult = Annotated[
    AcceptPriceSuccess | LineNotFound | ProductNotFound | InvalidInput,
    strawberry.union("AcceptPriceResult", description="What became of `acceptPrice`."),
]


@strawberry.type
class PriceMutation:
    """The prices' part of `Mutation`."""

    @mutation("Accept the changed price of a line of the caller's basket.")
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
