"""The basket's mutations: each runs one command and answers in types."""

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


@strawberry.input(description="What to put into the basket.")
class AddToBasketInput:
    product_id: strawberry.ID = strawberry.field(description="The product.")
    quantity: int = strawberry.field(default=1, description="How many more of it; 10000 in all at most.")
    options: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="The ids of the options that are chosen, at most 60; see `configuration`.",
    )


@strawberry.input(description="How many to have of what a line of the basket holds.")
class ChangeBasketLineInput:
    line_id: strawberry.ID = strawberry.field(description="The line.")
    quantity: int = strawberry.field(description="How many of it, from 1 to 10000.")


@strawberry.input(description="What to take out of the basket.")
class RemoveFromBasketInput:
    line_id: strawberry.ID = strawberry.field(description="The line.")


@represents(errors.LineNotFound)
@strawberry.type(description="The basket has no such line.")
class LineNotFound(Error):
    line_id: strawberry.ID = strawberry.field(description="The id that was asked for.")


@represents(errors.InsufficientStock)
@strawberry.federation.type(shareable=True, description="There is less in stock than wanted. Nothing was changed.")
class InsufficientStock(Error):
    available: int = strawberry.field(description="How many can be had, as far as is known.")


@represents(errors.StockUnknown)
@strawberry.type(description="The stock of the product is not known here (yet). Nothing was changed.")
class StockUnknown(Error):
    product_id: strawberry.ID = strawberry.field(description="The product's id.")


@strawberry.type(description="It is in the basket.")
class AddToBasketSuccess:
    basket: Order = strawberry.field(description="The basket.")


@strawberry.type(description="The basket holds as many as were asked for.")
class ChangeBasketLineSuccess:
    basket: Order = strawberry.field(description="The basket.")


@strawberry.type(description="It is no longer in the basket.")
class RemoveFromBasketSuccess:
    basket: Order = strawberry.field(description="The basket; it may be empty now.")


AddToBasketResult = Annotated[
    AddToBasketSuccess | ProductNotFound | InvalidInput | InvalidConfiguration | InsufficientStock | StockUnknown,
    strawberry.union("AddToBasketResult", description="What became of `addToBasket`."),
]
ChangeBasketLineResult = Annotated[
    ChangeBasketLineSuccess | LineNotFound | ProductNotFound | InvalidInput | InsufficientStock | StockUnknown,
    strawberry.union("ChangeBasketLineResult", description="What became of `changeBasketLine`."),
]
RemoveFromBasketResult = Annotated[
    RemoveFromBasketSuccess | LineNotFound,
    strawberry.union("RemoveFromBasketResult", description="What became of `removeFromBasket`."),
]


@strawberry.type
class BasketMutation:
    """The basket's part of `Mutation`."""

    @mutation("Put a product into the caller's basket, or more of it.")
    async def add_to_basket(
        self,
        info: Info[Context, None],
        input: Annotated[AddToBasketInput, strawberry.argument(description="What, and how many.")],
    ) -> AddToBasketResult:
        product_id, terms = parse_id(input.product_id), info.context.terms
        user_id = (await info.context.signed_in()).user_id
        changed = await info.context.database.awrite(
            lambda session: basket.add_to_basket(
                session, user_id, product_id, input.quantity, terms, ask_stock=True, chosen=input.options
            )
        )
        return AddToBasketSuccess(basket=cast("Order", changed))

    @mutation("Have so many of what a line of the caller's basket holds.")
    async def change_basket_line(
        self,
        info: Info[Context, None],
        input: Annotated[ChangeBasketLineInput, strawberry.argument(description="What, and how many.")],
    ) -> ChangeBasketLineResult:
        line_id, user_id = parse_id(input.line_id), (await info.context.signed_in()).user_id
        changed = await info.context.database.awrite(
            lambda session: basket.change_line(session, user_id, line_id, input.quantity)
        )
        return ChangeBasketLineSuccess(basket=cast("Order", changed))

    @mutation("Take a line out of the caller's basket.")
    async def remove_from_basket(
        self,
        info: Info[Context, None],
        input: Annotated[RemoveFromBasketInput, strawberry.argument(description="What.")],
    ) -> RemoveFromBasketResult:
        line_id, user_id = parse_id(input.line_id), (await info.context.signed_in()).user_id
        changed = await info.context.database.awrite(lambda session: basket.remove_line(session, user_id, line_id))
        return RemoveFromBasketSuccess(basket=cast("Order", changed))
