"""The options of products in GraphQL. Products show their own; what changes them is in `mutations.py`."""

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


@strawberry.enum(description="What a rule says of its option and its targets.")
class OptionRuleKind(Enum):
    ONLY = strawberry.enum_value(
        RuleKind.ONLY, description="With the option, none of the rule's group can be chosen but the targets."
    )
    EXCLUDES = strawberry.enum_value(
        RuleKind.EXCLUDES, description="The option goes with none of the targets, nor they with it."
    )
    NEEDS = strawberry.enum_value(
        RuleKind.NEEDS, description="The option goes only together with all of the targets."
    )


@strawberry.enum(description="What is odd about a set of options and rules.")
class OptionIssueKind(Enum):
    NEVER_CHOOSABLE = strawberry.enum_value(
        IssueKind.NEVER_CHOOSABLE, description="An option is part of no selection that is whole."
    )
    CONTRADICTION = strawberry.enum_value(
        IssueKind.CONTRADICTION, description="By its own rules an option goes with nothing, not even itself."
    )
    DEAD_END = strawberry.enum_value(
        IssueKind.DEAD_END,
        description="One can choose so that nothing of a required group can be chosen any more.",
    )
    NO_VALID_CHOICE = strawberry.enum_value(
        IssueKind.NO_VALID_CHOICE, description="No selection has something of every required group."
    )
    UNDECIDED = strawberry.enum_value(
        IssueKind.UNDECIDED, description="There are too many ways to choose to look at all of them."
    )


@strawberry.type(description="Something that can be chosen for a product.")
class ProductOption:
    id: strawberry.ID = strawberry.field(description="The option's id, which stays with its code.")
    code: str = strawberry.field(description="Lower-case words joined by hyphens; unique within the product.")
    name: str = strawberry.field(description="What it is called.")
    picture: str | None = strawberry.field(description="The address of its picture, if it has one.")
    text: str = strawberry.field(description="What is to be said of it; may be empty.")
    price_difference: Decimal = strawberry.field(description="What it adds to the price, or, below 0, takes off.")
    available: bool = strawberry.field(description="Whether it can be chosen at present.")
    added_at: datetime = strawberry.field(description="When it was added.")


@strawberry.type(description="Options of one kind, of which one or some can be chosen.")
class OptionGroup:
    id: strawberry.ID = strawberry.field(description="The group's id, which stays with its code.")
    code: str = strawberry.field(description="Lower-case words joined by hyphens; unique within the product.")
    name: str = strawberry.field(description="What it is called.")
    required: bool = strawberry.field(description="Whether something of it has to be chosen.")
    max_choices: int = strawberry.field(description="How many of its options can be chosen together.")
    options: list[ProductOption] = strawberry.field(
        description="Its options, in the order in which they are shown."
    )


@strawberry.type(description="What goes with what: a rule about an option and its targets.")
class OptionRule:
    id: strawberry.ID = strawberry.field(description="The rule's id.")
    kind: OptionRuleKind = strawberry.field(description="What it says.")
    option: ProductOption = strawberry.field(description="The option that it is about.")
    group: OptionGroup | None = strawberry.field(description="The group of the targets, where the kind is ONLY.")
    targets: list[ProductOption] = strawberry.field(description="The options that it lets go, or not go, with it.")


@strawberry.type(description="Something odd about a set of options and rules, which nevertheless can be saved.")
class OptionIssue:
    kind: OptionIssueKind = strawberry.field(description="What kind of issue it is, for programs.")
    message: str = strawberry.field(description="What is odd, for people.")
    option_codes: list[str] = strawberry.field(description="The options that it is about.")
    group_code: str | None = strawberry.field(description="The group that it is about, if it is about one.")
    example: list[str] = strawberry.field(description="The codes of a selection that shows it; may be empty.")


@strawberry.input(description="An option.")
class OptionInput:
    code: str = strawberry.field(description="Up to 50 characters: lower-case words joined by hyphens.")
    name: str = strawberry.field(description="1 to 100 characters.")
    picture: str | None = strawberry.field(
        default=None, description="The address of a picture, up to 200 characters, as for a product."
    )
    text: str = strawberry.field(default="", description="Up to 300 characters.")
    price_difference: Decimal = strawberry.field(
        default=Decimal("0.00"), description="What it adds to the price, or, below 0, takes off."
    )
    available: bool = strawberry.field(default=True, description="Whether it can be chosen at present.")


@strawberry.input(description="A group of options.")
class OptionGroupInput:
    code: str = strawberry.field(description="Up to 50 characters: lower-case words joined by hyphens.")
    name: str = strawberry.field(description="1 to 100 characters.")
    required: bool = strawberry.field(default=False, description="Whether something of it has to be chosen.")
    max_choices: int = strawberry.field(default=1, description="How many can be chosen together, 1 to 20.")
    options: list[OptionInput] = strawberry.field(description="Its options, in the order in which they are shown.")


@strawberry.input(description="A rule about an option and its targets, each named by its code.")
class OptionRuleInput:
    kind: OptionRuleKind = strawberry.field(description="What it says.")
    option: str = strawberry.field(description="The code of the option that it is about.")
    group: str | None = strawberry.field(
        default=None, description="The code of the group of the targets, where the kind is ONLY."
    )
    targets: list[str] = strawberry.field(
        description="The codes of the options that it lets go, or not go, with it."
    )


@strawberry.input(description="Options and rules to look at. Nothing is written.")
class CheckProductOptionsInput:
    groups: list[OptionGroupInput] = strawberry.field(description="At most 10 groups with together 60 options.")
    rules: list[OptionRuleInput] = strawberry.field(default_factory=list, description="At most 100 rules.")


@strawberry.type(description="What was found about options and rules.")
class OptionCheck:
    issues: list[OptionIssue] = strawberry.field(description="What is odd about them; nothing where all is well.")


OptionCheckResult = Annotated[
    OptionCheck | InvalidInput,
    strawberry.union("OptionCheckResult", description="What `checkProductOptions` found."),
]


@strawberry.type
class OptionQuery:
    """The options' part of `Query`."""

    @strawberry.field(
        description="What would be odd about these options and rules, if a product had them.",
        extensions=[TypedErrors()],
    )
    async def check_product_options(
        self,
        info: Info[Context, None],
        input: Annotated[CheckProductOptionsInput, strawberry.argument(description="The options and the rules.")],
    ) -> OptionCheckResult:
        """Reads nothing, and writes nothing."""
        draft = read_draft(info.context, input.groups, input.rules)
        return OptionCheck(issues=await shown_issues(draft))


def read_draft(
    context: Context, groups: Sequence[OptionGroupInput], rules: Sequence[OptionRuleInput]
) -> OptionsDraft:
    """What options are to be set to. Raises InvalidInput."""
    said = [{**strawberry.asdict(rule), "kind": rule.kind.value} for rule in rules]
    fields = {"groups": [strawberry.asdict(group) for group in groups], "rules": said}
    return OptionsDraft.read(fields, image_rule(context.service))


async def shown_issues(draft: OptionsDraft) -> list[OptionIssue]:
    """What is odd about options, found beside the other requests."""
    return cast("list[OptionIssue]", await asyncio.to_thread(issues_of, draft))
