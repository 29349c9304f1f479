"""What can be asked about users."""

import random
from collections.abc import Collection, Sequence

from service_kit.db import Reader
from sqlalchemy import func, select

from admin_service.users.model import User

table = User.__table__  # type: ignore[attr-defined]


def random_id(reader: Reader) -> int | None:
    """A random user's id, in two steps along the primary key whatever the number of users."""
    lowest, highest = reader.execute(select(func.min(table.c.id), func.max(table.c.id))).one()
    if highest is None:
        return None
    start = random.randint(lowest, highest)  # noqa: S311 - any user will do
    statement = select(table.c.id).where(table.c.id >= start).order_by(table.c.id).limit(1)
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
