"""The options' mutation: it translates its input, runs one command, and answers in types."""

from typing import Annotated, cast

import strawberry
from service_kit.graphql.ids import parse_id
from service_kit.graphql.typed_errors import mutation
from strawberry.types import Info

from admin_service.context import Context
from admin_service.graphql_errors import InvalidInput
from admin_service.options import commands
from admin_service.options.graphql import OptionGroupInput, OptionIssue, OptionRuleInput, read_draft, shown_issues
from admin_service.products import errors
from admin_service.products.graphql import Product
from admin_service.products.mutations import ProductNotFound, VersionConflict


@strawberry.input(description="All options of a product, with their rules: what is not there any more is removed.")
class SetProductOptionsInput:
    product_id: strawberry.ID = strawberry.field(description="The product.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse the change where `optionsVersion` is another one by now."
    )
    groups: list[OptionGroupInput] = strawberry.field(description="At most 10 groups with together 60 options.")
    rules: list[OptionRuleInput] = strawberry.field(default_factory=list, description="At most 100 rules.")


@strawberry.type(description="The options are as they were asked to be.")
class SetProductOptionsSuccess:
    product: Product = strawberry.field(description="The product, with its options as they are now.")
    issues: list[OptionIssue] = strawberry.field(description="What is odd about them; nothing where all is well.")


SetProductOptionsResult = Annotated[
    SetProductOptionsSuccess | ProductNotFound | InvalidInput | VersionConflict,
    strawberry.union("SetProductOptionsResult", description="What became of `setProductOptions`."),
]


@strawberry.type
class OptionMutation:
    """The options' part of `Mutation`."""

    @mutation("Set all options of a product, and the rules of what goes with what.")
    async def set_product_options(
        self,
        info: Info[Context, None],
        input: Annotated[
            SetProductOptionsInput, strawberry.argument(description="Which product, and its options.")
        ],
    ) -> SetProductOptionsResult:
        product_id, expected = parse_id(input.product_id), input.expected_version
        draft = read_draft(info.context, input.groups, input.rules)
        await info.context.database.awrite(
            lambda session: commands.set_options(session, product_id, draft, expected_version=expected)
        )
        product = await _shown(info.context, product_id)
        return SetProductOptionsSuccess(product=product, issues=await shown_issues(draft))


async def _shown(context: Context, product_id: int) -> Product:
    """The product as it is now. Raises ProductNotFound when it has been deleted since."""
    for loader in (context.products, context.options):
        loader.clear_all()  # an earlier mutation of the request may have shown it
    row = await context.products.load(product_id)
    if row is None:
        raise errors.ProductNotFound(product_id)
    return cast("Product", row)
