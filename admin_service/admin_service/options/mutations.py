"""The mutation of product options."""

from typing import Annotated, cast

import strawberry
from service_kit.graphql.ids import parse_id
from service_kit.graphql.typed_errors import mutation
from strawberry.types import Info

from admin_service.context import Context
from admin_service.graphql_errors import InvalidInput
from admin_service.options import commands
from admin_service.options.graphql import OptionGroupInput, OptionIssue, OptionRuleInput, find_issues, read_draft
from admin_service.products import errors as product_errors
from admin_service.products.graphql import Product
from admin_service.products.mutations import ProductNotFound, VersionConflict


@strawberry.input(description="All options and rules of a product. They replace the existing ones.")
class SetProductOptionsInput:
    product_id: strawberry.ID = strawberry.field(description="The ID of the product.")
    expected_version: int | None = strawberry.field(
        default=None,
        description="The `optionsVersion` that the caller has read. Another current version is an error.",
    )
    groups: list[OptionGroupInput] = strawberry.field(
        description="The groups: at most 10, with at most 60 options in total."
    )
    rules: list[OptionRuleInput] = strawberry.field(default_factory=list, description="The rules: at most 100.")


@strawberry.type(description="The options have been saved.")
class SetProductOptionsSuccess:
    product: Product = strawberry.field(description="The product with its new options.")
    issues: list[OptionIssue] = strawberry.field(
        description="The problems in the options. Empty if there are none."
    )


SetProductOptionsResult = Annotated[
    SetProductOptionsSuccess | ProductNotFound | InvalidInput | VersionConflict,
    strawberry.union("SetProductOptionsResult", description="The result of `setProductOptions`."),
]


@strawberry.type
class OptionMutation:
    """The mutations of this slice."""

    @mutation("Replaces all options and compatibility rules of a product.")
    async def set_product_options(
        self,
        info: Info[Context, None],
        input: Annotated[SetProductOptionsInput, strawberry.argument(description="The product and its options.")],
    ) -> SetProductOptionsResult:
        product_id, expected = parse_id(input.product_id), input.expected_version
        draft = read_draft(info.context, input.groups, input.rules)
        await info.context.database.awrite(
            lambda session: commands.set_options(session, product_id, draft, expected_version=expected)
        )
        product = await _read_again(info.context, product_id)
        return SetProductOptionsSuccess(product=product, issues=await find_issues(draft))


async def _read_again(context: Context, product_id: int) -> Product:
    """Returns the current product. Raises ProductNotFound if it has been deleted in the meantime."""
    for loader in (context.products, context.options):
        loader.clear_all()  # an earlier mutation of the same request may have loaded it
    row = await context.products.load(product_id)
    if row is None:
        raise product_errors.ProductNotFound(product_id)
    return cast("Product", row)
