"""The options' mutation: it translates its input, runs one command, and answers in types."""

from typing import Annotated, cast

import strawberry
from service_kit.graphql.ids import parse_id
from strawberry.types import Info

from admin_service.context import Context
from admin_service.graphql_errors import ErrorCode, InvalidInput, invalid_input
from admin_service.options import commands
from admin_service.options.graphql import OptionGroupInput, OptionIssue, OptionRuleInput, read_draft, shown_issues
from admin_service.products import errors
from admin_service.products.graphql import Product
from admin_service.products.mutations import ProductNotFound, VersionConflict
from service_kit import errors as kit_errors


@strawberry.input(description="All options of a product, with their rules: what is not there any more is removed.")
class SetProductOptionsInput:
    """The product, and the whole set."""

    product_id: strawberry.ID = strawberry.field(description="The product.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse the change where `optionsVersion` is another one by now."
    )
    groups: list[OptionGroupInput] = strawberry.field(description="At most 10 groups with together 60 options.")
    rules: list[OptionRuleInput] = strawberry.field(default_factory=list, description="At most 100 rules.")


@strawberry.type(description="The options are as they were asked to be.")
class SetProductOptionsSuccess:
    """The product after it, and what is odd about its options."""

    product: Product = strawberry.field(description="The product, with its options as they are now.")
    issues: list[OptionIssue] = strawberry.field(description="What is odd about them; nothing where all is well.")


SetProductOptionsResult = Annotated[
    SetProductOptionsSuccess | ProductNotFound | InvalidInput | VersionConflict,
    strawberry.union("SetProductOptionsResult", description="What became of `setProductOptions`."),
]


@strawberry.type
class OptionMutation:
    """The options' part of `Mutation`."""

    @strawberry.mutation(description="Set all options of a product, and the rules of what goes with what.")
    async def set_product_options(
        self,
        info: Info[Context, None],
        input: Annotated[
            SetProductOptionsInput, strawberry.argument(description="Which product, and its options.")
        ],
    ) -> SetProductOptionsResult:
        """Run the command."""
        product_id, expected = parse_id(input.product_id), input.expected_version
        try:
            draft = read_draft(info.context, input.groups, input.rules)
            await info.context.database.awrite(
                lambda session: commands.set_options(session, product_id, draft, expected_version=expected)
            )
        except kit_errors.InvalidInput as error:
            return invalid_input(error)
        except errors.VersionConflict as error:
            return VersionConflict(
                message=error.message, code=ErrorCode.VERSION_CONFLICT, current_version=error.current_version
            )
        except errors.ProductNotFound as error:
            return _not_found(error, input.product_id)
        product = await _shown(info.context, product_id)
        if product is None:
            return _not_found(errors.ProductNotFound(product_id), input.product_id)
        return SetProductOptionsSuccess(product=product, issues=await shown_issues(draft))


async def _shown(context: Context, product_id: int) -> Product | None:
    """The product as it is now; None where it has been deleted since."""
    for loader in (context.products, context.options):
        loader.clear_all()  # an earlier mutation of the request may have shown it
    return cast("Product | None", await context.products.load(product_id))


def _not_found(error: errors.ProductNotFound, id: strawberry.ID) -> ProductNotFound:
    return ProductNotFound(message=error.message, code=ErrorCode.NOT_FOUND, id=id)
