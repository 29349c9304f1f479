"""The products' mutations: each translates its input, runs one command, and answers in types."""

from decimal import Decimal
from typing import Annotated, cast

import strawberry
from service_kit.db import idempotency
from service_kit.errors import InvalidInput as InvalidInputError
from service_kit.errors import read_input
from service_kit.graphql.ids import parse_id
from service_kit.graphql.typed_errors import mutation, represents
from strawberry.types import Info

from admin_service.context import Context
from admin_service.graphql_errors import Error, InvalidInput
from admin_service.images import image_rule
from admin_service.products import commands, errors
from admin_service.products.graphql import Product
from admin_service.products.model import ProductDraft, ProductPatch


@strawberry.input(description="A new product.")
class CreateProductInput:
    title: str = strawberry.field(description="1 to 200 characters.")
    image: str = strawberry.field(
        description="The address of a picture, 1 to 200 characters: a path on the shop's site, or http://, "
        "https:// or data:image/…. The setting IMAGE_HOSTS can restrict the hosts."
    )
    sku: str | None = strawberry.field(
        default=None, description="Up to 64 letters, digits, dots, hyphens and underscores; made when absent."
    )
    price: Decimal | None = strawberry.field(default=None, description="0.00 when absent.")
    category: str | None = strawberry.field(
        default=None, description="Lower-case words joined by hyphens, up to 50 characters; `other` when absent."
    )
    stock: int | None = strawberry.field(default=None, description="How many there are; none when absent.")
    idempotency_key: str | None = strawberry.field(
        default=None,
        description="Up to 200 characters. The caller's next mutation with it returns the first answer.",
    )


@strawberry.input(description="Changes to a product. What is absent stays as it is.")
class UpdateProductInput:
    id: strawberry.ID = strawberry.field(description="The product.")
    title: str | None = strawberry.field(default=None, description="1 to 200 characters.")
    image: str | None = strawberry.field(default=None, description="As for a new product.")
    sku: str | None = strawberry.field(
        default=None, description="As for a new product; must be unique, regardless of case."
    )
    price: Decimal | None = strawberry.field(default=None, description="What one costs.")
    category: str | None = strawberry.field(default=None, description="Lower-case words joined by hyphens.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse the change where the product has another version by now."
    )


@strawberry.input(description="Which product to remove.")
class DeleteProductInput:
    id: strawberry.ID = strawberry.field(description="The product.")


@represents(errors.SkuTaken)
@strawberry.type(description="Another product has the SKU.")
class SkuTaken(Error):
    sku: str = strawberry.field(description="The SKU.")


@represents(errors.VersionConflict)
@strawberry.type(description="The product has been changed since the version that was expected.")
class VersionConflict(Error):
    current_version: int = strawberry.field(description="The product's version now.")


@represents(idempotency.IdempotencyConflict)
@strawberry.federation.type(
    shareable=True,
    description="The idempotency key was used before, with another input or for something gone.",
)
class IdempotencyConflict(Error):
    pass


@represents(errors.ProductNotFound, id="product_id")
@strawberry.federation.type(shareable=True, description="There is no product with this id.")
class ProductNotFound(Error):
    id: strawberry.ID = strawberry.field(description="The id that was asked for.")


@strawberry.type(description="The product was added.")
class CreateProductSuccess:
    product: Product = strawberry.field(description="The new product.")


@strawberry.type(description="The product is as it was asked to be.")
class UpdateProductSuccess:
    product: Product = strawberry.field(description="The product after the change.")


@strawberry.type(description="The product is gone.")
class DeleteProductSuccess:
    id: strawberry.ID = strawberry.field(description="The id that it had.")


CreateProductResult = Annotated[
    CreateProductSuccess | InvalidInput | SkuTaken | IdempotencyConflict,
    strawberry.union("CreateProductResult", description="What became of `createProduct`."),
]
UpdateProductResult = Annotated[
    UpdateProductSuccess | InvalidInput | SkuTaken | ProductNotFound | VersionConflict,
    strawberry.union("UpdateProductResult", description="What became of `updateProduct`."),
]
DeleteProductResult = Annotated[
    DeleteProductSuccess | ProductNotFound,
    strawberry.union("DeleteProductResult", description="What became of `deleteProduct`."),
]


@strawberry.type
class ProductMutation:
    """The products' part of `Mutation`."""

    @mutation("Add a product to the catalogue.")
    async def create_product(
        self,
        info: Info[Context, None],
        input: Annotated[CreateProductInput, strawberry.argument(description="The new product.")],
    ) -> CreateProductResult:
        key, user_id = input.idempotency_key, info.context.caller.user_id
        if key is not None and not 0 < len(key) <= 200:
            raise InvalidInputError({"idempotencyKey": ["Use 1 to 200 characters."]})
        given = _given(input, "title", "image", "sku", "price", "category", "stock")
        draft = read_input(ProductDraft, given, image_rule(info.context.service))
        product = await info.context.database.awrite(
            lambda session: commands.create_product(session, draft, user_id=user_id, idempotency_key=key)
        )
        return CreateProductSuccess(product=cast("Product", product))

    @mutation("Change a product.")
    async def update_product(
        self,
        info: Info[Context, None],
        input: Annotated[UpdateProductInput, strawberry.argument(description="Which product, and the changes.")],
    ) -> UpdateProductResult:
        given = _given(input, "title", "image", "sku", "price", "category")
        patch = read_input(ProductPatch, given, image_rule(info.context.service))
        product = await info.context.database.awrite(
            lambda session: commands.update_product(
                session, parse_id(input.id), patch, expected_version=input.expected_version
            )
        )
        return UpdateProductSuccess(product=cast("Product", product))

    @mutation("Remove a product from the catalogue.")
    async def delete_product(
        self,
        info: Info[Context, None],
        input: Annotated[DeleteProductInput, strawberry.argument(description="Which product.")],
    ) -> DeleteProductResult:
        await info.context.database.awrite(lambda session: commands.delete_product(session, parse_id(input.id)))
        return DeleteProductSuccess(id=input.id)


def _given(input: object, *names: str) -> dict[str, object]:
    values = {name: getattr(input, name) for name in names}
    return {name: value for name, value in values.items() if value is not None}
