"""The GraphQL mutations of orders. Each runs one command. `basket_mutations.py` has those of the basket."""

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
from main_service.orders.graphql_types import OrderState
from main_service.orders.price_mutations import PriceChanged


@strawberry.input(description="The conditions for ordering the basket.")
class CheckoutInput:
    idempotency_key: str | None = strawberry.field(
        default=None,
        description="Up to 200 characters. A repeated mutation with the same key returns the first order.",
    )
    expected_total: Decimal | None = strawberry.field(
        default=None,
        description="The total that the customer saw. If the current total differs, no order is placed and the "
        "result is `PriceChanged`. Without this field the basket is ordered at its current total.",
    )


@strawberry.input(description="The order to cancel.")
class CancelOrderInput:
    id: strawberry.ID = strawberry.field(description="The id of the order.")


@strawberry.input(description="The order to retry.")
class PushOrderInput:
    id: strawberry.ID = strawberry.field(description="The id of the order.")


@represents(errors.BasketEmpty)
@strawberry.type(description="Returned when the basket is empty.")
class BasketEmpty(Error):
    pass


@represents(errors.ProductGone)
@strawberry.type(description="Returned when a product in the basket is no longer available. No order was placed.")
class ProductGone(LinesRefused):
    sku: str = strawberry.field(description="The stock keeping unit (SKU) of the product.")


@represents(errors.LinesNotInStock)
@strawberry.type(description="Returned when the stock is too low for lines of the basket. No order was placed.")
class LinesNotInStock(LinesRefused):
    pass


@represents(idempotency.IdempotencyConflict)
@strawberry.federation.type(
    shareable=True,
    description="Returned when the idempotency key was already used with a different input, or when its result "
    "no longer exists.",
)
class IdempotencyConflict(Error):
    pass


@represents(errors.OrderNotFound, id="order_id")
@strawberry.type(description="Returned when the order does not exist or the caller cannot access it.")
class OrderNotFound(Error):
    id: strawberry.ID = strawberry.field(description="The requested id.")


@represents(errors.WrongState)
@strawberry.type(description="Returned when the order cannot be cancelled, or can no longer be cancelled.")
class NotCancellable(Error):
    state: OrderState = strawberry.field(description="The state of the order.")

    @classmethod
    def from_error(cls, error: errors.WrongState) -> Self:
        """Sets the code of this mutation, because WrongState is not specific to cancelling."""
        return cls(message=error.message, code=ErrorCode.NOT_CANCELLABLE, state=OrderState(error.state))


@strawberry.type(description="The basket was ordered.")
class CheckoutSuccess:
    order: Order = strawberry.field(
        description="The new order. It is completed after its stock is reserved and its cancellation period is "
        "over."
    )


@strawberry.type(description="The order was cancelled.")
class CancelOrderSuccess:
    order: Order = strawberry.field(description="The order.")


@strawberry.type(description="The event of the order was published again.")
class PushOrderSuccess:
    order: Order = strawberry.field(description="The order. Its state changes when admin_service answers.")


CheckoutResult = Annotated[
    CheckoutSuccess
    | BasketEmpty
    | ProductGone
    | PriceChanged
    | InvalidConfiguration
    | LinesNotInStock
    | IdempotencyConflict
    | InvalidInput,
    strawberry.union("CheckoutResult", description="The result of `checkout`."),
]
CancelOrderResult = Annotated[
    CancelOrderSuccess | OrderNotFound | NotCancellable,
    strawberry.union("CancelOrderResult", description="The result of `cancelOrder`."),
]
PushOrderResult = Annotated[
    PushOrderSuccess | OrderNotFound,
    strawberry.union("PushOrderResult", description="The result of `pushOrder`."),
]


@strawberry.type
class OrderMutation:
    """The mutations of orders."""

    @mutation("Orders the caller's basket. The stock is reserved afterwards, usually within seconds.")
    async def checkout(
        self,
        info: Info[Context, None],
        input: Annotated[
            CheckoutInput, strawberry.argument(description="The idempotency key and the expected total.")
        ],
    ) -> CheckoutResult:
        return CheckoutSuccess(order=await _checkout(info.context, input))

    @mutation("Cancels a pending order of the caller.")
    async def cancel_order(
        self,
        info: Info[Context, None],
        input: Annotated[CancelOrderInput, strawberry.argument(description="The order.")],
    ) -> CancelOrderResult:
        order_id, user_id = parse_id(input.id), (await info.context.signed_in()).user_id
        order = await info.context.database.awrite(
            lambda session: commands.cancel_order(session, user_id, order_id)
        )
        return CancelOrderSuccess(order=cast("Order", order))

    @mutation(
        "Publishes the event of an order again, so that a stuck order continues. Only for staff. It is safe to "
        "repeat."
    )
    async def push_order(
        self,
        info: Info[Context, None],
        input: Annotated[PushOrderInput, strawberry.argument(description="The order.")],
    ) -> PushOrderResult:
        order_id = parse_id(input.id)
        order = await info.context.database.awrite(lambda session: commands.push_order(session, order_id))
        return PushOrderSuccess(order=cast("Order", order))


async def _checkout(context: Context, wanted: CheckoutInput) -> Order:
    """Places the order, or returns the one that the key already placed. Raises what `commands.checkout` raises."""
    user_id = (await context.signed_in()).user_id
    order_id = await context.database.awrite(
        lambda session: commands.place_once(
            session,
            user_id,
            wanted.idempotency_key,
            {"basket": user_id},
            lambda: commands.checkout(session, user_id, context.terms, wanted.expected_total, check_stock=True),
        )
    )
    return cast("Order", await context.database.aread(lambda reader: queries.get(reader, order_id)))
