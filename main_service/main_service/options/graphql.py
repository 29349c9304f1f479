"""The GraphQL types of product options."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated

import strawberry
from service_kit.graphql.errors import BAD_USER_INPUT, PublicError
from service_kit.graphql.typed_errors import represents

from main_service.graphql_errors import LinesRefused
from main_service.options import errors
from main_service.options.configuration import MAX_SELECTED

MAX_CONFIGURATIONS = 20

Selected = Annotated[
    list[strawberry.ID],
    strawberry.argument(description=f"The ids of the selected options, at most {MAX_SELECTED}."),
]


@strawberry.enum(description="The state of an option in the current selection.")
class OptionState(Enum):
    CHOSEN = strawberry.enum_value("CHOSEN", description="The option is selected.")
    AVAILABLE = strawberry.enum_value("AVAILABLE", description="The option can be selected.")
    BLOCKED = strawberry.enum_value("BLOCKED", description="The option cannot be selected. See `blocks`.")


@strawberry.enum(description="The reason why an option cannot be selected.")
class BlockKind(Enum):
    UNAVAILABLE = strawberry.enum_value(
        "UNAVAILABLE", description="The option, or an option that it requires, is unavailable."
    )
    CLASH = strawberry.enum_value(
        "CLASH",
        description="The option, or an option that it requires, cannot be combined with a selected option.",
    )
    FULL = strawberry.enum_value(
        "FULL",
        description="The group of the option, or of an option that it requires, has its maximum of selected "
        "options.",
    )


@strawberry.enum(description="The kind of a problem of the selection.")
class ProblemKind(Enum):
    UNKNOWN = strawberry.enum_value(
        "UNKNOWN", description="The product does not have this option, or no longer has it."
    )
    UNAVAILABLE = strawberry.enum_value("UNAVAILABLE", description="A selected option is unavailable.")
    CLASH = strawberry.enum_value("CLASH", description="Two selected options cannot be combined.")
    FULL = strawberry.enum_value("FULL", description="Too many options of a group are selected.")
    NEEDS = strawberry.enum_value(
        "NEEDS", description="A selected option requires another option that is not selected."
    )
    MISSING = strawberry.enum_value("MISSING", description="No option of a required group is selected.")


@strawberry.type(description="A problem of the selection.")
class ConfigurationProblem:
    kind: ProblemKind = strawberry.field(description="The kind of the problem.")
    message: str = strawberry.field(description="The message to show to the user.")
    option_ids: list[strawberry.ID] = strawberry.field(
        description="The ids of the options concerned, as given in the request."
    )
    group_id: strawberry.ID | None = strawberry.field(
        description="The id of the group concerned. Null if the problem does not concern a group."
    )
    rule_id: strawberry.ID | None = strawberry.field(
        description="The id of the violated rule. Null if there is none."
    )


@strawberry.type(description="A reason why an option cannot be selected.")
class ConfigurationBlock:
    kind: BlockKind = strawberry.field(description="The kind of the reason.")
    message: str = strawberry.field(description="The message to show to the user. It contains the rule.")
    remedy: str | None = strawberry.field(
        description="How to make the option selectable. Null if removing selected options does not help."
    )
    rule_id: strawberry.ID | None = strawberry.field(
        description="The id of the rule that prevents the selection. Null if there is none."
    )
    option_id: strawberry.ID | None = strawberry.field(
        description="The id of the option that prevents the selection: a selected option, an option that a "
        "selected "
        "one requires, or this option."
    )


@strawberry.type(description="An option, with its name only.")
class ConfigurationChoice:
    id: strawberry.ID = strawberry.field(description="The id of the option.")
    name: str = strawberry.field(description="The name of the option.")


@strawberry.type(description="An option, with its state in the current selection.")
class ConfigurationOption:
    id: strawberry.ID = strawberry.field(description="The id of the option.")
    code: str = strawberry.field(description="The code. It is unique within the product.")
    name: str = strawberry.field(description="The name of the option.")
    picture: str | None = strawberry.field(description="The URL of the picture.")
    text: str = strawberry.field(description="The description of the option. It can be empty.")
    price_difference: Decimal = strawberry.field(
        description="The amount that the option adds to the price. It can be negative."
    )
    state: OptionState = strawberry.field(description="The state of the option in the current selection.")
    blocks: list[ConfigurationBlock] = strawberry.field(
        description="The reasons why the option cannot be selected."
    )
    without: list[ConfigurationChoice] = strawberry.field(
        description="The selected options to remove so that this blocked option can be selected. Empty if "
        "removing "
        "options does not help."
    )
    then: list[strawberry.ID] | None = strawberry.field(
        description="The ids of the options that are selected after this option is selected and the options in "
        "`without` are removed. If this option is already selected: after it is removed. Null if the option "
        "cannot "
        "be selected."
    )


@strawberry.type(description="A group of options.")
class ConfigurationGroup:
    id: strawberry.ID = strawberry.field(description="The id of the group.")
    code: str = strawberry.field(description="The code. It is unique within the product.")
    name: str = strawberry.field(description="The name of the group.")
    required: bool = strawberry.field(description="Whether at least one option must be selected.")
    max_choices: int = strawberry.field(
        description="The maximum number of selected options. If it is 1, selecting an option replaces the other "
        "one."
    )
    options: list[ConfigurationOption] = strawberry.field(
        description="The options, in the order in which to show them."
    )


@strawberry.type(description="The picture of a selected option.")
class PictureLayer:
    picture: str = strawberry.field(description="The URL of the picture.")
    name: str = strawberry.field(description="The name of the option.")


@strawberry.type(
    description="The options of a product, with a selection that was checked against the compatibility rules."
)
class Configuration:
    selected: list[strawberry.ID] = strawberry.field(
        description="The ids of the selected options, in the order in which to show them."
    )
    valid: bool = strawberry.field(description="Whether the product can be ordered with this selection.")
    problems: list[ConfigurationProblem] = strawberry.field(
        description="The problems of the selection. Empty if it is valid."
    )
    price: Decimal = strawberry.field(description="The price of one unit with the selected options.")
    layers: list[PictureLayer] = strawberry.field(
        description="The pictures of the selected options, from the bottom layer to the top."
    )
    groups: list[ConfigurationGroup] = strawberry.field(
        description="The option groups, in the order in which to show them."
    )
    synced_at: datetime = strawberry.field(description="The time when the options were last updated.")


@represents(errors.InvalidConfiguration)
@strawberry.type(description="Returned when the selected options of a product are not valid. Nothing was changed.")
class InvalidConfiguration(LinesRefused):
    line_id: strawberry.ID | None = strawberry.field(
        description="The id of the basket line. Null if the product is not in the basket."
    )
    problems: list[ConfigurationProblem] = strawberry.field(description="The problems of the selection.")


@dataclass
class ConfigurationBudget:
    """Counts the configurations of a request and limits them, because each is expensive to compute."""

    count: int = 0

    def spend(self) -> None:
        """Counts one configuration. Raises PublicError if the request exceeds the limit."""
        self.count += 1
        if self.count > MAX_CONFIGURATIONS:
            message = f"A request can contain at most {MAX_CONFIGURATIONS} configurations."
            raise PublicError(message, BAD_USER_INPUT, limit=MAX_CONFIGURATIONS)


def check_selected(selected: list[strawberry.ID]) -> list[str]:
    """Returns the ids as strings. Raises PublicError if there are too many."""
    if len(selected) > MAX_SELECTED:
        message = f'Argument "selected" has {len(selected)} options. The maximum is {MAX_SELECTED}.'
        raise PublicError(message, BAD_USER_INPUT, argument="selected", limit=MAX_SELECTED)
    return [str(id_) for id_ in selected]
