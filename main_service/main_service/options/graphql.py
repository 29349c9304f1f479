"""What is to be chosen of a product, in GraphQL."""

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
    strawberry.argument(description=f"The ids of the options that are chosen so far, at most {MAX_SELECTED}."),
]


@strawberry.enum(description="How an option stands to what is chosen.")
class OptionState(Enum):
    CHOSEN = strawberry.enum_value("CHOSEN", description="It is chosen.")
    AVAILABLE = strawberry.enum_value("AVAILABLE", description="It can be chosen.")
    BLOCKED = strawberry.enum_value("BLOCKED", description="It cannot, as things are; see its blocks.")


@strawberry.enum(description="What keeps an option from being chosen.")
class BlockKind(Enum):
    UNAVAILABLE = strawberry.enum_value(
        "UNAVAILABLE", description="It, or what it needs, cannot be had at present."
    )
    CLASH = strawberry.enum_value("CLASH", description="It, or what it needs, does not go with what is chosen.")
    FULL = strawberry.enum_value("FULL", description="Its group, or that of what it needs, has no place left.")


@strawberry.enum(description="What is wrong with what is chosen.")
class ProblemKind(Enum):
    UNKNOWN = strawberry.enum_value("UNKNOWN", description="The product has no such option (any more).")
    UNAVAILABLE = strawberry.enum_value("UNAVAILABLE", description="It cannot be had at present.")
    CLASH = strawberry.enum_value("CLASH", description="Two options do not go together.")
    FULL = strawberry.enum_value("FULL", description="There are too many of a group.")
    NEEDS = strawberry.enum_value("NEEDS", description="An option is there without another that it needs.")
    MISSING = strawberry.enum_value("MISSING", description="There is none of a group that has to be there.")


@strawberry.type(description="Something that is wrong with what is chosen.")
class ConfigurationProblem:
    kind: ProblemKind = strawberry.field(description="What it is, for programs.")
    message: str = strawberry.field(description="What it is, for people.")
    option_ids: list[strawberry.ID] = strawberry.field(description="The options that it is about, as given.")
    group_id: strawberry.ID | None = strawberry.field(
        description="The group that it is about, if it is about one."
    )
    rule_id: strawberry.ID | None = strawberry.field(description="The rule that is broken, if one is.")


@strawberry.type(description="Something that keeps an option from being chosen.")
class ConfigurationBlock:
    kind: BlockKind = strawberry.field(description="What it is, for programs.")
    message: str = strawberry.field(description="What it is, for people; it names the rule.")
    remedy: str | None = strawberry.field(
        description="What would free the option; null where nothing chosen would."
    )
    rule_id: strawberry.ID | None = strawberry.field(description="The rule that is in the way, if one is.")
    option_id: strawberry.ID | None = strawberry.field(
        description="The option that is in the way: a chosen one, one that a chosen one needs, or itself."
    )


@strawberry.type(description="An option by its name.")
class ConfigurationChoice:
    id: strawberry.ID = strawberry.field(description="The option's id.")
    name: str = strawberry.field(description="What it is called.")


@strawberry.type(description="An option, and how it stands to what is chosen.")
class ConfigurationOption:
    id: strawberry.ID = strawberry.field(description="The option's id.")
    code: str = strawberry.field(description="Its code: unique within the product, for programs.")
    name: str = strawberry.field(description="What it is called.")
    picture: str | None = strawberry.field(description="The address of its picture.")
    text: str = strawberry.field(description="What there is to say of it; may be empty.")
    price_difference: Decimal = strawberry.field(description="What it adds to the price; may be negative.")
    state: OptionState = strawberry.field(description="How it stands to what is chosen.")
    blocks: list[ConfigurationBlock] = strawberry.field(description="What keeps it from being chosen.")
    without: list[ConfigurationChoice] = strawberry.field(
        description="What would have to be given up for it, where it is blocked and that would free it."
    )
    then: list[strawberry.ID] | None = strawberry.field(
        description="What is chosen after choosing it, without what has to be given up for it; or after giving it "
        "up, where it is chosen. Null where it cannot be had."
    )


@strawberry.type(description="Options of one kind.")
class ConfigurationGroup:
    id: strawberry.ID = strawberry.field(description="The group's id.")
    code: str = strawberry.field(description="Its code: unique within the product, for programs.")
    name: str = strawberry.field(description="What it is called.")
    required: bool = strawberry.field(description="Whether at least one has to be chosen.")
    max_choices: int = strawberry.field(description="How many can be. Where it is one, choosing replaces.")
    options: list[ConfigurationOption] = strawberry.field(description="Its options, in order.")


@strawberry.type(description="The picture of something that is chosen.")
class PictureLayer:
    picture: str = strawberry.field(description="The address of the picture.")
    name: str = strawberry.field(description="What is shown.")


@strawberry.type(description="A product being put together: what is chosen, and what can be.")
class Configuration:
    selected: list[strawberry.ID] = strawberry.field(description="What is chosen, in the order of the options.")
    valid: bool = strawberry.field(description="Whether it can be bought so.")
    problems: list[ConfigurationProblem] = strawberry.field(description="What keeps it from that.")
    price: Decimal = strawberry.field(description="What one costs so.")
    layers: list[PictureLayer] = strawberry.field(description="Pictures of what is chosen; the lowest first.")
    groups: list[ConfigurationGroup] = strawberry.field(description="All that there is to choose, in order.")
    synced_at: datetime = strawberry.field(description="When the options were last brought up to date.")


@represents(errors.InvalidConfiguration)
@strawberry.type(description="A product cannot be bought as it is chosen. Nothing was changed.")
class InvalidConfiguration(LinesRefused):
    line_id: strawberry.ID | None = strawberry.field(description="The basket's line that it is, if it is in one.")
    problems: list[ConfigurationProblem] = strawberry.field(description="What is wrong with what is chosen.")


@dataclass
class Judged:
    """How many configurations a request has had worked out: each costs more than a row."""

    count: int = 0

    def one_more(self) -> None:
        """Raises PublicError where that is too many."""
        self.count += 1
        if self.count > MAX_CONFIGURATIONS:
            message = f"At most {MAX_CONFIGURATIONS} configurations can be asked for at once."
            raise PublicError(message, BAD_USER_INPUT, limit=MAX_CONFIGURATIONS)


def check_selected(selected: list[strawberry.ID]) -> list[str]:
    """The ids as texts. Raises PublicError where there are too many."""
    if len(selected) > MAX_SELECTED:
        message = f'Argument "selected" holds {len(selected)} options, where at most {MAX_SELECTED} can be chosen.'
        raise PublicError(message, BAD_USER_INPUT, argument="selected", limit=MAX_SELECTED)
    return [str(id_) for id_ in selected]
