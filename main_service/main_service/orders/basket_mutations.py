"""The GraphQL mutations of the basket. Each runs one command."""

from typing import Annotated, cast

import strawberry
from service_kit.graphql.ids import parse_id
from service_kit.graphql.typed_errors import mutation, represents
from strawberry.types import Info

from main_service.context import Context
from main_service.graphql_errors import Error, InvalidInput, ProductNotFound
from main_service.options.graphql import InvalidConfiguration
from main_service.orders import basket, errors
from main_service.orders.graphql import Order


@strawberry.input(description="The product to add to the basket.")
class AddToBasketInput:
    product_id: strawberry.ID = strawberry.field(description="The id of the product.")
    quantity: int = strawberry.field(
        default=1, description="The quantity to add. A line can hold at most 10000 units."
    )
    options: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="The ids of the selected options, at most 60. See `Product.configuration`.",
    )


@strawberry.input(description="The basket line to change, and its new quantity.")
class ChangeBasketLineInput:
    line_id: strawberry.ID = strawberry.field(description="The id of the line.")
    quantity: int = strawberry.field(description="The new quantity, from 1 to 10000.")


@strawberry.input(description="The basket line to remove.")
class RemoveFromBasketInput:
    line_id: strawberry.ID = strawberry.field(description="The id of the line.")


@represents(errors.LineNotFound)
@strawberry.type(description="Returned when the caller's basket does not have this line.")
class LineNotFound(Error):
    line_id: strawberry.ID = strawberry.field(description="The requested id.")


@represents(errors.InsufficientStock)
@strawberry.federation.type(
    shareable=True,
    description="Returned when the stock is lower than the requested quantity. Nothing was changed.",
)
class InsufficientStock(Error):
    available: int = strawberry.field(description="The quantity in stock, as far as it is known.")


@represents(errors.StockUnknown)
@strawberry.type(description="Returned when the stock of the product is not known yet. Nothing was changed.")
class StockUnknown(Error):
    product_id: strawberry.ID = strawberry.field(description="The id of the product.")


@strawberry.type(description="The product was added to the basket.")
class AddToBasketSuccess:
    basket: Order = strawberry.field(description="The basket.")


@strawberry.type(description="The quantity was changed.")
class ChangeBasketLineSuccess:
    basket: Order = strawberry.field(description="The basket.")


@strawberry.type(description="The line was removed from the basket.")
class RemoveFromBasketSuccess:
    basket: Order = strawberry.field(description="The basket. It can be empty now.")


AddToBasketResult = Annotated[
    AddToBasketSuccess | ProductNotFound | InvalidInput | InvalidConfiguration | InsufficientStock | StockUnknown,
    strawberry.union("AddToBasketResult", description="The result of `addToBasket`."),
]
ChangeBasketLineResult = Annotated[
    ChangeBasketLineSuccess | LineNotFound | ProductNotFound | InvalidInput | InsufficientStock | StockUnknown,
    strawberry.union("ChangeBasketLineResult", description="The result of `changeBasketLine`."),
]
RemoveFromBasketResult = Annotated[
    RemoveFromBasketSuccess | LineNotFound,
    strawberry.union("RemoveFromBasketResult", description="The result of `removeFromBasket`."),
]


@strawberry.type
class BasketMutation:
    """The mutations of the basket."""

    @mutation("Adds a product to the caller's basket, or increases its quantity.")
    async def add_to_basket(
        self,
        info: Info[Context, None],
        input: Annotated[AddToBasketInput, strawberry.argument(description="The product and the quantity.")],
    ) -> AddToBasketResult:
        product_id, terms = parse_id(input.product_id), info.context.terms
        user_id = (await info.context.signed_in()).user_id
        changed = await info.context.database.awrite(
            lambda session: basket.add_to_basket(
                session, user_id, product_id, input.quantity, terms, check_stock=True, chosen=input.options
            )
        )
        return AddToBasketSuccess(basket=cast("Order", changed))

    @mutation("Changes the quantity of a line of the caller's basket.")
    async def change_basket_line(
        self,
        info: Info[Context, None],
        input: Annotated[ChangeBasketLineInput, strawberry.argument(description="The line and the quantity.")],
    ) -> ChangeBasketLineResult:
        line_id, user_id = parse_id(input.line_id), (await info.context.signed_in()).user_id
        changed = await info.context.database.awrite(
            lambda session: basket.change_line(session, user_id, line_id, input.quantity)
        )
        return ChangeBasketLineSuccess(basket=cast("Order", changed))

    @mutation("Removes a line from the caller's basket.")
    async def remove_from_basket(
        self,
        info: Info[Context, None],
        input: Annotated[RemoveFromBasketInput, strawberry.argument(description="The line.")],
    ) -> RemoveFromBasketResult:
        line_id, user_id = parse_id(input.line_id), (await info.context.signed_in()).user_id
        changed = await info.context.database.awrite(lambda session: basket.remove_line(session, user_id, line_id))
        return RemoveFromBasketSuccess(basket=cast("Order", changed))
