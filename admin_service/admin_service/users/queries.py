"""What can be asked about users."""

import random
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from service_kit.conditions import contains
from service_kit.db import Reader
from service_kit.identity import Role
from sqlalchemy import Row, Select, func, select

from admin_service.users.model import Kind, User

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
        texts = [table.c.username, table.c.email, table.c.first_name, table.c.last_name]
        statement = statement.where(contains(search, words=texts, identifiers=[]))
    if role is not None:
        statement = statement.where(table.c.role == role)
    return statement


def account_named(reader: Reader, username: str) -> int | None:
    """The id of the account with this name, regardless of case."""
    statement = select(table.c.id, table.c.username).where(
        table.c.username == username.strip(), table.c.kind == Kind.ACCOUNT
    )
    found = reader.execute(statement).one_or_none()
    return found.id if found is not None and is_same_name(found.username, username.strip()) else None


def is_same_name(known: str, given: str) -> bool:
    """Whether a name is meant by what somebody gives. MySQL would also take `adá` for `ada`."""
    return known.casefold() == given.casefold()


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
    """Those of these names that a user has."""
    statement = select(table.c.username).where(table.c.username.in_(usernames))
    return frozenset(reader.execute(statement).scalars())


def users_after(reader: Reader, user_id: int, *, limit: int) -> Sequence[User]:
    """The next users by id, for telling the others of all of them."""
    statement = select(table).where(table.c.id > user_id).order_by(table.c.id).limit(limit)
    return [User.model_validate(row, from_attributes=True) for row in reader.execute(statement)]


def _accounts(columns: Iterable[str]) -> Select[Any]:
    chosen = [table.c[name] for name in sorted(columns)]
    return select(*chosen).where(table.c.kind == Kind.ACCOUNT)
