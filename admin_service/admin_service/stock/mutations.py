"""The mutation of stock levels."""

from typing import Annotated, cast

import strawberry
from service_kit.errors import read_input
from service_kit.graphql.ids import parse_id
from service_kit.graphql.typed_errors import mutation, represents
from strawberry.types import Info

from admin_service.context import Context
from admin_service.graphql_errors import Error, InvalidInput
from admin_service.products import errors as product_errors
from admin_service.products.graphql import Product
from admin_service.products.mutations import ProductNotFound
from admin_service.stock import commands, errors
from admin_service.stock.model import Adjustment


@strawberry.input(description="A change of a product's stock. Set either `change` or `quantity`.")
class AdjustStockInput:
    product_id: strawberry.ID = strawberry.field(description="The ID of the product.")
    change: int | None = strawberry.field(
        default=None, description="The number of units to add. A negative number removes units."
    )
    quantity: int | None = strawberry.field(default=None, description="The new number of available units.")
    note: str | None = strawberry.field(
        default=None, description="The reason, up to 200 characters. It is kept in the stock history."
    )


@represents(errors.InsufficientStock)
@strawberry.federation.type(shareable=True, description="Fewer units are available than requested.")
class InsufficientStock(Error):
    available: int = strawberry.field(description="The number of available units.")


@strawberry.type(description="The stock has been adjusted.")
class AdjustStockSuccess:
    product: Product = strawberry.field(description="The product with its new stock.")


AdjustStockResult = Annotated[
    AdjustStockSuccess | InvalidInput | ProductNotFound | InsufficientStock,
    strawberry.union("AdjustStockResult", description="The result of `adjustStock`."),
]


@strawberry.type
class StockMutation:
    """The mutations of this slice."""

    @mutation("Adds or removes units of a product, or sets the number of available units.")
    async def adjust_stock(
        self,
        info: Info[Context, None],
        input: Annotated[AdjustStockInput, strawberry.argument(description="The product and the change.")],
    ) -> AdjustStockResult:
        product_id, user_id = parse_id(input.product_id), info.context.caller.user_id
        given = {name: value for name, value in vars(input).items() if value is not None}
        adjustment = read_input(Adjustment, given)
        await info.context.database.awrite(
            lambda session: commands.adjust_stock(session, product_id, adjustment, user_id=user_id)
        )
        return AdjustStockSuccess(product=await _read_again(info.context, product_id))


async def _read_again(context: Context, product_id: int) -> Product:
    """Returns the current product. Raises ProductNotFound if it has been deleted in the meantime."""
    for loader in (context.products, context.levels, context.movements):
        loader.clear_all()  # an earlier mutation of the same request may have loaded it
    row = await context.products.load(product_id)
    if row is None:
        raise product_errors.ProductNotFound(product_id)
    return cast("Product", row)
