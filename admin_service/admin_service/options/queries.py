"""Reads of product options: all options of one or several products."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from option_engine.choices import RuleKind
from service_kit.db.database import Reader
from sqlalchemy import Row, select

from admin_service.options.model import (
    Group,
    Option,
    OptionGroup,
    OptionRule,
    OptionRuleTarget,
    OptionSet,
    ProductOption,
    ProductOptions,
    Rule,
)

options = OptionSet.__table__  # type: ignore[attr-defined]
group = OptionGroup.__table__  # type: ignore[attr-defined]
option = ProductOption.__table__  # type: ignore[attr-defined]
rule = OptionRule.__table__  # type: ignore[attr-defined]
target = OptionRuleTarget.__table__  # type: ignore[attr-defined]


def of_product(reader: Reader, product_id: int) -> ProductOptions:
    """Returns the options of a product. The version is 0 if it never had options."""
    return of_products(reader, [product_id]).get(product_id, ProductOptions(product_id))


def of_products(reader: Reader, product_ids: Collection[int]) -> dict[int, ProductOptions]:
    """Returns the options by product ID, without products that never had options."""
    statement = select(options.c.product_id, options.c.version).where(options.c.product_id.in_(product_ids))
    versions = {row.product_id: row.version for row in reader.execute(statement)}
    if not versions:
        return {}
    groups, rules = _groups(reader, versions), _rules(reader, versions)
    return {
        product_id: _assembled(product_id, version, groups[product_id], rules[product_id])
        for product_id, version in versions.items()
    }


def of_first_product(reader: Reader, group_code: str) -> Group | None:
    """Returns the group with this code of the product with the lowest ID that has one."""
    first = select(group.c.product_id).where(group.c.code == group_code).order_by(group.c.product_id).limit(1)
    product_id = reader.execute(first).scalar()
    found = () if product_id is None else of_product(reader, product_id).groups
    return next((one for one in found if one.code == group_code), None)


def version_of(reader: Reader, product_id: int) -> int:
    """Returns the version of the options of a product."""
    version: int | None = reader.execute(
        select(options.c.version).where(options.c.product_id == product_id)
    ).scalar()
    return version or 0


def product_ids_after(reader: Reader, product_id: int, *, limit: int) -> Sequence[int]:
    """Returns the next products that have, or once had, options, to republish them."""
    statement = select(options.c.product_id).where(options.c.product_id > product_id)
    return reader.execute(statement.order_by(options.c.product_id).limit(limit)).scalars().all()


def _groups(reader: Reader, product_ids: Collection[int]) -> Mapping[int, Sequence[Group]]:
    """Reads the groups of all products with two statements."""
    members: dict[int, list[Option]] = defaultdict(list)
    chosen = select(option).where(option.c.product_id.in_(product_ids)).order_by(option.c.position)
    for row in reader.execute(chosen):
        members[row.group_id].append(_option(row))
    groups: dict[int, list[Group]] = defaultdict(list)
    for row in reader.execute(select(group).where(group.c.product_id.in_(product_ids)).order_by(group.c.position)):
        inside = tuple(members[row.id])
        one = Group(row.id, row.code, row.name, row.required, row.max_choices, inside)
        groups[row.product_id].append(one)
    return groups


def _rules(reader: Reader, product_ids: Collection[int]) -> Mapping[int, Sequence[tuple[Row[Any], set[int]]]]:
    """Reads the rules of all products, each with the IDs of its targets, with one statement."""
    joined = rule.outerjoin(target, target.c.rule_id == rule.c.id)
    statement = select(rule, target.c.option_id.label("target_id")).select_from(joined)
    rows = reader.execute(statement.where(rule.c.product_id.in_(product_ids)).order_by(rule.c.position))
    found: dict[int, dict[int, tuple[Row[Any], set[int]]]] = defaultdict(dict)
    for row in rows:
        _, targets = found[row.product_id].setdefault(row.id, (row, set()))
        targets.add(row.target_id)
    return defaultdict(list, {product_id: list(rules.values()) for product_id, rules in found.items()})


def _assembled(
    product_id: int, version: int, groups: Sequence[Group], rules: Sequence[tuple[Row[Any], set[int]]]
) -> ProductOptions:
    by_id = {one.id: one for one in groups}
    members = {one.id: one for within in groups for one in within.options}
    return ProductOptions(
        product_id,
        version,
        tuple(groups),
        tuple(
            Rule(
                row.id,
                RuleKind(row.kind),
                members[row.option_id],
                by_id.get(row.group_id),
                tuple(one for id_, one in members.items() if id_ in targets),
            )
            for row, targets in rules
        ),
    )


def _option(row: Row[Any]) -> Option:
    return Option(
        row.id,
        row.code,
        row.name,
        row.picture,
        row.text,
        row.price_difference,
        row.available,
        row.added_at,
    )
