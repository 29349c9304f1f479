"""The mutation that puts an order's lines into the basket again: it runs one command and answers in types."""

from typing import Annotated, cast

import strawberry
from service_kit.graphql.ids import parse_id
from service_kit.graphql.typed_errors import mutation
from strawberry.types import Info

from main_service.context import Context
from main_service.graphql_errors import InvalidInput, LineProblem
from main_service.orders import reorder
from main_service.orders.graphql import Order
from main_service.orders.mutations import IdempotencyConflict, OrderNotFound


@strawberry.input(description="Which order to put into the basket again.")
class AddOrderToBasketInput:
    order_id: strawberry.ID = strawberry.field(description="An order of the caller, in whatever state.")
    idempotency_key: str | None = strawberry.field(
        default=None, description="Up to 200 characters. Repeating the mutation with it adds nothing again."
    )


@strawberry.type(description="What can be had of the order is in the basket.")
class AddOrderToBasketSuccess:
    basket: Order = strawberry.field(description="The basket.")
    not_added: list[LineProblem] = strawberry.field(
        description="The lines of the order that could not be added, or not in full. `lineId` is the order's line."
    )


AddOrderToBasketResult = Annotated[
    AddOrderToBasketSuccess | OrderNotFound | InvalidInput | IdempotencyConflict,
    strawberry.union("AddOrderToBasketResult", description="The outcome of `addOrderToBasket`."),
]


@strawberry.type
class ReorderMutation:
    """Reordering, as a part of `Mutation`."""

    @mutation("Put the lines of an order into the caller's basket again, as many of each as there are.")
    async def add_order_to_basket(
        self,
        info: Info[Context, None],
        input: Annotated[AddOrderToBasketInput, strawberry.argument(description="Which order.")],
    ) -> AddOrderToBasketResult:
        order_id, key, terms = parse_id(input.order_id), input.idempotency_key, info.context.terms
        user_id = (await info.context.signed_in()).user_id
        done = await info.context.database.awrite(
            lambda session: reorder.add_order(session, user_id, order_id, key, terms)
        )
        return AddOrderToBasketSuccess(
            basket=cast("Order", done.basket), not_added=cast("list[LineProblem]", done.not_added)
        )
