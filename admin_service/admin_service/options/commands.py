"""The use cases of product options. Each function runs in the unit of work of the code that calls it.

The options of a product are replaced together, under a lock on the product: the old rows are deleted, and the new
rows are inserted. Rows with a known code keep their IDs, also if they have moved to another group or position.
"""

from datetime import UTC, datetime
from typing import Any, TypeVar

from service_kit.events import outbox
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from admin_service.options import events, queries
from admin_service.options.draft import OptionsDraft, RuleDraft
from admin_service.options.model import (
    OptionGroup,
    OptionRule,
    OptionRuleTarget,
    OptionSet,
    ProductOption,
    ProductOptions,
)
from admin_service.products import errors as product_errors
from admin_service.products import queries as products

REPUBLISH_BATCH = 50
KeyT = TypeVar("KeyT")


def set_options(
    session: Session, product_id: int, draft: OptionsDraft, *, expected_version: int | None = None
) -> ProductOptions:
    """Replaces all options of a product. Raises ProductNotFound, VersionConflict."""
    if not products.lock_exists(session, product_id):
        raise product_errors.ProductNotFound(product_id)
    before = queries.of_product(session, product_id)
    if expected_version is not None and before.version != expected_version:
        raise product_errors.VersionConflict(before.version)
    if OptionsDraft.of(before) == draft:
        return before
    _delete(session, product_id)
    _insert(session, before, draft)
    after = queries.of_product(session, product_id)
    outbox.record(session, events.changed(after))
    return after


def delete_options(session: Session, product_id: int) -> None:
    """Deletes the options of a deleted product. The event of the product covers this."""
    if queries.version_of(session, product_id):
        _delete(session, product_id)


def republish_options(session: Session, after: int) -> int | None:
    """Republishes the options of the next products. Returns the last product ID, or None at the end."""
    product_ids = queries.product_ids_after(session, after, limit=REPUBLISH_BATCH)
    found = queries.of_products(session, product_ids)
    outbox.record(session, *(events.changed(found[product_id]) for product_id in product_ids))
    return product_ids[-1] if product_ids else None


def _delete(session: Session, product_id: int) -> None:
    rules = select(col(OptionRule.id)).where(col(OptionRule.product_id) == product_id)
    session.execute(delete(OptionRuleTarget).where(col(OptionRuleTarget.rule_id).in_(rules)))
    session.execute(delete(OptionRule).where(col(OptionRule.product_id) == product_id))
    session.execute(delete(ProductOption).where(col(ProductOption.product_id) == product_id))
    session.execute(delete(OptionGroup).where(col(OptionGroup.product_id) == product_id))
    session.execute(delete(OptionSet).where(col(OptionSet.product_id) == product_id))


def _insert(session: Session, before: ProductOptions, draft: OptionsDraft) -> None:
    now = datetime.now(UTC)
    session.add(OptionSet(product_id=before.product_id, version=before.version + 1, updated_at=now))
    groups = _insert_groups(session, before, draft)
    options = _insert_options(session, before, draft, groups, now)
    known = {RuleDraft.of(rule): rule.id for rule in before.rules}
    for position, rule in enumerate(draft.rules):
        row = OptionRule(
            **_id(known, rule),
            product_id=before.product_id,
            position=position,
            kind=rule.kind,
            option_id=options[rule.option],
            group_id=groups.get(rule.group or ""),
        )
        session.add(row)
        session.flush()
        session.add_all(OptionRuleTarget(rule_id=row.id, option_id=options[code]) for code in rule.targets)


def _insert_groups(session: Session, before: ProductOptions, draft: OptionsDraft) -> dict[str, int]:
    """Returns the IDs of the groups by code."""
    known = {group.code: group.id for group in before.groups}
    rows = [
        OptionGroup(
            **_id(known, group.code),
            product_id=before.product_id,
            position=position,
            **group.model_dump(exclude={"options"}),
        )
        for position, group in enumerate(draft.groups)
    ]
    session.add_all(rows)
    session.flush()
    return {row.code: row.id for row in rows}


def _insert_options(
    session: Session, before: ProductOptions, draft: OptionsDraft, groups: dict[str, int], now: datetime
) -> dict[str, int]:
    """Returns the IDs of the options by code."""
    known = [option for group in before.groups for option in group.options]
    ids = {option.code: option.id for option in known}
    since = {option.code: option.added_at for option in known}
    rows = [
        ProductOption(
            **_id(ids, option.code),
            product_id=before.product_id,
            group_id=groups[group.code],
            position=position,
            added_at=since.get(option.code, now),
            **option.model_dump(),
        )
        for group in draft.groups
        for position, option in enumerate(group.options)
    ]
    session.add_all(rows)
    session.flush()
    return {row.code: row.id for row in rows}


def _id(known: dict[KeyT, int], key: KeyT) -> dict[str, Any]:
    """Returns the ID that a row keeps, each ID only once. Without an ID, the database generates one."""
    return {"id": known.pop(key)} if key in known else {}
