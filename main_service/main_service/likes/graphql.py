"""Likes in GraphQL: each mutation runs one command and answers in types."""

from typing import Annotated, cast

import strawberry
from service_kit.graphql.ids import parse_id
from service_kit.graphql.typed_errors import mutation, represents
from strawberry.types import Info

from main_service.context import Context
from main_service.graphql_errors import Error, ProductNotFound
from main_service.likes import commands, errors
from main_service.products import queries
from main_service.products.errors import ProductNotFound as NoSuchProduct
from main_service.products.graphql import Product

_LOST = " Null in the graph of both services where admin_service cannot answer a field of it."


@strawberry.input(description="Which product to like.")
class LikeProductInput:
    product_id: strawberry.ID = strawberry.field(description="The product.")


@strawberry.input(description="Which product to like no longer.")
class UnlikeProductInput:
    product_id: strawberry.ID = strawberry.field(description="The product.")


@represents(errors.AlreadyLiked)
@strawberry.type(description="The caller liked the product before.")
class AlreadyLiked(Error):
    product_id: strawberry.Private[int]

    @strawberry.field(description="The product as it is." + _LOST)
    async def product(self, info: Info[Context, None]) -> Product | None:
        """The product as it is."""
        return await _product(info.context, self.product_id)


@represents(errors.NotLiked)
@strawberry.type(description="There is no like of the caller's to take back.")
class NotLiked(Error):
    product_id: strawberry.Private[int]

    @strawberry.field(description="The product as it is." + _LOST)
    async def product(self, info: Info[Context, None]) -> Product | None:
        """The product as it is."""
        return await _product(info.context, self.product_id)


@strawberry.type(description="The caller likes the product.")
class LikeProductSuccess:
    product: Product | None = strawberry.field(description="The product with the like." + _LOST)


@strawberry.type(description="The caller likes the product no longer.")
class UnlikeProductSuccess:
    product: Product | None = strawberry.field(description="The product without the like." + _LOST)


LikeProductResult = Annotated[
    LikeProductSuccess | AlreadyLiked | ProductNotFound,
    strawberry.union("LikeProductResult", description="What became of `likeProduct`."),
]
UnlikeProductResult = Annotated[
    UnlikeProductSuccess | NotLiked | ProductNotFound,
    strawberry.union("UnlikeProductResult", description="What became of `unlikeProduct`."),
]


@strawberry.type
class LikeMutation:
    """The likes' part of `Mutation`."""

    @mutation(
        "Like a product, as the signed-in user. Where visitors may, a new one is given a cookie, so that the "
        "like can be taken back. What a visitor likes stays the visitor's when they sign in."
    )
    async def like_product(
        self,
        info: Info[Context, None],
        input: Annotated[LikeProductInput, strawberry.argument(description="Which product.")],
    ) -> LikeProductResult:
        product_id, user_id = parse_id(input.product_id), await info.context.identify()
        await info.context.database.awrite(lambda session: commands.like_product(session, user_id, product_id))
        return LikeProductSuccess(product=await _product(info.context, product_id))

    @mutation("Take a like back.")
    async def unlike_product(
        self,
        info: Info[Context, None],
        input: Annotated[UnlikeProductInput, strawberry.argument(description="Which product.")],
    ) -> UnlikeProductResult:
        """Run the command. A visitor without an identity has liked nothing."""
        product_id, user_id = parse_id(input.product_id), await info.context.viewer() or 0
        await info.context.database.awrite(lambda session: commands.unlike_product(session, user_id, product_id))
        return UnlikeProductSuccess(product=await _product(info.context, product_id))


async def _product(context: Context, product_id: int) -> Product:
    """The product after the change. One that goes in this very moment is an error like any unexpected one."""
    row = await context.database.aread(lambda reader: queries.get(reader, product_id))
    if row is None:
        raise NoSuchProduct(product_id)
    return cast("Product", row)
