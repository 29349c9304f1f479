"""What can be asked about the copies of users."""

import random

from service_kit.db import Reader
from sqlalchemy import func, select

from main_service.users.model import UserCopy

table = UserCopy.__table__  # type: ignore[attr-defined]


def random_id(reader: Reader) -> int | None:
    """A random known user's id."""
    lowest, highest = reader.execute(select(func.min(table.c.id), func.max(table.c.id))).one()
    if highest is None:
        return None
    start = random.randint(lowest, highest)  # noqa: S311 - any user will do
    statement = select(table.c.id).where(table.c.id >= start).order_by(table.c.id).limit(1)
    drawn: int = reader.execute(statement).scalar_one()
    return drawn


def first_ids(reader: Reader, *, limit: int) -> list[int]:
    """The ids of the users known longest."""
    return list(reader.execute(select(table.c.id).order_by(table.c.id).limit(limit)).scalars())
