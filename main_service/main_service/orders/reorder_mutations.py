"""The GraphQL mutation that adds the lines of an order to the basket again."""

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


@strawberry.input(description="The order whose lines to add to the basket again.")
class AddOrderToBasketInput:
    order_id: strawberry.ID = strawberry.field(description="The id of an order of the caller, in any state.")
    idempotency_key: str | None = strawberry.field(
        default=None,
        description="Up to 200 characters. A repeated mutation with the same key does not add the lines again.",
    )


@strawberry.type(description="The available lines of the order were added to the basket.")
class AddOrderToBasketSuccess:
    basket: Order = strawberry.field(description="The basket.")
    not_added: list[LineProblem] = strawberry.field(
        description="The lines of the order that were not added, or only in part. `lineId` is the id of the "
        "order line."
    )


AddOrderToBasketResult = Annotated[
    AddOrderToBasketSuccess | OrderNotFound | InvalidInput | IdempotencyConflict,
    strawberry.union("AddOrderToBasketResult", description="The result of `addOrderToBasket`."),
]


@strawberry.type
class ReorderMutation:
    """The mutation to order again."""

    @mutation("Adds the lines of an order to the caller's basket again. Each line is limited to the stock.")
    async def add_order_to_basket(
        self,
        info: Info[Context, None],
        input: Annotated[AddOrderToBasketInput, strawberry.argument(description="The order.")],
    ) -> AddOrderToBasketResult:
        order_id, key, terms = parse_id(input.order_id), input.idempotency_key, info.context.terms
        user_id = (await info.context.signed_in()).user_id
        done = await info.context.database.awrite(
            lambda session: reorder.add_order(session, user_id, order_id, key, terms)
        )
        return AddOrderToBasketSuccess(
            basket=cast("Order", done.basket), not_added=cast("list[LineProblem]", done.not_added)
        )
