"""The mutations of products."""

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
    title: str = strawberry.field(description="The title: 1 to 200 characters.")
    image: str = strawberry.field(
        description="The URL of a picture, 1 to 200 characters: a path on the shop's site, or http://, "
        "https:// or data:image/…. The setting IMAGE_HOSTS can restrict the hosts."
    )
    sku: str | None = strawberry.field(
        default=None, description="Up to 64 letters, digits, dots, hyphens and underscores. Generated if absent."
    )
    price: Decimal | None = strawberry.field(default=None, description="The unit price. The default is 0.00.")
    category: str | None = strawberry.field(
        default=None,
        description="Lower-case words joined by hyphens, up to 50 characters. The default is `other`.",
    )
    stock: int | None = strawberry.field(
        default=None, description="The initial number of units. The default is 0."
    )
    idempotency_key: str | None = strawberry.field(
        default=None,
        description="Up to 200 characters. Repeating the mutation with the same key returns the first result.",
    )


@strawberry.input(description="Changes to a product. Absent fields stay unchanged.")
class UpdateProductInput:
    id: strawberry.ID = strawberry.field(description="The ID of the product.")
    title: str | None = strawberry.field(default=None, description="The title: 1 to 200 characters.")
    image: str | None = strawberry.field(
        default=None, description="The URL of a picture, as in `CreateProductInput`."
    )
    sku: str | None = strawberry.field(
        default=None, description="The SKU, as in `CreateProductInput`. Must be unique regardless of case."
    )
    price: Decimal | None = strawberry.field(default=None, description="The unit price.")
    category: str | None = strawberry.field(
        default=None, description="The category: lower-case words joined by hyphens."
    )
    expected_version: int | None = strawberry.field(
        default=None, description="The version that the caller has read. Another current version is an error."
    )


@strawberry.input(description="The product to delete.")
class DeleteProductInput:
    id: strawberry.ID = strawberry.field(description="The ID of the product.")


@represents(errors.SkuTaken)
@strawberry.type(description="Another product already uses the SKU.")
class SkuTaken(Error):
    sku: str = strawberry.field(description="The SKU.")


@represents(errors.VersionConflict)
@strawberry.type(description="The current version differs from the expected version.")
class VersionConflict(Error):
    current_version: int = strawberry.field(description="The current version.")


@represents(idempotency.IdempotencyConflict)
@strawberry.federation.type(
    shareable=True,
    description="The idempotency key was used with another input, or its result was deleted.",
)
class IdempotencyConflict(Error):
    pass


@represents(errors.ProductNotFound, id="product_id")
@strawberry.federation.type(shareable=True, description="No product has this ID.")
class ProductNotFound(Error):
    id: strawberry.ID = strawberry.field(description="The requested ID.")


@strawberry.type(description="The product has been created.")
class CreateProductSuccess:
    product: Product = strawberry.field(description="The new product.")


@strawberry.type(description="The product has been updated.")
class UpdateProductSuccess:
    product: Product = strawberry.field(description="The updated product.")


@strawberry.type(description="The product has been deleted.")
class DeleteProductSuccess:
    id: strawberry.ID = strawberry.field(description="The ID of the deleted product.")


CreateProductResult = Annotated[
    CreateProductSuccess | InvalidInput | SkuTaken | IdempotencyConflict,
    strawberry.union("CreateProductResult", description="The result of `createProduct`."),
]
UpdateProductResult = Annotated[
    UpdateProductSuccess | InvalidInput | SkuTaken | ProductNotFound | VersionConflict,
    strawberry.union("UpdateProductResult", description="The result of `updateProduct`."),
]
DeleteProductResult = Annotated[
    DeleteProductSuccess | ProductNotFound,
    strawberry.union("DeleteProductResult", description="The result of `deleteProduct`."),
]


@strawberry.type
class ProductMutation:
    """The mutations of this slice."""

    @mutation("Creates a product.")
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

    @mutation("Updates a product.")
    async def update_product(
        self,
        info: Info[Context, None],
        input: Annotated[UpdateProductInput, strawberry.argument(description="The product and its changes.")],
    ) -> UpdateProductResult:
        given = _given(input, "title", "image", "sku", "price", "category")
        patch = read_input(ProductPatch, given, image_rule(info.context.service))
        product = await info.context.database.awrite(
            lambda session: commands.update_product(
                session, parse_id(input.id), patch, expected_version=input.expected_version
            )
        )
        return UpdateProductSuccess(product=cast("Product", product))

    @mutation("Deletes a product.")
    async def delete_product(
        self,
        info: Info[Context, None],
        input: Annotated[DeleteProductInput, strawberry.argument(description="The product to delete.")],
    ) -> DeleteProductResult:
        await info.context.database.awrite(lambda session: commands.delete_product(session, parse_id(input.id)))
        return DeleteProductSuccess(id=input.id)


def _given(input: object, *names: str) -> dict[str, object]:
    values = {name: getattr(input, name) for name in names}
    return {name: value for name, value in values.items() if value is not None}
