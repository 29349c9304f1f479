"""What can be asked about users."""

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
    """The columns that these fields of a user are read from; the id is always among them."""
    names = {"id", "username", "first_name", "last_name"} if "display_name" in fields else {"id"}
    return frozenset(names.union(fields)).intersection(COLUMNS)


def get(reader: Reader, user_id: int, columns: Iterable[str] = COLUMNS) -> Row[Any] | None:
    """The account with this id."""
    return reader.execute(_accounts(columns).where(table.c.id == user_id)).one_or_none()


def by_ids(reader: Reader, ids: Collection[int]) -> Sequence[Row[Any]]:
    """The accounts with these ids, in no order."""
    return reader.execute(_accounts(COLUMNS).where(table.c.id.in_(ids))).all()


def everything(reader: Reader, columns: Iterable[str] = COLUMNS) -> Sequence[Row[Any]]:
    """All accounts by id, for clients that know no pages."""
    return reader.execute(_accounts(columns).order_by(table.c.id)).all()


def matching(columns: Iterable[str], *, search: str | None, role: Role | None) -> Select[Any]:
    """The selection of accounts whose names or e-mail contain `search`, of one role or of all."""
    statement = _accounts({"id", *columns})
    if search:
        statement = statement.where(contains(search, keys=[table.c.search_key], identifiers=[]))
    if role is not None:
        statement = statement.where(table.c.role == role)
    return statement


def account_named(reader: Reader, username: str) -> int | None:
    """The id of the account with this name, regardless of case."""
    name = username.strip()
    statement = select(table.c.id, table.c.username).where(has_name(name), table.c.kind == Kind.ACCOUNT)
    found = named(reader.execute(statement).all(), name)
    return None if found is None else int(found.id)


def has_name(name: str) -> ColumnElement[bool]:
    """Whether a user may be meant by a name: `named` finds the one who is."""
    # Where names differed in case alone before there were keys, the key of one is the name as it is.
    meant: ColumnElement[bool] = table.c.username_key.in_({username_key(name), name})
    return meant


def named(users: Sequence[Row[Any]], name: str) -> Row[Any] | None:
    """The one of these users who is meant by a name: regardless of case, but not of accents."""
    alike = [user for user in users if case_key(user.username) == case_key(name)]
    return next(iter(sorted(alike, key=lambda user: bool(user.username != name))), None)


def random_visitor(reader: Reader) -> int | None:
    """A random visitor's id, never an account's; a few steps along the index, whatever the number of users."""
    visitors = table.c.kind == Kind.VISITOR
    lowest, highest = reader.execute(select(func.min(table.c.id), func.max(table.c.id)).where(visitors)).one()
    if highest is None:
        return None
    start = random.randint(lowest, highest)  # noqa: S311 - any visitor will do
    statement = select(table.c.id).where(table.c.id >= start, visitors).order_by(table.c.id).limit(1)
    drawn: int = reader.execute(statement).scalar_one()
    return drawn


def known_usernames(reader: Reader, usernames: Collection[str]) -> frozenset[str]:
    """Those of these names that a user has, regardless of case and accents."""
    keys = {username_key(name): name for name in usernames}
    statement = select(table.c.username_key).where(table.c.username_key.in_(keys))
    return frozenset(keys[key] for key in reader.execute(statement).scalars())


def users_after(reader: Reader, user_id: int, *, limit: int) -> Sequence[User]:
    """The next users by id, for telling the others of all of them."""
    statement = select(table).where(table.c.id > user_id).order_by(table.c.id).limit(limit)
    return [User.model_validate(row, from_attributes=True) for row in reader.execute(statement)]


def _accounts(columns: Iterable[str]) -> Select[Any]:
    chosen = [table.c[name] for name in sorted(columns)]
    return select(*chosen).where(table.c.kind == Kind.ACCOUNT)
