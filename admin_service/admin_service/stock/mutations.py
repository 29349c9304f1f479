"""The stock's mutation: it translates its input, runs one command, and answers in types."""

from typing import Annotated, cast

import strawberry
from service_kit.errors import read_input
from service_kit.graphql.ids import parse_id
from service_kit.graphql.typed_errors import mutation, represents
from strawberry.types import Info

from admin_service.context import Context
from admin_service.graphql_errors import Error, InvalidInput
from admin_service.products.errors import ProductNotFound as ProductNotFoundError
from admin_service.products.graphql import Product
from admin_service.products.mutations import ProductNotFound
from admin_service.stock import commands, errors
from admin_service.stock.model import Adjustment


@strawberry.input(description="What to make of a product's stock: give either `change` or `quantity`.")
class AdjustStockInput:
    product_id: strawberry.ID = strawberry.field(description="The product.")
    change: int | None = strawberry.field(
        default=None, description="So many more have come in, or, below 0, are missing."
    )
    quantity: int | None = strawberry.field(default=None, description="Exactly so many are for sale.")
    note: str | None = strawberry.field(default=None, description="Why, in up to 200 characters, for the ledger.")


@represents(errors.InsufficientStock)
@strawberry.federation.type(shareable=True, description="There is less of a product than is asked for.")
class InsufficientStock(Error):
    available: int = strawberry.field(description="How many there are.")


@strawberry.type(description="The stock is as it was asked to be.")
class AdjustStockSuccess:
    product: Product = strawberry.field(description="The product, with its stock as it is now.")


AdjustStockResult = Annotated[
    AdjustStockSuccess | InvalidInput | ProductNotFound | InsufficientStock,
    strawberry.union("AdjustStockResult", description="What became of `adjustStock`."),
]


@strawberry.type
class StockMutation:
    """The stock's part of `Mutation`."""

    @mutation("Take units of a product in, or put its stock right.")
    async def adjust_stock(
        self,
        info: Info[Context, None],
        input: Annotated[AdjustStockInput, strawberry.argument(description="Which product, and how.")],
    ) -> AdjustStockResult:
        product_id, user_id = parse_id(input.product_id), info.context.caller.user_id
        given = {name: value for name, value in vars(input).items() if value is not None}
        adjustment = read_input(Adjustment, given)
        await info.context.database.awrite(
            lambda session: commands.adjust_stock(session, product_id, adjustment, user_id=user_id)
        )
        return AdjustStockSuccess(product=await _shown(info.context, product_id))


async def _shown(context: Context, product_id: int) -> Product:
    """The product as it is now. Raises ProductNotFound when it has been deleted since."""
    for loader in (context.products, context.levels, context.movements):
        loader.clear_all()  # an earlier mutation of the request may have shown it
    row = await context.products.load(product_id)
    if row is None:
        raise ProductNotFoundError(product_id)
    return cast("Product", row)
