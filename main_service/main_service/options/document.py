"""What is to be chosen of a product, as admin_service tells of it."""

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
    """Something to choose, in its group."""

    id: int = Field(ge=1)
    code: str
    name: str
    picture: str | None
    text: str
    price_difference: Decimal = Field(max_digits=12, decimal_places=2)
    available: bool
    added_at: datetime


class Group(_Part):
    """Options of one kind: whether one has to be chosen, and how many may be."""

    id: int = Field(ge=1)
    code: str
    name: str
    required: bool
    most: int = Field(ge=1)
    options: tuple[Option, ...]


class Rule(_Part):
    """What goes with what; `group_id` is that of the targets, and only the kind ONLY has it."""

    id: int = Field(ge=1)
    kind: RuleKind
    option_id: int
    group_id: int | None
    target_ids: tuple[int, ...]


class Document(_Part):
    """All groups, options and rules of one product, in the order in which they are shown."""

    groups: tuple[Group, ...] = ()
    rules: tuple[Rule, ...] = ()

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        """A rule speaks of what is there, so that it can be judged by."""
        groups = {group.id for group in self.groups}
        for rule in self.rules:
            if not {rule.option_id, *rule.target_ids} <= self.options.keys():
                raise ValueError(f"rule {rule.id} names an option that is not there")
            if (rule.group_id in groups) != (rule.kind == RuleKind.ONLY):
                raise ValueError(f"rule {rule.id} does not name the group that it should")
        return self

    @cached_property
    def options(self) -> dict[int, Option]:
        """The options by their ids, group by group."""
        return {option.id: option for group in self.groups for option in group.options}

    @cached_property
    def choices(self) -> Choices:
        """The same for the engine, which alone judges."""
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


NOTHING = Document()
"""For a product of which nothing is to be chosen."""


@lru_cache(CACHED_DOCUMENTS)
def read_document(text: bytes) -> Document:
    """The document that was stored as this text."""
    return Document.model_validate_json(text)
