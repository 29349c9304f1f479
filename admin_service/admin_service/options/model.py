"""The tables of product options, and classes that hold all options of a product.

The options of a product are edited together. People and other systems refer to them by code. Groups and options
keep their IDs as long as their codes stay the same; a rule keeps its ID as long as its content stays the same.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from option_engine.choices import RuleKind
from service_kit.db.tables import TABLE_OPTIONS, UTCDateTime, identifier, words
from sqlalchemy import Column, Index, Integer, Numeric, UniqueConstraint
from sqlmodel import Field as ColumnField

from admin_service.tables import AdminTable


class OptionSet(AdminTable, table=True):
    """Marks a product that has, or once had, options. `version` counts their changes."""

    __tablename__ = "option_set"
    __table_args__ = (TABLE_OPTIONS,)

    product_id: int = ColumnField(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    version: int = ColumnField(sa_column=Column(Integer, nullable=False))
    updated_at: datetime = ColumnField(sa_column=Column(UTCDateTime, nullable=False))


class OptionGroup(AdminTable, table=True):
    """A group of options, from which up to `max_choices` can be selected."""

    __tablename__ = "option_group"
    __table_args__ = (
        UniqueConstraint("product_id", "code", name="uq_option_group_code"),
        Index("ix_option_group_code", "code", "product_id"),
        TABLE_OPTIONS,
    )

    id: int = ColumnField(default=None, sa_column=Column(Integer, primary_key=True, autoincrement=True))
    product_id: int = ColumnField(sa_column=Column(Integer, nullable=False))
    position: int = ColumnField(sa_column=Column(Integer, nullable=False))
    code: str = ColumnField(sa_column=Column(identifier(50), nullable=False))
    name: str = ColumnField(sa_column=Column(words(100), nullable=False))
    required: bool
    max_choices: int = ColumnField(sa_column=Column(Integer, nullable=False))


class ProductOption(AdminTable, table=True):
    """An option of a product. `price_difference` is added to the product's price and can be negative."""

    __tablename__ = "product_option"
    __table_args__ = (UniqueConstraint("product_id", "code", name="uq_product_option_code"), TABLE_OPTIONS)

    id: int = ColumnField(default=None, sa_column=Column(Integer, primary_key=True, autoincrement=True))
    product_id: int = ColumnField(sa_column=Column(Integer, nullable=False))
    group_id: int = ColumnField(sa_column=Column(Integer, nullable=False))
    position: int = ColumnField(sa_column=Column(Integer, nullable=False))
    code: str = ColumnField(sa_column=Column(identifier(50), nullable=False))
    name: str = ColumnField(sa_column=Column(words(100), nullable=False))
    picture: str | None = ColumnField(default=None, sa_column=Column(words(200)))
    text: str = ColumnField(sa_column=Column(words(300), nullable=False))
    price_difference: Decimal = ColumnField(sa_column=Column(Numeric(12, 2), nullable=False))
    available: bool
    added_at: datetime = ColumnField(sa_column=Column(UTCDateTime, nullable=False))


class OptionRule(AdminTable, table=True):
    """A compatibility rule of an option. `group_id` is the group of the targets if the kind is ONLY."""

    __tablename__ = "option_rule"
    __table_args__ = (Index("ix_option_rule_product", "product_id", "position"), TABLE_OPTIONS)

    id: int = ColumnField(default=None, sa_column=Column(Integer, primary_key=True, autoincrement=True))
    product_id: int = ColumnField(sa_column=Column(Integer, nullable=False))
    position: int = ColumnField(sa_column=Column(Integer, nullable=False))
    kind: str = ColumnField(sa_column=Column(identifier(10), nullable=False))
    option_id: int = ColumnField(sa_column=Column(Integer, nullable=False))
    group_id: int | None = ColumnField(default=None, sa_column=Column(Integer))


class OptionRuleTarget(AdminTable, table=True):
    """A target of a rule: an option that the rule allows, excludes or requires."""

    __tablename__ = "option_rule_target"
    __table_args__ = (TABLE_OPTIONS,)

    rule_id: int = ColumnField(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    option_id: int = ColumnField(sa_column=Column(Integer, primary_key=True, autoincrement=False))


@dataclass(frozen=True)
class Option:
    """A stored option."""

    id: int
    code: str
    name: str
    picture: str | None
    text: str
    price_difference: Decimal
    available: bool
    added_at: datetime


@dataclass(frozen=True)
class Group:
    """A stored group, with its options in display order."""

    id: int
    code: str
    name: str
    required: bool
    max_choices: int
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Rule:
    """A stored rule, with its targets in the order of the options."""

    id: int
    kind: RuleKind
    option: Option
    group: Group | None
    targets: tuple[Option, ...]


@dataclass(frozen=True)
class ProductOptions:
    """All options of a product, in display order. The version is 0 if it never had options."""

    product_id: int
    version: int = 0
    groups: tuple[Group, ...] = ()
    rules: tuple[Rule, ...] = ()
