"""Reads of users."""

import random
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from service_kit.db.conditions import contains
from service_kit.db.database import Reader
from service_kit.db.text_keys import case_key
from service_kit.identity import Role
from sqlalchemy import ColumnElement, Row, Select, func, select

from admin_service.users.model import Kind, User, username_key

table = User.__table__  # type: ignore[attr-defined]
COLUMNS = ("id", "username", "email", "first_name", "last_name", "role", "created_at", "updated_at")


def columns_of(fields: Collection[str]) -> frozenset[str]:
    """Returns the columns to read for these GraphQL fields. Always includes the ID."""
    names = {"id", "username", "first_name", "last_name"} if "display_name" in fields else {"id"}
    return frozenset(names.union(fields)).intersection(COLUMNS)


def get(reader: Reader, user_id: int, columns: Iterable[str] = COLUMNS) -> Row[Any] | None:
    return reader.execute(_accounts(columns).where(table.c.id == user_id)).one_or_none()


def by_ids(reader: Reader, ids: Collection[int]) -> Sequence[Row[Any]]:
    """Returns the accounts with these IDs, in no particular order."""
    return reader.execute(_accounts(COLUMNS).where(table.c.id.in_(ids))).all()


def list_all(reader: Reader, columns: Iterable[str] = COLUMNS) -> Sequence[Row[Any]]:
    """Returns all accounts, ordered by ID, for clients without pagination."""
    return reader.execute(_accounts(columns).order_by(table.c.id)).all()


def matching(columns: Iterable[str], *, search: str | None, role: Role | None) -> Select[Any]:
    """Selects the accounts that match all given conditions. `search` is a part of a name or e-mail address."""
    statement = _accounts({"id", *columns})
    if search:
        statement = statement.where(contains(search, keys=[table.c.search_key], identifiers=[]))
    if role is not None:
        statement = statement.where(table.c.role == role)
    return statement


def account_id_of(reader: Reader, username: str) -> int | None:
    """Returns the ID of the account with this username, regardless of case."""
    name = username.strip()
    statement = select(table.c.id, table.c.username).where(may_have_username(name), table.c.kind == Kind.ACCOUNT)
    found = best_match(reader.execute(statement).all(), name)
    return None if found is None else int(found.id)


def may_have_username(name: str) -> ColumnElement[bool]:
    """The condition that preselects users by username. `best_match` then finds the user."""
    # The key of some old usernames is the unchanged name: those that differed from another one only in case.
    condition: ColumnElement[bool] = table.c.username_key.in_({username_key(name), name})
    return condition


def best_match(users: Sequence[Row[Any]], name: str) -> Row[Any] | None:
    """Returns the user with this name, regardless of case but not of accents. Prefers the same case."""
    alike = [user for user in users if case_key(user.username) == case_key(name)]
    return next(iter(sorted(alike, key=lambda user: bool(user.username != name))), None)


def random_visitor(reader: Reader) -> int | None:
    """Returns the ID of a random visitor. Uses the index, so that the number of users does not matter."""
    visitors = table.c.kind == Kind.VISITOR
    lowest, highest = reader.execute(select(func.min(table.c.id), func.max(table.c.id)).where(visitors)).one()
    if highest is None:
        return None
    start = random.randint(lowest, highest)  # noqa: S311 - any visitor will do
    statement = select(table.c.id).where(table.c.id >= start, visitors).order_by(table.c.id).limit(1)
    drawn: int = reader.execute(statement).scalar_one()
    return drawn


def taken_usernames(reader: Reader, usernames: Collection[str]) -> frozenset[str]:
    """Returns those of these usernames that are taken, regardless of case and accents."""
    keys = {username_key(name): name for name in usernames}
    statement = select(table.c.username_key).where(table.c.username_key.in_(keys))
    return frozenset(keys[key] for key in reader.execute(statement).scalars())


def users_after(reader: Reader, user_id: int, *, limit: int) -> Sequence[User]:
    """Returns the next users by ID, to republish them."""
    statement = select(table).where(table.c.id > user_id).order_by(table.c.id).limit(limit)
    return [User.model_validate(row, from_attributes=True) for row in reader.execute(statement)]


def _accounts(columns: Iterable[str]) -> Select[Any]:
    chosen = [table.c[name] for name in sorted(columns)]
    return select(*chosen).where(table.c.kind == Kind.ACCOUNT)
