"""The orders' mutations: each runs one command and answers in types. The basket's are in `basket_mutations.py`."""

from decimal import Decimal
from typing import Annotated, Self, cast

import strawberry
from service_kit.db import idempotency
from service_kit.graphql.ids import parse_id
from service_kit.graphql.typed_errors import mutation, represents
from strawberry.types import Info

from main_service.context import Context
from main_service.graphql_errors import Error, ErrorCode, InvalidInput, LinesRefused
from main_service.options.graphql import InvalidConfiguration
from main_service.orders import commands, errors, queries
from main_service.orders.graphql import Order
from main_service.orders.parts import OrderState
from main_service.orders.price_mutations import PriceChanged


@strawberry.input(description="How to order what is in the basket.")
class CheckoutInput:
    idempotency_key: str | None = strawberry.field(
        default=None, description="Up to 200 characters. Repeating the mutation with it returns the first order."
    )
    expected_total: Decimal | None = strawberry.field(
        default=None,
        description="The total that the customer has seen. Where the basket costs another total, nothing is "
        "ordered and the result is `PriceChanged`. Without it the basket is ordered at whatever it costs.",
    )


@strawberry.input(description="Which order to cancel.")
class CancelOrderInput:
    id: strawberry.ID = strawberry.field(description="The order.")


@strawberry.input(description="Which order to push on.")
class PushOrderInput:
    id: strawberry.ID = strawberry.field(description="The order.")


@represents(errors.BasketEmpty)
@strawberry.type(description="There is nothing in the basket.")
class BasketEmpty(Error):
    pass


@represents(errors.ProductGone)
@strawberry.type(description="A product in the basket is no longer sold. Nothing was ordered.")
class ProductGone(LinesRefused):
    sku: str = strawberry.field(description="Its stock keeping unit.")


@represents(errors.LinesNotInStock)
@strawberry.type(description="Of lines in the basket there is not enough in stock. Nothing was ordered.")
class LinesNotInStock(LinesRefused):
    pass


@represents(idempotency.IdempotencyConflict)
@strawberry.federation.type(
    shareable=True, description="The idempotency key was used before, with another input or for something gone."
)
class IdempotencyConflict(Error):
    pass


@represents(errors.OrderNotFound, id="order_id")
@strawberry.type(description="The caller has no order with this id.")
class OrderNotFound(Error):
    id: strawberry.ID = strawberry.field(description="The id that was asked for.")


@represents(errors.WrongState)
@strawberry.type(description="The order is not one that can be cancelled (any more).")
class NotCancellable(Error):
    state: OrderState = strawberry.field(description="Where the order stands.")

    @classmethod
    def from_error(cls, error: errors.WrongState) -> Self:
        """The code is the mutation's: other steps can fail with the same domain error."""
        return cls(message=error.message, code=ErrorCode.NOT_CANCELLABLE, state=OrderState(error.state))


@strawberry.type(description="The basket is ordered.")
class CheckoutSuccess:
    order: Order = strawberry.field(description="The order. It is settled once its stock is reserved.")


@strawberry.type(description="The order is cancelled.")
class CancelOrderSuccess:
    order: Order = strawberry.field(description="The order.")


@strawberry.type(description="The order is told of again.")
class PushOrderSuccess:
    order: Order = strawberry.field(description="The order. It moves on once it is answered.")


CheckoutResult = Annotated[
    CheckoutSuccess
    | BasketEmpty
    | ProductGone
    | PriceChanged
    | InvalidConfiguration
    | LinesNotInStock
    | IdempotencyConflict
    | InvalidInput,
    strawberry.union("CheckoutResult", description="What became of `checkout`."),
]
CancelOrderResult = Annotated[
    CancelOrderSuccess | OrderNotFound | NotCancellable,
    strawberry.union("CancelOrderResult", description="What became of `cancelOrder`."),
]
PushOrderResult = Annotated[
    PushOrderSuccess | OrderNotFound,
    strawberry.union("PushOrderResult", description="What became of `pushOrder`."),
]


@strawberry.type
class OrderMutation:
    """The orders' part of `Mutation`."""

    @mutation("Order what is in the basket. Whether there is stock for it turns out afterwards, in moments.")
    async def checkout(
        self,
        info: Info[Context, None],
        input: Annotated[CheckoutInput, strawberry.argument(description="A key, and the total that was seen.")],
    ) -> CheckoutResult:
        return CheckoutSuccess(order=await _checkout(info.context, input))

    @mutation("Cancel an order of one's own, while it is pending.")
    async def cancel_order(
        self,
        info: Info[Context, None],
        input: Annotated[CancelOrderInput, strawberry.argument(description="Which order.")],
    ) -> CancelOrderResult:
        order_id, user_id = parse_id(input.id), (await info.context.signed_in()).user_id
        order = await info.context.database.awrite(
            lambda session: commands.cancel_order(session, user_id, order_id)
        )
        return CancelOrderSuccess(order=cast("Order", order))

    @mutation("Tell of an order again, for the staff, where it is stuck. It does no harm.")
    async def push_order(
        self,
        info: Info[Context, None],
        input: Annotated[PushOrderInput, strawberry.argument(description="Which order.")],
    ) -> PushOrderResult:
        order_id = parse_id(input.id)
        order = await info.context.database.awrite(lambda session: commands.push_order(session, order_id))
        return PushOrderSuccess(order=cast("Order", order))


async def _checkout(context: Context, wanted: CheckoutInput) -> Order:
    """The order, as it is by now where the key has placed it before. Raises what `commands.checkout` does."""
    user_id = (await context.signed_in()).user_id
    order_id = await context.database.awrite(
        lambda session: commands.place_once(
            session,
            user_id,
            wanted.idempotency_key,
            {"basket": user_id},
            lambda: commands.checkout(session, user_id, context.terms, wanted.expected_total, ask_stock=True),
        )
    )
    return cast("Order", await context.database.aread(lambda reader: queries.get(reader, order_id)))
