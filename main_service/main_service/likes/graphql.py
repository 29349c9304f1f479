"""The GraphQL mutations of likes. Each runs one command."""

from typing import Annotated, cast

import strawberry
from service_kit.graphql.ids import parse_id
from service_kit.graphql.typed_errors import mutation, represents
from strawberry.types import Info

from main_service.context import Context
from main_service.graphql_errors import Error, ProductNotFound
from main_service.likes import commands, errors
from main_service.products import errors as product_errors
from main_service.products import queries
from main_service.products.graphql import Product

_NULLABLE = " Null in the combined graph if admin_service cannot resolve one of its fields."


@strawberry.input(description="The product to like.")
class LikeProductInput:
    product_id: strawberry.ID = strawberry.field(description="The id of the product.")


@strawberry.input(description="The product to remove the like from.")
class UnlikeProductInput:
    product_id: strawberry.ID = strawberry.field(description="The id of the product.")


@represents(errors.AlreadyLiked)
@strawberry.type(description="Returned when the caller already likes the product.")
class AlreadyLiked(Error):
    product_id: strawberry.Private[int]

    @strawberry.field(description="The product." + _NULLABLE)
    async def product(self, info: Info[Context, None]) -> Product | None:
        return await _product(info.context, self.product_id)


@represents(errors.NotLiked)
@strawberry.type(description="Returned when the caller does not like the product.")
class NotLiked(Error):
    product_id: strawberry.Private[int]

    @strawberry.field(description="The product." + _NULLABLE)
    async def product(self, info: Info[Context, None]) -> Product | None:
        return await _product(info.context, self.product_id)


@strawberry.type(description="The like was added.")
class LikeProductSuccess:
    product: Product | None = strawberry.field(
        description="The product, with the new number of likes." + _NULLABLE
    )


@strawberry.type(description="The like was removed.")
class UnlikeProductSuccess:
    product: Product | None = strawberry.field(
        description="The product, with the new number of likes." + _NULLABLE
    )


LikeProductResult = Annotated[
    LikeProductSuccess | AlreadyLiked | ProductNotFound,
    strawberry.union("LikeProductResult", description="The result of `likeProduct`."),
]
UnlikeProductResult = Annotated[
    UnlikeProductSuccess | NotLiked | ProductNotFound,
    strawberry.union("UnlikeProductResult", description="The result of `unlikeProduct`."),
]


@strawberry.type
class LikeMutation:
    """The mutations of likes."""

    @mutation(
        "Adds a like of the caller to a product. If visitors can like products, a new visitor gets a cookie, so "
        "that the visitor can remove the like later. Likes of a visitor are not moved to the account that they "
        "sign in to."
    )
    async def like_product(
        self,
        info: Info[Context, None],
        input: Annotated[LikeProductInput, strawberry.argument(description="The product.")],
    ) -> LikeProductResult:
        product_id, user_id = parse_id(input.product_id), await info.context.ensure_user_id()
        await info.context.database.awrite(lambda session: commands.like_product(session, user_id, product_id))
        return LikeProductSuccess(product=await _product(info.context, product_id))

    @mutation("Removes the caller's like from a product.")
    async def unlike_product(
        self,
        info: Info[Context, None],
        input: Annotated[UnlikeProductInput, strawberry.argument(description="The product.")],
    ) -> UnlikeProductResult:
        """A visitor without a cookie has no likes: no user has the id 0."""
        product_id, user_id = parse_id(input.product_id), await info.context.current_user_id() or 0
        await info.context.database.awrite(lambda session: commands.unlike_product(session, user_id, product_id))
        return UnlikeProductSuccess(product=await _product(info.context, product_id))


async def _product(context: Context, product_id: int) -> Product:
    """Reads the product after the change. Raises ProductNotFound if it was deleted in the meantime."""
    row = await context.database.aread(lambda reader: queries.get(reader, product_id))
    if row is None:
        raise product_errors.ProductNotFound(product_id)
    return cast("Product", row)
