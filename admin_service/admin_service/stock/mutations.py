"""The stock's mutation: it translates its input, runs one command, and answers in types."""

from typing import Annotated, cast

import strawberry
from service_kit.errors import NotFound, read_input
from service_kit.graphql.ids import parse_id
from strawberry.types import Info

from admin_service.context import Context
from admin_service.graphql_errors import Error, ErrorCode, InvalidInput, invalid_input
from admin_service.products.graphql import Product
from admin_service.products.mutations import ProductNotFound
from admin_service.stock import commands, errors
from admin_service.stock.model import Adjustment
from service_kit import errors as kit_errors


@strawberry.input(description="What to make of a product's stock: give either `change` or `quantity`.")
class AdjustStockInput:
    """The product, and one of the two."""

    product_id: strawberry.ID = strawberry.field(description="The product.")
    change: int | None = strawberry.field(
        default=None, description="So many more have come in, or, below 0, are missing."
    )
    quantity: int | None = strawberry.field(default=None, description="Exactly so many are for sale.")
    note: str | None = strawberry.field(default=None, description="Why, in up to 200 characters, for the ledger.")


@strawberry.federation.type(shareable=True, description="There is less of a product than is asked for.")
class InsufficientStock(Error):
    """How much there is."""

    available: int = strawberry.field(description="How many there are.")


@strawberry.type(description="The stock is as it was asked to be.")
class AdjustStockSuccess:
    """The product after it."""

    product: Product = strawberry.field(description="The product, with its stock as it is now.")


AdjustStockResult = Annotated[
    AdjustStockSuccess | InvalidInput | ProductNotFound | InsufficientStock,
    strawberry.union("AdjustStockResult", description="What became of `adjustStock`."),
]


@strawberry.type
class StockMutation:
    """The stock's part of `Mutation`."""

    @strawberry.mutation(description="Take units of a product in, or put its stock right.")
    async def adjust_stock(
        self,
        info: Info[Context, None],
        input: Annotated[AdjustStockInput, strawberry.argument(description="Which product, and how.")],
    ) -> AdjustStockResult:
        """Run the command."""
        product_id, user_id = parse_id(input.product_id), info.context.caller.user_id
        given = {name: value for name, value in vars(input).items() if value is not None}
        try:
            adjustment = read_input(Adjustment, given)
            await info.context.database.awrite(
                lambda session: commands.adjust_stock(session, product_id, adjustment, user_id=user_id)
            )
        except kit_errors.InvalidInput as error:
            return invalid_input(error)
        except errors.InsufficientStock as error:
            return InsufficientStock(
                message=error.message, code=ErrorCode.INSUFFICIENT_STOCK, available=error.available
            )
        except errors.StockNotFound as error:
            return _not_found(error, input.product_id)
        return await _shown(info.context, product_id) or _not_found(NotFound(), input.product_id)


async def _shown(context: Context, product_id: int) -> AdjustStockSuccess | None:
    """The product as it is now; None where it has been deleted since."""
    for loader in (context.products, context.levels, context.movements):
        loader.clear_all()  # an earlier mutation of the request may have shown it
    row = await context.products.load(product_id)
    return None if row is None else AdjustStockSuccess(product=cast("Product", row))


def _not_found(error: NotFound, id: strawberry.ID) -> ProductNotFound:
    return ProductNotFound(message=error.message, code=ErrorCode.NOT_FOUND, id=id)
