"""The events about product options. Their schemas are in schema/events/."""

from datetime import datetime
from decimal import Decimal

from option_engine.choices import RuleKind
from service_kit.events.event import Event, EventData, new_event

from admin_service.options.model import Group, Option, ProductOptions, Rule

SOURCE = "admin_service"
CHANGED = "shop.options.changed.v1"


class OptionData(EventData):
    """An option of a product. `price_difference` is added to the product's price."""

    id: int
    code: str
    name: str
    picture: str | None
    text: str
    price_difference: Decimal
    available: bool
    added_at: datetime


class GroupData(EventData):
    """A group of options, from which at most `most` can be selected."""

    id: int
    code: str
    name: str
    required: bool
    most: int
    options: list[OptionData]


class RuleData(EventData):
    """A compatibility rule of an option. `group_id` is set if the kind is ONLY."""

    id: int
    kind: RuleKind
    option_id: int
    group_id: int | None
    target_ids: list[int]


class OptionsData(EventData):
    """All options and rules of a product, in display order."""

    product_id: int
    groups: list[GroupData]
    rules: list[RuleData]


def changed(options: ProductOptions) -> Event:
    """The options of a product were changed or republished."""
    data = OptionsData(
        product_id=options.product_id,
        groups=[_group(group) for group in options.groups],
        rules=[_rule(rule) for rule in options.rules],
    )
    subject = f"options/{options.product_id}"
    return new_event(source=SOURCE, type=CHANGED, subject=subject, version=options.version, data=data)


def _group(group: Group) -> GroupData:
    return GroupData(
        id=group.id,
        code=group.code,
        name=group.name,
        required=group.required,
        most=group.max_choices,
        options=[_option(option) for option in group.options],
    )


def _option(option: Option) -> OptionData:
    return OptionData.model_validate(option, from_attributes=True)


def _rule(rule: Rule) -> RuleData:
    return RuleData(
        id=rule.id,
        kind=rule.kind,
        option_id=rule.option.id,
        group_id=None if rule.group is None else rule.group.id,
        target_ids=[target.id for target in rule.targets],
    )
