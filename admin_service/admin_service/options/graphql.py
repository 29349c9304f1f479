"""GraphQL types and queries of product options. The mutations are in `mutations.py`."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, cast

import strawberry
from option_engine.check import IssueKind
from option_engine.choices import RuleKind
from service_kit.graphql.typed_errors import TypedErrors
from strawberry.types import Info

from admin_service.context import Context
from admin_service.graphql_errors import InvalidInput
from admin_service.images import image_rule
from admin_service.options.draft import OptionsDraft
from admin_service.options.issues import issues_of


@strawberry.enum(description="How a rule restricts the combination of its option and its targets.")
class OptionRuleKind(Enum):
    ONLY = strawberry.enum_value(
        RuleKind.ONLY,
        description="If the option is selected, only the targets can be selected from the rule's group.",
    )
    EXCLUDES = strawberry.enum_value(
        RuleKind.EXCLUDES, description="The option and the targets cannot be selected together."
    )
    NEEDS = strawberry.enum_value(RuleKind.NEEDS, description="The option requires all of the targets.")


@strawberry.enum(description="The kind of problem in a set of options and rules.")
class OptionIssueKind(Enum):
    NEVER_CHOOSABLE = strawberry.enum_value(
        IssueKind.NEVER_CHOOSABLE, description="An option is not part of any complete selection."
    )
    CONTRADICTION = strawberry.enum_value(
        IssueKind.CONTRADICTION,
        description="The rules of an option contradict each other, so that it can never be selected.",
    )
    DEAD_END = strawberry.enum_value(
        IssueKind.DEAD_END,
        description="Some selection leaves no option to select in a required group.",
    )
    NO_VALID_CHOICE = strawberry.enum_value(
        IssueKind.NO_VALID_CHOICE, description="No selection contains an option of every required group."
    )
    UNDECIDED = strawberry.enum_value(
        IssueKind.UNDECIDED, description="There are too many possible selections to check all of them."
    )


@strawberry.type(description="An option that customers can select for a product.")
class ProductOption:
    id: strawberry.ID = strawberry.field(
        description="The ID of the option. An option keeps its ID as long as its code stays the same."
    )
    code: str = strawberry.field(
        description="The code: lower-case words joined by hyphens. Unique within the product."
    )
    name: str = strawberry.field(description="The name.")
    picture: str | None = strawberry.field(description="The URL of the picture, if there is one.")
    text: str = strawberry.field(description="A short text about the option. Can be empty.")
    price_difference: Decimal = strawberry.field(
        description="The amount that is added to the product's price. A negative amount is a discount."
    )
    available: bool = strawberry.field(description="Whether the option can be selected at present.")
    added_at: datetime = strawberry.field(description="When the option was added.")


@strawberry.type(description="A group of options of the same kind, from which one or more can be selected.")
class OptionGroup:
    id: strawberry.ID = strawberry.field(
        description="The ID of the group. A group keeps its ID as long as its code stays the same."
    )
    code: str = strawberry.field(
        description="The code: lower-case words joined by hyphens. Unique within the product."
    )
    name: str = strawberry.field(description="The name.")
    required: bool = strawberry.field(description="Whether at least one option of the group must be selected.")
    max_choices: int = strawberry.field(
        description="The maximum number of options that can be selected from the group."
    )
    options: list[ProductOption] = strawberry.field(description="The options of the group, in display order.")


@strawberry.type(description="A compatibility rule between an option and its targets.")
class OptionRule:
    id: strawberry.ID = strawberry.field(description="The ID of the rule.")
    kind: OptionRuleKind = strawberry.field(description="The kind of rule.")
    option: ProductOption = strawberry.field(description="The option that the rule applies to.")
    group: OptionGroup | None = strawberry.field(description="The group of the targets, if the kind is ONLY.")
    targets: list[ProductOption] = strawberry.field(
        description="The options that are allowed, excluded or required together with the option."
    )


@strawberry.type(description="A problem in a set of options and rules. The options can be saved nevertheless.")
class OptionIssue:
    kind: OptionIssueKind = strawberry.field(description="The kind of problem, for programs.")
    message: str = strawberry.field(description="A description of the problem, for people.")
    option_codes: list[str] = strawberry.field(description="The codes of the options that have the problem.")
    group_code: str | None = strawberry.field(
        description="The code of the group that has the problem, if it concerns a group."
    )
    example: list[str] = strawberry.field(
        description="The option codes of a selection that shows the problem. Can be empty."
    )


@strawberry.input(description="An option of a product.")
class OptionInput:
    code: str = strawberry.field(description="The code: lower-case words joined by hyphens, up to 50 characters.")
    name: str = strawberry.field(description="The name: 1 to 100 characters.")
    picture: str | None = strawberry.field(
        default=None,
        description="The URL of a picture, up to 200 characters. The rules are the same as for products.",
    )
    text: str = strawberry.field(default="", description="A short text about the option, up to 300 characters.")
    price_difference: Decimal = strawberry.field(
        default=Decimal("0.00"),
        description="The amount that is added to the product's price. A negative amount is a discount.",
    )
    available: bool = strawberry.field(default=True, description="Whether the option can be selected at present.")


@strawberry.input(description="A group of options.")
class OptionGroupInput:
    code: str = strawberry.field(description="The code: lower-case words joined by hyphens, up to 50 characters.")
    name: str = strawberry.field(description="The name: 1 to 100 characters.")
    required: bool = strawberry.field(
        default=False, description="Whether at least one option of the group must be selected."
    )
    max_choices: int = strawberry.field(
        default=1, description="The maximum number of options that can be selected from the group, 1 to 20."
    )
    options: list[OptionInput] = strawberry.field(description="The options of the group, in display order.")


@strawberry.input(
    description="A compatibility rule between an option and its targets, which are named by their codes."
)
class OptionRuleInput:
    kind: OptionRuleKind = strawberry.field(description="The kind of rule.")
    option: str = strawberry.field(description="The code of the option that the rule applies to.")
    group: str | None = strawberry.field(
        default=None, description="The code of the targets' group, if the kind is ONLY."
    )
    targets: list[str] = strawberry.field(
        description="The codes of the options that are allowed, excluded or required."
    )


@strawberry.input(description="Options and rules to check.")
class CheckProductOptionsInput:
    groups: list[OptionGroupInput] = strawberry.field(
        description="The groups: at most 10, with at most 60 options in total."
    )
    rules: list[OptionRuleInput] = strawberry.field(default_factory=list, description="The rules: at most 100.")


@strawberry.type(description="The result of checking options and rules.")
class OptionCheck:
    issues: list[OptionIssue] = strawberry.field(
        description="The problems that were found. Empty if there are none."
    )


OptionCheckResult = Annotated[
    OptionCheck | InvalidInput,
    strawberry.union("OptionCheckResult", description="The result of `checkProductOptions`."),
]


@strawberry.type
class OptionQuery:
    """The query fields of this slice."""

    @strawberry.field(
        description="Checks options and rules for problems, without saving them.",
        extensions=[TypedErrors()],
    )
    async def check_product_options(
        self,
        info: Info[Context, None],
        input: Annotated[CheckProductOptionsInput, strawberry.argument(description="The options and the rules.")],
    ) -> OptionCheckResult:
        draft = read_draft(info.context, input.groups, input.rules)
        return OptionCheck(issues=await find_issues(draft))


def read_draft(
    context: Context, groups: Sequence[OptionGroupInput], rules: Sequence[OptionRuleInput]
) -> OptionsDraft:
    """Parses the input. Raises InvalidInput."""
    rule_fields = [{**strawberry.asdict(rule), "kind": rule.kind.value} for rule in rules]
    fields = {"groups": [strawberry.asdict(group) for group in groups], "rules": rule_fields}
    return OptionsDraft.read(fields, image_rule(context.service))


async def find_issues(draft: OptionsDraft) -> list[OptionIssue]:
    """Finds the issues in a thread, so that the event loop is not blocked."""
    return cast("list[OptionIssue]", await asyncio.to_thread(issues_of, draft))
