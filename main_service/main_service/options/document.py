"""The options of a product, in the format of admin_service's events."""

from datetime import datetime
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Self

from option_engine.choices import Choices, RuleKind
from pydantic import BaseModel, ConfigDict, Field, model_validator

from option_engine import choices

CACHED_DOCUMENTS = 128


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Option(_Part):
    """An option of a group."""

    id: int = Field(ge=1)
    code: str
    name: str
    picture: str | None
    text: str
    price_difference: Decimal = Field(max_digits=12, decimal_places=2)
    available: bool
    added_at: datetime


class Group(_Part):
    """A group of options. `most` is the maximum number of selected options."""

    id: int = Field(ge=1)
    code: str
    name: str
    required: bool
    most: int = Field(ge=1)
    options: tuple[Option, ...]


class Rule(_Part):
    """A compatibility rule. `group_id` is the group of the targets; only rules of the kind ONLY have it."""

    id: int = Field(ge=1)
    kind: RuleKind
    option_id: int
    group_id: int | None
    target_ids: tuple[int, ...]


class Document(_Part):
    """All option groups, options and rules of one product, in display order."""

    groups: tuple[Group, ...] = ()
    rules: tuple[Rule, ...] = ()

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        """Checks that every rule refers to existing options and groups."""
        groups = {group.id for group in self.groups}
        for rule in self.rules:
            if not {rule.option_id, *rule.target_ids} <= self.options.keys():
                raise ValueError(f"rule {rule.id} refers to an option that does not exist")
            if (rule.group_id in groups) != (rule.kind == RuleKind.ONLY):
                raise ValueError(f"rule {rule.id} has a wrong group id")
        return self

    @cached_property
    def options(self) -> dict[int, Option]:
        """The options by their ids, group by group."""
        return {option.id: option for group in self.groups for option in group.options}

    @cached_property
    def choices(self) -> Choices:
        """The options and rules, in the format of the option engine."""
        return Choices(
            [choices.Group(group.id, group.required, group.most) for group in self.groups],
            [
                choices.Option(option.id, group.id, option.available)
                for group in self.groups
                for option in group.options
            ],
            [
                choices.Rule(rule.id, rule.kind, rule.option_id, frozenset(rule.target_ids), rule.group_id)
                for rule in self.rules
            ],
        )


NO_OPTIONS = Document()
"""The document of a product without options."""


@lru_cache(CACHED_DOCUMENTS)
def read_document(text: bytes) -> Document:
    """Parses a stored document."""
    return Document.model_validate_json(text)
